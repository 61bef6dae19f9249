"""How an act of a person reaches its aggregate. The only file of `api` that talks to Temporal.

A command goes as an Update to the aggregate's workflow; an arrival and a new dossier are committed
directly. Both are judged early here (`may`, `can`), and judged again under the lock.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import (
    Client,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from api.pending import Pending
from contracts import envelope
from contracts.aggregate import Command, State
from contracts.base import Instant
from contracts.envelope import Answer, CommitRequest
from contracts.refusals import Code, Refusal, refuse
from infra import faults
from infra.store import access, clock, commit, commitments, records
from infra.store.engine import Connection, Store
from infra.store.queries import people
from infra.store.records import Contents
from infra.temporal.waking import Wake, WakeFailedError

ANSWER_WITHIN = 3.0
"""Seconds until an act that was sent is answered with *accepted* instead of its outcome."""

AWAIT_FOR = 600.0
"""Seconds in which the outcome of such an act is still awaited, for who asks for it."""

REACH_WITHIN = 1.8
"""Seconds in which Temporal must be reached, or the act is refused for now."""

IN_FLIGHT = 8
"""Updates of one workflow at a time; Temporal refuses the eleventh."""


class RefusedError(Exception):
    """The act was judged and the answer is no."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class PendingError(Exception):
    """The act was sent and is not answered yet; ask again by its id."""

    def __init__(self, command: str) -> None:
        super().__init__(command)
        self.command = command


class UnreachableError(Exception):
    """Temporal does not answer: nothing was done, the same request may be sent again."""


@dataclass(frozen=True)
class _Early:
    """What is known of a command before it is sent."""

    state: State | None
    stored: records.Stored | None
    refusal: Refusal | None
    behind: bool = False
    """Whether the workflow has not seen the State yet, after an arrival or a follow-up."""


