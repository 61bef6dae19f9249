"""People as actors: their organisation, roles and relations."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from contracts.actors import Actor, Relation, Role
from infra.store.queries import mandates
from infra.store.tables.people import people, roles
from infra.store.tables.people import relations as relations_table

_ACTOR = (
    select(people.c.organisation, roles.c.role)
    .outerjoin(roles, roles.c.person == people.c.id)
    .where(people.c.id == bindparam("person"))
    .where(people.c.active)
)
_RELATIONS = (
    select(relations_table.c.relation)
    .where(relations_table.c.dossier == bindparam("dossier"))
    .where(relations_table.c.person == bindparam("person"))
)


class Named(NamedTuple):
    """A person as a list shows them."""

    id: str
    name: str


def actor(connection: Connection, person: str, at: datetime) -> Actor | None:
    """The person as an actor, with the roles held now and the mandates in force at an instant;
    None if unknown or no longer active."""
    rows = connection.execute(_ACTOR, {"person": person}).all()
    if not rows:
        return None
    held = frozenset(Role(row.role) for row in rows if row.role)
    return Actor(
        person=person,
        organisation=rows[0].organisation,
        roles=held,
        mandates=mandates.in_force(connection, person, at),
    )


def relations(connection: Connection, dossier: str, person: str) -> frozenset[Relation]:
    """What ties the person to one dossier."""
    found = connection.execute(_RELATIONS, {"dossier": dossier, "person": person}).scalars()
    return frozenset(Relation(relation) for relation in found)


def of_organisation(connection: Connection, organisation: str) -> list[str]:
    """The ids of the active people of an organisation."""
    rows = connection.execute(
        select(people.c.id)
        .where(people.c.organisation == organisation)
        .where(people.c.active)
        .order_by(people.c.id)
    )
    return list(rows.scalars())


def display_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of people by id; an unknown id is left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def by_role(
    connection: Connection, organisations: Iterable[str]
) -> dict[tuple[str, Role], list[Named]]:
    """The active people of these organisations under (organisation, role), by name."""
    rows = connection.execute(
        select(people.c.organisation, people.c.id, people.c.name, roles.c.role)
        .join(roles, roles.c.person == people.c.id)
        .where(people.c.organisation.in_(set(organisations)))
        .where(people.c.active)
        .order_by(people.c.name, people.c.id)
    )
    found: dict[tuple[str, Role], list[Named]] = {}
    for row in rows:
        found.setdefault((row.organisation, Role(row.role)), []).append(Named(row.id, row.name))
    return found
