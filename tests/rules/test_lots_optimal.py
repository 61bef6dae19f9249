"""The best sum over all lots with a limit for each tenderer: exact, and every optimum."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.errors import RuleError
from contracts.rules.scoring.lots import (
    Direction,
    Limit,
    LimitPrice,
    Lot,
    LotFinding,
    LotFindingCode,
    Outcome,
    lots_limit_optimal,
    lots_limit_priority,
)
from tests.rules.lots_cases import (
    Awards,
    Case,
    awards,
    best,
    candidate,
    cases,
    codes,
    lot,
    shuffled,
    sums,
    told,
    two_by_two,
)

ALL = 10_000


def _optimal(case: Case, most_optima: int = ALL) -> Outcome:
    return lots_limit_optimal(case.lots, case.limit, case.direction, most_optima)


def test_the_best_sum_is_not_what_lot_by_lot_gives() -> None:
    outcome = lots_limit_optimal(two_by_two(), Limit(1), Direction.LOWEST)
    assert outcome.rule == "lots_limit_optimal/1"
    assert awards(outcome) == [("B", "A")]
    assert outcome.total == 201
    assert outcome.findings == ()
    assert lots_limit_priority(two_by_two(), Limit(1), ["1", "2"]).total == 210


def test_the_weights_of_the_lots_decide_what_points_count_for() -> None:
    def outcome(weight: int) -> Outcome:
        lots = [
            lot("1", {"A": 90, "B": 80}, Direction.HIGHEST),
            lot("2", {"A": 85, "B": 81}, Direction.HIGHEST, Fraction(weight)),
        ]
        return lots_limit_optimal(lots, Limit(1), Direction.HIGHEST)

    assert told(outcome(2)) == ([("A", "B")], str(90 + 2 * 81))
    assert told(outcome(3)) == ([("B", "A")], str(80 + 3 * 85))


def test_every_equally_good_allocation_is_returned() -> None:
    lots = [lot(name, {"A": 10, "B": 10}) for name in "12"]
    outcome = lots_limit_optimal(lots, Limit(1), Direction.LOWEST)
    assert awards(outcome) == [("A", "B"), ("B", "A")]
    assert outcome.findings == (
        LotFinding(code=LotFindingCode.SEVERAL_OPTIMA, facts={"shown": "2"}),
    )


def test_equal_variants_of_one_tenderer_are_told_apart() -> None:
    lots = [lot("1", {"A": 10, "A/2": 10, "B": 11})]
    outcome = lots_limit_optimal(lots, Limit(1), Direction.LOWEST)
    assert awards(outcome) == [("A",), ("A/2",)]


def test_more_lots_awarded_comes_before_a_better_sum() -> None:
    lots = [lot("1", {"A": 1, "B": 1000}), lot("2", {"A": 1})]
    outcome = lots_limit_optimal(lots, Limit(1), Direction.LOWEST)
    assert told(outcome) == ([("B", "A")], "1001")


def test_a_lot_left_over_is_reported_with_its_reason() -> None:
    lots = [lot("1", {"A": 5}), lot("2", {"A": 7}), lot("3", {})]
    outcome = lots_limit_optimal(lots, Limit(1), Direction.LOWEST)
    assert told(outcome) == ([("A", None, None)], "5")
    assert [(f.lot, f.facts["reason"]) for f in outcome.findings] == [
        ("2", "limit_reached"),
        ("3", "no_candidates"),
    ]


def test_a_lot_that_only_some_optima_leave_over_says_how_many() -> None:
    lots = [lot("1", {"A": 5}), lot("2", {"A": 5})]
    outcome = lots_limit_optimal(lots, Limit(1), Direction.LOWEST)
    assert awards(outcome) == [("A", None), (None, "A")]
    left = [f for f in outcome.findings if f.code is LotFindingCode.LOT_WITHOUT_AWARD]
    assert [(f.lot, f.facts["allocations"], f.facts["shown"]) for f in left] == [
        ("1", "1", "2"),
        ("2", "1", "2"),
    ]


def test_a_tenderer_that_may_have_none_gets_none() -> None:
    outcome = lots_limit_optimal(two_by_two(), Limit(2, {"A": 0}), Direction.LOWEST)
    assert awards(outcome) == [("B", "B")]


def test_a_list_that_was_cut_off_says_so_and_shows_the_first() -> None:
    lots = [lot(name, dict.fromkeys("ABC", 10)) for name in "1234"]
    every = lots_limit_optimal(lots, Limit(), Direction.LOWEST)
    some = lots_limit_optimal(lots, Limit(), Direction.LOWEST, most_optima=80)
    assert len(every.allocations) == 81
    assert (LotFindingCode.MORE_OPTIMA_THAN_SHOWN, "") not in codes(every)
    assert some.allocations == every.allocations[:80]
    assert (LotFindingCode.MORE_OPTIMA_THAN_SHOWN, "") in codes(some)


def test_exactly_as_many_as_may_be_shown_are_not_cut_off() -> None:
    lots = [lot(name, {"A": 10, "B": 10}) for name in "12"]
    outcome = lots_limit_optimal(lots, Limit(1), Direction.LOWEST, most_optima=2)
    assert codes(outcome) == [(LotFindingCode.SEVERAL_OPTIMA, "")]


def test_the_order_of_merit_settled_otherwise_does_not_count_for_the_sum() -> None:
    settled = Lot("1", ((candidate("B", 11),), (candidate("A", 10),)))
    assert awards(lots_limit_optimal([settled], Limit(1), Direction.LOWEST)) == [("A",)]


def test_no_lots_are_an_empty_allocation() -> None:
    outcome = lots_limit_optimal([], Limit(1), Direction.LOWEST)
    assert told(outcome) == ([()], "0")
    assert outcome.findings == ()


def test_what_one_place_more_is_worth_is_the_price_of_the_limit() -> None:
    lots = [
        lot("1", {"A": 100, "B": 130, "C": 160}),
        lot("2", {"A": 100, "B": 120, "C": 170}),
        lot("3", {"A": 100, "B": 150, "C": 155}),
    ]
    outcome = lots_limit_optimal(lots, Limit(own={"A": 1}), Direction.LOWEST)
    none = lots_limit_optimal(lots, Limit(own={"A": 0}), Direction.LOWEST)
    assert told(outcome) == ([("B", "B", "A")], "350")
    assert none.total == 400
    assert outcome.limit_prices == (LimitPrice("A", 0, Fraction(50)),)


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(RuleError):
        lots_limit_optimal(two_by_two(), Limit(-1), Direction.LOWEST)


@given(cases())
def test_the_optima_are_those_of_trying_everything(case: Case) -> None:
    outcome = _optimal(case)
    tried = sums(case)
    wanted = best(tried, case.direction)
    found = awards(outcome)
    assert len(found) == len(set(found))
    assert set(found) == wanted
    assert {tried[bids] for bids in wanted} == {outcome.total}


@given(cases(), st.data())
def test_the_order_of_the_input_changes_nothing(case: Case, data: st.DataObject) -> None:
    most = data.draw(st.integers(1, 4))
    assert _optimal(case, most) == _optimal(data.draw(shuffled(case)), most)


@given(cases(), st.integers(1, 4))
def test_what_is_shown_is_the_beginning_of_the_whole_list(case: Case, most: int) -> None:
    every = _optimal(case)
    shown = _optimal(case, most)
    cut_off = (LotFindingCode.MORE_OPTIMA_THAN_SHOWN, "") in codes(shown)
    assert shown.allocations == every.allocations[:most]
    assert cut_off is (len(every.allocations) > most)


@given(cases())
def test_optima_come_in_the_order_of_their_bids(case: Case) -> None:
    found = awards(_optimal(case))
    assert found == sorted(found, key=lambda bids: [(bid is None, bid or "") for bid in bids])


@given(cases(direction=Direction.LOWEST))
def test_lot_by_lot_is_never_better(case: Case) -> None:
    by_turn = lots_limit_priority(case.lots, case.limit, [each.id for each in case.lots])
    [bids] = awards(by_turn)
    optimum = _optimal(case)
    assert by_turn.total is not None
    assert optimum.total is not None
    left = [sum(bid is None for bid in each) for each in (awards(optimum)[0], bids)]
    assert (left[0], optimum.total) <= (left[1], by_turn.total)


@given(cases())
def test_the_prices_of_the_limit_prove_the_optima_and_nothing_else(case: Case) -> None:
    outcome = _optimal(case)
    found = set(awards(outcome))
    for bids in sums(case):
        assert _proved(case, outcome, bids) is (bids in found)


def _proved(case: Case, outcome: Outcome, bids: Awards) -> bool:
    """The check that the rule's docstring describes, done as an auditor would."""
    prices = {p.tenderer: (p.lots, p.figure) for p in outcome.limit_prices}
    sign = -1 if case.direction is Direction.HIGHEST else 1
    for each, bid in zip(sorted(case.lots, key=lambda x: x.id), bids, strict=True):
        counts: dict[str | None, tuple[int, Fraction]] = {None: (1, Fraction(0))}
        for c in each.candidates:
            if case.limit.of(c.tenderer, len(case.lots)):
                lots, figure = prices.get(c.tenderer, (0, Fraction(0)))
                counts[c.bid] = (lots, sign * each.weight * c.figure + figure)
        if counts[bid] != min(counts.values()):
            return False
    holders = [bid.split("/")[0] for bid in bids if bid is not None]
    return all(holders.count(t) == case.limit.of(t, len(case.lots)) for t in prices)


@given(cases())
def test_a_price_of_the_limit_is_what_one_lot_fewer_costs(case: Case) -> None:
    outcome = _optimal(case)
    sign = -1 if case.direction is Direction.HIGHEST else 1
    assert outcome.total is not None
    for price in outcome.limit_prices:
        room = case.limit.of(price.tenderer, len(case.lots))
        fewer = Limit(case.limit.most, {**case.limit.own, price.tenderer: room - 1})
        without = lots_limit_optimal(case.lots, fewer, case.direction)
        assert without.total is not None
        lost = awards(without)[0].count(None) - awards(outcome)[0].count(None)
        assert (price.lots, price.figure) == (lost, sign * (without.total - outcome.total))
