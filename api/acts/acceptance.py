"""Acts around a delivery: reporting what was tested, signing it off, remedying."""

from api.acts.acting import Acting, changed_meanwhile
from api.commands import RefusedError
from contracts import envelope
from contracts.acceptance import AcceptanceState, SignOffReport, process
from contracts.actors import Permission
from contracts.base import content_hash
from contracts.envelope import Answer
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import commit, drafts, records
from infra.store.engine import Connection
from infra.store.queries import deliveries, people


async def save_report(act: Acting, report: SignOffReport, known: int) -> int:
    """Write one's own report of the present round over version `known`; the new version.

    It binds nobody yet. Raises RefusedError (CHANGED_MEANWHILE) when another window of the same
    person saved it meanwhile; the same content again is no change.
    """

    def work(connection: Connection) -> int:
        records.lock_state(connection, report.acceptance)
        state = _reported(connection, act, report.acceptance)
        if report.round != state.round:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        author = act.me.actor.person
        present = deliveries.own_report(connection, state, author)
        if present is not None and present.sha256 == content_hash(report):
            return present.version
        return drafts.save(
            connection,
            state.aggregate,
            deliveries.sheet(state.round),
            report,
            by=author,
            at=act.at,
            known=known,
            author=author,
        )

    try:
        return await act.services.store.write(work)
    except drafts.ChangedMeanwhileError as change:
        raise changed_meanwhile(change.at, change.by) from change


def _reported(connection: Connection, act: Acting, acceptance: str) -> AcceptanceState:
    """The acceptance, if this person may write a report of it now."""
    state = records.read_state(connection, acceptance)
    if not isinstance(state, AcceptanceState):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    if state.organisation != act.me.actor.organisation:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    held = people.relations(connection, state.dossier, act.me.actor.person)
    verdict = permissions.can(act.me.actor, Permission.SIGN_OFF, held)
    if not verdict.allowed:
        raise RefusedError(commit.permission_refusal(verdict))
    if refusal := envelope.may(state, "edit_report", act.me.actor, act.at):
        raise RefusedError(refusal)
    return state


async def sign_off(act: Acting, acceptance: str, report_hash: str) -> Answer:
    """Sign the version of one's own report that was read. Raises RefusedError."""
    command = process.SignOff(**act.fields(acceptance), report=report_hash)

    def bind(connection: Connection) -> None:
        if records.find_command(connection, command.id) is not None:
            return  # a repeat: it was bound the first time
        state = _reported(connection, act, acceptance)
        saved = deliveries.own_report(connection, state, command.actor)
        if saved is None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        if saved.sha256 != report_hash:
            raise changed_meanwhile(saved.saved_at, saved.saved_by)
        records.put_content(connection, saved.content)

    await act.services.store.write(bind)
    return await act.services.commands.send(command)


async def confirm_remedy(act: Acting, acceptance: str, note: str) -> Answer:
    """Say that the shortcomings are remedied; an arrival, as a delivery is."""
    bound = await act.bind_text(note, "note")
    command = process.ConfirmRemedy(**act.fields(acceptance), note=bound)
    return await act.services.commands.arrive(command)
