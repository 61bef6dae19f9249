"""How an evaluation is judged (`decide`), what an event makes of it (`evolve`), who is waited for,
and what it tells the tender."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from contracts import actors, aggregate, names, tendering
from contracts.actors import Role
from contracts.aggregate import Command, Decision, Event, Task, to_stage, wrong_stage
from contracts.evaluation import process, ranking, sheets
from contracts.evaluation.process import EvaluationFacts
from contracts.evaluation.sheets import ScoreSheet
from contracts.evaluation.state import COMMITTEE_SITS, EvaluationState, Interest, Member, Stage
from contracts.refusals import Code, Refusal, refuse
from contracts.tendering.draft import EVALUATORS_MINIMUM
from contracts.tendering.process import RecordProgress


def _open(
    state: EvaluationState, facts: EvaluationFacts, command: process.OpenEvaluation
) -> Decision | Refusal:
    tender, draft = facts.tender, facts.draft
    if tender is None or draft is None or draft.team.chair is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    expected = names.evaluation(names.subject_of(command.tender), command.round)
    if command.aggregate != expected or command.draft_hash != tender.draft_hash:
        return refuse(Code.UNKNOWN_REFERENCE)
    if tender.stage is not tendering.Stage.OPENED:
        return wrong_stage(tender)
    members = tuple(dict.fromkeys((draft.team.chair, *draft.team.evaluators)))
    if len(members) < EVALUATORS_MINIMUM:
        return refuse(Code.COMMITTEE_INCOMPLETE, minimum=EVALUATORS_MINIMUM)
    if not facts.bids:
        return refuse(Code.NO_BIDS)
    event = process.EvaluationOpened(
        at=facts.at,
        actor=command.actor,
        chair=draft.team.chair,
        members=members,
        bids=len(facts.bids),
    )
    return Decision((event,))


def _declare(
    state: EvaluationState, facts: EvaluationFacts, command: process.DeclareInterest
) -> Decision | Refusal:
    member = state.member(command.actor)
    previous = member.interest if member else None
    if command.choice is previous:
        return refuse(Code.ALREADY_DECLARED)
    if command.choice is not Interest.NONE and command.statement is None:
        return refuse(Code.TEXT_MISSING, field="statement")
    event = process.InterestDeclared(
        at=facts.at,
        actor=command.actor,
        choice=command.choice,
        statement=command.statement,
        previous=previous,
    )
    return _with_progress(_declared(state, event), event)


def _judge(
    state: EvaluationState, facts: EvaluationFacts, command: process.JudgeDeclaration
) -> Decision | Refusal:
    member = state.member(command.person)
    if member is None or not member.unjudged:
        return refuse(Code.UNKNOWN_REFERENCE)
    if command.person == command.actor:
        return refuse(Code.NOT_ALLOWED)
    event = process.DeclarationJudged(
        at=facts.at,
        actor=command.actor,
        person=command.person,
        admit=command.admit,
        reason=command.reason,
    )
    return _with_progress(_judged(state, event), event)


def _replace(
    state: EvaluationState, facts: EvaluationFacts, command: process.ReplaceMember
) -> Decision | Refusal:
    if state.member(command.person) is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if command.by in state.barred:
        return refuse(Code.CONFLICT_DECLARED)
    if state.member(command.by) is not None:
        return refuse(Code.INVALID_INPUT, field="by")
    event = process.MemberReplaced(
        at=facts.at, actor=command.actor, person=command.person, by=command.by
    )
    return Decision((event,))


def _with_progress(after: EvaluationState, event: Event) -> Decision:
    """The event, and the next stage if nobody is waited for any more."""
    if after.stage is Stage.DECLARING and after.ready:
        return Decision((event, process.CommitteeCompleted(at=event.at, actor=event.actor)))
    if after.stage is Stage.SCORING and after.scored:
        return Decision((event, process.ScoringCompleted(at=event.at, actor=event.actor)))
    return Decision((event,))


def _examine(
    state: EvaluationState, facts: EvaluationFacts, command: process.RecordExamination
) -> Decision | Refusal:
    sheet, draft = facts.examination, facts.draft
    if sheet is None or draft is None or sheet.evaluation != state.aggregate:
        return refuse(Code.UNKNOWN_REFERENCE)
    if problem := sheets.examination_problem(sheet, [bid.bid for bid in facts.bids]):
        return problem
    comparable = ranking.comparable(draft, facts.bids)
    for row in sheet.rows:
        if row.admissible and row.bid not in comparable:
            return refuse(Code.BID_NOT_COMPARABLE, field=f"{row.bid}.regular")
    admitted = {row.bid for row in sheet.rows if row.admissible}
    for bid in facts.bids:
        ceiling = ranking.ceiling_passed(draft, bid)
        if ceiling is not None and bid.bid in admitted:
            return refuse(Code.BID_ABOVE_CEILING, field=f"{bid.bid}.regular", ceiling=ceiling)
    event = process.BidsExamined(
        at=facts.at, actor=command.actor, sheet=command.sheet, excluded=sheet.excluded
    )
    return Decision((event,))


def _scores_refused(
    state: EvaluationState,
    facts: EvaluationFacts,
    command: process.SubmitScores | process.CloseConsensus,
    missing: Code,
) -> Refusal | None:
    sheet = facts.scores
    if sheet is None or facts.draft is None or not _written_for(sheet, state, command):
        return refuse(Code.UNKNOWN_REFERENCE)
    admissible = [bid.bid for bid in facts.bids if bid.bid not in state.excluded]
    return sheets.scores_problem(sheet, facts.draft, admissible, missing)


def _written_for(sheet: ScoreSheet, state: EvaluationState, command: Command) -> bool:
    return sheet.evaluation == state.aggregate and sheet.person == command.actor


def _submit(
    state: EvaluationState, facts: EvaluationFacts, command: process.SubmitScores
) -> Decision | Refusal:
    if problem := _scores_refused(state, facts, command, Code.SCORES_INCOMPLETE):
        return problem
    event = process.ScoresSubmitted(at=facts.at, actor=command.actor, sheet=command.sheet)
    return _with_progress(_submitted(state, event), event)


def _close(
    state: EvaluationState, facts: EvaluationFacts, command: process.CloseConsensus
) -> Decision | Refusal:
    if any(member.unjudged for member in state.members):
        return refuse(Code.DECLARATION_UNJUDGED)
    if not state.staffed:
        return refuse(Code.COMMITTEE_INCOMPLETE, minimum=EVALUATORS_MINIMUM)
    if problem := _scores_refused(state, facts, command, Code.CELLS_OPEN):
        return problem
    if facts.draft and facts.scores:
        obstacle = ranking.obstacle(facts.draft, facts.bids, state.excluded, facts.scores)
        if obstacle is not None:
            return obstacle
    event = process.ConsensusClosed(at=facts.at, actor=command.actor, sheet=command.sheet)
    return Decision((event,))


def _reveal(
    state: EvaluationState, facts: EvaluationFacts, command: process.RevealRanking
) -> Decision:
    return Decision((process.RankingRevealed(at=facts.at, actor=command.actor),))


def _record(
    state: EvaluationState, facts: EvaluationFacts, command: process.RecordRanking
) -> Decision | Refusal:
    if set(command.first) & set(state.excluded):
        return refuse(Code.INVALID_INPUT, field="first")
    event = process.RankingRecorded(
        at=facts.at, actor=command.actor, result=command.result, first=command.first
    )
    return Decision((event,))


def _decide_tie(
    state: EvaluationState, facts: EvaluationFacts, command: process.DecideTie
) -> Decision | Refusal:
    if command.bid not in state.first:
        return refuse(Code.INVALID_INPUT, field="bid")
    event = process.TieDecided(
        at=facts.at, actor=command.actor, bid=command.bid, reason=command.reason
    )
    return Decision((event,))


def _conclude(
    state: EvaluationState, facts: EvaluationFacts, command: process.ConcludeEvaluation
) -> Decision | Refusal:
    if state.winner is None or state.ranking is None:
        return refuse(Code.TIE_UNDECIDED)
    event = process.EvaluationConcluded(
        at=facts.at, actor=command.actor, winner=state.winner, ranking=state.ranking
    )
    return Decision((event,))


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.OpenEvaluation: _open,
    process.DeclareInterest: _declare,
    process.JudgeDeclaration: _judge,
    process.ReplaceMember: _replace,
    process.RecordExamination: _examine,
    process.SubmitScores: _submit,
    process.CloseConsensus: _close,
    process.RevealRanking: _reveal,
    process.RecordRanking: _record,
    process.DecideTie: _decide_tie,
    process.ConcludeEvaluation: _conclude,
}


# --- evolve -----------------------------------------------------------------------------------


def _opened(state: EvaluationState, event: process.EvaluationOpened) -> EvaluationState:
    members = tuple(Member(person=person) for person in event.members)
    return state.model_copy(
        update={"chair": event.chair, "members": members, "bids": event.bids, "since": event.at}
    )


def _members(
    state: EvaluationState, person: str, change: Callable[[Member], Member]
) -> tuple[Member, ...]:
    return tuple(change(m) if m.person == person else m for m in state.members)


def _declared(state: EvaluationState, event: process.InterestDeclared) -> EvaluationState:
    changed = {"interest": event.choice, "judged": None}
    members = _members(state, event.actor, lambda m: m.model_copy(update=changed))
    return state.model_copy(update={"members": members})


def _judged(state: EvaluationState, event: process.DeclarationJudged) -> EvaluationState:
    changed = {"judged": event.admit}
    members = _members(state, event.person, lambda m: m.model_copy(update=changed))
    return state.model_copy(update={"members": members})


def _replaced(state: EvaluationState, event: process.MemberReplaced) -> EvaluationState:
    before = state.member(event.person)
    barred = (event.person,) if before and before.stepped_out else ()
    update: dict[str, Any] = {
        "members": _members(state, event.person, lambda _: Member(person=event.by)),
        "barred": (*state.barred, *barred),
        "chair": event.by if event.person == state.chair else state.chair,
    }
    if state.stage is Stage.CONSENSUS:
        # Who comes in now first scores alone, like everybody else did.
        update |= {"stage": Stage.SCORING, "since": event.at}
    return state.model_copy(update=update)


def _examined(state: EvaluationState, event: process.BidsExamined) -> EvaluationState:
    return state.model_copy(
        update={"stage": Stage.SCORING, "excluded": event.excluded, "since": event.at}
    )


def _submitted(state: EvaluationState, event: process.ScoresSubmitted) -> EvaluationState:
    members = _members(state, event.actor, lambda m: m.model_copy(update={"scored": True}))
    return state.model_copy(update={"members": members})


def _closed(state: EvaluationState, event: process.ConsensusClosed) -> EvaluationState:
    return state.model_copy(
        update={"stage": Stage.CLOSED, "consensus": event.sheet, "since": event.at}
    )


def _recorded(state: EvaluationState, event: process.RankingRecorded) -> EvaluationState:
    return state.model_copy(
        update={
            "stage": Stage.RANKED,
            "ranking": event.result,
            "first": event.first,
            "winner": event.first[0] if len(event.first) == 1 else None,
            "since": event.at,
        }
    )


def _tie_decided(state: EvaluationState, event: process.TieDecided) -> EvaluationState:
    return state.model_copy(update={"winner": event.bid})


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.EvaluationOpened: _opened,
    process.InterestDeclared: _declared,
    process.DeclarationJudged: _judged,
    process.MemberReplaced: _replaced,
    process.CommitteeCompleted: to_stage(Stage.EXAMINING),
    process.BidsExamined: _examined,
    process.ScoresSubmitted: _submitted,
    process.ScoringCompleted: to_stage(Stage.CONSENSUS),
    process.ConsensusClosed: _closed,
    process.RankingRevealed: to_stage(Stage.RANKING),
    process.RankingRecorded: _recorded,
    process.TieDecided: _tie_decided,
    process.EvaluationConcluded: to_stage(Stage.CONCLUDED),
}


# --- what it tells the tender -----------------------------------------------------------------


def progress(stage: tendering.Stage) -> aggregate.FollowUp:
    """An event that brings the tender of its aggregate (`state.tender`) to a stage."""

    def follow(state: Any, event: Event) -> tuple[Command, ...]:
        command = RecordProgress(
            id=f"{state.aggregate}@{state.version}/record_progress",
            aggregate=state.tender,
            organisation=state.organisation,
            actor=actors.SYSTEM,
            at=event.at,
            stage=stage,
        )
        return (command,)

    return follow


FOLLOW_UPS: Mapping[type[Event], aggregate.FollowUp] = {
    process.EvaluationOpened: progress(tendering.Stage.EVALUATING),
    process.EvaluationConcluded: progress(tendering.Stage.AWARDING),
}


# --- who is waited for ------------------------------------------------------------------------


def tasks(state: EvaluationState) -> tuple[Task, ...]:
    """The lines that this evaluation puts in *Wacht op mij*."""
    if state.since is None:
        return ()
    return (*_committee_tasks(state, state.since), *_stage_tasks(state, state.since))


def _committee_tasks(state: EvaluationState, since: datetime) -> Iterator[Task]:
    if state.stage not in COMMITTEE_SITS:
        return
    for member in state.members:
        if member.interest is None:
            yield Task(what="declare_interest", person=member.person, since=since)
    if any(member.unjudged for member in state.members):
        yield Task(what="judge_declaration", role=Role.JURIST, since=since)
    if not state.staffed:
        yield Task(what="replace_member", role=Role.FILE_MANAGER, since=since)


def _stage_tasks(state: EvaluationState, since: datetime) -> Iterator[Task]:
    match state.stage:
        case Stage.EXAMINING:
            yield Task(what="examine_bids", role=Role.JURIST, since=since)
        case Stage.SCORING:
            for member in state.active:
                if member.admitted and not member.scored:
                    yield Task(what="submit_scores", person=member.person, since=since)
        case Stage.CONSENSUS:
            yield Task(what="close_consensus", person=state.chair, since=since)
        case Stage.CLOSED:
            yield Task(what="reveal_ranking", person=state.chair, since=since)
        case Stage.RANKED if state.winner is None:
            yield Task(what="decide_tie", person=state.chair, since=since)
        case Stage.RANKED:
            yield Task(what="conclude_evaluation", person=state.chair, since=since)
