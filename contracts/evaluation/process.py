"""What an evaluation can be told and what came of it: commands, events, facts, may."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts import aggregate
from contracts.actors import Actor, Permission
from contracts.aggregate import Command, Event, Facts, in_stages, wrong_stage
from contracts.base import Identifier, Instant, Message, Sha256, TextHash
from contracts.bidding import OpenedBid
from contracts.evaluation.sheets import ExaminationSheet, ScoreSheet
from contracts.evaluation.state import COMMITTEE_SITS, EvaluationState, Interest, Stage
from contracts.refusals import Code, Refusal, refuse
from contracts.tendering import TenderDraft, TenderState

# --- commands ---------------------------------------------------------------------------------


class OpenEvaluation(Command):
    """Put the committee of the published version to work on the opened bids."""

    permission: ClassVar[Permission] = Permission.APPOINT_COMMITTEE
    opens: ClassVar[bool] = True
    kind: Literal["open_evaluation"] = "open_evaluation"
    tender: str
    round: Annotated[int, Field(ge=1)]
    draft_hash: Sha256


class DeclareInterest(Command):
    """A member declares, or changes, an interest; `statement` is required unless it is none."""

    permission: ClassVar[Permission] = Permission.DECLARE_INTEREST
    kind: Literal["declare_interest"] = "declare_interest"
    choice: Interest
    statement: TextHash | None = None


class JudgeDeclaration(Command):
    """The jurist admits a member with a possible conflict, or does not."""

    permission: ClassVar[Permission] = Permission.EXAMINE_BIDS
    kind: Literal["judge_declaration"] = "judge_declaration"
    person: Identifier
    admit: bool
    reason: TextHash


class ReplaceMember(Command):
    """Another person takes a member's place; who replaces the chair is the chair."""

    permission: ClassVar[Permission] = Permission.APPOINT_COMMITTEE
    kind: Literal["replace_member"] = "replace_member"
    person: Identifier
    by: Identifier


class RecordExamination(Command):
    """The jurist decides on exclusion, selection and regularity of every bid."""

    permission: ClassVar[Permission] = Permission.EXAMINE_BIDS
    kind: Literal["record_examination"] = "record_examination"
    sheet: Sha256


class SubmitScores(Command):
    """A member hands in all scores, given alone."""

    permission: ClassVar[Permission] = Permission.SCORE_BIDS
    kind: Literal["submit_scores"] = "submit_scores"
    sheet: Sha256


class CloseConsensus(Command):
    """The chair records the agreed scores with their joint reasons."""

    permission: ClassVar[Permission] = Permission.RECORD_CONSENSUS
    kind: Literal["close_consensus"] = "close_consensus"
    sheet: Sha256


class RevealRanking(Command):
    """The chair has the totals made and shown; there is no way back."""

    permission: ClassVar[Permission] = Permission.REVEAL_RANKING
    kind: Literal["reveal_ranking"] = "reveal_ranking"


class ComputedRanking(Message):
    """What came of computing: the hash of a `RankingResult`, and the bids in its first place."""

    at: Instant
    result: Sha256
    first: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class RecordRanking(Command):
    """The engine: the totals were made from the consensus. `result` names a `RankingResult`,
    `first` the bids in its first place: several are a tie."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_ranking"] = "record_ranking"
    result: Sha256
    first: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class DecideTie(Command):
    """The chair applies the announced rule to exactly equal bids in the first place."""

    permission: ClassVar[Permission] = Permission.REVEAL_RANKING
    kind: Literal["decide_tie"] = "decide_tie"
    bid: Identifier
    reason: TextHash


class ConcludeEvaluation(Command):
    """The chair closes the evaluation; an award follows."""

    permission: ClassVar[Permission] = Permission.REVEAL_RANKING
    kind: Literal["conclude_evaluation"] = "conclude_evaluation"


# --- events -----------------------------------------------------------------------------------


class EvaluationOpened(Event):
    """A committee was put to work on a number of opened bids."""

    kind: Literal["evaluation_opened"] = "evaluation_opened"
    chair: Identifier
    members: tuple[Identifier, ...]
    """All members, the chair first."""
    bids: int


class InterestDeclared(Event):
    """A member declared; `previous` is what stood before, and stays on record."""

    kind: Literal["interest_declared"] = "interest_declared"
    choice: Interest
    statement: TextHash | None
    previous: Interest | None = None


class DeclarationJudged(Event):
    """The jurist judged a possible conflict."""

    kind: Literal["declaration_judged"] = "declaration_judged"
    person: Identifier
    admit: bool
    reason: TextHash


class MemberReplaced(Event):
    """A person took another's place in the committee."""

    kind: Literal["member_replaced"] = "member_replaced"
    person: Identifier
    by: Identifier


class CommitteeCompleted(Event):
    """Enough members are admitted, and nobody is waited for."""

    kind: Literal["committee_completed"] = "committee_completed"


class BidsExamined(Event):
    """Every bid was examined; the excluded ones are not scored."""

    kind: Literal["bids_examined"] = "bids_examined"
    sheet: Sha256
    excluded: tuple[Identifier, ...]


