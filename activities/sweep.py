"""The sweep: wakes every workflow that is behind its aggregate or has missed its instant.

A loop of the worker, at start and every minute. The same loop over everything is
`bestek reconcile`. It serves a crash, a lost Temporal database and a restored backup alike.
"""

import asyncio
import logging
from datetime import timedelta

from infra.store import clock
from infra.store.engine import Store
from infra.store.queries import aggregates
from infra.temporal.waking import Wake, WakeFailedError

EVERY = 60.0
"""Seconds between two sweeps."""

OVERDUE = timedelta(seconds=90)
"""How long after its instant an aggregate may be silent."""

log = logging.getLogger(__name__)


class Sweep:
    """Finds what must catch up and wakes it."""

    def __init__(self, store: Store, wake: Wake) -> None:
        self.store = store
        self.wake = wake

    async def run(self) -> None:
        """Sweep everything once, as after a start, then every minute what is behind."""
        everything = True
        while True:
            try:
                await self.once(everything)
                everything = False
                pause = EVERY
            except WakeFailedError:
                # Temporal is away: what waits is found again by the next sweep, soon.
                pause = 1.0
            except Exception:
                log.exception("the sweep failed")
                pause = EVERY
            await asyncio.sleep(pause)

    async def once(self, everything: bool) -> int:
        """Wake every open aggregate, or only those behind; how many. WakeFailedError at the first
        that Temporal does not take."""

        def find(connection: aggregates.Connection) -> list[str]:
            if everything:
                return aggregates.unended(connection)
            return aggregates.behind(connection, clock.now(connection) - OVERDUE)

        found = await self.store.read(find)
        for aggregate in found:
            await self.wake(aggregate)
        return len(found)
