"""Periods: from an event to the last useful moment, with the reasons as data.

Source: Regulation 1182/71, art. 3. The day of the event is not counted (1). A period ends with
the last hour of its last day; one in weeks, months or years ends on the weekday or the date of its
event, or on the last day of a month that lacks that date (2). Holidays and weekends are included
unless it counts working days (3). A forward period that ends on a holiday, a Saturday or a Sunday
runs to the end of the next working day; a period counted backwards from an event does not (4). A
period of two days or more holds at least two working days, whichever way it is counted (5): a
backward period then reaches further back, never forward.

Days are days in Europe/Brussels. A last useful moment is written as the first instant that is too
late: 00.00 of the next day, in UTC. Who compares asks `is_in_time`, which is strict.
"""

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import BRUSSELS, Instant, Message
from contracts.rules import calendars, lengths
from contracts.rules.calendars import BELGIUM, Calendar
from contracts.rules.editions import Basis, Confidence, Edition
from contracts.rules.errors import RuleError

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_TWO = 2  # Regulation 1182/71, art. 3(5)
_YEAR = 12
LONGEST = 36_500
"""The longest length that a period may have, in its unit."""

REGULATION = "Regulation 1182/71"
GIVEN_DAY = "given_day"
"""The event of a period that somebody asks for: a day and no more."""


class Unit(StrEnum):
    """What a period counts. The Regulation also knows hours; no fact of ours counts them."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


_LONG = (Unit.WEEKS, Unit.MONTHS, Unit.YEARS)


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
    length: Annotated[int, Field(ge=1, le=LONGEST)]
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
    own: tuple[lengths.Own, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether its length needs no jurist."""
        return self.confidence is Confidence.HIGH


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
    own: tuple[lengths.Own, ...] = ()
    """Empty where every figure is that of the edition itself."""

    @property
    def law_length(self) -> int:
        """What the length would be by the figures of the law alone."""
        law = {each.parameter: each.law for each in self.own}
        if not self.parts:
            return next(iter(law.values()), self.length)
        return lengths.shortened(*(law.get(part.parameter, part.days) for part in self.parts))


class Doubt(StrEnum):
    """What a jurist must confirm before a computed end is relied upon."""

    SOURCE = "source"
    """The source of the period itself is not sure."""
    UNIT = "unit"
    """How weeks, months and years are counted is from memory."""
    TWO_WORKING_DAYS = "two_working_days"
    """The minimum of two working days is from memory."""
    BACKWARD_TWO_WORKING_DAYS = "backward_two_working_days"
    """That a period counted backwards holds two working days is our reading."""
    HOLIDAY_LIST = "holiday_list"
    """The Belgian list in the Official Journal was not read, and the period ends on another day if
    that list holds a day that it may hold."""


