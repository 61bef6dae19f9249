"""Open tasks: who is waited for, with what, since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from contracts.actors import Actor, Relation, Role
from infra.store.tables.dossier import tasks, tenders
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


_COLUMNS = (
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
)


def waiting_for(connection: Connection, actor: Actor) -> list[Row]:
    """What this person must do: named tasks, and those of the roles held in the organisation.

    A supplier's people share the tasks of their organisation.
    """
    mine = or_(
        tasks.c.person == actor.person,
        and_(
            tasks.c.organisation == actor.organisation,
            tasks.c.person.is_(None),
            tasks.c.role.in_([role.value for role in actor.roles]),
        ),
    )
    query = (
        select(*_COLUMNS)
        .join(tenders, tenders.c.id == tasks.c.dossier)
        .where(mine)
        .order_by(tasks.c.due.is_(None), tasks.c.due, tasks.c.since, tasks.c.aggregate)
    )
    return [Row(**row._mapping) for row in connection.execute(query)]


def others(connection: Connection, actor: Actor) -> list[Row]:
    """What others must do in the dossiers that this person prepared."""
    if Role.SUPPLIER in actor.roles:
        return []
    own = (
        select(relations.c.dossier)
        .where(relations.c.person == actor.person)
        .where(relations.c.relation == Relation.PREPARER)
    )
    query = (
        select(*_COLUMNS)
        .join(tenders, tenders.c.id == tasks.c.dossier)
        .where(tasks.c.dossier.in_(own))
        .order_by(tasks.c.since)
    )
    mine = {(row.aggregate, row.what) for row in waiting_for(connection, actor)}
    rows = [Row(**row._mapping) for row in connection.execute(query)]
    return [row for row in rows if (row.aggregate, row.what) not in mine]


def of_dossier(connection: Connection, dossier: str) -> list[Row]:
    """Everything that a dossier waits for."""
    query = (
        select(*_COLUMNS)
        .join(tenders, tenders.c.id == tasks.c.dossier)
        .where(tasks.c.dossier == dossier)
        .order_by(tasks.c.since)
    )
    return [Row(**row._mapping) for row in connection.execute(query)]


def of_dossiers(connection: Connection, dossiers: Collection[str]) -> dict[str, list[Row]]:
    """What each of these dossiers waits for, by dossier; without those that wait for nobody."""
    query = (
        select(*_COLUMNS)
        .join(tenders, tenders.c.id == tasks.c.dossier)
        .where(tasks.c.dossier.in_(dossiers))
        .order_by(tasks.c.since, tasks.c.aggregate, tasks.c.position)
    )
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query):
        found.setdefault(row.dossier, []).append(Row(**row._mapping))
    return found
