"""Holidays and working days of Belgium."""

from datetime import date, timedelta

import pytest

from contracts.rules import calendars
from contracts.rules.calendars import BELGIUM, Calendar, Rest
from contracts.rules.errors import RuleError

FIXED = {
    (1, 1): "new_year",
    (5, 1): "labour_day",
    (7, 21): "national_day",
    (8, 15): "assumption",
    (11, 1): "all_saints",
    (11, 11): "armistice",
    (12, 25): "christmas",
}


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm, independent of any library."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("year", range(2018, 2031))
def test_a_year_has_the_ten_legal_holidays_and_no_other(year: int) -> None:
    movable = {
        easter(year) + timedelta(1): "easter_monday",
        easter(year) + timedelta(39): "ascension",
        easter(year) + timedelta(50): "whit_monday",
    }
    expected = {date(year, *fixed): name for fixed, name in FIXED.items()} | movable
    days = (date(year, 1, 1) + timedelta(n) for n in range(366))
    found = {d: h for d in days if d.year == year and (h := calendars.holiday(d))}
    assert found == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 6), "easter_monday"),
        (date(2026, 5, 14), "ascension"),
        (date(2026, 5, 25), "whit_monday"),
        (date(2027, 5, 6), "ascension"),
        (date(2026, 7, 11), None),
        (date(2026, 12, 26), None),
    ],
)
def test_the_feasts_of_2026_and_2027(day: date, expected: str | None) -> None:
    assert calendars.holiday(day) == expected


def test_two_feasts_on_one_day_are_one_holiday() -> None:
    assert calendars.rest(date(2008, 5, 1)) is Rest.HOLIDAY  # Ascension and Labour Day


def test_a_day_of_rest_has_its_reason() -> None:
    assert calendars.rest(date(2026, 11, 20)) is None
    assert calendars.rest(date(2026, 11, 21)) is Rest.SATURDAY
    assert calendars.rest(date(2026, 11, 22)) is Rest.SUNDAY
    assert calendars.rest(date(2026, 8, 15)) is Rest.HOLIDAY  # a Saturday


def test_the_dated_override_decides() -> None:
    bridge, feast = date(2026, 5, 15), date(2026, 5, 14)
    changed = Calendar("BE", {bridge: "bridge_day", feast: None})
    assert calendars.rest(bridge, changed) is Rest.HOLIDAY
    assert calendars.is_working_day(feast, changed)
    assert calendars.is_working_day(bridge, BELGIUM)


def test_working_days_are_counted_with_both_ends() -> None:
    assert calendars.working_days(date(2026, 5, 11), date(2026, 5, 17)) == 4
    assert calendars.working_days(date(2026, 5, 16), date(2026, 5, 17)) == 0


@pytest.mark.parametrize("day", [date(1974, 12, 31), date(2100, 1, 1)])
def test_a_year_without_a_known_calendar_is_refused(day: date) -> None:
    with pytest.raises(RuleError) as caught:
        calendars.holiday(day)
    assert caught.value.code == "year_outside_calendar"