class Commands:
    """Sends acts and arrivals; every method is idempotent by the command's id."""

    def __init__(self, store: Store, client: Client, wake: Wake) -> None:
        self.store = store
        self.client = client
        self.wake = wake
        self._pending = Pending()
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(IN_FLIGHT)
        )

    async def instant(self) -> Instant:
        """The authority clock, to stamp an act when its request has been read in full."""
        return await self.store.read(clock.now)

    async def arrive(self, command: Command, contents: Contents = ()) -> Answer:
        """Commit an arrival or a new dossier at once, with the contents that it names; it does
        not need Temporal.

        Raises RefusedError.
        """
        request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
        outcome = await commit.commit(self.store, request, direct=True, contents=contents)
        if outcome.refusal is not None or outcome.state is None:
            raise RefusedError(outcome.refusal or refuse(Code.UNKNOWN_REFERENCE))
        return _answer(command, outcome.state.version, outcome.state.stage, outcome.answer)

    async def send(self, command: Command, contents: Contents = ()) -> Answer:
        """Send an act to its workflow and wait for the outcome. The contents that it names are
        kept first, unless it is refused early.

        Raises RefusedError (judged), UnreachableError (not taken: try again), PendingError
        (taken, not answered within ANSWER_WITHIN seconds).
        """
        early = await self.store.read(lambda c: _early(c, command))
        if early.stored is not None:
            return _repeated(command, early.stored)
        if early.refusal is not None or early.state is None:
            raise RefusedError(early.refusal or refuse(Code.UNKNOWN_REFERENCE))
        if contents:
            await self.store.write(lambda c: records.put_contents(c, contents))
        async with self._slots[command.aggregate]:
            if early.behind:
                await self._start(command.aggregate)
            try:
                answer = await self._update(command, ANSWER_WITHIN)
            except PendingError:
                self._pending.keep(command.id, self._update(command, AWAIT_FOR))
                raise
        faults.reach(faults.Point.BEFORE_ANSWER)
        return answer

    async def find(self, command_id: str, person: str) -> Answer | None:
        """What a command of this person was answered, None while its outcome is awaited.

        Raises RefusedError: why it was refused, or UNKNOWN_REFERENCE when nothing is known of it.
        """
        stored = await self.store.read(lambda c: records.find_command(c, command_id))
        if stored is not None and stored.actor == person:
            return _told(command_id, stored)
        try:
            return self._pending.find(command_id)
        except (LookupError, PendingError, UnreachableError):
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from None

    async def reachable(self) -> bool:
        """Whether Temporal answers now."""
        try:
            async with asyncio.timeout(REACH_WITHIN):
                return bool(await self.client.service_client.check_health())
        except (RPCError, RuntimeError, TimeoutError):
            return False

    async def _update(self, command: Command, within: float) -> Answer:
        for last in (False, True):
            try:
                async with asyncio.timeout(within):
                    return await self._execute(command, within)
            except WorkflowUpdateFailedError as failure:
                cause = failure.cause
                if not isinstance(cause, ApplicationError):
                    raise
                if cause.type == "draining" and not last:
                    await asyncio.sleep(0.1)
                    continue
                raise await self._translated(command, cause) from failure
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND or last:
                    raise _lost(error, command) from error
                await self._start(command.aggregate)
            except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
                raise PendingError(command.id) from None
            except RuntimeError as error:  # a lazy client that never reached the server
                raise UnreachableError from error
        raise UnreachableError

    async def _execute(self, command: Command, within: float) -> Answer:
        handle = self.client.get_workflow_handle(command.aggregate)
        answer: Answer = await handle.execute_update(
            "act",
            command,
            id=f"{command.id}/{command.body_hash()[:16]}",
            result_type=Answer,
            rpc_timeout=timedelta(seconds=within),
        )
        return answer

    async def _start(self, aggregate: str) -> None:
        """The workflow is behind, or missing (a lost Temporal database): have it catch up."""
        try:
            async with asyncio.timeout(REACH_WITHIN):
                await self.wake(aggregate)
        except (WakeFailedError, TimeoutError) as error:
            raise UnreachableError from error

    async def _translated(self, command: Command, error: ApplicationError) -> Exception:
        """A refusal of the workflow. Words and amounts do not travel through Temporal: where the
        store refused, it is asked for them again."""
        if error.type in (Code.TEMPORARILY_UNAVAILABLE, "draining"):
            return UnreachableError()
        details: Any = error.details[0] if error.details else {"code": error.type}
        refusal = Refusal.model_validate(details)
        if not refusal.withheld:
            return RefusedError(refusal)
        request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
        outcome = await commit.rehearse(self.store, request)
        return UnreachableError() if outcome.refusal is None else RefusedError(outcome.refusal)


def _early(connection: Connection, command: Command) -> _Early:
    stored = records.find_command(connection, command.id)
    state, seen = records.read_seen(connection, command.aggregate)
    actor = people.actor(connection, command.actor, command.at)
    if stored is not None or state is None or actor is None:
        return _Early(state, stored, None)
    held = people.relations(connection, state.dossier, command.actor)
    amount = commitments.amount_of(connection, state, actor, command.kind, command)
    refusal = access.refusal(connection, state, actor, command.permission, held, amount)
    refusal = refusal or envelope.may(state, command.kind, actor, command.at)
    return _Early(state, None, refusal, seen < state.version)


def _repeated(command: Command, stored: records.Stored) -> Answer:
    if stored.body_hash != command.body_hash():
        raise RefusedError(refuse(Code.KEY_REUSED))
    return _told(command.id, stored)


def _told(command_id: str, stored: records.Stored) -> Answer:
    if stored.refusal is not None:
        raise RefusedError(stored.refusal)
    return Answer(
        command=command_id,
        aggregate=stored.aggregate,
        version=stored.version,
        stage=stored.stage,
        answer=stored.answer,
        repeated=True,
    )


def _answer(command: Command, version: int, stage: str, answer: dict[str, str]) -> Answer:
    return Answer(
        command=command.id,
        aggregate=command.aggregate,
        version=version,
        stage=stage,
        answer=answer,
    )


def _lost(error: RPCError, command: Command) -> Exception:
    if error.status in (RPCStatusCode.CANCELLED, RPCStatusCode.DEADLINE_EXCEEDED):
        return PendingError(command.id)
    return UnreachableError()
