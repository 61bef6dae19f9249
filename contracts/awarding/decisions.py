"""How an award is judged (`decide`), what an event makes of it (`evolve`), who is waited for, and
what it tells the tender."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from contracts import actors, aggregate, evaluation, names, tendering
from contracts.actors import Role
from contracts.aggregate import Command, Decision, Due, Event, Task, without
from contracts.awarding import process, sheets, standstills
from contracts.awarding.process import AwardFacts, AwardState, Stage
from contracts.base import local_date
from contracts.evaluation import EvaluationState
from contracts.evaluation.process import EvaluationConcluded
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines
from contracts.rules.deadlines import Computed
from contracts.rules.editions import Edition
from contracts.tendering import choice

STANDSTILL_END = "standstill_end"


def _open(state: AwardState, facts: AwardFacts, command: process.OpenAward) -> Decision | Refusal:
    tender, bid = facts.tender, facts.bid
    if tender is None or tender.deadline is None or facts.supplier is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if bid is None or bid.form is None or bid.bid != command.winner:
        return refuse(Code.UNKNOWN_REFERENCE)
    validity = _validity(facts.edition, tender.deadline, bid.form.validity_days)
    event = process.AwardOpened(
        at=facts.at,
        actor=command.actor,
        winner=command.winner,
        supplier=facts.supplier,
        valid_until=validity.instant,
        validity=validity.explanation,
    )
    return Decision((event,))


def _validity(edition: Edition, deadline: datetime, days: int) -> Computed:
    """How long a bid binds: the days that its supplier offers, from the submission deadline
    (RD of 18 April 2017, art. 58)."""
    term = deadlines.term_of(edition, "tender_validity_default", "submission_deadline")
    return deadlines.compute(term.model_copy(update={"length": days}), local_date(deadline))


def _propose(
    state: AwardState, facts: AwardFacts, command: process.ProposeAward
) -> Decision | Refusal:
    sheet, bid = facts.proposal, facts.bid
    if sheet is None or sheet.award != state.aggregate or facts.ranking is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if bid is None or bid.bid != state.winner:
        return refuse(Code.UNKNOWN_REFERENCE)
    if facts.draft is None or facts.procedure is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if problem := sheets.proposal_problem(sheet, bid, facts.ranking.bids):
        return problem
    if problem := choice.award_problem(facts.draft, facts.procedure, facts.edition, sheet.amount):
        return problem
    event = process.AwardProposed(at=facts.at, actor=command.actor, proposal=command.proposal)
    return Decision((event,))


def _grant(state: AwardState, facts: AwardFacts, command: process.GrantVisum) -> Decision | Refusal:
    sheet, proposal = facts.visum, facts.proposal
    if sheet is None or proposal is None or sheet.award != state.aggregate:
        return refuse(Code.UNKNOWN_REFERENCE)
    if problem := sheets.visum_problem(sheet, proposal, local_date(facts.at)):
        return problem
    event = process.VisumGranted(at=facts.at, actor=command.actor, visum=command.visum)
    return Decision((event,))


def _refuse_visum(
    state: AwardState, facts: AwardFacts, command: process.RefuseVisum
) -> Decision | Refusal:
    if state.proposal is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    event = process.VisumRefused(
        at=facts.at, actor=command.actor, proposal=state.proposal, reason=command.reason
    )
    return Decision((event,))


def _register(
    state: AwardState, facts: AwardFacts, command: process.RegisterDecision
) -> Decision | Refusal:
    sheet, proposal = facts.decision, facts.proposal
    if sheet is None or proposal is None or sheet.award != state.aggregate:
        return refuse(Code.UNKNOWN_REFERENCE)
    if problem := sheets.decision_problem(sheet, proposal, local_date(facts.at)):
        return problem
    event = process.DecisionRegistered(at=facts.at, actor=command.actor, decision=command.decision)
    return Decision((event,))


def _record_documents(
    state: AwardState, facts: AwardFacts, command: process.RecordDocuments
) -> Decision:
    event = process.DocumentsDrawn(
        at=facts.at, actor=command.actor, day=command.day, documents=command.documents
    )
    return Decision((event,))


def _record_letters(
    state: AwardState, facts: AwardFacts, command: process.RecordLettersSent
) -> Decision | Refusal:
    draft, procedure, proposal = facts.draft, facts.procedure, facts.proposal
    if draft is None or draft.category is None or draft.estimate is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if procedure is None or proposal is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if state.valid_until is None or state.letters_day is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if local_date(facts.at) != state.letters_day:
        return _outdated(state, facts, command)
    standstill = standstills.counted(procedure, draft, proposal, facts.edition, state.letters_day)
    if standstill is None:
        free = process.LettersSent(
            at=facts.at,
            actor=command.actor,
            proof=command.proof,
            valid_until=state.valid_until,
        )
        return Decision((free,))
    held = process.LettersSent(
        at=facts.at,
        actor=command.actor,
        proof=command.proof,
        ends=standstill.instant,
        standstill=standstill.explanation,
        valid_until=_suspended(state.valid_until, facts.at, standstill, facts.edition),
    )
    return Decision((held,))


def _outdated(
    state: AwardState,
    facts: AwardFacts,
    command: process.RecordLettersSent | process.RecordOutdatedLetters,
) -> Decision | Refusal:
    if state.letters_day is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    event = process.LettersOutdated(at=facts.at, actor=command.actor, day=state.letters_day)
    return Decision((event,))


def _suspended(
    valid_until: datetime, sent_at: datetime, standstill: Computed, edition: Edition
) -> datetime:
    """The award letters suspend the validity of a bid that still binds until the standstill
    ends, for at most the days that the law names (Act of 17 June 2013, art. 8 par. 2)."""
    if not deadlines.is_in_time(sent_at, valid_until):
        return valid_until
    days = (standstill.last_day - local_date(sent_at)).days
    suspended = min(days, int(edition.number("bid_validity_suspension_cap")))
    last_day = local_date(valid_until - timedelta(microseconds=1))
    return deadlines.end_of(last_day + timedelta(days=suspended))


def _conclude(
    state: AwardState, facts: AwardFacts, command: process.ConcludeContract
) -> Decision | Refusal:
    if state.supplier is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    event = process.ContractConcluded(
        at=facts.at,
        actor=command.actor,
        contract=command.contract,
        bid=state.winner,
        supplier=state.supplier,
    )
    return Decision((event,), {"contract": command.contract})


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.OpenAward: _open,
    process.ProposeAward: _propose,
    process.GrantVisum: _grant,
    process.RefuseVisum: _refuse_visum,
    process.RegisterDecision: _register,
    process.RecordDocuments: _record_documents,
    process.RecordLettersSent: _record_letters,
    process.RecordOutdatedLetters: _outdated,
    process.ConcludeContract: _conclude,
}


def _end_standstill(state: AwardState, facts: AwardFacts, due: Due) -> tuple[Event, ...]:
    return (process.StandstillEnded(at=facts.at, actor=facts.actor.person),)


ON_DUE: Mapping[str, aggregate.OnDue] = {STANDSTILL_END: _end_standstill}


# --- evolve -----------------------------------------------------------------------------------


def _opened(state: AwardState, event: process.AwardOpened) -> AwardState:
    return state.model_copy(
        update={"supplier": event.supplier, "valid_until": event.valid_until, "since": event.at}
    )


def _proposed(state: AwardState, event: process.AwardProposed) -> AwardState:
    return state.model_copy(
        update={
            "stage": Stage.VISUM,
            "proposal": event.proposal,
            "proposer": event.actor,
            "since": event.at,
        }
    )


def _granted(state: AwardState, event: process.VisumGranted) -> AwardState:
    return state.model_copy(
        update={"stage": Stage.DECIDING, "visum": event.visum, "since": event.at}
    )


def _refused(state: AwardState, event: process.VisumRefused) -> AwardState:
    return state.model_copy(
        update={
            "stage": Stage.PROPOSING,
            "proposal": None,
            "proposer": None,
            "since": event.at,
        }
    )


def _registered(state: AwardState, event: process.DecisionRegistered) -> AwardState:
    return state.model_copy(
        update={"stage": Stage.DRAWING, "decision": event.decision, "since": event.at}
    )


def _drawn(state: AwardState, event: process.DocumentsDrawn) -> AwardState:
    return state.model_copy(
        update={"stage": Stage.DISPATCHING, "letters_day": event.day, "since": event.at}
    )


def _redrawn(state: AwardState, event: process.LettersOutdated) -> AwardState:
    return state.model_copy(update={"stage": Stage.DRAWING, "letters_day": None, "since": event.at})


def _sent(state: AwardState, event: process.LettersSent) -> AwardState:
    update = {"valid_until": event.valid_until, "since": event.at}
    if event.ends is None:
        return state.model_copy(update=update | {"stage": Stage.CONCLUDABLE})
    return state.model_copy(
        update=update
        | {
            "stage": Stage.STANDSTILL,
            "standstill_ends": event.ends,
            "agenda": (Due(at=event.ends, what=STANDSTILL_END),),
        }
    )


def _ended(state: AwardState, event: process.StandstillEnded) -> AwardState:
    return state.model_copy(
        update={
            "stage": Stage.CONCLUDABLE,
            "agenda": without(state.agenda, STANDSTILL_END),
            "since": event.at,
        }
    )


def _concluded(state: AwardState, event: process.ContractConcluded) -> AwardState:
    # The standstill may have passed a moment before its timer said so.
    return state.model_copy(
        update={
            "stage": Stage.CONCLUDED,
            "contract": event.contract,
            "agenda": without(state.agenda, STANDSTILL_END),
            "since": event.at,
        }
    )


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.AwardOpened: _opened,
    process.AwardProposed: _proposed,
    process.VisumGranted: _granted,
    process.VisumRefused: _refused,
    process.DecisionRegistered: _registered,
    process.DocumentsDrawn: _drawn,
    process.LettersOutdated: _redrawn,
    process.LettersSent: _sent,
    process.StandstillEnded: _ended,
    process.ContractConcluded: _concluded,
}


# --- what follows elsewhere -------------------------------------------------------------------


def _award(state: EvaluationState, event: EvaluationConcluded) -> tuple[Command, ...]:
    command = process.OpenAward(
        id=f"{state.aggregate}@{state.version}/open_award",
        aggregate=names.award(state.dossier, state.round),
        organisation=state.organisation,
        actor=actors.SYSTEM,
        at=event.at,
        evaluation=state.aggregate,
        winner=event.winner,
        ranking=event.ranking,
        draft_hash=state.draft_hash,
    )
    return (command,)


def _after_letters(state: AwardState, event: process.LettersSent) -> tuple[Command, ...]:
    stage = tendering.Stage.STANDSTILL if event.ends else tendering.Stage.AWARDED
    return evaluation.progress(stage)(state, event)


FOLLOW_UPS: Mapping[type[Event], aggregate.FollowUp] = {
    EvaluationConcluded: _award,
    process.LettersSent: _after_letters,
    process.StandstillEnded: evaluation.progress(tendering.Stage.AWARDED),
    process.ContractConcluded: evaluation.progress(tendering.Stage.CONCLUDED),
}


# --- who is waited for ------------------------------------------------------------------------


def tasks(state: AwardState) -> tuple[Task, ...]:
    """The lines that this award puts in *Wacht op mij*; all must be done while the bid binds."""
    if state.since is None:
        return ()
    match state.stage:
        case Stage.PROPOSING:
            found = Task(what="propose_award", role=Role.FILE_MANAGER, since=state.since)
        case Stage.VISUM:
            found = Task(what="grant_visum", role=Role.FINANCE_DIRECTOR, since=state.since)
        case Stage.DECIDING:
            found = Task(what="register_decision", role=Role.DIRECTOR_GENERAL, since=state.since)
        case Stage.CONCLUDABLE:
            found = Task(what="conclude_contract", role=Role.FILE_MANAGER, since=state.since)
        case _:
            return ()
    return (found.model_copy(update={"due": state.valid_until, "rule": "rule.bid_validity"}),)
