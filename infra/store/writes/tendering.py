"""Read tables of the tender's preparation, and the documents that its publication asks for."""

from sqlalchemy import Connection, bindparam, insert, update

from contracts.actors import Relation
from contracts.aggregate import Command
from contracts.base import canonical_json
from contracts.documents.order import Order
from contracts.tendering import TenderFacts, TenderState, process
from infra.store import drafts, editions, outbox, records
from infra.store.queries import organisations
from infra.store.queries.tendering import SHEET
from infra.store.tables.dossier import tenders
from infra.store.writes.writing import Writers, relate, release

_OF_TENDER = update(tenders).where(tenders.c.id == bindparam("of"))


def _created(
    connection: Connection,
    state: TenderState,
    event: process.TenderCreated,
    command: Command,
    facts: TenderFacts,
) -> None:
    editions.keep(connection, facts.edition)
    connection.execute(
        insert(tenders).values(
            id=state.dossier,
            organisation=state.organisation,
            reference=state.reference,
            title=facts.draft.title if facts.draft else "",
            department=organisations.person(connection, event.actor).department,
            created_at=event.at,
        )
    )
    if facts.draft is not None:
        drafts.save(
            connection,
            state.aggregate,
            SHEET,
            facts.draft,
            by=event.actor,
            at=event.at,
            known=0,
        )
    relate(connection, state.dossier, event.actor, Relation.PREPARER)


def _submitted(
    connection: Connection,
    state: TenderState,
    event: process.TenderSubmitted,
    command: Command,
    facts: TenderFacts,
) -> None:
    if facts.draft is not None:
        connection.execute(_OF_TENDER, {"of": state.dossier, "title": facts.draft.title})
    if facts.procedure is not None:
        records.put_content(connection, canonical_json(facts.procedure.pinned_form).decode())
    relate(connection, state.dossier, event.actor, Relation.PREPARER)
    # A new round: who agreed to an earlier version may agree again.
    release(connection, state.dossier, Relation.APPROVER)


def _approved(
    connection: Connection,
    state: TenderState,
    event: process.ApprovalGiven,
    command: Command,
    facts: TenderFacts,
) -> None:
    relate(connection, state.dossier, event.actor, Relation.APPROVER)


def _published(
    connection: Connection,
    state: TenderState,
    event: process.TenderPublished,
    command: Command,
    facts: TenderFacts,
) -> None:
    connection.execute(
        update(tenders)
        .where(tenders.c.id == state.dossier)
        .values(published_at=event.at, deadline=event.deadline)
    )
    outbox.add_order(connection, Order(document="D-02", aggregate=state.aggregate))


WRITERS: Writers = {
    process.TenderCreated: _created,
    process.TenderSubmitted: _submitted,
    process.ApprovalGiven: _approved,
    process.TenderPublished: _published,
}
