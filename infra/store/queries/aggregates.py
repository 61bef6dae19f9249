"""Which aggregates there are, which are behind, which falls due next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from infra.store.tables.core import aggregates

__all__ = ["Connection", "NextDue", "behind", "next_due", "unended", "unseen_count"]


@dataclass(frozen=True)
class NextDue:
    """The first instant that any aggregate waits for."""

    at: datetime
    aggregate: str
    version: int


def unended(connection: Connection) -> list[str]:
    """Every aggregate to which something may still happen, or whose end nobody has seen."""
    rows = connection.execute(
        select(aggregates.c.id)
        .where(or_(aggregates.c.ended.is_(False), aggregates.c.seen < aggregates.c.version))
        .order_by(aggregates.c.id)
    )
    return list(rows.scalars())


def behind(connection: Connection, overdue: datetime) -> list[str]:
    """Aggregates whose workflow has not seen the last version, or has missed an instant."""
    rows = connection.execute(
        select(aggregates.c.id)
        .where(or_(aggregates.c.seen < aggregates.c.version, aggregates.c.next_at < overdue))
        .order_by(aggregates.c.id)
    )
    return list(rows.scalars())


def next_due(connection: Connection, until: datetime) -> NextDue | None:
    """The first instant at or before `until` that an aggregate waits for."""
    row = connection.execute(
        select(aggregates.c.next_at, aggregates.c.id, aggregates.c.version)
        .where(aggregates.c.next_at <= until)
        .order_by(aggregates.c.next_at, aggregates.c.id)
        .limit(1)
    ).first()
    return None if row is None else NextDue(row.next_at, row.id, row.version)


def unseen_count(connection: Connection) -> int:
    """How many aggregates have moved on without their workflow."""
    return connection.execute(
        select(func.count()).select_from(aggregates).where(aggregates.c.seen < aggregates.c.version)
    ).scalar_one()
