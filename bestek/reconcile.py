"""Store and Temporal compared, and brought to agree: the store is right, unless it went back.

Waking everything heals a crash and a lost Temporal database. A store that was restored to an
earlier copy is behind: workflows know later versions, and receipts lie on disk for bids it does
not know. That is told, and nothing is decided until a person says that the store is to be taken
as it is (`bestek reconcile --accept-store`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from temporalio.client import (
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from bestek import registering
from bestek.parts import Parts
from contracts import names
from contracts.actors import SYSTEM
from infra.store import audit, clock
from infra.store.queries import aggregates
from infra.temporal.waking import WakeFailedError
from workflows.commands import VERSION

ANSWER_WITHIN = timedelta(seconds=15)
"""A workflow answers within this time, also when Temporal first waits 10 s for a worker that was
killed."""

AT_ONCE = 8

_ASK_AGAIN = 2.0
_RUNNING = (
    "ExecutionStatus = 'Running' AND WorkflowType IN ("
    + ", ".join(f"'{each}'" for each in names.WORKFLOW_TYPES.values())
    + ")"
)

ADVICE = (
    "Put back the newer copy if there is one; else stop Bestek and take the store as it is "
    "with `bestek reconcile --accept-store`."
)

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ahead:
    """A workflow that knows a later version than the store has."""

    aggregate: str
    known: int
    stored: int


@dataclass(frozen=True)
class Survey:
    """How store and Temporal stand to each other."""

    ahead: tuple[Ahead, ...] = ()
    unknown: tuple[str, ...] = ()
    """Workflows of aggregates that the store does not have."""
    silent: tuple[str, ...] = ()
    """Workflows that did not answer: no worker serves them, or their task fails."""
    beyond: registering.Beyond = field(default_factory=registering.Beyond)

    @property
    def behind(self) -> bool:
        """Whether somebody knows more than the store."""
        return bool(self.ahead or self.unknown or self.beyond.lost)


@dataclass(frozen=True)
class Accepted:
    """What was done to take the store as it is."""

    registered: int
    refused: tuple[registering.Refused, ...]
    ended: int
    started: int


async def survey(parts: Parts) -> Survey:
    """Ask every open workflow what it knows, and compare; RuntimeError, RPCError without Temporal.

    The store is read after the workflow was asked, so that an act in between does not look like
    a store that is behind.
    """
    beyond = await registering.beyond(parts)
    running = await _running(parts)
    asked = await _side_by_side(
        _ask(parts, each) for each in await parts.store.read(aggregates.unended)
    )
    unknown = await parts.store.read(lambda c: {a for a in running if not aggregates.version(c, a)})
    return Survey(
        ahead=tuple(each for each in asked if isinstance(each, Ahead)),
        unknown=tuple(sorted(unknown)),
        silent=tuple(each for each in asked if isinstance(each, str)),
        beyond=beyond,
    )


async def _running(parts: Parts) -> set[str]:
    return {each.id async for each in parts.client.list_workflows(_RUNNING)}


async def _side_by_side(questions: Iterable[Awaitable[T]]) -> list[T]:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(question: Awaitable[T]) -> T:
        async with slots:
            return await question

    return await asyncio.gather(*(one(each) for each in questions))


async def _ask(parts: Parts, aggregate: str) -> Ahead | str | None:
    """How far ahead the workflow is, its id if it does not answer, None if all is well."""
    handle = parts.client.get_workflow_handle(aggregate)
    try:
        await handle.execute_update("tell_version", rpc_timeout=ANSWER_WITHIN)
        return aggregate  # it answers by a refusal, always
    except WorkflowUpdateFailedError as answer:
        refusal = answer.cause
    except WorkflowUpdateRPCTimeoutOrCancelledError:
        return aggregate
    except RPCError as error:
        if error.status is RPCStatusCode.UNAVAILABLE:
            raise
        return None if error.status is RPCStatusCode.NOT_FOUND else aggregate
    if not isinstance(refusal, ApplicationError) or refusal.type != VERSION:
        return aggregate
    known = int(refusal.details[0])
    stored = await parts.store.read(lambda c: aggregates.version(c, aggregate))
    return Ahead(aggregate, known, stored) if known > stored else None


async def wake_all(parts: Parts) -> tuple[int, int]:
    """Wake the workflow of everything that has not ended: how many, and how many of them had to
    be started. WakeFailedError when Temporal does not take it."""
    running = await _running(parts)
    found = await parts.store.read(aggregates.unended)
    for aggregate in found:
        await parts.wake(aggregate)
    return len(found), len(set(found) - running)


async def accept(parts: Parts, found: Survey) -> Accepted:
    """Take the store as it is, with the bids whose receipts lie beyond it.

    Every running workflow is ended and started from the store: one that is not ahead may have come
    to the same version by acts that are lost. May be repeated after a crash.
    """
    refused = await registering.register(parts, found.beyond.lost)
    ended = 0
    ahead = {each.aggregate for each in found.ahead}
    for aggregate in sorted(ahead | await _running(parts)):
        ended += await _end(parts, aggregate)
    registered = len(found.beyond.lost) - len(refused)
    await parts.store.write(lambda c: _record(c, found, registered, len(refused), ended))
    started, _ = await wake_all(parts)
    return Accepted(registered, tuple(refused), ended, started)


async def _end(parts: Parts, aggregate: str) -> bool:
    try:
        await parts.client.get_workflow_handle(aggregate).terminate(reason="store accepted")
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    return True


def _record(
    connection: aggregates.Connection, found: Survey, registered: int, refused: int, ended: int
) -> None:
    audit.append(
        connection,
        {
            "act": "store_accepted",
            "actor": SYSTEM,
            "recorded_at": clock.now(connection).isoformat(),
            "bids_registered": registered,
            "bids_refused": refused,
            "receipts_unusable": len(found.beyond.unusable),
            "workflows_ahead": len(found.ahead),
            "workflows_unknown": len(found.unknown),
            "workflows_ended": ended,
        },
    )


def told(found: Survey) -> list[str]:
    """The survey in words, a line for each thing that is not as it should be."""
    lines = []
    if found.behind:
        lines.append(
            "THE STORE IS BEHIND: somebody knows more than it does, "
            "as after an earlier copy was put back."
        )
    lines += [
        f"  {each.aggregate}: its workflow knows version {each.known}, the store {each.stored}."
        for each in found.ahead
    ]
    lines += [
        f"  {each}: has a workflow, and the store does not know it." for each in found.unknown
    ]
    lines += [
        f"  Bid {each.command.bid} of {each.command.aggregate}, received at {each.command.at}: "
        "its receipt is there, the bid is not."
        for each in found.beyond.lost
    ]
    lines += [
        f"  Receipt {each}: not signed here, or its manifest was changed."
        for each in found.beyond.unusable
    ]
    lines += [f"  {each}: its workflow does not answer." for each in found.silent]
    return lines


async def warn(parts: Parts) -> Survey:
    """Say once, loudly, when the store is behind; waits until Temporal can be asked."""
    beyond = await registering.beyond(parts)
    if beyond.lost:
        _shout(told(Survey(beyond=beyond)))
    while True:
        try:
            found = await survey(parts)
        except (RPCError, RuntimeError, WakeFailedError):
            await asyncio.sleep(_ASK_AGAIN)
            continue
        if found.ahead or found.unknown:
            _shout(told(found))
        return found


def _shout(lines: list[str]) -> None:
    for line in (*lines, ADVICE):
        _log.error("%s", line)
