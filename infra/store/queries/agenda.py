"""The dates that dossiers wait for, as far as a reader may know of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from contracts import envelope
from contracts.acceptance import AcceptanceState
from contracts.actors import Relation
from contracts.aggregate import State
from contracts.contracting import ContractState
from contracts.names import Kind
from contracts.rules.editions import Edition
from contracts.rules.permissions import Scope
from contracts.tendering import TenderState
from infra.store import editions
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import tenders
from infra.store.tables.people import people, relations


@dataclass(frozen=True)
class Coming:
    """An instant still to come. `what` is a key under `agenda.`; `at` is the first that is late."""

    at: datetime
    what: str
    aggregate: str
    dossier: str
    reference: str
    edition: Edition
    """The law that it rests on."""


def coming(connection: Connection, scope: Scope, now: datetime) -> list[Coming]:
    """What falls due after `now` in the dossiers of a scope, the first first.

    A supplier finds the deadlines of published tenders and the dates of its own contracts.
    """
    contractor = (
        select(relations.c.dossier)
        .join(people, people.c.id == relations.c.person)
        .where(people.c.organisation == scope.organisation)
        .where(relations.c.relation == Relation.CONTRACTOR)
    )
    wanted = []
    if scope.whole:
        wanted.append(aggregates.c.organisation == scope.organisation)
    if scope.published:
        wanted.append(and_(aggregates.c.kind == Kind.TENDER, tenders.c.published_at.is_not(None)))
    if scope.party:
        wanted.append(aggregates.c.dossier.in_(contractor))
    rows = connection.execute(
        select(aggregates.c.state, tenders.c.reference)
        .join(tenders, tenders.c.id == aggregates.c.dossier)
        .where(aggregates.c.ended.is_(False))
        .where(aggregates.c.next_at.is_not(None))
        .where(or_(*wanted) if wanted else aggregates.c.id.is_(None))
    )
    found = []
    for row in rows:
        state = envelope.STATES.validate_json(row.state)
        if not _shown(state, scope):
            continue
        for due in state.agenda:
            # Submission closes a moment after its deadline; people know the deadline.
            at = state.deadline if isinstance(state, TenderState) and state.deadline else due.at
            if at > now:
                place = (state.aggregate, state.dossier, row.reference)
                found.append(
                    Coming(at, due.what, *place, editions.pinned(connection, state.edition))
                )
    return sorted(found, key=lambda each: (each.at, each.reference, each.what))


def _shown(state: State, scope: Scope) -> bool:
    if scope.whole:
        return True
    if isinstance(state, ContractState | AcceptanceState):
        return state.supplier == scope.organisation
    return isinstance(state, TenderState) and scope.published
