"""Dates and durations of a notice: the deadline, how long bids stay valid, the contract's months.

Each looks in the places given (the tender, then its lots) and takes the first that tells it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from contracts.refusals import fact
from infra.notices.reading import Node, shown
from infra.notices.results import Findings, NoteCode

_LONGEST_VALIDITY = 730
_LONGEST_CONTRACT = 240
_DAYS_OF_16_MONTHS = 487
"""Sixteen mean months, each a twelfth of 365.25 days, have a whole number of days."""


class Months(NamedTuple):
    """A duration in months, and whether it is exactly that."""

    number: int
    exact: bool


def deadline(places: Sequence[Node], findings: Findings) -> datetime | None:
    """The end of the tender period, in UTC; None, with a note, when its zone is not told."""
    for period in _periods(places, "tenderPeriod"):
        text = period.peek("endDate")
        if not text:
            continue
        period.pass_by("endDate")
        if instant := _instant(text):
            findings.take(NoteCode.DEADLINE, period.at("endDate"), fact(instant))
            return instant
        findings.leave(NoteCode.DATE_UNCLEAR, period.at("endDate"), shown(text))
    return None


def validity(places: Sequence[Node], findings: Findings) -> int | None:
    """The days for which a bid binds."""
    terms = _periods(places, "submissionTerms")
    for period in _periods(terms, "bidValidityPeriod"):
        if days := _days(period, _LONGEST_VALIDITY, findings):
            findings.take(NoteCode.VALIDITY, period.at("durationInDays"), fact(days))
            return days
    return None


def contract_months(places: Sequence[Node], findings: Findings) -> int | None:
    """The months of the contract; how many other places tell another number is noted."""
    found = [
        (months, period.path)
        for period in _periods(places, "contractPeriod")
        if (months := _months(period, findings))
    ]
    if not found:
        return None
    (number, exact), path = found[0]
    findings.take(NoteCode.MONTHS if exact else NoteCode.MONTHS_ROUNDED, path, fact(number))
    if differing := sum(months.number != number for months, _ in found):
        findings.leave(NoteCode.PERIODS_DIFFER, path, fact(differing))
    return number


def months_between(start: date, end: date) -> Months:
    """The months from one day to another, whether the last day is named (31 March) or the day
    after it (1 April); a broken month counts as one."""
    for last in (end, end + timedelta(days=1) if end < date.max else end):
        if last.day == start.day:
            return Months((last.year - start.year) * 12 + last.month - start.month, exact=True)
    whole = (end.year - start.year) * 12 + end.month - start.month
    return Months(whole + (end.day > start.day), exact=False)


def months_of_days(days: int) -> Months:
    """The months of a number of days as notices count them: years of 365 days with their leap
    days, or months of 30 days; else mean months, rounded to the nearest."""
    years = days // 365
    if years and days - 365 * years <= (years + 3) // 4:
        return Months(12 * years, exact=True)
    if days % 30 == 0:
        return Months(days // 30, exact=True)
    return Months((32 * days + _DAYS_OF_16_MONTHS) // (2 * _DAYS_OF_16_MONTHS), exact=False)


def _periods(places: Sequence[Node], key: str) -> list[Node]:
    return [node for place in places if (node := place.node(key))]


def _months(period: Node, findings: Findings) -> Months | None:
    start, end = _day(period.peek("startDate")), _day(period.peek("endDate"))
    if days := _days(period, 31 * _LONGEST_CONTRACT, findings):
        months = months_of_days(days)
    elif start and end and start < end:
        months = months_between(start, end)
    else:
        return None
    if not 1 <= months.number <= _LONGEST_CONTRACT:
        findings.leave(NoteCode.PERIOD_UNCLEAR, period.path, fact(months.number))
        return None
    period.pass_by("startDate", "endDate")
    return months


def _days(period: Node, most: int, findings: Findings) -> int | None:
    days = period.number("durationInDays")
    if days is None:
        return None
    if days == days.to_integral_value() and 1 <= days <= most:
        return int(days)
    findings.leave(NoteCode.PERIOD_UNCLEAR, period.at("durationInDays"), fact(days))
    return None


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> date | None:
    """The calendar day as the publisher wrote it, whatever its zone."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
