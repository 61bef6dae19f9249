"""Acts of preparation and publication."""

from api.acts.acting import Acting, changed_meanwhile
from api.commands import RefusedError
from contracts import envelope, names
from contracts.actors import Permission, Relation
from contracts.base import content_hash
from contracts.envelope import Answer
from contracts.refusals import Code, refuse
from contracts.tendering import Step, TenderDraft, process
from infra.store import access, drafts, records
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.queries.tendering import SHEET
from infra.store.writes.writing import relate

_APPROVE = {Step.LEGAL: process.ApproveLegal, Step.BUDGET: process.ApproveBudget}
_RETURN = {Step.LEGAL: process.ReturnLegal, Step.BUDGET: process.ReturnBudget}


async def create(act: Acting, draft: TenderDraft) -> Answer:
    """Open a dossier with its first draft; the answer names its id and reference."""
    aggregate = names.tender(act.new_id())
    command = process.CreateTender(**act.fields(aggregate), draft_hash=act.bind(draft))
    return await act.arrive(command)


async def save_draft(act: Acting, tender: str, draft: TenderDraft, known: int) -> int:
    """Write the draft over version `known`; the new version. It binds nobody yet.

    Raises RefusedError (CHANGED_MEANWHILE) when somebody else saved it meanwhile; the same
    content again is no change.
    """
    aggregate = names.tender(tender)

    def work(connection: Connection) -> int:
        _judge(connection, act, aggregate, Permission.EDIT_TENDER, "edit_draft")
        present = drafts.read(connection, aggregate, SHEET, TenderDraft)
        if present is not None and present.sha256 == content_hash(draft):
            return present.version
        relate(connection, tender, act.me.actor.person, Relation.PREPARER)
        return drafts.save(
            connection, aggregate, SHEET, draft, by=act.me.actor.person, at=act.at, known=known
        )

    try:
        return await act.services.store.write(work)
    except drafts.ChangedMeanwhileError as change:
        raise changed_meanwhile(change.at, change.by) from change


def _judge(
    connection: Connection, act: Acting, aggregate: str, permission: Permission, kind: str
) -> None:
    """Lock the tender; RefusedError when this person may not do this to it now."""
    state, _ = records.lock_state(connection, aggregate)
    if state is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    actor = act.me.actor
    held = people.relations(connection, state.dossier, actor.person)
    refusal = access.refusal(connection, state, actor, permission, held)
    if refusal := refusal or envelope.may(state, kind, actor, act.at):
        raise RefusedError(refusal)


async def submit(act: Acting, tender: str, draft_hash: str) -> Answer:
    """Put one version of the draft before the jurist and the finance director.

    Raises RefusedError (CHANGED_MEANWHILE) when the draft that lies there is another one.
    """
    aggregate = names.tender(tender)
    command = process.SubmitForApproval(**act.fields(aggregate), draft_hash=draft_hash)

    def bind(connection: Connection) -> None:
        if records.find_command(connection, command.id) is not None:
            return  # a repeat: the draft may have moved on since
        _judge(connection, act, aggregate, command.permission, command.kind)
        saved = drafts.read(connection, aggregate, SHEET, TenderDraft)
        if saved is None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        if saved.sha256 != draft_hash:
            raise changed_meanwhile(saved.saved_at, saved.saved_by)
        records.put_content(connection, saved.content)

    await act.services.store.write(bind)
    return await act.send(command)


async def approve(act: Acting, tender: str, step: Step, draft_hash: str) -> Answer:
    """Agree with one version, as jurist or as finance director."""
    command = _APPROVE[step](**act.fields(names.tender(tender)), draft_hash=draft_hash)
    return await act.send(command)


async def send_back(act: Acting, tender: str, step: Step, draft_hash: str, reason: str) -> Answer:
    """Send one version back with a reason."""
    bound = act.bind_text(reason, "reason")
    command = _RETURN[step](**act.fields(names.tender(tender)), draft_hash=draft_hash, reason=bound)
    return await act.send(command)


async def publish(act: Acting, tender: str, draft_hash: str) -> Answer:
    """Order the notice of the approved version to be dispatched."""
    command = process.PublishTender(**act.fields(names.tender(tender)), draft_hash=draft_hash)
    return await act.send(command)
