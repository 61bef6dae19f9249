"""Whether a person may do something to an aggregate: is it theirs to find, do the rules let them?

The same answer early, in the API, and under the lock. What lies out of somebody's scope is unknown
to them: they do not learn that it exists, nor in which stage it is.
"""

from sqlalchemy import select

from contracts.acceptance import AcceptanceState
from contracts.actors import Actor, Mandate, Permission, Relation, Role
from contracts.aggregate import State
from contracts.base import Money
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
    amount: Money | None = None,
) -> Refusal | None:
    """Why this actor may not do this, which commits `amount` if any; None when it may.

    UNKNOWN_REFERENCE out of its scope, else as `permission_refusal`.
    """
    if not in_scope(connection, state, actor):
        return refuse(Code.UNKNOWN_REFERENCE)
    return permission_refusal(permissions.can(actor, permission, relations, amount))


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


def permission_refusal(verdict: permissions.Verdict) -> Refusal | None:
    """The refusal that tells which rule forbids the act, None for an act that is allowed.

    For a deputy whose mandate does not suffice MANDATE_LIMIT, with the limit and the amount, or
    MANDATE_NOT_THE_OFFICE; else SEPARATION_OF_DUTIES or NOT_ALLOWED.
    """
    if verdict.allowed:
        return None
    if verdict.mandate is not None:
        return _beyond(verdict.mandate, verdict.amount)
    separated = verdict.rule in {separation.rule for separation in permissions.SEPARATIONS}
    code = Code.SEPARATION_OF_DUTIES if separated else Code.NOT_ALLOWED
    return refuse(code, rule=key(f"permission_rule.{verdict.rule}"))


def _beyond(mandate: Mandate, amount: Money | None) -> Refusal:
    decision, day = mandate.decision, mandate.decided_on
    if mandate.limit is None or amount is None:
        return refuse(Code.MANDATE_NOT_THE_OFFICE, decision=decision, date=day)
    limit = mandate.limit
    return refuse(Code.MANDATE_LIMIT, decision=decision, date=day, limit=limit, amount=amount)
