"""Tenders: the row of a list, and the whole of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, or_, select

from contracts import names
from contracts.rules.editions import Edition
from contracts.rules.permissions import Scope
from contracts.rules.procedures import AwardProcedure
from contracts.tendering import TenderDraft, TenderState
from infra.store import drafts, editions, records
from infra.store.queries import procedures
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import bids, tenders
from infra.store.tables.dossier import drafts as draft_table

SHEET = "tender"
"""The name of the tender's draft among the drafts of its aggregate."""


@dataclass(frozen=True)
class Tender:
    """A tender with the version of its draft that counts now."""

    id: str
    reference: str
    state: TenderState
    draft: TenderDraft
    procedure: AwardProcedure | None
    """What it runs by; None for a procedure that no file describes."""
    draft_version: int
    draft_hash: str
    published_at: datetime | None
    department: str
    edition: Edition
    """The law that the dossier pinned, with the figures of its own that the buyer then had."""


@dataclass(frozen=True)
class Row:
    """One line of the list of tenders."""

    id: str
    reference: str
    title: str
    stage: str
    created_at: datetime
    published_at: datetime | None
    deadline: datetime | None


def get(connection: Connection, aggregate: str) -> Tender:
    """The whole of one tender; LookupError when there is none."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, TenderState):
        raise LookupError(aggregate)
    row = connection.execute(select(tenders).where(tenders.c.id == state.dossier)).one()
    saved = drafts.read(connection, aggregate, SHEET, TenderDraft)
    if saved is None:
        raise LookupError(aggregate)
    bound = None
    if state.stage != "preparing" and state.draft_hash:
        bound = records.read_content(connection, state.draft_hash, TenderDraft)
    draft = bound or saved.content
    return Tender(
        id=state.dossier,
        reference=state.reference,
        state=state,
        draft=draft,
        procedure=procedures.of_tender(connection, state, draft),
        draft_version=saved.version,
        draft_hash=state.draft_hash if bound and state.draft_hash else saved.sha256,
        published_at=row.published_at,
        department=row.department,
        edition=editions.pinned(connection, state.edition),
    )


@dataclass(frozen=True)
class Overview:
    """A tender in a list, with what its line tells of the draft and of the next dates."""

    row: Row
    state: TenderState
    draft: TenderDraft


def listed(connection: Connection, scope: Scope) -> list[Row]:
    """The tenders that a scope shows, newest first."""
    return [_row(found) for found in connection.execute(_in_scope(scope))]


def overview(connection: Connection, scope: Scope) -> list[Overview]:
    """As `listed`, with the State and the draft of each."""
    query = (
        _in_scope(scope)
        .add_columns(aggregates.c.state, draft_table.c.body)
        .join(draft_table, draft_table.c.aggregate == aggregates.c.id)
        .where(draft_table.c.sheet == SHEET)
    )
    return [
        Overview(
            _row(found),
            TenderState.model_validate_json(found.state),
            # Once submitted a draft is locked: the one that lies there is the one that binds.
            TenderDraft.model_validate_json(found.body),
        )
        for found in connection.execute(query)
    ]


def _in_scope(scope: Scope) -> Select[Any]:
    wanted: list[ColumnElement[bool]] = []
    if scope.whole:
        wanted.append(tenders.c.organisation == scope.organisation)
    if scope.published:
        wanted.append(tenders.c.published_at.is_not(None))
    if scope.party:
        own = select(bids.c.tender).where(bids.c.supplier == scope.organisation)
        wanted.append(aggregates.c.id.in_(own))
    return (
        select(tenders, aggregates.c.stage)
        .join(aggregates, aggregates.c.dossier == tenders.c.id)
        .where(aggregates.c.kind == names.Kind.TENDER)
        .where(or_(*wanted) if wanted else false())
        .order_by(tenders.c.created_at.desc(), tenders.c.id)
    )


def _row(found: Any) -> Row:
    return Row(
        found.id,
        found.reference,
        found.title,
        found.stage,
        found.created_at,
        found.published_at,
        found.deadline,
    )


def parties(connection: Connection, aggregate: str) -> set[str]:
    """The suppliers that have handed in a bid."""
    return set(
        connection.execute(select(bids.c.supplier).where(bids.c.tender == aggregate)).scalars()
    )
