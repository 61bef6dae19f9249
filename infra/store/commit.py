"""The one transaction: lock, judge, record, answer. Every binding act passes here and only here.

Called by the workflow's local activity for commands, and directly for arrivals, new dossiers and
follow-ups (`direct`); then an outbox row wakes the workflow, which catches up. `decide` and
`evolve` run in this function and nowhere else. A refusal rolls everything back.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from contracts import actors, envelope, names
from contracts.aggregate import Command, Decision, Event, Facts, State
from contracts.base import content_hash, local_date
from contracts.envelope import CommitRequest, Outcome, Tick
from contracts.refusals import Code, Refusal, fact, refuse
from contracts.rules import permissions
from contracts.rules.errors import RuleError
from contracts.rules.permissions import Verdict
from infra.store import access, audit, clock, commitments, editions, outbox, records
from infra.store.engine import Store
from infra.store.facts import read_facts
from infra.store.queries import people
from infra.store.records import Contents
from infra.store.writes import write_event


class _RolledBackError(Exception):
    """Carries an outcome out of a transaction that must leave nothing behind."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@dataclass(frozen=True)
class _Here:
    """Where the commit stands: the locked State and the clock of the transaction."""

    connection: Connection
    now: datetime
    state: State | None

    def answer(self, **more: Any) -> Outcome:
        return Outcome(now=self.now, state=self.state, **more)


async def commit(
    store: Store, request: CommitRequest, direct: bool = False, contents: Contents = ()
) -> Outcome:
    """Judge and record one command, with contents that it names, or answer the present when there
    is none.

    Idempotent by the command's id: a repeat answers what was answered, with the present State;
    the same id with another body is refused (`KEY_REUSED`). The outcome's `refusal` says no.
    """

    def work(connection: Connection) -> Outcome:
        records.put_contents(connection, contents)
        outcome = commit_in(connection, request, direct)
        if outcome.refusal is not None and not outcome.kept:
            raise _RolledBackError(outcome)
        return outcome

    try:
        try:
            return await store.write(work)
        except IntegrityError:
            # The same id, or the same new aggregate, was recorded at this very moment: a repeat.
            return await store.write(work)
    except _RolledBackError as rolled_back:
        return rolled_back.outcome


async def rehearse(store: Store, request: CommitRequest, contents: Contents = ()) -> Outcome:
    """What `commit` would answer now; nothing is recorded."""

    def work(connection: Connection) -> Outcome:
        records.put_contents(connection, contents)
        raise _RolledBackError(commit_in(connection, request, direct=True))

    try:
        return await store.write(work)
    except _RolledBackError as rolled_back:
        return rolled_back.outcome


def commit_in(connection: Connection, request: CommitRequest, direct: bool) -> Outcome:
    """The transaction itself, on an open connection."""
    state, seen = records.lock_state(connection, request.aggregate)
    here = _Here(connection, clock.now(connection), state)
    if state is not None and state.version < request.known:
        return here.answer(refusal=refuse(Code.STORE_BEHIND))
    if state is not None and not direct and seen != state.version:
        records.mark_seen(connection, request.aggregate, state.version)
    command = request.command
    if command is None:
        return here.answer()
    if stored := records.find_command(connection, command.id):
        return _repeated(here, command, stored)
    if isinstance(command, Tick):
        return _tick(here, command, direct)
    if command.at > here.now:
        return here.answer(refusal=refuse(Code.AT_IN_FUTURE))
    if (state is None) != command.opens and not _standing(here, command):
        return here.answer(refusal=refuse(Code.UNKNOWN_REFERENCE))
    return _judge(here, command, direct)


def _standing(here: _Here, command: Command) -> bool:
    """Whether this is the first act on something that is there from the start."""
    return here.state is None and envelope.behaviour(command.aggregate).standing


def _repeated(here: _Here, command: Command, stored: records.Stored) -> Outcome:
    if stored.body_hash != command.body_hash():
        return here.answer(refusal=refuse(Code.KEY_REUSED))
    return here.answer(
        refusal=stored.refusal,
        answer=stored.answer,
        repeated=True,
        kept=stored.refusal is not None,
    )


def _base_facts(here: _Here, command: Command) -> Facts | None:
    """Who acts, their relations and the law in force; None for an unknown person."""
    if command.actor == actors.SYSTEM:
        actor = actors.system(command.organisation)
    else:
        found = people.actor(here.connection, command.actor, command.at)
        if found is None:
            return None
        actor = found
    state = here.state
    at = here.now if isinstance(command, Tick) else command.at
    if state is not None and state.last is not None:
        at = max(at, state.last)
    # What follows from a tender keeps the tender's edition: its opening command carries the pin.
    pinned = state.edition if state else getattr(command, "edition", None)
    edition = (
        editions.pinned(here.connection, pinned)
        if pinned
        else editions.in_force(here.connection, command.organisation, at)
    )
    dossier = state.dossier if state else names.subject_of(command.aggregate)
    relations = people.relations(here.connection, dossier, actor.person)
    return Facts(actor=actor, relations=relations, now=here.now, at=at, edition=edition)


