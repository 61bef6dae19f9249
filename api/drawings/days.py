"""The standstill, day by day: which days count, which move the end, when one may conclude."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from contracts.base import local_date
from contracts.rules import calendars
from contracts.rules.calendars import BELGIUM, Calendar, Rest
from contracts.rules.deadlines import Explanation

Part = Literal["start", "counted", "moved", "first"]
"""The day of the event, a day of the period, a day its end moved over, the first day after it."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """One day of the bar."""

    day: date
    part: Part
    number: int | None
    """Which day of the period it is, from 1; the day of the event is not counted."""
    rest: Rest | None
    holiday: str | None
    """The key of the public holiday that it is."""
    standing: Literal["gone", "today", "coming"]


def cells(why: Explanation, today: date, calendar: Calendar = BELGIUM) -> tuple[Cell, ...]:
    """From the day of the event up to and including the first day after the period.

    Only for a period that is counted forward in calendar days.
    """
    span = (why.result - why.start).days + 2
    return tuple(_cell(why, why.start + n * _DAY, today, calendar) for n in range(span))


def _cell(why: Explanation, day: date, today: date, calendar: Calendar) -> Cell:
    number = (day - why.start).days
    part: Part = "counted"
    if number == 0:
        part = "start"
    elif day > why.result:
        part = "first"
    elif day > why.counted:
        part = "moved"
    return Cell(
        day=day,
        part=part,
        number=number if part == "counted" else None,
        rest=calendars.rest(day, calendar),
        holiday=calendars.holiday(day, calendar),
        standing="gone" if day < today else "today" if day == today else "coming",
    )


def bar(
    ends: datetime, why: Explanation, now: datetime, reasons: Mapping[str, str]
) -> dict[str, Any]:
    """A period as `_standstill.html` shows it: its end, why, and its days as they stand now.
    `reasons` are those of the organisation's own figures, by parameter."""
    shown = cells(why, local_date(now))
    return {"ends": ends, "explanation": why, "cells": shown, "reasons": reasons}
