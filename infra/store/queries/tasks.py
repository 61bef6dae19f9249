"""Open tasks: who is waited for, with what, since when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, literal, null, or_, select

from contracts import envelope
from contracts.actors import Actor, Relation, Role
from contracts.rules.editions import Edition
from infra.store import editions
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import tasks, tenders, undrawn
from infra.store.tables.people import relations


@dataclass(frozen=True)
class Row:
    """One open task. It waits for a person, or for whoever holds a role in an organisation."""

    what: str
    aggregate: str
    dossier: str
    reference: str
    title: str
    organisation: str
    person: str | None
    role: str | None
    since: datetime
    due: datetime | None
    rule: str | None
    edition: Edition
    """The law that its date rests on."""
    on_behalf_of: str | None = None
    """Whose role it waits for, when the reader holds that role only as a deputy."""


_EVERY = (
    select(
        tasks.c.what,
        tasks.c.aggregate,
        tasks.c.dossier,
        tenders.c.reference,
        tenders.c.title,
        tasks.c.organisation,
        tasks.c.person,
        tasks.c.role,
        tasks.c.since,
        tasks.c.due,
        tasks.c.rule,
        aggregates.c.state,
    )
    .join(tenders, tenders.c.id == tasks.c.dossier)
    .join(aggregates, aggregates.c.id == tasks.c.aggregate)
)


def waiting_for(connection: Connection, actor: Actor) -> list[Row]:
    """What this person must do: named tasks, and those of the roles held in the organisation, in
    own right or as a deputy.

    A supplier's people share the tasks of their organisation.
    """
    mine = or_(
        tasks.c.person == actor.person,
        and_(
            tasks.c.organisation == actor.organisation,
            tasks.c.person.is_(None),
            tasks.c.role.in_([role.value for role in actor.functions]),
        ),
    )
    query = _EVERY.where(mine).order_by(
        tasks.c.due.is_(None), tasks.c.due, tasks.c.since, tasks.c.aggregate
    )
    lent = {
        mandate.role: mandate.titular
        for mandate in reversed(actor.mandates)
        if mandate.role not in actor.roles
    }
    found = [*connection.execute(query), *_stopped(connection, actor)]
    rows = (_read(connection, row) for row in found)
    return [replace(r, on_behalf_of=lent.get(Role(r.role))) if r.role else r for r in rows]


def _stopped(connection: Connection, actor: Actor) -> Sequence[Any]:
    """The documents that wait for somebody to have them tried again, one line an aggregate; they
    are no tasks of a stage, which are written anew with each act."""
    role = Role.PROJECT_MANAGER
    if role not in actor.functions:
        return ()
    query = (
        select(
            literal("retry_document").label("what"),
            aggregates.c.id.label("aggregate"),
            aggregates.c.dossier,
            tenders.c.reference,
            tenders.c.title,
            aggregates.c.organisation,
            null().label("person"),
            literal(role.value).label("role"),
            func.min(undrawn.c.failed_at).label("since"),
            null().label("due"),
            null().label("rule"),
            aggregates.c.state,
        )
        .join(aggregates, aggregates.c.id == undrawn.c.aggregate)
        .join(tenders, tenders.c.id == undrawn.c.dossier)
        .where(undrawn.c.stopped)
        .where(aggregates.c.organisation == actor.organisation)
        .group_by(aggregates.c.id, tenders.c.reference, tenders.c.title)
        .order_by(aggregates.c.id)
    )
    return connection.execute(query).all()


def others(connection: Connection, actor: Actor) -> list[Row]:
    """What others must do in the dossiers that this person prepared."""
    if Role.SUPPLIER in actor.roles:
        return []
    own = (
        select(relations.c.dossier)
        .where(relations.c.person == actor.person)
        .where(relations.c.relation == Relation.PREPARER)
    )
    query = _EVERY.where(tasks.c.dossier.in_(own)).order_by(tasks.c.since)
    mine = {(row.aggregate, row.what) for row in waiting_for(connection, actor)}
    rows = [_read(connection, row) for row in connection.execute(query)]
    return [row for row in rows if (row.aggregate, row.what) not in mine]


def of_dossier(connection: Connection, dossier: str) -> list[Row]:
    """Everything that a dossier waits for."""
    return of_dossiers(connection, [dossier]).get(dossier, [])


def of_dossiers(connection: Connection, dossiers: Collection[str]) -> dict[str, list[Row]]:
    """What each of these dossiers waits for, by dossier; without those that wait for nobody."""
    query = _EVERY.where(tasks.c.dossier.in_(dossiers)).order_by(
        tasks.c.since, tasks.c.aggregate, tasks.c.position
    )
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query):
        found.setdefault(row.dossier, []).append(_read(connection, row))
    return found


def _read(connection: Connection, row: Any) -> Row:
    kept = dict(row._mapping)
    state = envelope.STATES.validate_json(kept.pop("state"))
    return Row(**kept, edition=editions.pinned(connection, state.edition))
