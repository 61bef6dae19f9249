"""The authority clock: the wall clock plus the offset of this store, read in the transaction.

The offset is 0 unless the store was created as a demo store; only then can the clock be moved,
forwards only (decision 0005). Sessions, tokens and timeouts use the wall clock instead.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, text, update

from infra.store.tables.core import clock


class ClockNotMovableError(Exception):
    """The clock of a store that is no demo store was to be moved, or moved back."""


def wall(connection: Connection) -> datetime:
    """The database's own clock on PostgreSQL, the host's on SQLite, in UTC."""
    if connection.dialect.name == "postgresql":
        # Not now(), which stands still inside a transaction.
        moment: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)


_OFFSET = select(clock.c.offset_us)


def now(connection: Connection) -> datetime:
    """The instant that every legal judgement uses."""
    offset = connection.execute(_OFFSET).scalar_one()
    return wall(connection) + timedelta(microseconds=offset)


def is_demo(connection: Connection) -> bool:
    """Whether this store's time is demo time."""
    return bool(connection.execute(select(clock.c.demo)).scalar_one())


def create(connection: Connection, demo: bool, start: datetime | None = None) -> None:
    """Give a new store its clock. A demo clock may begin at `start`, also in the past."""
    offset = (start - wall(connection)) // timedelta(microseconds=1) if start and demo else 0
    connection.execute(insert(clock).values(one=1, demo=demo, offset_us=offset))


def exists(connection: Connection) -> bool:
    """Whether the store has been given its clock."""
    return connection.execute(select(clock.c.one)).first() is not None


def move(connection: Connection, to: datetime) -> datetime:
    """Move a demo clock forwards to an instant; answers where it stood.

    Raises ClockNotMovableError for any other store. An instant that is already past moves nothing.
    """
    if not is_demo(connection):
        raise ClockNotMovableError
    before = now(connection)
    if to > before:
        offset = (to - wall(connection)) // timedelta(microseconds=1)
        connection.execute(update(clock).values(offset_us=offset))
    return before
