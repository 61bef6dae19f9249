"""One way to the database for everything: a synchronous piece of work on one connection.

SQL is written once, as plain functions of a `Connection`. The store carries them: on SQLite to
one writer thread (a single writer, `BEGIN IMMEDIATE`) or to a pool of readers, one thread hop for
a whole transaction; on PostgreSQL through asyncpg (decision 0004).
"""

import asyncio
import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

__all__ = ["Connection", "Store", "announce"]

T = TypeVar("T")
Work = Callable[[Connection], T]

_AWAY = (OperationalError, InterfaceError, PoolTimeoutError, ConnectionError)

_WRITE, _READ = "IMMEDIATE", "DEFERRED"
_ANNOUNCED = "bestek-announced"

READERS = 4
"""Reading threads on SQLite; pages read while the one writer writes."""


class StoreAwayError(Exception):
    """The database does not answer, or cannot write: nothing of this transaction was recorded."""


class Store:
    """Transactions on the records. Opened once in a process; `close` when done."""

    def __init__(self, url: str) -> None:
        """Take a SQLAlchemy URL: `sqlite:///path` or `postgresql://...`."""
        self.url = make_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        self._announced = asyncio.Event()
        self._async: AsyncEngine | None = None
        self._sync: Engine | None = None
        if self.embedded:
            self._open_embedded()
        else:
            self._async = create_async_engine(
                self.url.set(drivername="postgresql+asyncpg"),
                pool_size=10,
                pool_pre_ping=True,
                hide_parameters=True,
            )

    def _open_embedded(self) -> None:
        if self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self._sync = create_engine(
            self.url.set(drivername="sqlite+pysqlite"),
            poolclass=QueuePool,
            pool_size=READERS + 1,
            max_overflow=0,
            hide_parameters=True,  # an error may travel further than what it was about
            connect_args={"check_same_thread": False, "timeout": 10},
        )
        event.listen(self._sync, "connect", _prepare)
        event.listen(self._sync, "begin", _begin)
        self._modes = {m: self._sync.execution_options(begin_mode=m) for m in (_WRITE, _READ)}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def write(self, work: Work[T]) -> T:
        """Run the work in one durable transaction; whatever it raises rolls everything back.

        StoreAwayError when the database is away.
        """
        noted = functools.partial(_noted, work)
        with _told_when_away():
            if self._async is not None:
                async with self._async.begin() as connection:
                    result, announced = await connection.run_sync(noted)
            else:
                result, announced = await asyncio.get_running_loop().run_in_executor(
                    self._writer, self._run, noted, _WRITE
                )
        if announced:
            self._announced.set()
        return result

    async def announced(self, within: float) -> None:
        """Wait until this process has committed what was announced, at most so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._announced.wait()
        self._announced.clear()

    async def read(self, work: Work[T]) -> T:
        """Run the work on a snapshot; it must not write. StoreAwayError as `write`."""
        with _told_when_away():
            if self._async is not None:
                async with self._async.connect() as connection:
                    return await connection.run_sync(work)
            return await asyncio.get_running_loop().run_in_executor(
                self._readers, self._run, work, _READ
            )

    def _run(self, work: Work[T], mode: str) -> T:
        if self._sync is None:
            raise RuntimeError("the store is closed")
        with self._modes[mode].begin() as connection:
            return work(connection)

    async def close(self) -> None:
        """Give every connection and thread back."""
        if self._async is not None:
            await self._async.dispose()
        if self._sync is not None:
            self._writer.shutdown(wait=True)
            self._readers.shutdown(wait=True)
            self._sync.dispose()
            self._sync = None


@contextlib.contextmanager
def _told_when_away() -> Iterator[None]:
    try:
        yield
    except _AWAY as error:
        raise StoreAwayError(type(error).__name__) from error


def announce(connection: Connection) -> None:
    """Say that this transaction leaves something to deliver; who waits hears it once it lasts."""
    connection.info[_ANNOUNCED] = True


def _noted(work: Work[T], connection: Connection) -> tuple[T, bool]:
    """What the work answers, and whether it announced something."""
    # The note outlives a transaction that was rolled back: it is the connection's.
    connection.info.pop(_ANNOUNCED, None)
    return work(connection), connection.info.pop(_ANNOUNCED, False)


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # SQLAlchemy, not the driver, says when a transaction begins.
    connection.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin_mode", _WRITE)
    connection.exec_driver_sql(f"BEGIN {mode}")
