"""The program's own way with signals: asked once it ends in good order, asked twice at once.

Nothing is left behind either way: the Temporal server's life is tied to this process
(`infra.temporal.tether`), and what was not committed is done again by the next start.
"""

import asyncio
import os
import signal
from collections.abc import Coroutine
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(main: Coroutine[Any, Any, int], interrupted: int = 0) -> int:
    """Run `main` in an event loop; its exit code, or `interrupted` if a signal ended it.

    The first signal cancels `main`, which then gives back what it holds; a second one ends the
    process with 128 + its number, without waiting for anything.
    """
    return asyncio.run(_heeding(main, interrupted))


async def _heeding(main: Coroutine[Any, Any, int], interrupted: int) -> int:
    loop = asyncio.get_running_loop()
    work = asyncio.ensure_future(main)
    told = False

    def tell() -> None:
        nonlocal told
        told = True
        for each in SIGNALS:
            loop.remove_signal_handler(each)
            # Not through the loop, which may be what hangs.
            signal.signal(each, _end_now)
        work.cancel()

    for each in SIGNALS:
        loop.add_signal_handler(each, tell)
    try:
        return await work
    except asyncio.CancelledError:
        if not told:
            raise
        return interrupted


def _end_now(number: int, _frame: FrameType | None) -> None:
    os._exit(128 + number)
