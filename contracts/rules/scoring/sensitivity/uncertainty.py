"""S9: how often the winner still wins when weights and scores are less certain than they look.

An illustration, not a proof: the announced weights are what they are. What is drawn is exact and
follows from the seed, but shares are first rounded to 18 decimals so that a hundred prices do not
need one common denominator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from contracts.rules.scoring.exact import Mode, rounded
from contracts.rules.scoring.sensitivity.chance import Frequency, Stream, apportioned, frequency
from contracts.rules.scoring.sensitivity.shares import Ladder, Shares

SEED = "bestek sensitivity 1"
DRAWS = 10_000
CONCENTRATION = 100

_FINE = 18

_Cell = tuple[int, int, int]
"""The share of a cell one step down, as it is, and one step up; inside the scale."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """How uncertain weights and scores are thought to be.

    `concentration` is the number of parts that the weights are divided in: a criterion of weight
    w then varies with a standard deviation of the square root of w (1 - w) / (parts + 1), about
    4 points for a weight of 20 out of 100 at 100 parts. Scores move one step of their scale down
    or up, or stay, all three equally likely; a scale without steps moves by a tenth.
    """

    weights: bool = True
    scores: bool = True
    draws: int = DRAWS
    concentration: int = CONCENTRATION
    seed: str = SEED


@dataclass(frozen=True, slots=True)
class WinShare:
    """How often a bid had the most points alone."""

    bid: str
    wins: Frequency


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of the draws: the bids by how often they won, and how often nobody did alone."""

    weights: bool
    scores: bool
    draws: int
    concentration: int
    seed: str
    parts: dict[str, int]
    """The concentration of each criterion: its part of `concentration`, in whole numbers."""
    shares: tuple[WinShare, ...]
    ties: int


def drawn(shares: Shares, ladders: Mapping[str, Ladder], how: Uncertain) -> Drawn:
    """S9 for bids whose totals are weighted sums. `ladders` are the scales of the criteria whose
    scores move; there are one or more bids and criteria."""
    order = sorted(range(len(shares.criteria)), key=shares.criteria.__getitem__)
    names = [shares.criteria[j] for j in order]
    weights = [shares.weights[j] for j in order]
    parts = apportioned(weights, max(how.concentration, len(names)))
    table = {
        bid: [_cell(row[j], ladders.get(shares.criteria[j])) for j in order]
        for bid, row in sorted(zip(shares.bids, shares.shares, strict=True))
    }
    won, ties = _counted(table, _announced(weights), parts, how)
    found = [WinShare(bid, frequency(won[bid], how.draws)) for bid in table]
    return Drawn(
        weights=how.weights,
        scores=how.scores,
        draws=how.draws,
        concentration=sum(parts),
        seed=how.seed,
        parts=dict(zip(names, parts, strict=True)),
        shares=tuple(sorted(found, key=lambda each: (-each.wins.count, each.bid))),
        ties=ties,
    )


def _announced(weights: list[Fraction]) -> list[int]:
    total = sum(weights)
    return [_fine(weight / total) for weight in weights]


def _fine(number: Fraction) -> int:
    units: int = 10**_FINE
    return int(rounded(number, _FINE, Mode.HALF_EVEN) * units)


def _cell(share: Fraction, ladder: Ladder | None) -> _Cell:
    if ladder is None:
        return _fine(share), _fine(share), _fine(share)
    step = (ladder.step or ladder.maximum / 10) / ladder.maximum
    lowest = ladder.minimum / ladder.maximum
    return _fine(max(lowest, share - step)), _fine(share), _fine(min(Fraction(1), share + step))


def _counted(
    table: Mapping[str, list[_Cell]], announced: list[int], parts: list[int], how: Uncertain
) -> tuple[dict[str, int], int]:
    stream, width, names = Stream(how.seed), len(parts), list(table)
    cells = [cell for row in table.values() for cell in row]
    still = [cell[1] for cell in cells]
    starts = range(0, len(cells), width)
    won, ties = dict.fromkeys(names, 0), 0
    for _ in range(how.draws):
        weights = stream.spacings(parts) if how.weights else announced
        flat = still
        if how.scores:
            flat = [cell[move] for cell, move in zip(cells, stream.thirds(len(cells)), strict=True)]
        totals = [sum(map(mul, weights, flat[at : at + width])) for at in starts]
        best = max(totals)
        if totals.count(best) > 1:
            ties += 1
        else:
            won[names[totals.index(best)]] += 1
    return won, ties
