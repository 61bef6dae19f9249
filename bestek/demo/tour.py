"""What the chapters of a journey share: who plays, on what day, with which purchase."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from bestek.demo.cast import Member
from bestek.demo.timekeeper import Timekeeper
from bestek.demo.visitor import Visitors
from contracts.base import BRUSSELS, Money
from contracts.tendering import TenderDraft

Say = Callable[[str], None]


@dataclass(frozen=True)
class Offer:
    """A bid of the journey: who, for how much, and the committee's scores on each criterion."""

    bidder: Member
    price: Money
    handed_in: datetime
    given: dict[str, tuple[Decimal, ...]]
    """Per quality criterion the score of each member, in the order of the committee."""
    agreed: dict[str, Decimal]
    """Per quality criterion the agreed score; a criterion that is missing is left open."""
    motivation: str
    """What the committee agrees on, in words."""
    irregular: str = ""
    """Why the jurist finds the bid substantially irregular, if she does."""


@dataclass(frozen=True)
class Purchase:
    """One purchase to play, with everything that people type."""

    name: str
    """Begins every key of the journey; steady, so that it can be played again."""
    source: str
    """The file that is imported, as its name for the import."""
    content: bytes
    draft: TenderDraft
    """The complete draft; what a first version leaves open is added after the return."""
    offers: tuple[Offer, ...]
    late: Offer | None
    """Who comes too late, if anybody does."""
    winner: Member
    begin: datetime
    """The day on which the project manager starts."""


@dataclass
class Tour:
    """A journey under way."""

    visitors: Visitors
    timekeeper: Timekeeper
    purchase: Purchase
    say: Say
    tender: str = ""
    reference: str = ""
    contract: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    """What the journey tells at its end."""

    @property
    def path(self) -> str:
        """The tender's address in the API."""
        return f"/tenders/{self.tender}"

    async def on(self, day: datetime) -> None:
        """Let time pass until this moment."""
        await self.timekeeper.advance(day)


def brussels(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment on the clock of Brussels."""
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS)
