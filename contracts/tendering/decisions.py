"""How a tender is judged (`decide`), what an event makes of it (`evolve`), who is waited for."""

from collections.abc import Mapping
from datetime import timedelta

from contracts import aggregate
from contracts.actors import Role
from contracts.aggregate import Command, Decision, Due, Event, Task, to_stage
from contracts.refusals import Code, Refusal, refuse
from contracts.tendering import choice, process
from contracts.tendering.completeness import hindrances
from contracts.tendering.process import Stage, Step, TenderFacts, TenderState

GRACE = timedelta(seconds=30)
"""Between the deadline and the close, so that a bid stamped in time is committed in time."""

CLOSE_SUBMISSION = "close_submission"


def _create(state: TenderState, facts: TenderFacts, command: process.CreateTender) -> Decision:
    event = process.TenderCreated(at=facts.at, actor=command.actor, draft_hash=command.draft_hash)
    return Decision((event,), {"reference": facts.reference})


def _submit(
    state: TenderState, facts: TenderFacts, command: process.SubmitForApproval
) -> Decision | Refusal:
    if facts.draft is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    draft, procedure = facts.draft, facts.procedure
    if found := hindrances(draft, procedure, facts.edition, facts.at):
        return found[0]
    return Decision(
        (
            process.TenderSubmitted(
                at=facts.at,
                actor=command.actor,
                draft_hash=command.draft_hash,
                round=state.round + 1,
                officers=draft.team.opening_officers,
                procedure=procedure.sha256 if procedure else None,
            ),
        )
    )


def _stale(state: TenderState, draft_hash: str) -> Refusal | None:
    if state.draft_hash == draft_hash:
        return None
    return refuse(Code.APPROVAL_OUTDATED, round=state.round)


def _approve(
    state: TenderState,
    facts: TenderFacts,
    command: process.ApproveLegal | process.ApproveBudget,
) -> Decision | Refusal:
    if stale := _stale(state, command.draft_hash):
        return stale
    given = process.ApprovalGiven(at=facts.at, actor=command.actor, step=command.step)
    if {a.step for a in state.approvals} | {command.step} == set(Step):
        return Decision((given, process.TenderApproved(at=facts.at, actor=command.actor)))
    return Decision((given,))


def _return(
    state: TenderState,
    facts: TenderFacts,
    command: process.ReturnLegal | process.ReturnBudget,
) -> Decision | Refusal:
    if stale := _stale(state, command.draft_hash):
        return stale
    event = process.TenderReturned(
        at=facts.at, actor=command.actor, step=command.step, reason=command.reason
    )
    return Decision((event,))


def _publish(
    state: TenderState, facts: TenderFacts, command: process.PublishTender
) -> Decision | Refusal:
    if stale := _stale(state, command.draft_hash):
        return stale
    if facts.draft is None or facts.draft.submission_deadline is None:
        return refuse(Code.DEADLINE_MISSING, field="submission_deadline")
    if facts.procedure is None:
        return choice.unknown(facts.draft)
    if late := choice.period_problems(facts.draft, facts.procedure, facts.edition, facts.at):
        return late[0]
    event = process.PublicationOrdered(
        at=facts.at, actor=command.actor, deadline=facts.draft.submission_deadline
    )
    return Decision((event,))


def _record_notice(
    state: TenderState, facts: TenderFacts, command: process.RecordNotice
) -> Decision | Refusal:
    if facts.draft is None or state.deadline is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    # The notice may have left a day later than it was ordered; the period runs from its dispatch.
    if facts.procedure is None:
        return choice.unknown(facts.draft)
    least = choice.earliest(facts.draft, facts.procedure, facts.edition, facts.at)
    if least is not None and state.deadline < least.instant:
        failed = process.PublicationFailed(at=facts.at, actor=command.actor, earliest=least.instant)
        return Decision((failed,))
    event = process.TenderPublished(
        at=facts.at, actor=command.actor, notice=command.notice, deadline=state.deadline
    )
    return Decision((event,))


