"""Tenders: the row of a list, and the whole of one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from contracts import names
from contracts.rules.permissions import Scope
from contracts.tendering import TenderDraft, TenderState
from infra.store import drafts, records
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import bids, tenders

SHEET = "tender"
"""The name of the tender's draft among the drafts of its aggregate."""


@dataclass(frozen=True)
class Tender:
    """A tender with the version of its draft that counts now."""

    id: str
    reference: str
    state: TenderState
    draft: TenderDraft
    draft_version: int
    draft_hash: str
    published_at: datetime | None
    department: str


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
    return Tender(
        id=state.dossier,
        reference=state.reference,
        state=state,
        draft=bound or saved.content,
        draft_version=saved.version,
        draft_hash=state.draft_hash if bound and state.draft_hash else saved.sha256,
        published_at=row.published_at,
        department=row.department,
    )


def listed(connection: Connection, scope: Scope) -> list[Row]:
    """The tenders that a scope shows, newest first."""
    wanted = []
    if scope.whole:
        wanted.append(tenders.c.organisation == scope.organisation)
    if scope.published:
        wanted.append(tenders.c.published_at.is_not(None))
    if scope.party:
        own = select(bids.c.tender).where(bids.c.supplier == scope.organisation)
        wanted.append(aggregates.c.id.in_(own))
    if not wanted:
        return []
    rows = connection.execute(
        select(tenders, aggregates.c.stage)
        .join(aggregates, aggregates.c.dossier == tenders.c.id)
        .where(aggregates.c.kind == names.Kind.TENDER)
        .where(or_(*wanted))
        .order_by(tenders.c.created_at.desc(), tenders.c.id)
    )
    return [
        Row(
            row.id,
            row.reference,
            row.title,
            row.stage,
            row.created_at,
            row.published_at,
            row.deadline,
        )
        for row in rows
    ]


def parties(connection: Connection, aggregate: str) -> set[str]:
    """The suppliers that have handed in a bid."""
    return set(
        connection.execute(select(bids.c.supplier).where(bids.c.tender == aggregate)).scalars()
    )
