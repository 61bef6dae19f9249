"""The winner against each other bid, in whole numbers: what S1 to S4 compute with."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.shares import Shares


@dataclass(frozen=True, slots=True)
class Rival:
    """A bid that did not win. `leads[j]` is how far the winner is ahead of it on criterion j, in
    units of 1/`scale` of the criterion; `margin` is the sum of weight times lead."""

    bid: str
    leads: tuple[int, ...]
    scale: int
    margin: int


@dataclass(frozen=True, slots=True)
class Contest:
    """The winner and its rivals, by id, over the criteria, by id. A weight is a whole number of
    units, `unit` of them making the whole."""

    winner: str
    criteria: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]
    unit: int
    rows: dict[str, tuple[Fraction, ...]]
    rivals: tuple[Rival, ...]

    def lead(self, rival: Rival) -> Fraction:
        """How far the winner is ahead of a rival, as a share of the whole."""
        return Fraction(rival.margin, rival.scale * self.unit)


def contest(shares: Shares) -> Contest | Reason:
    """The contest for the first place; the reason when nobody wins it alone."""
    if len(shares.bids) < 2:
        return Reason.ONE_BID
    order = sorted(range(len(shares.criteria)), key=shares.criteria.__getitem__)
    weights, _ = _whole(shares.weights[j] for j in order)
    table = sorted(zip(shares.bids, shares.shares, strict=True))
    rows = {bid: tuple([row[j] for j in order]) for bid, row in table}
    whole = {bid: _whole(row) for bid, row in rows.items()}
    totals = {bid: Fraction(_product(weights, row), scale) for bid, (row, scale) in whole.items()}
    winner, *others = sorted(totals, key=lambda bid: (-totals[bid], bid))
    if totals[winner] == totals[others[0]]:
        return Reason.TIE_FOR_FIRST
    return Contest(
        winner=winner,
        criteria=tuple([shares.criteria[j] for j in order]),
        paths=tuple([shares.paths[j] if shares.paths else () for j in order]),
        weights=weights,
        unit=sum(weights),
        rows=rows,
        rivals=tuple([_rival(bid, whole[winner], whole[bid], weights) for bid in sorted(others)]),
    )


def _whole(numbers: Iterable[Fraction]) -> tuple[tuple[int, ...], int]:
    """The numbers over their common denominator, and that denominator."""
    parts = [number.as_integer_ratio() for number in numbers]
    common = math.lcm(*[denominator for _, denominator in parts])
    return tuple([n * (common // d) for n, d in parts]), common


def _product(weights: tuple[int, ...], row: tuple[int, ...]) -> int:
    return sum([w * a for w, a in zip(weights, row, strict=True)])


def _rival(
    bid: str,
    winner: tuple[tuple[int, ...], int],
    other: tuple[tuple[int, ...], int],
    weights: tuple[int, ...],
) -> Rival:
    """The leads over the common denominator of the two bids, which is small; over all bids
    together it is not, since every price is a denominator of its own."""
    (won, won_scale), (lost, lost_scale) = winner, other
    scale = math.lcm(won_scale, lost_scale)
    up, down = scale // won_scale, scale // lost_scale
    leads = tuple([a * up - b * down for a, b in zip(won, lost, strict=True)])
    return Rival(bid, leads, scale, _product(weights, leads))
