"""One command through workflow and store, against a bare Update of the same workflow."""

import asyncio
import functools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from temporalio.worker import Worker

from activities.commit import CommitActivities
from activities.relay import Relay
from api.commands import Commands
from bestek.demo.timekeeper import Timekeeper
from bestek.parts import Parts
from contracts import names
from contracts.aggregate import Command
from contracts.envelope import CommitRequest
from contracts.tendering import process
from infra.settings import Settings
from infra.store import commit, records, schema
from infra.temporal.server import EmbeddedServer
from tests import builders
from tests.bench.bare import BareTender
from tests.builders import uid
from workflows import runner

PAIRS = 200
WARM_UP = 20
TENDER = names.tender(uid("bench"))
ALONE = names.tender(uid("alone"))
"""A second tender, whose acts pass no workflow."""


async def measure() -> None:
    """Print the medians of interleaved pairs, their ratio, and where the rest goes."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bestek-bench-")))
        server = EmbeddedServer(folder)
        await server.start()
        stack.push_async_callback(server.stop)
        parts = await Parts.open(Settings(data_folder=folder), server.address)
        stack.push_async_callback(parts.close)
        await schema.prepare(parts.store, demo=True, start=builders.START)
        await parts.store.write(builders.add_cast)
        await stack.enter_async_context(
            Worker(
                parts.client,
                task_queue=names.COMMAND_QUEUE,
                workflows=[BareTender],
                activities=[CommitActivities(parts.store).commit],
                workflow_runner=runner.sandbox(),
            )
        )
        relay = asyncio.create_task(Relay(parts.store, parts.wake).run())
        stack.callback(relay.cancel)
        await _Bench(parts).run()


class _Bench:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.commands = Commands(parts.store, parts.client, parts.wake)
        self.timekeeper = Timekeeper(parts.store, parts.wake)
        self.draft_hash = ""
        self.number = 0

    async def run(self) -> None:
        """Warm up, measure in pairs, print."""
        await self._create()
        handle = self.parts.client.get_workflow_handle(TENDER)
        bare: list[float] = []
        full: list[float] = []
        for pair in range(-WARM_UP, PAIRS):
            floor = await _timed(lambda: handle.execute_update(BareTender.bare, 1))
            act = await self._next(TENDER)
            whole = await _timed(functools.partial(self.commands.send, act))
            if pair >= 0:
                bare.append(floor)
                full.append(whole)
        alone = [await self._alone() for _ in range(PAIRS)]
        ratio = statistics.median(full) / statistics.median(bare)
        print(f"command through workflow and store   {_ms(full)} (median of {PAIRS} pairs)")
        print(f"bare Update of the same workflow     {_ms(bare)}")
        print(f"ratio                                {ratio:6.2f}     (aim: at most 2.00)")
        print(
            f"where the rest goes: the transaction alone, with event, audit leaf, tasks and "
            f"sync, takes {_ms(alone).strip()}; what is left is the early reading, the local "
            "activity and the payloads"
        )

    async def _alone(self) -> float:
        """The seconds of a transaction that passes no workflow; what the last one woke rests."""
        await self.timekeeper.settle()
        act = await self._next(ALONE)
        request = CommitRequest(aggregate=ALONE, known=0, command=act)
        return await _timed(functools.partial(commit.commit, self.parts.store, request, True))

    async def _create(self) -> None:
        draft = builders.draft()
        self.draft_hash = await self.parts.store.write(lambda c: records.put_content(c, draft))
        for tender in (TENDER, ALONE):
            fields = await self._fields("Noor", tender)
            command = process.CreateTender(**fields, draft_hash=self.draft_hash)
            await self.commands.arrive(command)
            await self.parts.wake(tender)

    async def _fields(self, who: str, tender: str) -> dict[str, Any]:
        self.number += 1
        return {
            "id": f"bench-{self.number}",
            "aggregate": tender,
            "organisation": builders.CITY,
            "actor": uid(who),
            "at": await self.commands.instant(),
        }

    async def _next(self, tender: str) -> Command:
        """The next act on a tender: submitted for approval, and returned, in turn."""
        state = await self.parts.store.read(lambda c: records.read_state(c, tender))
        if state is not None and state.stage == "preparing":
            fields = await self._fields("Noor", tender)
            return process.SubmitForApproval(**fields, draft_hash=self.draft_hash)
        fields = await self._fields("Ilse", tender)
        return process.ReturnLegal(**fields, draft_hash=self.draft_hash, reason=self.draft_hash)


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _ms(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):7.2f} ms"
