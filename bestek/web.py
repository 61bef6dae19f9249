"""The web server inside the program's own event loop: uvicorn, without its signals and its logs."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn

from api import app
from api.commands import Commands
from api.services import Services
from bestek.parts import Parts

FINISH_WITHIN = 2
"""Seconds that requests in hand get when the program stops."""

_LOOK_EVERY = 0.01


class _Server(uvicorn.Server):
    """Leaves signals to the program: uvicorn would raise them again after it has stopped, and the
    process would die before its worker has drained."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def services(parts: Parts) -> Services:
    """What the web front stands on, from the parts of this program."""
    return Services(
        settings=parts.settings,
        store=parts.store,
        files=parts.files,
        keyring=parts.keyring,
        sealer=parts.sealer,
        signer=parts.signer,
        receipts=parts.receipts,
        seal=parts.seal,
        style=parts.style,
        press=parts.press,
        reader=parts.reader,
        known=parts.known,
        commands=Commands(parts.store, parts.client, parts.wake),
    )


@contextlib.asynccontextmanager
async def serving(parts: Parts, listening: socket.socket) -> AsyncIterator[asyncio.Task[None]]:
    """Serve API and pages on this socket; at the end no request is taken and those in hand finish.

    Yields once requests are answered, with the task that ends only if the server fails.
    """
    server = _Server(
        uvicorn.Config(
            app.create_app(services(parts)),
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=FINISH_WITHIN,
        )
    )
    task = asyncio.create_task(_serve(server, listening), name="web")
    try:
        while not server.started and not task.done():
            await asyncio.sleep(_LOOK_EVERY)
        if task.done():
            task.result()
        yield task
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)


async def _serve(server: _Server, listening: socket.socket) -> None:
    try:
        await server.serve(sockets=[listening])
    except SystemExit as end:
        # How uvicorn says that the application's own start failed; its log tells more.
        raise RuntimeError("the web application did not start") from end
