"""Days that are not worked. Source: Regulation 1182/71, art. 2, and the ten legal holidays of
Belgium (RD 18 April 1974).

The dated table of `listed_days` decides for the years that it holds, and the overrides of a
`Calendar` over both; the `holidays` library serves the other years. The tests compare the two.
A working day is any day but a Saturday, a Sunday or a public holiday. The closing days of one
authority are not holidays: they never move a legal period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from contracts.rules import listed_days
from contracts.rules.editions import Confidence
from contracts.rules.errors import RuleError

FIRST_YEAR, LAST_YEAR = 1975, 2099
"""The decree of 1974 applies from 1975; the library computes until 2100."""

_KEYS = {
    "New Year's Day": "new_year",
    "Easter Monday": "easter_monday",
    "Labor Day": "labour_day",
    "Ascension Day": "ascension",
    "Pentecost Monday": "whit_monday",
    "National Day": "national_day",
    "Assumption Day": "assumption",
    "All Saints' Day": "all_saints",
    "Armistice Day": "armistice",
    "Christmas Day": "christmas",
}
"""The library's names of the ten legal holidays, and our own stable keys. It also lists Easter
and Whit Sunday, which the decree does not: as Sundays they are not worked anyway."""


class Rest(StrEnum):
    """Why a day is not a working day. A holiday on a weekend is called a holiday."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Calendar:
    """The public holidays of a jurisdiction. `overrides` maps a day to the key of a holiday that
    nothing else knows, or to None for a day that is a working day all the same."""

    jurisdiction: str
    overrides: Mapping[date, str | None] = field(default_factory=lambda: MappingProxyType({}))


BELGIUM = Calendar("BE")
_DAY = timedelta(days=1)
_BRIDGES = {1: -_DAY, 3: _DAY}
"""From a Tuesday and a Thursday to the day between it and the weekend."""
_KNOWN = {BELGIUM.jurisdiction: BELGIUM}


def calendar_of(jurisdiction: str) -> Calendar:
    """The calendar of a jurisdiction; `RuleError("calendar_unknown")` where we have none."""
    if jurisdiction not in _KNOWN:
        raise RuleError("calendar_unknown", jurisdiction=jurisdiction)
    return _KNOWN[jurisdiction]


def within(year: int) -> bool:
    """Whether the holidays of a year are known at all."""
    return FIRST_YEAR <= year <= LAST_YEAR


def confirmed(year: int) -> bool:
    """Whether somebody has compared our holidays of this year with the list in the Official
    Journal."""
    row = listed_days.TABLE.get(year)
    return row is not None and row.confidence is Confidence.HIGH


@cache
def unread(year: int) -> frozenset[date]:
    """The days of a year that the list in the Official Journal may hold beside ours: what public
    services often add, and the bridge between a holiday and a weekend. None when it was read."""
    if confirmed(year):
        return frozenset()
    often = {date(year, month, day) for month, day in listed_days.SOMETIMES}
    feasts = (*_legal(year), date(year + 1, 1, 1))
    bridges = (day + _BRIDGES[day.weekday()] for day in feasts if day.weekday() in _BRIDGES)
    return frozenset(often | {day for day in bridges if day.year == year})


@cache
def cautious(first_year: int, last_year: int) -> Calendar:
    """Belgium with a holiday on every day of these years that may be listed: an end that is the
    same under it does not hang on a list that nobody read."""
    days = (day for year in range(first_year, last_year + 1) for day in unread(year))
    return Calendar(BELGIUM.jurisdiction, MappingProxyType(dict.fromkeys(days, "listed")))


@cache
def _legal(year: int) -> Mapping[date, str]:
    row = listed_days.TABLE.get(year)
    return computed(year) if row is None else listed_days.days(year, row)


def computed(year: int) -> Mapping[date, str]:
    """The legal holidays of a year as the library computes them, without our table."""
    import holidays  # noqa: PLC0415 (slow to load, and few periods leave the years of the table)

    found = holidays.country_holidays("BE", years=year, language="en_US")
    # Two feasts on one day are one entry, their names joined; one of them names it here.
    names = ((day, name) for day, joined in found.items() for name in joined.split("; "))
    return MappingProxyType({day: _KEYS[name] for day, name in names if name in _KEYS})


def holiday(day: date, calendar: Calendar = BELGIUM) -> str | None:
    """The stable key of the public holiday on this day, or None.

    Raises `RuleError("year_outside_calendar")` before 1975 and after 2099, and
    `calendar_unknown` for a jurisdiction whose holidays we do not know.
    """
    calendar_of(calendar.jurisdiction)
    if not within(day.year):
        raise RuleError("year_outside_calendar", day=day.isoformat())
    if day in calendar.overrides:
        return calendar.overrides[day]
    return _legal(day.year).get(day)


def rest(day: date, calendar: Calendar = BELGIUM) -> Rest | None:
    """Why this day is not worked; None for a working day."""
    if holiday(day, calendar):
        return Rest.HOLIDAY
    return {5: Rest.SATURDAY, 6: Rest.SUNDAY}.get(day.weekday())


def is_working_day(day: date, calendar: Calendar = BELGIUM) -> bool:
    """Monday to Friday, and no public holiday."""
    return rest(day, calendar) is None


def working_days(first: date, last: date, calendar: Calendar = BELGIUM) -> int:
    """How many working days lie from `first` up to and including `last`."""
    span = range((last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=n), calendar) for n in span)
