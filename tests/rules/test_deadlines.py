"""Periods under Regulation 1182/71, by example, by property and against a slow reference."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules import deadlines
from contracts.rules.deadlines import Because, Computed, Direction, Doubt, Term, Unit
from contracts.rules.editions import Confidence
from contracts.rules.errors import RuleError
from infra import rulebook
from tests.rules import slow_periods

DAY = timedelta(days=1)
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
LONGEST = {
    Unit.CALENDAR_DAYS: 400,
    Unit.WORKING_DAYS: 120,
    Unit.WEEKS: 60,
    Unit.MONTHS: 30,
    Unit.YEARS: 6,
}
LENGTHS = st.sampled_from(Unit).flatmap(
    lambda unit: st.tuples(st.just(unit), st.integers(1, LONGEST[unit]))
)
DIRECTIONS = st.sampled_from(Direction)
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
"""Sundays on which the clock changes."""


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


@given(DAYS, LENGTHS, DIRECTIONS)
def test_every_period_agrees_with_the_slow_reference(
    start: date, length: tuple[Unit, int], direction: Direction
) -> None:
    unit, number = length
    computed = deadlines.compute(term(number, unit, direction), start)
    assert computed.last_day == slow_periods.last_day(start, number, unit, direction)
    assert computed.instant == slow_periods.too_late(computed.last_day)


@pytest.mark.parametrize("direction", Direction)
def test_short_periods_around_every_holiday_agree_with_the_reference(
    direction: Direction,
) -> None:
    kinds = [(Unit.CALENDAR_DAYS, n) for n in (1, 2, 3, 4)]
    kinds += [(Unit.WORKING_DAYS, 1), (Unit.WORKING_DAYS, 2), (Unit.WEEKS, 1)]
    for n in range((date(2031, 1, 1) - date(2018, 1, 1)).days):
        start = date(2018, 1, 1) + n * DAY
        near = any(slow_periods.is_holiday(start + k * DAY) for k in range(-5, 6))
        for unit, length in kinds if near else ():
            computed = deadlines.compute(term(length, unit, direction), start)
            expected = slow_periods.last_day(start, length, unit, direction)
            assert computed.last_day == expected, (start, length, unit)


@pytest.mark.parametrize("year", range(2018, 2031))
def test_every_day_around_a_change_of_the_clock_ends_when_it_should(year: int) -> None:
    for month in (3, 4, 10, 11):
        for number in range(1, 31):
            day = date(year, month, number)
            assert deadlines.end_of(day) == slow_periods.too_late(day), day


@pytest.mark.parametrize("change", CHANGES)
def test_the_day_of_a_change_has_23_or_25_hours_and_one_last_second(change: date) -> None:
    hours = deadlines.end_of(change) - deadlines.end_of(change - DAY)
    assert hours == timedelta(hours=23 if change.month == 3 else 25)
    last = deadlines.last_useful(deadlines.end_of(change)).astimezone(ZoneInfo("Europe/Brussels"))
    assert (last.date(), last.time()) == (change, time(23, 59, 59))


@given(DAYS, LENGTHS)
def test_a_forward_period_never_ends_on_a_day_of_rest(
    start: date, length: tuple[Unit, int]
) -> None:
    unit, number = length
    assert slow_periods.is_worked(deadlines.compute(term(number, unit), start).last_day)


@given(DAYS, LENGTHS, DIRECTIONS)
def test_a_longer_period_never_ends_nearer(
    start: date, length: tuple[Unit, int], direction: Direction
) -> None:
    unit, number = length
    shorter = deadlines.compute(term(number, unit, direction), start).last_day
    longer = deadlines.compute(term(number + 1, unit, direction), start).last_day
    assert longer >= shorter if direction is Direction.FORWARD else longer <= shorter


@given(DAYS, LENGTHS)
def test_a_backward_period_never_moves_forward(start: date, length: tuple[Unit, int]) -> None:
    unit, number = length
    why = deadlines.compute(term(number, unit, Direction.BACKWARD), start).explanation
    assert why.result <= why.counted < start
    assert all(shift.to_day < shift.from_day for shift in why.shifts)


@given(DAYS, LENGTHS, DIRECTIONS)
def test_an_explanation_leads_to_the_same_instant(
    start: date, length: tuple[Unit, int], direction: Direction
) -> None:
    unit, number = length
    computed = deadlines.compute(term(number, unit, direction), start)
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


@pytest.mark.parametrize(
    ("start", "length", "unit", "direction", "last"),
    [
        ("2026-11-20", 1, Unit.WEEKS, Direction.FORWARD, "2026-11-27"),
        ("2026-10-12", 1, Unit.MONTHS, Direction.FORWARD, "2026-11-12"),
        ("2027-01-31", 1, Unit.MONTHS, Direction.FORWARD, "2027-03-01"),  # 28 February, a Sunday
        ("2027-03-31", 1, Unit.MONTHS, Direction.BACKWARD, "2027-02-28"),
        ("2024-02-29", 1, Unit.YEARS, Direction.FORWARD, "2025-02-28"),
        ("2026-11-30", 1, Unit.YEARS, Direction.BACKWARD, "2025-11-30"),  # a Sunday
    ],
)
def test_weeks_months_and_years_end_on_the_weekday_or_date_of_the_event(
    start: str, length: int, unit: Unit, direction: Direction, last: str
) -> None:
    computed = deadlines.compute(term(length, unit, direction), date.fromisoformat(start))
    assert computed.last_day.isoformat() == last


@pytest.mark.parametrize(
    ("start", "length", "unit", "direction"),
    [
        ("1974-12-31", 1, Unit.CALENDAR_DAYS, Direction.FORWARD),
        ("9999-12-31", 1, Unit.CALENDAR_DAYS, Direction.FORWARD),
        ("2099-12-31", 1, Unit.CALENDAR_DAYS, Direction.FORWARD),
        ("1975-01-01", 1, Unit.CALENDAR_DAYS, Direction.BACKWARD),
        ("2099-12-01", 36_500, Unit.WORKING_DAYS, Direction.FORWARD),
        ("2026-01-01", 36_500, Unit.WEEKS, Direction.FORWARD),
        ("2026-01-01", 36_500, Unit.MONTHS, Direction.BACKWARD),
        ("2026-01-01", 36_500, Unit.YEARS, Direction.FORWARD),
    ],
)
def test_a_period_outside_the_known_years_is_refused(
    start: str, length: int, unit: Unit, direction: Direction
) -> None:
    with pytest.raises(RuleError) as caught:
        deadlines.compute(term(length, unit, direction), date.fromisoformat(start))
    assert caught.value.code == "year_outside_calendar"


EDITION = rulebook.shipped().edition("be-2026-01")


@pytest.mark.parametrize(
    ("length", "unit", "direction", "code"),
    [
        (0, "calendar_days", "forward", "length_out_of_range"),
        (-3, "calendar_days", "forward", "length_out_of_range"),
        (36_501, "calendar_days", "forward", "length_out_of_range"),
        (3, "hours", "forward", "unit_unknown"),
        (3, "calendar_days", "sideways", "direction_unknown"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    length: int, unit: str, direction: str, code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        deadlines.asked(length, unit, direction, EDITION)
    assert caught.value.code == code


def test_the_days_between_two_are_counted_without_the_first() -> None:
    span = deadlines.span(date(2026, 12, 10), date(2026, 12, 28))
    assert (span.calendar_days, span.working_days) == (18, 11)
    nothing = deadlines.span(date(2026, 12, 10), date(2026, 12, 10))
    assert (nothing.calendar_days, nothing.working_days) == (0, 0)


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        deadlines.span(date(2026, 12, 10), date(2026, 12, 9))
    assert caught.value.code == "end_before_start"


@pytest.mark.parametrize(
    ("computed", "doubts"),
    [
        (forward("2026-11-10", 15), []),
        (forward("2026-11-20", 2), [Doubt.TWO_WORKING_DAYS]),
        (forward("2026-11-20", 2, Unit.WEEKS), [Doubt.UNIT]),
        (backward("2026-11-27", 6), []),
        (backward("2026-11-23", 2), [Doubt.BACKWARD_TWO_WORKING_DAYS]),
        # It would end on Monday 2 November, on the Friday after Ascension, on the Monday before
        # the national holiday: days that a list may hold.
        (forward("2026-10-18", 15), [Doubt.HOLIDAY_LIST]),
        (forward("2026-04-30", 15), [Doubt.HOLIDAY_LIST]),
        (forward("2026-07-13", 7), [Doubt.HOLIDAY_LIST]),
        # Moved over a legal holiday and a weekend, and no further.
        (forward("2026-12-10", 15), []),
        # Five working days count over 2 November, five calendar days backwards do not ask.
        (forward("2026-10-29", 5, Unit.WORKING_DAYS), [Doubt.HOLIDAY_LIST]),
        (backward("2026-11-05", 5), []),
        (backward("2026-11-03", 2), [Doubt.BACKWARD_TWO_WORKING_DAYS, Doubt.HOLIDAY_LIST]),
        # With 2 November off it would end after the last year that is known.
        (forward("2099-10-30", 42, Unit.WORKING_DAYS), [Doubt.HOLIDAY_LIST]),
    ],
)
def test_what_a_jurist_must_confirm_is_said(computed: Computed, doubts: list[Doubt]) -> None:
    assert list(deadlines.doubts(computed.explanation)) == doubts


def test_an_unsure_source_is_a_doubt() -> None:
    why = backward("2026-11-27", 6).explanation.model_copy(update={"confidence": Confidence.LOW})
    assert deadlines.doubts(why) == (Doubt.SOURCE,)


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
