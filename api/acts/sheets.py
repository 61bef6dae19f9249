"""Writing sheets, and binding the version that was read."""

from typing import TypeVar

from pydantic import BaseModel

from api.acts.acting import Acting, changed_meanwhile
from api.commands import RefusedError
from contracts.aggregate import Command
from contracts.base import content_hash
from contracts.envelope import Answer
from contracts.refusals import Code, refuse
from infra.store import drafts, records, sheets
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.sheets import Sheet

M = TypeVar("M", bound=BaseModel)


async def save(act: Acting, aggregate: str, sheet: Sheet[M], content: M, known: int) -> int:
    """Write a sheet over version `known` (0 for the first); the new version. It binds nobody yet.

    Raises RefusedError: CHANGED_MEANWHILE when somebody else saved it since it was read, or why
    this person may not write it now. The same content again is no change.
    """
    person = act.me.actor.person

    def work(connection: Connection) -> int:
        _editable(connection, act, aggregate, sheet)
        present = sheets.read(connection, aggregate, sheet, person)
        if present is not None and present.sha256 == content_hash(content):
            return present.version
        return drafts.save(
            connection,
            aggregate,
            sheet.name,
            content,
            by=person,
            at=act.at,
            known=known,
            author=sheet.author(person),
        )

    try:
        return await act.services.store.write(work)
    except drafts.ChangedMeanwhileError as change:
        raise changed_meanwhile(change.at, change.by) from change


def _editable(connection: Connection, act: Acting, aggregate: str, sheet: Sheet[M]) -> None:
    state, _ = records.lock_state(connection, aggregate)
    held = people.relations(connection, state.dossier if state else "", act.me.actor.person)
    if refusal := sheets.edit_refusal(sheet, state, act.me.actor, held, act.at):
        raise RefusedError(refusal)


async def commit(act: Acting, command: Command, sheet: Sheet[M], sha256: str) -> Answer:
    """Bind the version of a sheet that was read, and send the act that names it.

    Raises RefusedError: CHANGED_MEANWHILE when the sheet was saved again since.
    """

    def bind(connection: Connection) -> None:
        if records.find_command(connection, command.id) is not None:
            return  # a repeat: it was bound the first time
        _editable(connection, act, command.aggregate, sheet)
        saved = sheets.read(connection, command.aggregate, sheet, command.actor)
        if saved is None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        if saved.sha256 != sha256:
            raise changed_meanwhile(saved.saved_at, saved.saved_by)
        records.put_content(connection, saved.content)

    await act.services.store.write(bind)
    return await act.send(command)
