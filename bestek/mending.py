"""`bestek reconcile`: store and Temporal brought to agree, beside a running program or alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from temporalio.service import RPCError

from bestek import reconcile, serve, signals, verify, worker
from bestek.errors import CannotGoOn
from bestek.parts import Parts
from infra.process_lock import FolderInUse
from infra.settings import Settings
from infra.store import schema
from infra.temporal.waking import WakeFailedError

BEHIND = 3
"""Exit code: the store is behind, a person must decide."""

UNSURE = 1
"""Exit code: something did not answer, or a receipt says nothing reliable."""


def run_reconcile(settings: Settings, say: serve.Say, accept_store: bool = False) -> int:
    """Bring store and Temporal to agree; 0, BEHIND, or UNSURE.

    Beside a running program it uses that program's worker; alone it starts what it needs. To take
    a store as it is, nothing else may run on it.
    """

    async def main() -> int:
        verify.require_store(settings)
        try:
            async with _reaching(settings, alone=accept_store) as parts:
                if accept_store:
                    return await _accept(parts, say)
                return await _compare(parts, say)
        except (RPCError, WakeFailedError) as error:
            raise _no_temporal() from error

    return signals.run(main(), interrupted=1)


@contextlib.asynccontextmanager
async def _reaching(settings: Settings, alone: bool) -> AsyncIterator[Parts]:
    """The parts, with Temporal at hand and a worker somewhere that answers for the workflows."""
    async with AsyncExitStack() as stack:
        beside = not settings.is_postgresql
        try:
            stack.enter_context(serve.sole_writer(settings))
            beside = False
        except FolderInUse as use:
            if alone:
                raise CannotGoOn(f"Stop Bestek first (process {use.pid}).") from use
        address = serve.known_address(settings)
        if not beside and settings.temporal_address is None:
            with contextlib.suppress(FolderInUse):  # then the server of this folder runs already
                embedded = await stack.enter_async_context(serve.temporal(settings))
                address = embedded.server.address
        if address is None:
            raise CannotGoOn("No Temporal server is known here; say where with --temporal-address.")
        parts = await _open(settings, address)
        stack.push_async_callback(parts.close)
        if not beside:
            await schema.prepare(parts.store)
            await stack.enter_async_context(_answering(parts))
        yield parts


async def _open(settings: Settings, address: str) -> Parts:
    try:
        return await Parts.open(settings, address)
    except RuntimeError as error:
        raise _no_temporal() from error


def _no_temporal() -> CannotGoOn:
    return CannotGoOn("Temporal does not answer; start it first, or say where it is.")


@contextlib.asynccontextmanager
async def _answering(parts: Parts) -> AsyncIterator[None]:
    """A worker for workflows only: no step may draw or send from a store that may be behind."""
    stop = asyncio.Event()
    work = asyncio.create_task(worker.work((worker.command_worker(parts),), stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(work, return_exceptions=True)


async def _compare(parts: Parts, say: serve.Say) -> int:
    woken, started = await reconcile.wake_all(parts)
    say(f"Woke {woken} workflows; {started} of them were missing and were started from the store.")
    found = await reconcile.survey(parts)
    for line in reconcile.told(found):
        say(line)
    if found.behind:
        say(reconcile.ADVICE)
        return BEHIND
    if found.silent or found.beyond.unusable:
        return UNSURE
    say("The store and Temporal agree.")
    return 0


async def _accept(parts: Parts, say: serve.Say) -> int:
    found = await reconcile.survey(parts)
    for line in reconcile.told(found):
        say(line)
    done = await reconcile.accept(parts, found)
    say(
        f"The store is taken as it is: {done.registered} bids registered again, "
        f"{done.ended} workflows ended, {done.started} started from the store."
    )
    for command, refusal in done.refused:
        say(
            f"  Bid {command.bid} of {command.aggregate} could not be registered "
            f"({refusal.code}); its receipt stays where it is, a person must decide."
        )
    return BEHIND if done.refused else 0
