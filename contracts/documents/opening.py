"""D-07, the record of the opening of bids (RD 18 April 2017, art. 84)."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Instant, Message, Money, Sha256
from contracts.documents.imprint import Document, Line, LotTitle, Party, Prose


class Channel(StrEnum):
    """Where the bids came in."""

    BESTEK = "bestek"
    E_PROCUREMENT = "e_procurement"
    EMAIL = "email"


class Officer(Message):
    """One of the people who opened, and when they confirmed."""

    name: Line
    capacity: Line
    confirmed_at: Instant


class OpenedBid(Message):
    """One bid as the opening found it. `number` is the order of receipt."""

    number: Annotated[int, Field(ge=1)]
    tenderer: Party
    signatory: Line
    """Who signed the submission report electronically."""
    lots: tuple[Line, ...] = ()
    received_at: Instant
    files: Annotated[int, Field(ge=0)]
    fingerprint: Sha256
    intact: bool
    """Whether what was opened is what the receipt says was received."""
    price: Money | None = None
    """The total, excluding VAT; only when the tender has chosen to read prices out."""


class ReplacedBid(Message):
    """A bid that its tenderer withdrew, or replaced by a later one, in time."""

    tenderer: Line
    received_at: Instant
    withdrawn_at: Instant
    replaced_by: int | None = None
    """The number of the bid that took its place; None if it was withdrawn."""


class LateBid(Message):
    """A bid that arrived at or after the deadline, and what became of it."""

    tenderer: Line
    arrived_at: Instant
    outcome: Line


class Outage(Message):
    """A failure of the channel in the submission period."""

    began_at: Instant
    ended_at: Instant
    description: Prose


class OpeningRecord(Document):
    """The record of one opening session. Legal content: RD 18 April 2017, art. 84."""

    document: Literal["D-07"] = "D-07"
    procedure: Line
    channel: Channel
    lots: tuple[LotTitle, ...] = ()
    deadline: Instant
    place: Line
    opened_at: Instant
    closed_at: Instant
    officers: Annotated[tuple[Officer, ...], Field(min_length=1)]
    bids: tuple[OpenedBid, ...]
    replaced: tuple[ReplacedBid, ...] = ()
    late: tuple[LateBid, ...] = ()
    outages: tuple[Outage, ...] = ()
    remarks: tuple[Prose, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.deadline <= self.opened_at <= self.closed_at:
            raise ValueError("the deadline passes, then the session opens, then it closes")
        if any(bid.received_at >= self.deadline for bid in self.bids):
            raise ValueError("an opened bid was received before the deadline")
        return self
