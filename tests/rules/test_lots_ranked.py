"""Lots by their order of merit: each by itself, and lot by lot with a limit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.errors import RuleError
from contracts.rules.scoring.lots import (
    Candidate,
    Considered,
    Direction,
    Limit,
    Lot,
    LotFinding,
    LotFindingCode,
    Outcome,
    Step,
    Verdict,
    lots_independent,
    lots_limit_priority,
    ranked,
)
from tests.rules.lots_cases import (
    Case,
    awards,
    candidate,
    cases,
    codes,
    lot,
    over_limit,
    shuffled,
    told,
    two_by_two,
)


def test_each_lot_goes_to_its_own_best_bid() -> None:
    outcome = lots_independent(two_by_two())
    assert outcome.rule == "lots_independent/1"
    assert awards(outcome) == [("A", "A")]
    assert outcome.total == 200
    assert outcome.findings == ()


def test_points_are_best_when_they_are_highest() -> None:
    outcome = lots_independent([lot("1", {"A": 80, "B": "80.01"}, Direction.HIGHEST)])
    assert awards(outcome) == [("B",)]


def test_a_tie_leaves_the_lot_open_and_the_others_awarded() -> None:
    outcome = lots_independent([lot("1", {"B": 100, "A": 100, "C": 120}), lot("2", {"C": 90})])
    assert awards(outcome) == [(None, "C")]
    assert outcome.total == 90
    assert outcome.findings == (LotFinding(code=LotFindingCode.LOT_TIE, lot="1", bids=("A", "B")),)


def test_a_tie_that_was_broken_before_is_no_tie() -> None:
    settled = Lot("1", ((candidate("B", 100),), (candidate("A", 100),)))
    assert awards(lots_independent([settled])) == [("B",)]


def test_a_lot_without_candidates_is_reported() -> None:
    outcome = lots_independent([lot("1", {}), lot("2", {"A": 100})])
    assert awards(outcome) == [(None, "A")]
    assert outcome.findings == (
        LotFinding(
            code=LotFindingCode.LOT_WITHOUT_AWARD, lot="1", facts={"reason": "no_candidates"}
        ),
    )


def test_the_announced_order_decides_who_is_at_the_limit() -> None:
    first = lots_limit_priority(two_by_two(), Limit(1), ["1", "2"])
    second = lots_limit_priority(two_by_two(), Limit(1), ["2", "1"])
    assert told(first) == ([("A", "B")], "210")
    assert told(second) == ([("B", "A")], "201")


def test_the_steps_tell_who_was_passed_over_and_why() -> None:
    outcome = lots_limit_priority(two_by_two(), Limit(1), ["1", "2"])
    assert outcome.rule == "lots_limit_priority/1"
    assert outcome.steps == (
        Step("1", (Considered("A", "A", Verdict.AWARDED, ()),)),
        Step(
            "2",
            (
                Considered("A", "A", Verdict.LIMIT_REACHED, ("1",)),
                Considered("B", "B", Verdict.AWARDED, ()),
            ),
        ),
    )


def test_a_tie_makes_the_later_lots_wait() -> None:
    lots = [lot("1", {"A": 90}), lot("2", {"A": 5, "B": 9, "C": 9}), lot("3", {"B": 1, "D": 2})]
    outcome = lots_limit_priority(lots, Limit(1), ["1", "2", "3"])
    assert awards(outcome) == [("A", None, None)]
    assert [step.lot for step in outcome.steps] == ["1", "2"]
    assert outcome.findings == (
        LotFinding(code=LotFindingCode.LOT_TIE, lot="2", bids=("B", "C")),
        LotFinding(code=LotFindingCode.LOT_WAITS, lot="3", facts={"open": "2"}),
    )


def test_the_limit_may_settle_a_tie() -> None:
    lots = [lot("1", {"A": 90}), lot("2", {"A": 9, "B": 9})]
    outcome = lots_limit_priority(lots, Limit(1), ["1", "2"])
    assert awards(outcome) == [("A", "B")]
    assert outcome.findings == ()


def test_a_lot_that_nobody_may_take_any_more_is_reported_and_the_next_has_its_turn() -> None:
    lots = [lot("1", {"A": 90}), lot("2", {"A": 9}), lot("3", {"B": 7})]
    outcome = lots_limit_priority(lots, Limit(own={"A": 1}), ["1", "2", "3"])
    assert awards(outcome) == [("A", None, "B")]
    assert outcome.findings == (
        LotFinding(
            code=LotFindingCode.LOT_WITHOUT_AWARD, lot="2", facts={"reason": "limit_reached"}
        ),
    )


def test_of_two_limits_the_lower_one_holds() -> None:
    lots = [lot(name, {"A": 1, "B": 2, "C": 3}) for name in "123456"]
    outcome = lots_limit_priority(lots, Limit(2, {"A": 3, "B": 1}), list("123456"))
    assert awards(outcome) == [("A", "A", "B", "C", "C", None)]


def test_variants_of_one_tenderer_count_together() -> None:
    lots = [lot("1", {"A": 1, "B": 9}), lot("2", {"A": 3, "A/2": 2, "B": 9})]
    assert awards(lots_limit_priority(lots, Limit(1), ["1", "2"])) == [("A", "B")]


@pytest.mark.parametrize("order", [[], ["1"], ["1", "1"], ["1", "2", "3"], ["1", "3"]])
def test_an_order_that_does_not_name_every_lot_once_is_refused(order: list[str]) -> None:
    with pytest.raises(RuleError) as refused:
        lots_limit_priority(two_by_two(), Limit(1), order)
    assert refused.value.code == "priority_order"


@pytest.mark.parametrize(
    ("code", "lots"),
    [
        ("duplicate_lot", [lot("1", {}), lot("1", {"A": 1})]),
        ("duplicate_bid", [Lot("1", ((candidate("A", 1),), (candidate("A", 2),)))]),
        ("two_tenderers", [lot("1", {"A": 1}), Lot("2", ((Candidate("A", "B", Fraction(1)),),))]),
        ("lot_weight_not_positive", [lot("1", {"A": 1}, weight=Fraction(0))]),
    ],
)
def test_lots_that_mean_nothing_are_refused(code: str, lots: list[Lot]) -> None:
    with pytest.raises(RuleError) as refused:
        lots_independent(lots)
    assert refused.value.code == code


@pytest.mark.parametrize("limit", [Limit(-1), Limit(1, {"A": -1}), Limit(own={"A": -1})])
def test_a_negative_limit_is_refused(limit: Limit) -> None:
    with pytest.raises(RuleError) as refused:
        lots_limit_priority(two_by_two(), limit, ["1", "2"])
    assert refused.value.code == "limit_negative"


def test_equal_figures_share_a_place_whatever_way_they_were_written() -> None:
    rows = [candidate("A", "1/3"), candidate("B", "0.3"), candidate("C", Fraction(2, 6))]
    groups = ranked("1", rows, Direction.HIGHEST).ranking
    assert [[c.bid for c in group] for group in groups] == [["A", "C"], ["B"]]


@given(cases(), st.data())
def test_the_order_of_the_input_changes_nothing(case: Case, data: st.DataObject) -> None:
    other = data.draw(shuffled(case))
    order = sorted(each.id for each in case.lots)
    assert lots_independent(case.lots) == lots_independent(other.lots)
    assert _by_priority(case, order) == _by_priority(other, order)


def _by_priority(case: Case, order: list[str]) -> Outcome:
    return lots_limit_priority(case.lots, case.limit, order)


@given(cases(), st.data())
def test_lot_by_lot_gives_each_the_best_that_the_limit_leaves(
    case: Case, data: st.DataObject
) -> None:
    order = data.draw(st.permutations([each.id for each in case.lots]))
    outcome = _by_priority(case, order)
    [bids] = awards(outcome)
    assert not over_limit(bids, case.limit)
    won = {a.lot: a.bid for a in outcome.allocations[0].awards}
    reported = {name for _, name in codes(outcome)}
    assert {name for name, bid in won.items() if bid is None} == reported
    by_id = {each.id: each for each in case.lots}
    so_far: list[str | None] = []
    for name in order:
        better = _better_than(by_id[name], won[name])
        if (LotFindingCode.LOT_WAITS, name) in codes(outcome):
            break
        if (LotFindingCode.LOT_TIE, name) in codes(outcome):
            continue
        assert all(over_limit((*so_far, bid), case.limit) for bid in better)
        so_far.append(won[name])


def _better_than(of: Lot, bid: str | None) -> list[str]:
    """The bids before this one in the lot's order of merit; all of them when it is none."""
    found: list[str] = []
    for group in of.ranking:
        names = [c.bid for c in group]
        if bid in names:
            return found
        found += names
    return found


@given(cases())
def test_with_no_limit_the_order_does_not_matter(case: Case) -> None:
    order = [each.id for each in case.lots]
    apart = lots_independent(case.lots)
    if LotFindingCode.LOT_TIE not in {code for code, _ in codes(apart)}:
        together = lots_limit_priority(case.lots, Limit(), order)
        assert (together.allocations, together.total) == (apart.allocations, apart.total)
