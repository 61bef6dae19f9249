"""Chance from a named seed, in whole numbers: the same draws on every machine.

The stream is SHAKE-256 of the seed and a counter. Nothing here is secret or random; it is a
published shuffle, which anyone repeats with the seed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import isqrt

from contracts.rules.scoring.exact import Rational, show

_WORD = 8
"""The bytes of one drawn number."""
_SPAN: int = 256**_WORD
_TERNARY = bytes(each % 3 for each in range(256))


class Stream:
    """Numbers that follow from a seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._blocks = 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        block = self._blocks.to_bytes(8, "big")
        self._blocks += 1
        return hashlib.shake_256(block + self._seed).digest(size)

    def below(self, bound: int) -> int:
        """A whole number from 0 up to but not including `bound`, all equally likely. `bound` is
        from 1 to 256**8."""
        limit = _SPAN - _SPAN % bound
        while (drawn := int.from_bytes(self.take(_WORD), "big")) >= limit:
            pass
        return drawn % bound

    def thirds(self, count: int) -> bytes:
        """So many bytes that are 0, 1 or 2, all equally likely: 255 is put aside, which leaves
        85 of each."""
        found = b""
        while len(found) < count:
            size = count + count // 64 + 8
            found += self.take(size).translate(_TERNARY, b"\xff")
        return found[:count]

    def spacings(self, parts: Sequence[int]) -> list[int]:
        """Weights around `parts`, as whole numbers that sum to 256**8.

        The gaps between sorted uniform numbers, taken together by so many as each part says, have
        the Dirichlet distribution with these parts as concentrations. Parts are 1 or more.
        """
        count = sum(parts) - 1
        drawn = self.take(_WORD * count)
        cuts = sorted([drawn[at : at + _WORD] for at in range(0, _WORD * count, _WORD)])
        ends = [int.from_bytes(cuts[end - 1], "big") for end in accumulate(parts[:-1])]
        return [end - start for start, end in zip([0, *ends], [*ends, _SPAN], strict=True)]


def apportioned(weights: Sequence[Fraction], whole: int) -> list[int]:
    """`whole` divided in proportion to the weights, each part 1 or more: every part is rounded
    down, and the units that are left go to the largest remainders, the earlier weight first."""
    total = sum(weights)
    exact = [whole * weight / total for weight in weights]
    parts = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda j: (parts[j] - exact[j], j))
    for j in order[: whole - sum(parts)]:
        parts[j] += 1
    return [max(1, part) for part in parts]


INTERVAL_DECIMALS = 4
_Z = Fraction(196, 100)
"""The normal deviate of 95 %."""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something happened in so many draws, with the 95 % interval of Wilson; its ends
    are rounded outward to four decimals."""

    count: int
    draws: int
    exact: Rational
    shown: str
    """In percent."""
    low: Rational
    low_shown: str
    high: Rational
    high_shown: str


def frequency(count: int, draws: int) -> Frequency:
    """The frequency of `count` in `draws` (above 0)."""
    share = Fraction(count, draws)
    middle = share + _Z**2 / (2 * draws)
    radicand = _Z**2 * (share * (1 - share) / draws + _Z**2 / (4 * draws**2))
    units: int = 10**INTERVAL_DECIMALS
    grown = 1 + _Z**2 / draws
    # Outward: the root is rounded up to far more decimals than are shown, then each end outward.
    fine = units**4
    root = Fraction(isqrt(int(radicand * fine**2)) + 1, fine)
    low = max(Fraction(), Fraction((middle - root) / grown * units // 1, units))
    high = min(Fraction(1), Fraction(-((middle + root) / grown * -units // 1), units))
    return Frequency(count, draws, share, _percent(share), low, _percent(low), high, _percent(high))


def _percent(share: Fraction) -> str:
    return show(100 * share, INTERVAL_DECIMALS - 2)
