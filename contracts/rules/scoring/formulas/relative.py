"""Price formulas that depend on the other bids: a bid earns another share when one of them goes.

Statistics are those of the admissible bids, taken after exclusion. Each entry says the formula,
where it has a value, and what becomes of a single bid, equal bids, a price of zero, a credit (a
negative price) and a price above the ceiling. Prices share one currency and one VAT basis.
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

_NO_DISCOUNT = Parameter("no_discount", required=False, minimum=ZERO, maximum=ONE)
_SPAN = Fraction(20)


def _lowest_over_own(of: Inputs) -> Fraction:
    return positive_price(of, "lowest_price") / positive_price(of)


def _above_lowest(of: Inputs) -> Fraction:
    """How far the price is above the lowest, as a share of the lowest."""
    return positive_price(of) / positive_price(of, "lowest_price") - 1


def _linear_to_lowest(of: Inputs) -> Fraction:
    return floored(1 - of.get("slope", ONE) * _above_lowest(of), of)


def _linear_to_multiple(of: Inputs) -> Fraction:
    return floored(1 - _above_lowest(of) / (of["n"] - 1), of)


def _between_extremes(of: Inputs) -> Fraction:
    price, lowest, highest = price_from_zero(of), of["lowest_price"], of["highest_price"]
    return ONE if lowest == highest else (highest - price) / (highest - lowest)


def _above_mean(of: Inputs) -> Fraction:
    """How far the price is above the mean, as a share of it; 0 where all are free."""
    price, mean = price_from_zero(of), of["mean_price"]
    return ZERO if price == mean else (price - mean) / positive_price(of, "mean_price")


def _around_mean(of: Inputs) -> Fraction:
    return clamped(HALF - _above_mean(of))


def _around_median(of: Inputs) -> Fraction:
    return clamped(HALF + 1 - positive_price(of) / positive_price(of, "median_price"))


def _up_to_mean(of: Inputs) -> Fraction:
    return clamped(1 - _above_mean(of) * 100 / of.get("span", _SPAN))


def _nearest_to_mean(of: Inputs) -> Fraction:
    return clamped(1 - abs(_above_mean(of)))


def _without_discount(of: Inputs) -> Fraction:
    """What all earn when no bid stays below the ceiling."""
    if "no_discount" not in of:
        raise Undefined("no_discount")
    return of["no_discount"]


def _of_best_discount(of: Inputs) -> Fraction:
    own, best = below_ceiling(of), below_ceiling(of, "lowest_price")
    return own / best if best else _without_discount(of)


def _of_best_or_threshold(of: Inputs) -> Fraction:
    least = of["threshold"] * of["ceiling"]
    return below_ceiling(of) / max(least, below_ceiling(of, "lowest_price"))


def _power_of_discount(of: Inputs) -> Fraction:
    own, best = below_ceiling(of), below_ceiling(of, "lowest_price")
    return exact.power(own / best, of["exponent"]) if best else _without_discount(of)


def _bilinear(of: Inputs) -> Fraction:
    own, best = below_ceiling(of), below_ceiling(of, "lowest_price")
    if not best:
        return _without_discount(of)
    mean = below_ceiling(of, "mean_price")
    if own <= mean:
        return of["x"] * own / mean
    return of["x"] + (1 - of["x"]) * (own - mean) / (best - mean)


def _logarithmic(of: Inputs) -> Fraction:
    ratio = positive_price(of) / positive_price(of, "lowest_price")
    return floored(1 - exact.logarithm_ratio(ratio, of["base"]), of)


P1 = Formula("P1", 1, FormulaKind.PRICE, ("price", "lowest_price"), _lowest_over_own, inverse=True)
"""Lowest price over own price: `lowest / price`, in ]0, 1].

Single bid and equal bids: full points. A price of zero, also of another bid, or a credit:
`Undefined`, since all others would get nothing and the free bid 0/0. No ceiling.
Source: the most common formula (Negometrix "low bid", UfAB, Italian inverse proportion)."""

P2 = Formula(
    "P2",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price"),
    _linear_to_lowest,
    (Parameter("slope", required=False, above=ZERO), FLOOR),
)
"""Linear to the lowest price: `1 - slope (price - lowest) / lowest`; the slope is 1 unless
announced. Nothing at twice the lowest for slope 1, negative beyond it unless a `floor` (as a
rule 0) was announced.

Single bid and equal bids: full points. Zero price or credit: `Undefined`. No ceiling.
Source: South African preferential procurement; German one-sided interpolation."""

P2B = Formula(
    "P2b",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price"),
    _linear_to_multiple,
    (Parameter("n", above=ONE), FLOOR),
)
"""Linear to an announced multiple n of the lowest: `(n lowest - price) / ((n - 1) lowest)`.
Nothing at n times the lowest, negative beyond it unless a `floor` was announced.

Single bid and equal bids: full points. Zero price or credit: `Undefined`. No ceiling.
Source: French practice (variants listed by weka.fr)."""

P3 = Formula(
    "P3",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price", "highest_price"),
    _between_extremes,
    accepts=Accepts.NOT_NEGATIVE,
)
"""Between the extremes: `(highest - price) / (highest - lowest)`, in [0, 1]; the dearest bid
earns nothing however near it is.

