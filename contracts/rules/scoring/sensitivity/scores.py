"""S4: how little one score would have to change before another bid draws level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from contracts.rules.scoring import exact
from contracts.rules.scoring.exact import Rational
from contracts.rules.scoring.sensitivity.contest import Contest, Rival
from contracts.rules.scoring.sensitivity.shares import Ladder
from contracts.rules.scoring.sensitivity.shown import percent

SCORE_DECIMALS = 3


class Direction(StrEnum):
    """Whose score moves."""

    RAISE = "raise"
    """That of the rival goes up."""
    LOWER = "lower"
    """That of the winner goes down."""


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A change of one score that makes a tie. On a price, it is a change of what it earns."""

    criterion: str
    direction: Direction
    share: Rational
    """As a part of the criterion's full points."""
    shown: str
    """That part in percent."""
    score: Rational | None
    """In points of the scale, where there is one."""
    score_shown: str
    steps: int | None
    """The whole steps of the scale that reach or pass it; none without steps."""


@dataclass(frozen=True, slots=True)
class ScoreMargin:
    """S4 for one rival: its distance to the winner, and the smallest change that closes it."""

    bid: str
    lead: Rational
    """As a part of the whole."""
    shown: str
    smallest: ScoreChange | None
    """None when no single score can close it inside its scale."""


def score_margins(contest: Contest, ladders: Mapping[str, Ladder]) -> tuple[ScoreMargin, ...]:
    """S4 for every rival, the nearest first. `ladders` are the scales of the criteria whose share
    is the score divided by the maximum; the others are looked at as shares from 0 to 1."""
    margins = [_margin(contest, rival, ladders) for rival in contest.rivals]
    return tuple(sorted(margins, key=lambda each: (each.lead, each.bid)))


def _margin(contest: Contest, rival: Rival, ladders: Mapping[str, Ladder]) -> ScoreMargin:
    """A change on a heavier criterion is smaller, so the first that fits is the smallest."""
    lead = contest.lead(rival)
    order = sorted(range(len(contest.criteria)), key=lambda j: (-contest.weights[j], j))
    for j in order:
        share = Fraction(rival.margin, rival.scale * contest.weights[j])
        for direction in _open(contest, rival, j, share, ladders):
            smallest = _described(contest.criteria[j], direction, share, ladders)
            return ScoreMargin(rival.bid, lead, percent(lead), smallest)
    return ScoreMargin(rival.bid, lead, percent(lead), None)


def _open(
    contest: Contest, rival: Rival, j: int, share: Fraction, ladders: Mapping[str, Ladder]
) -> Iterator[Direction]:
    ladder = ladders.get(contest.criteria[j])
    floor = ladder.minimum / ladder.maximum if ladder else 0
    if contest.rows[rival.bid][j] + share <= 1:
        yield Direction.RAISE
    if contest.rows[contest.winner][j] - share >= floor:
        yield Direction.LOWER


def _described(
    criterion: str, direction: Direction, share: Fraction, ladders: Mapping[str, Ladder]
) -> ScoreChange:
    ladder = ladders.get(criterion)
    if ladder is None:
        return ScoreChange(criterion, direction, share, percent(share), None, "", None)
    score = share * ladder.maximum
    steps = ceil(score / ladder.step) if ladder.step else None
    shown = exact.show(score, SCORE_DECIMALS)
    return ScoreChange(criterion, direction, share, percent(share), score, shown, steps)
