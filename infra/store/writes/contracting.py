"""Read tables of a contract: who is tied to it; and which documents its facts ask for."""

from contracts.actors import Relation
from contracts.aggregate import Command
from contracts.contracting import ContractFacts, ContractState, process
from contracts.documents.order import Order
from infra.store import outbox
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.writes.writing import Writers, relate


def _opened(
    connection: Connection,
    state: ContractState,
    event: process.ContractOpened,
    command: Command,
    facts: ContractFacts,
) -> None:
    for person in people.of_organisation(connection, event.supplier):
        relate(connection, state.dossier, person, Relation.CONTRACTOR)
    team = facts.draft.team
    if team.contract_manager is not None:
        relate(connection, state.dossier, team.contract_manager, Relation.CONTRACT_MANAGER)
    outbox.add_order(connection, Order(document="D-15", aggregate=state.aggregate))


def _delivered(
    connection: Connection,
    state: ContractState,
    event: process.DeliveryConfirmed,
    command: Command,
    facts: ContractFacts,
) -> None:
    of = f"{event.milestone}/{event.delivery}"
    outbox.add_order(connection, Order(document="D-18", aggregate=state.aggregate, of=of))


WRITERS: Writers = {process.ContractOpened: _opened, process.DeliveryConfirmed: _delivered}
