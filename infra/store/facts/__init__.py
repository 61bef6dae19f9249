"""Reads, under the lock, what a command is judged by: one file per phase, one table here."""

from sqlalchemy import Connection

from contracts.aggregate import Command, Facts, State
from infra.store.facts import (
    acceptance,
    awarding,
    bidding,
    contracting,
    evaluation,
    people,
    signatures,
    tendering,
)
from infra.store.facts.reading import Readers

READERS: Readers = {
    **tendering.READERS,
    **bidding.READERS,
    **evaluation.READERS,
    **awarding.READERS,
    **contracting.READERS,
    **acceptance.READERS,
    **people.READERS,
    **signatures.READERS,
}


def read_facts(connection: Connection, state: State | None, command: Command, base: Facts) -> Facts:
    """The facts of a command's phase; the base facts when it needs no more."""
    reader = READERS.get(type(command))
    return base if reader is None else reader(connection, state, command, base)


__all__ = ["READERS", "read_facts"]
