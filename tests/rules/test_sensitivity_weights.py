"""How far weights would have to move: the tie is where it is said to be, and no nearer."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.rules.scoring import exact
from contracts.rules.scoring.sensitivity import contest, weights
from contracts.rules.scoring.sensitivity.contest import Rival
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.shares import Shares
from contracts.rules.scoring.sensitivity.weights import Crossing, OneWeight
from tests.rules import contests

A_LITTLE = Fraction(1, 1_000_000)


def test_one_weight_of_the_published_case() -> None:
    found = {each.criterion: each for each in weights.one_weight(contests.won(contests.CASE_001))}
    price = found["price"]
    assert price.weight == Fraction(35, 100)
    assert price.down is None
    assert price.up is not None
    assert (price.up.weight, price.up.shown, price.up.bids) == (Fraction(8, 21), "38.10", ("B",))
    nearest = {name: each.nearest.weight for name, each in found.items() if each.nearest}
    assert nearest == {
        "exp": Fraction(9, 37),
        "price": Fraction(8, 21),
        "qc": Fraction(1, 6),
        "time": Fraction(6, 23),
    }


def test_transfer_and_smallest_change_of_the_published_case() -> None:
    contested = contests.won(contests.CASE_001)
    transfer = weights.transfer(contested)
    assert transfer is not None
    assert (transfer.giver, transfer.taker, transfer.bid) == ("qc", "price", "B")
    assert (transfer.weight, transfer.shown) == (Fraction(1, 45), "2.22")
    smallest = weights.smallest_change(contested)
    assert smallest is not None
    assert smallest.distance == Fraction(2, 45)
    assert [(each.criterion, each.after) for each in smallest.weights] == [
        ("price", Fraction(67, 180)),
        ("qc", Fraction(8, 45)),
    ]


@given(shares=contests.drawn() | contests.drawn_trees())
def test_one_weight_is_a_tie_and_beyond_it_another_bid_is_ahead(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    for each in weights.one_weight(contested):
        for crossing in filter(None, (each.down, each.up)):
            _assert_crosses(shares, contested.winner, each, crossing)


def _assert_crosses(shares: Shares, winner: str, each: OneWeight, crossing: Crossing) -> None:
    there = contests.reweighed(shares, _moved(shares, each, crossing.weight))
    best = max(there.values())
    assert {bid for bid, total in there.items() if total == best} == {winner, *crossing.bids}
    short = _moved(shares, each, crossing.weight - crossing.change * A_LITTLE)
    before = contests.reweighed(shares, short)
    assert [bid for bid in before if before[bid] == max(before.values())] == [winner]
    if crossing.overtakes:
        far = _moved(shares, each, crossing.weight + crossing.change * A_LITTLE)
        beyond = contests.reweighed(shares, far)
        assert beyond[winner] < min(beyond[bid] for bid in crossing.bids)


def _moved(shares: Shares, each: OneWeight, weight: Fraction) -> dict[str, Fraction]:
    """The weights when one criterion or block weighs so much; written out from the tree."""
    paths = shares.paths or ((),) * len(shares.criteria)
    whole = {c: (*path, c) for c, path in zip(shares.criteria, paths, strict=True)}
    now = contests.parts(shares)
    siblings = [c for c in now if each.criterion not in whole[c]]
    if each.level:
        siblings = [c for c in siblings if each.level in whole[c]]
    rest = exact.total(now[c] for c in siblings)
    new = dict(now)
    for c in now:
        if each.criterion in whole[c]:
            new[c] = now[c] * weight / each.weight
        elif c in siblings:
            new[c] = now[c] * (rest - (weight - each.weight)) / rest
    assert exact.total(new.values()) == 1
    assert min(new.values()) >= 0
    return new


@given(shares=contests.drawn())
def test_where_one_weight_names_no_tie_the_winner_stays_first(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    for each in weights.one_weight(contested):
        for side, end in ((each.down, Fraction()), (each.up, Fraction(1))):
            if side is None:
                totals = contests.reweighed(shares, _moved(shares, each, end))
                assert [bid for bid in totals if totals[bid] == max(totals.values())] == [
                    contested.winner
                ]


@given(shares=contests.drawn())
def test_a_transfer_makes_a_tie_and_beyond_it_another_bid_is_ahead(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    found = weights.transfer(contested)
    assume(found is not None)
    assert found is not None
    now = contests.parts(shares)

    def lead(weight: Fraction) -> Fraction:
        new = now | {
            found.giver: now[found.giver] - weight,
            found.taker: now[found.taker] + weight,
        }
        assert min(new.values()) >= 0
        totals = contests.reweighed(shares, new)
        return totals[contested.winner] - totals[found.bid]

    assert lead(found.weight) == 0
    if found.overtakes:
        left = min(now[found.giver] - found.weight, found.weight * A_LITTLE)
        assert lead(found.weight + left) < 0


@given(shares=contests.drawn(bids=4, criteria=5))
def test_no_transfer_is_smaller_than_the_one_named(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    now = contests.parts(shares)
    rows = {bid: dict(zip(shares.criteria, row, strict=True)) for bid, row in _rows(shares)}
    won = rows[contested.winner]
    needed = [
        contested.lead(rival) / gap
        for rival in contested.rivals
        for p, q in product(now, now)
        if (gap := won[p] - rows[rival.bid][p] - won[q] + rows[rival.bid][q]) > 0
        and contested.lead(rival) / gap <= now[p]
    ]
    found = weights.transfer(contested)
    assert (found.weight if found else None) == min(needed, default=None)


def _rows(shares: Shares) -> list[tuple[str, tuple[Fraction, ...]]]:
    return list(zip(shares.bids, shares.shares, strict=True))


@given(shares=contests.drawn(bids=4, criteria=4))
def test_the_smallest_change_is_the_cheapest_corner_of_the_linear_programme(
    shares: Shares,
) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    corners = [
        distance
        for rival in contested.rivals
        for distance in _corners(list(contested.weights), contested.unit, rival)
    ]
    found = weights.smallest_change(contested)
    assert (found.distance if found else None) == min(corners, default=None)


def _corners(announced: list[int], unit: int, rival: Rival) -> list[Fraction]:
    """The distances of all corners of the set of weights that make a tie: two weights are free,
    the others are what they were, or nothing."""
    now = [Fraction(each, unit) for each in announced]
    places = range(len(now))
    found = []
    for p, q in combinations(places, 2):
        others = [j for j in places if j not in (p, q)]
        if rival.leads[p] == rival.leads[q]:
            continue
        for kept in product((0, 1), repeat=len(others)):
            new = {j: k * now[j] for k, j in zip(kept, others, strict=True)}
            left = 1 - exact.total(new.values())
            owed = -exact.total(new[j] * rival.leads[j] for j in others)
            new[p] = (owed - left * rival.leads[q]) / (rival.leads[p] - rival.leads[q])
            new[q] = left - new[p]
            if min(new.values()) >= 0:
                found.append(exact.total(abs(new[j] - now[j]) for j in places))
    return found


@given(shares=contests.drawn())
def test_the_smallest_change_makes_a_tie_and_costs_no_more_than_a_transfer(shares: Shares) -> None:
    assume(contests.has_winner(shares))
    contested = contests.won(shares)
    smallest, transfer = weights.smallest_change(contested), weights.transfer(contested)
    if smallest is None:
        assert transfer is None
        return
    new = contests.parts(shares) | {each.criterion: each.after for each in smallest.weights}
    assert exact.total(new.values()) == 1
    assert min(new.values()) >= 0
    totals = contests.reweighed(shares, new)
    assert totals[contested.winner] == totals[smallest.bid]
    assert smallest.distance == exact.total(
        abs(each.after - each.before) for each in smallest.weights
    )
    if transfer:
        assert transfer.weight >= smallest.distance / 2


@given(data=st.data(), shares=contests.drawn() | contests.drawn_trees())
def test_the_order_of_bids_and_criteria_changes_no_weight(
    data: st.DataObject, shares: Shares
) -> None:
    assume(contests.has_winner(shares))
    other = contests.shuffled(
        shares,
        data.draw(st.permutations(range(len(shares.bids)))),
        data.draw(st.permutations(range(len(shares.criteria)))),
    )
    here, there = contests.won(shares), contests.won(other)
    assert weights.one_weight(here) == weights.one_weight(there)
    assert weights.transfer(here) == weights.transfer(there)
    assert weights.smallest_change(here) == weights.smallest_change(there)


def test_a_block_is_moved_as_a_whole_and_its_parts_within_it() -> None:
    shares = Shares(
        bids=("a", "b"),
        criteria=("team", "plan", "price"),
        weights=(Fraction(30), Fraction(20), Fraction(50)),
        shares=((Fraction(1), Fraction(0), Fraction(1)), (Fraction(0), Fraction(1), Fraction(1))),
        paths=(("quality",), ("quality",), ()),
    )
    found = {(e.level, e.criterion): e for e in weights.one_weight(contests.won(shares))}
    assert set(found) == {("", "price"), ("", "quality"), ("quality", "plan"), ("quality", "team")}
    assert found["", "quality"].weight == Fraction(1, 2)
    team = found["quality", "team"]
    assert (team.weight, team.down and team.down.weight) == (Fraction(3, 10), Fraction(1, 4))


def test_a_tie_and_a_bid_alone_have_no_contest() -> None:
    one = Shares(("a",), ("c",), (Fraction(1),), ((Fraction(1),),))
    tie = Shares(("a", "b"), ("c",), (Fraction(1),), ((Fraction(1),), (Fraction(1),)))
    assert contest.contest(one) is Reason.ONE_BID
    assert contest.contest(tie) is Reason.TIE_FOR_FIRST


def test_a_bid_that_is_worse_on_everything_never_draws_level() -> None:
    shares = Shares(
        ("a", "b"),
        ("c", "d"),
        (Fraction(1), Fraction(1)),
        ((Fraction(1), Fraction(1)), (Fraction(1, 2), Fraction(1, 3))),
    )
    contested = contests.won(shares)
    assert weights.transfer(contested) is None
    assert weights.smallest_change(contested) is None
    assert [each.nearest for each in weights.one_weight(contested)] == [None, None]


def test_a_tie_at_the_end_of_the_weights_overtakes_nobody() -> None:
    """The rival is never ahead on anything: only when `d` weighs everything are they level."""
    shares = Shares(
        ("a", "b"),
        ("c", "d"),
        (Fraction(1), Fraction(3)),
        ((Fraction(1), Fraction(1, 2)), (Fraction(0), Fraction(1, 2))),
    )
    contested = contests.won(shares)
    crossings = [each.nearest for each in weights.one_weight(contested)]
    assert [(each.weight, each.overtakes) for each in crossings if each] == [
        (Fraction(0), False),
        (Fraction(1), False),
    ]
    transfer, smallest = weights.transfer(contested), weights.smallest_change(contested)
    assert transfer is not None
    assert smallest is not None
    assert (transfer.weight, transfer.overtakes) == (Fraction(1, 4), False)
    assert (smallest.distance, smallest.overtakes) == (Fraction(1, 2), False)


@pytest.mark.parametrize(
    "broken",
    [
        {"weights": (Fraction(1),)},
        {"weights": (Fraction(1), Fraction(0))},
        {"shares": ((Fraction(1), Fraction(1)),)},
        {"shares": ((Fraction(1),), (Fraction(1),))},
        {"paths": ((),)},
        {"bids": ("a", "a")},
        {"criteria": ("c", "c")},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_shares_that_do_not_fit_are_refused(broken: dict[str, tuple[object, ...]]) -> None:
    fitting: dict[str, tuple[object, ...]] = {
        "bids": ("a", "b"),
        "criteria": ("c", "d"),
        "weights": (Fraction(1), Fraction(1)),
        "shares": ((Fraction(1), Fraction(1)), (Fraction(0), Fraction(1))),
    }
    with pytest.raises(ValueError, match=r"bid|criterion|weights"):
        Shares(**fitting | broken)  # type: ignore[arg-type]
