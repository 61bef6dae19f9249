"""What one step of a score is worth in euro, under a method and at an expected price."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.rules.scoring import evaluation, exact
from contracts.rules.scoring.exact import Rational
from contracts.rules.scoring.model import EvaluationModel, Offers
from contracts.rules.scoring.sensitivity import expectation
from contracts.rules.scoring.sensitivity.expectation import CENTS, Expectation, Market

_PROBE = "probe"
"""The id of the bid that is looked at; the field is numbered."""

_Marks = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Worth:
    """For how many euros the price may rise for one step more on a criterion, with the same total.

    An exact quotient of differences: what the step adds, over what one euro takes away. The price
    moves by that one euro only, so where a formula is not a line the number holds near that price.
    """

    criterion: str
    price: Rational
    price_shown: str
    step: Rational
    """In points of the scale."""
    step_shown: str
    euro: Rational | None
    """None when one euro changes nothing there, or the method has no value."""
    euro_shown: str
    per_point: Rational | None
    """The same for one point of the criterion's weight."""
    per_point_shown: str


def worth(model: EvaluationModel, expected: Expectation, market: Market) -> tuple[Worth, ...]:
    """The worth of a step on every criterion at the lowest, the middle and the highest price.

    Beside the bid that is looked at stand as many others as are expected, at evenly spaced prices
    from the lowest to the highest, all with scores in the middle.
    """
    middle = (market.lowest + market.highest) // 2
    prices = sorted({market.lowest, middle, market.highest})
    found = [
        _worth(model, _field(market, expected.bids), market, criterion, cents)
        for criterion in sorted(market.rungs)
        for cents in prices
        if len(market.rungs[criterion]) > 1
    ]
    return tuple(found)


def _field(market: Market, count: int) -> Offers:
    offers = Offers(bids=())
    for number in range(count):
        cents = market.lowest + (market.highest - market.lowest) * number // (count - 1)
        bid = expectation.priced(f"bid {number + 1}", cents)
        offers = expectation.added(offers, bid, _middle(market))
    return offers


def _middle(market: Market) -> dict[str, Decimal]:
    return {name: rungs[(len(rungs) - 1) // 2] for name, rungs in market.rungs.items()}


def _worth(
    model: EvaluationModel, field: Offers, market: Market, criterion: str, cents: int
) -> Worth:
    marks, rungs = _middle(market), market.rungs[criterion]
    above = rungs[rungs.index(marks[criterion]) + 1]
    step = Fraction(above) - Fraction(marks[criterion])
    # At the highest price a euro more would leave what is expected, and perhaps the ceiling.
    euro = -CENTS if cents == market.highest else CENTS
    here = _figure(model, field, marks, cents)
    better = _figure(model, field, {**marks, criterion: above}, cents)
    dearer = _figure(model, field, marks, cents + euro)
    value = None
    if here is not None and better is not None and dearer not in (None, here):
        value = (better - here) / (here - dearer) * (euro // CENTS)
    point = None if value is None else value / (step * market.worth[criterion])
    price = Fraction(cents, CENTS)
    return Worth(
        criterion=criterion,
        price=price,
        price_shown=exact.show(price),
        step=step,
        step_shown=exact.show(step),
        euro=value,
        euro_shown="" if value is None else exact.show(value),
        per_point=point,
        per_point_shown="" if point is None else exact.show(point),
    )


def _figure(model: EvaluationModel, field: Offers, marks: _Marks, cents: int) -> Fraction | None:
    """The total of the bid that is looked at, or its figure; none when it has none."""
    offers = expectation.added(field, expectation.priced(_PROBE, cents), marks)
    result = evaluation.evaluate(model, offers, trace=False)
    return next((row.exact for row in result.rows if row.bid == _PROBE), None)
