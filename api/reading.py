"""Who may read what: the same scope for a list and its detail."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.commands import RefusedError
from api.identity import SignedIn
from contracts import names
from contracts.acceptance import AcceptanceState
from contracts.actors import Permission, Relation
from contracts.base import Instant, local_date
from contracts.contracting import ContractState
from contracts.refusals import Code, parameter_named, refuse
from contracts.rules import permissions
from contracts.rules.editions import Edition, Parameter
from contracts.rules.errors import RuleError
from infra.store import access, documents, editions, undrawn
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries
from infra.store.queries import awarding, own_figures, people, signatures
from infra.store.queries import contracting as contracts
from infra.store.queries import tendering as tenders
from infra.store.queries.own_figures import Recorded

SHOWN = 60
"""Characters of what was asked for that a sentence repeats."""


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
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
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


PUBLIC_KINDS = frozenset({"D-02", "D-04"})
"""Documents that everybody may read once they exist."""

AWARD_KINDS = frozenset({"D-12", "D-14"})
"""Documents that a tenderer reads once they were sent to it, never from the moment of drawing."""


GUARDED: Mapping[str, Permission] = {"D-10": Permission.READ_RANKING}
"""Documents that a reader of the buyer needs more for than to read the dossier: what the pages on
the same matter ask."""


def opens(me: SignedIn, kind: str, held: frozenset[Relation]) -> bool:
    """Whether one of the buyer's people who reads the dossier reads its documents of this kind."""
    return kind not in GUARDED or permissions.can(me.actor, GUARDED[kind], held).allowed


def documents_of(connection: Connection, me: SignedIn, tender_id: str) -> list[documents.Document]:
    """The documents of a dossier for this reader: a supplier gets the public ones and its own; of
    an award only what was sent to it. One of the buyer's people gets all but what is guarded."""
    readable_tender(connection, me, tender_id)
    found = documents.of_dossier(connection, tender_id)
    if permissions.visible(me.actor).whole:
        held = relations_of(connection, me, tender_id)
        return [each for each in found if opens(me, each.kind, held)]
    sent = awarding.told(connection, tender_id, me.actor.organisation)
    return [
        d
        for d in found
        if d.kind in PUBLIC_KINDS
        or (d.original or d.id) in sent
        or (d.party == me.actor.organisation and d.kind not in AWARD_KINDS)
    ]


def document_of(connection: Connection, me: SignedIn, document: str) -> documents.Document:
    """One document of those; RefusedError (UNKNOWN_REFERENCE) for any other."""
    found = documents.get(connection, document)
    if found is None or found.id not in {
        each.id for each in documents_of(connection, me, found.dossier)
    }:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return found


def undrawn_of(connection: Connection, me: SignedIn, tender_id: str) -> list[undrawn.Undrawn]:
    """The documents of a dossier that could not be drawn, for the buyer's people: of what they may
    read once it is there."""
    readable_tender(connection, me, tender_id)
    if not permissions.visible(me.actor).whole:
        return []
    held = relations_of(connection, me, tender_id)
    return [
        each for each in undrawn.of_dossier(connection, tender_id) if opens(me, each.kind, held)
    ]


def copies_of(
    connection: Connection, me: SignedIn, document: documents.Document
) -> list[signatures.Copy]:
    """The signed copies of a readable document that this reader may see: the buyer's people all,
    who is party those of its own people. A copy holds the whole certificate of who signed, with an
    identity card also the national register number, and is for nobody else."""
    found = signatures.of_document(connection, document.id)
    if permissions.visible(me.actor).whole:
        return found
    ours = set(people.of_organisation(connection, me.actor.organisation))
    return [each for each in found if each.actor in ours]


@dataclass(frozen=True)
class Law:
    """The edition of a day with the figures of an organisation's own."""

    edition: Edition
    every: tuple[Recorded, ...]
    """All own figures that ever held, the latest first."""

    @property
    def left_out(self) -> tuple[Recorded, ...]:
        """Those that hold and that the edition cannot take."""
        taken = self.edition.reasons
        return tuple(
            each for each in self.every if not each.ended_at and each.figure.parameter not in taken
        )


def law(connection: Connection, me: SignedIn, at: Instant) -> Law:
    """The law that a dossier of the reader's organisation would begin with at this moment.

    Raises RefusedError: NOT_ALLOWED for who is not one of a buyer's people, EDITION_MISSING.
    """
    verdict = permissions.can(me.actor, Permission.READ_RULES, frozenset())
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
    organisation = me.actor.organisation
    try:
        edition = editions.in_force(connection, organisation, at)
    except RuleError:
        raise RefusedError(refuse(Code.EDITION_MISSING, day=local_date(at))) from None
    return Law(edition, own_figures.every(connection, organisation))


def parameter_of(found: Law, name: str) -> Parameter:
    """One parameter; RefusedError (PARAMETER_UNKNOWN) when the edition lacks it."""
    try:
        return found.edition.parameter(name)
    except RuleError:
        shown = "".join(each if each.isprintable() else "�" for each in name)[:SHOWN]
        raise RefusedError(
            refuse(
                Code.PARAMETER_UNKNOWN, parameter=parameter_named(shown), edition=found.edition.id
            )
        ) from None
