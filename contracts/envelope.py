"""What travels between API, workflow and commit, and the one table of all aggregates.

A workflow knows only this page: it sends a command into `commit` and takes over the State that
comes back. Which phase judges which command is looked up here, inside commit.
"""

import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter

from contracts import (
    acceptance,
    aggregate,
    awarding,
    bidding,
    contracting,
    evaluation,
    names,
    people,
    signatures,
    tendering,
)
from contracts.actors import Actor, Permission
from contracts.aggregate import Command, Event, State, Task
from contracts.base import Identifier, Instant, Message, Sha256
from contracts.names import Kind
from contracts.refusals import Refusal

PHASES = (people, tendering, bidding, evaluation, awarding, contracting, acceptance, signatures)
"""Every phase module that has commands and events; each stands here once."""


class Tick(Command):
    """The engine: an instant of the agenda came. Judged by the clock of the transaction."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["tick"] = "tick"
    due: Instant
    what: str


@dataclass(frozen=True)
class Behaviour:
    """What one kind of aggregate is made of."""

    state: type[State]
    begin: Callable[[Any, Any], State]
    tasks: Callable[[Any], tuple[Task, ...]]
    standing: bool = False
    """Whether it is there from the start: its first act, whichever it is, writes its row."""


BEHAVIOURS: Mapping[Kind, Behaviour] = {
    Kind.TENDER: Behaviour(tendering.TenderState, tendering.begin, tendering.tasks),
    Kind.EVALUATION: Behaviour(evaluation.EvaluationState, evaluation.begin, evaluation.tasks),
    Kind.AWARD: Behaviour(awarding.AwardState, awarding.begin, awarding.tasks),
    Kind.CONTRACT: Behaviour(contracting.ContractState, contracting.begin, contracting.tasks),
    Kind.ACCEPTANCE: Behaviour(acceptance.AcceptanceState, acceptance.begin, acceptance.tasks),
    Kind.ORGANISATION: Behaviour(
        people.OrganisationState, people.begin, people.tasks, standing=True
    ),
}


def _merged(table: str) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    for phase in PHASES:
        entries = getattr(phase, table, {})
        if twice := merged.keys() & entries.keys():
            raise ValueError(f"two phases claim {sorted(map(str, twice))}")
        merged |= entries
    return merged


MAY: Mapping[str, aggregate.May] = _merged("MAY")
DECIDE: Mapping[type[Command], aggregate.Decide] = _merged("DECIDE")
EVOLVE: Mapping[type[Event], aggregate.Evolve] = _merged("EVOLVE")
ON_DUE: Mapping[str, aggregate.OnDue] = _merged("ON_DUE")


def _follow_ups() -> Mapping[type[Event], tuple[aggregate.FollowUp, ...]]:
    found: dict[type[Event], tuple[aggregate.FollowUp, ...]] = {}
    for phase in PHASES:
        for event, follow_up in getattr(phase, "FOLLOW_UPS", {}).items():
            found[event] = (*found.get(event, ()), follow_up)
    return found


FOLLOW_UPS = _follow_ups()

if TYPE_CHECKING:
    AnyCommand = Command
    AnyState = State
    AnyEvent = Event
else:

    def _union(*types):
        """One of these by its `kind`. A class of its own: where Temporal reads a type hint, what
        stands beside a bare union is lost, and every member would be tried in turn."""
        tagged = Annotated[functools.reduce(operator.or_, types), Field(discriminator="kind")]

        class OneOf:
            @classmethod
            def __get_pydantic_core_schema__(cls, source, handler):
                return handler.generate_schema(tagged)

        return OneOf

    # The unions are made from the tables, so that a phase is added in one place.
    AnyCommand = _union(Tick, *DECIDE)
    AnyState = _union(*(b.state for b in BEHAVIOURS.values()))
    AnyEvent = _union(*EVOLVE)

COMMANDS: TypeAdapter[Command] = TypeAdapter(AnyCommand)
STATES: TypeAdapter[State] = TypeAdapter(AnyState)
EVENTS: TypeAdapter[Event] = TypeAdapter(AnyEvent)


class CommitRequest(Message):
    """A workflow's question to the store. Without a command it only asks for the present."""

    aggregate: str
    known: int
    """The version that the workflow has; the store must not be behind it."""
    command: AnyCommand | None = None


class Outcome(Message):
    """What commit answers. `state` and `now` are always the present ones, also for a repeat."""

    now: Instant
    state: AnyState | None = None
    refusal: Refusal | None = None
    answer: dict[str, str] = {}
    repeated: bool = False
    kept: bool = False
    """Whether something was recorded although the answer is no (a late bid's attempt)."""


class StepRequest(Message):
    """What an activity is asked: for which aggregate, under which key it is done only once."""

    aggregate: str
    key: str


class StepResult(Message):
    """What came of a step: when it was done, and the hashes and ids that the record needs."""

    at: Instant
    sha256: Sha256
    document: Identifier | None = None


class Start(Message):
    """The argument of every workflow: which aggregate, and where a continued run stands."""

    aggregate: str
    known: int = 0


class Answer(Message):
    """What the caller of a command is told when it was taken."""

    command: str
    aggregate: str
    version: int
    stage: str
    answer: dict[str, str] = {}
    repeated: bool = False


def may(state: State, kind: str, actor: Actor, at: Instant) -> Refusal | None:
    """The early judgement, from State alone: for validators, for pages that grey an act."""
    judge = MAY.get(kind)
    return judge(state, actor, at) if judge else None


def judged_by(command: Command) -> aggregate.Decide:
    """The phase function that decides a command; KeyError when no phase knows it."""
    return DECIDE[type(command)]


def behaviour(aggregate_id: str) -> Behaviour:
    """What the aggregate of this id is made of."""
    return BEHAVIOURS[names.kind_of(aggregate_id)]
