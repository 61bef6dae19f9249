"""Discounts for combinations of lots: the lowest total price, exact, and every optimum."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.errors import RuleError
from contracts.rules.scoring.lots import (
    Candidate,
    CountDiscount,
    Direction,
    Discount,
    Limit,
    LotFinding,
    LotFindingCode,
    Outcome,
    Package,
    SetDiscount,
    lots_combined,
    lots_independent,
    lots_limit_optimal,
)
from tests.rules.lots_cases import (
    Awards,
    Case,
    awards,
    best,
    cases,
    codes,
    lot,
    over_limit,
    shuffled,
    told,
)

ALL = 10_000


def count(name: str, tenderer: str, at_least: int, percent: str) -> CountDiscount:
    """A discount for a number of lots."""
    return CountDiscount(name, tenderer, at_least, Fraction(percent))


def lots_set(name: str, tenderer: str, lots: str, percent: str = "", amount: str = "") -> Discount:
    """A discount for a set of lots, named by one letter each."""
    return SetDiscount(
        name,
        tenderer,
        frozenset(lots),
        Fraction(percent) if percent else None,
        Fraction(amount) if amount else None,
    )


PRICES = [lot("1", {"A": 100, "B": 90}), lot("2", {"A": 100, "B": 95})]


def test_a_discount_for_two_lots_can_beat_the_best_bid_of_each() -> None:
    outcome = lots_combined(PRICES, [count("two", "A", 2, "10")])
    assert outcome.rule == "lots_combined/1"
    assert told(outcome) == ([("A", "A")], "180")
    assert outcome.allocations[0].packages == (
        Package("A", ("1", "2"), Fraction(200), ("two",), Fraction(180)),
    )
    assert outcome.findings == ()
    assert awards(lots_combined(PRICES, [count("two", "A", 2, "7.4")])) == [("B", "B")]


def test_equally_cheap_combinations_are_all_returned() -> None:
    outcome = lots_combined(PRICES, [count("two", "A", 2, "7.5")])
    assert told(outcome) == ([("B", "B"), ("A", "A")], "185")
    assert outcome.findings == (
        LotFinding(code=LotFindingCode.SEVERAL_OPTIMA, facts={"shown": "2"}),
    )


def test_an_amount_is_taken_off_when_the_whole_set_is_awarded() -> None:
    outcome = lots_combined(PRICES, [lots_set("both", "A", "12", amount="15.01")])
    assert told(outcome) == ([("A", "A")], "18499/100")


def test_a_lot_counts_for_one_discount_at_most() -> None:
    lots = [lot(name, {"A": 100}) for name in "123"]
    offers = [lots_set("left", "A", "12", "10"), lots_set("right", "A", "23", amount="30")]
    outcome = lots_combined(lots, offers)
    assert outcome.total == 270
    assert outcome.allocations[0].packages[0].discounts == ("right",)


def test_sets_that_do_not_overlap_are_discounted_together() -> None:
    lots = [lot(name, {"A": 100}) for name in "12345"]
    offers = [lots_set("left", "A", "12", "10"), lots_set("right", "A", "34", amount="30")]
    package = lots_combined(lots, offers).allocations[0].packages[0]
    assert package == Package(
        "A", ("1", "2", "3", "4", "5"), Fraction(500), ("left", "right"), Fraction(450)
    )


def test_the_highest_discount_for_a_number_replaces_the_others() -> None:
    lots = [lot(name, {"A": 100}) for name in "123"]
    steps = [count("two", "A", 2, "10"), count("three", "A", 3, "20")]
    outcome = lots_combined(lots, [*steps, lots_set("first", "A", "12", "12")])
    assert outcome.total == 240
    assert outcome.allocations[0].packages[0].discounts == ("three",)


def test_a_discount_does_not_help_beyond_the_limit() -> None:
    outcome = lots_combined(PRICES, [count("two", "A", 2, "50")], Limit(1))
    assert told(outcome) == ([("B", "A")], "190")
    assert outcome.findings == (
        LotFinding(
            code=LotFindingCode.DISCOUNT_OUT_OF_REACH, facts={"discount": "two", "tenderer": "A"}
        ),
    )


@pytest.mark.parametrize(
    "discount",
    [lots_set("x", "A", "13", "5"), count("x", "A", 3, "5"), count("x", "nobody", 1, "5")],
)
def test_a_discount_that_cannot_be_earned_is_reported(discount: Discount) -> None:
    outcome = lots_combined([*PRICES, lot("3", {"B": 5})], [discount])
    assert told(outcome) == ([("B", "B", "B")], "190")
    assert codes(outcome) == [(LotFindingCode.DISCOUNT_OUT_OF_REACH, "")]


def test_as_many_lots_as_possible_are_awarded_first() -> None:
    lots = [lot("1", {"A": 1, "B": 500}), lot("2", {"A": 1}), lot("3", {})]
    outcome = lots_combined(lots, limit=Limit(1))
    assert told(outcome) == ([("B", "A", None)], "501")
    assert codes(outcome) == [(LotFindingCode.LOT_WITHOUT_AWARD, "3")]


def test_more_lots_than_an_exact_search_can_bear_are_a_finding() -> None:
    lots = [lot(f"{n:02}", {"A": 1}) for n in range(13)]
    outcome = lots_combined(lots)
    assert (outcome.allocations, outcome.total) == ((), None)
    assert outcome.findings == (
        LotFinding(code=LotFindingCode.TOO_MANY_LOTS, facts={"lots": "13", "most": "12"}),
    )
    assert lots_combined(lots[1:]).total == 12


def test_an_amount_that_eats_up_the_price_stops_the_award() -> None:
    outcome = lots_combined(PRICES, [lots_set("free", "B", "12", amount="185")])
    assert (outcome.allocations, outcome.total) == ((), None)
    assert codes(outcome) == [(LotFindingCode.DISCOUNT_ABOVE_PRICE, "")]
    almost = lots_combined(PRICES, [lots_set("free", "B", "12", amount="184.99")])
    assert almost.total == Fraction(1, 100)


def test_a_list_that_was_cut_off_says_so() -> None:
    lots = [lot(name, dict.fromkeys("ABC", 10)) for name in "1234"]
    every = lots_combined(lots)
    some = lots_combined(lots, most_optima=80)
    assert len(every.allocations) == 81
    assert (LotFindingCode.MORE_OPTIMA_THAN_SHOWN, "") not in codes(every)
    assert some.allocations == every.allocations[:80]
    assert (LotFindingCode.MORE_OPTIMA_THAN_SHOWN, "") in codes(some)


@pytest.mark.parametrize(
    ("code", "discounts"),
    [
        ("duplicate_discount", [count("x", "A", 2, "5"), count("x", "B", 2, "5")]),
        ("unknown_lot", [lots_set("x", "A", "19", "5")]),
        ("discount_condition", [lots_set("x", "A", "", "5")]),
        ("discount_condition", [count("x", "A", 0, "5")]),
        ("discount_form", [lots_set("x", "A", "12")]),
        ("discount_form", [lots_set("x", "A", "12", "5", "5")]),
        ("discount_percent", [lots_set("x", "A", "12", "100")]),
        ("discount_percent", [count("x", "A", 2, "0")]),
        ("discount_amount", [lots_set("x", "A", "12", amount="-1")]),
    ],
)
def test_discounts_that_mean_nothing_are_refused(code: str, discounts: list[Discount]) -> None:
    with pytest.raises(RuleError) as refused:
        lots_combined(PRICES, discounts)
    assert refused.value.code == code


COUNTS = st.builds(
    CountDiscount,
    id=st.sampled_from(["c1", "c2", "c3"]),
    tenderer=st.sampled_from("ABC"),
    at_least=st.integers(1, 4),
    percent=st.sampled_from([Fraction(5), Fraction(10), Fraction(25, 2)]),
)
SETS = st.builds(
    SetDiscount,
    id=st.sampled_from(["s1", "s2", "s3"]),
    tenderer=st.sampled_from("ABC"),
    lots=st.sets(st.sampled_from([f"lot {n}" for n in range(4)]), min_size=1).map(frozenset),
    percent=st.sampled_from([Fraction(5), Fraction(20, 3)]),
)
AMOUNTS = st.builds(
    SetDiscount,
    id=st.sampled_from(["a1", "a2", "a3"]),
    tenderer=st.sampled_from("ABC"),
    lots=st.sets(st.sampled_from([f"lot {n}" for n in range(4)]), min_size=1).map(frozenset),
    amount=st.sampled_from([Fraction(1), Fraction(2), Fraction(7, 3)]),
)
OFFERS = st.lists(COUNTS | SETS | AMOUNTS, max_size=6, unique_by=lambda d: d.id)
PRICED = cases(direction=Direction.LOWEST, weighed=False)


def _known(case: Case, offers: Sequence[Discount]) -> list[Discount]:
    """The discounts that speak of lots that there are."""
    names = {each.id for each in case.lots}
    return [d for d in offers if isinstance(d, CountDiscount) or d.lots <= names]


def _combined(case: Case, offers: Sequence[Discount], most_optima: int = ALL) -> Outcome:
    return lots_combined(case.lots, offers, case.limit, most_optima=most_optima)


def _prices(own: dict[str, Candidate], offers: Sequence[Discount]) -> Iterator[Fraction]:
    """Every price that a tenderer's offer allows for these lots; `offers` are its own."""
    full = sum((c.figure for c in own.values()), Fraction(0))
    yield full
    sets = []
    for offer in offers:
        if isinstance(offer, SetDiscount):
            if offer.lots <= set(own):
                sets.append(offer)
        elif len(own) >= offer.at_least:
            yield full - full * offer.percent / 100
    for number in range(1, len(sets) + 1):
        for several in itertools.combinations(sets, number):
            if all(not a.lots & b.lots for a, b in itertools.combinations(several, 2)):
                yield full - sum(_saved(own, each) for each in several)


