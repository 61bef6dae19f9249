"""S5: what hangs on one member of the committee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from contracts.rules.scoring import criteria
from contracts.rules.scoring.model import (
    ConsensusRule,
    CriterionKind,
    EvaluationModel,
    Offers,
    Preference,
    Score,
)
from contracts.rules.scoring.sensitivity import outcome
from contracts.rules.scoring.sensitivity.outcome import Outcome, Ranking
from contracts.rules.scoring.sensitivity.reasons import Reason

_Said = TypeVar("_Said", Score, Preference)


@dataclass(frozen=True, slots=True)
class MemberLeftOut:
    """The evaluation without what one member said: on one criterion, or on all of them when no
    criterion is named."""

    member: str
    criterion: str
    outcome: Outcome


def left_out(
    model: EvaluationModel, offers: Offers, before: Ranking
) -> tuple[MemberLeftOut, ...] | Reason:
    """S5: each member left out in turn, then each member on each criterion."""
    by_members = model.policies.consensus.rule is not ConsensusRule.AGREED
    agreed = () if by_members else offers.scores
    told = offers if by_members else offers.model_copy(update={"scores": ()})
    members = sorted(_members(told))
    if len(members) < 2:
        return Reason.ONE_MEMBER if members else Reason.NO_MEMBER_SCORES
    found = []
    for member in members:
        scores = (*agreed, *[s for s in told.scores if s.member != member])
        kept = tuple([each for each in told.comparisons if each.member != member])
        other = offers.model_copy(update={"scores": scores, "comparisons": kept})
        found.append(MemberLeftOut(member, "", outcome.beside(before, model, other)))
    for criterion in _judged(model, told):
        for member in members:
            other = _silent(offers, told, agreed, members, (member, criterion))
            found.append(MemberLeftOut(member, criterion, outcome.beside(before, model, other)))
    return tuple(found)


def _members(told: Offers) -> set[str]:
    return {score.member for score in told.scores if score.member is not None} | {
        each.member for each in told.comparisons
    }


def _judged(model: EvaluationModel, told: Offers) -> Iterator[str]:
    """The criteria that members judge one by one."""
    kinds = {CriterionKind.QUALITY: told.scores, CriterionKind.COMPARISON: told.comparisons}
    for criterion in criteria.listed(model.criteria):
        if not criterion.children and kinds.get(criterion.kind):
            yield criterion.id


def _silent(
    offers: Offers,
    told: Offers,
    agreed: tuple[Score, ...],
    members: Sequence[str],
    silent: tuple[str, str],
) -> Offers:
    """The offers as if one member had said nothing on one criterion.

    The engine wants every member to have scored everything, so the committee is repeated, once
    for each other member, who speaks there for the silent one. Then all others are heard equally
    often on that criterion and everybody equally often on the rest, and neither a mean nor a
    median changes when all its numbers are repeated equally often.
    """
    member, criterion = silent
    scores: list[Score] = []
    comparisons: list[Preference] = []
    for number, other in enumerate(each for each in members if each != member):
        for score in told.scores:
            speakers = _speakers(score.member or "", score.criterion == criterion, member, other)
            scores.extend(_as(score, f"{number} {speaker}") for speaker in speakers)
        for each in told.comparisons:
            speakers = _speakers(each.member, each.criterion == criterion, member, other)
            comparisons.extend(_as(each, f"{number} {speaker}") for speaker in speakers)
    return offers.model_copy(
        update={"scores": (*agreed, *scores), "comparisons": tuple(comparisons)}
    )


def _speakers(speaker: str, here: bool, silent: str, other: str) -> tuple[str, ...]:
    """For whom something said counts in one of the repetitions."""
    if here and speaker == silent:
        return ()
    return (speaker, silent) if here and speaker == other else (speaker,)


def _as(said: _Said, member: str) -> _Said:
    return said.model_copy(update={"member": member})
