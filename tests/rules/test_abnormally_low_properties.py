"""What holds of every screening, and two policies against their own words."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.rules.scoring.abnormally_low import POLICIES, Reason, Setting, Unit
from contracts.rules.scoring.exact import show
from tests.rules.screenings import WORKS, bids, discounted, exact, screened

CENT = Fraction(1, 100)

prices = st.lists(
    st.fractions(min_value=CENT, max_value=10_000, max_denominator=100), min_size=1, max_size=18
)


def setting_of(amounts: list[Fraction]) -> Setting:
    """A setting in which every policy is inside its scope."""
    return replace(WORKS, ceiling=max(amounts) + 1, marked=frozenset({"A"}))


@pytest.mark.parametrize("policy", POLICIES)
@given(amounts=prices, mixed=st.randoms())
def test_the_order_of_the_bids_changes_nothing(
    policy: str, amounts: list[Fraction], mixed: Random
) -> None:
    found = bids(*amounts)
    turned = dict(mixed.sample(sorted(found.items()), len(found)))
    setting = setting_of(amounts)
    assert screened(policy, turned, setting) == screened(policy, found, setting)


@pytest.mark.parametrize("policy", POLICIES)
@given(amounts=prices, factor=st.fractions(min_value=CENT, max_value=1000, max_denominator=100))
def test_the_currency_changes_no_suspect(
    policy: str, amounts: list[Fraction], factor: Fraction
) -> None:
    setting = setting_of(amounts)
    scaled = replace(setting, ceiling=(setting.ceiling or 0) * factor)
    numbers: dict[str, str | int] = {"deviation": 20} if policy == "general_duty/1" else {}
    before = screened(policy, bids(*amounts), setting, **numbers)
    after = screened(policy, bids(*(each * factor for each in amounts)), scaled, **numbers)
    assert after.suspects == before.suspects
    assert after.reason == before.reason
    assert after.deviations == before.deviations
    for figure in before.figures:
        of_money = figure.unit is Unit.AMOUNT
        assert exact(after, figure.name) == figure.exact * (factor if of_money else 1)


@pytest.mark.parametrize("policy", POLICIES)
@given(amounts=prices)
def test_a_suspect_has_every_cheaper_bid_beside_it(policy: str, amounts: list[Fraction]) -> None:
    found = bids(*amounts)
    outcome = screened(policy, found, replace(setting_of(amounts), marked=frozenset()))
    for suspect in outcome.suspects:
        cheaper = {bid for bid, price in found.items() if price <= found[suspect]}
        assert cheaper <= set(outcome.suspects)


@pytest.mark.parametrize("policy", POLICIES)
@given(amounts=prices)
def test_every_outcome_reminds_to_ask_first_and_explains_itself(
    policy: str, amounts: list[Fraction]
) -> None:
    outcome = screened(policy, bids(*amounts), setting_of(amounts))
    assert outcome.ask_first
    assert (outcome.reason is None) == bool(outcome.figures) == bool(outcome.deviations)
    assert outcome.suspects == tuple(sorted(outcome.suspects))
    assert {row.bid for row in outcome.deviations if row.suspect} <= set(outcome.suspects)


@given(st.lists(st.integers(1, 2000), min_size=4, max_size=20))
def test_the_belgian_rule_equals_its_words(amounts: list[int]) -> None:
    ordered = sorted(amounts)
    quarter = (len(ordered) + 3) // 4
    kept = ordered[1:-1] if len(ordered) < 7 else ordered[1:-quarter]
    low = [each for each in ordered if each * 100 * len(kept) <= 85 * sum(kept)]
    outcome = screened("be_works_15/1", bids(*amounts))
    assert exact(outcome, "mean") == Fraction(sum(kept), len(kept))
    assert len(outcome.suspects) == len(low)


@given(
    st.lists(
        st.decimals(0, 60, places=3, allow_nan=False, allow_infinity=False),
        min_size=5,
        max_size=25,
    )
)
def test_the_italian_threshold_equals_its_words(percents: list[Decimal]) -> None:
    ordered = sorted(Fraction(str(each)) for each in percents)
    edge = (len(ordered) + 9) // 10
    edges = {*ordered[:edge], *ordered[-edge:]}
    kept = [each for each in ordered if each not in edges]
    outcome = screened("it_annex_ii2/1", discounted(*map(str, ordered)))
    if not kept:
        assert outcome.reason is Reason.NOTHING_LEFT
        return
    middle = sum(kept) / len(kept)
    above = [each - middle for each in kept if each > middle]
    excess = sum(above) / len(above) if above else Fraction(0)
    if len(ordered) >= 15:
        decimals = show(sum(kept, Fraction(0)), 3).partition(".")[2]
        excess -= excess * int(decimals[0]) * int(decimals[1]) / 100
        threshold = middle + excess
    else:
        close = excess * 20 <= middle * 3
        threshold = middle * Fraction(6, 5) if close else middle + excess
    assert exact(outcome, "threshold") == threshold
    assert len(outcome.suspects) == len([each for each in ordered if each >= threshold])


@given(st.lists(st.integers(700, 1500), min_size=3, max_size=5))
def test_the_threshold_of_the_belgian_rule_is_exact(others: list[int]) -> None:
    kept = sorted(others)[:-1]
    threshold = Fraction(sum(kept), len(kept)) * Fraction(85, 100)
    assume(threshold + Fraction(1, 10**30) < kept[0])
    at, beyond = (
        screened("be_works_15/1", bids(threshold + more, *others))
        for more in (Fraction(0), Fraction(1, 10**30))
    )
    assert exact(at, "threshold") == threshold
    assert at.suspects == ("A",)
    assert at.deviations[0].exact == 15
    assert beyond.suspects == ()
