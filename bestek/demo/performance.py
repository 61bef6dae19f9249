"""`bestek demo`: the program over a demo store, and one purchase played in it by its own people."""

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from bestek import reconcile, serve, signals
from bestek.demo import cast
from bestek.demo.timekeeper import Timekeeper
from bestek.demo.visitor import JourneyError
from bestek.errors import CannotGoOn
from infra.settings import Settings

START = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
"""12 January 2026, 9.00 in Brussels: where the time of a new demo store begins."""

_PATIENCE = 60.0

_log = logging.getLogger(__name__)

Connect = Callable[[], httpx2.AsyncClient]
"""A new client of the program's API and pages, with cookies of its own; the caller closes it. The
clock does not move while one of its requests is under way."""

Play = Callable[[Connect, Timekeeper, serve.Say, Path], Awaitable[dict[str, Any]]]
"""A story: told by clients and the Timekeeper, it says each step before it takes it, lays its
documents in a folder, and answers what came of it, as JSON. It goes on where an earlier,
interrupted telling stopped."""


def run(settings: Settings, say: serve.Say, play: Play, *, leave: bool) -> dict[str, Any] | None:
    """Play the story; then leave with what came of it, or stay until told to end (None).

    Raises CannotGoOn with the step that failed, or when the data folder holds real work.
    """
    came: dict[str, Any] = {}

    async def main() -> int:
        began = time.monotonic()
        async with serve.running(
            settings, address=settings.temporal_address, demo_from=START
        ) as program:
            await _require_whole(program)
            await program.parts.store.write(cast.seed)
            came.update(await _told(play, program, say))
            came["seconds"] = f"{time.monotonic() - began:.1f}"
            if not leave:
                _introduce(program, say)
                await program.stay()
        return 0

    if signals.run(main(), interrupted=1 if leave else 0):
        raise CannotGoOn("The demo was interrupted.")
    return came if leave else None


async def _require_whole(program: serve.Running) -> None:
    """CannotGoOn when the store is behind: a story told on it would part from what was done."""
    if program.compared is None:
        return
    found = await program.compared
    if found.behind:
        raise CannotGoOn(f"The demo does not go on: the store is behind. {reconcile.ADVICE}")


async def _told(play: Play, program: serve.Running, say: serve.Say) -> dict[str, Any]:
    """The story told to its end; whatever stops it is told with the step it stopped at."""
    step = "the beginning"

    def follow(line: str) -> None:
        nonlocal step
        step = line
        say(line)

    timekeeper = Timekeeper(program.parts.store, program.parts.wake)
    connect = _connector(program.url, timekeeper)
    try:
        return await play(connect, timekeeper, follow, program.parts.settings.documents_folder)
    except JourneyError as error:
        raise CannotGoOn(f"The demo stopped at “{step}”: {error}") from error
    except Exception as error:
        _log.exception("the demo stopped")
        raise CannotGoOn(f"The demo stopped at “{step}”: {type(error).__name__}") from error


def _connector(url: str, timekeeper: Timekeeper) -> Connect:
    def connect() -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            base_url=url, timeout=_PATIENCE, transport=_InTurn(timekeeper), trust_env=False
        )

    return connect


class _InTurn(httpx2.AsyncHTTPTransport):
    """Sends no request while the clock moves."""

    def __init__(self, timekeeper: Timekeeper) -> None:
        super().__init__()
        self._timekeeper = timekeeper

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        async with self._timekeeper.acting():
            return await super().handle_async_request(request)


def _introduce(program: serve.Running, say: serve.Say) -> None:
    """Where to look, and as whom."""
    settings = program.parts.settings
    say(f"Bestek is at {program.url}; its documents lie in {settings.documents_folder}.")
    for member in (*cast.OFFICIALS, *cast.BIDDERS):
        person = member.person
        link = f"{program.url}/{person.language}/sign-in/link/{member.token}"
        say(f"  {person.name} ({person.function}): {link}")
    say("Ctrl-C stops it. Started again it goes on with the same data.")
