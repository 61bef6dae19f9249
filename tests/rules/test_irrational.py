"""Powers and logarithms that are no fractions: the digits they keep, and that these are right."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.scoring.exact import (
    IRRATIONAL_DECIMALS,
    Mode,
    logarithm_ratio,
    power,
    rounded,
)

UNIT = Fraction(1, 10**IRRATIONAL_DECIMALS)

positive = st.fractions(min_value=Fraction(1, 10_000), max_value=10_000, max_denominator=10_000)


def test_a_whole_power_is_exact() -> None:
    assert power(Fraction(2, 3), Fraction(3)) == Fraction(8, 27)
    assert power(Fraction(2, 3), Fraction(-2)) == Fraction(9, 4)
    assert power(Fraction(2, 3), Fraction(0)) == 1
    assert power(Fraction(0), Fraction(3)) == 0


def test_a_root_is_rounded_half_to_even_to_thirty_decimals() -> None:
    assert power(Fraction(1, 4), Fraction(1, 2)) == Fraction(1, 2)
    assert power(Fraction(0), Fraction(1, 2)) == 0
    root = Fraction("0.816496580927726032732428024902")
    assert power(Fraction(2, 3), Fraction(1, 2)) == root


@given(positive)
def test_a_square_root_has_every_digit_right(number: Fraction) -> None:
    finer = 10 ** (2 * IRRATIONAL_DECIMALS)
    below = math.isqrt(number.numerator * finer**2 // number.denominator)
    expected = rounded(Fraction(below, finer), IRRATIONAL_DECIMALS, Mode.HALF_EVEN)
    assert power(number, Fraction(1, 2)) == expected


@given(positive, positive, st.fractions(Fraction(1, 10), 5, max_denominator=10))
def test_a_larger_number_has_no_smaller_power(
    one: Fraction, other: Fraction, exponent: Fraction
) -> None:
    low, high = sorted((one, other))
    assert power(low, exponent) <= power(high, exponent)


@pytest.mark.parametrize(
    ("base", "exponent"), [("-1", "2"), ("-1", "1/2"), ("0", "0"), ("0", "-1"), ("0", "-1/2")]
)
def test_a_power_without_a_number_is_refused(base: str, exponent: str) -> None:
    with pytest.raises(ValueError, match="power"):
        power(Fraction(base), Fraction(exponent))


def test_the_logarithm_of_the_base_is_one() -> None:
    assert logarithm_ratio(Fraction(3, 2), Fraction(3, 2)) == 1
    assert logarithm_ratio(Fraction(1), Fraction(3, 2)) == 0
    assert logarithm_ratio(Fraction(8), Fraction(2)) == 3
    assert logarithm_ratio(Fraction(1, 8), Fraction(2)) == -3


def test_a_logarithm_is_rounded_half_to_even_to_thirty_decimals() -> None:
    assert logarithm_ratio(Fraction(3, 2), Fraction(2)) == Fraction(
        "0.584962500721156181453738943948"
    )


@given(positive, positive)
def test_the_logarithm_of_a_product_is_a_sum(one: Fraction, other: Fraction) -> None:
    base = Fraction(3, 2)
    apart = logarithm_ratio(one, base) + logarithm_ratio(other, base)
    assert abs(logarithm_ratio(one * other, base) - apart) <= 2 * UNIT


@pytest.mark.parametrize(("number", "base"), [("0", "2"), ("-1", "2"), ("2", "1"), ("2", "0")])
def test_a_logarithm_without_a_number_is_refused(number: str, base: str) -> None:
    with pytest.raises(ValueError, match="logarithm"):
        logarithm_ratio(Fraction(number), Fraction(base))
