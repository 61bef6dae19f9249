"""What holds for every evaluation, tried on many."""

import itertools
import random
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import scoring
from contracts.rules.scoring import (
    FORMULAS,
    Bid,
    EvaluationModel,
    Mode,
    Node,
    Result,
    Rounding,
    Score,
    Stage,
    evaluate,
)
from tests.rules.evaluations import model, price, quality, totals


@dataclass(frozen=True)
class Case:
    """A method with bids and scores."""

    method: EvaluationModel
    bids: tuple[Bid, ...]
    scores: tuple[Score, ...]

    def result(self) -> Result:
        """Its evaluation."""
        return evaluate(self.method, self.bids, self.scores)

    def repriced(self, bid: str, amount: Decimal) -> "Case":
        """The same case with another price for one bid."""
        bids = tuple(
            Bid(id=b.id, price=Money(amount=amount)) if b.id == bid else b for b in self.bids
        )
        return Case(self.method, bids, self.scores)


PRICES = st.decimals("0.01", "9999999.99", places=2, allow_nan=False, allow_infinity=False)
SCORES = st.decimals("0.1", "10", places=1, allow_nan=False, allow_infinity=False)
ROUNDINGS = st.sampled_from(
    [
        (),
        (Rounding(stage=Stage.TOTAL, decimals=2),),
        (Rounding(stage=Stage.CRITERION, decimals=1, mode=Mode.HALF_EVEN),),
        (
            Rounding(stage=Stage.CRITERION, decimals=3, mode=Mode.DOWN),
            Rounding(stage=Stage.TOTAL, decimals=1),
        ),
    ]
)


