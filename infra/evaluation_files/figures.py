"""Numbers of an answer as people of each language write them."""

from decimal import Decimal
from fractions import Fraction

from contracts.base import Language, Money
from infra.texts import formats

_FINE = 6
"""The decimals of an exact number that has no end, beside the number itself."""


def shown(text: str, language: Language) -> str:
    """A decimal text with as many decimals as it has: `27.50` is `27,50`."""
    return formats.number(Decimal(text), len(text.partition(".")[2]), language)


def exact(text: str, language: Language) -> str:
    """A number of a fact: all its digits, or `n/d` with what it is about."""
    if "/" not in text:
        return formats.plain(Decimal(text), language)
    return f"{text} (≈ {formats.number(Fraction(text), _FINE, language)})"


def euro(text: str, language: Language) -> str:
    """An amount in euro, from a decimal text in cents."""
    return formats.money(Money(amount=Decimal(text)), language)
