"""What every writer of read tables has in common."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from contracts.actors import Relation
from contracts.aggregate import Event
from infra.store.records import upsert
from infra.store.tables.people import relations

Writer = Callable[[Connection, Any, Any, Any, Any], None]
"""(connection, State after, event, command, facts)."""

Writers = Mapping[type[Event], Writer]


# Built once, as all statements of the command path.
_TIE: Mapping[type[Executable], Executable] = {
    kind: kind(relations).on_conflict_do_nothing() for kind in (sqlite.Insert, postgresql.Insert)
}
_OF_RELATION = (
    delete(relations)
    .where(relations.c.dossier == bindparam("of"))
    .where(relations.c.relation == bindparam("as"))
)
_OF_PERSON = _OF_RELATION.where(relations.c.person == bindparam("who"))


def relate(connection: Connection, dossier: str, person: str, relation: Relation) -> None:
    """Tie a person to a dossier; a repeat changes nothing."""
    row = {"dossier": dossier, "person": person, "relation": relation}
    connection.execute(_TIE[upsert(connection)], row)


def release(
    connection: Connection, dossier: str, relation: Relation, person: str | None = None
) -> None:
    """Untie one person from a dossier, or everybody who has this relation to it."""
    tie = {"of": dossier, "as": relation}
    if person is None:
        connection.execute(_OF_RELATION, tie)
    else:
        connection.execute(_OF_PERSON, tie | {"who": person})
