"""What the pages around bids read of a dossier."""

from dataclasses import dataclass
from typing import Any

from api import reading
from api.commands import RefusedError
from api.identity import SignedIn
from api.pages import words
from api.pages.page import Look, Visit
from api.pages.tendering import limits
from contracts import names
from contracts.actors import Permission, Relation
from contracts.base import Instant
from contracts.people import OrganisationCard
from contracts.refusals import Code, refuse
from contracts.rules import deadlines, permissions
from contracts.rules.deadlines import Explanation
from contracts.tendering import Stage
from infra.store import documents
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.store.queries.bidding import ReceivedBid
from infra.store.queries.tendering import Tender
from infra.texts import choice
from infra.texts.catalogue import Texts

SEALED = (
    Stage.PREPARING,
    Stage.APPROVAL,
    Stage.APPROVED,
    Stage.PUBLISHING,
    Stage.PUBLISHED,
    Stage.CLOSED,
    Stage.OPENING,
)
"""The stages in which no seal has been opened."""


@dataclass(frozen=True)
class Dossier:
    """A published tender with its buyer."""

    tender: Tender
    buyer: OrganisationCard
    deadline: Instant

    @property
    def opened(self) -> bool:
        """Whether the bids have been opened."""
        return self.tender.state.stage not in SEALED

    def open(self, at: Instant) -> bool:
        """Whether a bid that arrives at this instant is in time."""
        in_time = deadlines.is_in_time(at, self.deadline)
        return self.tender.state.stage is Stage.PUBLISHED and in_time

    def head(self, texts: Texts) -> dict[str, Any]:
        """The tender as the heads of pages show it."""
        draft = self.tender.draft
        return {
            "id": self.tender.id,
            "reference": self.tender.reference,
            "title": draft.title,
            "stage": self.tender.state.stage,
            "buyer": self.buyer.name,
            "procedure": words.procedure(draft.procedure, texts),
            "category": words.category(draft.category, texts) if draft.category else None,
            "description": draft.description,
            "validity_days": draft.validity_days,
        }

    def course_notes(self, texts: Texts) -> tuple[str, ...]:
        """What is announced of the course of the procedure."""
        procedure = self.tender.procedure
        return choice.announced(self.tender.draft, procedure, texts) if procedure else ()

    def minimum(self) -> Explanation | None:
        """The shortest period that the law leaves for bids; None for a procedure whose periods we
        do not know."""
        dispatched = self.tender.state.dispatched_at or self.deadline
        least = limits.earliest(self.tender, self.tender.draft, dispatched)
        return least.explanation if least else None


def _dossier(connection: Connection, tender: Tender) -> Dossier:
    deadline = tender.state.deadline
    if tender.published_at is None or deadline is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    buyer = organisations.get(connection, tender.state.organisation)
    return Dossier(tender, buyer, deadline)


def public(connection: Connection, look: Look, tender_id: str) -> Dossier:
    """A tender that everybody may see. Raises RefusedError before its publication."""
    if isinstance(look, Visit):
        return _dossier(connection, reading.readable_tender(connection, look.me, tender_id))
    try:
        return _dossier(connection, tenders.get(connection, names.tender(tender_id)))
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error


def internal(connection: Connection, me: SignedIn, tender_id: str) -> Dossier:
    """A published tender for the buyer's people. Raises RefusedError for anybody else."""
    found = public_for(connection, me, tender_id)
    if found.tender.state.organisation != me.actor.organisation:
        raise RefusedError(refuse(Code.NOT_ALLOWED))
    return found


def public_for(connection: Connection, me: SignedIn, tender_id: str) -> Dossier:
    """A published tender that the reader may see. Raises RefusedError."""
    return _dossier(connection, reading.readable_tender(connection, me, tender_id))


def may_bid(connection: Connection, me: SignedIn, tender_id: str) -> bool:
    """Whether the reader's organisation may hand in a bid."""
    held = reading.relations_of(connection, me, tender_id)
    return permissions.can(me.actor, Permission.SUBMIT_BID, held).allowed


def relations(connection: Connection, me: SignedIn, tender_id: str) -> frozenset[Relation]:
    """What ties the reader to the dossier."""
    return reading.relations_of(connection, me, tender_id)


_STANDING = ("received", "held", "left_sealed")


def standing(connection: Connection, me: SignedIn, tender_id: str) -> ReceivedBid | None:
    """The bid of the reader's organisation that counts now."""
    own = bids.of_supplier(connection, names.tender(tender_id), me.actor.organisation)
    ranked = [bid for bid in own if bid.status in _STANDING]
    return min(ranked, key=lambda bid: _STANDING.index(bid.status), default=None)


def public_documents(connection: Connection, tender_id: str) -> list[documents.Document]:
    """The documents that everybody may read."""
    found = documents.of_dossier(connection, tender_id)
    return [document for document in found if document.kind in reading.PUBLIC_KINDS]
