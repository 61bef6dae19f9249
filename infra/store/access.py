"""Whether a person may do something to an aggregate: is it theirs to find, do the rules let them?

The same answer early, in the API, and under the lock. What lies out of somebody's scope is unknown
to them: they do not learn that it exists, nor in which stage it is.
"""

from sqlalchemy import select

from contracts.acceptance import AcceptanceState
from contracts.actors import Actor, Permission, Relation, Role
from contracts.aggregate import State
from contracts.contracting import ContractState
from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules import permissions
from contracts.tendering import TenderState
from infra.store.engine import Connection
from infra.store.tables.dossier import bids, tenders


def refusal(
    connection: Connection,
    state: State,
    actor: Actor,
    permission: Permission,
    relations: frozenset[Relation],
) -> Refusal | None:
    """Why this actor may not do this, None when it may.

    UNKNOWN_REFERENCE out of its scope, else NOT_ALLOWED or SEPARATION_OF_DUTIES with the rule.
    """
    if not in_scope(connection, state, actor):
        return refuse(Code.UNKNOWN_REFERENCE)
    verdict = permissions.can(actor, permission, relations)
    return None if verdict.allowed else permission_refusal(verdict)


def in_scope(connection: Connection, state: State, actor: Actor) -> bool:
    """Whether the actor finds this aggregate: `permissions.sees`, with what the records tell."""
    if Role.SYSTEM in actor.roles:
        return actor.organisation == state.organisation
    scope = permissions.visible(actor)
    if permissions.sees(scope, state.organisation):
        return True
    match state:
        case TenderState():
            return permissions.sees(
                scope,
                state.organisation,
                published=_published(connection, state),
                parties=_bidders(connection, state),
            )
        case ContractState() | AcceptanceState():
            return permissions.sees(scope, state.organisation, parties=frozenset({state.supplier}))
        case _:
            return False  # evaluations and awards are the buyer's own


def _published(connection: Connection, state: TenderState) -> bool:
    row = connection.execute(
        select(tenders.c.published_at).where(tenders.c.id == state.dossier)
    ).first()
    return row is not None and row.published_at is not None


def _bidders(connection: Connection, state: TenderState) -> frozenset[str]:
    found = select(bids.c.supplier).where(bids.c.tender == state.aggregate)
    return frozenset(connection.execute(found).scalars())


def permission_refusal(verdict: permissions.Verdict) -> Refusal:
    """The refusal that tells which rule forbids the act."""
    separated = verdict.rule in {separation.rule for separation in permissions.SEPARATIONS}
    code = Code.SEPARATION_OF_DUTIES if separated else Code.NOT_ALLOWED
    return refuse(code, rule=key(f"permission_rule.{verdict.rule}"))
