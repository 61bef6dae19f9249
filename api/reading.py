"""Who may read what: the same scope for a list and its detail."""

from api.commands import RefusedError
from api.identity import SignedIn
from contracts import names
from contracts.acceptance import AcceptanceState
from contracts.actors import Permission, Relation
from contracts.contracting import ContractState
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import access, documents
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries
from infra.store.queries import awarding, people
from infra.store.queries import contracting as contracts
from infra.store.queries import tendering as tenders


def readable_tender(
    connection: Connection,
    me: SignedIn,
    tender_id: str,
    permission: Permission = Permission.READ_TENDER,
) -> tenders.Tender:
    """The tender, if it lies in the reader's scope and the reader holds the permission.

    Raises RefusedError: UNKNOWN_REFERENCE for what is out of scope (whether it exists is not
    told), NOT_ALLOWED or SEPARATION_OF_DUTIES inside it.
    """
    try:
        tender = tenders.get(connection, names.tender(tender_id))
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error
    scope = permissions.visible(me.actor)
    parties = frozenset(tenders.parties(connection, tender.state.aggregate))
    if not permissions.sees(
        scope,
        tender.state.organisation,
        published=tender.published_at is not None,
        parties=parties,
    ):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    verdict = permissions.can(me.actor, permission, relations_of(connection, me, tender_id))
    if not verdict.allowed:
        raise RefusedError(access.permission_refusal(verdict))
    return tender


def relations_of(connection: Connection, me: SignedIn, tender_id: str) -> frozenset[Relation]:
    """What ties the reader to a dossier."""
    return people.relations(connection, tender_id, me.actor.person)


def readable_contract(connection: Connection, me: SignedIn, contract_id: str) -> ContractState:
    """The State of a contract of the reader's own organisation; RefusedError as above."""
    try:
        state = contracts.state_of(connection, names.contract(contract_id))
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error
    _readable(connection, me, state)
    return state


def readable_delivery(
    connection: Connection, me: SignedIn, milestone: str, delivery: int
) -> AcceptanceState:
    """The State of the acceptance of one delivery; RefusedError as above."""
    try:
        state = deliveries.state_of(connection, names.acceptance(milestone, delivery))
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error
    _readable(connection, me, state)
    return state


def _readable(connection: Connection, me: SignedIn, state: ContractState | AcceptanceState) -> None:
    held = relations_of(connection, me, state.dossier)
    refusal = access.refusal(connection, state, me.actor, Permission.READ_CONTRACT, held)
    if refusal is not None:
        raise RefusedError(refusal)


PUBLIC_KINDS = frozenset({"D-04"})
"""Documents that everybody may read once they exist."""

AWARD_KINDS = frozenset({"D-12", "D-14"})
"""Documents that a tenderer reads once they were sent to it, never from the moment of drawing."""


def documents_of(connection: Connection, me: SignedIn, tender_id: str) -> list[documents.Document]:
    """The documents of a dossier for this reader: a supplier gets the public ones and its own; of
    an award only what was sent to it."""
    readable_tender(connection, me, tender_id)
    found = documents.of_dossier(connection, tender_id)
    if permissions.visible(me.actor).whole:
        return found
    sent = awarding.told(connection, tender_id, me.actor.organisation)
    return [
        d
        for d in found
        if d.kind in PUBLIC_KINDS
        or d.id in sent
        or (d.party == me.actor.organisation and d.kind not in AWARD_KINDS)
    ]
