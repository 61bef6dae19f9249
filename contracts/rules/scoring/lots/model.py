"""Several lots in one award: what the rules work on and what they answer, as plain frozen values.

A figure is what a lot is won by: a price or fictitious price, or a total of points. Figures of
different lots may be added only if they are amounts of the same money, or if the tender announced
what a point in each lot weighs (`Lot.weight`). Nothing here depends on the order of lots, bids or
tenderers: everything that comes out is in the order of their ids.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from contracts.base import Message
from contracts.rules.errors import RuleError
from contracts.rules.scoring import exact
from contracts.rules.scoring.exact import Rational

MOST_OPTIMA = 100
"""How many equally good allocations are listed unless the caller says otherwise."""


class Direction(StrEnum):
    """Which figure is better: a price is `lowest`, points are `highest`."""

    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of a lot's evaluation: a bid, or one variant of it, that may win the lot."""

    bid: str
    tenderer: str
    figure: Rational


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot and its candidates from best to worst. Those in one group share a place: a tie that
    the announced tie-break has not settled. `weight` is what the figure counts for in a sum."""

    id: str
    ranking: tuple[tuple[Candidate, ...], ...]
    weight: Rational = Fraction(1)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every candidate, in the order of the bids' ids."""
        return tuple(sorted((c for group in self.ranking for c in group), key=lambda c: c.bid))

    def counts(self, candidate: Candidate) -> Fraction:
        """What an award to this candidate adds to the sum: its figure by the lot's weight."""
        return self.weight * candidate.figure


