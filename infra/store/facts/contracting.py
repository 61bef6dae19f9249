"""Facts of a contract and its deliveries."""

from contracts.aggregate import Facts
from contracts.contracting import ContractFacts, ContractState, DeliveryNote, process
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.facts.reading import Readers, base_of


def _opened(
    connection: Connection, state: None, command: process.OpenContract, base: Facts
) -> ContractFacts:
    draft = records.bound(connection, command.draft_hash, TenderDraft)
    return ContractFacts(**base_of(base), draft=draft)


def _delivered(
    connection: Connection, state: ContractState, command: process.ConfirmDelivery, base: Facts
) -> ContractFacts:
    return ContractFacts(
        **base_of(base),
        draft=records.bound(connection, state.draft_hash, TenderDraft),
        note=records.read_content(connection, command.note, DeliveryNote),
    )


READERS: Readers = {
    process.OpenContract: _opened,
    process.ConfirmDelivery: _delivered,
}
