"""The bids that are evaluated: a weighted sum of 19 scores and a price, the same on every run."""

import random
from decimal import Decimal
from typing import NamedTuple

from contracts.rules.scoring import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    Offers,
    Price,
    Scale,
    Score,
)

SIZES = (10, 100, 1000)
"""How many bids."""

SCALE = "10"
"""The highest score; scores have one decimal."""

WEIGHTS = ("2",) * 15 + ("5",) * 4 + ("50",)
"""The weights of the criteria in their order; the price is the last."""

PRICE = "price"
QUALITY = tuple(f"quality-{number:02}" for number in range(1, len(WEIGHTS)))


class Case(NamedTuple):
    """Bids as decimal texts: a row of scores and a price for each."""

    scores: list[list[str]]
    prices: list[str]


def case(size: int) -> Case:
    """So many bids, made from a fixed seed. Prices lie between 800,000.00 and 1,500,000.00."""
    draw = random.Random(size)  # noqa: S311 (the same bids every time, no secrets)
    scores = [[str(Decimal(draw.randint(0, 100)) / 10) for _ in QUALITY] for _ in range(size)]
    prices = [str(Decimal(draw.randint(80_000_000, 150_000_000)).scaleb(-2)) for _ in range(size)]
    return Case(scores, prices)


def model() -> EvaluationModel:
    """The announced method: shares of the scale, the lowest price divided by the own (P1)."""
    *weights, last = map(Decimal, WEIGHTS)
    scale = Scale(maximum=Decimal(SCALE), step=Decimal("0.1"))
    quality = tuple(
        Criterion(id=name, weight=weight, scale=scale)
        for name, weight in zip(QUALITY, weights, strict=True)
    )
    price = Criterion(id=PRICE, kind=CriterionKind.PRICE, weight=last, formula="P1/1")
    return EvaluationModel(criteria=(*quality, price))


def bid(place: int) -> str:
    """The id of the bid at a place of a case."""
    return f"bid-{place:04}"


def offers(given: Case) -> Offers:
    """A case as the evaluation reads it, scores agreed."""
    bids = tuple(
        Bid(id=bid(place), price=Price(amount=Decimal(price)))
        for place, price in enumerate(given.prices)
    )
    scores = tuple(
        Score(bid=bid(place), criterion=name, value=Decimal(value))
        for place, row in enumerate(given.scores)
        for name, value in zip(QUALITY, row, strict=True)
    )
    return Offers(bids=bids, scores=scores)