@st.composite
def cases(draw: st.DrawFn, least: int = 1) -> Case:
    """One to six bids, one price, one to four quality criteria, weights that sum to 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 999), min_size=1, max_size=4)))
    edges = [0, *cuts, 1000]
    weights = [str(Decimal(b - a) / 10) for a, b in itertools.pairwise(edges)]
    formula = draw(st.sampled_from(["P1/1", "P2/1"]))
    criteria = [price(weights[0], formula)]
    criteria += [quality(f"q{n}", weight) for n, weight in enumerate(weights[1:])]
    method = model(*criteria, normalise=draw(st.booleans()))
    method = method.model_copy(update={"rounding": draw(ROUNDINGS)})
    ids = [f"bid {n}" for n in range(draw(st.integers(least, 6)))]
    bids = tuple(Bid(id=i, price=Money(amount=draw(PRICES))) for i in ids)
    scores = tuple(
        Score(bid=i, criterion=c.id, value=draw(SCORES)) for i in ids for c in criteria[1:]
    )
    return Case(method, bids, scores)


def totals_of(result: Result) -> dict[str, Fraction]:
    """The exact total of each bid."""
    return {row.bid: row.exact for row in result.rows}


@given(cases(), st.randoms(use_true_random=False))
def test_no_order_of_input_changes_a_byte(case: Case, shuffle: random.Random) -> None:
    criteria = shuffle.sample(case.method.criteria, len(case.method.criteria))
    again = Case(
        case.method.model_copy(update={"criteria": tuple(criteria)}),
        tuple(shuffle.sample(case.bids, len(case.bids))),
        tuple(shuffle.sample(case.scores, len(case.scores))),
    )
    assert scoring.digest(again.result()) == scoring.digest(case.result())


@given(cases())
def test_totals_equal_a_calculation_written_out(case: Case) -> None:
    if case.method.rounding:
        return
    own = {bid.id: Fraction(bid.price.amount) for bid in case.bids}
    agreed = {(s.bid, s.criterion): Fraction(s.value) for s in case.scores}
    lowest = min(own.values())
    for bid, total in totals_of(case.result()).items():
        expected = Fraction(0)
        for criterion in case.method.criteria:
            weight = Fraction(criterion.weight)
            if criterion.formula == "P1/1":
                expected += weight * lowest / own[bid]
            elif criterion.formula == "P2/1":
                expected += weight - weight * (own[bid] - lowest) / lowest
            else:
                best = max(agreed[b, criterion.id] for b in own)
                whole = best if case.method.normalise_quality else Fraction(10)
                expected += weight * agreed[bid, criterion.id] / whole
        assert total == expected


def recomputed(node: Node) -> Fraction:
    """The value of a node from its leaves, by the registered formulas."""
    values = [recomputed(child) for child in node.children]
    if node.rounding:
        _, decimals, mode = node.rounding.split("/")
        return Fraction(scoring.show(values[0], int(decimals), Mode(mode)))
    if node.formula:
        names = [child.name for child in node.children]
        return FORMULAS[node.formula].compute(dict(zip(names, values, strict=True)))
    return sum(values, Fraction(0)) if node.children else node.exact


@given(cases())
def test_every_total_is_recomputed_from_the_leaves_of_its_trace(case: Case) -> None:
    result = scoring.parse(scoring.plain(case.result()))
    assert {root.subject: recomputed(root) for root in result.trace} == totals_of(result)


@given(cases(least=2), PRICES)
def test_a_lower_price_never_hurts(case: Case, other: Decimal) -> None:
    bid = case.bids[0]
    lower, higher = sorted((bid.price.amount, other))
    cheap = case.repriced(bid.id, lower).result()
    dear = case.repriced(bid.id, higher).result()
    assert totals_of(cheap)[bid.id] >= totals_of(dear)[bid.id]


@given(cases(), SCORES)
def test_a_better_score_never_hurts(case: Case, other: Decimal) -> None:
    first = case.scores[0]
    worse, better = sorted((first.value, other))

    def scored(value: Decimal) -> Fraction:
        changed = first.model_copy(update={"value": value})
        again = Case(case.method, case.bids, (changed, *case.scores[1:]))
        return totals_of(again.result())[first.bid]

    assert scored(better) >= scored(worse)


@given(cases(), st.integers(2, 100))
def test_counting_in_another_unit_of_money_changes_no_total(case: Case, factor: int) -> None:
    scaled = tuple(
        Bid(id=b.id, price=Money(amount=b.price.amount * factor, currency="XXX")) for b in case.bids
    )
    again = evaluate(case.method, scaled, case.scores)
    assert totals_of(again) == totals_of(case.result())


@given(cases())
def test_the_cheapest_bid_earns_the_whole_price(case: Case) -> None:
    if case.method.rounding:
        return
    [first, *_] = case.method.criteria
    cheapest = min(case.bids, key=lambda b: b.price.amount).id
    row = next(row for row in case.result().rows if row.bid == cheapest)
    points = {p.criterion: p.exact for p in row.points}
    assert points["price"] == Fraction(first.weight)


@given(cases(least=2))
def test_places_follow_totals_and_every_tie_is_found(case: Case) -> None:
    result = case.result()
    grouped = [bid for group in result.ranking_groups for bid in group.bids]
    assert sorted(grouped) == sorted(totals(result))
    values = [group.exact for group in result.ranking_groups]
    assert values == sorted(set(totals_of(result).values()), reverse=True)
    ties = {f.facts["rank"] for f in result.findings if f.code is scoring.FindingCode.TIE}
    assert ties == {str(g.rank) for g in result.ranking_groups if len(g.bids) > 1}
    for row in result.rows:
        ahead = sum(total > row.exact for total in totals_of(result).values())
        assert row.rank == ahead + 1


@given(cases(least=2))
def test_absolute_points_do_not_depend_on_who_else_bids(case: Case) -> None:
    if case.method.normalise_quality:
        return
    leaver = case.bids[-1].id
    fewer = Case(
        case.method, case.bids[:-1], tuple(s for s in case.scores if s.bid != leaver)
    ).result()

    def of_quality(result: Result) -> dict[tuple[str, str], Fraction]:
        return {
            (row.bid, points.criterion): points.exact
            for row in result.rows
            for points in row.points
            if points.criterion != "price" and row.bid != leaver
        }

    assert of_quality(fewer) == of_quality(case.result())
