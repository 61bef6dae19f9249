"""Prices to screen, and the outcome of a policy on them."""

from collections.abc import Mapping
from fractions import Fraction
from string import ascii_uppercase

from contracts.rules.scoring.abnormally_low import Screened, Setting, screen

WORKS = Setting("works", "open", Fraction(1), Fraction(10_000))
"""A works contract by open procedure on price alone, with a ceiling of 10 000."""


def bids(*amounts: str | Fraction | int) -> dict[str, Fraction]:
    """Prices of bids that are called by letters."""
    return dict(zip(ascii_uppercase, [Fraction(each) for each in amounts], strict=False))


def discounted(*percents: str | Fraction | int) -> dict[str, Fraction]:
    """Prices with these discounts on the ceiling of 10 000."""
    return bids(*(10_000 - 100 * Fraction(each) for each in percents))


def screened(
    policy: str, found: Mapping[str, Fraction], setting: Setting = WORKS, **numbers: str | int
) -> Screened:
    """The outcome of a policy with some of its figures replaced."""
    parameters = {name: Fraction(value) for name, value in numbers.items()}
    return screen(policy, found, setting, parameters)


def exact(outcome: Screened, name: str) -> Fraction:
    """A figure of an outcome, unrounded."""
    return outcome.figure(name).exact


def written(outcome: Screened, *names: str) -> tuple[str, ...]:
    """Some figures of an outcome, unrounded, as text."""
    return tuple(str(exact(outcome, name)) for name in names)
