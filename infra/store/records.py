"""Reading and writing aggregates, events, commands, contents, drafts and tasks by their keys."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contracts import envelope, names
from contracts.aggregate import Command, Event, State, Task
from contracts.base import canonical_json, content_hash
from contracts.refusals import Refusal
from infra.store.tables import core, dossier

M = TypeVar("M", bound=BaseModel)


def upsert(
    connection: Connection,
) -> type[sqlite.Insert] | type[postgresql.Insert]:
    """The insert that knows `on_conflict_do_update`, for this database."""
    return postgresql.Insert if connection.dialect.name == "postgresql" else sqlite.Insert


# --- aggregates -------------------------------------------------------------------------------


def lock_state(connection: Connection, aggregate: str) -> tuple[State | None, int]:
    """The State of an aggregate and the version its workflow has seen, locked until the end."""
    row = connection.execute(
        select(core.aggregates.c.state, core.aggregates.c.seen)
        .where(core.aggregates.c.id == aggregate)
        .with_for_update()
    ).first()
    return (None, 0) if row is None else (envelope.STATES.validate_json(row.state), row.seen)


def read_state(connection: Connection, aggregate: str) -> State | None:
    """The State of an aggregate as it is now; None if there is none."""
    body = connection.execute(
        select(core.aggregates.c.state).where(core.aggregates.c.id == aggregate)
    ).scalar()
    return None if body is None else envelope.STATES.validate_json(body)


def read_seen(connection: Connection, aggregate: str) -> tuple[State | None, int]:
    """The State as it is now, and the version that its workflow has seen."""
    row = connection.execute(
        select(core.aggregates.c.state, core.aggregates.c.seen).where(
            core.aggregates.c.id == aggregate
        )
    ).first()
    return (None, 0) if row is None else (envelope.STATES.validate_json(row.state), row.seen)


def save_state(connection: Connection, state: State, seen: int | None) -> None:
    """Write the State; `seen` is given when the workflow itself asked for this commit."""
    due = state.next_due
    values = {
        "stage": state.stage,
        "version": state.version,
        "ended": state.ended,
        "next_at": due.at if due else None,
        "state": canonical_json(state).decode(),
    } | ({} if seen is None else {"seen": seen})
    row = {
        "id": state.aggregate,
        "kind": names.kind_of(state.aggregate),
        "organisation": state.organisation,
        "dossier": state.dossier,
        "opened_at": state.last,
        "seen": seen or 0,
    } | values
    statement = upsert(connection)(core.aggregates).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[core.aggregates.c.id], set_=values)
    )


def mark_seen(connection: Connection, aggregate: str, version: int) -> None:
    """The workflow has this version now."""
    connection.execute(
        update(core.aggregates).where(core.aggregates.c.id == aggregate).values(seen=version)
    )


# --- events -----------------------------------------------------------------------------------


def add_events(
    connection: Connection, state: State, first_version: int, events: Sequence[Event], leaf: int
) -> None:
    """Append the events of one commit, each under its own version."""
    connection.execute(
        insert(core.events),
        [
            {
                "aggregate": state.aggregate,
                "version": first_version + step,
                "dossier": state.dossier,
                "kind": event.kind,
                "at": event.at,
                "actor": event.actor,
                "body": canonical_json(event).decode(),
                "leaf": leaf,
            }
            for step, event in enumerate(events)
        ],
    )


def read_events(connection: Connection, aggregate: str) -> list[Event]:
    """All that happened to an aggregate, in order."""
    rows = connection.execute(
        select(core.events.c.body)
        .where(core.events.c.aggregate == aggregate)
        .order_by(core.events.c.version)
    ).scalars()
    return [envelope.EVENTS.validate_json(body) for body in rows]


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


def find_command(connection: Connection, command_id: str) -> Stored | None:
    """The stored answer of a command, None when it was never committed."""
    row = connection.execute(select(core.commands).where(core.commands.c.id == command_id)).first()
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
        insert(core.commands).values(
            id=command.id,
            aggregate=command.aggregate,
            kind=command.kind,
            actor=command.actor,
            body_hash=command.body_hash(),
            version=state.version,
            stage=state.stage,
            answer=canonical_json(answer).decode(),
            refusal=None if refusal is None else refusal.model_dump_json(),
            committed_at=committed_at,
        )
    )


# --- contents ---------------------------------------------------------------------------------


def put_content(connection: Connection, content: BaseModel | str) -> str:
    """Bind a message or a text under the hash of its bytes; the hash. A repeat changes nothing."""
    body = content.encode() if isinstance(content, str) else canonical_json(content)
    sha256 = content_hash(body)
    statement = upsert(connection)(dossier.contents).values(sha256=sha256, body=body.decode())
    connection.execute(statement.on_conflict_do_nothing())
    return sha256


def read_text(connection: Connection, sha256: str) -> str | None:
    """The bound text of this hash."""
    return connection.execute(
        select(dossier.contents.c.body).where(dossier.contents.c.sha256 == sha256)
    ).scalar()


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


def replace_tasks(connection: Connection, state: State, tasks: Sequence[Task]) -> None:
    """The open tasks of an aggregate are exactly these."""
    connection.execute(delete(dossier.tasks).where(dossier.tasks.c.aggregate == state.aggregate))
    if not tasks:
        return
    connection.execute(
        insert(dossier.tasks),
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
