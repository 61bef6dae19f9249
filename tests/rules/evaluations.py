"""Short ways to write an evaluation down: `price`, `quality`, `bids`, `agreed`."""

from collections.abc import Mapping
from decimal import Decimal

from contracts.rules.scoring import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    Normalise,
    Offers,
    Parameters,
    Price,
    Result,
    Rounding,
    Scale,
    Score,
    evaluate,
)


def price(
    weight: str, formula: str = "P1/1", criterion: str = "price", **announced: str
) -> Criterion:
    """A price criterion."""
    return Criterion(
        id=criterion,
        kind=CriterionKind.PRICE,
        weight=Decimal(weight),
        formula=formula,
        parameters={name: Decimal(value) for name, value in announced.items()},
    )


def quality(criterion: str, weight: str, maximum: str = "10", minimum: str = "0") -> Criterion:
    """A quality criterion."""
    return Criterion(
        id=criterion,
        kind=CriterionKind.QUALITY,
        weight=Decimal(weight),
        scale=Scale(minimum=Decimal(minimum), maximum=Decimal(maximum)),
    )


def model(*criteria: Criterion, total: str = "100", normalise: bool = False) -> EvaluationModel:
    """An announced method without rounding."""
    return EvaluationModel(
        criteria=criteria,
        parameters=Parameters(
            total=Decimal(total),
            normalise=Normalise.CRITERION if normalise else Normalise.NONE,
        ),
    )


def with_rounding(method: EvaluationModel, *rules: Rounding) -> EvaluationModel:
    """The method with announced roundings."""
    announced = method.parameters.model_copy(update={"rounding": rules})
    return method.model_copy(update={"parameters": announced})


def bids(prices: Mapping[str, str], currency: str = "EUR") -> tuple[Bid, ...]:
    """Bids by id with their price."""
    return tuple(
        Bid(id=bid, price=Price(amount=Decimal(amount), currency=currency))
        for bid, amount in prices.items()
    )


def agreed(scores: Mapping[str, Mapping[str, str]]) -> tuple[Score, ...]:
    """Scores by bid, then criterion."""
    return tuple(
        Score(bid=bid, criterion=criterion, value=Decimal(value))
        for bid, of_bid in scores.items()
        for criterion, value in of_bid.items()
    )


def judged(
    method: EvaluationModel, prices: Mapping[str, str], scores: Mapping[str, Mapping[str, str]]
) -> Result:
    """The evaluation of bids that are written as texts."""
    return evaluate(method, Offers(bids=bids(prices), scores=agreed(scores)))


def totals(result: Result) -> dict[str, str]:
    """The shown total of each bid."""
    return {row.bid: row.shown for row in result.rows}


def ranking(result: Result) -> list[list[str]]:
    """The groups of bids from best to worst."""
    return [list(group.bids) for group in result.ranking_groups]
