"""Periods: from an event to the last useful moment, with the reasons as data.

Source: Regulation 1182/71, art. 3. The day of the event is not counted (1). A period ends with
the last hour of its last day (2), holidays and weekends included unless it counts working days
(3). A forward period that ends on a holiday, a Saturday or a Sunday runs to the end of the next
working day; a period counted backwards from an event does not (4). A period of two days or more
holds at least two working days, whichever way it is counted (5): a backward period then reaches
further back, never forward.

Days are days in Europe/Brussels. A last useful moment is written as the first instant that is too
late: 00.00 of the next day, in UTC. Who compares asks `is_in_time`, which is strict.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import BRUSSELS, Instant, Message
from contracts.rules import calendars
from contracts.rules.calendars import BELGIUM, Calendar
from contracts.rules.editions import Basis, Confidence, Edition, Measure
from contracts.rules.errors import RuleError

_DAY = timedelta(days=1)
_TWO = 2  # Regulation 1182/71, art. 3(5)


class Unit(StrEnum):
    """What a period counts."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class Direction(StrEnum):
    """After the event, or before it."""

    FORWARD = "forward"
    BACKWARD = "backward"


class Part(Message):
    """One summand of a length: a base period, or a reduction (negative)."""

    parameter: str
    days: int
    article: str


class Term(Message):
    """A period before it is applied. `event` is a stable key; `parts` say how the length was
    made when more than one figure went into it."""

    event: str
    length: Annotated[int, Field(ge=1, le=36_500)]
    unit: Unit = Unit.CALENDAR_DAYS
    direction: Direction = Direction.FORWARD
    article: str
    source: str
    confidence: Confidence
    edition: str
    basis: Basis = Basis.LAW
    parts: tuple[Part, ...] = ()
    mandatory: bool = True
    """False for a period that the law allows but does not impose."""


class Because(StrEnum):
    """Why a last day moved on by a step."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TWO_WORKING_DAYS = "two_working_days"


class Shift(Message):
    """One step of the last day. `holiday` is the holiday's key when that is the reason."""

    from_day: date
    to_day: date
    because: Because
    holiday: str | None = None


class Explanation(Message):
    """How a last day came about: enough to recompute it by hand."""

    event: str
    start: date
    """The day of the event; it is not counted."""
    length: int
    unit: Unit
    direction: Direction
    parts: tuple[Part, ...]
    counted: date
    """The last day before any shift."""
    shifts: tuple[Shift, ...]
    result: date
    article: str
    source: str
    confidence: Confidence
    basis: Basis
    edition: str


class Computed(Message):
    """A period applied to an event. `instant` is the first moment that is too late."""

    instant: Instant
    last_day: date
    explanation: Explanation


def term_of(
    edition: Edition,
    parameter: str,
    event: str,
    direction: Direction = Direction.FORWARD,
    mandatory: bool = True,
) -> Term:
    """The period that one parameter of an edition gives.

    Raises `RuleError("parameter_not_a_period")` if the parameter does not count days.
    """
    found = edition.parameter(parameter)
    if found.unit not in (Measure.CALENDAR_DAYS, Measure.WORKING_DAYS):
        raise RuleError("parameter_not_a_period", parameter=parameter, edition=edition.id)
    return Term(
        event=event,
        length=int(edition.number(parameter)),
        unit=Unit(found.unit.value),
        direction=direction,
        article=found.article,
        source=found.source,
        confidence=found.confidence,
        basis=found.basis,
        edition=edition.id,
        mandatory=mandatory,
    )


def end_of(day: date) -> datetime:
    """24.00 of a day in Brussels, as an instant in UTC."""
    return datetime.combine(day + _DAY, time(), BRUSSELS).astimezone(UTC)


def compute(term: Term, start: date, calendar: Calendar = BELGIUM) -> Computed:
    """Apply a period to the day of its event (`base.local_date` gives the day of an instant)."""
    step = _DAY if term.direction is Direction.FORWARD else -_DAY
    counted = _count(term, start, step, calendar)
    shifts = _shifts(term, start, counted, step, calendar)
    last = shifts[-1].to_day if shifts else counted
    return Computed(
        instant=end_of(last),
        last_day=last,
        explanation=Explanation(
            **term.model_dump(exclude={"mandatory", "parts"}),
            parts=term.parts,
            start=start,
            counted=counted,
            shifts=shifts,
            result=last,
        ),
    )


def _count(term: Term, start: date, step: timedelta, calendar: Calendar) -> date:
    if term.unit is Unit.CALENDAR_DAYS:
        return start + term.length * step
    day, left = start, term.length
    while left:
        day += step
        left -= calendars.is_working_day(day, calendar)
    return day


def _shifts(
    term: Term, start: date, counted: date, step: timedelta, calendar: Calendar
) -> tuple[Shift, ...]:
    shifts: list[Shift] = []
    last = counted
    if term.direction is Direction.FORWARD:
        last = _to_working_day(last, step, calendar, shifts)
    while term.length >= _TWO and _worked(start, last, step, calendar) < _TWO:
        moved = last + step
        shifts.append(Shift(from_day=last, to_day=moved, because=Because.TWO_WORKING_DAYS))
        last = _to_working_day(moved, step, calendar, shifts)
    return tuple(shifts)


def _to_working_day(day: date, step: timedelta, calendar: Calendar, shifts: list[Shift]) -> date:
    while reason := calendars.rest(day, calendar):
        shifts.append(
            Shift(
                from_day=day,
                to_day=day + step,
                because=Because(reason.value),
                holiday=calendars.holiday(day, calendar),
            )
        )
        day += step
    return day


def _worked(start: date, last: date, step: timedelta, calendar: Calendar) -> int:
    first, final = sorted((start + step, last))
    return calendars.working_days(first, final, calendar)


def parse_local(day: date, at: time) -> datetime:
    """The instant, in UTC, of a wall-clock time typed for Europe/Brussels.

    Raises `RuleError` with `local_time_missing` for a time that the clock skips in spring and
    `local_time_ambiguous` for one that it shows twice in autumn: a deadline must be one moment.
    """
    if at.tzinfo is not None:
        raise ValueError("a local time carries no time zone of its own")
    first = datetime.combine(day, at.replace(fold=0), BRUSSELS)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    back = first.astimezone(UTC).astimezone(BRUSSELS)
    missing = back.replace(tzinfo=None) != first.replace(tzinfo=None)
    code = "local_time_missing" if missing else "local_time_ambiguous"
    raise RuleError(code, day=day.isoformat(), time=at.isoformat())


def is_in_time(received_at: datetime, deadline: datetime) -> bool:
    """Whether something arrived before its deadline. The instant of the deadline is too late."""
    if received_at.tzinfo is None or deadline.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return received_at < deadline
