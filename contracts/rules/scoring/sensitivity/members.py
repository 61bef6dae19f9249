"""S5: what hangs on one member of the committee."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
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
_Piece = tuple[str, str]
"""A member and a criterion."""


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
    committee = _Committee(agreed, offers.scores if by_members else (), offers.comparisons)
    if len(committee.members) < 2:
        return Reason.ONE_MEMBER if committee.members else Reason.NO_MEMBER_SCORES
    asked = ["", *_judged(model, committee)]
    return tuple(
        MemberLeftOut(member, criterion, outcome.beside(before, model, other))
        for criterion in asked
        for member in committee.members
        for other in (offers.model_copy(update=committee.without(member, criterion)),)
    )


def _judged(model: EvaluationModel, committee: "_Committee") -> Iterator[str]:
    """The criteria that members judge one by one."""
    kinds = {
        CriterionKind.QUALITY: committee.scores,
        CriterionKind.COMPARISON: committee.comparisons,
    }
    for criterion in criteria.listed(model.criteria):
        if not criterion.children and kinds.get(criterion.kind):
            yield criterion.id


class _Committee:
    """What the members said, in pieces that can be put together again."""

    def __init__(
        self,
        agreed: Sequence[Score],
        scores: Sequence[Score],
        comparisons: Sequence[Preference],
    ) -> None:
        self.agreed, self.scores, self.comparisons = agreed, scores, comparisons
        self._scores = _pieces(scores)
        self._comparisons = _pieces(comparisons)
        self.members = sorted({member for member, _ in (*self._scores, *self._comparisons)})
        self._scored = cache(partial(_renamed, self._scores))
        self._compared = cache(partial(_renamed, self._comparisons))

    def without(self, member: str, criterion: str) -> dict[str, object]:
        """The fields of the offers as if a member had said nothing on one criterion, or at all."""
        others = [each for each in self.members if each != member]
        if not criterion:
            scores = [s for s in self.scores if s.member != member]
            comparisons = [c for c in self.comparisons if c.member != member]
        else:
            scores = self._repeated(self._scores, self._scored, (member, criterion), others)
            comparisons = self._repeated(
                self._comparisons, self._compared, (member, criterion), others
            )
        return {"scores": (*self.agreed, *scores), "comparisons": tuple(comparisons)}

    def _repeated(
        self,
        pieces: Mapping[_Piece, Sequence[_Said]],
        renamed: Callable[[_Piece, str], Sequence[_Said]],
        silent: _Piece,
        others: Sequence[str],
    ) -> list[_Said]:
        """The engine wants every member to have judged everything, so the committee is repeated,
        once for each other member, who speaks there for the silent one. Then all others are heard
        equally often on that criterion and everybody equally often on the rest, and neither a mean
        nor a median changes when all its numbers are repeated equally often."""
        said: list[_Said] = []
        for number, other in enumerate(others):
            for member, criterion in pieces:
                source = (
                    (other, criterion) if (member, criterion) == silent else (member, criterion)
                )
                said.extend(renamed(source, f"{number} {member}"))
        return said


def _pieces(said: Sequence[_Said]) -> dict[_Piece, list[_Said]]:
    """By member and criterion; what nobody in particular said is left to the engine to refuse."""
    pieces: dict[_Piece, list[_Said]] = {}
    for each in said:
        if each.member is not None:
            pieces.setdefault((each.member, each.criterion), []).append(each)
    return pieces


def _renamed(pieces: Mapping[_Piece, Sequence[_Said]], piece: _Piece, name: str) -> Sequence[_Said]:
    return [each.model_copy(update={"member": name}) for each in pieces[piece]]
