"""What pages draw: the days of a standstill, milestones in time, money in steps."""

from datetime import date
from decimal import Decimal

from api.drawings import days, gantt, steps
from contracts.rules import deadlines
from contracts.rules.calendars import Rest
from contracts.rules.deadlines import Explanation, Term
from contracts.rules.editions import Confidence


def _standstill(sent: date) -> Explanation:
    term = Term(
        event="award_letters_dispatched",
        length=15,
        article="Act 17 June 2013 art. 11",
        source="wet",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )
    return deadlines.compute(term, sent).explanation


def test_a_standstill_counts_fifteen_days_from_the_day_after_dispatch() -> None:
    cells = days.cells(_standstill(date(2026, 10, 30)), date(2026, 11, 9))
    assert (cells[0].part, cells[0].number) == ("start", None)
    counted = [cell.number for cell in cells if cell.part == "counted"]
    assert counted == list(range(1, 16))
    assert [cell.day for cell in cells if cell.standing == "today"] == [date(2026, 11, 9)]


def test_a_holiday_inside_the_standstill_counts() -> None:
    cells = {cell.day: cell for cell in days.cells(_standstill(date(2026, 10, 30)), date.min)}
    armistice = cells[date(2026, 11, 11)]
    assert (armistice.part, armistice.number) == ("counted", 12)
    assert (armistice.rest, armistice.holiday) == (Rest.HOLIDAY, "armistice")


def test_a_standstill_that_ends_on_a_weekend_moves_on_and_says_so() -> None:
    cells = days.cells(_standstill(date(2026, 10, 30)), date(2026, 11, 9))
    assert [c.day for c in cells if c.part == "moved"] == [date(2026, 11, 15), date(2026, 11, 16)]
    assert (cells[-1].part, cells[-1].day) == ("first", date(2026, 11, 17))


_LATE = gantt.Line(
    code="M1",
    title="Levering",
    begins=date(2026, 3, 2),
    due=date(2026, 3, 20),
    delivered=date(2026, 3, 27),
    accepted=date(2026, 4, 10),
)


def test_a_late_delivery_is_drawn_to_its_day_and_late_from_the_day_after_it_was_due() -> None:
    (row,) = gantt.draw([_LATE], date(2026, 4, 20), gantt.BROAD).rows
    assert row.done is not None
    assert row.overdue is not None
    assert row.busy is None
    assert row.overdue.x == row.done.x + row.done.width
    assert row.accepted is not None
    assert row.accepted > row.overdue.x + row.overdue.width


def test_what_is_not_delivered_runs_until_today() -> None:
    line = gantt.Line("M2", "Uitwijk", date(2026, 3, 2), date(2026, 3, 20))
    (row,) = gantt.draw([line], date(2026, 3, 10), gantt.BROAD).rows
    assert row.busy is not None
    assert row.busy.width < row.planned.width
    assert (row.done, row.overdue) == (None, None)


def test_what_has_not_begun_is_only_planned() -> None:
    line = gantt.Line("M3", "Einde", date(2026, 6, 1), date(2026, 6, 30))
    (row,) = gantt.draw([line], date(2026, 3, 10), gantt.BROAD).rows
    assert (row.busy, row.done, row.overdue, row.accepted, row.expected) == (None,) * 5


def test_everything_is_drawn_within_the_drawing() -> None:
    for form in (gantt.BROAD, gantt.NARROW):
        drawing = gantt.draw([_LATE], date(2026, 4, 5), form)
        marks = [bar for row in drawing.rows for bar in (row.planned, row.done, row.overdue) if bar]
        assert all(bar.x >= 0 and bar.x + bar.width <= form.width for bar in marks)
        assert drawing.today is not None
        assert 0 <= drawing.today <= form.width


def test_money_rises_by_steps_to_its_total() -> None:
    planned = [
        steps.Step(date(2026, 3, 31), Decimal(400)),
        steps.Step(date(2026, 6, 30), Decimal(600)),
    ]
    drawing = steps.draw(date(2026, 2, 2), planned, planned[:1], Decimal(1000), date(2026, 4, 15))
    assert drawing is not None
    assert drawing.ticks[-1].value == 1000
    assert drawing.planned.count("V") == 2
    assert drawing.accepted.count("V") == 1
    assert drawing.planned.split("V")[-1].startswith(f"{steps.TOP}")


def test_without_milestones_there_is_nothing_to_draw() -> None:
    assert steps.draw(date(2026, 2, 2), [], [], Decimal(1000), date(2026, 4, 15)) is None
