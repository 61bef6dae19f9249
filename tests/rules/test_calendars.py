"""Holidays and working days of Belgium."""

from datetime import date, timedelta

import pytest

from contracts.rules import calendars, listed_days
from contracts.rules.calendars import BELGIUM, Calendar, Rest
from contracts.rules.editions import Confidence
from contracts.rules.errors import RuleError
from tests.rules.slow_periods import easter

FIXED = {
    (1, 1): "new_year",
    (5, 1): "labour_day",
    (7, 21): "national_day",
    (8, 15): "assumption",
    (11, 1): "all_saints",
    (11, 11): "armistice",
    (12, 25): "christmas",
}


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


@pytest.mark.parametrize("year", [*range(1975, 2018), *range(2031, 2100)])
def test_the_library_serves_the_years_outside_the_table(year: int) -> None:
    assert year not in listed_days.TABLE
    days = (date(year, 1, 1) + timedelta(n) for n in range(366))
    found = {day for day in days if day.year == year and calendars.holiday(day)}
    fixed = {date(year, *day) for day in FIXED}
    assert found == fixed | {easter(year) + timedelta(n) for n in (1, 39, 50)}


@pytest.mark.parametrize("year", listed_days.TABLE)
def test_the_library_agrees_with_the_table(year: int) -> None:
    assert calendars.computed(year) == listed_days.days(year, listed_days.TABLE[year])


def test_the_table_holds_the_years_of_the_editions_and_says_that_no_list_was_read() -> None:
    assert list(listed_days.TABLE) == list(range(2018, 2031))
    assert not any(calendars.confirmed(year) for year in range(1975, 2100))


def test_a_list_that_was_read_adds_and_leaves_out_days() -> None:
    read = listed_days.Row(
        ((4, 6), (5, 14), (5, 25)), {(5, 15): "bridge_day"}, frozenset({(5, 1)}), Confidence.HIGH
    )
    days = listed_days.days(2026, read)
    assert days[date(2026, 5, 15)] == "bridge_day"
    assert date(2026, 5, 1) not in days
    assert len(days) == 10


def test_holidays_of_elsewhere_are_not_those_of_belgium() -> None:
    for asked in (
        lambda: calendars.calendar_of("NL"),
        lambda: calendars.holiday(date(2026, 7, 21), Calendar("NL")),
    ):
        with pytest.raises(RuleError) as caught:
            asked()
        assert caught.value.code == "calendar_unknown"
