"""What every writer of read tables has in common."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, delete

from contracts.actors import Relation
from contracts.aggregate import Event
from infra.store.records import upsert
from infra.store.tables.people import relations

Writer = Callable[[Connection, Any, Any, Any, Any], None]
"""(connection, State after, event, command, facts)."""

Writers = Mapping[type[Event], Writer]


def relate(connection: Connection, dossier: str, person: str, relation: Relation) -> None:
    """Tie a person to a dossier; a repeat changes nothing."""
    statement = upsert(connection)(relations).values(
        dossier=dossier, person=person, relation=relation
    )
    connection.execute(statement.on_conflict_do_nothing())


def release(
    connection: Connection, dossier: str, relation: Relation, person: str | None = None
) -> None:
    """Untie one person from a dossier, or everybody who has this relation to it."""
    statement = (
        delete(relations)
        .where(relations.c.dossier == dossier)
        .where(relations.c.relation == relation)
    )
    if person is not None:
        statement = statement.where(relations.c.person == person)
    connection.execute(statement)
