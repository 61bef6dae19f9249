"""What members, withdrawals, prices and other formulas would change; and all of it together."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.rules.scoring import (
    EvaluationModel,
    Offers,
    Parameters,
    Rounding,
    Score,
    Stage,
    exact,
)
from contracts.rules.scoring.model import (
    Consensus,
    ConsensusRule,
    Criterion,
    CriterionKind,
    Policies,
    Preference,
)
from contracts.rules.scoring.sensitivity import (
    analysis,
    formulas,
    members,
    outcome,
    prices,
    withdrawal,
)
from contracts.rules.scoring.sensitivity.formulas import Place
from contracts.rules.scoring.sensitivity.prices import Ending, Method, PriceMargin
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.uncertainty import Uncertain
from contracts.rules.scoring.sensitivity.withdrawal import Withdrawals
from contracts.rules.scoring.weighted import shares
from tests.rules import evaluations
from tests.rules.evaluations import model, price, quality

CASE_001 = (
    model(
        quality("exp", "60", "60"),
        quality("qc", "40", "40"),
        quality("time", "30", "30"),
        price("70"),
        total="200",
    ),
    Offers(
        bids=evaluations.bids({"A": "10000", "B": "8000"}),
        scores=evaluations.agreed(
            {
                "A": {"exp": "40", "qc": "30", "time": "20"},
                "B": {"exp": "32", "qc": "20", "time": "22"},
            }
        ),
    ),
)

REVERSALS = [
    ("P1/1", {}, "A 575 51, B 523 65, C 743 89, D 935 99", "B", "D", "C"),
    ("P2/1", {"floor": "0"}, "A 667 72, B 669 55, C 850 95, D 509 51", "D", "A", "C"),
    ("P2/1", {}, "A 547 50, B 753 56, C 626 80, D 748 93", "A", "C", "D"),
    ("P3/1", {}, "A 653 68, B 624 91, C 920 69, D 576 67", "C", "B", "D"),
    ("P4/1", {}, "A 999 88, B 512 68, C 816 51, D 743 89", "A", "D", "B"),
    ("P4b/1", {}, "A 996 94, B 615 78, C 852 99, D 660 76", "A", "C", "B"),
    ("P5/1", {}, "A 515 96, B 970 94, C 668 69, D 923 83", "D", "B", "A"),
    ("P6/1", {"ceiling": "1000"}, "A 850 84, B 737 58, C 867 100, D 795 78", "B", "C", "D"),
]
"""Constructed: a loser is withdrawn, and another bid wins. Quality weighs 60, price 40."""


def _offers(written: str) -> Offers:
    """Bids written as id, price and quality."""
    rows = [bid.split() for bid in written.split(", ")]
    return Offers(
        bids=evaluations.bids({bid: amount for bid, amount, _ in rows}),
        scores=evaluations.agreed({bid: {"quality": score} for bid, _, score in rows}),
    )


def _method(formula: str, **announced: str) -> EvaluationModel:
    return model(quality("quality", "60", "100"), price("40", formula, **announced))


def _withdrawn(method: EvaluationModel, offers: Offers) -> Withdrawals:
    found = withdrawal.withdrawals(method, offers, outcome.ranking(method, offers))
    assert isinstance(found, Withdrawals)
    return found


@pytest.mark.parametrize(("formula", "announced", "bids", "gone", "winner", "then"), REVERSALS)
def test_the_withdrawal_of_a_loser_that_changes_the_winner_is_found(
    formula: str, announced: dict[str, str], bids: str, gone: str, winner: str, then: str
) -> None:
    method, offers = _method(formula, **announced), _offers(bids)
    assert outcome.ranking(method, offers)[0] == (winner,)
    [found] = [each for each in _withdrawn(method, offers).single if each.bids == (gone,)]
    assert found.outcome.winner_changes
    assert found.outcome.order_changes
    assert found.outcome.ranking[0] == (then,)


@given(
    bids=st.lists(st.tuples(st.integers(500, 1000), st.integers(0, 100)), min_size=3, max_size=5)
)
@settings(max_examples=30)
def test_under_an_absolute_formula_no_withdrawal_changes_anything(
    bids: list[tuple[int, int]],
) -> None:
    offers = _offers(", ".join(f"b{i} {p} {q}" for i, (p, q) in enumerate(bids)))
    found = _withdrawn(_method("A2/1", ceiling="2000"), offers)
    assert [each.bids for each in found.single if each.outcome.order_changes] == []
    assert len(found.single) == len(bids)
    assert (found.pairs_tried, found.pairs) == (len(bids) * (len(bids) - 1) // 2, ())


def test_without_the_winner_the_others_keep_their_order() -> None:
    method, offers = CASE_001
    [first, _] = _withdrawn(method, offers).single
    assert first.bids == ("A",)
    assert first.outcome.ranking == (("B",),)
    assert not first.outcome.winner_changes


def test_a_pair_that_decides_together_is_named() -> None:
    offers = _offers("A 653 68, B 624 91, C 920 69, D 576 67, E 919 10")
    found = _withdrawn(_method("P3/1"), offers)
    assert [each.bids for each in found.single if each.outcome.winner_changes] == []
    assert ("C", "E") in [each.bids for each in found.pairs if each.outcome.winner_changes]


def test_a_withdrawal_after_which_nothing_can_be_computed_is_told() -> None:
    method = _method("P6/1", ceiling="1000")
    found = _withdrawn(method, _offers("A 1000 90, B 1000 80, C 900 70"))
    [without_c] = [each for each in found.single if each.bids == ("C",)]
    assert not without_c.outcome.complete
    assert without_c.outcome.findings == ("formula_undefined",)


def _margin(method: EvaluationModel, offers: Offers) -> PriceMargin:
    before = outcome.ranking(method, offers)
    found = prices.price_margin(method, offers, before, shares(method, offers))
    assert isinstance(found, PriceMargin)
    return found


def _first_at(method: EvaluationModel, offers: Offers, bid: str, amount: Fraction) -> set[str]:
    cents = Decimal(int(amount * 100)).scaleb(-2)
    [own] = evaluations.bids({bid: str(cents)})
    return set(outcome.ranking(method, outcome.replaced(offers, own))[0])


def test_the_price_at_which_the_published_case_is_a_tie() -> None:
    """70 × 8000 ÷ p falls from 56 to 54, so p is 560000 ÷ 54."""
    found = _margin(*CASE_001)
    assert (found.bid, found.method, found.tie) == ("A", Method.CLOSED_FORM, Fraction(280000, 27))
    assert (found.first_shown, found.change_shown) == ("10370.38", "3.70")
    assert (found.ending, found.bids, found.monotone) == (Ending.OVERTAKEN, ("B",), True)


FORMULAS = [
    ("P1/1", {}),
    ("P2/1", {}),
    ("P2/1", {"floor": "0"}),
    ("P3/1", {}),
    ("A1/1", {"full_price": "400", "zero_price": "1500"}),
    ("A2/1", {"ceiling": "2000"}),
    ("A4/1", {"reference": "700"}),
]


@given(
    formula=st.sampled_from(FORMULAS),
    bids=st.lists(st.tuples(st.integers(500, 1000), st.integers(0, 100)), min_size=2, max_size=4),
)
@settings(max_examples=60)
def test_a_cent_before_the_price_margin_the_winner_wins_and_there_it_does_not(
    formula: tuple[str, dict[str, str]], bids: list[tuple[int, int]]
) -> None:
    method = _method(formula[0], **formula[1])
    offers = _offers(", ".join(f"b{i} {p} {q}" for i, (p, q) in enumerate(bids)))
    assume(len(outcome.ranking(method, offers)[0]) == 1)
    found = _margin(method, offers)
    if found.first is None:
        assert found.ending is Ending.NEVER
        assert _first_at(method, offers, found.bid, 90 * found.price) == {found.bid}
        return
    cent = Fraction(1, 100)
    there = _first_at(method, offers, found.bid, found.first)
    assert there == set(found.bids) != {found.bid}
    assert _first_at(method, offers, found.bid, found.first - cent) == {found.bid}
    if found.tie is not None:
        assert found.method is Method.CLOSED_FORM
        assert found.first - cent < found.tie <= found.first
        assert (found.ending is Ending.TIED) == (found.tie == found.first)


@pytest.mark.parametrize("formula", FORMULAS[:1] + FORMULAS[4:6])
def test_where_the_formula_is_a_line_or_a_quotient_the_price_is_solved_for(
    formula: tuple[str, dict[str, str]],
) -> None:
    method = _method(formula[0], **formula[1])
    found = _margin(method, _offers("A 800 90, B 700 70"))
    assert found.method is Method.CLOSED_FORM
    assert found.tie is not None


def test_the_cheapest_winner_moves_the_points_of_the_others_so_its_price_is_searched() -> None:
    method, offers = _method("P1/1"), _offers("A 700 80, B 800 85")
    found = _margin(method, offers)
    assert (found.method, found.tie) == (Method.SEARCH, None)
    cents = next(
        cents
        for cents in range(70_000, 90_000)
        if _first_at(method, offers, "A", Fraction(cents, 100)) != {"A"}
    )
    assert found.first == Fraction(cents, 100)


def test_above_the_ceiling_the_winner_no_longer_takes_part() -> None:
    found = _margin(_method("P6/1", ceiling="900"), _offers("A 800 90, B 800 10"))
    assert (found.first_shown, found.ending, found.bids) == ("900.01", Ending.SET_ASIDE, ("B",))


def test_a_price_that_decides_nothing_is_never_too_high() -> None:
    found = _margin(_method("P2/1", floor="0"), _offers("A 800 90, B 800 10"))
    assert (found.first, found.ending) == (None, Ending.NEVER)


def test_a_formula_that_can_reward_a_higher_price_is_named_so() -> None:
    assert not _margin(_method("P5/1"), _offers("A 700 90, B 800 70, C 900 60")).monotone


def test_without_a_price_or_a_winner_there_is_no_price_margin() -> None:
    quality_only = model(quality("quality", "100", "100"))
    offers = _offers("A 700 90, B 800 70")
    tied = _offers("A 700 90, B 700 90")
    alone = _offers("A 700 90")
    for method, given_, reason in (
        (quality_only, offers, Reason.NO_PRICE),
        (_method("P1/1"), tied, Reason.TIE_FOR_FIRST),
        (_method("P1/1"), alone, Reason.ONE_BID),
    ):
        before = outcome.ranking(method, given_)
        assert prices.price_margin(method, given_, before, None) is reason


def _committee(
    rule: ConsensusRule, scores: Mapping[tuple[str, str, str], int]
) -> tuple[EvaluationModel, Offers]:
    """A committee whose scores are given by member, bid and criterion."""
    method = model(quality("plan", "40", "10"), quality("team", "60", "10")).model_copy(
        update={"policies": Policies(consensus=Consensus(rule=rule))}
    )
    bids = {bid for _, bid, _ in scores}
    return method, Offers(
        bids=evaluations.bids(dict.fromkeys(sorted(bids), "100")),
        scores=tuple(
            Score(bid=bid, criterion=criterion, member=member, value=Decimal(value))
            for (member, bid, criterion), value in scores.items()
        ),
    )


CELLS = [*product("xyz", ("A", "B"), ("plan", "team"))]


@given(
    rule=st.sampled_from([ConsensusRule.MEAN, ConsensusRule.MEDIAN, ConsensusRule.MODERATED]),
    values=st.lists(st.integers(0, 10), min_size=len(CELLS), max_size=len(CELLS)),
)
@settings(max_examples=40)
def test_a_member_is_left_out_of_one_criterion_or_of_all(
    rule: ConsensusRule, values: list[int]
) -> None:
    given_ = dict(zip(CELLS, values, strict=True))
    method, offers = _committee(rule, given_)
    found = members.left_out(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert len(found) == 3 + 3 * 2
    for each in found:
        assert each.outcome.complete
        totals = {
            bid: exact.total(
                weight * _consensus(rule, given_, bid, criterion, each)
                for criterion, weight in (("plan", 40), ("team", 60))
            )
            for bid in ("A", "B")
        }
        groups = tuple(
            tuple(bid for bid in sorted(totals) if totals[bid] == total)
            for total in sorted({*totals.values()}, reverse=True)
        )
        assert each.outcome.ranking == groups


def _consensus(
    rule: ConsensusRule,
    scores: Mapping[tuple[str, str, str], int],
    bid: str,
    criterion: str,
    left_out: members.MemberLeftOut,
) -> Fraction:
    """The score of those who are heard; of two, mean and median are the same."""
    silent = left_out.member if left_out.criterion in ("", criterion) else ""
    heard = sorted(scores[member, bid, criterion] for member in "xyz" if member != silent)
    if rule is ConsensusRule.MEDIAN and len(heard) == 3:
        return Fraction(heard[1])
    return Fraction(sum(heard), len(heard))


def test_a_member_whose_scores_decide_is_named() -> None:
    scores = dict.fromkeys(CELLS, 5) | {("x", "A", "team"): 9, ("y", "B", "plan"): 6}
    method, offers = _committee(ConsensusRule.MEAN, scores)
    found = members.left_out(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert [(e.member, e.criterion) for e in found if e.outcome.winner_changes] == [
        ("x", ""),
        ("x", "team"),
    ]


def test_a_member_is_left_out_of_comparisons_in_pairs() -> None:
    """Two members are for A on everything and two for B: whoever is silent, the others win."""
    method = model(
        Criterion(id="design", kind=CriterionKind.COMPARISON, weight=Decimal(60)),
        Criterion(id="detail", kind=CriterionKind.COMPARISON, weight=Decimal(40)),
    )
    for_a, for_b = ("A", "B"), ("B", "A")
    sides = {"v": for_a, "w": for_a, "x": for_b, "y": for_b}
    offers = Offers(
        bids=evaluations.bids({"A": "1", "B": "1"}),
        comparisons=tuple(
            Preference(criterion=criterion, member=member, preferred=one, other=other, strength=4)
            for member, (one, other) in sides.items()
            for criterion in ("design", "detail")
        ),
    )
    before = outcome.ranking(method, offers)
    assert before == (("A", "B"),)
    found = members.left_out(method, offers, before)
    assert not isinstance(found, Reason)
    assert {(e.member, e.criterion): e.outcome.ranking[0] for e in found} == {
        (member, criterion): (sides[member][1],)
        for member in sides
        for criterion in ("", "design", "detail")
    }


def test_an_agreed_score_hangs_on_no_member() -> None:
    method, offers = CASE_001
    assert members.left_out(method, offers, (("A",), ("B",))) is Reason.NO_MEMBER_SCORES
    alone = {cell: 5 for cell in CELLS if cell[0] == "x"}
    method, offers = _committee(ConsensusRule.MEAN, alone)
    assert members.left_out(method, offers, (("A", "B"),)) is Reason.ONE_MEMBER


def test_the_same_scores_under_every_formula_that_has_its_numbers() -> None:
    method, offers = CASE_001
    before = outcome.ranking(method, offers)
    found = formulas.other_formulas(method, offers, before, {"n": Decimal(3)})
    assert not isinstance(found, Reason)
    winners = {each.formula: each.outcome.ranking[0] for each in found}
    assert winners == {
        "P2/1": ("B",),
        "P2b/1": ("A",),
        "P3/1": ("B",),
        "P4/1": ("A",),
        "P4b/1": ("A",),
        "P4c/1": ("B",),
        "P5/1": ("A",),
        "Q2/1": ("A",),
        "Q3/1": ("A",),
    }
    [tried] = [each for each in found if each.formula == "P2b/1"]
    assert (tried.place, tried.constants) == (Place.PRICE, {"n": "3"})


def test_the_announced_ceiling_is_known_to_other_formulas() -> None:
    method = _method("P1/1")
    method = method.model_copy(
        update={"parameters": Parameters(ceiling=Decimal(1000))},
    )
    offers = _offers("A 800 90, B 700 70")
    found = formulas.other_formulas(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert {"P6/1", "A2/1"} <= {each.formula for each in found}


def test_a_method_on_whole_bids_is_tried_with_its_own_kind() -> None:
    method = EvaluationModel(
        criteria=(quality("quality", "100", "100"),),
        parameters=Parameters(formula="A10/1", constants={"factor": Decimal(1000)}),
    )
    offers = _offers("A 800 90, B 700 70")
    found = formulas.other_formulas(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert {each.place for each in found} == {Place.WHOLE}
    assert "A10/1" not in {each.formula for each in found}


QUICK = Uncertain(draws=50)


def test_everything_is_said_of_the_published_case_and_the_caution_first() -> None:
    found = analysis.analyse(*CASE_001, uncertain=QUICK)
    assert next(iter(analysis.plain(found))) == "caution"
    assert found.caution == "sensitivity.caution"
    assert found.not_applicable == {"members": Reason.NO_MEMBER_SCORES}
    assert found.transfer is not None
    assert found.transfer.weight == Fraction(1, 45)
    assert [(each.weights, each.scores) for each in found.chance] == [
        (True, True),
        (True, False),
        (False, True),
    ]


@given(data=st.data())
@settings(max_examples=10)
def test_the_order_of_bids_criteria_and_scores_changes_no_analysis(data: st.DataObject) -> None:
    method, offers = _method("P3/1"), _offers("A 653 68, B 624 91, C 920 69, D 576 67")
    other = Offers(
        bids=tuple(data.draw(st.permutations(offers.bids))),
        scores=tuple(data.draw(st.permutations(offers.scores))),
    )
    turned = method.model_copy(update={"criteria": tuple(reversed(method.criteria))})
    here = analysis.plain(analysis.analyse(method, offers, uncertain=QUICK))
    assert here == analysis.plain(analysis.analyse(turned, other, uncertain=QUICK))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"rounding": (Rounding(stage=Stage.TOTAL, decimals=1),)}, Reason.NOT_A_WEIGHTED_SUM),
        ({"total": Decimal(99)}, Reason.NOT_COMPLETE),
    ],
)
def test_what_cannot_be_said_has_its_reason(changed: dict[str, object], reason: Reason) -> None:
    method, offers = _method("P1/1"), _offers("A 700 90, B 800 70")
    announced = method.parameters.model_copy(update=changed)
    method = method.model_copy(update={"parameters": announced})
    found = analysis.analyse(method, offers, uncertain=QUICK)
    assert found.not_applicable["one_weight"] is reason
    assert found.one_weight == ()
    assert ("withdrawals" in found.not_applicable) is (reason is Reason.NOT_COMPLETE)


def test_a_tie_for_the_first_place_has_no_margins() -> None:
    found = analysis.analyse(_method("P1/1"), _offers("A 700 90, B 700 90"), uncertain=QUICK)
    margins = ("one_weight", "transfer", "smallest_change", "scores", "price")
    assert {found.not_applicable[name] for name in margins} == {Reason.TIE_FOR_FIRST}
    assert found.withdrawals is not None


def test_a_bid_alone_and_a_criterion_alone_have_nothing_to_move() -> None:
    alone = analysis.analyse(_method("P1/1"), _offers("A 700 90"), uncertain=QUICK)
    assert set(alone.not_applicable) == {*analysis.NAMES} - {"formulas"}
    assert set(alone.not_applicable.values()) == {Reason.ONE_BID, Reason.NO_MEMBER_SCORES}
    method = model(quality("quality", "100", "100"))
    found = analysis.analyse(method, _offers("A 700 90, B 800 70"), uncertain=QUICK)
    assert found.not_applicable["transfer"] is Reason.ONE_CRITERION
    assert found.not_applicable["price"] is Reason.NO_PRICE
    [margin] = found.scores
    assert margin.smallest is not None
    assert margin.smallest.score == 20
