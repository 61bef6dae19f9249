"""Who delivers is woken by a commit that leaves something to deliver, and by nothing else."""

import asyncio

import pytest

from infra.store import clock
from infra.store.engine import Connection, Store, announce


def _fail(connection: Connection) -> None:
    announce(connection)
    raise LookupError


async def test_only_what_was_announced_and_lasts_wakes_who_delivers(store: Store) -> None:
    await store.announced(0)
    waiting = asyncio.create_task(store.announced(30))
    with pytest.raises(LookupError):
        await store.write(_fail)
    await store.write(clock.now)
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await store.write(announce)
    async with asyncio.timeout(5):
        await waiting


async def test_what_was_announced_before_is_not_waited_for(store: Store) -> None:
    await store.write(announce)
    async with asyncio.timeout(5):
        await store.announced(30)
