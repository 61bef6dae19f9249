"""Read tables of an acceptance: who signs off."""

from contracts.acceptance import AcceptanceState, process
from contracts.actors import Relation
from contracts.aggregate import Command, Facts
from infra.store.engine import Connection
from infra.store.writes.writing import Writers, relate


def _opened(
    connection: Connection,
    state: AcceptanceState,
    event: process.AcceptanceOpened,
    command: Command,
    facts: Facts,
) -> None:
    for member in event.committee:
        relate(connection, state.dossier, member, Relation.ACCEPTOR)


WRITERS: Writers = {process.AcceptanceOpened: _opened}
