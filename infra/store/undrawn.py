"""Documents that could not be drawn: how often and why, until they are drawn or somebody decides.

`again` is the act of a person: permission, audit entry and outbox row in one transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from contracts.actors import Actor, Mandate, Permission
from contracts.base import canonical_json
from contracts.documents import undrawn as rules
from contracts.documents.order import Order
from contracts.documents.undrawn import Reason
from contracts.refusals import Refusal
from contracts.rules import permissions
from infra.store import access, audit, clock, outbox
from infra.store.queries import people
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import undrawn


@dataclass(frozen=True)
class Wanted:
    """A document that is to be drawn under its business key."""

    key: str
    aggregate: str
    kind: str
    party: str | None = None
    order: Order | None = None
    """What asked for it; None for the step of a workflow, which asks again by itself."""


@dataclass(frozen=True)
class Undrawn:
    """A document that is not there yet because its drawing failed."""

    business_key: str
    dossier: str
    aggregate: str
    kind: str
    party: str | None
    ordered: str | None
    """The order as JSON, by which it is asked for again."""
    reason: Reason
    """Why it failed the last time."""
    failures: int
    """How often since it was asked for, or since a person had it tried again."""
    in_a_row: int
    """How often of these the last reason came without another between."""
    tries: int
    """How often a person had it tried again."""
    failed_at: datetime
    stopped: bool
    """Whether nothing is tried any more until a person asks."""


def _undrawn(row: object) -> Undrawn:
    found = Undrawn(*(getattr(row, field) for field in Undrawn.__dataclass_fields__))
    return replace(found, reason=Reason(found.reason))


def find(connection: Connection, business_key: str) -> Undrawn | None:
    """What is known of the failures of this document; None when none is open."""
    wanted = select(undrawn).where(undrawn.c.business_key == business_key)
    row = connection.execute(wanted).first()
    return None if row is None else _undrawn(row)


def of_dossier(connection: Connection, dossier: str) -> list[Undrawn]:
    """The documents of a dossier that people are told of, the longest undrawn first."""
    wanted = select(undrawn).where(undrawn.c.dossier == dossier).order_by(undrawn.c.failed_at)
    found = (_undrawn(row) for row in connection.execute(wanted))
    return [each for each in found if rules.is_told(each.failures, stopped=each.stopped)]


def note(connection: Connection, wanted: Wanted, reason: Reason) -> Undrawn:
    """Record one more failure of a document; LookupError when its aggregate does not exist."""
    dossier = connection.execute(
        select(aggregates.c.dossier).where(aggregates.c.id == wanted.aggregate)
    ).scalar()
    if dossier is None:
        raise LookupError(wanted.aggregate)
    before = find(connection, wanted.key)
    same = before is not None and before.reason is reason
    in_a_row = before.in_a_row + 1 if before is not None and same else 1
    after = Undrawn(
        business_key=wanted.key,
        dossier=dossier,
        aggregate=wanted.aggregate,
        kind=wanted.kind,
        party=wanted.party,
        ordered=canonical_json(wanted.order).decode() if wanted.order else None,
        reason=reason,
        failures=before.failures + 1 if before else 1,
        in_a_row=in_a_row,
        tries=before.tries if before else 0,
        failed_at=clock.wall(connection),
        stopped=rules.stops(reason, in_a_row),
    )
    if before is None:
        connection.execute(insert(undrawn).values(vars(after)))
    else:
        _save(connection, after)
    return after


def _save(connection: Connection, after: Undrawn) -> None:
    one = undrawn.c.business_key == after.business_key
    connection.execute(update(undrawn).where(one).values(vars(after)))


def clear(connection: Connection, business_key: str) -> None:
    """The document is drawn: nothing of its failures is kept."""
    connection.execute(delete(undrawn).where(undrawn.c.business_key == business_key))


def again(connection: Connection, stuck: Undrawn, actor: Actor) -> Refusal | None:
    """Have a document that stopped tried again, as it is known to who asks; the refusal of who may
    not. What was asked before, or is drawn meanwhile, is not asked twice."""
    held = people.relations(connection, stuck.dossier, actor.person)
    verdict = permissions.can(actor, Permission.RETRY_DOCUMENT, held)
    if refusal := access.permission_refusal(verdict):
        return refusal
    locked = select(undrawn).where(undrawn.c.business_key == stuck.business_key).with_for_update()
    row = connection.execute(locked).first()
    if row is None or not row.stopped or row.tries != stuck.tries:
        return None
    present = _undrawn(row)
    audit.append(connection, _entry(connection, present, actor, verdict.mandate))
    tried = replace(present, failures=0, in_a_row=0, tries=present.tries + 1, stopped=False)
    _save(connection, tried)
    if tried.ordered is not None:
        outbox.add_order(connection, Order.model_validate_json(tried.ordered), tried.tries)
    return None


def _entry(
    connection: Connection, stuck: Undrawn, actor: Actor, mandate: Mandate | None
) -> dict[str, str | int]:
    lent = {"on_behalf_of": mandate.titular, "decision": mandate.decision} if mandate else {}
    return lent | {
        "act": "document_tried_again",
        "document": stuck.business_key,
        "reason": stuck.reason.value,
        "failures": stuck.failures,
        "actor": actor.person,
        "at": clock.now(connection).isoformat(),
    }
