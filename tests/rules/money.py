"""Amounts and editions for the tests of the rules about money."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules.editions import Edition
from infra import rulebook


def edition(edition_id: str = "be-2026-01") -> Edition:
    return rulebook.shipped().edition(edition_id)


def euro(text: str) -> Money:
    return Money(amount=Decimal(text))


def dollar(text: str) -> Money:
    return Money(amount=Decimal(text), currency="USD")


def exactly(money: Money) -> Fraction:
    return Fraction(money.amount)


def amounts(least: int = 0, most: int = 10**12) -> st.SearchStrategy[Money]:
    """Euro, from and to so many cents."""
    return st.integers(least, most).map(lambda cents: Money(amount=Decimal(cents).scaleb(-2)))


def rates(most: int = 100) -> st.SearchStrategy[Decimal]:
    """Percentages with two decimals, from nought."""
    return st.integers(0, most * 100).map(lambda value: Decimal(value).scaleb(-2))


DAYS = st.integers(0, 3_000)
