"""D-14, the letter that tells a tenderer the award decision (Act of 17 June 2013, art. 8)."""

from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from contracts.base import Message
from contracts.documents.award import (
    Criterion,
    Decision,
    Irregularity,
    NoStandstill,
    RankedBid,
    Remedy,
    Standstill,
)
from contracts.documents.imprint import Document, Line, LotTitle, Party, Price


class Category(StrEnum):
    """To whom the letter is addressed."""

    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    IRREGULAR = "irregular"
    NOT_SELECTED = "not_selected"
    EXCLUDED = "excluded"


SET_ASIDE = frozenset({Category.IRREGULAR, Category.NOT_SELECTED, Category.EXCLUDED})
"""The categories whose letter holds an extract of the reasons instead of the whole decision."""


class Addressee(Message):
    """Where the letter goes: name, person if known, and the lines of the address."""

    party: Party
    attention: Line | None = None
    lines: tuple[Line, ...]


class DispatchMeans(StrEnum):
    """How a letter travels."""

    REGISTERED = "registered"
    EMAIL = "email"
    PLATFORM = "platform"


class Dispatch(Message):
    """One sending: `to` is the address, `proof` the number of the registered item, if known.

    Both channels leave on one day, or the standstill runs from the last.
    """

    means: DispatchMeans
    to: Line
    sent_on: date
    proof: Line | None = None


class Awarded(Message):
    """What the addressee is awarded."""

    lot: LotTitle | None = None
    price: Price


class RequestedPiece(Message):
    """A piece that the chosen tenderer is asked for, and its last day."""

    piece: Line
    last_day: date


class Comparison(Message):
    """The addressee's points beside those of the chosen bid, for one lot."""

    lot: LotTitle | None = None
    criteria: tuple[Criterion, ...]
    own: RankedBid
    chosen: RankedBid

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not len(self.criteria) == len(self.own.points) == len(self.chosen.points):
            raise ValueError("one score for each criterion")
        return self


class Contact(Message):
    """Who explains."""

    name: Line
    capacity: Line
    telephone: Line
    email: Line


class TendererLetter(Document):
    """The communication of the award decision to one tenderer, for one or more lots."""

    document: Literal["D-14"] = "D-14"
    category: Category
    addressee: Addressee
    decision: Decision
    lots: tuple[LotTitle, ...] = ()
    awarded: tuple[Awarded, ...] = ()
    pieces: tuple[RequestedPiece, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    irregularities: tuple[Irregularity, ...] = ()
    standstill: Standstill | NoStandstill
    concludes_from: date | None = None
    """For the chosen tenderer: the first day on which the contract can be concluded."""
    warn_at: Line
    """The address to which a claim for suspension is reported."""
    remedies: tuple[Remedy, ...]
    dispatches: tuple[Dispatch, ...] = ()
    contact: Contact
    annexes: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _fits_its_category(self) -> Self:
        if (self.category is Category.CHOSEN) != bool(self.awarded):
            raise ValueError("the chosen tenderer, and only that one, reads what it is awarded")
        if (self.category is Category.CHOSEN) != (self.concludes_from is not None):
            raise ValueError("the chosen tenderer, and only that one, reads from when to conclude")
        if (self.category in SET_ASIDE) != bool(self.irregularities):
            raise ValueError(
                "a bid that is set aside, and only that, has its grounds in the letter"
            )
        return self
