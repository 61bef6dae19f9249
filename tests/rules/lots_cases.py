"""Short ways to write lots down, cases for hypothesis, and every allocation that there is."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from contracts.rules.scoring.lots import (
    Candidate,
    Direction,
    Limit,
    Lot,
    LotFindingCode,
    Outcome,
    ranked,
)

Awards = tuple[str | None, ...]
"""The bid of each lot, in the order of the lots' ids."""


def candidate(row: str, figure: str | int | Fraction) -> Candidate:
    """A row `A` of the tenderer A, or `A/2` for a variant of the same tenderer."""
    return Candidate(bid=row, tenderer=row.split("/", maxsplit=1)[0], figure=Fraction(figure))


def lot(
    name: str,
    figures: Mapping[str, str | int | Fraction],
    direction: Direction = Direction.LOWEST,
    weight: Fraction = Fraction(1),
) -> Lot:
    """A lot by its rows with their figures."""
    return ranked(name, [candidate(r, f) for r, f in figures.items()], direction, weight)


def awards(outcome: Outcome) -> list[Awards]:
    """The allocations of an outcome, each as its bids."""
    return [tuple(a.bid for a in each.awards) for each in outcome.allocations]


def told(outcome: Outcome) -> tuple[list[Awards], str]:
    """The allocations as their bids, and the total as text."""
    return awards(outcome), str(outcome.total)


def codes(outcome: Outcome) -> list[tuple[LotFindingCode, str]]:
    """The findings of an outcome: code and lot."""
    return [(found.code, found.lot) for found in outcome.findings]


@dataclass(frozen=True)
class Case:
    """Lots with a limit, and the direction of their figures."""

    lots: tuple[Lot, ...]
    limit: Limit
    direction: Direction = Direction.LOWEST

    def rows(self) -> list[dict[str, Candidate]]:
        """The candidates of each lot by bid, lots in the order of their ids."""
        in_order = sorted(self.lots, key=lambda each: each.id)
        return [{c.bid: c for c in each.candidates} for each in in_order]

    def allowed(self) -> Iterator[Awards]:
        """Every way to award the lots within the limit, however bad."""
        rows = self.rows()
        for bids in itertools.product(*([None, *of_lot] for of_lot in rows)):
            if not over_limit(bids, self.limit):
                yield bids


def over_limit(bids: Awards, limit: Limit) -> bool:
    """Whether a tenderer has more lots than it may."""
    taken = Counter(bid.split("/")[0] for bid in bids if bid is not None)
    return any(
        (limit.most is not None and number > limit.most) or number > limit.own.get(tenderer, number)
        for tenderer, number in taken.items()
    )


FIGURES = st.sampled_from([Fraction(n, 3) for n in (24, 27, 28, 30, 30, 32, 60)])
"""Few and near to each other, so that ties are common."""

ROWS = ("A", "A/2", "B", "C", "D")


@st.composite
def cases(
    draw: st.DrawFn, direction: Direction | None = None, most_lots: int = 4, weighed: bool = True
) -> Case:
    """A case of a few lots and tenderers, the lots in any order."""
    direction = direction or draw(st.sampled_from(Direction))
    names = draw(st.permutations([f"lot {n}" for n in range(draw(st.integers(1, most_lots)))]))
    weights = st.sampled_from([Fraction(n, 2) for n in ((2, 4, 1) if weighed else (2,))])
    lots = [
        lot(
            name,
            draw(st.dictionaries(st.sampled_from(ROWS), FIGURES, max_size=4)),
            direction,
            draw(weights),
        )
        for name in names
    ]
    most = draw(st.none() | st.integers(0, 3))
    own = draw(st.dictionaries(st.sampled_from("ABC"), st.integers(0, 2), max_size=2))
    return Case(tuple(lots), Limit(most, own), direction)


@st.composite
def shuffled(draw: st.DrawFn, given: Case) -> Case:
    """The same case with everything in another order."""
    lots = [
        Lot(each.id, tuple(tuple(draw(st.permutations(g))) for g in each.ranking), each.weight)
        for each in draw(st.permutations(given.lots))
    ]
    own = dict(draw(st.permutations(list(given.limit.own.items()))))
    return Case(tuple(lots), Limit(given.limit.most, own), given.direction)


def best(sums: Mapping[Awards, Fraction], direction: Direction) -> set[Awards]:
    """Of allocations with their sums: those with the most lots and, of these, the best sum."""
    sign = -1 if direction is Direction.HIGHEST else 1

    def worth(bids: Awards) -> tuple[int, Fraction]:
        return sum(bid is None for bid in bids), sign * sums[bids]

    lowest = min(worth(bids) for bids in sums)
    return {bids for bids in sums if worth(bids) == lowest}


def sums(given: Case) -> dict[Awards, Fraction]:
    """Every allocation within the limit with its sum, added up one by one."""
    rows = given.rows()
    weights = [each.weight for each in sorted(given.lots, key=lambda each: each.id)]
    return {
        bids: sum(
            (
                weight * of_lot[bid].figure
                for bid, of_lot, weight in zip(bids, rows, weights, strict=True)
                if bid is not None
            ),
            Fraction(0),
        )
        for bids in given.allowed()
    }


def two_by_two() -> Sequence[Lot]:
    """Lot by lot, A takes the first by 1 and leaves the second to B for 10 more."""
    return [lot("1", {"A": 100, "B": 101}), lot("2", {"A": 100, "B": 110})]
