"""An award on a page: proposal, visum, decision, letters with their proofs, standstill."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select

from contracts import names
from contracts.actors import Permission
from contracts.aggregate import Event
from contracts.awarding import (
    Advantage,
    AwardProposal,
    AwardState,
    DecisionSheet,
    LetterProof,
    LetterProofs,
    VisumSheet,
)
from contracts.awarding.process import (
    AwardProposed,
    DecisionRegistered,
    DocumentsDrawn,
    LettersSent,
    VisumGranted,
    VisumRefused,
)
from contracts.base import local_date
from contracts.evaluation import RankingResult
from contracts.rules.deadlines import Explanation
from infra.store import documents, messages, records
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.sheets import Sheet
from infra.store.tables.core import aggregates

E = TypeVar("E", bound=Event)

PROPOSAL = Sheet("proposal", AwardProposal, "edit_proposal", Permission.PROPOSE_AWARD)
VISUM = Sheet("visum", VisumSheet, "edit_visum", Permission.GRANT_VISUM)
DECISION = Sheet("decision", DecisionSheet, "edit_decision", Permission.REGISTER_DECISION)


@dataclass(frozen=True)
class Signed:
    """Who did what, when, and for whom if it was a deputy."""

    actor: str
    at: datetime
    on_behalf_of: str | None


@dataclass(frozen=True)
class Refused:
    """A visum that was refused, by whom and why."""

    actor: str
    at: datetime
    on_behalf_of: str | None
    reason: str


@dataclass(frozen=True)
class Letter:
    """One letter as it was drawn last, with the proofs of its dispatch."""

    document: documents.Document
    kind: str
    proofs: tuple[LetterProof, ...]


@dataclass(frozen=True)
class Standstill:
    """When the standstill ends (the first moment after it), how that was counted, and from which
    day the contract can be concluded."""

    ends: datetime
    explanation: Explanation
    concludes_from: date


@dataclass(frozen=True)
class Award:
    """One award with what is bound of it; each part is None before its act."""

    state: AwardState
    suppliers: dict[str, str]
    """Supplier by bid."""
    ranking: RankingResult
    proposal: AwardProposal | None
    proposed: Signed | None
    visum: VisumSheet | None
    endorsed: Signed | None
    refused: Refused | None
    """The last refusal of a visum, while no new proposal was made."""
    decision: DecisionSheet | None
    registered: Signed | None
    letters_day: date | None
    letters: tuple[Letter, ...]
    sent_at: datetime | None
    standstill: Standstill | None


def numbers(connection: Connection, tender_id: str) -> tuple[AwardState, ...]:
    """The awards of a tender, in the order of their numbers."""
    found = connection.execute(
        select(aggregates.c.id)
        .where(aggregates.c.dossier == tender_id)
        .where(aggregates.c.kind == names.Kind.AWARD)
        .order_by(aggregates.c.id)
    ).scalars()
    return tuple(state_of(connection, aggregate) for aggregate in found)


def state_of(connection: Connection, aggregate: str) -> AwardState:
    """The State of an award; LookupError when there is none."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, AwardState):
        raise LookupError(aggregate)
    return state


def read(connection: Connection, aggregate: str) -> Award:
    """The whole of one award; LookupError when there is none."""
    state = state_of(connection, aggregate)
    happened = tuple(records.read_events(connection, aggregate))
    proposed = _last(happened, AwardProposed) if state.proposal else None
    endorsed = _last(happened, VisumGranted)
    registered = _last(happened, DecisionRegistered)
    drawn = _last(happened, DocumentsDrawn) if state.letters_day else None
    sent = _last(happened, LettersSent)
    return Award(
        state=state,
        suppliers={bid.id: bid.supplier for bid in bids.of_tender(connection, state.tender)},
        ranking=records.bound(connection, state.ranking, RankingResult),
        proposal=records.bound(connection, proposed.proposal, AwardProposal) if proposed else None,
        proposed=_signed(proposed),
        visum=records.bound(connection, endorsed.visum, VisumSheet) if endorsed else None,
        endorsed=_signed(endorsed),
        refused=None if state.proposal else _refused(connection, happened),
        decision=records.bound(connection, registered.decision, DecisionSheet)
        if registered
        else None,
        registered=_signed(registered),
        letters_day=state.letters_day,
        letters=_letters(connection, drawn, sent),
        sent_at=sent.at if sent else None,
        standstill=_standstill(sent),
    )


def _last(happened: tuple[Event, ...], kind: type[E]) -> E | None:
    return next((event for event in reversed(happened) if isinstance(event, kind)), None)


def _signed(event: Event | None) -> Signed | None:
    return Signed(event.actor, event.at, event.on_behalf_of) if event else None


def _refused(connection: Connection, happened: tuple[Event, ...]) -> Refused | None:
    event = _last(happened, VisumRefused)
    if event is None:
        return None
    reason = records.read_text(connection, event.reason) or ""
    return Refused(event.actor, event.at, event.on_behalf_of, reason)


def _letters(
    connection: Connection, drawn: DocumentsDrawn | None, sent: LettersSent | None
) -> tuple[Letter, ...]:
    if drawn is None:
        return ()
    proofs: tuple[LetterProof, ...] = ()
    if sent is not None:
        proofs = records.bound(connection, sent.proof, LetterProofs).letters
    rows = []
    for each in drawn.documents:
        document = documents.get(connection, each.document)
        if document is not None and document.party is not None:
            own = tuple(proof for proof in proofs if proof.document == document.id)
            rows.append(Letter(document, each.kind, own))
    return tuple(rows)


def _standstill(sent: LettersSent | None) -> Standstill | None:
    if sent is None or sent.ends is None or sent.standstill is None:
        return None
    return Standstill(sent.ends, sent.standstill, local_date(sent.ends))


def begun_proposal(connection: Connection, state: AwardState) -> AwardProposal:
    """The proposal before anybody wrote in it: the ranking's first with its opened price, and an
    empty comparison with each other ranked bid."""
    opened = {bid.bid: bid for bid in bids.opened(connection, state.tender)}
    form = opened[state.winner].form
    if form is None:
        raise LookupError(f"{state.winner} was ranked without contents")
    ranking = records.bound(connection, state.ranking, RankingResult)
    return AwardProposal(
        award=state.aggregate,
        winner=state.winner,
        amount=form.price,
        vat_rate=form.vat_rate,
        advantages=tuple(Advantage(bid=bid) for bid in ranking.bids if bid != state.winner),
    )


TOLD_WHOLE = frozenset({"D-14a", "D-14b"})
"""Letters whose annex is the whole decision: to the chosen tenderer and those not chosen."""


def told(connection: Connection, tender_id: str, organisation: str) -> set[str]:
    """The documents of the awards of a tender that were sent to an organisation: its letters, and
    the decision where it is an annex of them."""
    found: set[str] = set()
    for state in numbers(connection, tender_id):
        drawn = [
            event.documents
            for event in records.read_events(connection, state.aggregate)
            if isinstance(event, DocumentsDrawn)
        ]
        kinds = {each.document: each.kind for batch in drawn for each in batch}
        sent = messages.received(connection, organisation, kinds)
        found |= sent
        if any(kinds[document] in TOLD_WHOLE for document in sent):
            found |= {document for document, kind in kinds.items() if kind == "D-12"}
    return found
