"""Facts of the tender's preparation."""

from typing import Any

from sqlalchemy import Connection

from contracts.aggregate import Facts
from contracts.base import local_date
from contracts.tendering import TenderDraft, TenderFacts, TenderState, process
from infra.store import numbering, records
from infra.store.facts.reading import Readers, base_of
from infra.store.queries import procedures


def _created(
    connection: Connection, state: None, command: process.CreateTender, base: Facts
) -> TenderFacts:
    reference = numbering.next_reference(connection, command.organisation, local_date(base.at).year)
    draft = records.read_content(connection, command.draft_hash, TenderDraft)
    return TenderFacts(**base_of(base), draft=draft, reference=reference)


def _bound(connection: Connection, state: TenderState, command: Any, base: Facts) -> TenderFacts:
    draft_hash = getattr(command, "draft_hash", None) or state.draft_hash
    draft = records.read_content(connection, draft_hash, TenderDraft) if draft_hash else None
    procedure = procedures.of_tender(connection, state, draft) if draft else None
    return TenderFacts(**base_of(base), draft=draft, procedure=procedure)


READERS: Readers = {
    process.CreateTender: _created,
    process.SubmitForApproval: _bound,
    process.ApproveLegal: _bound,
    process.ApproveBudget: _bound,
    process.ReturnLegal: _bound,
    process.ReturnBudget: _bound,
    process.PublishTender: _bound,
    process.RecordNotice: _bound,
    process.RecordProgress: _bound,
}
