"""Acts that were sent and not answered in time: what becomes of them is awaited on.

An act that is refused leaves nothing in the store, so the command log alone could not tell. Kept in
this process, for as long as a person may ask; the log answers for what was taken.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from contracts.envelope import Answer

MOST = 1000
"""Outcomes that are kept; the oldest are forgotten first."""

Outcome = asyncio.Task[Answer]


class Pending:
    """The outcomes to come, by the command's id."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Outcome] = {}

    def keep(self, command: str, outcome: Coroutine[Any, Any, Answer]) -> None:
        """Await this outcome, unless it is awaited already."""
        known = self._outcomes.pop(command, None)
        if known is not None and not known.done():
            outcome.close()
        else:
            known = asyncio.create_task(outcome, name=f"outcome of {command}")
            known.add_done_callback(_look)
        self._outcomes[command] = known
        while len(self._outcomes) > MOST:
            self._outcomes.pop(next(iter(self._outcomes))).cancel()

    def find(self, command: str) -> Answer | None:
        """The answer, None while it is awaited, or what the act raised in the end.

        LookupError when it is not awaited here.
        """
        outcome = self._outcomes.get(command)
        if outcome is None or outcome.cancelled():
            raise LookupError(command)
        return outcome.result() if outcome.done() else None


def _look(outcome: Outcome) -> None:
    """An outcome that nobody asks for is no fault of ours."""
    if not outcome.cancelled():
        outcome.exception()
