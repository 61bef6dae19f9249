"""D-19, the record in which shortcomings of a delivery are found (RD 14 January 2013, art. 44)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Instant, Message, local_date
from contracts.documents.acceptance import MemberNote, Severity
from contracts.documents.imprint import Calculation, Document, Line, Party, Prose
from contracts.rules.citations import Source


class Finding(Message):
    """One shortcoming: what was required, what was found, how heavy it weighs, who found it."""

    number: Line
    requirement: Line
    fact: Prose
    severity: Severity
    found_by: Line
    found_on: date
    remedy_by: date


class Present(Message):
    """Somebody who took part in the findings."""

    name: Line
    capacity: Line


class ShortcomingsRecord(Document):
    """What the verification of one delivery found wanting, and what the contractor can do."""

    document: Literal["D-19"] = "D-19"
    contractor: Party
    managing_official: Line
    milestone: Line
    delivered_at: Instant
    round: Annotated[int, Field(ge=1)]
    """1 for the verification of the delivery, one more for each remedy."""
    present: Annotated[tuple[Present, ...], Field(min_length=1)]
    findings: Annotated[tuple[Finding, ...], Field(min_length=1)]
    notes: tuple[MemberNote, ...] = ()
    remedy_by: date
    """The last day for every remedy."""
    source: Source
    defence: Calculation
    """The period to put forward a defence, from a dispatch on the day of this record."""

    @property
    def found_on(self) -> tuple[date, ...]:
        """The days of the findings, each once, the first one first."""
        return tuple(sorted({finding.found_on for finding in self.findings}))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        drawn = local_date(self.imprint.drawn_at)
        if self.defence.starts != drawn:
            raise ValueError("the defence runs from the dispatch, on the day of the record")
        if any(finding.found_on > drawn for finding in self.findings):
            raise ValueError("what is recorded was found before")
        if max(finding.remedy_by for finding in self.findings) > self.remedy_by:
            raise ValueError("no remedy is later than the last one")
        return self