class Span(Message):
    """The days after `start`, up to and including `end`."""

    start: date
    end: date
    calendar_days: int
    working_days: int


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

    Raises `RuleError("parameter_not_a_period")` if it counts no days, weeks, months or years.
    """
    found = edition.parameter(parameter)
    if found.unit.value not in set(Unit):
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
        own=lengths.own_of(parameter, found),
    )


def towards(direction: str) -> Direction:
    """The direction of this name; `RuleError("direction_unknown")` when it is none."""
    if direction not in set(Direction):
        raise RuleError("direction_unknown", direction=direction, directions=", ".join(Direction))
    return Direction(direction)


def end_of(day: date) -> datetime:
    """24.00 of a day in Brussels, as an instant in UTC."""
    return datetime.combine(day + _DAY, time(), BRUSSELS).astimezone(UTC)


def asked(length: int, unit: str, direction: str, edition: Edition) -> Term:
    """The period that somebody asks for without naming a parameter of the law: how it is counted
    rests on the Regulation, its length on who asks.

    Raises `RuleError` with `length_out_of_range`, `unit_unknown` or `direction_unknown`.
    """
    if not 1 <= length <= LONGEST:
        raise RuleError("length_out_of_range", length=f"{length}", most=f"{LONGEST}")
    if unit not in set(Unit):
        raise RuleError("unit_unknown", unit=unit, units=", ".join(Unit))
    return Term(
        event=GIVEN_DAY,
        length=length,
        unit=Unit(unit),
        direction=towards(direction),
        article=f"{REGULATION} art. 3",
        source=REGULATION,
        confidence=Confidence.HIGH,
        edition=edition.id,
    )


def compute(term: Term, start: date, calendar: Calendar = BELGIUM) -> Computed:
    """Apply a period to the day of its event (`base.local_date` gives the day of an instant).

    Raises `RuleError` with `year_outside_calendar` when it begins, ends or is shifted outside the
    years whose holidays are known, and with `calendar_unknown`.
    """
    step = _DAY if term.direction is Direction.FORWARD else -_DAY
    counted = _count(term, _known(start), step, calendar)
    shifts = _shifts(term, start, counted, step, calendar)
    last = shifts[-1].to_day if shifts else counted
    return Computed(
        instant=end_of(last),
        last_day=last,
        explanation=Explanation(
            **term.model_dump(exclude={"mandatory", "parts", "own"}),
            parts=term.parts,
            own=term.own,
            start=start,
            counted=counted,
            shifts=shifts,
            result=last,
        ),
    )


def span(start: date, end: date, calendar: Calendar = BELGIUM) -> Span:
    """How many days lie between two: the first is not counted, the last is.

    Raises `RuleError` with `end_before_start`, `year_outside_calendar` or `calendar_unknown`.
    """
    if end < start:
        raise RuleError("end_before_start", start=start.isoformat(), end=end.isoformat())
    worked = calendars.working_days(_known(start) + _DAY, _known(end), calendar)
    return Span(start=start, end=end, calendar_days=(end - start).days, working_days=worked)


def last_useful(instant: datetime) -> datetime:
    """The last second before the first instant that is too late."""
    return instant - _SECOND


def doubts(why: Explanation) -> tuple[Doubt, ...]:
    """What a jurist must confirm in this outcome."""
    backward = why.direction is Direction.BACKWARD
    pushed = any(shift.because is Because.TWO_WORKING_DAYS for shift in why.shifts)
    found = {
        Doubt.SOURCE: why.confidence is not Confidence.HIGH,
        Doubt.UNIT: why.unit in _LONG,
        Doubt.TWO_WORKING_DAYS: pushed and not backward,
        Doubt.BACKWARD_TWO_WORKING_DAYS: pushed and backward,
        Doubt.HOLIDAY_LIST: _hangs_on_a_list(why),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _hangs_on_a_list(why: Explanation) -> bool:
    """Whether the end moves if every day that may be listed is a holiday. More holidays only carry
    an end further away, so that this tells of each of them."""
    first, last = sorted((why.start.year, why.result.year))
    term = Term.model_validate(why.model_dump(include=set(Term.model_fields)))
    try:
        return compute(term, why.start, calendars.cautious(first, last)).last_day != why.result
    except RuleError:
        return True  # it would end after the last year that is known


def _known(day: date) -> date:
    if not calendars.within(day.year):
        raise RuleError("year_outside_calendar", day=day.isoformat())
    return day


def _count(term: Term, start: date, step: timedelta, calendar: Calendar) -> date:
    match term.unit:
        case Unit.CALENDAR_DAYS:
            return _known(start + term.length * step)
        case Unit.WEEKS:
            return _known(start + 7 * term.length * step)
        case Unit.MONTHS:
            return _months(start, term.length * step.days)
        case Unit.YEARS:
            return _months(start, _YEAR * term.length * step.days)
        case Unit.WORKING_DAYS:
            return _working(start, term.length, step, calendar)


def _months(start: date, number: int) -> date:
    """The same date so many months on, or the last day of a month that lacks it."""
    year, month = divmod(_YEAR * start.year + start.month - 1 + number, _YEAR)
    if not calendars.within(year):
        raise RuleError("year_outside_calendar", day=f"{year}-{month + 1:02}")
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def _working(start: date, left: int, step: timedelta, calendar: Calendar) -> date:
    day = start
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
