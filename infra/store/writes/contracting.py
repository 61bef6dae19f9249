"""Read tables of a contract: who is tied to it."""

from contracts.actors import Relation
from contracts.aggregate import Command
from contracts.contracting import ContractFacts, ContractState, process
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


WRITERS: Writers = {process.ContractOpened: _opened}
