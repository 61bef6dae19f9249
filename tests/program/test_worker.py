"""A worker that outlives what it works with."""

import asyncio
from collections.abc import Sequence

import pytest
from temporalio.worker import Worker

from bestek import worker
from tests.program.conftest import Playing


async def test_a_worker_that_dies_is_started_again(
    idle: Playing, temporal_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Queue[int]()

    async def work(workers: Sequence[Worker], stop: asyncio.Event) -> None:
        await begun.put(len(workers))
        if begun.qsize() == 1:
            raise RuntimeError("a poll failed for good")
        await stop.wait()

    monkeypatch.setattr(worker, "work", work)
    stop = asyncio.Event()
    keeping = asyncio.create_task(worker.keep_running(idle.parts, temporal_address, stop))
    async with asyncio.timeout(20):
        while begun.qsize() < 2:
            await asyncio.sleep(0.01)
        stop.set()
        await keeping


async def test_what_a_worker_died_of_is_raised_after_all_have_drained(idle: Playing) -> None:
    class Dying:
        drained = False

        async def run(self) -> None:
            raise RuntimeError("a poll failed for good")

        async def shutdown(self) -> None:
            self.drained = True

    dying = Dying()
    with pytest.raises(RuntimeError, match="for good"):
        await worker.work([dying], asyncio.Event())  # type: ignore[list-item]
    assert dying.drained
