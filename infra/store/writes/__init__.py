"""Writes the read tables of an event, in its own transaction: one file per phase."""

from sqlalchemy import Connection

from contracts.aggregate import Command, Event, Facts, State
from infra.store.writes import (
    acceptance,
    awarding,
    bidding,
    contracting,
    evaluation,
    people,
    signatures,
    tendering,
)
from infra.store.writes.writing import Writers

WRITERS: Writers = {
    **tendering.WRITERS,
    **bidding.WRITERS,
    **evaluation.WRITERS,
    **awarding.WRITERS,
    **contracting.WRITERS,
    **acceptance.WRITERS,
    **people.WRITERS,
    **signatures.WRITERS,
}


def write_event(
    connection: Connection, state: State, event: Event, command: Command, facts: Facts
) -> None:
    """Bring the read tables up to one event; most events need nothing but their own row."""
    writer = WRITERS.get(type(event))
    if writer is not None:
        writer(connection, state, event, command, facts)


__all__ = ["WRITERS", "write_event"]
