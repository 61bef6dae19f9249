"""Reading and writing aggregates, events, commands, contents, drafts and tasks by their keys."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contracts import envelope, names
from contracts.aggregate import Command, Event, State, Task
from contracts.base import canonical_json, content_hash
from contracts.refusals import Refusal
from infra.store.tables import core, dossier

M = TypeVar("M", bound=BaseModel)

Contents = Sequence[BaseModel | str]
"""What a command names by hash, to be kept with it."""


def upsert(
    connection: Connection,
) -> type[sqlite.Insert] | type[postgresql.Insert]:
    """The insert that knows `on_conflict_do_update`, for this database."""
    return postgresql.Insert if connection.dialect.name == "postgresql" else sqlite.Insert


# --- aggregates -------------------------------------------------------------------------------

# Statements of the command path are built once: building one costs more than running it.
_STATE = select(core.aggregates.c.state, core.aggregates.c.seen).where(
    core.aggregates.c.id == bindparam("aggregate")
)
_LOCKED_STATE = _STATE.with_for_update()
_NEW_STATE = insert(core.aggregates)
_NEXT_STATE = update(core.aggregates).where(core.aggregates.c.id == bindparam("aggregate"))


def lock_state(connection: Connection, aggregate: str) -> tuple[State | None, int]:
    """The State of an aggregate and the version its workflow has seen, locked until the end."""
    row = connection.execute(_LOCKED_STATE, {"aggregate": aggregate}).first()
    return (None, 0) if row is None else (envelope.STATES.validate_json(row.state), row.seen)


def read_seen(connection: Connection, aggregate: str) -> tuple[State | None, int]:
    """The State as it is now, and the version that its workflow has seen."""
    row = connection.execute(_STATE, {"aggregate": aggregate}).first()
    return (None, 0) if row is None else (envelope.STATES.validate_json(row.state), row.seen)


def read_state(connection: Connection, aggregate: str) -> State | None:
    """The State of an aggregate as it is now; None if there is none."""
    return read_seen(connection, aggregate)[0]


def save_state(connection: Connection, state: State, new: bool, seen: int | None) -> None:
    """Write the State; `seen` is given when the workflow itself asked for this commit, and when
    there is no workflow that would have to see it."""
    due = state.next_due
    values = {
        "stage": state.stage,
        "version": state.version,
        "ended": state.ended,
        "next_at": due.at if due else None,
        "state": canonical_json(state).decode(),
    } | ({} if seen is None else {"seen": seen})
    if not new:
        connection.execute(_NEXT_STATE, values | {"aggregate": state.aggregate})
        return
    key = {
        "id": state.aggregate,
        "kind": names.kind_of(state.aggregate),
        "organisation": state.organisation,
        "dossier": state.dossier,
        "opened_at": state.last,
        "seen": 0,
    }
    connection.execute(_NEW_STATE, key | values)


def mark_seen(connection: Connection, aggregate: str, version: int) -> None:
    """The workflow has this version now."""
    connection.execute(_NEXT_STATE, {"aggregate": aggregate, "seen": version})


# --- events -----------------------------------------------------------------------------------


_NEW_EVENT = insert(core.events)


def add_events(
    connection: Connection, state: State, first_version: int, events: Sequence[Event], leaf: int
) -> None:
    """Append the events of one commit, each under its own version."""
    connection.execute(
        _NEW_EVENT,
        [
            {
                "aggregate": state.aggregate,
                "version": first_version + step,
                "dossier": state.dossier,
                "kind": event.kind,
                "at": event.at,
                "actor": event.actor,
                "on_behalf_of": event.on_behalf_of,
                "body": canonical_json(event).decode(),
                "leaf": leaf,
            }
            for step, event in enumerate(events)
        ],
    )


@dataclass(frozen=True)
class Recorded:
    """An event with the entry of the audit log that it stands in."""

    event: Event
    leaf: int


def read_recorded(connection: Connection, aggregate: str) -> list[Recorded]:
    """All that happened to an aggregate, in order, with where the audit log has it."""
    rows = connection.execute(
        select(core.events.c.body, core.events.c.leaf)
        .where(core.events.c.aggregate == aggregate)
        .order_by(core.events.c.version)
    )
    return [Recorded(envelope.EVENTS.validate_json(row.body), row.leaf) for row in rows]


def read_events(connection: Connection, aggregate: str) -> list[Event]:
    """All that happened to an aggregate, in order."""
    return [each.event for each in read_recorded(connection, aggregate)]


# --- commands ---------------------------------------------------------------------------------


class Stored(BaseModel):
    """What a command was answered when it was committed."""

    body_hash: str
    kind: str
    actor: str
    aggregate: str
    version: int
    stage: str
    answer: dict[str, str]
    refusal: Refusal | None


_COMMAND = select(core.commands).where(core.commands.c.id == bindparam("command"))
_NEW_COMMAND = insert(core.commands)


def find_command(connection: Connection, command_id: str) -> Stored | None:
    """The stored answer of a command, None when it was never committed."""
    row = connection.execute(_COMMAND, {"command": command_id}).first()
    if row is None:
        return None
    return Stored(
        body_hash=row.body_hash,
        kind=row.kind,
        actor=row.actor,
        aggregate=row.aggregate,
        version=row.version,
        stage=row.stage,
        answer=json.loads(row.answer),
        refusal=None if row.refusal is None else Refusal.model_validate_json(row.refusal),
    )


def add_command(
    connection: Connection,
    command: Command,
    state: State,
    answer: dict[str, str],
    refusal: Refusal | None,
    committed_at: datetime,
) -> None:
    """Remember that this command was taken, and what it was answered."""
    connection.execute(
        _NEW_COMMAND,
        {
            "id": command.id,
            "aggregate": command.aggregate,
            "kind": command.kind,
            "actor": command.actor,
            "body_hash": command.body_hash(),
            "version": state.version,
            "stage": state.stage,
            "answer": canonical_json(answer).decode(),
            "refusal": None if refusal is None else refusal.model_dump_json(),
            "committed_at": committed_at,
        },
    )


# --- contents ---------------------------------------------------------------------------------


def put_content(connection: Connection, content: BaseModel | str) -> str:
    """Bind a message or a text under the hash of its bytes; the hash. A repeat changes nothing."""
    body = content.encode() if isinstance(content, str) else canonical_json(content)
    sha256 = content_hash(body)
    statement = upsert(connection)(dossier.contents).values(sha256=sha256, body=body.decode())
    connection.execute(statement.on_conflict_do_nothing())
    return sha256


def put_contents(connection: Connection, contents: Contents) -> None:
    """Bind all of them."""
    for content in contents:
        put_content(connection, content)


_CONTENT = select(dossier.contents.c.body).where(dossier.contents.c.sha256 == bindparam("sha256"))


def read_text(connection: Connection, sha256: str) -> str | None:
    """The bound text of this hash."""
    return connection.execute(_CONTENT, {"sha256": sha256}).scalar()


def read_content(connection: Connection, sha256: str, shape: type[M]) -> M | None:
    """The bound message of this hash; None when nothing was bound under it."""
    body = read_text(connection, sha256)
    return None if body is None else shape.model_validate_json(body)


def bound(connection: Connection, sha256: str, shape: type[M]) -> M:
    """The message that a State or an event names; LookupError when the store has lost it."""
    content = read_content(connection, sha256, shape)
    if content is None:
        raise LookupError(f"nothing is bound under {sha256}")
    return content


# --- tasks ------------------------------------------------------------------------------------


_NO_TASKS = delete(dossier.tasks).where(dossier.tasks.c.aggregate == bindparam("of"))
_NEW_TASK = insert(dossier.tasks)


def replace_tasks(connection: Connection, state: State, tasks: Sequence[Task]) -> None:
    """The open tasks of an aggregate are exactly these."""
    connection.execute(_NO_TASKS, {"of": state.aggregate})
    if not tasks:
        return
    connection.execute(
        _NEW_TASK,
        [
            {
                "aggregate": state.aggregate,
                "position": position,
                "organisation": task.party or state.organisation,
                "dossier": state.dossier,
                "what": task.what,
                "person": task.person,
                "role": task.role,
                "since": task.since,
                "due": task.due,
                "rule": task.rule,
            }
            for position, task in enumerate(tasks)
        ],
    )
