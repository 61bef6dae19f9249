"""Starting and ending the program: its parts in one event loop, beside the Temporal server.

`bestek up` is two processes: the program (API, worker, relay, sweep) and Temporal's server, whose
life is tied to it. What was begun is ended in the opposite order: no request is taken any more,
the worker drains, the store is closed, Temporal stops, the folder is free.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from bestek import listening, reconcile, signals
from bestek.errors import CannotGoOn
from bestek.parts import Parts
from infra import durable
from infra.process_lock import ProcessLock
from infra.settings import Settings
from infra.store import clock, schema
from infra.temporal import server
from infra.temporal.server import EmbeddedServer

Say = Callable[[str], None]
"""How a program tells the person who started it something, one line at a time."""


@dataclass(frozen=True)
class Running:
    """A program at work."""

    parts: Parts
    tasks: tuple[asyncio.Task[None], ...]
    """What it consists of; none of them ends by itself unless it fails."""
    compared: asyncio.Task[reconcile.Survey] | None
    """Whether the store is whole: known once Temporal was asked. None without a worker."""

    @property
    def url(self) -> str:
        """Where people find it."""
        return self.parts.settings.public_url(self.parts.settings.port)

    async def stay(self) -> None:
        """Until the program is told to end; raises what one of its parts died of."""
        done, _ = await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        raise RuntimeError(f"{', '.join(task.get_name() for task in done)} ended by itself")


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    *,
    serving: bool = True,
    working: bool = True,
    address: str | None = None,
    demo_from: datetime | None = None,
) -> AsyncIterator[Running]:
    """The program, for as long as the block lasts.

    Without an `address` of Temporal its server is started too. `demo_from` makes a new store a
    demo store whose time begins there. Raises CannotGoOn, FolderInUse or ServerFailed. The port
    in its settings is the one that was really taken, for links in letters and documents.
    """
    async with AsyncExitStack() as stack:
        taken = None
        if serving:
            taken = stack.enter_context(listening.bind(settings.host, settings.port))
            settings = settings.model_copy(update={"port": taken.getsockname()[1]})
        stack.enter_context(sole_writer(settings))
        tasks: list[asyncio.Task[None]] = []
        if address is None:
            embedded = await stack.enter_async_context(temporal(settings))
            address = embedded.server.address
            tasks.append(embedded.supervision)
        parts = await stack.enter_async_context(open_parts(settings, address, demo_from))
        compared = None
        if working:
            work, compared = await stack.enter_async_context(_working(parts, address))
            tasks.append(work)
        if taken is not None:
            from bestek import web

            tasks.append(await stack.enter_async_context(web.serving(parts, taken)))
        yield Running(parts, tuple(tasks), compared)


@contextlib.contextmanager
def sole_writer(settings: Settings) -> Iterator[None]:
    """Hold the data folder of a store that takes one writer; FolderInUse names who has it."""
    settings.prepare()
    if settings.is_postgresql:
        yield
        return
    with ProcessLock(settings.lock_file):
        yield


@dataclass(frozen=True)
class Embedded:
    """Temporal's server as our child, and the task that starts it again when it dies."""

    server: EmbeddedServer
    supervision: asyncio.Task[None]


@contextlib.asynccontextmanager
async def temporal(settings: Settings) -> AsyncIterator[Embedded]:
    """The embedded Temporal server, supervised; FolderInUse, ServerFailed."""
    embedded = EmbeddedServer(settings.data_folder, namespace=settings.namespace)
    await embedded.start()
    supervision = asyncio.create_task(embedded.supervise(), name="Temporal")
    try:
        yield Embedded(embedded, supervision)
    finally:
        await embedded.stop()
        await asyncio.gather(supervision, return_exceptions=True)


@contextlib.asynccontextmanager
async def open_parts(
    settings: Settings, address: str, demo_from: datetime | None = None
) -> AsyncIterator[Parts]:
    """The parts over a store that is ready for use; they work also while Temporal is away."""
    parts = await Parts.open(settings, address, lazy=True)
    demo = demo_from is not None
    try:
        await schema.prepare(parts.store, demo=demo, start=demo_from)
        if demo and not await parts.store.read(clock.is_demo):
            raise CannotGoOn(
                f"{settings.data_folder} holds a store of real work; "
                "a demo needs a folder of its own (--data)."
            )
        yield parts
    finally:
        await parts.close()


@contextlib.asynccontextmanager
async def _working(
    parts: Parts, address: str
) -> AsyncIterator[tuple[asyncio.Task[None], asyncio.Task[reconcile.Survey]]]:
    """The worker with its loops, and once at the start the question whether the store is whole."""
    from bestek import worker

    stop = asyncio.Event()
    work = asyncio.create_task(worker.keep_running(parts, address, stop), name="worker")
    warning = asyncio.create_task(reconcile.warn(parts), name="warning")
    try:
        yield work, warning
    finally:
        warning.cancel()
        stop.set()
        await asyncio.gather(work, warning, return_exceptions=True)


def known_address(settings: Settings) -> str | None:
    """Where Temporal is: as told, or where the embedded server of this data folder was last."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    port = durable.read_json(settings.data_folder / "runtime.json").get("temporal_port")
    return f"{server.HOST}:{port}" if isinstance(port, int) else None


def _address(settings: Settings) -> str:
    address = known_address(settings)
    if address is None:
        raise CannotGoOn(
            "Say where Temporal is with --temporal-address, or start it with `bestek server`."
        )
    return address


def run_up(settings: Settings, say: Say) -> int:
    """Everything in one: API, worker, and Temporal's server unless an address says where it is."""

    async def main() -> int:
        async with running(settings, address=settings.temporal_address) as program:
            say(f"Bestek is at {program.url} and its data in {settings.data_folder}.")
            say("Ctrl-C stops it.")
            await program.stay()
        return 0

    return signals.run(main())


def run_api(settings: Settings, say: Say) -> int:
    """API and pages only; the worker and Temporal run elsewhere."""

    async def main() -> int:
        async with running(settings, working=False, address=_address(settings)) as program:
            say(f"Bestek is at {program.url}; its work is done by `bestek worker`.")
            await program.stay()
        return 0

    return signals.run(main())


def run_worker(settings: Settings, say: Say) -> int:
    """The worker only: workflows, steps, deliveries, catching up."""

    async def main() -> int:
        address = _address(settings)
        async with running(settings, serving=False, address=address) as program:
            say(f"The worker serves Temporal at {address}.")
            await program.stay()
        return 0

    return signals.run(main())


def run_server(settings: Settings, say: Say) -> int:
    """The embedded Temporal server only."""

    async def main() -> int:
        settings.prepare()
        async with temporal(settings) as embedded:
            say(f"Temporal is at {embedded.server.address}.")
            await embedded.supervision
        return 0

    return signals.run(main())
