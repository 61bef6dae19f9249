"""Formulas for quality and price together: the figure by which whole bids are ranked.

`quality` is the bid's points for quality, `maximum_quality` the points there are. Each entry says
the formula, where it has a value, and what becomes of a price of zero and a credit (a negative
price). Unless it says otherwise: a single bid and equal bids are nothing special (equal bids get
equal figures), and a ceiling is none of its business (a bid above it is excluded first).
`monotone` is about the price; where `price` holds a net present value, about that value.
"""

from collections.abc import Callable
from fractions import Fraction

from contracts.rules.scoring import exact
from contracts.rules.scoring.formulas.base import (
    Accepts,
    Best,
    Formula,
    FormulaKind,
    Inputs,
    Parameter,
    Undefined,
)
from contracts.rules.scoring.formulas.domain import (
    HALF,
    ONE,
    ZERO,
    positive_price,
    price_from_zero,
    quality_points,
    quality_share,
    some_quality,
)

_WEIGHTS = (Parameter("quality_weight", above=ZERO), Parameter("price_weight", above=ZERO))
_EITHER_WEIGHT = tuple(Parameter(each.name, required=False, above=ZERO) for each in _WEIGHTS)
_FACTOR = Parameter("factor", required=False, above=ZERO)
_LARGEST_EXPONENT = 100


def _ratio_of_weights(of: Inputs) -> Fraction:
    return of.get("quality_weight", ONE) / of.get("price_weight", ONE)


def _utility_index(of: Inputs) -> Fraction:
    missing = (of["best_quality"] - of["quality"]) / some_quality(of, "maximum_quality")
    lowest = positive_price(of, "lowest_price")
    return (1 - missing * _ratio_of_weights(of)) * lowest / positive_price(of)


def _price_less_value(of: Inputs) -> Fraction:
    return of["price"] - of["quality"]


def _marked_up(of: Inputs) -> Fraction:
    most = some_quality(of, "maximum_quality")
    return of["price"] * (1 + (most - of["quality"]) / most * _ratio_of_weights(of))


def _price_less_points(of: Inputs) -> Fraction:
    return of["price"] - of["quality"] * of["value"]


def _weighted_quality_over_price(of: Inputs) -> Fraction:
    quality, exponent = quality_points(of), _ratio_of_weights(of)
    if exponent > _LARGEST_EXPONENT:
        raise Undefined("exponent_too_large")
    return exact.power(quality, exponent) / positive_price(of)


def _quality_over_price(of: Inputs) -> Fraction:
    return of.get("factor", ONE) * quality_points(of) / positive_price(of)


def _against(quality: str, price: str) -> Callable[[Inputs], Fraction]:
    """Quality and price each over its reference, weighted, the one less the other."""

    def figure(of: Inputs) -> Fraction:
        gained = of["quality"] / some_quality(of, quality)
        spent = price_from_zero(of) / positive_price(of, price)
        return of["quality_weight"] * gained - of["price_weight"] * spent

    return figure


def _coefficient(of: Inputs) -> Fraction:
    return 1 + quality_share(of) / (1 - quality_share(of, "maximum_quality"))


def _price_over_coefficient(of: Inputs) -> Fraction:
    return price_from_zero(of) / _coefficient(of)


def _value_times_coefficient(of: Inputs) -> Fraction:
    return price_from_zero(of) * _coefficient(of)


def _price_less_share(of: Inputs) -> Fraction:
    return price_from_zero(of) * (1 - quality_share(of))


def _present_value(of: Inputs) -> Fraction:
    return of["price"]


def _adjusted_price(of: Inputs) -> Fraction:
    most = some_quality(of, "maximum_quality")
    return price_from_zero(of) * most / some_quality(of, "quality")


def _adjusted_score(of: Inputs) -> Fraction:
    technical = quality_points(of) / some_quality(of, "maximum_quality")
    return technical * of["reference"] / positive_price(of)


def _lowest_over_own(of: Inputs) -> Fraction:
    return positive_price(of, "lowest_price") / positive_price(of)


def _quality_and_cost(of: Inputs) -> Fraction:
    if of["technical_weight"] + of["price_weight"] != 1:
        raise Undefined("weights_not_one")
    technical = of["quality"] / some_quality(of, "maximum_quality")
    return 100 * (of["technical_weight"] * technical + of["price_weight"] * _lowest_over_own(of))


def _rated_criteria(of: Inputs) -> Fraction:
    technical = of["quality"] / some_quality(of, "best_quality")
    weight = of["price_weight"]
    return 100 * (weight * _lowest_over_own(of) + (1 - weight) * technical)


