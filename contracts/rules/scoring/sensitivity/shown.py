"""Exact numbers as people read them in an analysis."""

from fractions import Fraction

from contracts.rules.scoring import exact

PERCENT_DECIMALS = 2


def percent(share: Fraction) -> str:
    """A share of the whole in percent, half up to two decimals, without the sign."""
    return exact.show(100 * share, PERCENT_DECIMALS)
