"""The loops of the worker that deliver the outbox: they are no activities and outlive Temporal."""

import asyncio
import logging
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import ClassVar

from contracts import envelope
from contracts.envelope import CommitRequest
from infra import faults
from infra.store import clock, commit, outbox
from infra.store.engine import Connection, Store
from infra.temporal.waking import Wake, WakeFailedError

LOOK_EVERY = 0.2
"""Seconds between two looks while this process has nothing to deliver; another may have."""

log = logging.getLogger(__name__)


class Outgoing(ABC):
    """A loop that delivers what the outbox holds on its topics."""

    topics: ClassVar[frozenset[str]]
    longest_pause: ClassVar[timedelta] = outbox.LAST_RETRY

    def __init__(self, store: Store) -> None:
        self.store = store

    async def run(self) -> None:
        """Deliver for ever; what fails is tried again after a growing pause."""
        while True:
            try:
                delivered = await self.deliver_open()
            except Exception:
                # The store itself is away: nothing is lost, look again a little later.
                log.exception("the outbox could not be read")
                delivered = 0
                await asyncio.sleep(1)
            if not delivered:
                await self.store.announced(LOOK_EVERY)

    async def deliver_open(self) -> int:
        """One round over what may be tried now; how many deliveries were made."""
        rows = await self.store.read(lambda c: outbox.open_rows(c, clock.wall(c), self.topics))
        delivered = 0
        for row in rows:
            if not await self.deliver(row):
                await self._postpone(row)
                continue
            faults.reach(faults.Point.BEFORE_RELAY_DONE)
            await self._done(row.id)
            faults.reach(faults.Point.AFTER_RELAY_DONE)
            delivered += 1
        return delivered

    @abstractmethod
    async def deliver(self, row: outbox.Row) -> bool:
        """Deliver one row, which may have been delivered before; False to try again later."""

    async def _done(self, row_id: int) -> None:
        await self.store.write(lambda c: outbox.mark_done(c, row_id))

    async def _postpone(self, row: outbox.Row) -> None:
        def work(connection: Connection) -> None:
            outbox.postpone(connection, row, clock.wall(connection), self.longest_pause)

        await self.store.write(work)


class Relay(Outgoing):
    """Delivers follow-ups (a commit on another aggregate) and wakes workflows."""

    topics = frozenset({"wake", "command"})

    def __init__(self, store: Store, wake: Wake) -> None:
        super().__init__(store)
        self.wake = wake

    async def deliver(self, row: outbox.Row) -> bool:
        """Wake a workflow or commit a follow-up; a workflow that cannot be reached waits."""
        try:
            await self._deliver(row)
        except WakeFailedError as failure:
            log.info("delivery %s waits: %s", row.id, failure)
            return False
        return True

    async def _deliver(self, row: outbox.Row) -> None:
        if row.topic == "wake":
            await self.wake(row.body)
            return
        command = envelope.COMMANDS.validate_json(row.body)
        request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
        outcome = await commit.commit(self.store, request, direct=True)
        if outcome.refusal is not None:
            # A follow-up is judged like any act; a refusal of one is a fault of ours to be seen.
            log.error(
                "follow-up %s to %s refused: %s",
                command.kind,
                command.aggregate,
                outcome.refusal.code,
            )
