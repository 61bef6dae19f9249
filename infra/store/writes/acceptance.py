"""Read tables of an acceptance: who signs off; and which document its shortcomings ask for."""

from contracts.acceptance import AcceptanceState, process
from contracts.actors import Relation
from contracts.aggregate import Command, Facts
from contracts.documents.order import Order
from infra.store import outbox
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


def _wanting(
    connection: Connection,
    state: AcceptanceState,
    event: process.ShortcomingsRecorded,
    command: Command,
    facts: Facts,
) -> None:
    order = Order(document="D-19", aggregate=state.aggregate, of=str(event.round))
    outbox.add_order(connection, order)


WRITERS: Writers = {process.AcceptanceOpened: _opened, process.ShortcomingsRecorded: _wanting}