P10 = Formula(
    "P10",
    1,
    FormulaKind.WHOLE,
    ("price", "lowest_price", "quality", "best_quality", "maximum_quality"),
    _utility_index,
    _WEIGHTS,
    monotone=False,
)
"""Utility index: `(1 - (qbest - q) N) lowest / price` with qualities as shares of the maximum and N
= quality weight over price weight; highest wins. At most 1. Where the bracket is negative (N above
1 and quality far behind the best) a lower price makes the figure worse, so it is not monotone.

Single bid and equal bids: 1 for the lowest price. Zero price or credit: `Undefined`. Source:
Negometrix (UI)."""

A6 = Formula(
    "A6",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _price_less_value,
    best=Best.LOWEST,
    accepts=Accepts.ANY,
    absolute=True,
)
"""Fictitious price: `price - quality`, where the points for quality are amounts of money; lowest
wins. Zero price and credit: like any other; the figure may be negative. Source: Dutch "gunnen op
waarde" (Negometrix)."""

A7 = Formula(
    "A7",
    1,
    FormulaKind.WHOLE,
    ("price", "quality", "maximum_quality"),
    _marked_up,
    _WEIGHTS,
    best=Best.LOWEST,
    accepts=Accepts.ANY,
    absolute=True,
)
"""Mark-up for missing quality: `price (1 + (Q - q) / Q * quality_weight / price_weight)`; lowest
wins. Zero price: the figure is 0 whatever the quality. Credit: has a value, but missing quality
then enlarges the credit, so it rewards the worse bid. Source: Norwegian and Danish practice."""

A8 = Formula(
    "A8",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _price_less_points,
    (Parameter("value", above=ZERO),),
    best=Best.LOWEST,
    accepts=Accepts.ANY,
    absolute=True,
)
"""Willingness to pay: `price - quality * value`, with the amount that one point is worth; lowest
wins. Zero price and credit: like any other. Source: British defence ministry (monetising)."""

A9 = Formula(
    "A9",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _weighted_quality_over_price,
    _EITHER_WEIGHT,
    absolute=True,
    rounded_to=exact.IRRATIONAL_DECIMALS,
)
"""Quality over price, weighted: `q ** (quality_weight / price_weight) / price`; highest wins. Both
weights are 1 unless announced. The power is exact when the ratio of the weights is whole, else it
has 30 decimals; a ratio above 100 is `Undefined("exponent_too_large")`. Zero price, credit or
negative quality: `Undefined`. Source: British defence ministry (value-for-money index)."""

A10 = Formula(
    "A10",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _quality_over_price,
    (_FACTOR,),
    absolute=True,
)
"""Quality over price: `factor * q / price`; highest wins. The factor (1 unless announced) only
makes the figure readable. Needs a minimum for quality, or a cheap useless bid wins. Zero price,
credit or negative quality: `Undefined`. Source: German UfAB, simple method."""

A11 = Formula(
    "A11",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _quality_over_price,
    (Parameter("band", minimum=ZERO, maximum=HALF), _FACTOR),
)
"""Quality over price with a band: the figure of A10; the bids whose figure is at least the best
one's times `1 - band` are level, and the announced tie-break chain decides among them. Relative,
although the figure is not: the band hangs on the leader. Sources know bands up to 0.10. A single
bid is alone in the band. Zero price, credit or negative quality: `Undefined`. Source: German UfAB,
extended method."""

A12 = Formula(
    "A12",
    1,
    FormulaKind.WHOLE,
    ("price", "mean_price", "quality", "mean_quality"),
    _against("mean_quality", "mean_price"),
    _WEIGHTS,
    accepts=Accepts.NOT_NEGATIVE,
)
"""Weighted guide-value method with the mean: `quality_weight L / Lmean - price_weight P / Pmean`;
highest wins. Single bid and equal bids: the difference of the weights. Zero price: like any other,
unless all are free (`Undefined`). Credit, or no quality at all: `Undefined`. Source: German UfAB
(weighted Richtwert); the form is to be confirmed."""

A12B = Formula(
    "A12b",
    1,
    FormulaKind.WHOLE,
    ("price", "median_price", "quality", "median_quality"),
    _against("median_quality", "median_price"),
    _WEIGHTS,
    accepts=Accepts.NOT_NEGATIVE,
)
"""A12 with the medians, for an even number of bids the mean of the middle two. A median price or
median quality of zero: `Undefined`; otherwise as A12."""

