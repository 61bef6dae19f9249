"""What a member of the acceptance committee signs: results, shortcomings, a verdict."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Message
from contracts.contracting import criteria_of
from contracts.refusals import Code, Refusal, refuse
from contracts.tendering.draft import Label, MilestonePlan, Text


class Verdict(StrEnum):
    """The conclusion of one member; for people under `acceptance.verdict.*`."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_REMARKS = "accepted_with_remarks"
    SHORTCOMINGS = "shortcomings"


ACCEPTING = frozenset({Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_REMARKS})


class Result(StrEnum):
    """What the test of a criterion showed; for people under `acceptance.result.*`."""

    MET = "met"
    MET_WITH_REMARK = "met_with_remark"
    NOT_MET = "not_met"
    NOT_TESTED = "not_tested"


class Severity(StrEnum):
    """How heavy a shortcoming weighs; for people under `acceptance.severity.*`."""

    BLOCKING = "blocking"
    SERIOUS = "serious"
    LIGHT = "light"


class CriterionResult(Message):
    """The result of one criterion, in the words of the milestone's plan."""

    criterion: Label
    result: Result
    remark: Text = ""


class Shortcoming(Message):
    """What is wrong, under which criterion, and how heavy it weighs."""

    criterion: Label
    text: Annotated[Text, Field(min_length=1)]
    severity: Severity


class SignOffReport(Message):
    """One member's report of one round. Signed, its verdict must follow from what it says."""

    acceptance: str
    """The aggregate id of the acceptance."""
    round: int
    verdict: Verdict | None = None
    """None while the report is written."""
    results: tuple[CriterionResult, ...]
    shortcomings: tuple[Shortcoming, ...] = ()
    remedy_before: date | None = None
    """The first day on which a remedy is too late; required with any shortcoming."""
    remark: Text = ""
    """Required when a criterion was not tested and the delivery is accepted all the same."""


def review(report: SignOffReport, plan: MilestonePlan, today: date) -> tuple[Refusal, ...]:
    """All that keeps a report from being signed, in the order of the form."""
    return (*_of_results(report, plan), *_of_shortcomings(report, plan, today))


def _of_results(report: SignOffReport, plan: MilestonePlan) -> Iterator[Refusal]:
    criteria = criteria_of(plan)
    if sorted(row.criterion for row in report.results) != sorted(criteria):
        yield refuse(Code.INVALID_INPUT, field="results")
    if any(each.criterion not in criteria for each in report.shortcomings):
        yield refuse(Code.INVALID_INPUT, field="shortcomings")
    untested = any(row.result is Result.NOT_TESTED for row in report.results)
    if untested and report.verdict in ACCEPTING and not report.remark.strip():
        yield refuse(Code.TEXT_MISSING, field="remark")


def _of_shortcomings(report: SignOffReport, plan: MilestonePlan, today: date) -> Iterator[Refusal]:
    named = {each.criterion for each in report.shortcomings}
    failed = {row.criterion for row in report.results if row.result is Result.NOT_MET}
    accepted = report.verdict is Verdict.ACCEPTED
    if report.verdict is None:
        yield refuse(Code.VERDICT_MISSING, field="verdict")
    elif not failed <= named or not (accepted or named):
        yield refuse(Code.SHORTCOMINGS_MISSING, field="shortcomings")
    if (accepted and named) or (report.verdict in ACCEPTING and _grave(report)):
        yield refuse(Code.VERDICT_DIFFERS, field="verdict")
    if plan.final and report.verdict is Verdict.ACCEPTED_WITH_REMARKS:
        yield refuse(Code.REMARKS_LEFT_OPEN, field="verdict")
    if named and report.remedy_before is None:
        yield refuse(Code.REMEDY_DATE_MISSING, field="remedy_before")
    if report.remedy_before is not None and report.remedy_before <= today:
        yield refuse(Code.REMEDY_DATE_PASSED, field="remedy_before", date=report.remedy_before)


def _grave(report: SignOffReport) -> bool:
    """Whether what was found keeps the delivery from being accepted."""
    return any(row.result is Result.NOT_MET for row in report.results) or any(
        each.severity is Severity.BLOCKING for each in report.shortcomings
    )
