"""Comparing in pairs: every member of the committee compares every two bids on a criterion.

In each pair the preferred bid gets a grade from 2 (slightly) to 6 (at most), the other nothing;
parity gives both 1. N bids make N(N-1)/2 pairs a member. The coefficients are relative by nature:
the withdrawal of a bid changes every one. Source: the Italian confronto a coppie (Council of State
V 1150/2012); rule C2 after an older Italian regulation, to be confirmed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from contracts.rules.scoring import exact
from contracts.rules.scoring.formulas.base import (
    Accepts,
    Formula,
    FormulaKind,
    Inputs,
    Parameter,
    Undefined,
)
from contracts.rules.scoring.formulas.domain import ONE, ZERO

PARITY = 1
"""The grade of a pair in which neither bid is preferred; both get it."""

LARGEST_PREFERENCE = 6


@dataclass(frozen=True)
class Comparison:
    """One member's judgement of one pair: `better` over `worse` with a strength of 2 to 6, or
    parity with 1, where the order of the two says nothing."""

    member: str
    better: str
    worse: str
    strength: int


class Flaw(StrEnum):
    """Why a set of comparisons yields no coefficients."""

    MISSING = "missing"
    """A member did not compare the pair."""
    DOUBLE = "double"
    """A member compared the pair more than once."""
    STRANGE = "strange"
    """The member or one of the bids does not belong here, or a bid is compared with itself."""
    GRADE = "grade"
    """The strength is not 1 to 6."""


@dataclass(frozen=True, order=True)
class FlawedPair:
    """What is wrong with the comparison of a pair by a member; the two bids in order of name."""

    member: str
    first: str
    second: str
    flaw: Flaw


def _pair(comparison: Comparison) -> tuple[str, str]:
    first, second = sorted((comparison.better, comparison.worse))
    return first, second


def flawed_pairs(
    comparisons: Iterable[Comparison], members: Collection[str], bids: Collection[str]
) -> tuple[FlawedPair, ...]:
    """Everything that keeps the comparisons of one criterion from being complete, members times
    pairs, in order; empty when each member graded each pair once. Nothing is guessed."""
    wanted = {(member, *pair) for member in members for pair in combinations(sorted(bids), 2)}
    seen: set[tuple[str, str, str]] = set()
    flawed: set[FlawedPair] = set()
    for each in comparisons:
        place = (each.member, *_pair(each))
        if place not in wanted:
            flawed.add(FlawedPair(*place, Flaw.STRANGE))
        elif place in seen:
            flawed.add(FlawedPair(*place, Flaw.DOUBLE))
        if not PARITY <= each.strength <= LARGEST_PREFERENCE:
            flawed.add(FlawedPair(*place, Flaw.GRADE))
        seen.add(place)
    flawed.update(FlawedPair(*place, Flaw.MISSING) for place in wanted - seen)
    return tuple(sorted(flawed))


def sums(comparisons: Sequence[Comparison], bids: Collection[str]) -> dict[str, Fraction]:
    """The grades that each bid got, added."""
    added = dict.fromkeys(bids, 0)
    for each in comparisons:
        added[each.better] += each.strength
        if each.strength == PARITY:
            added[each.worse] += PARITY
    return {bid: Fraction(grades) for bid, grades in added.items()}


def _over_best(added: Mapping[str, Fraction]) -> dict[str, Fraction]:
    best = max(added.values())
    return {bid: grades / best for bid, grades in added.items()}


def _checked(
    comparisons: Iterable[Comparison], members: Collection[str], bids: Collection[str]
) -> list[Comparison]:
    """The comparisons as a list, if they are complete and there is something to compare."""
    given = list(comparisons)
    if len(bids) < 2 or not members:
        raise Undefined("nothing_to_compare")
    if flawed_pairs(given, members, bids):
        raise Undefined("pairs_incomplete")
    return given


def mean_of_members(
    comparisons: Iterable[Comparison],
    members: Collection[str],
    bids: Collection[str],
    decimals: int | None = None,
) -> dict[str, Fraction]:
    """The coefficient of each bid by rule C1: for each member the bid's sum over that member's
    best sum, cut off after `decimals` if given; then the mean over the members.

    `Undefined("pairs_incomplete")` if `flawed_pairs` finds anything, and
    `Undefined("nothing_to_compare")` for fewer than two bids or no member."""
    given = _checked(comparisons, members, bids)
    totals = dict.fromkeys(bids, ZERO)
    for member in members:
        own = _over_best(sums([each for each in given if each.member == member], bids))
        for bid, part in own.items():
            cut = part if decimals is None else exact.rounded(part, decimals, exact.Mode.DOWN)
            totals[bid] += cut
    return {bid: points / len(members) for bid, points in totals.items()}


def sum_of_members(
    comparisons: Iterable[Comparison], members: Collection[str], bids: Collection[str]
) -> dict[str, Fraction]:
    """The coefficient of each bid by rule C2: its sum over all members, over the best such sum.
    The best bid has 1. `Undefined` as for `mean_of_members`."""
    return _over_best(sums(_checked(comparisons, members, bids), bids))


def _coefficient(of: Inputs) -> Fraction:
    return of["coefficient"]


def _perhaps_rescaled(of: Inputs) -> Fraction:
    if not of.get("rescale", ZERO):
        return of["coefficient"]
    if of["best_coefficient"].numerator <= 0:
        raise Undefined("no_best_score")
    return of["coefficient"] / of["best_coefficient"]


C1 = Formula(
    "C1",
    1,
    FormulaKind.COMPARISON,
    ("coefficient", "best_coefficient"),
    _perhaps_rescaled,
    (
        Parameter("decimals", required=False, minimum=ZERO, maximum=Fraction(30), whole=True),
        Parameter("rescale", required=False, minimum=ZERO, maximum=ONE, whole=True),
    ),
    accepts=Accepts.ANY,
)
"""In pairs, mean over the members: the coefficient of `mean_of_members` with the announced
`decimals`; with `rescale` 1 divided by the best coefficient, so that the best bid earns the full
points. In [0, 1]. A single bid: `Undefined("nothing_to_compare")`, score directly instead; all at
parity: full points for all. No price is read. Source: Italian platforms (confronto a coppie)."""

C2 = Formula("C2", 1, FormulaKind.COMPARISON, ("coefficient",), _coefficient, accepts=Accepts.ANY)
"""In pairs, sum over the members: the coefficient of `sum_of_members`; the best bid earns the full
points. In [0, 1]. A single bid: `Undefined("nothing_to_compare")`; all at parity: full points for
all. No price is read. Source: an older Italian regulation, to be confirmed."""

COMPARISONS = (C1, C2)
"""The formulas for comparing in pairs, in the order in which they are offered."""
