"""Scores of several people on one scale: a dot where somebody stands, larger where more do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LEFT, RIGHT = 4, 50
_RADII = ("2.4", "3.2", "4")


@dataclass(frozen=True)
class Dot:
    """One place on the line; `cls` tells unanimous (`one`) and far apart (`far`) by its form."""

    x: str
    r: str
    cls: str


def dots(scores: Iterable[Decimal], scale_max: Decimal, far: bool) -> tuple[Dot, ...]:
    """The scores on a line from 0 to the highest one possible."""
    counted = Counter(scores)
    cls = "one" if len(counted) == 1 else "far" if far else ""
    return tuple(
        Dot(_place(score, scale_max), _RADII[min(times, len(_RADII)) - 1], cls)
        for score, times in sorted(counted.items())
    )


def _place(score: Decimal, scale_max: Decimal) -> str:
    tenths = round((LEFT + Fraction(score) / Fraction(scale_max) * (RIGHT - LEFT)) * 10)
    return f"{tenths // 10}.{tenths % 10}"
