"""S1 to S3: how far weights would have to move before another bid draws level.

All weights are parts of the whole (1 for all weights together), whatever unit was announced.
Exact: at the weight that is named the totals are equal, not nearly so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from contracts.rules.scoring import exact
from contracts.rules.scoring.exact import Rational
from contracts.rules.scoring.sensitivity.contest import Contest, Rival
from contracts.rules.scoring.sensitivity.shown import percent


@dataclass(frozen=True, slots=True)
class Crossing:
    """The weight at which the bids named draw level with the winner."""

    weight: Rational
    shown: str
    """In percent of the whole."""
    change: Rational
    bids: tuple[str, ...]
    overtakes: bool
    """Whether a little further they are ahead; not when the weight cannot go further."""


@dataclass(frozen=True, slots=True)
class OneWeight:
    """S1: one weight moves, its siblings share the rest in proportion. Between `down` and `up`
    the winner wins alone; none of the two: on that side the winner stays first all the way."""

    criterion: str
    level: str
    """The criterion that it is a part of; empty at the top."""
    weight: Rational
    shown: str
    down: Crossing | None
    up: Crossing | None

    @property
    def nearest(self) -> Crossing | None:
        """The crossing that takes the smaller change; the higher weight when they are equal."""
        found = [each for each in (self.up, self.down) if each]
        return min(found, key=lambda each: abs(each.change), default=None)


@dataclass(frozen=True, slots=True)
class Transfer:
    """S2: the smallest part of the whole that, moved from one criterion to one other, makes a
    tie."""

    giver: str
    taker: str
    weight: Rational
    shown: str
    bid: str
    overtakes: bool


@dataclass(frozen=True, slots=True)
class NewWeight:
    """A weight before and after."""

    criterion: str
    before: Rational
    before_shown: str
    after: Rational
    after_shown: str


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """S3: the smallest sum of all changes of weight, whichever weights move, that makes a tie."""

    distance: Rational
    """The sum of what is added and what is taken away: twice what moves."""
    shown: str
    bid: str
    weights: tuple[NewWeight, ...]
    """Those that change."""
    overtakes: bool


def one_weight(contest: Contest) -> tuple[OneWeight, ...]:
    """S1 for every criterion and block that has siblings, by the names of level and criterion."""
    return tuple(
        _one_weight(contest, level, name, inside, siblings)
        for level, name, inside, siblings in sorted(_nodes(contest))
    )


def _nodes(contest: Contest) -> Iterator[tuple[str, str, tuple[int, ...], tuple[int, ...]]]:
    """Level, name, the criteria inside and the criteria of its siblings, as places in a row."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, (path, criterion) in enumerate(zip(contest.paths, contest.criteria, strict=True)):
        whole = (*path, criterion)
        for depth in range(len(whole) + 1):
            places.setdefault(whole[:depth], []).append(place)
    for node, inside in places.items():
        if node and (around := set(places[node[:-1]]) - set(inside)):
            level = node[-2] if len(node) > 1 else ""
            yield level, node[-1], tuple(inside), tuple(sorted(around))


def _one_weight(
    contest: Contest, level: str, name: str, inside: tuple[int, ...], siblings: tuple[int, ...]
) -> OneWeight:
    own = sum([contest.weights[j] for j in inside])
    around = sum([contest.weights[j] for j in siblings])
    found = sorted(
        (new, rival.bid)
        for rival in contest.rivals
        if (new := _crossing(contest, rival, (inside, own), (siblings, around))) is not None
    )
    weight, whole = Fraction(own, contest.unit), Fraction(own + around, contest.unit)
    groups = [
        Crossing(new, percent(new), new - weight, tuple([bid for _, bid in tied]), 0 < new < whole)
        for new, tied in groupby(found, key=lambda each: each[0])
    ]
    lower = [each for each in groups if each.weight < weight]
    higher = [each for each in groups if each.weight > weight]
    down, up = lower[-1] if lower else None, higher[0] if higher else None
    return OneWeight(name, level, weight, percent(weight), down, up)