Single bid and equal bids: full points for all, as the official Italian rule has it. Zero price:
like any other. Credit: `Undefined`. No ceiling.
Source: Italian purchasing portal (min-max); German two-sided interpolation."""

P4 = Formula(
    "P4",
    1,
    FormulaKind.PRICE,
    ("price", "mean_price"),
    _around_mean,
    accepts=Accepts.NOT_NEGATIVE,
)
"""Around the mean: half the points at the mean, one hundredth of the points less or more for each
per cent above or below it: `1/2 - (price - mean) / mean`, held in [0, 1].

Single bid and equal bids (also when all are free): half the points. Zero price: like any other.
Credit: `Undefined`. No ceiling. Source: British mean-price scoring."""

P4B = Formula("P4b", 1, FormulaKind.PRICE, ("price", "median_price"), _around_median)
"""Around the median: P4 with the median, which for an even number of bids is the mean of the
middle two (to be confirmed: no source was read for the median).

Single bid and equal bids: half the points. Zero price or credit: not accepted, since a median of
zero would leave the others without a number (`Undefined`). No ceiling."""

P4C = Formula(
    "P4c",
    1,
    FormulaKind.PRICE,
    ("price", "mean_price"),
    _up_to_mean,
    (Parameter("span", required=False, above=ZERO),),
    accepts=Accepts.NOT_NEGATIVE,
)
"""Full points up to the mean, nothing at the mean plus `span` per cent (20 unless announced),
linear between: `1 - (price - mean) / mean * 100 / span`, held in [0, 1].

Single bid and equal bids: full points. Zero price: full points. Credit: `Undefined`. No ceiling.
Source: a fixture of a public repository."""

P5 = Formula(
    "P5",
    1,
    FormulaKind.PRICE,
    ("price", "mean_price"),
    _nearest_to_mean,
    accepts=Accepts.NOT_NEGATIVE,
    monotone=False,
)
"""Nearest to the mean: `1 - |price - mean| / mean`, not below 0. A cheaper bid can earn less: a
Dutch court held it unlawful, so it serves only to recompute what was announced elsewhere.

Single bid and equal bids (also when all are free): full points. Zero price beside others: nothing.
Credit: `Undefined`. No ceiling. Source: Dutch case law on the mean price as optimum."""

P6 = Formula(
    "P6",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price"),
    _of_best_discount,
    (CEILING, _NO_DISCOUNT),
    accepts=Accepts.NOT_NEGATIVE,
)
"""Discount over the best discount: `(ceiling - price) / (ceiling - lowest)`, in [0, 1].

Single bid and equal bids: full points, unless all stand at the ceiling: then the announced share
`no_discount`, or `Undefined("no_discount")`. Zero price: full points. Credit and a price above
the ceiling: `Undefined`; such a bid is excluded first. Source: Spanish proportional rule
(Zaragoza), Italian interpolation."""

P6B = Formula(
    "P6b",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price"),
    _of_best_or_threshold,
    (CEILING, Parameter("threshold", above=ZERO, maximum=ONE)),
    accepts=Accepts.NOT_NEGATIVE,
)
"""Discount over the best discount, or over a significant one if none is: `R / max(threshold,
Rmax)` with `R = (ceiling - price) / ceiling`; in [0, 1].

Single bid and equal bids: full points only from the threshold on; nothing at the ceiling. Zero
price: full points. Credit and a price above the ceiling: `Undefined`.
Source: the advisory board of Aragon, 6/2014 (thresholds of 2 to 5 %)."""

P7 = Formula(
    "P7",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price"),
    _power_of_discount,
    (CEILING, EXPONENT, _NO_DISCOUNT),
    accepts=Accepts.NOT_NEGATIVE,
    rounded_to=exact.IRRATIONAL_DECIMALS,
)
"""A power of P6: `(R / Rmax) ** exponent`; exact for a whole exponent, else 30 decimals. An
exponent below 1 softens competition on price, one above 1 sharpens it.

Single bid and equal bids: full points, unless all stand at the ceiling (`no_discount`, as P6).
Zero price: full points. Credit and a price above the ceiling: `Undefined`.
Source: Italian practice (regional platforms; convex formulas held lawful)."""

P8 = Formula(
    "P8",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price", "mean_price"),
    _bilinear,
    (CEILING, Parameter("x", above=ZERO, maximum=ONE), _NO_DISCOUNT),
    accepts=Accepts.NOT_NEGATIVE,
)
"""Bilinear: `x R / Rmean` up to the mean discount, then `x + (1 - x)(R - Rmean) / (Rmax - Rmean)`;
in [0, 1], with x as a rule 0.80, 0.85 or 0.90.

Single bid and equal bids: x, not the full points, as the Italian rule has it; at the ceiling the
announced `no_discount`, or `Undefined` (monotone as long as that is not more than x). Zero price:
like any other. Credit and a price above the ceiling: `Undefined`. Source: Italian central
purchasing (Consip), as regional platforms do it."""

P9 = Formula(
    "P9",
    1,
    FormulaKind.PRICE,
    ("price", "lowest_price"),
    _logarithmic,
    (Parameter("base", above=ONE), FLOOR),
    rounded_to=exact.IRRATIONAL_DECIMALS,
)
"""Logarithmic: `1 - log(price / lowest) / log(base)`, to 30 decimals. Nothing at base times the
lowest, negative beyond it unless a `floor` was announced. Without a floor the difference between
two bids does not depend on the lowest price.

Single bid and equal bids: full points. Zero price or credit: `Undefined`. No ceiling.
Source: Negometrix (bases 1.5, 2, 3)."""

RELATIVE = (P1, P2, P2B, P3, P4, P4B, P4C, P5, P6, P6B, P7, P8, P9)
"""The relative price formulas, in the order in which they are offered."""