def ranked(
    lot: str,
    candidates: Iterable[Candidate],
    direction: Direction,
    weight: Fraction = Fraction(1),
) -> Lot:
    """A lot whose order of merit is that of the figures alone; equal figures share a place."""
    groups: dict[Fraction, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: c.bid):
        groups.setdefault(candidate.figure, []).append(candidate)
    places = sorted(groups, reverse=direction is Direction.HIGHEST)
    return Lot(lot, tuple(tuple(groups[figure]) for figure in places), weight)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many lots one tenderer may be awarded: `most` holds for all, `own` for the tenderer
    named (its capacity, for example); where both are given, the lower one."""

    most: int | None = None
    own: Mapping[str, int] = field(default_factory=dict)

    def of(self, tenderer: str, lots: int) -> int:
        """The number that holds for this tenderer when there are so many lots."""
        general = lots if self.most is None else self.most
        return min(general, lots, self.own.get(tenderer, lots))


class LotFindingCode(StrEnum):
    """What a person must see, decide or settle."""

    LOT_TIE = "lot_tie"
    """The bids share the place that would win the lot; it stays open."""
    LOT_WAITS = "lot_waits"
    """An earlier lot of the order is open, and who may take this one depends on it."""
    LOT_WITHOUT_AWARD = "lot_without_award"
    """Nobody may take the lot: no candidates, or each is at its limit."""
    SEVERAL_OPTIMA = "several_optima"
    """Several allocations are equally good; the announced rule or a drawing decides."""
    MORE_OPTIMA_THAN_SHOWN = "more_optima_than_shown"
    """The list of equally good allocations was cut off."""
    TOO_MANY_LOTS = "too_many_lots"
    """Too many for an exact search over combinations; nothing was allocated."""
    DISCOUNT_ABOVE_PRICE = "discount_above_price"
    """An amount that is not below the prices it reduces; nothing was allocated."""
    DISCOUNT_OUT_OF_REACH = "discount_out_of_reach"
    """A discount that its tenderer can never earn here: no bid for a lot, or over the limit."""


class LotFinding(Message):
    """One finding. `facts` are ids, numbers as text, or keys."""

    code: LotFindingCode
    lot: str = ""
    bids: tuple[str, ...] = ()
    facts: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Award:
    """A lot and the bid that it goes to; none when the lot is not awarded."""

    lot: str
    bid: str | None


@dataclass(frozen=True, slots=True)
class Package:
    """What one tenderer is awarded and pays for: the prices of its lots, the ids of the discounts
    that made the lowest price, and that price."""

    tenderer: str
    lots: tuple[str, ...]
    undiscounted: Rational
    discounts: tuple[str, ...]
    price: Rational


@dataclass(frozen=True, slots=True)
class Allocation:
    """Every lot in the order of the ids, with what it goes to. `packages` only where discounts
    for combinations were possible, by tenderer."""

    awards: tuple[Award, ...]
    packages: tuple[Package, ...] = ()


class Verdict(StrEnum):
    """What became of a bid when its lot had its turn."""

    AWARDED = "awarded"
    TIED = "tied"
    LIMIT_REACHED = "limit_reached"


@dataclass(frozen=True, slots=True)
class Considered:
    """A bid that was looked at, and why it was passed over if it was: the lots that its tenderer
    held by then, in the order in which it won them."""

    bid: str
    tenderer: str
    verdict: Verdict
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One lot's turn: the bids considered, from the best until the lot was won or open."""

    lot: str
    considered: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class LimitPrice:
    """What the limit makes one place of a tenderer worth: with one lot fewer for it, `lots` fewer
    could be awarded and the sum would be worse by `figure`."""

    tenderer: str
    lots: int
    figure: Rational


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a rule, which `rule` names with its version. More than one allocation means
    that all are equally good by the rule. `total` is the exact sum over the lots awarded, the
    same for each allocation; none when a finding stopped the search. `limit_prices` prove the
    optimum (see `lots_limit_optimal`)."""

    rule: str
    allocations: tuple[Allocation, ...]
    total: Rational | None
    findings: tuple[LotFinding, ...]
    steps: tuple[Step, ...] = ()
    limit_prices: tuple[LimitPrice, ...] = ()


def checked(lots: Sequence[Lot], limit: Limit | None = None) -> tuple[Lot, ...]:
    """The lots in the order of their ids.

    Raises `RuleError` for what no announced rule can mean: `duplicate_lot`, `duplicate_bid` (twice
    in one lot), `two_tenderers` (one bid, several tenderers), `lot_weight_not_positive` and
    `limit_negative`.
    """
    for repeated in _repeated(lot.id for lot in lots):
        raise RuleError("duplicate_lot", lot=repeated)
    tenderers: dict[str, str] = {}
    for lot in lots:
        if lot.weight <= 0:
            raise RuleError("lot_weight_not_positive", lot=lot.id)
        for repeated in _repeated(c.bid for c in lot.candidates):
            raise RuleError("duplicate_bid", lot=lot.id, bid=repeated)
        for candidate in lot.candidates:
            if tenderers.setdefault(candidate.bid, candidate.tenderer) != candidate.tenderer:
                raise RuleError("two_tenderers", bid=candidate.bid)
    if limit is not None and min([0, *limit.own.values(), limit.most or 0]) < 0:
        raise RuleError("limit_negative")
    return tuple(sorted(lots, key=lambda lot: lot.id))


def _repeated(ids: Iterable[str]) -> list[str]:
    return sorted(found for found, times in Counter(ids).items() if times > 1)


def awarded_total(lots: Sequence[Lot], allocation: Allocation) -> Fraction:
    """The exact sum of what the awarded bids count for, without discounts."""
    won = {award.lot: award.bid for award in allocation.awards}
    return exact.total(
        lot.counts(c) for lot in lots for c in lot.candidates if c.bid == won[lot.id]
    )


def of_optima(
    lots: Sequence[Lot], allocations: Sequence[Allocation], cut_off: bool
) -> list[LotFinding]:
    """What there is to say about the allocations found: more than one, more than are shown, and
    each lot that some of them leave without award."""
    found = []
    shown = str(len(allocations))
    if len(allocations) > 1:
        found.append(LotFinding(code=LotFindingCode.SEVERAL_OPTIMA, facts={"shown": shown}))
    if cut_off:
        found.append(LotFinding(code=LotFindingCode.MORE_OPTIMA_THAN_SHOWN, facts={"shown": shown}))
    for lot in lots:
        without = sum(Award(lot.id, None) in each.awards for each in allocations)
        if without:
            facts = {"allocations": str(without), "shown": shown}
            found.append(without_award(lot, **facts))
    return found


def without_award(lot: Lot, **facts: str) -> LotFinding:
    """The finding for a lot that nobody takes, with the reason: `no_candidates` or
    `limit_reached`."""
    reason = "limit_reached" if lot.candidates else "no_candidates"
    return LotFinding(
        code=LotFindingCode.LOT_WITHOUT_AWARD, lot=lot.id, facts={"reason": reason, **facts}
    )


def in_order(findings: Iterable[LotFinding]) -> tuple[LotFinding, ...]:
    """Findings in an order that does not depend on that of the input."""
    return tuple(sorted(findings, key=lambda f: (f.code, f.lot, f.bids, sorted(f.facts.items()))))
