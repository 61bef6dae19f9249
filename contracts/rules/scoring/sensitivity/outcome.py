"""Another evaluation beside the one that was made: who would be first, and in which order."""

from collections.abc import Collection
from dataclasses import dataclass

from contracts.rules.scoring import evaluation
from contracts.rules.scoring.model import Bid, Criterion, EvaluationModel, Offers

Ranking = tuple[tuple[str, ...], ...]
"""The groups of bids, best first; bids in one group share a place."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of an evaluation in which one thing differs."""

    complete: bool
    """Whether there is a ranking; without one nothing is said about changes."""
    ranking: Ranking
    winner_changes: bool
    """Whether others are first than were first among these bids."""
    order_changes: bool
    """Whether two of these bids stand otherwise to each other."""
    findings: tuple[str, ...]
    """The codes of what stands in the way, where there is no ranking."""


def ranking(model: EvaluationModel, offers: Offers) -> Ranking:
    """The ranking; empty when findings stand in its way."""
    result = evaluation.evaluate(model, offers, trace=False)
    return tuple(group.bids for group in result.ranking_groups)


def beside(before: Ranking, model: EvaluationModel, offers: Offers) -> Outcome:
    """Another evaluation, of all or some of the bids of `before`."""
    result = evaluation.evaluate(model, offers, trace=False)
    if not result.complete:
        codes = sorted({finding.code.value for finding in result.findings if finding.blocks})
        return Outcome(False, (), False, False, tuple(codes))
    after = tuple(group.bids for group in result.ranking_groups)
    expected = among(before, {bid.id for bid in offers.bids})
    return Outcome(True, after, expected[:1] != after[:1], expected != after, ())


def among(before: Ranking, bids: Collection[str]) -> Ranking:
    """A ranking of which only some bids are looked at."""
    kept = (tuple([bid for bid in group if bid in bids]) for group in before)
    return tuple(group for group in kept if group)


def without(offers: Offers, bids: Collection[str]) -> Offers:
    """The offers as if these bids had never come."""
    return offers.model_copy(
        update={
            "bids": tuple([bid for bid in offers.bids if bid.id not in bids]),
            "scores": tuple([score for score in offers.scores if score.bid not in bids]),
            "comparisons": tuple(
                [e for e in offers.comparisons if e.preferred not in bids and e.other not in bids]
            ),
            "decisions": tuple([each for each in offers.decisions if each.bid not in bids]),
        }
    )


def unstepped(model: EvaluationModel) -> EvaluationModel:
    """The method without the steps of its scales: the scores were found to be on them when they
    were first evaluated, and looking again a hundred times takes longer than counting."""
    criteria = tuple([_unstepped(criterion) for criterion in model.criteria])
    return model.model_copy(update={"criteria": criteria})


def _unstepped(criterion: Criterion) -> Criterion:
    children = tuple([_unstepped(child) for child in criterion.children])
    scale = criterion.scale and criterion.scale.model_copy(update={"step": None})
    return criterion.model_copy(update={"children": children, "scale": scale})


def replaced(offers: Offers, bid: Bid) -> Offers:
    """The offers with another bid in the place of the one that has its id."""
    bids = tuple([bid if each.id == bid.id else each for each in offers.bids])
    return offers.model_copy(update={"bids": bids})
