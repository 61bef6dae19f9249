"""Facts of a sign-off, and of a remedy."""

from contracts.acceptance import AcceptanceFacts, AcceptanceState, SignOffReport, process
from contracts.aggregate import Facts
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.facts.reading import Readers, base_of


def _signed(
    connection: Connection, state: AcceptanceState, command: process.SignOff, base: Facts
) -> AcceptanceFacts:
    return AcceptanceFacts(
        **base_of(base),
        draft=records.bound(connection, state.draft_hash, TenderDraft),
        report=records.read_content(connection, command.report, SignOffReport),
    )


def _remedied(
    connection: Connection, state: AcceptanceState, command: process.ConfirmRemedy, base: Facts
) -> AcceptanceFacts:
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    return AcceptanceFacts(**base_of(base), draft=draft)


READERS: Readers = {process.SignOff: _signed, process.ConfirmRemedy: _remedied}
