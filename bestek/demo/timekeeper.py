"""Lets days pass in a demo store: from due instant to due instant, with the product's own paths.

The Timekeeper moves the one clock of the store to the next instant that an aggregate waits for,
wakes that aggregate's workflow, and waits until nothing is in hand before it goes on. The
workflow sends the tick and commit judges it, as on any other day; each move of the clock is an
entry of the audit log. It keeps nothing itself, so it may be killed, and so may everything else.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from contracts.actors import SYSTEM
from infra.store import audit, clock, outbox
from infra.store.engine import Store
from infra.store.queries import aggregates
from infra.temporal.waking import Wake, WakeFailedError

POKE_EVERY = 2.0
"""Seconds between two wakes of what does not move: a wake may get lost in a crash."""

PATIENCE = 120.0
"""Seconds that one step may take, with the restart of whatever died meanwhile."""

LOOK_EVERY = 0.01

Settled = Callable[[aggregates.Connection], bool]


class Stalled(Exception):
    """Something stayed in hand for too long; the text names it."""


class Turns:
    """Either any number of people act, or one moves the clock.

    An act that was stamped before a move and committed after it would be ordered behind the
    instants in between.
    """

    def __init__(self) -> None:
        self._change = asyncio.Condition()
        self._acting = 0
        self._moving = False

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """While this is held the clock is not moved."""
        async with self._change:
            await self._change.wait_for(lambda: not self._moving)
            self._acting += 1
        try:
            yield
        finally:
            async with self._change:
                self._acting -= 1
                self._change.notify_all()

    @asynccontextmanager
    async def moving(self) -> AsyncIterator[None]:
        """While this is held nobody acts; who comes later waits."""
        async with self._change:
            await self._change.wait_for(lambda: not self._moving)
            self._moving = True
        try:
            async with self._change:
                await self._change.wait_for(lambda: not self._acting)
            yield
        finally:
            async with self._change:
                self._moving = False
                self._change.notify_all()


class Timekeeper:
    """Moves the clock of a demo store; ClockNotMovableError for any other."""

    def __init__(self, store: Store, wake: Wake, patience: float = PATIENCE) -> None:
        self.store = store
        self.patience = patience
        self._wake = wake
        self._turns = Turns()

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Hold this around every act of the client that also moves the clock."""
        async with self._turns.acting():
            yield

    async def now(self) -> datetime:
        """The instant at which the store's clock stands, UTC."""
        return await self.store.read(clock.now)

    async def advance(self, to: datetime) -> None:
        """Let time pass until `to`: whatever falls due until then happens at its own instant.

        An instant that is past moves nothing, but what is overdue is done. Stalled when something
        does not come to an end; calling again goes on from there.
        """
        if not await self.store.read(clock.is_demo):
            raise clock.ClockNotMovableError
        async with self._turns.moving():
            await self.settle()
            while due := await self.store.read(lambda c: aggregates.next_due(c, to)):
                await self._move(due.at)
                await self._see_through(due)
            await self._move(to)

    async def settle(self) -> None:
        """Wait until nothing is in hand: no delivery, no unseen version, no step under way."""
        await self._until(_is_quiet, ())

    async def _move(self, to: datetime) -> None:
        await self.store.write(lambda c: move(c, to))

    async def _see_through(self, due: aggregates.NextDue) -> None:
        def settled(connection: aggregates.Connection) -> bool:
            risen = aggregates.version(connection, due.aggregate) > due.version
            return risen and _is_quiet(connection)

        await self._poke([due.aggregate])
        await self._until(settled, (due.aggregate,))

    async def _until(self, settled: Settled, awaited: tuple[str, ...]) -> None:
        began = poked = time.monotonic()
        while not await self.store.read(settled):
            now = time.monotonic()
            if now - poked >= POKE_EVERY:
                poked = now
                in_hand = {*awaited, *await self.store.read(aggregates.busy)}
                if now - began > self.patience:
                    raise Stalled(await self._told(in_hand))
                await self._poke(sorted(in_hand))
            await asyncio.sleep(LOOK_EVERY)

    async def _poke(self, awaited: Iterable[str]) -> None:
        for aggregate in awaited:
            try:
                await self._wake(aggregate)
            except WakeFailedError:
                return  # Temporal is away; the next round finds the same

    async def _told(self, in_hand: set[str]) -> str:
        waiting = await self.store.read(outbox.open_count)
        return f"nothing moves: {waiting} deliveries wait, in hand {sorted(in_hand)}"


def move(connection: aggregates.Connection, to: datetime) -> None:
    """Move a demo clock forwards and record it; an instant that is past changes nothing."""
    before = clock.move(connection, to)
    if before < to:
        audit.moved_clock(connection, before, to, SYSTEM)


def _is_quiet(connection: aggregates.Connection) -> bool:
    return not aggregates.busy(connection) and not outbox.open_count(connection)
