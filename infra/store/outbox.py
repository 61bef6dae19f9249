"""What must go out after a commit: written with it, delivered later, at least once.

`wake` asks a workflow to catch up; `command` is a follow-up to another aggregate; `document` asks
for a document of what was committed. Each carries a business key that is unique, so that nothing
goes out under it twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Integer, bindparam, func, insert, or_, select, update

from contracts.aggregate import Command, State
from contracts.base import canonical_json
from contracts.documents.order import Order
from infra.store.engine import announce
from infra.store.tables.core import outbox

FIRST_RETRY = timedelta(milliseconds=200)
LAST_RETRY = timedelta(seconds=60)


# Built once: the relay runs them after every commit that leaves something to deliver.
_NEW = insert(outbox)
_OPEN = (
    select(outbox.c.id, outbox.c.topic, outbox.c.body, outbox.c.attempts)
    .where(outbox.c.done.is_(False))
    .where(outbox.c.topic.in_(bindparam("topics", expanding=True)))
    .where(or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= bindparam("wall")))
    .order_by(outbox.c.attempts, outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_OF_ROW = update(outbox).where(outbox.c.id == bindparam("row"))
_COUNT = select(func.count()).select_from(outbox).where(outbox.c.done.is_(False))


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
        _add(connection, rows)


def add_wake(connection: Connection, state: State) -> None:
    """Ask the aggregate's workflow to take over what was committed directly."""
    row = {
        "topic": "wake",
        "business_key": f"wake/{state.aggregate}@{state.version}",
        "body": state.aggregate,
    }
    _add(connection, [row])


def add_order(connection: Connection, order: Order, tries: int = 0) -> None:
    """Ask for the document of a fact that is recorded in this transaction; `tries` tells apart how
    often a person had one tried again that could not be drawn."""
    again = f"/again/{tries}" if tries else ""
    row = {
        "topic": "document",
        "business_key": f"document/{order.key}{again}",
        "body": canonical_json(order).decode(),
    }
    _add(connection, [row])


def asked(connection: Connection, orders: Iterable[Order]) -> set[str]:
    """The keys of those of these orders that were written before."""
    keys = {f"document/{each.key}": each.key for each in orders}
    wanted = select(outbox.c.business_key).where(outbox.c.business_key.in_(keys))
    return {keys[key] for key in connection.execute(wanted).scalars()}


def _add(connection: Connection, rows: list[dict[str, str]]) -> None:
    connection.execute(_NEW, rows)
    announce(connection)


def open_rows(
    connection: Connection, wall: datetime, topics: Collection[str], limit: int = 50
) -> list[Row]:
    """The deliveries on these topics that may be tried now: what failed least often first, then the
    oldest, so that what fails again and again keeps nothing new waiting."""
    rows = connection.execute(_OPEN, {"wall": wall, "topics": list(topics), "most": limit})
    return [Row(row.id, row.topic, row.body, row.attempts) for row in rows]


def mark_done(connection: Connection, row_id: int) -> None:
    """The delivery was made."""
    connection.execute(_OF_ROW, {"row": row_id, "done": True})


def postpone(
    connection: Connection, row: Row, wall: datetime, longest: timedelta = LAST_RETRY
) -> None:
    """The delivery failed; it is tried again after a pause that doubles up to the `longest`."""
    pause = min(FIRST_RETRY * 2 ** min(row.attempts, 20), longest)
    tried = {"row": row.id, "attempts": row.attempts + 1, "retry_at": wall + pause}
    connection.execute(_OF_ROW, tried)


def open_count(connection: Connection) -> int:
    """How many deliveries are still to be made."""
    return connection.execute(_COUNT).scalar_one()
