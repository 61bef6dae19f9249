"""The drawing of lots: anyone can do it again, nobody can steer it by the order of the input."""

import hashlib
import itertools
import shutil
import subprocess
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.errors import RuleError
from contracts.rules.scoring import draw

SEED = "0123456789abcdef" * 4
CONTEXT = "SB-2026-031 lot 2"
BIDS = st.lists(st.text(max_size=20), max_size=8, unique=True)
SEEDS = st.text("abcdefghij0123456789._-", min_size=32, max_size=40)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _order(seed: str, context: str, bids: list[str]) -> list[str]:
    return [each.bid for each in draw.draw(seed, context, bids)]


def test_the_commitment_is_the_hash_of_the_seed_alone() -> None:
    assert draw.commitment(SEED) == _sha256(SEED)


def test_a_ticket_is_the_hash_of_a_text_that_anyone_can_write() -> None:
    [ticket] = draw.draw(SEED, 'SB-2026-031 "lot 2"', ["Zoë & Co"])
    text = '{"bid":"Zoë & Co","context":"SB-2026-031 \\"lot 2\\"","seed":"' + SEED + '"}'
    assert ticket == draw.Ticket("Zoë & Co", _sha256(text))


def test_a_shell_draws_the_same_order() -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum on this machine")
    line = """printf '%s' '{"bid":"BID","context":"CONTEXT","seed":"SEED"}' | sha256sum"""
    drawn = []
    for bid in ("b1", "b2", "b3"):
        script = line.replace("BID", bid).replace("CONTEXT", CONTEXT).replace("SEED", SEED)
        shell = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
        drawn.append((shell.stdout.split()[0], bid))
    assert _order(SEED, CONTEXT, ["b1", "b2", "b3"]) == [bid for _, bid in sorted(drawn)]


def test_only_the_seed_committed_to_verifies() -> None:
    published = draw.commitment(SEED)
    assert draw.verify(published, SEED)
    assert not draw.verify(published, SEED[::-1])
    assert not draw.verify(published, SEED + "0")
    assert not draw.verify(published, SEED + " ")


@pytest.mark.parametrize("seed", ["", "short", "0" * 31, "0" * 201, "é" * 40, '"' * 40, " " * 40])
def test_a_seed_that_could_be_guessed_or_misread_is_refused(seed: str) -> None:
    for attempt in (lambda: draw.commitment(seed), lambda: draw.draw(seed, CONTEXT, ["a"])):
        with pytest.raises(RuleError) as refused:
            attempt()
        assert refused.value.code == "seed_form"


def test_a_bid_draws_once() -> None:
    with pytest.raises(RuleError) as refused:
        draw.draw(SEED, CONTEXT, ["a", "b", "a"])
    assert refused.value.code == "duplicate_bid"


@given(SEEDS, st.text(max_size=20), BIDS, st.data())
def test_the_order_of_the_bids_changes_nothing_and_all_are_drawn(
    seed: str, context: str, bids: list[str], data: st.DataObject
) -> None:
    drawn = draw.draw(seed, context, bids)
    assert drawn == draw.draw(seed, context, data.draw(st.permutations(bids)))
    assert sorted(each.bid for each in drawn) == sorted(bids)
    assert [each.ticket for each in drawn] == sorted(each.ticket for each in drawn)


@given(SEEDS, st.text(max_size=20), BIDS)
def test_who_takes_no_part_does_not_move_the_others(
    seed: str, context: str, bids: list[str]
) -> None:
    whole = _order(seed, context, bids)
    for absent in bids:
        left = [bid for bid in bids if bid != absent]
        assert _order(seed, context, left) == [bid for bid in whole if bid != absent]


@given(SEEDS, st.tuples(*[st.text(max_size=6)] * 2), st.tuples(*[st.text(max_size=6)] * 2))
def test_no_two_drawings_share_a_ticket(
    seed: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    tickets = {draw.draw(seed, context, [bid])[0].ticket for context, bid in (one, other)}
    assert len(tickets) == len({one, other})


def test_every_order_comes_about_equally_often() -> None:
    bids = ["a", "b", "c", "d"]
    draws = 4800
    orders = Counter(tuple(_order(_sha256(str(n)), CONTEXT, bids)) for n in range(draws))
    assert set(orders) == set(itertools.permutations(bids))
    # Chi-square over 24 orders: 23 degrees of freedom, 99.9 % of fair draws stay below 49.7.
    assert sum((24 * times - draws) ** 2 for times in orders.values()) < 49 * 24 * draws


def test_another_context_draws_apart() -> None:
    bids = ["a", "b"]
    seeds = [_sha256(str(n)) for n in range(1000)]
    same = sum(_order(s, "lot 1", bids) == _order(s, "lot 2", bids) for s in seeds)
    # Half of them, give or take: 99.9 % of fair draws stay within 53.
    assert abs(2 * same - 1000) < 2 * 53