def _saved(own: dict[str, Candidate], offer: SetDiscount) -> Fraction:
    if offer.percent is None:
        return offer.amount or Fraction(0)
    return sum((own[name].figure for name in offer.lots), Fraction(0)) * offer.percent / 100


def _tried(case: Case, offers: Sequence[Discount]) -> dict[Awards, Fraction]:
    """Every allocation within the limit with its price."""
    names = sorted(each.id for each in case.lots)
    rows = case.rows()
    found = {}
    for bids in case.allowed():
        price = Fraction(0)
        for tenderer in "ABCD":
            own = {
                name: of_lot[bid]
                for name, of_lot, bid in zip(names, rows, bids, strict=True)
                if bid is not None and of_lot[bid].tenderer == tenderer
            }
            price += min(_prices(own, [d for d in offers if d.tenderer == tenderer]))
        found[bids] = price
    return found


@given(PRICED, OFFERS)
def test_the_optima_are_those_of_trying_everything(case: Case, offers: list[Discount]) -> None:
    known = _known(case, offers)
    outcome = _combined(case, known)
    tried = _tried(case, known)
    wanted = best(tried, Direction.LOWEST)
    found = awards(outcome)
    assert len(found) == len(set(found))
    assert set(found) == wanted
    assert {tried[bids] for bids in wanted} == {outcome.total}
    assert not any(over_limit(bids, case.limit) for bids in found)


