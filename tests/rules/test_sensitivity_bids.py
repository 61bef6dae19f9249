"""How withdrawals and the price of the winner would change a ranking."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.rules.scoring import (
    EvaluationModel,
    Offers,
)
from contracts.rules.scoring.sensitivity import (
    outcome,
    prices,
    withdrawal,
)
from contracts.rules.scoring.sensitivity.prices import Ending, Method, PriceMargin
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.withdrawal import Withdrawals
from contracts.rules.scoring.weighted import shares
from tests.rules import contests, evaluations
from tests.rules.evaluations import model, quality

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


def _withdrawn(method: EvaluationModel, offers: Offers) -> Withdrawals:
    found = withdrawal.withdrawals(method, offers, outcome.ranking(method, offers))
    assert isinstance(found, Withdrawals)
    return found


@pytest.mark.parametrize(("formula", "announced", "bids", "gone", "winner", "then"), REVERSALS)
def test_the_withdrawal_of_a_loser_that_changes_the_winner_is_found(
    formula: str, announced: dict[str, str], bids: str, gone: str, winner: str, then: str
) -> None:
    method, offers = contests.method(formula, **announced), contests.offers(bids)
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
    offers = contests.offers(", ".join(f"b{i} {p} {q}" for i, (p, q) in enumerate(bids)))
    found = _withdrawn(contests.method("A2/1", ceiling="2000"), offers)
    assert [each.bids for each in found.single if each.outcome.order_changes] == []
    assert len(found.single) == len(bids)
    assert (found.pairs_tried, found.pairs) == (len(bids) * (len(bids) - 1) // 2, ())


def test_without_the_winner_the_others_keep_their_order() -> None:
    method, offers = contests.OFFERED_001
    [first, _] = _withdrawn(method, offers).single
    assert first.bids == ("A",)
    assert first.outcome.ranking == (("B",),)
    assert not first.outcome.winner_changes


def test_a_pair_that_decides_together_is_named() -> None:
    offers = contests.offers("A 653 68, B 624 91, C 920 69, D 576 67, E 919 10")
    found = _withdrawn(contests.method("P3/1"), offers)
    assert [each.bids for each in found.single if each.outcome.winner_changes] == []
    assert ("C", "E") in [each.bids for each in found.pairs if each.outcome.winner_changes]


def test_a_withdrawal_after_which_nothing_can_be_computed_is_told() -> None:
    method = contests.method("P6/1", ceiling="1000")
    found = _withdrawn(method, contests.offers("A 1000 90, B 1000 80, C 900 70"))
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
    found = _margin(*contests.OFFERED_001)
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
    method = contests.method(formula[0], **formula[1])
    offers = contests.offers(", ".join(f"b{i} {p} {q}" for i, (p, q) in enumerate(bids)))
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
    method = contests.method(formula[0], **formula[1])
    found = _margin(method, contests.offers("A 800 90, B 700 70"))
    assert found.method is Method.CLOSED_FORM
    assert found.tie is not None


def test_the_cheapest_winner_moves_the_points_of_the_others_so_its_price_is_searched() -> None:
    method, offers = contests.method("P1/1"), contests.offers("A 700 80, B 800 85")
    found = _margin(method, offers)
    assert (found.method, found.tie) == (Method.SEARCH, None)
    cents = next(
        cents
        for cents in range(70_000, 90_000)
        if _first_at(method, offers, "A", Fraction(cents, 100)) != {"A"}
    )
    assert found.first == Fraction(cents, 100)


def test_above_the_ceiling_the_winner_no_longer_takes_part() -> None:
    found = _margin(contests.method("P6/1", ceiling="900"), contests.offers("A 800 90, B 800 10"))
    assert (found.first_shown, found.ending, found.bids) == ("900.01", Ending.SET_ASIDE, ("B",))


def test_a_ceiling_below_the_tie_ends_it_earlier() -> None:
    method, offers = contests.OFFERED_001
    announced = method.parameters.model_copy(update={"ceiling": Decimal(10_200)})
    found = _margin(method.model_copy(update={"parameters": announced}), offers)
    assert (found.first_shown, found.ending) == ("10200.01", Ending.SET_ASIDE)
    assert (found.method, found.tie) == (Method.SEARCH, None)


def test_a_price_that_decides_nothing_is_never_too_high() -> None:
    found = _margin(contests.method("P2/1", floor="0"), contests.offers("A 800 90, B 800 10"))
    assert (found.first, found.ending) == (None, Ending.NEVER)


def test_a_formula_that_can_reward_a_higher_price_is_named_so() -> None:
    assert not _margin(
        contests.method("P5/1"), contests.offers("A 700 90, B 800 70, C 900 60")
    ).monotone


def test_without_a_price_or_a_winner_there_is_no_price_margin() -> None:
    quality_only = model(quality("quality", "100", "100"))
    offers = contests.offers("A 700 90, B 800 70")
    tied = contests.offers("A 700 90, B 700 90")
    alone = contests.offers("A 700 90")
    for method, given_, reason in (
        (quality_only, offers, Reason.NO_PRICE),
        (contests.method("P1/1"), tied, Reason.TIE_FOR_FIRST),
        (contests.method("P1/1"), alone, Reason.ONE_BID),
    ):
        before = outcome.ranking(method, given_)
        assert prices.price_margin(method, given_, before, None) is reason
