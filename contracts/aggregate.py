"""What every aggregate shares: commands, events, State, instants still to come, open tasks.

A phase module gives, for its commands and events, three pure functions and no more:
`may(state, kind, actor, at)` judges from State alone; `decide(state, facts, command)` judges with
what the store read under the lock and answers events; `evolve(state, event)` is the next State.
`decide` and `evolve` run inside the store's commit and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from contracts import names
from contracts.actors import Actor, Mandate, Permission, Relation, Role
from contracts.base import Identifier, Instant, Message, content_hash
from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules.editions import Edition


class Command(Message):
    """One binding act by one person. Ids, hashes and small facts only; never contents.

    `id` is the idempotency key of the caller, scoped to the person. `at` is the authority clock's
    instant when the request had been read in full.
    """

    permission: ClassVar[Permission]
    opens: ClassVar[bool] = False
    """Whether this command creates its aggregate."""

    kind: str
    id: str
    aggregate: str
    organisation: Identifier
    actor: Identifier
    at: Instant

    def body_hash(self) -> str:
        """The hash by which a repeat is recognised: all but the moment of sending."""
        return content_hash(self.model_dump(mode="json", exclude={"at"}))


class Event(Message):
    """A fact that happened, in the past participle. `at` orders the events of an aggregate.

    `actor` is who did it; a deputy did it for the holder of the role, `on_behalf_of`.
    """

    kind: str
    at: Instant
    actor: Identifier
    on_behalf_of: Identifier | None = None
    """Stamped by the commit, which knows on which mandate the act was allowed."""


class Due(Message):
    """An instant that an aggregate waits for, and what falls due then."""

    at: Instant
    what: str


class State(Message):
    """What a timer, a wait or a judgement needs to know of an aggregate; 4 KiB at most."""

    ENDS: ClassVar[frozenset[str]] = frozenset()
    """The stages in which nothing more is waited for: the workflow ends."""

    kind: str
    aggregate: str
    organisation: Identifier
    stage: str
    version: int = 0
    last: Instant | None = None
    since: Instant | None = None
    """When the present stage began."""
    agenda: tuple[Due, ...] = ()
    edition: str

    @property
    def next_due(self) -> Due | None:
        """The first instant still to come."""
        return min(self.agenda, key=lambda due: (due.at, due.what), default=None)

    @property
    def dossier(self) -> str:
        """The id of the tender: one purchase, from need to acceptance, is one dossier."""
        return names.subject_of(self.aggregate)

    @property
    def ended(self) -> bool:
        """Whether nothing more is waited for."""
        return self.stage in self.ENDS


class Task(Message):
    """One line of *Wacht op mij*: an act that a person, or a role, is waited for.

    `what` is a catalogue key under `task.`; exactly one of `person` and `role` is given. `due`
    is the last instant and `rule` the catalogue key of the ground it rests on.
    """

    what: str
    person: Identifier | None = None
    role: Role | None = None
    party: Identifier | None = None
    """The organisation that must act when it is not the buyer."""
    since: Instant
    due: Instant | None = None
    rule: str | None = None


@dataclass(frozen=True)
class Facts:
    """What commit read under the lock for one command."""

    actor: Actor
    relations: frozenset[Relation]
    now: Instant
    """The authority clock inside the transaction."""
    at: Instant
    """The instant of the act: the command's, never before the aggregate's last event."""
    edition: Edition
    """The law in force, pinned when the aggregate began."""
    mandate: Mandate | None = field(default=None, kw_only=True)
    """The one on which the act was allowed, when it is a deputy's."""


@dataclass(frozen=True)
class Decision:
    """Yes: what happened, and the few facts that the caller is answered.

    With a `refusal` the events are recorded all the same and the caller is told no: a late bid
    is refused, and that it was offered stays on record.
    """

    events: tuple[Event, ...]
    answer: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None


May = Callable[[Any, Actor, Instant], Refusal | None]
Decide = Callable[[Any, Any, Any], Decision | Refusal]
Evolve = Callable[[Any, Any], Any]
OnDue = Callable[[Any, Any, Due], tuple[Event, ...]]
"""What a due instant brings about: (state, facts, due) to events."""
FollowUp = Callable[[Any, Any], tuple[Command, ...]]
"""What an event asks of other aggregates: (state after, event) to commands by the system."""


def without(agenda: tuple[Due, ...], *what: str) -> tuple[Due, ...]:
    """The agenda without the named instants."""
    return tuple(due for due in agenda if due.what not in what)


def wrong_stage(state: State) -> Refusal:
    """The act does not belong to the present stage."""
    kind = names.kind_of(state.aggregate)
    return refuse(Code.WRONG_STAGE, stage=key(f"stage.{kind}.{state.stage}"))


def in_stages(*stages: str) -> May:
    """An act that only these stages allow."""

    def may(state: State, actor: Actor, at: Instant) -> Refusal | None:
        return None if state.stage in stages else wrong_stage(state)

    return may


def to_stage(stage: str) -> Evolve:
    """An event that does no more than bring the aggregate to a stage."""

    def evolve(state: State, event: Event) -> State:
        return state.model_copy(update={"stage": stage, "since": event.at})

    return evolve


def unchanged(state: State, event: Event) -> State:
    """An event that State does not show."""
    return state