class ScoresSubmitted(Event):
    """A member handed in all scores."""

    kind: Literal["scores_submitted"] = "scores_submitted"
    sheet: Sha256


class ScoringCompleted(Event):
    """Every member has handed in."""

    kind: Literal["scoring_completed"] = "scoring_completed"


class ConsensusClosed(Event):
    """Every cell has an agreed score with reasons."""

    kind: Literal["consensus_closed"] = "consensus_closed"
    sheet: Sha256


class RankingRevealed(Event):
    """The chair asked for the ranking: from now on totals may exist."""

    kind: Literal["ranking_revealed"] = "ranking_revealed"


class RankingRecorded(Event):
    """The ranking exists."""

    kind: Literal["ranking_recorded"] = "ranking_recorded"
    result: Sha256
    first: tuple[Identifier, ...]


class TieDecided(Event):
    """The announced rule named one of the equal bids."""

    kind: Literal["tie_decided"] = "tie_decided"
    bid: Identifier
    reason: TextHash


class EvaluationConcluded(Event):
    """The evaluation is over; `winner` is the bid to be proposed."""

    kind: Literal["evaluation_concluded"] = "evaluation_concluded"
    winner: Identifier
    ranking: Sha256


@dataclass(frozen=True)
class EvaluationFacts(Facts):
    """What the acts of an evaluation are judged by; each act uses what its comment says."""

    tender: TenderState | None = None
    """For OpenEvaluation."""
    draft: TenderDraft | None = None
    """The version of `draft_hash`: for OpenEvaluation and the three acts with a sheet."""
    bids: tuple[OpenedBid, ...] = ()
    """What the opening found: for the same acts."""
    examination: ExaminationSheet | None = None
    """The sheet that RecordExamination names."""
    scores: ScoreSheet | None = None
    """The sheet that SubmitScores or CloseConsensus names."""


# --- may --------------------------------------------------------------------------------------


def _membership(state: EvaluationState, actor: Actor) -> Refusal | None:
    member = state.member(actor.person)
    if actor.person in state.barred or (member and member.stepped_out):
        return refuse(Code.CONFLICT_DECLARED)
    return None if member else refuse(Code.NOT_ALLOWED)


def _may_declare(state: EvaluationState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage not in COMMITTEE_SITS:
        return wrong_stage(state)
    return _membership(state, actor)


def _may_see_bids(state: EvaluationState, actor: Actor, at: Instant) -> Refusal | None:
    if outsider := _membership(state, actor):
        return outsider
    member = state.member(actor.person)
    if member and member.unjudged:
        return refuse(Code.DECLARATION_UNJUDGED)
    return None if member and member.admitted else refuse(Code.DECLARATION_MISSING)


def _may_score(state: EvaluationState, actor: Actor, at: Instant) -> Refusal | None:
    if unseen := _may_see_bids(state, actor, at):
        return unseen
    member = state.member(actor.person)
    if member and member.scored:
        return refuse(Code.ALREADY_SUBMITTED)
    return None if state.stage is Stage.SCORING else wrong_stage(state)


def _chair_in(*stages: Stage) -> aggregate.May:
    def may(state: EvaluationState, actor: Actor, at: Instant) -> Refusal | None:
        if state.stage not in stages:
            return wrong_stage(state)
        return None if actor.person == state.chair else refuse(Code.NOT_ALLOWED)

    return may


def _may_decide_tie(state: EvaluationState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage is Stage.RANKED and state.winner is not None:
        return wrong_stage(state)
    return _chair_in(Stage.RANKED)(state, actor, at)


def _may_conclude(state: EvaluationState, actor: Actor, at: Instant) -> Refusal | None:
    if refusal := _chair_in(Stage.RANKED)(state, actor, at):
        return refusal
    return None if state.winner else refuse(Code.TIE_UNDECIDED)


MAY: Mapping[str, aggregate.May] = {
    "declare_interest": _may_declare,
    "judge_declaration": in_stages(*COMMITTEE_SITS),
    "replace_member": in_stages(*COMMITTEE_SITS),
    "see_bids": _may_see_bids,
    "edit_examination": in_stages(Stage.EXAMINING),
    "record_examination": in_stages(Stage.EXAMINING),
    "edit_scores": _may_score,
    "submit_scores": _may_score,
    "edit_consensus": _chair_in(Stage.CONSENSUS),
    "close_consensus": _chair_in(Stage.CONSENSUS),
    "reveal_ranking": _chair_in(Stage.CLOSED),
    "record_ranking": in_stages(Stage.RANKING),
    "decide_tie": _may_decide_tie,
    "conclude_evaluation": _may_conclude,
}
"""`see_bids` (for members of the committee) and `edit_*` judge drafts and reading, not commands."""


def begin(facts: EvaluationFacts, command: OpenEvaluation) -> EvaluationState:
    """The State of a new evaluation, before its first event; its law is that of the tender."""
    return EvaluationState(
        aggregate=command.aggregate,
        organisation=command.organisation,
        edition=facts.tender.edition if facts.tender else facts.edition.sha256,
        round=command.round,
        draft_hash=command.draft_hash,
    )
