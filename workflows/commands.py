"""The life of an aggregate's workflow, written once: acts, timers, steps, catching up, renewal.

The store decides; a workflow takes over the State that commit answers if its version is higher,
waits for the next instant of its agenda and runs the step of its stage. It never folds events and
never reads a clock: commit answers `now`, and the timer is armed for `due - now` (decision 0005).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from contracts import actors, envelope, names
    from contracts.aggregate import Command, Due, State
    from contracts.base import Instant
    from contracts.envelope import (
        Answer,
        AnyCommand,
        CommitRequest,
        Outcome,
        Start,
        StepRequest,
        Tick,
    )
    from contracts.refusals import Code, Refusal

from workflows import ports

LONGEST_WAIT = timedelta(days=90)
"""A run is renewed at least this often, so that no history grows old."""

MOST_ACTS = 400
MOST_EVENTS = 1500
COMMIT_WITHIN = timedelta(seconds=3)
ANSWER_WITHIN = timedelta(seconds=9)
THRICE = RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_attempts=3)
STORE_PAUSE = timedelta(seconds=5)
BEHIND_PAUSE = timedelta(seconds=60)
SILENCE = timedelta(seconds=5)
"""A step that has not beaten for this long is given to another worker."""

STEP_PAUSE = timedelta(seconds=30)

VERSION = "version"
"""The type of the refusal that tells a version; its first detail is the number."""

Step = Callable[[], Awaitable[None]]

R = TypeVar("R")


def refused(refusal: Refusal) -> ApplicationError:
    """The one kind of error that reaches a caller."""
    return ApplicationError(refusal.code, refusal, type=refusal.code, non_retryable=True)


class AggregateWorkflow:
    """The base of all five workflows. A subclass has `run` and the steps of its stages."""

    def __init__(self, start: Start) -> None:
        self.aggregate = start.aggregate
        self.known = start.known
        self.state: State | None = None
        self.now: Instant | None = None
        self.pokes = 1
        self.asked = 0
        self.draining = False
        self.acts = 0
        self.lock = asyncio.Lock()

    def steps(self) -> Mapping[str, Step]:
        """The stages in which the engine itself has something to do."""
        return {}

    @property
    def poked(self) -> bool:
        """Whether the store may know more than this workflow."""
        return self.asked < self.pokes

    # --- what reaches the workflow ------------------------------------------------------------

    @workflow.update
    async def act(self, command: AnyCommand) -> Answer:
        """One binding act. Raises ApplicationError with our refusal, and nothing else."""
        self.acts += 1
        outcome = await self.commit(command)
        if outcome is None:
            raise ApplicationError(
                Code.TEMPORARILY_UNAVAILABLE,
                type=Code.TEMPORARILY_UNAVAILABLE,
                non_retryable=True,
            )
        if outcome.refusal is not None:
            raise refused(outcome.refusal)
        state = outcome.state
        if state is None:
            raise refused(Refusal(code=Code.UNKNOWN_REFERENCE))
        return Answer(
            command=command.id,
            aggregate=self.aggregate,
            version=state.version,
            stage=state.stage,
            answer=outcome.answer,
            repeated=outcome.repeated,
        )

    @act.validator
    def judge_act(self, command: AnyCommand) -> None:
        """Refuse early, from State alone: such a refusal costs no history."""
        if self.draining:
            raise ApplicationError("draining", type="draining", non_retryable=True)
        if self.state is None or self.poked:
            return  # what it knows is old: the store judges
        actor = actors.Actor(
            person=command.actor, organisation=command.organisation, roles=frozenset()
        )
        if refusal := envelope.may(self.state, command.kind, actor, command.at):
            raise refused(refusal)

    @workflow.signal
    def catch_up(self) -> None:
        """The store may know more than this workflow: ask it."""
        self.pokes += 1

    @workflow.update
    async def tell_version(self) -> None:
        """Ask for the version that this workflow has; the answer is `judge_question`'s refusal."""

    @tell_version.validator
    def judge_question(self) -> None:
        """Answer with a refusal of type VERSION that carries it: a refused update leaves nothing
        in the history, and cannot spoil it as a query can (decision 0022)."""
        raise ApplicationError(VERSION, self.version, type=VERSION, non_retryable=True)

    @property
    def version(self) -> int:
        """The version of the aggregate that this workflow has."""
        return max(self.known, self.state.version if self.state else 0)

    # --- the way to the store -----------------------------------------------------------------

    async def commit(self, command: Command | None) -> Outcome | None:
        """Ask the store; None when it did not answer (the outcome is unknown: ask again)."""
        async with self.lock:
            request = CommitRequest(aggregate=self.aggregate, known=self.version, command=command)
            try:
                outcome = await workflow.execute_local_activity_method(
                    ports.Commit.commit,
                    request,
                    start_to_close_timeout=COMMIT_WITHIN,
                    schedule_to_close_timeout=ANSWER_WITHIN,
                    retry_policy=THRICE,
                )
            except ActivityError:
                return None
            self._take_over(outcome)
            return outcome

    def _take_over(self, outcome: Outcome) -> None:
        self.now = outcome.now
        if outcome.state is None:
            return
        present = self.version if self.state is None else self.state.version + 1
        if outcome.state.version >= present:
            self.state = outcome.state

    # --- steps --------------------------------------------------------------------------------

    async def do(self, activity: Callable[[Any, StepRequest], Awaitable[R]], key: str) -> R:
        """Run a step's activity on the queue of documents until it succeeds."""
        return await workflow.execute_activity_method(
            activity,
            StepRequest(aggregate=self.aggregate, key=f"{self.aggregate}/{key}"),
            task_queue=names.DOCUMENT_QUEUE,
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=SILENCE,
            retry_policy=RetryPolicy(
                initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=1)
            ),
        )

    async def record(self, kind: type[Command], at: Instant, **what: Any) -> None:
        """Commit what came of a step, as the engine."""
        state = self.state
        if state is None:
            return
        # The version keeps the id apart when a stage is passed a second time.
        command = kind(
            id=f"{self.aggregate}@{state.version}/{kind.model_fields['kind'].default}",
            aggregate=self.aggregate,
            organisation=state.organisation,
            actor=actors.SYSTEM,
            at=at,
            **what,
        )
        outcome = await self.commit(command)
        if outcome is None:
            await workflow.sleep(STORE_PAUSE)
        elif outcome.refusal is not None:
            workflow.logger.warning(
                "%s: %s refused: %s", self.aggregate, command.kind, outcome.refusal.code
            )
            await workflow.sleep(STEP_PAUSE)
            self.pokes += 1

    # --- the loop -----------------------------------------------------------------------------

    async def live(self) -> None:
        """Until the aggregate has ended: catch up, do the step of the stage, wait."""
        while True:
            if self.poked or self.state is None:
                await self._ask()
                continue
            if self.state.ended:
                break
            if self._is_long():
                await self._renew()
            step = self.steps().get(self.state.stage)
            if step is not None:
                await step()
                continue
            await self._wait(self.state)
        await workflow.wait_condition(workflow.all_handlers_finished)

    async def _ask(self) -> None:
        pokes = self.pokes
        outcome = await self.commit(None)
        if outcome is None or outcome.state is None:
            await workflow.sleep(STORE_PAUSE)
        elif outcome.refusal is not None:
            workflow.logger.error(
                "%s: the store is behind its workflow (%s < %s)",
                self.aggregate,
                outcome.state.version,
                self.version,
            )
            await workflow.sleep(BEHIND_PAUSE)
        else:
            self.asked = pokes

    async def _wait(self, state: State) -> None:
        due = state.next_due
        wait = LONGEST_WAIT
        if due is not None and self.now is not None:
            wait = min(max(due.at - self.now, timedelta(0)), LONGEST_WAIT)
        if wait > timedelta(0):
            try:
                await workflow.wait_condition(
                    lambda: self.poked or self._is_long() or not self._waits_for(due),
                    timeout=wait,
                    timeout_summary=due.what if due else "renew",
                )
            except TimeoutError:
                pass
            else:
                return
        if due is None:
            await self._renew()
        else:
            await self._tick(state, due)

    def _waits_for(self, due: Due | None) -> bool:
        """Whether the timer that is armed for this instant still serves: an act that changes
        neither it nor what the engine has to do leaves it running."""
        state = self.state
        return (
            state is not None
            and state.next_due == due
            and not state.ended
            and state.stage not in self.steps()
        )

    async def _tick(self, state: State, due: Due) -> None:
        tick = Tick(
            id=f"{self.aggregate}/{due.what}/{due.at.isoformat()}",
            aggregate=self.aggregate,
            organisation=state.organisation,
            actor=actors.SYSTEM,
            at=due.at,
            due=due.at,
            what=due.what,
        )
        outcome = await self.commit(tick)
        refusal = outcome.refusal if outcome else None
        if refusal is not None and refusal.code is Code.NOT_YET:
            return  # the answer's `now` arms the timer again
        if self.state is state:
            # No answer, a refusal, or nothing to do: the store knows something else than we do.
            await workflow.sleep(STORE_PAUSE)
            self.pokes += 1

    def _is_long(self) -> bool:
        length = workflow.info().get_current_history_length()
        return self.acts >= MOST_ACTS or length >= MOST_EVENTS

    async def _renew(self) -> None:
        """Go on as a new run; no act is in hand, new ones are told to come back."""
        self.draining = True
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(Start(aggregate=self.aggregate, known=self.version))
