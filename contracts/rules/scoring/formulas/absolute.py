"""Price formulas that depend on the bid and on announced numbers alone: the points of a bid are
known when it is made, and the withdrawal of another changes nothing.

Each entry says the formula, where it has a value, and what becomes of a price of zero, a credit
(a negative price) and a price above the ceiling. A single bid and equal bids are nothing special:
each earns what its own price earns.
"""

from fractions import Fraction

from contracts.rules.scoring import exact
from contracts.rules.scoring.formulas.base import (
    Accepts,
    Formula,
    FormulaKind,
    Inputs,
    Parameter,
    Undefined,
)
from contracts.rules.scoring.formulas.domain import (
    CEILING,
    EXPONENT,
    FLOOR,
    HALF,
    ONE,
    ZERO,
    below_ceiling,
    clamped,
    floored,
    positive_price,
    price_from_zero,
)


def _band(of: Inputs) -> Fraction:
    full, zero = of["full_price"], of["zero_price"]
    if full >= zero:
        raise Undefined("band_reversed")
    return clamped((zero - of["price"]) / (zero - full))


def _of_ceiling(of: Inputs) -> Fraction:
    return below_ceiling(of) / of["ceiling"]


def _with_line(of: Inputs) -> Fraction:
    if of["line"] > of["ceiling"]:
        raise Undefined("line_above_ceiling")
    beyond = max(ZERO, of["line"] - of["price"])
    return (below_ceiling(of) - HALF * beyond) / of["ceiling"]


def _reference_over_own(of: Inputs) -> Fraction:
    return min(ONE, of["reference"] / positive_price(of))


def _parabola(of: Inputs) -> Fraction:
    left = 1 - below_ceiling(of) / of["ceiling"]
    return 1 - exact.power(left, of["exponent"])


def _near_target(of: Inputs) -> Fraction:
    return floored(1 - abs(price_from_zero(of) - of["target"]) / of["target"], of)


A1 = Formula(
    "A1",
    1,
    FormulaKind.PRICE,
    ("price",),
    _band,
    (Parameter("full_price"), Parameter("zero_price")),
    accepts=Accepts.ANY,
    absolute=True,
)
"""Band: `(zero_price - price) / (zero_price - full_price)`, held in [0, 1].

Zero price and credit: like any other. No ceiling beyond the price that earns nothing. A band that
is not ascending: `Undefined("band_reversed")`. Source: Negometrix, weighted factor method."""

A2 = Formula(
    "A2",
    1,
    FormulaKind.PRICE,
    ("price",),
    _of_ceiling,
    (CEILING,),
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""Share of the ceiling that is left: `1 - price / ceiling`, in [0, 1]; the full points are for a
free bid only.

Zero price: full points. Credit and a price above the ceiling: `Undefined`; such a bid is excluded
first. Source: Japanese practice."""

A3 = Formula(
    "A3",
    1,
    FormulaKind.PRICE,
    ("price",),
    _with_line,
    (CEILING, Parameter("line", minimum=ZERO)),
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""Share of the ceiling with a low-price line: `1 - price / ceiling` from the line on; below it each
euro earns half: `(1 - line / ceiling) + (line - price) / (2 ceiling)`. The two meet at the line,
and a lower price always earns more. The source writes the price weight as 100 - X, with X for
technical points: here that is the weight of the criterion.

Zero price: like any other, `1 - line / (2 ceiling)`. Credit and a price above the ceiling:
`Undefined`; so is a line above the ceiling. Source: Japanese overall evaluation (points at four
decimals there: a rounding that a tender announces)."""

A4 = Formula(
    "A4",
    1,
    FormulaKind.PRICE,
    ("price",),
    _reference_over_own,
    (Parameter("reference", above=ZERO),),
    absolute=True,
)
"""Reference over own price: `reference / price`, not above 1; in ]0, 1].

Zero price or credit: `Undefined`. No ceiling. Source: American design-build handbook."""

A5 = Formula(
    "A5",
    1,
    FormulaKind.PRICE,
    ("price",),
    _parabola,
    (CEILING, EXPONENT),
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
    rounded_to=exact.IRRATIONAL_DECIMALS,
)
"""Parabola: `1 - (price / ceiling) ** exponent`, which sources also write `1 - (1 - R) **
exponent` with the discount R; in [0, 1]. Exact for a whole exponent, else 30 decimals.

Zero price: full points. Credit and a price above the ceiling: `Undefined`.
Source: Italian practice (regional platforms name the two forms apart; they are one)."""

A19 = Formula(
    "A19",
    1,
    FormulaKind.PRICE,
    ("price",),
    _near_target,
    (Parameter("target", above=ZERO), FLOOR),
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
    monotone=False,
)
"""Distance to a target price: `1 - |price - target| / target`; negative beyond twice the target
unless a `floor` was announced. A price below the target earns less too, which is legally doubtful.

Zero price: nothing. Credit: `Undefined`. No ceiling. Source: a Chilean repository's tests."""

ABSOLUTE = (A1, A2, A3, A4, A5, A19)
"""The absolute price formulas, in the order in which they are offered."""
