"""D-15, the letter that concludes the contract: the approval of the bid, told to its tenderer
(RD 18 April 2017, art. 88)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Exact, Message, Money
from contracts.documents.award import Decision
from contracts.documents.imprint import Calculation, Document, Line, Price
from contracts.documents.letter import Addressee, Contact
from contracts.rules.citations import Source


class PaperKind(StrEnum):
    """A document of which the contract consists."""

    TENDER_DOCUMENTS = "tender_documents"
    BID = "bid"


class OrderedPaper(Message):
    """A document of the contract and its day; what stands first goes before what follows."""

    kind: PaperKind
    day: date


class PlannedDelivery(Message):
    """A milestone: what is delivered, by which day, for which part of the price (percent)."""

    number: Line
    title: Line
    due_on: date
    share: Exact


class Duration(Message):
    """How long the contract runs from its conclusion."""

    months: Annotated[int, Field(ge=1)]
    last_day: date


class AskedBond(Message):
    """The performance bond that is asked, with its rule; none is asked when `rate` is None."""

    rate: Exact | None = None
    """In percent of the price, excluding VAT."""
    amount: Money | None = None
    source: Source
    to_confirm: bool = False
    proof: Calculation | None = None
    """The period in which it is proved."""

    @model_validator(mode="after")
    def _proved(self) -> Self:
        if len({each is None for each in (self.rate, self.amount, self.proof)}) > 1:
            raise ValueError("a bond that is asked has an amount and is proved within a period")
        return self


class Invoicing(Message):
    """How the contractor invoices: what every invoice names, and the buyer's address on Peppol."""

    reference: Line
    peppol: Line | None = None


class ConclusionLetter(Document):
    """The notification that concludes the contract on `concluded_on`."""

    document: Literal["D-15"] = "D-15"
    addressee: Addressee
    decision: Decision | None = None
    """None where the award was decided outside this dossier."""
    bid_on: date
    """The day on which the approved bid was received."""
    concluded_on: date
    price: Price
    papers: Annotated[tuple[OrderedPaper, ...], Field(min_length=1)]
    managing_official: Line
    duration: Duration | None = None
    deliveries: tuple[PlannedDelivery, ...] = ()
    bond: AskedBond | None = None
    """None where the rules in force do not say what is asked."""
    insurance: Calculation | None = None
    """The period in which the contractor proves its insurances."""
    invoicing: Invoicing
    contact: Contact

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.bid_on > self.concluded_on:
            raise ValueError("a bid is received before it is approved")
        if any(each.due_on <= self.concluded_on for each in self.deliveries):
            raise ValueError("what is delivered falls due after the conclusion")
        return self
