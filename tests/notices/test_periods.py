"""Months, days and moments of a notice: exact where they are, told where they are not."""

from datetime import UTC, date, datetime

import pytest

from infra.notices import periods
from infra.notices.periods import Months
from infra.notices.results import NoteCode
from tests.notices.samples import codes, notes, read, release


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2019, 6, 11), date(2022, 6, 11), Months(36, exact=True)),
        (date(2025, 4, 1), date(2028, 3, 31), Months(36, exact=True)),
        (date(2025, 4, 1), date(2028, 4, 1), Months(36, exact=True)),
        (date(2025, 4, 1), date(2026, 2, 28), Months(11, exact=True)),
        (date(2025, 4, 1), date(2025, 4, 15), Months(1, exact=False)),
        (date(2025, 4, 20), date(2025, 6, 10), Months(2, exact=False)),
        (date(2025, 1, 31), date(9999, 12, 31), Months(95699, exact=True)),
    ],
)
def test_months_between_two_days_count_the_last_day_or_the_day_after(
    start: date, end: date, months: Months
) -> None:
    assert periods.months_between(start, end) == months


@pytest.mark.parametrize(
    ("days", "months"),
    [
        (360, Months(12, exact=True)),
        (365, Months(12, exact=True)),
        (366, Months(12, exact=True)),
        (720, Months(24, exact=True)),
        (730, Months(24, exact=True)),
        (1095, Months(36, exact=True)),
        (1096, Months(36, exact=True)),
        (1461, Months(48, exact=True)),
        (2520, Months(84, exact=True)),
        (45, Months(1, exact=False)),
        (46, Months(2, exact=False)),
        (100, Months(3, exact=False)),
    ],
)
def test_days_are_years_or_months_of_thirty_days_or_the_nearest(days: int, months: Months) -> None:
    assert periods.months_of_days(days) == months


def test_a_deadline_with_its_zone_is_taken() -> None:
    result = read(release(tenderPeriod={"endDate": "2026-07-01T10:00:00+02:00"}))
    assert result.draft.submission_deadline == datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-07-01", "2026-07-01T10:00:00", "1 juli 2026", "0001-01-01T00:00:00+14:00"]
)
def test_a_deadline_without_zone_is_not_guessed(text: str) -> None:
    result = read(release(tenderPeriod={"endDate": text}))
    assert result.draft.submission_deadline is None
    assert notes(result.unplaced, NoteCode.DATE_UNCLEAR) == [("tender.tenderPeriod.endDate", text)]
    assert "submission_deadline" in {note.path for note in result.missing}


def test_a_deadline_of_the_lot_serves_where_the_tender_has_none() -> None:
    lot = {"id": "1", "title": "A", "tenderPeriod": {"endDate": "2026-07-01T10:00:00Z"}}
    result = read(release(tenderPeriod=None, lots=[lot]))
    assert result.draft.submission_deadline == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_a_rounded_duration_is_told() -> None:
    result = read(release(contractPeriod={"durationInDays": 100}))
    assert result.draft.contract_months == 3
    assert notes(result.taken, NoteCode.MONTHS_ROUNDED) == [("tender.contractPeriod", "3")]


@pytest.mark.parametrize("days", [0, -1, 0.5, 10**9])
def test_a_duration_that_no_contract_has_is_told(days: float) -> None:
    result = read(release(contractPeriod={"durationInDays": days}))
    assert result.draft.contract_months is None
    assert NoteCode.PERIOD_UNCLEAR in codes(result.unplaced)


def test_other_durations_of_lots_are_told() -> None:
    lots = [
        {"id": str(n), "title": "A", "contractPeriod": {"durationInDays": days}}
        for n, days in enumerate((720, 720, 1080))
    ]
    result = read(release(contractPeriod=None, lots=lots))
    assert result.draft.contract_months == 24
    assert notes(result.unplaced, NoteCode.PERIODS_DIFFER) == [
        ("tender.lots[0].contractPeriod", "1")
    ]


def test_the_days_that_bids_bind_are_taken() -> None:
    terms = {"bidValidityPeriod": {"durationInDays": 180}}
    assert read(release(submissionTerms=terms)).draft.validity_days == 180
    terms = {"bidValidityPeriod": {"durationInDays": 9000}}
    result = read(release(submissionTerms=terms))
    assert result.draft.validity_days == 90
    assert NoteCode.PERIOD_UNCLEAR in codes(result.unplaced)
