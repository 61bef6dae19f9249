"""How little one score would have to change, and what chance makes of weights and scores."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.rules.scoring import exact
from contracts.rules.scoring.sensitivity import chance, scores, uncertainty
from contracts.rules.scoring.sensitivity.chance import Stream
from contracts.rules.scoring.sensitivity.scores import Direction
from contracts.rules.scoring.sensitivity.shares import Ladder, Shares
from contracts.rules.scoring.sensitivity.uncertainty import Uncertain
from tests.rules import contests

TEN = Ladder(Fraction(0), Fraction(10), Fraction(1))


def test_the_nearest_score_of_the_published_case() -> None:
    [margin] = scores.score_margins(contests.won(contests.CASE_001), {"price": TEN})
    assert (margin.bid, margin.lead) == ("B", Fraction(1, 100))
    change = margin.smallest
    assert change is not None
    assert (change.criterion, change.direction) == ("price", Direction.LOWER)
    assert (change.share, change.score, change.score_shown) == (
        Fraction(1, 35),
        Fraction(2, 7),
        "0.286",
    )
    assert change.steps == 1


@given(shares=contests.drawn())
def test_a_changed_score_makes_a_tie_and_beyond_it_the_rival_is_ahead(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    weight = contests.parts(shares)
    totals = contests.reweighed(shares, weight)
    for margin in scores.score_margins(contested, {}):
        if margin.smallest is None:
            continue
        moved = weight[margin.smallest.criterion] * margin.smallest.share
        assert totals[margin.bid] + moved == totals[contested.winner]


@given(shares=contests.drawn())
def test_no_smaller_change_of_one_score_fits_its_scale(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    weight = contests.parts(shares)
    rows = dict(zip(shares.bids, shares.shares, strict=True))
    for margin in scores.score_margins(contested, {}):
        fits = [
            needed
            for j, criterion in enumerate(shares.criteria)
            if (needed := margin.lead / weight[criterion]) <= rows[contested.winner][j]
            or rows[margin.bid][j] + needed <= 1
        ]
        found = margin.smallest.share if margin.smallest else None
        assert found == min(fits, default=None)


@given(data=st.data(), shares=contests.drawn())
def test_the_order_of_bids_and_criteria_changes_no_margin(
    data: st.DataObject, shares: Shares
) -> None:
    assume(contests.has_winner(shares))
    other = contests.shuffled(
        shares,
        data.draw(st.permutations(range(len(shares.bids)))),
        data.draw(st.permutations(range(len(shares.criteria)))),
    )
    assert scores.score_margins(contests.won(shares), {}) == scores.score_margins(
        contests.won(other), {}
    )


def test_a_score_does_not_leave_its_scale() -> None:
    shares = Shares(
        ("a", "b"),
        ("c", "d"),
        (Fraction(1), Fraction(9)),
        ((Fraction(1), Fraction(1)), (Fraction(0), Fraction(9, 10))),
    )
    low = Ladder(Fraction(9), Fraction(10), Fraction(1))
    [margin] = scores.score_margins(contests.won(shares), {"d": low})
    assert margin.smallest is None
    [margin] = scores.score_margins(contests.won(shares), {"d": TEN})
    assert margin.smallest is not None
    assert (margin.smallest.direction, margin.smallest.steps) == (Direction.LOWER, 3)


def test_a_score_may_fall_to_the_end_of_its_scale() -> None:
    shares = Shares(
        ("a", "b"),
        ("c", "d"),
        (Fraction(1), Fraction(1)),
        ((Fraction(1, 2), Fraction(1)), (Fraction(3, 4), Fraction(1, 4))),
    )
    [margin] = scores.score_margins(contests.won(shares), {})
    assert margin.smallest is not None
    assert margin.smallest.share == Fraction(1, 2)
    assert (margin.smallest.criterion, margin.smallest.direction) == ("c", Direction.LOWER)


def test_a_seed_gives_the_same_numbers_for_ever() -> None:
    stream = Stream("bestek")
    assert [stream.below(1000) for _ in range(5)] == [56, 942, 804, 335, 888]
    assert list(stream.thirds(8)) == [1, 1, 2, 0, 1, 0, 0, 2]
    assert stream.spacings([1, 2, 3]) == [
        709186110676134265,
        2179434237165509012,
        15558123725867908339,
    ]


@given(parts=st.lists(st.integers(1, 9), min_size=1, max_size=6), seed=st.text())
def test_spacings_are_weights_that_make_the_whole(parts: list[int], seed: str) -> None:
    found = Stream(seed).spacings(parts)
    assert len(found) == len(parts)
    assert min(found) >= 0
    assert sum(found) == 256**8


def test_spacings_vary_around_their_parts_as_a_dirichlet_does() -> None:
    stream, parts, draws = Stream("spread"), [10, 30, 60], 4000
    found = [[Fraction(x, 256**8) for x in stream.spacings(parts)] for _ in range(draws)]
    for j, part in enumerate(parts):
        announced = Fraction(part, 100)
        mean = exact.total(each[j] for each in found) / draws
        spread = exact.total((each[j] - announced) ** 2 for each in found) / draws
        expected = announced * (1 - announced) / 101
        assert abs(mean - announced) < Fraction(3, 1000)
        assert Fraction(9, 10) < spread / expected < Fraction(11, 10)


def test_thirds_and_numbers_below_a_bound_are_equally_likely() -> None:
    stream = Stream("even")
    drawn = stream.thirds(30_000)
    assert all(9_600 < drawn.count(each) < 10_400 for each in (0, 1, 2))
    numbers = [stream.below(6) for _ in range(6_000)]
    assert all(880 < numbers.count(each) < 1_120 for each in range(6))


@given(
    weights=st.lists(st.fractions(Fraction(1, 9), 9), min_size=1, max_size=6),
    whole=st.integers(60, 200),
)
def test_parts_follow_the_weights(weights: list[Fraction], whole: int) -> None:
    parts = chance.apportioned(weights, whole)
    for part, weight in zip(parts, weights, strict=True):
        assert part >= 1
        assert part == 1 or abs(part - whole * weight / sum(weights)) < 1


def test_the_interval_of_wilson_is_the_published_one() -> None:
    """Ten of a hundred: 5.52 % to 17.44 %, as worked out by hand from the formula."""
    found = chance.frequency(10, 100)
    assert (found.shown, found.low_shown, found.high_shown) == ("10.00", "5.52", "17.44")
    none, all_of_them = chance.frequency(0, 50), chance.frequency(50, 50)
    assert none.low == 0
    assert all_of_them.high == 1
    assert 0 < none.high < Fraction(8, 100)


@pytest.mark.parametrize(("share", "draws"), [(Fraction(1, 2), 40), (Fraction(1, 10), 40)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(
    share: Fraction, draws: int
) -> None:
    held = exact.total(
        comb(draws, count) * share**count * (1 - share) ** (draws - count)
        for count in range(draws + 1)
        if (found := chance.frequency(count, draws)).low <= share <= found.high
    )
    assert Fraction(93, 100) < held < Fraction(98, 100)


def test_the_published_case_hangs_on_a_step_of_one_score() -> None:
    found = uncertainty.drawn(
        contests.CASE_001, {"exp": Ladder(Fraction(0), Fraction(60), Fraction(2))}, Uncertain()
    )
    assert [each.bid for each in found.shares] == ["A", "B"]
    assert sum(each.wins.count for each in found.shares) + found.ties == found.draws
    assert found.shares[0].wins.low > Fraction(1, 2)
    assert found.parts == {"exp": 30, "price": 35, "qc": 20, "time": 15}


def test_without_uncertainty_the_winner_always_wins() -> None:
    how = Uncertain(weights=False, scores=False, draws=20)
    [first, second] = uncertainty.drawn(contests.CASE_001, {}, how).shares
    assert first.bid == "A"
    assert (first.wins.count, second.wins.count) == (20, 0)


def test_scores_alone_move_by_one_step_in_three_equal_ways() -> None:
    shares = Shares(
        ("a", "b"),
        ("c",),
        (Fraction(1),),
        ((Fraction(6, 10),), (Fraction(5, 10),)),
    )
    how = Uncertain(weights=False, draws=9_000)
    found = uncertainty.drawn(shares, {"c": TEN}, how)
    [first, second] = found.shares
    near = Fraction(2, 100)
    assert abs(first.wins.exact - Fraction(6, 9)) < near
    assert abs(second.wins.exact - Fraction(1, 9)) < near
    assert abs(Fraction(found.ties, found.draws) - Fraction(2, 9)) < near


@given(data=st.data(), shares=contests.drawn())
def test_the_same_seed_gives_the_same_wins_in_any_order(
    data: st.DataObject, shares: Shares
) -> None:
    other = contests.shuffled(
        shares,
        data.draw(st.permutations(range(len(shares.bids)))),
        data.draw(st.permutations(range(len(shares.criteria)))),
    )
    ladders, how = {"n": TEN}, Uncertain(draws=20)
    assert uncertainty.drawn(shares, ladders, how) == uncertainty.drawn(other, ladders, how)