def _allowed(here: _Here, command: Command, facts: Facts) -> Verdict | Refusal:
    """The verdict that lets this act pass, or why it does not."""
    state, amount = here.state, None
    if state is not None:
        if not access.in_scope(here.connection, state, facts.actor):
            return refuse(Code.UNKNOWN_REFERENCE)
        amount = commitments.amount_of(here.connection, state, facts.actor, command.kind, command)
    verdict = permissions.can(facts.actor, command.permission, facts.relations, amount)
    return access.permission_refusal(verdict) or verdict


def _judge(here: _Here, command: Command, direct: bool) -> Outcome:
    try:
        facts = _base_facts(here, command)
    except RuleError:
        day = local_date(command.at)
        return here.answer(refusal=refuse(Code.EDITION_MISSING, day=fact(day)))
    if facts is None:
        return here.answer(refusal=refuse(Code.NOT_ALLOWED))
    if _standing(here, command):
        begun = envelope.behaviour(command.aggregate).begin(facts, command)
        here = replace(here, state=begun)
    verdict = _allowed(here, command, facts)
    if isinstance(verdict, Refusal):
        return here.answer(refusal=verdict)
    facts = replace(facts, mandate=verdict.mandate)
    facts = read_facts(here.connection, here.state, command, facts)
    state = here.state
    if state is None:
        state = envelope.behaviour(command.aggregate).begin(facts, command)
    elif refusal := envelope.may(state, command.kind, facts.actor, facts.at):
        return here.answer(refusal=refusal)
    decision = envelope.judged_by(command)(state, facts, command)
    if isinstance(decision, Refusal):
        return here.answer(refusal=decision)
    return _record(replace(here, state=state), command, facts, _stamped(decision, facts), direct)


def _stamped(decision: Decision, facts: Facts) -> Decision:
    """What a deputy did is recorded as done for the holder of the role."""
    if facts.mandate is None:
        return decision
    stamp = {"on_behalf_of": facts.mandate.titular}
    return replace(decision, events=tuple(e.model_copy(update=stamp) for e in decision.events))


def _tick(here: _Here, tick: Tick, direct: bool) -> Outcome:
    state = here.state
    first = state.next_due if state else None
    if state is None or first is None or (first.at, first.what) != (tick.due, tick.what):
        return here.answer()  # somebody else did it, or it moved
    if here.now < tick.due:
        return here.answer(refusal=refuse(Code.NOT_YET, due=fact(tick.due)))
    facts = _base_facts(here, tick)
    if facts is None:
        raise LookupError("the engine is always known")
    on_due = envelope.ON_DUE[first.what.split("/")[0]]
    facts = read_facts(here.connection, state, tick, facts)
    return _record(here, tick, facts, Decision(on_due(state, facts, first)), direct)


def _record(
    here: _Here, command: Command, facts: Facts, decision: Decision, direct: bool
) -> Outcome:
    state = here.state
    if state is None:
        raise LookupError("a decision has a State")
    first_version = state.version + 1
    follow_ups: list[Command] = []
    for event in decision.events:
        state = _evolved(state, event)
        for follow_up in envelope.FOLLOW_UPS.get(type(event), ()):
            follow_ups += follow_up(state, event)
    head = audit.append(here.connection, _entry(here, command, state, decision, facts))
    followed = direct and names.has_workflow(state.aggregate)
    records.save_state(
        here.connection, state, first_version == 1, None if followed else state.version
    )
    if decision.events:
        records.add_events(here.connection, state, first_version, decision.events, head.size - 1)
    for event in decision.events:
        write_event(here.connection, state, event, command, facts)
    tasks = envelope.behaviour(state.aggregate).tasks(state)
    records.replace_tasks(here.connection, state, tasks)
    outbox.add_follow_ups(here.connection, follow_ups)
    # What changes nothing keeps its version, under which its workflow was woken before.
    if followed and decision.events:
        outbox.add_wake(here.connection, state)
    answer = dict(decision.answer) | {"leaf": str(head.size - 1)}
    records.add_command(here.connection, command, state, answer, decision.refusal, here.now)
    return Outcome(
        now=here.now,
        state=state,
        refusal=decision.refusal,
        answer=answer,
        kept=decision.refusal is not None,
    )


def _evolved(state: State, event: Event) -> State:
    after = envelope.EVOLVE[type(event)](state, event)
    update = {"version": state.version + 1, "last": event.at}
    evolved: State = after.model_copy(update=update)
    return evolved


def _entry(
    here: _Here, command: Command, after: State, decision: Decision, facts: Facts
) -> dict[str, Any]:
    lent = {}
    if facts.mandate is not None:
        lent = {"on_behalf_of": facts.mandate.titular, "decision": facts.mandate.decision}
    # The command's own key came from outside and may say anything: only its hash is kept here.
    return lent | {
        "act": command.kind,
        "aggregate": after.aggregate,
        "version": after.version,
        "actor": command.actor,
        "command": content_hash(command.id.encode()),
        "body": command.body_hash(),
        "at": [event.at.isoformat() for event in decision.events],
        "recorded_at": here.now.isoformat(),
        "events": [[event.kind, content_hash(event)] for event in decision.events],
        "state": content_hash(after),
    }
