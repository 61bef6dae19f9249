"""Comparing in pairs: completeness, the coefficients of both rules by hand, their properties."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.scoring.formulas import FORMULAS, Undefined
from contracts.rules.scoring.formulas.pairs import (
    Comparison,
    Flaw,
    FlawedPair,
    flawed_pairs,
    mean_of_members,
    sum_of_members,
)

MEMBERS = ("Ann", "Ben")
BIDS = ("A", "B", "C")


def _judged(member: str, pairs: Mapping[str, int]) -> list[Comparison]:
    """`{"A>B": 3}`: A over B with 3."""
    made = []
    for pair, strength in pairs.items():
        better, worse = pair.split(">")
        made.append(Comparison(member, better, worse, strength))
    return made


ANN = _judged("Ann", {"A>B": 4, "A>C": 2, "B>C": 1})
"""A 4 + 2 = 6, B 1, C 1."""
BEN = _judged("Ben", {"B>A": 6, "A>C": 3, "B>C": 2})
"""A 3, B 6 + 2 = 8, C 0."""
COMPLETE = [*ANN, *BEN]


def test_c1_is_the_mean_of_what_each_member_gives_against_the_own_best() -> None:
    """A (6/6 + 3/8)/2 = 11/16; B (1/6 + 8/8)/2 = 7/12; C (1/6 + 0)/2 = 1/12."""
    made = mean_of_members(COMPLETE, MEMBERS, BIDS)
    assert made == {"A": Fraction(11, 16), "B": Fraction(7, 12), "C": Fraction(1, 12)}


def test_c1_cuts_each_member_s_part_off_and_does_not_round_it() -> None:
    """B (0.16 + 1)/2 and C (0.16 + 0)/2, though 1/6 rounds to 0.17; A (1 + 0.37)/2."""
    made = mean_of_members(COMPLETE, MEMBERS, BIDS, decimals=2)
    assert made == {"A": Fraction("0.685"), "B": Fraction("0.58"), "C": Fraction("0.08")}


def test_c2_adds_all_members_before_it_divides_by_the_best() -> None:
    """A 6 + 3 = 9, B 1 + 8 = 9, C 1 + 0 = 1: A and B are level where C1 tells them apart."""
    made = sum_of_members(COMPLETE, MEMBERS, BIDS)
    assert made == {"A": Fraction(1), "B": Fraction(1), "C": Fraction(1, 9)}


def test_c1_gives_the_best_bid_all_points_only_when_that_is_announced() -> None:
    inputs = {"coefficient": Fraction(7, 12), "best_coefficient": Fraction(11, 16)}
    compute = FORMULAS["C1/1"].compute
    assert compute(inputs) == Fraction(7, 12)
    assert compute({**inputs, "rescale": Fraction(0)}) == Fraction(7, 12)
    assert compute({**inputs, "rescale": Fraction(1)}) == Fraction(28, 33)
    nothing = {"coefficient": Fraction(0), "best_coefficient": Fraction(0)}
    with pytest.raises(Undefined, match="no_best_score"):
        compute({**nothing, "rescale": Fraction(1)})
    assert FORMULAS["C2/1"].compute({"coefficient": Fraction(1, 9)}) == Fraction(1, 9)


def test_the_parameters_of_c1_are_whole() -> None:
    known = {each.name: each for each in FORMULAS["C1/1"].parameters}
    assert known["decimals"].allows(Fraction(2))
    assert known["rescale"].allows(Fraction(1))
    assert not known["decimals"].allows(Fraction(5, 2))
    assert not known["rescale"].allows(Fraction(1, 2))


def test_two_bids_are_told_apart_by_one_pair() -> None:
    given_pair = _judged("Ann", {"A>B": 2})
    assert mean_of_members(given_pair, ("Ann",), ("A", "B")) == {"A": 1, "B": 0}


def test_parity_everywhere_gives_all_the_full_points() -> None:
    level = [Comparison(m, one, two, 1) for m in MEMBERS for one, two in combinations(BIDS, 2)]
    assert mean_of_members(level, MEMBERS, BIDS) == dict.fromkeys(BIDS, 1)
    assert sum_of_members(level, MEMBERS, BIDS) == dict.fromkeys(BIDS, 1)


def test_a_complete_set_has_no_flaw() -> None:
    assert flawed_pairs(COMPLETE, MEMBERS, BIDS) == ()


def test_a_missing_pair_is_named_and_not_guessed() -> None:
    without = [each for each in COMPLETE if each != BEN[1]]
    assert flawed_pairs(without, MEMBERS, BIDS) == (FlawedPair("Ben", "A", "C", Flaw.MISSING),)


def test_a_pair_compared_twice_is_named_also_when_turned_round() -> None:
    twice = [*COMPLETE, Comparison("Ann", "B", "A", 4)]
    assert flawed_pairs(twice, MEMBERS, BIDS) == (FlawedPair("Ann", "A", "B", Flaw.DOUBLE),)


@pytest.mark.parametrize(
    "stranger",
    [
        Comparison("Cas", "A", "B", 2),
        Comparison("Ann", "A", "D", 2),
        Comparison("Ann", "A", "A", 2),
    ],
)
def test_a_stranger_is_named(stranger: Comparison) -> None:
    found = flawed_pairs([*COMPLETE, stranger], MEMBERS, BIDS)
    assert [each.flaw for each in found] == [Flaw.STRANGE]


@pytest.mark.parametrize("strength", [0, -1, 7])
def test_a_grade_outside_one_to_six_is_named(strength: int) -> None:
    given_grades = [Comparison("Ann", "A", "B", strength)]
    found = flawed_pairs(given_grades, ("Ann",), ("A", "B"))
    assert found == (FlawedPair("Ann", "A", "B", Flaw.GRADE),)


def test_an_incomplete_set_has_no_coefficients() -> None:
    for flawed in (COMPLETE[1:], [*COMPLETE, COMPLETE[0]]):
        with pytest.raises(Undefined, match="pairs_incomplete"):
            mean_of_members(flawed, MEMBERS, BIDS)
        with pytest.raises(Undefined, match="pairs_incomplete"):
            sum_of_members(flawed, MEMBERS, BIDS)


def test_one_bid_or_no_member_leaves_nothing_to_compare() -> None:
    for members, bids in ((("Ann",), ("A",)), ((), ("A", "B"))):
        with pytest.raises(Undefined, match="nothing_to_compare"):
            mean_of_members([], members, bids)
        with pytest.raises(Undefined, match="nothing_to_compare"):
            sum_of_members([], members, bids)


def test_a_withdrawal_changes_the_coefficient_of_another() -> None:
    left = [each for each in COMPLETE if "C" not in (each.better, each.worse)]
    before = mean_of_members(COMPLETE, MEMBERS, BIDS)
    assert mean_of_members(left, MEMBERS, ("A", "B"))["A"] != before["A"]
    assert not FORMULAS["C1/1"].absolute
    assert not FORMULAS["C2/1"].absolute


@st.composite
def _complete(draw: st.DrawFn) -> tuple[list[Comparison], list[str], list[str]]:
    bids = [f"bid {n}" for n in range(draw(st.integers(2, 5)))]
    members = [f"member {n}" for n in range(draw(st.integers(1, 4)))]
    given_pairs = [
        Comparison(member, *(pair if draw(st.booleans()) else pair[::-1]), draw(st.integers(1, 6)))
        for member in members
        for pair in combinations(bids, 2)
    ]
    return given_pairs, members, bids


@given(_complete())
def test_coefficients_are_shares_and_the_best_sum_has_one(
    judged: tuple[list[Comparison], list[str], list[str]],
) -> None:
    mean, added = mean_of_members(*judged), sum_of_members(*judged)
    assert all(0 <= each <= 1 for each in (*mean.values(), *added.values()))
    assert max(added.values()) == 1


@given(_complete(), st.integers(0, 4))
def test_cutting_off_takes_less_than_one_last_decimal(
    judged: tuple[list[Comparison], list[str], list[str]], decimals: int
) -> None:
    exact, cut = mean_of_members(*judged), mean_of_members(*judged, decimals)
    assert all(0 <= exact[bid] - cut[bid] < Fraction(1, 10**decimals) for bid in exact)


@given(_complete(), st.randoms(use_true_random=False))
def test_the_order_of_comparisons_members_and_bids_changes_nothing(
    judged: tuple[list[Comparison], list[str], list[str]], chance: Random
) -> None:
    comparisons, members, bids = judged
    shuffled = (
        chance.sample(comparisons, len(comparisons)),
        chance.sample(members, len(members)),
        chance.sample(bids, len(bids)),
    )
    assert mean_of_members(*shuffled) == mean_of_members(*judged)
    assert sum_of_members(*shuffled) == sum_of_members(*judged)


@given(_complete())
def test_with_one_member_both_rules_agree(
    judged: tuple[list[Comparison], list[str], list[str]],
) -> None:
    comparisons, members, bids = judged
    own = [each for each in comparisons if each.member == members[0]]
    assert mean_of_members(own, members[:1], bids) == sum_of_members(own, members[:1], bids)


@given(_complete())
def test_a_stronger_preference_never_harms_the_preferred_bid(
    judged: tuple[list[Comparison], list[str], list[str]],
) -> None:
    comparisons, members, bids = judged
    first = comparisons[0]
    if first.strength not in range(2, 6):
        first = Comparison(first.member, first.better, first.worse, 2)
    stronger = Comparison(first.member, first.better, first.worse, first.strength + 1)
    for rule in (mean_of_members, sum_of_members):
        before = rule([first, *comparisons[1:]], members, bids)
        after = rule([stronger, *comparisons[1:]], members, bids)
        assert after[first.better] >= before[first.better]
