"""The best sum over all lots when each tenderer may be awarded a limited number of them."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from contracts.rules.scoring.lots import transport
from contracts.rules.scoring.lots.model import (
    MOST_OPTIMA,
    Allocation,
    Award,
    Direction,
    Limit,
    LimitPrice,
    Lot,
    Outcome,
    awarded_total,
    checked,
    in_order,
    of_optima,
)
from contracts.rules.scoring.lots.transport import Choice

_NOBODY = ""


def lots_limit_optimal(
    lots: Sequence[Lot], limit: Limit, direction: Direction, most_optima: int = MOST_OPTIMA
) -> Outcome:
    """`lots_limit_optimal/1`: of all ways to award the lots, each to one bid and no tenderer more
    than its limit, those that award the most lots and, of these, have the best sum of figures by
    the weights of their lots: the lowest sum of prices, or the highest sum of points.

    Every optimum is returned, in the order of its bids lot by lot, up to `most_optima` (at least
    one); more than one is `several_optima`, more than those is `more_optima_than_shown`. A lot
    that is left over is `lot_without_award`. Only the figures count here: the order of merit in a
    lot, where it was settled otherwise, does not.

    `limit_prices` let anyone check an optimum without searching. Count for each bid its figure by
    the lot's weight (points: with a minus sign) and add the price of its tenderer, as a pair: lots
    first, then the figure; awarding nothing counts one lot and zero. An allocation is an optimum
    if and only if each lot goes to what counts least for it and each tenderer with a price other
    than zero has as many lots as its limit allows.

    Raises `RuleError` as `checked` does.
    """
    given = checked(lots, limit)
    capacity = _capacity(given, limit)
    scale, lost_lot = _scale(given)
    sign = 1 if direction is Direction.LOWEST else -1
    options = [
        [
            *(
                Choice(c.tenderer, c.bid, int(lot.counts(c) * scale) * sign)
                for c in lot.candidates
                if c.tenderer in capacity
            ),
            Choice(_NOBODY, None, lost_lot),
        ]
        for lot in given
    ]
    capacity[_NOBODY] = len(given) + 1
    served = transport.serve(options, capacity)
    found = list(islice(transport.optima(options, capacity, served), most_optima + 1))
    allocations = [
        Allocation(tuple(Award(lot.id, c.label) for lot, c in zip(given, chosen, strict=True)))
        for chosen in found[:most_optima]
    ]
    return Outcome(
        rule="lots_limit_optimal/1",
        allocations=tuple(allocations),
        total=awarded_total(given, allocations[0]),
        findings=in_order(of_optima(given, allocations, len(found) > most_optima)),
        limit_prices=tuple(
            _price(tenderer, price, scale, lost_lot)
            for tenderer, price in sorted(served.prices.items())
            if price
        ),
    )


def _capacity(lots: Sequence[Lot], limit: Limit) -> dict[str, int]:
    """How many lots each tenderer may have; those that may have none are left out."""
    tenderers = sorted({c.tenderer for lot in lots for c in lot.candidates})
    return {t: room for t in tenderers if (room := limit.of(t, len(lots))) > 0}


def _scale(lots: Sequence[Lot]) -> tuple[int, int]:
    """What makes every figure a whole number, and a cost for a lot left over that no sum of such
    figures outweighs."""
    figures = [[lot.counts(c) for c in lot.candidates] for lot in lots]
    scale = math.lcm(*[f.denominator for of_lot in figures for f in of_lot])
    largest = sum(int(max(map(abs, of_lot), default=Fraction(0)) * scale) for of_lot in figures)
    return scale, 4 * largest + 1


def _price(tenderer: str, price: int, scale: int, lost_lot: int) -> LimitPrice:
    """A price in lots and figure: the figure is nearer to zero than half a lot."""
    lost = (2 * price + lost_lot) // (2 * lost_lot)
    return LimitPrice(tenderer, lost, Fraction(price - lost * lost_lot, scale))
