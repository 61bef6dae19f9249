"""D-02, the tender documents (*bijzonder bestek*): what is bought, how bids are compared, how the
contract is performed. A field that nobody filled in yet is None; a draft prints that it is open."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Exact, Instant, Message, Money
from contracts.documents.imprint import Document, Line, Prose


class Bought(Message):
    """A classification with its meaning, where the list of codes is loaded."""

    code: Line
    meaning: Line | None = None


class OfferedLot(Message):
    """A part that can be awarded on its own."""

    number: Line
    title: Line | None = None
    description: Prose | None = None


class AnnouncedCriterion(Message):
    """An award criterion: its weight in points, and how it is scored."""

    name: Line | None = None
    kind: Literal["price", "quality"]
    weight: Exact | None = None
    description: Prose | None = None
    how: Prose


class AnnouncedTerm(Message):
    """A term of the performance, what holds, and on which article that rests."""

    name: Line
    value: Line
    note: Prose


class AskedDelivery(Message):
    """A milestone: when it is due after the conclusion, its part of the price, what is tested."""

    number: Line
    title: Line | None = None
    days: Annotated[int, Field(ge=1)]
    """Calendar days after the conclusion of the contract."""
    share: Exact
    criteria: tuple[Line, ...] = ()
    final: bool = False


class InventoryItem(Message):
    """A line of the inventory."""

    number: Line
    description: Line | None = None
    bought: Bought | None = None
    quantity: Exact | None = None
    unit: Line | None = None
    lot: Line | None = None


class TenderDocuments(Document):
    """The tender documents, as a draft or as they were published."""

    document: Literal["D-02"] = "D-02"
    subject: Prose | None = None
    category: Line | None = None
    bought: Bought | None = None
    estimate: Money | None = None
    """Excluding VAT, with options and renewals."""
    procedure: Line
    grounds: tuple[Prose, ...] = ()
    """Why the law allows this procedure, and what it leaves out."""
    lots: tuple[OfferedLot, ...] = ()
    deadline: Instant | None = None
    validity_days: Annotated[int, Field(ge=1)]
    criteria: tuple[AnnouncedCriterion, ...] = ()
    normalised: bool = False
    ties: tuple[Prose, ...] = ()
    managing_official: Line | None = None
    months: Annotated[int, Field(ge=1)] | None = None
    renewal: Prose | None = None
    deliveries: tuple[AskedDelivery, ...] = ()
    terms: tuple[AnnouncedTerm, ...] = ()
    items: tuple[InventoryItem, ...] = ()

    @property
    def open_fields(self) -> tuple[object, ...]:
        """What must be there before tender documents are published."""
        return (self.subject, self.category, self.bought, self.deadline, self.months)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.imprint.draft:
            return self
        if None in self.open_fields or not self.criteria:
            raise ValueError("what is published is filled in")
        if isinstance(self.deadline, datetime) and self.deadline <= self.imprint.drawn_at:
            raise ValueError("the deadline follows the publication")
        return self
