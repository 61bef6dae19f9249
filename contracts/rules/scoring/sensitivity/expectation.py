"""What a buyer expects of the bids, and bids drawn from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from contracts.base import Exact, Message
from contracts.rules.scoring import criteria
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.model import (
    Bid,
    CriterionKind,
    EvaluationModel,
    Id,
    Offers,
    Policies,
    Price,
    Scale,
    Score,
    TieBy,
)
from contracts.rules.scoring.sensitivity.chance import Stream

CENTS = 100
_DIVISIONS = 100
"""A scale without steps is divided in so many."""
_MOST = 10_000
"""Of a scale with more steps than this only some are drawn from, at even distances."""

Share = Annotated[Exact, Field(ge=0, le=1)]
Positive = Annotated[Exact, Field(gt=0)]


class Range(Message):
    """From where to where scores are expected, as shares of the maximum of the scale."""

    lowest: Share = Decimal(0)
    highest: Share = Decimal(1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.lowest > self.highest:
            raise ValueError("the lowest expected score is not above the highest")
        return self


class Expectation(Message):
    """What the bids are expected to be like. Prices are drawn in whole cents and scores on their
    scale, all values in the range equally likely and independent of each other, which real bids
    are not: better bids tend to cost more."""

    lowest_price: Positive
    highest_price: Positive
    scores: Range = Range()
    by_criterion: dict[Id, Range] = {}
    """The criteria for which another range is expected."""
    bids: Annotated[int, Field(ge=2, le=50, strict=True)] = 4
    draws: Annotated[int, Field(ge=1, le=100_000, strict=True)] = 1_000
    seed: Annotated[str, StringConstraints(min_length=1, max_length=1000)] = "bestek simulation 1"
    extreme: Annotated[Exact, Field(gt=0, lt=1)] = Decimal("0.5")
    """An extremely low bid, as a share of the lowest other one; its scores are the lowest
    expected."""
    cut: Annotated[Exact, Field(gt=0, lt=1)] = Decimal("0.05")
    """By how much the winner lowers its price, as a share of it."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.lowest_price > self.highest_price:
            raise ValueError("the lowest expected price is not above the highest")
        return self


@dataclass(frozen=True, slots=True)
class Market:
    """What bids are drawn from: prices in whole cents, and for each criterion its scores."""

    lowest: int
    highest: int
    rungs: Mapping[str, tuple[Decimal, ...]]
    """The scores that are expected, lowest first."""
    worth: Mapping[str, Fraction]
    """What one point of a criterion's scale is worth in points of the total."""


def simulated(model: EvaluationModel) -> EvaluationModel | None:
    """The method as it is simulated: scores are agreed, nothing is screened, and of the tie-break
    chain those steps are kept that look at drawn numbers. None when it compares something else
    than the price and scores."""
    announced = model.parameters
    leaves = criteria.leaves(criteria.place(model))
    known = all(
        each.criterion.element is None
        and each.criterion.kind in (CriterionKind.PRICE, CriterionKind.QUALITY)
        for each in leaves
    )
    if not known or announced.options or announced.life_cycle or announced.savings:
        return None
    drawn = (TieBy.CRITERION, TieBy.QUALITY, TieBy.PRICE)
    chain = tuple(step for step in model.policies.tie_break if step.by in drawn)
    return model.model_copy(update={"policies": Policies(tie_break=chain)})


def market(model: EvaluationModel, expected: Expectation) -> Market:
    """What bids for a method are drawn from."""
    leaves = [
        leaf
        for leaf in criteria.leaves(criteria.place(model))
        if leaf.criterion.kind is CriterionKind.QUALITY and leaf.criterion.scale
    ]
    rungs = {leaf.id: _rungs(leaf, expected) for leaf in leaves}
    worth = {
        leaf.id: leaf.weight / Fraction(leaf.criterion.scale.maximum)
        for leaf in leaves
        if leaf.criterion.scale
    }
    lowest, highest = int(expected.lowest_price * CENTS), int(expected.highest_price * CENTS)
    return Market(max(1, lowest), max(1, highest), rungs, worth)


def _rungs(leaf: Placed, expected: Expectation) -> tuple[Decimal, ...]:
    """The scores in the expected range; the one nearest to it when the scale has none there."""
    scale = leaf.criterion.scale or Scale(maximum=Decimal(1))
    span = expected.by_criterion.get(leaf.id, expected.scores)
    possible = sorted(_possible(scale))
    low, high = (Fraction(end) * Fraction(scale.maximum) for end in (span.lowest, span.highest))
    inside = tuple([value for value in possible if low <= Fraction(value) <= high])
    return inside or (min(possible, key=lambda value: (abs(Fraction(value) - low), value)),)


def _possible(scale: Scale) -> list[Decimal]:
    if scale.levels:
        return [level.value for level in scale.levels]
    step = scale.step or scale.maximum / _DIVISIONS
    count = int((scale.maximum - scale.minimum) / step) + 1
    thinned = range(0, count, count // _MOST + 1)
    return [scale.minimum + number * step for number in thinned]


def drawn(market: Market, count: int, stream: Stream) -> Offers:
    """So many bids, by chance."""
    bids, scores = [], []
    for number in range(count):
        bid = f"bid {number + 1}"
        cents = market.lowest + stream.below(market.highest - market.lowest + 1)
        bids.append(priced(bid, cents))
        for criterion, rungs in market.rungs.items():
            scores.append(scored(bid, criterion, rungs[stream.below(len(rungs))]))
    return Offers(bids=tuple(bids), scores=tuple(scores))


def priced(bid: str, cents: int) -> Bid:
    """A bid at a price in cents."""
    return Bid(id=bid, price=Price(amount=Decimal(cents).scaleb(-2)))


def scored(bid: str, criterion: str, value: Decimal) -> Score:
    """An agreed score."""
    return Score(bid=bid, criterion=criterion, value=value)


def added(offers: Offers, bid: Bid, scores: Mapping[str, Decimal]) -> Offers:
    """The offers with one more bid and its scores."""
    more = [scored(bid.id, criterion, value) for criterion, value in scores.items()]
    return offers.model_copy(
        update={"bids": (*offers.bids, bid), "scores": (*offers.scores, *more)}
    )
