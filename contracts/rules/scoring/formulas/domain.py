"""Where formulas have a value: what several of them ask of a price, a ceiling and a quality.

A formula reads its numbers through these, so that a division by nothing, a root of a negative
number or a price above the ceiling is `Undefined` with a reason, never a number.
"""

from fractions import Fraction

from contracts.rules.scoring.formulas.base import Inputs, Parameter, Undefined

ZERO = Fraction(0)
HALF = Fraction(1, 2)
ONE = Fraction(1)

FLOOR = Parameter("floor", required=False, maximum=ONE)
"""The least share that a bid earns; without it the share goes below zero."""

CEILING = Parameter("ceiling", above=ZERO)
"""The base price above which a bid has no place."""

EXPONENT = Parameter("exponent", above=ZERO, maximum=Fraction(100))
"""The power to which a share is raised; bounded, so that exact powers stay small."""


def positive_price(of: Inputs, name: str = "price") -> Fraction:
    """The price, or a statistic of the prices, that must be above zero.

    `Undefined("price_not_positive")` otherwise."""
    price = of[name]
    if price.numerator <= 0:
        raise Undefined("price_not_positive")
    return price


def price_from_zero(of: Inputs) -> Fraction:
    """The price that must not be negative. `Undefined("price_negative")` otherwise."""
    price = of["price"]
    if price.numerator < 0:
        raise Undefined("price_negative")
    return price


def below_ceiling(of: Inputs, name: str = "price") -> Fraction:
    """How far the price, or a statistic of the prices, stays below the announced ceiling.

    `Undefined("price_negative")` for a credit, `Undefined("above_ceiling")` beyond the ceiling:
    such a bid is excluded before there are statistics."""
    price = of[name]
    if price.numerator < 0:
        raise Undefined("price_negative")
    if price > of["ceiling"]:
        raise Undefined("above_ceiling")
    return of["ceiling"] - price


def floored(share: Fraction, of: Inputs) -> Fraction:
    """The share, not below the `floor` if one was announced."""
    return max(share, of["floor"]) if "floor" in of else share


def clamped(share: Fraction) -> Fraction:
    """The share held between nothing and the full points."""
    return min(ONE, max(ZERO, share))


def quality_points(of: Inputs) -> Fraction:
    """The bid's points for quality, not negative. `Undefined("quality_negative")` otherwise."""
    quality = of["quality"]
    if quality.numerator < 0:
        raise Undefined("quality_negative")
    return quality


def some_quality(of: Inputs, name: str) -> Fraction:
    """A number of quality points to divide by. `Undefined("no_quality")` unless above zero."""
    quality = of[name]
    if quality.numerator <= 0:
        raise Undefined("no_quality")
    return quality


def quality_share(of: Inputs, name: str = "quality") -> Fraction:
    """Quality that the tender counts as a share of one: at least 0, less than 1.

    `Undefined("quality_not_a_share")` otherwise."""
    quality = of[name]
    if not ZERO <= quality < ONE:
        raise Undefined("quality_not_a_share")
    return quality
