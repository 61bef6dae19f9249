"""Numbers, dates and hours in four languages, and back."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Language, Money
from infra.texts import formats

TEN = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # 10.00 in Brussels, winter time
MIDNIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)  # 0.00 on the 26th in Brussels


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "€\xa01.396.450,00"),
        ("fr", "1\xa0396\xa0450,00\xa0€"),
        ("de", "1.396.450,00\xa0€"),
        ("en", "€1,396,450.00"),
    ],
)
def test_money_is_written_as_each_language_does(language: str, expected: str) -> None:
    assert formats.money(Money(amount=Decimal("1396450.00")), language) == expected


def test_a_negative_amount_keeps_its_sign_beside_the_figure() -> None:
    assert formats.money(Money(amount=Decimal("-5.00")), "nl") == "€\xa0−5,00"
    assert formats.money(Money(amount=Decimal("-5.00")), "fr") == "−5,00\xa0€"


def test_a_half_is_rounded_up() -> None:
    assert formats.number(Decimal("0.125"), 2, "nl") == "0,13"
    assert formats.number(Decimal("-0.125"), 2, "nl") == "−0,13"
    assert formats.number(Fraction(2, 3), 2, "nl") == "0,67"


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert formats.number(Decimal("-0.004"), 2, "nl") == "0,00"


def test_a_number_of_thirty_digits_stays_exact() -> None:
    value = Decimal("123456789012345678901234567890.05")
    assert formats.number(value, 1, "en").endswith("567,890.1")


def test_plain_keeps_every_decimal_and_no_more() -> None:
    assert formats.plain(Decimal("7.50"), "nl") == "7,5"
    assert formats.plain(Decimal("100"), "nl") == "100"
    assert formats.plain(Decimal("1E+3"), "nl") == "1.000"


def test_a_percentage_counts_hundredths() -> None:
    assert formats.percentage(Decimal("37.76"), "nl") == "37,76\xa0%"
    assert formats.percentage(Fraction(1, 3), "en", decimals=2) == "0.33%"


def test_a_fraction_is_never_written_in_full() -> None:
    with pytest.raises(ValueError, match="decimals"):
        formats.percentage(Fraction(1, 3), "nl")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "vrijdag 27 november 2026, 10.00\xa0uur"),
        ("fr", "vendredi 27 novembre 2026 à 10\xa0h\xa000"),
        ("de", "Freitag, 27. November 2026, 10.00\xa0Uhr"),
        ("en", "Friday 27 November 2026, 10:00"),
    ],
)
def test_a_moment_bears_its_weekday(language: str, expected: str) -> None:
    assert formats.moment(TEN, language) == expected


def test_a_short_moment_fits_a_table() -> None:
    assert formats.moment_short(TEN, "nl") == "vr\xa027/11/2026 10.00"
    assert formats.day_short(date(2026, 11, 27), "de") == "Fr\xa027.11.2026"


def test_the_end_of_a_day_is_twenty_four_hours() -> None:
    assert formats.moment_short(MIDNIGHT, "nl", closing=True) == "wo\xa025/11/2026 24.00"
    assert formats.moment_short(MIDNIGHT, "nl") == "do\xa026/11/2026 0.00"


def test_a_deadline_names_its_last_useful_second() -> None:
    assert formats.deadline(TEN, "nl") == ("vóór 10.00\xa0uur (laatste nuttige ogenblik: 9.59.59)")
    assert formats.deadline_moment(MIDNIGHT, "nl") == (
        "woensdag 25 november 2026, vóór 24.00\xa0uur (laatste nuttige ogenblik: 23.59.59)"
    )


def test_the_same_instant_reads_an_hour_later_in_summer() -> None:
    assert formats.hour(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "nl") == "10.00"


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.moment(TEN.replace(tzinfo=None), "nl")


def test_the_first_of_the_month_in_french() -> None:
    assert formats.day(date(2026, 12, 1), "fr") == "mardi 1er décembre 2026"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=9), "9\xa0dagen"),
        (timedelta(hours=71, minutes=59), "71\xa0uur"),
        (timedelta(minutes=59, seconds=59), "59\xa0minuten"),
        (timedelta(minutes=1), "1\xa0minuut"),
        (timedelta(seconds=-5), "minder dan 1\xa0minuut"),
    ],
)
def test_what_is_left_is_never_promised_too_long(left: timedelta, expected: str) -> None:
    assert formats.remaining(TEN, TEN + left, "nl") == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (TEN - timedelta(days=4), "4\xa0dagen te laat"),
        (TEN - timedelta(hours=1), "te laat"),
        (TEN + timedelta(hours=1), "vandaag"),
        (datetime(2026, 11, 27, 23, 0, tzinfo=UTC), "vandaag"),
        (datetime(2026, 11, 28, 9, 0, tzinfo=UTC), "morgen"),
        (TEN + timedelta(days=9), "over 9\xa0dagen"),
    ],
)
def test_a_due_day_is_told_from_today(due: datetime, expected: str) -> None:
    assert formats.relative(TEN, due, "nl") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1.396.450,00", "nl", "1396450.00"),
        ("€ 7,5", "nl", "7.5"),
        ("€\xa01.250,50", "nl", "1250.50"),
        ("1 396 450,00 €", "fr", "1396450.00"),
        ("1\u202f396,5", "fr", "1396.5"),
        ("1,396.5", "en", "1396.5"),
        ("-3", "de", "-3"),
        ("− 3", "de", "-3"),
        ("007", "nl", "7"),
    ],
)
def test_a_typed_number_is_read(text: str, language: str, expected: str) -> None:
    assert formats.parse_decimal(text, language) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["7.5", "1.39,0", "1e5", "NaN", "Infinity", "1_0", "", "€", "7,", ",5", "1.000.00", "٣"]
)
def test_a_doubtful_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        formats.parse_decimal(text, "nl")


@given(
    amount=st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    language=st.sampled_from(Language),
)
def test_a_written_number_reads_back(amount: Decimal, language: Language) -> None:
    assert formats.parse_decimal(formats.number(amount, 2, language), language) == amount


@pytest.mark.parametrize(
    "text", ["27/11/2026", "27-11-2026", "27.11.2026", "2026-11-27", " 27/11/2026 "]
)
def test_a_typed_day_is_read_day_first(text: str) -> None:
    assert formats.parse_day(text, "en") == date(2026, 11, 27)


@pytest.mark.parametrize("text", ["11/27/2026", "31/02/2026", "27/11/26", "morgen", ""])
def test_a_doubtful_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a day"):
        formats.parse_day(text, "nl")


@pytest.mark.parametrize(
    "text", ["10.00", "10:00", "10u00", "10 h 00", "10.00 uur", "10\xa0h\xa000"]
)
def test_a_typed_hour_is_read(text: str) -> None:
    assert formats.parse_time(text, "fr") == time(10, 0)


@pytest.mark.parametrize("text", ["24.00", "10.60", "10", "", "kwart voor tien"])
def test_a_doubtful_hour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an hour"):
        formats.parse_time(text, "nl")


def test_a_file_size_is_readable() -> None:
    assert formats.file_size(999, "nl") == "999\xa0bytes"
    assert formats.file_size(212_000, "nl") == "212\xa0kB"
    assert formats.file_size(1_940_000, "fr") == "1,9\xa0Mo"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="Language"):
        formats.number(1, 0, "es")


def test_a_month_of_a_drawing_bears_its_year_when_asked() -> None:
    first = date(2026, 3, 1)
    assert formats.month_short(first, "nl") == "mrt"
    assert formats.month_short(first, "nl", year=True) == "mrt\xa02026"
    assert formats.month_short(first, "en", year=True) == "Mar\xa02026"
