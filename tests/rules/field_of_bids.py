"""A small field of bids for the formulas: prices and qualities, their statistics, and parameters
that a tender might announce. Statistics are worked out here, apart from the engine."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from contracts.rules.scoring.formulas import FORMULAS, FormulaKind

CEILING = Fraction(100_000)

_ANNOUNCED: dict[str, dict[str, str]] = {
    "P2/1": {"slope": "3/2"},
    "P2b/1": {"n": "3"},
    "P4c/1": {"span": "25"},
    "P6/1": {"ceiling": "100000", "no_discount": "0"},
    "P6b/1": {"ceiling": "100000", "threshold": "1/20"},
    "P7/1": {"ceiling": "100000", "exponent": "1/2", "no_discount": "0"},
    "P8/1": {"ceiling": "100000", "x": "17/20", "no_discount": "0"},
    "P9/1": {"base": "2"},
    "A1/1": {"full_price": "20000", "zero_price": "80000"},
    "A2/1": {"ceiling": "100000"},
    "A3/1": {"ceiling": "100000", "line": "60000"},
    "A4/1": {"reference": "30000"},
    "A5/1": {"ceiling": "100000", "exponent": "5/2"},
    "A19/1": {"target": "50000"},
    "P10/1": {"quality_weight": "60", "price_weight": "40"},
    "A7/1": {"quality_weight": "60", "price_weight": "40"},
    "A8/1": {"value": "250"},
    "A9/1": {"quality_weight": "60", "price_weight": "40"},
    "A10/1": {"factor": "1000"},
    "A11/1": {"band": "1/10"},
    "A12/1": {"quality_weight": "60", "price_weight": "40"},
    "A12b/1": {"quality_weight": "60", "price_weight": "40"},
    "A12c/1": {
        "quality_weight": "60",
        "price_weight": "40",
        "quality_reference": "70",
        "price_reference": "50000",
    },
    "A16b/1": {"reference": "30000"},
    "A17/1": {"technical_weight": "4/5", "price_weight": "1/5"},
    "A18/1": {"price_weight": "3/10"},
}

ANNOUNCED: Mapping[str, Mapping[str, Fraction]] = {
    name: {key: Fraction(value) for key, value in _ANNOUNCED.get(name, {}).items()}
    for name in FORMULAS
}
"""For each formula the parameters that these tests announce."""

IN_MONEY = {
    *("ceiling", "full_price", "zero_price", "line", "reference", "target"),
    *("price_reference", "value"),
}
"""The parameters that are amounts."""

SHARES = {"A13/1", "A13b/1", "A14/1"}
"""The formulas that read quality as a share of one; for the others there are 100 points."""

OFFERS_VALUE = {"A13b/1", "A15/1"}
"""The formulas whose price is the value that a bid offers: more is better."""

PRICED = [f.name for f in FORMULAS.values() if f.kind is FormulaKind.PRICE]
WHOLE = [f.name for f in FORMULAS.values() if f.kind is FormulaKind.WHOLE]

Offer = tuple[Fraction, Fraction]
"""A price, and quality in points out of a hundred."""

prices = st.integers(1, 10_000_000).map(lambda cents: Fraction(cents, 100))
"""Amounts above zero, up to and including the ceiling."""

fields = st.lists(st.tuples(prices, st.integers(1, 100).map(Fraction)), min_size=1, max_size=6)
"""One to six offers."""


def _middle(values: Sequence[Fraction]) -> Fraction:
    ranked = sorted(values)
    return (ranked[len(ranked) // 2] + ranked[-(len(ranked) // 2) - 1]) / 2


def inputs(
    name: str, field: Sequence[Offer], place: int, announced: Mapping[str, Fraction] | None = None
) -> dict[str, Fraction]:
    """What the formula reads for the bid at `place`: its own numbers, statistics, parameters."""
    unit = Fraction(3, 1000) if name in SHARES else Fraction(1)
    asked = [price for price, _ in field]
    points = [quality * unit for _, quality in field]
    return {
        "price": asked[place],
        "lowest_price": min(asked),
        "highest_price": max(asked),
        "mean_price": sum(asked) / Fraction(len(asked)),
        "median_price": _middle(asked),
        "quality": points[place],
        "maximum_quality": 100 * unit,
        "best_quality": max(points),
        "mean_quality": sum(points) / Fraction(len(points)),
        "median_quality": _middle(points),
        **(ANNOUNCED[name] if announced is None else announced),
    }


def figure(
    name: str, field: Sequence[Offer], place: int, announced: Mapping[str, Fraction] | None = None
) -> Fraction:
    """The share or the ranking figure of the bid at `place`."""
    return FORMULAS[name].compute(inputs(name, field, place, announced))


def shares(name: str, *asked: str, **announced: str) -> list[Fraction]:
    """The shares of bids that differ in price alone, with these parameters only."""
    field = [(Fraction(price), Fraction(50)) for price in asked]
    given = {key: Fraction(value) for key, value in announced.items()}
    return [figure(name, field, place, given) for place in range(len(field))]
