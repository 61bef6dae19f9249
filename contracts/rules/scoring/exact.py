"""Exact numbers: fractions that are written as `n/d`, summed, rounded and shown without a float."""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema


class Mode(StrEnum):
    """How a number is rounded; the sign is put aside first, so halves go away from zero."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


def _read(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and value.count("/") == 1:
        numerator, denominator = value.split("/")
        return Fraction(int(numerator), int(denominator))
    raise ValueError("an exact number is written as n/d")


def _write(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


Rational = Annotated[
    Fraction,
    PlainValidator(_read),
    PlainSerializer(_write, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+/[1-9][0-9]*$"}),
]
"""An exact number; serialised as `n/d` in lowest terms, also when d is 1."""


def fraction(value: Decimal) -> Fraction:
    """The number that a decimal text stands for, exactly."""
    return Fraction(value)


def total(values: Iterable[Fraction]) -> Fraction:
    """The exact sum: whole numbers over one common denominator, reduced once."""
    parts = [value.as_integer_ratio() for value in values]
    common = math.lcm(*[denominator for _, denominator in parts])
    return Fraction(sum([n * (common // d) for n, d in parts]), common)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean of at least one number."""
    return total(values) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The number in the middle; of an even number of them, the mean of the two in the middle."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def share(of: Fraction, part: Fraction, whole: Fraction) -> Fraction:
    """`of * part / whole`, reduced once instead of twice. `whole` is not zero."""
    (n, d), (part_n, part_d), (whole_n, whole_d) = (
        of.as_integer_ratio(),
        part.as_integer_ratio(),
        whole.as_integer_ratio(),
    )
    return Fraction(n * part_n * whole_d, d * part_d * whole_n)


IRRATIONAL_DECIMALS = 30
"""The decimals that an irrational result keeps, half even."""

_WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Digits for what comes before that; twice as many, so that the last decimal is right."""


def _decimal(value: Fraction) -> Decimal:
    return _WORKING.divide(Decimal(value.numerator), Decimal(value.denominator))


def _kept(value: Decimal) -> Fraction:
    return rounded(Fraction(value), IRRATIONAL_DECIMALS, Mode.HALF_EVEN)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """`base ** exponent`, the same on every machine. `base` is not negative; zero needs an
    exponent above zero; both break with `ValueError`.

    Exact for a whole exponent. Any other exponent is worked out with 60 significant digits and
    then rounded half to even to 30 decimals, also where the root happens to be a finite fraction.
    """
    if base < 0 or (base == 0 and exponent <= 0):
        raise ValueError("a power needs a base above zero, or zero with an exponent above zero")
    if exponent.denominator == 1:
        return Fraction(base**exponent.numerator)
    return _kept(_WORKING.power(_decimal(base), _decimal(exponent)))


def logarithm_ratio(number: Fraction, base: Fraction) -> Fraction:
    """`log(number) / log(base)`, the same on every machine. Both are above zero and `base` is
    not 1; anything else breaks with `ValueError`.

    Worked out with 60 significant digits and then rounded half to even to 30 decimals; zero for
    1, one for `base` itself.
    """
    if number <= 0 or base <= 0 or base == 1:
        raise ValueError("a logarithm needs a number above zero and a base that is not 1")
    return _kept(_WORKING.divide(_WORKING.ln(_decimal(number)), _WORKING.ln(_decimal(base))))


def _units(numerator: int, denominator: int, decimals: int, mode: Mode) -> int:
    """The value in units of the last decimal, rounded, without its sign."""
    scale: int = 10**decimals
    whole, rest = divmod(abs(numerator) * scale, denominator)
    twice = 2 * rest
    if mode is Mode.DOWN or twice < denominator:
        return whole
    if mode is Mode.HALF_EVEN and twice == denominator:
        return whole + whole % 2
    return whole + 1


def rounded(value: Fraction, decimals: int, mode: Mode) -> Fraction:
    """The value rounded to a number of decimals."""
    numerator, denominator = value.as_integer_ratio()
    units = _units(numerator, denominator, decimals, mode)
    return Fraction(-units if numerator < 0 else units, 10**decimals)


def show(value: Fraction, decimals: int = 2, mode: Mode = Mode.HALF_UP) -> str:
    """The value as people read it: a decimal text with exactly so many decimals, point as mark."""
    numerator, denominator = value.as_integer_ratio()
    units = _units(numerator, denominator, decimals, mode)
    sign = "-" if numerator < 0 and units else ""
    digits = str(units).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def written_out(value: Fraction) -> str:
    """All digits of a number that is a finite decimal, such as a sum of announced weights."""
    decimals = 0
    while 10**decimals % value.denominator:
        decimals += 1
    return show(value, decimals)
