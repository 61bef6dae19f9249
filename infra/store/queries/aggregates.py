"""Which aggregates there are, which are behind, which falls due next, which are in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from contracts import acceptance, awarding, evaluation, tendering
from contracts.names import WORKFLOW_TYPES, Kind
from infra.store.tables.core import aggregates

__all__ = [
    "ENGINE_ACTS",
    "Connection",
    "NextDue",
    "behind",
    "busy",
    "next_due",
    "unended",
    "unseen_count",
    "version",
]

ENGINE_ACTS: Mapping[Kind, frozenset[str]] = {
    Kind.TENDER: frozenset(
        {tendering.Stage.PUBLISHING, tendering.Stage.OPENING, tendering.Stage.RECORDING}
    ),
    Kind.EVALUATION: frozenset({evaluation.Stage.RANKING}),
    Kind.AWARD: frozenset({awarding.Stage.DRAWING, awarding.Stage.DISPATCHING}),
    Kind.CONTRACT: frozenset(),
    Kind.ACCEPTANCE: frozenset({acceptance.Stage.ACCEPTED}),
}
"""The stages that a step of the engine ends: those for which the workflows have steps."""


@dataclass(frozen=True)
class NextDue:
    """The first instant that any aggregate waits for."""

    at: datetime
    aggregate: str
    version: int


def unended(connection: Connection) -> list[str]:
    """Every aggregate with a workflow to which something may still happen, or whose end nobody
    has seen."""
    rows = connection.execute(
        select(aggregates.c.id)
        .where(aggregates.c.kind.in_(list(WORKFLOW_TYPES)))
        .where(or_(aggregates.c.ended.is_(False), aggregates.c.seen < aggregates.c.version))
        .order_by(aggregates.c.id)
    )
    return list(rows.scalars())


def behind(connection: Connection, overdue: datetime) -> list[str]:
    """Aggregates whose workflow has not seen the last version, or has missed an instant."""
    rows = connection.execute(
        select(aggregates.c.id)
        .where(
            or_(
                aggregates.c.seen < aggregates.c.version,
                and_(aggregates.c.next_at < overdue, aggregates.c.ended.is_(False)),
            )
        )
        .order_by(aggregates.c.id)
    )
    return list(rows.scalars())


def next_due(connection: Connection, until: datetime) -> NextDue | None:
    """The first instant at or before `until` that an aggregate waits for."""
    row = connection.execute(
        select(aggregates.c.next_at, aggregates.c.id, aggregates.c.version)
        .where(aggregates.c.next_at <= until, aggregates.c.ended.is_(False))
        .order_by(aggregates.c.next_at, aggregates.c.id)
        .limit(1)
    ).first()
    return None if row is None else NextDue(row.next_at, row.id, row.version)


def unseen_count(connection: Connection) -> int:
    """How many aggregates have moved on without their workflow."""
    return connection.execute(
        select(func.count()).select_from(aggregates).where(aggregates.c.seen < aggregates.c.version)
    ).scalar_one()


def busy(connection: Connection) -> list[str]:
    """What is in hand: aggregates whose workflow has not seen the last version, and those in a
    stage that a step of the engine must end."""
    in_a_step = [
        and_(aggregates.c.kind == kind, aggregates.c.stage.in_(stages))
        for kind, stages in ENGINE_ACTS.items()
        if stages
    ]
    rows = connection.execute(
        select(aggregates.c.id)
        .where(or_(aggregates.c.seen < aggregates.c.version, *in_a_step))
        .order_by(aggregates.c.id)
    )
    return list(rows.scalars())


def version(connection: Connection, aggregate: str) -> int:
    """How far an aggregate is; 0 when there is none of this id."""
    found = connection.execute(
        select(aggregates.c.version).where(aggregates.c.id == aggregate)
    ).scalar()
    return found or 0