A12C = Formula(
    "A12c",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _against("quality_reference", "price_reference"),
    (
        *_WEIGHTS,
        Parameter("quality_reference", above=ZERO),
        Parameter("price_reference", above=ZERO),
    ),
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""A12 with announced references, and therefore absolute. Zero price: like any other. Credit:
`Undefined`."""

A13 = Formula(
    "A13",
    1,
    FormulaKind.WHOLE,
    ("price", "quality", "maximum_quality"),
    _price_over_coefficient,
    best=Best.LOWEST,
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""Price over a coefficient: `price / (1 + Vn / (1 - Vmax))`, with the bid's quality Vn and the most
there is Vmax as shares below 1 (elsewhere `Undefined("quality_not_a_share")`); lowest wins. Zero
price: 0 whatever the quality. Credit: `Undefined`. Source: Ukrainian Prozorro features (Vmax at
most 0.30 there, to be confirmed)."""

A13B = Formula(
    "A13b",
    1,
    FormulaKind.WHOLE,
    ("price", "quality", "maximum_quality"),
    _value_times_coefficient,
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""Value times the coefficient of A13: `price` holds the net present value that the bid offers, and
the highest figure wins. Value zero: 0 whatever the quality. Negative value: `Undefined`. Source:
Ukrainian Prozorro, energy service contracts."""

A14 = Formula(
    "A14",
    1,
    FormulaKind.WHOLE,
    ("price", "quality"),
    _price_less_share,
    best=Best.LOWEST,
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""Price less the share for quality: `price (1 - Vn)`, with life-cycle costs already in the price
and quality as a share below 1 (elsewhere `Undefined("quality_not_a_share")`); lowest wins. Zero
price: 0 whatever the quality. Credit: `Undefined`. Source: Ukrainian Prozorro, mixed method."""

A15 = Formula(
    "A15",
    1,
    FormulaKind.WHOLE,
    ("price",),
    _present_value,
    accepts=Accepts.ANY,
    absolute=True,
)
"""Net present value itself: `price` holds the value that the bid offers, and the highest wins. Zero
and negative values: like any other. Source: Ukrainian energy service contracts."""

A16 = Formula(
    "A16",
    1,
    FormulaKind.WHOLE,
    ("price", "quality", "maximum_quality"),
    _adjusted_price,
    best=Best.LOWEST,
    accepts=Accepts.NOT_NEGATIVE,
    absolute=True,
)
"""Adjusted price: `price / T` with the technical score T as a share of the maximum; lowest wins.
Zero price: 0 whatever the quality. Credit, or quality of zero or less: `Undefined`. Source:
American design-build handbook."""

A16B = Formula(
    "A16b",
    1,
    FormulaKind.WHOLE,
    ("price", "quality", "maximum_quality"),
    _adjusted_score,
    (Parameter("reference", above=ZERO),),
    absolute=True,
)
"""Adjusted score: `T * reference / price`; highest wins, in the same order as A16. Zero price,
credit or negative quality: `Undefined`. Source: American design-build handbook."""

A17 = Formula(
    "A17",
    1,
    FormulaKind.WHOLE,
    ("price", "lowest_price", "quality", "maximum_quality"),
    _quality_and_cost,
    tuple(
        Parameter(name, minimum=ZERO, maximum=ONE) for name in ("technical_weight", "price_weight")
    ),
)
"""Quality and cost based selection: `technical_weight * 100 q / Q + price_weight * 100 lowest /
price`; highest wins. The two weights are shares that make one, else `Undefined("weights_not_one")`.
Single bid and equal bids: the full points for price. Zero price or credit: `Undefined`. Source:
standard documents of the World Bank and of India."""

A18 = Formula(
    "A18",
    1,
    FormulaKind.WHOLE,
    ("price", "lowest_price", "quality", "best_quality"),
    _rated_criteria,
    (Parameter("price_weight", minimum=ZERO, maximum=ONE),),
)
"""Rated criteria: `X * 100 Clow / C + (1 - X) * 100 T / Thigh`, with X the price weight as a share;
highest wins. Single bid and equal bids: 100. Zero price or credit, or no quality in any bid:
`Undefined`. Source: World Bank rated criteria; the form is to be confirmed."""

WHOLE = (
    *(P10, A6, A7, A8, A9, A10, A11, A12, A12B, A12C, A13, A13B, A14, A15, A16, A16B, A17, A18),
)
"""The formulas for whole bids, in the order in which they are offered."""
