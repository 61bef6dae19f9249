"""Milestones on a line of time: planned, carried out, accepted, and where today stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)
_DAYS_OF_LONG_PLAN = 400


class Bar(NamedTuple):
    """A stretch of time, in the units of the drawing."""

    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """One milestone as it is planned, and as it went."""

    code: str
    title: str
    begins: date
    due: date
    delivered: date | None = None
    accepted: date | None = None
    judged_by: date | None = None
    """The last day of a verification that still runs."""
    note: str = ""
    """What stands at the end of the line."""
    late: bool = False
    """Whether the note is bad news."""


@dataclass(frozen=True)
class Row:
    """One line as it is drawn; `y` is the middle of its bar."""

    y: int
    line: Line
    planned: Bar
    done: Bar | None
    busy: Bar | None
    overdue: Bar | None
    accepted: float | None
    expected: float | None
    note: float


@dataclass(frozen=True)
class Month:
    """The first day of a month."""

    x: float
    day: date
    named: bool
    """Whether its year is said: the first month, and every January."""


@dataclass(frozen=True)
class Drawing:
    """Everything that a template draws."""

    width: int
    height: int
    top: int
    bottom: int
    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    today: float | None


@dataclass(frozen=True)
class Format:
    """The measures of one form of the drawing."""

    width: int
    left: int
    right: int
    """What is kept free at the end for the notes."""
    row: int
    top: int
    offset: int
    """From the top of a row to the middle of its bar."""
    months: int
    """A month in so many is drawn."""


BROAD = Format(width=1240, left=300, right=120, row=38, top=30, offset=26, months=1)
NARROW = Format(width=350, left=0, right=14, row=44, top=18, offset=31, months=3)
"""For a phone: each title stands above its bar."""


def draw(lines: Sequence[Line], today: date, form: Format) -> Drawing:
    """The drawing of at least one line; `today` is marked when it lies within the plan."""
    first = min(line.begins for line in lines).replace(day=1)
    last = max(_last_day(line, today) for line in lines)
    scale = _Scale(form, first, last)
    bottom = form.top + 4 + len(lines) * form.row
    return Drawing(
        width=form.width,
        height=bottom + 24,
        top=form.top,
        bottom=bottom,
        months=_months(scale, last, form.months * (2 if scale.days > _DAYS_OF_LONG_PLAN else 1)),
        rows=tuple(_row(line, n, scale, today) for n, line in enumerate(lines)),
        today=scale.x(today) if first <= today <= last else None,
    )


class _Scale:
    def __init__(self, form: Format, first: date, last: date) -> None:
        self.form = form
        self.first = first
        self.days = (last - first).days + 1

    def x(self, day: date) -> float:
        """Where a day begins."""
        room = self.form.width - self.form.left - self.form.right
        return round(self.form.left + room * (day - self.first).days / self.days, 1)

    def bar(self, begins: date, last: date) -> Bar | None:
        """Both days included; None for a stretch that ends before it begins."""
        if last < begins:
            return None
        x = self.x(begins)
        return Bar(x, round(self.x(last + _DAY) - x, 1))


def _last_day(line: Line, today: date) -> date:
    known = [line.due, line.delivered, line.accepted, line.judged_by]
    if line.delivered is None and line.begins <= today:
        known.append(today)
    return max(day for day in known if day is not None)


def _row(line: Line, number: int, scale: _Scale, today: date) -> Row:
    until = line.delivered or (today if line.begins <= today else None)
    worked = scale.bar(line.begins, min(until, line.due)) if until else None
    late = scale.bar(max(line.due + _DAY, line.begins), until) if until else None
    planned = scale.bar(line.begins, line.due) or Bar(scale.x(line.due), 2)
    accepted = scale.x(line.accepted) if line.accepted else None
    expected = scale.x(line.judged_by) if line.judged_by and not line.accepted else None
    ends = [bar.x + bar.width for bar in (planned, late) if bar]
    ends += [mark + 8 for mark in (accepted, expected) if mark is not None]
    return Row(
        y=scale.form.top + 4 + number * scale.form.row + scale.form.offset,
        line=line,
        planned=planned,
        done=worked if line.delivered else None,
        busy=None if line.delivered else worked,
        overdue=late,
        accepted=accepted,
        expected=expected,
        note=max(ends) + 8,
    )


def _months(scale: _Scale, last: date, step: int) -> tuple[Month, ...]:
    found: list[Month] = []
    day = scale.first
    while day <= last:
        found.append(Month(scale.x(day), day, named=not found or day.month == 1))
        for _ in range(step):
            day = (day + 31 * _DAY).replace(day=1)
    return tuple(found)
