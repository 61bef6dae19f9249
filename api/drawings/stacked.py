"""A total as a bar of its parts: price first and grey, quality after it in blues."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

WIDTH = 1000
"""What all weights together would fill."""

GAP = 3
TONES = 4


@dataclass(frozen=True)
class Part:
    """One segment, in units of the drawing; `tone` names its colour: price, 1 to 4."""

    x: str
    width: str
    tone: str


def tones(prices: Iterable[bool]) -> tuple[str, ...]:
    """The colour of each criterion, told whether it is a price: blues go from dark to light and
    begin again after the fourth."""
    found, blues = [], 0
    for price in prices:
        found.append("price" if price else str(blues % TONES + 1))
        blues += not price
    return tuple(found)


def parts(points: Iterable[tuple[str, Fraction]], total: Fraction) -> tuple[Part, ...]:
    """The segments of one bar, from the tone and the points of each criterion. What earned
    nothing (or less) has no segment."""
    found, x = [], Fraction(0)
    for tone, earned in points:
        width = earned * WIDTH / total
        if width > 0:
            shown = max(width - GAP, Fraction(1))
            found.append(Part(_unit(x), _unit(shown), tone))
            x += width
    return tuple(found)


def _unit(value: Fraction) -> str:
    tenths = round(value * 10)
    return f"{tenths // 10}.{tenths % 10}"
