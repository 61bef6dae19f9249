"""Periods under Regulation 1182/71, by example, by property and against a slow reference."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules import calendars, deadlines
from contracts.rules.deadlines import Because, Computed, Direction, Term, Unit
from contracts.rules.editions import Confidence
from contracts.rules.errors import RuleError

DAY = timedelta(days=1)
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(1, 120)
UNITS = st.sampled_from(Unit)


def term(
    length: int, unit: Unit = Unit.CALENDAR_DAYS, direction: Direction = Direction.FORWARD
) -> Term:
    """A period of some law."""
    return Term(
        event="something",
        length=length,
        unit=unit,
        direction=direction,
        article="art. 1",
        source="a law",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )


def forward(start: str, length: int, unit: Unit = Unit.CALENDAR_DAYS) -> Computed:
    """A forward period from a day."""
    return deadlines.compute(term(length, unit), date.fromisoformat(start))


def backward(start: str, length: int) -> Computed:
    """A backward period in calendar days from a day."""
    return deadlines.compute(term(length, direction=Direction.BACKWARD), date.fromisoformat(start))


def test_the_day_of_the_event_is_not_counted() -> None:
    computed = forward("2026-11-10", 15)
    assert computed.last_day == date(2026, 11, 25)
    assert computed.explanation.shifts == ()


def test_a_period_ends_at_midnight_in_brussels() -> None:
    assert forward("2026-11-10", 15).instant == datetime(2026, 11, 25, 23, tzinfo=UTC)
    assert forward("2026-06-01", 15).instant == datetime(2026, 6, 16, 22, tzinfo=UTC)


def test_an_end_on_a_holiday_before_a_weekend_moves_three_days_with_its_reasons() -> None:
    computed = forward("2026-12-10", 15)
    assert computed.last_day == date(2026, 12, 28)
    explained = computed.explanation
    assert explained.counted == date(2026, 12, 25)
    assert [(s.because, s.holiday, s.to_day.day) for s in explained.shifts] == [
        (Because.HOLIDAY, "christmas", 26),
        (Because.SATURDAY, None, 27),
        (Because.SUNDAY, None, 28),
    ]
    assert explained.start == date(2026, 12, 10)
    assert (explained.length, explained.unit) == (15, Unit.CALENDAR_DAYS)
    assert (explained.article, explained.edition) == ("art. 1", "be-2026-01")


def test_a_backward_period_does_not_move_off_a_weekend() -> None:
    computed = backward("2026-11-27", 6)
    assert computed.last_day == date(2026, 11, 21)  # a Saturday
    assert computed.explanation.shifts == ()


def test_two_days_hold_two_working_days() -> None:
    assert forward("2026-11-20", 2).last_day == date(2026, 11, 24)  # Friday to Tuesday
    assert forward("2026-11-20", 1).last_day == date(2026, 11, 23)
    assert backward("2026-11-23", 2).last_day == date(2026, 11, 19)  # Monday back to Thursday


def test_working_days_skip_weekends_and_holidays() -> None:
    assert forward("2026-05-13", 2, Unit.WORKING_DAYS).last_day == date(2026, 5, 18)


def reference(start: date, length: int, unit: Unit, direction: Direction) -> date:
    """The Regulation written out day by day, slowly: the first day that meets every condition."""
    sign = 1 if direction is Direction.FORWARD else -1
    worked = 0
    for n in count(1):
        day = start + sign * n * DAY
        works = day.weekday() < 5 and calendars.holiday(day) is None
        worked += works
        long_enough = (n if unit is Unit.CALENDAR_DAYS else worked) >= length
        ends_well = works or sign < 0 or unit is Unit.WORKING_DAYS
        two_worked = length < 2 or worked >= 2
        if long_enough and ends_well and two_worked:
            return day
    raise AssertionError("unreachable")


@given(DAYS, LENGTHS, UNITS, st.sampled_from(Direction))
def test_every_period_agrees_with_the_slow_reference(
    start: date, length: int, unit: Unit, direction: Direction
) -> None:
    computed = deadlines.compute(term(length, unit, direction), start)
    assert computed.last_day == reference(start, length, unit, direction)


@pytest.mark.parametrize("direction", Direction)
def test_short_periods_around_every_holiday_agree_with_the_reference(
    direction: Direction,
) -> None:
    for n in range((date(2031, 1, 1) - date(2018, 1, 1)).days):
        start = date(2018, 1, 1) + n * DAY
        near = any(calendars.holiday(start + k * DAY) for k in range(-5, 6))
        for length in (1, 2, 3, 4) if near else ():
            computed = deadlines.compute(term(length, direction=direction), start)
            expected = reference(start, length, Unit.CALENDAR_DAYS, direction)
            assert computed.last_day == expected, (start, length)


@given(DAYS, LENGTHS, UNITS)
def test_a_forward_period_never_ends_on_a_day_of_rest(start: date, length: int, unit: Unit) -> None:
    assert calendars.is_working_day(deadlines.compute(term(length, unit), start).last_day)


@given(DAYS, LENGTHS, UNITS, st.sampled_from(Direction))
def test_a_longer_period_never_ends_nearer(
    start: date, length: int, unit: Unit, direction: Direction
) -> None:
    shorter = deadlines.compute(term(length, unit, direction), start).last_day
    longer = deadlines.compute(term(length + 1, unit, direction), start).last_day
    assert longer >= shorter if direction is Direction.FORWARD else longer <= shorter


@given(DAYS, LENGTHS, UNITS, st.sampled_from(Direction))
def test_an_explanation_leads_to_the_same_instant(
    start: date, length: int, unit: Unit, direction: Direction
) -> None:
    computed = deadlines.compute(term(length, unit, direction), start)
    explained = computed.explanation
    again = deadlines.compute(
        term(explained.length, explained.unit, explained.direction), explained.start
    )
    assert again == computed
    day = explained.counted
    for shift in explained.shifts:
        assert shift.from_day == day
        day = shift.to_day
    assert day == explained.result == computed.last_day
    midnight = computed.instant.astimezone(ZoneInfo("Europe/Brussels"))
    assert (midnight.date(), midnight.time()) == (computed.last_day + DAY, time())


def test_an_hour_that_the_clock_skips_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        deadlines.parse_local(date(2026, 3, 29), time(2, 30))
    assert caught.value.code == "local_time_missing"
    assert caught.value.facts == {"day": "2026-03-29", "time": "02:30:00"}


def test_an_hour_that_the_clock_shows_twice_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        deadlines.parse_local(date(2026, 10, 25), time(2, 30))
    assert caught.value.code == "local_time_ambiguous"


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 11, 27), time(10), datetime(2026, 11, 27, 9, tzinfo=UTC)),
        (date(2026, 6, 1), time(10), datetime(2026, 6, 1, 8, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 59, 59), datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(3), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
        (date(2026, 10, 25), time(3, fold=1), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_a_clear_local_time_is_one_instant(day: date, at: time, expected: datetime) -> None:
    assert deadlines.parse_local(day, at) == expected


@given(st.datetimes(datetime(2018, 1, 1), datetime(2030, 12, 31)))  # noqa: DTZ001 (typed times)
def test_a_typed_time_reads_back_as_typed_or_is_refused(typed: datetime) -> None:
    typed = typed.replace(fold=0)
    try:
        instant = deadlines.parse_local(typed.date(), typed.time())
    except RuleError:
        assert typed.month in (3, 10)
        assert typed.hour == 2
    else:
        back = instant.astimezone(ZoneInfo("Europe/Brussels"))
        assert back.replace(tzinfo=None) == typed


def test_what_arrives_at_the_deadline_is_late() -> None:
    deadline = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert deadlines.is_in_time(deadline - timedelta(microseconds=1), deadline)
    assert not deadlines.is_in_time(deadline, deadline)
    assert not deadlines.is_in_time(deadline + timedelta(microseconds=1), deadline)


def test_an_instant_without_a_zone_is_no_instant() -> None:
    naive = datetime(2026, 11, 27, 9)  # noqa: DTZ001 (the point of the test)
    with pytest.raises(ValueError, match="time zone"):
        deadlines.is_in_time(naive, naive)