@given(PRICED, OFFERS, st.data())
def test_the_order_of_the_input_changes_nothing(
    case: Case, offers: list[Discount], data: st.DataObject
) -> None:
    known = _known(case, offers)
    most = data.draw(st.integers(1, 4))
    other = data.draw(shuffled(case))
    assert _combined(case, known, most) == _combined(other, data.draw(st.permutations(known)), most)


@given(PRICED, OFFERS)
def test_the_packages_say_how_each_price_was_made(case: Case, offers: list[Discount]) -> None:
    known = _known(case, offers)
    named = {d.id: d for d in known}
    rows = dict(zip(sorted(each.id for each in case.lots), case.rows(), strict=True))
    outcome = _combined(case, known)
    for allocation in outcome.allocations:
        assert sum((p.price for p in allocation.packages), Fraction(0)) == outcome.total
        won = {a.lot: a.bid for a in allocation.awards if a.bid is not None}
        assert sorted(name for p in allocation.packages for name in p.lots) == sorted(won)
        for package in allocation.packages:
            own = {name: rows[name][won[name]] for name in package.lots}
            assert {c.tenderer for c in own.values()} == {package.tenderer}
            used = [named[name] for name in package.discounts]
            assert package.price == min(_prices(own, used))
            assert package.undiscounted == max(_prices(own, []))


@given(PRICED)
def test_without_discounts_it_is_the_best_sum_with_a_limit(case: Case) -> None:
    combined = _combined(case, [])
    flow = lots_limit_optimal(case.lots, case.limit, Direction.LOWEST, ALL)
    assert combined.total == flow.total
    assert set(awards(combined)) == set(awards(flow))


@given(PRICED, OFFERS)
def test_a_discount_never_makes_the_total_higher(case: Case, offers: list[Discount]) -> None:
    known = _known(case, offers)
    with_offers, without = _combined(case, known), _combined(case, [])
    assert with_offers.total is not None
    assert without.total is not None
    assert with_offers.total <= without.total


@given(PRICED)
def test_without_discounts_and_limit_each_lot_goes_to_its_lowest_price(case: Case) -> None:
    apart = lots_independent(case.lots)
    if LotFindingCode.LOT_TIE not in {code for code, _ in codes(apart)}:
        assert awards(lots_combined(case.lots)) == awards(apart)
