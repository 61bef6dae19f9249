"""D-18, the confirmation of a delivery: what the contractor hands over, and what shows it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Instant, Message, Sha256, local_date
from contracts.documents.imprint import Calculation, Document, Line, Party, Prose


class DeliveredPart(Message):
    """A thing that is handed over; the fingerprint of its file when it is one."""

    name: Line
    version: Line | None = None
    file: Line | None = None
    fingerprint: Sha256 | None = None


class ShownCriterion(Message):
    """A criterion of the milestone, and what the contractor shows for it; None for nothing."""

    number: Line
    criterion: Line
    evidence: Prose | None = None
    file: Line | None = None
    fingerprint: Sha256 | None = None


class DeliveryConfirmation(Document):
    """The contractor's confirmation of one delivery, and the request to verify it."""

    document: Literal["D-18"] = "D-18"
    contractor: Party
    managing_official: Line
    milestone: Line
    final: bool
    """Whether its acceptance is the final acceptance of the contract."""
    delivery: Annotated[int, Field(ge=1)]
    received_at: Instant
    due_on: date
    signatory: Line
    parts: tuple[DeliveredPart, ...] = ()
    criteria: Annotated[tuple[ShownCriterion, ...], Field(min_length=1)]
    open_points: Prose | None = None
    verification: Calculation

    @model_validator(mode="after")
    def _explained(self) -> Self:
        shown = all(each.evidence or each.file for each in self.criteria)
        if not shown and self.open_points is None:
            raise ValueError("a criterion without evidence has a word why")
        if self.verification.starts != local_date(self.received_at):
            raise ValueError("the verification runs from the delivery")
        return self
