"""What must go out after a commit: written with it, delivered later, at least once.

`wake` asks a workflow to catch up; `command` is a follow-up to another aggregate; both carry a
business key that is unique, so that nothing goes out under it twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, or_, select, update

from contracts.aggregate import Command, State
from contracts.base import canonical_json
from infra.store.tables.core import outbox

FIRST_RETRY = timedelta(milliseconds=200)
LAST_RETRY = timedelta(seconds=60)


@dataclass(frozen=True)
class Row:
    """One delivery that is still to be made."""

    id: int
    topic: str
    body: str
    attempts: int


def add_follow_ups(connection: Connection, commands: Iterable[Command]) -> None:
    """Ask other aggregates to follow; each command's id is its business key."""
    rows = [
        {
            "topic": "command",
            "business_key": command.id,
            "body": canonical_json(command).decode(),
        }
        for command in commands
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def add_wake(connection: Connection, state: State) -> None:
    """Ask the aggregate's workflow to take over what was committed directly."""
    connection.execute(
        insert(outbox).values(
            topic="wake",
            business_key=f"wake/{state.aggregate}@{state.version}",
            body=state.aggregate,
        )
    )


def open_rows(connection: Connection, wall: datetime, limit: int = 50) -> list[Row]:
    """The deliveries that may be tried now, oldest first, locked against other relays."""
    rows = connection.execute(
        select(outbox.c.id, outbox.c.topic, outbox.c.body, outbox.c.attempts)
        .where(outbox.c.done.is_(False))
        .where(or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= wall))
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return [Row(row.id, row.topic, row.body, row.attempts) for row in rows]


def mark_done(connection: Connection, row_id: int) -> None:
    """The delivery was made."""
    connection.execute(update(outbox).where(outbox.c.id == row_id).values(done=True))


def postpone(connection: Connection, row: Row, wall: datetime) -> None:
    """The delivery failed; it is tried again after a growing pause, for ever."""
    pause = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LAST_RETRY)
    connection.execute(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(attempts=row.attempts + 1, retry_at=wall + pause)
    )


def open_count(connection: Connection) -> int:
    """How many deliveries are still to be made."""
    return connection.execute(
        select(func.count()).select_from(outbox).where(outbox.c.done.is_(False))
    ).scalar_one()