def _crossing(
    contest: Contest,
    rival: Rival,
    block: tuple[tuple[int, ...], int],
    siblings: tuple[tuple[int, ...], int],
) -> Fraction | None:
    """Where the lead is 0. With x units in the block it is outside + a * x / own +
    b * (own + around - x) / around: a line in x that is above 0 at x = own."""
    (inside, own), (beside, around) = block, siblings
    a = sum([contest.weights[j] * rival.leads[j] for j in inside])
    b = sum([contest.weights[j] * rival.leads[j] for j in beside])
    outside = rival.margin - a - b
    slope = b * own - a * around
    if slope == 0:
        return None
    new = Fraction(outside * own * around + b * own * (own + around), slope)
    return new / contest.unit if 0 <= new <= own + around else None


def transfer(contest: Contest) -> Transfer | None:
    """S2; none when no single transfer can make a tie."""
    found = [each for rival in contest.rivals if (each := _transfer(contest, rival))]
    return min(found, key=lambda each: (each.weight, each.bid), default=None)


def _transfer(contest: Contest, rival: Rival) -> Transfer | None:
    """Moving x from p to q takes x * (lead on p - lead on q) away, so the widest pair whose giver
    has enough to give needs least."""
    *givers, taker = _by_lead(rival)
    for giver in givers:
        gap = rival.leads[giver] - rival.leads[taker]
        if gap > 0 and rival.margin <= contest.weights[giver] * gap:
            weight = Fraction(rival.margin, gap * contest.unit)
            names = contest.criteria
            left = rival.margin < contest.weights[giver] * gap
            return Transfer(
                names[giver], names[taker], weight, percent(weight), rival.bid, overtakes=left
            )
    return None


def _by_lead(rival: Rival) -> list[int]:
    """The criteria from where the winner leads most to where it leads least."""
    return sorted(range(len(rival.leads)), key=lambda j: (-rival.leads[j], j))


def smallest_change(contest: Contest) -> SmallestChange | None:
    """S3; none when no weights at all make a tie.

    A linear programme with one taker and givers that are limited by their weight: what moves goes
    where the winner leads least, and comes first from where it leads most.
    """
    found = [(moved, rival) for rival in contest.rivals if (moved := _moved(contest, rival))]
    if not found:
        return None
    moved, rival = min(found, key=lambda each: (exact.total(each[0].values()), each[1].bid))
    return _described(contest, rival, moved)


def _moved(contest: Contest, rival: Rival) -> dict[int, Fraction]:
    """What each giver gives, in units of weight; nothing when all they have is not enough."""
    *givers, taker = _by_lead(rival)
    need = rival.margin
    moved: dict[int, Fraction] = {}
    for giver in givers:
        gap = rival.leads[giver] - rival.leads[taker]
        if gap <= 0:
            break
        if need <= contest.weights[giver] * gap:
            return moved | {giver: Fraction(need, gap)}
        moved[giver] = Fraction(contest.weights[giver])
        need -= contest.weights[giver] * gap
    return {}


def _described(contest: Contest, rival: Rival, moved: dict[int, Fraction]) -> SmallestChange:
    taker = _by_lead(rival)[-1]
    given = exact.total(moved.values())
    changes = {giver: -units for giver, units in moved.items()} | {taker: given}
    weights = []
    for j in sorted(changes):
        before = Fraction(contest.weights[j], contest.unit)
        after = before + changes[j] / contest.unit
        weights.append(
            NewWeight(contest.criteria[j], before, percent(before), after, percent(after))
        )
    distance = 2 * given / contest.unit
    left = any(
        rival.leads[j] > rival.leads[taker] and moved.get(j, 0) < contest.weights[j]
        for j in range(len(contest.weights))
    )
    return SmallestChange(distance, percent(distance), rival.bid, tuple(weights), left)