def _record_progress(
    state: TenderState, facts: TenderFacts, command: process.RecordProgress
) -> Decision:
    event = process.ProgressRecorded(at=facts.at, actor=command.actor, stage=command.stage)
    return Decision((event,))


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.CreateTender: _create,
    process.SubmitForApproval: _submit,
    process.ApproveLegal: _approve,
    process.ApproveBudget: _approve,
    process.ReturnLegal: _return,
    process.ReturnBudget: _return,
    process.PublishTender: _publish,
    process.RecordNotice: _record_notice,
    process.RecordProgress: _record_progress,
}


# --- evolve -----------------------------------------------------------------------------------


def _created(state: TenderState, event: process.TenderCreated) -> TenderState:
    return state.model_copy(update={"since": event.at})


def _submitted(state: TenderState, event: process.TenderSubmitted) -> TenderState:
    return state.model_copy(
        update={
            "stage": Stage.APPROVAL,
            "draft_hash": event.draft_hash,
            "round": event.round,
            "officers": event.officers,
            "procedure": event.procedure,
            "approvals": (),
            "since": event.at,
        }
    )


def _approval_given(state: TenderState, event: process.ApprovalGiven) -> TenderState:
    approval = process.Approval(step=event.step, person=event.actor, at=event.at)
    return state.model_copy(update={"approvals": (*state.approvals, approval)})


def _ordered(state: TenderState, event: process.PublicationOrdered) -> TenderState:
    return state.model_copy(
        update={"stage": Stage.PUBLISHING, "deadline": event.deadline, "since": event.at}
    )


def _failed(state: TenderState, event: process.PublicationFailed) -> TenderState:
    # Back to the draft: a new deadline is a new version, and a new version is approved again.
    return state.model_copy(
        update={"stage": Stage.PREPARING, "deadline": None, "approvals": (), "since": event.at}
    )


def _published(state: TenderState, event: process.TenderPublished) -> TenderState:
    return state.model_copy(
        update={
            "stage": Stage.PUBLISHED,
            "dispatched_at": event.at,
            "deadline": event.deadline,
            "since": event.at,
            "agenda": (Due(at=event.deadline + GRACE, what=CLOSE_SUBMISSION),),
        }
    )


def _progressed(state: TenderState, event: process.ProgressRecorded) -> TenderState:
    return state.model_copy(update={"stage": event.stage, "since": event.at})


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.TenderCreated: _created,
    process.TenderSubmitted: _submitted,
    process.ApprovalGiven: _approval_given,
    process.TenderReturned: to_stage(Stage.PREPARING),
    process.TenderApproved: to_stage(Stage.APPROVED),
    process.PublicationOrdered: _ordered,
    process.PublicationFailed: _failed,
    process.TenderPublished: _published,
    process.ProgressRecorded: _progressed,
}


# --- who is waited for ------------------------------------------------------------------------


def tasks(state: TenderState) -> tuple[Task, ...]:
    """The lines that this tender puts in *Wacht op mij* while it is prepared and published."""
    if state.since is None:
        return ()
    since = state.since
    match state.stage:
        case Stage.PREPARING:
            return (Task(what="complete_draft", role=Role.PROJECT_MANAGER, since=since),)
        case Stage.APPROVAL:
            given = {a.step for a in state.approvals}
            return tuple(
                Task(what=f"approve_{step}", role=process.STEP_ROLES[step], since=since)
                for step in Step
                if step not in given
            )
        case Stage.APPROVED:
            return (Task(what="publish_tender", role=Role.FILE_MANAGER, since=since),)
        case Stage.CLOSED if state.late_undecided:
            return (Task(what="decide_late_bid", role=Role.FILE_MANAGER, since=since),)
        case Stage.CLOSED:
            return tuple(
                Task(what="confirm_opening", person=officer, since=since)
                for officer in state.officers
                if officer not in state.confirmed
            )
        case Stage.OPENED:
            return (Task(what="appoint_committee", role=Role.FILE_MANAGER, since=since),)
        case _:
            return ()
