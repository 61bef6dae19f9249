"""Changes to a contract: each ground with its conditions and limit, whatever came first."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import amendments
from contracts.rules.amendments import (
    CONDITIONS,
    Ban,
    Change,
    Condition,
    Contract,
    Ground,
    Subject,
    Verdict,
)
from contracts.rules.errors import RuleError
from tests.rules.money import amounts, dollar, edition, euro

LAW = edition()
SERVICES = Contract(subject=Subject.SERVICES, initial=euro("100000"))
WORKS = Contract(subject=Subject.WORKS, initial=euro("100000"))


def change(ground: Ground, value: str, *lacking: Condition) -> Change:
    return Change(
        ground=ground, value=euro(value), holding=frozenset(CONDITIONS[ground]) - {*lacking}
    )


def judged(change: Change, *earlier: Change, contract: Contract = SERVICES) -> Verdict:
    return amendments.judge(LAW, contract, change, earlier)


def why(verdict: Verdict) -> list[str]:
    return [each.by.value for each in verdict.forbidden]


@pytest.mark.parametrize("ground", [Ground.ADDITIONAL, Ground.UNFORESEEN])
def test_half_the_initial_amount_is_the_limit_of_each_change(ground: Ground) -> None:
    assert judged(change(ground, "50000")).allowed
    assert why(judged(change(ground, "50000.01"))) == [Ban.ABOVE_SHARE]
    assert judged(change(ground, "50000"), change(ground, "50000")).allowed
    assert judged(change(ground, "-90000")).allowed


@pytest.mark.parametrize(
    ("contract", "last", "first_too_much"),
    [(SERVICES, "9999.99", "10000"), (WORKS, "14999.99", "15000")],
)
def test_low_value_stays_below_ten_percent_or_fifteen_for_works(
    contract: Contract, last: str, first_too_much: str
) -> None:
    assert judged(change(Ground.DE_MINIMIS, last), contract=contract).allowed
    too_much = judged(change(Ground.DE_MINIMIS, first_too_much), contract=contract)
    assert why(too_much) == [Ban.NOT_BELOW_SHARE]
    assert too_much.forbidden[0].article == "RD 14 January 2013 art. 38/4"


def test_low_values_are_added_up() -> None:
    earlier = (change(Ground.DE_MINIMIS, "4000"), change(Ground.DE_MINIMIS, "3500"))
    verdict = judged(change(Ground.DE_MINIMIS, "2500"), *earlier)
    assert verdict.share == 10
    assert verdict.cumulated == euro("10000.00")
    assert not verdict.allowed
    assert judged(change(Ground.DE_MINIMIS, "2499.99"), *earlier).allowed


def test_a_decrease_is_set_off_against_increases() -> None:
    earlier = change(Ground.DE_MINIMIS, "9000")
    assert judged(change(Ground.DE_MINIMIS, "-5000"), earlier).cumulated == euro("4000.00")
    assert why(judged(change(Ground.DE_MINIMIS, "-10000"))) == [Ban.NOT_BELOW_SHARE]


def test_low_value_stays_below_the_european_threshold_too() -> None:
    large = Contract(subject=Subject.SERVICES, initial=euro("5000000"))
    assert judged(change(Ground.DE_MINIMIS, "215999.99"), contract=large).allowed
    assert why(judged(change(Ground.DE_MINIMIS, "216000"), contract=large)) == [
        Ban.NOT_BELOW_THRESHOLD
    ]
    federal = large.model_copy(update={"federal": True})
    assert not judged(change(Ground.DE_MINIMIS, "140000"), contract=federal).allowed


def test_other_grounds_are_not_added_to_low_value() -> None:
    earlier = (change(Ground.ADDITIONAL, "50000"), change(Ground.REVIEW_CLAUSE, "80000"))
    assert judged(change(Ground.DE_MINIMIS, "9000"), *earlier).cumulated == euro("9000.00")


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        (Ground.REVIEW_CLAUSE, "RD 14 January 2013 art. 38"),
        (Ground.ADDITIONAL, "RD 14 January 2013 art. 38/1"),
        (Ground.UNFORESEEN, "RD 14 January 2013 art. 38/2"),
        (Ground.REPLACEMENT, "RD 14 January 2013 art. 38/3"),
        (Ground.NOT_SUBSTANTIAL, "RD 14 January 2013 art. 38/5; RD 14 January 2013 art. 38/6"),
    ],
)
def test_a_ground_needs_each_of_its_conditions(ground: Ground, article: str) -> None:
    assert judged(change(ground, "10")).allowed
    for lacking in CONDITIONS[ground]:
        verdict = judged(change(ground, "10", lacking))
        assert why(verdict) == [lacking]
        assert verdict.forbidden[0].article == article


def test_a_review_clause_has_no_limit_by_amount() -> None:
    assert judged(change(Ground.REVIEW_CLAUSE, "900000")).allowed


@given(st.lists(amounts(-1_200_000, 1_200_000), min_size=1, max_size=6), st.randoms())
def test_the_order_of_changes_makes_no_difference(values: Sequence[Money], random: Random) -> None:
    changes = [Change(ground=Ground.DE_MINIMIS, value=value) for value in values]
    shuffled = [*changes]
    random.shuffle(shuffled)
    one = judged(changes[-1], *changes[:-1])
    other = judged(shuffled[-1], *shuffled[:-1])
    assert (one.allowed, one.share, one.cumulated) == (
        other.allowed,
        other.share,
        other.cumulated,
    )
    together = sum((value.amount for value in values), Decimal())
    assert one.allowed is (abs(together) < 10_000)
    assert one.share == Fraction(together) / 1000


def test_a_contract_without_amount_and_mixed_currencies_are_refused() -> None:
    small = change(Ground.DE_MINIMIS, "1")
    asked = (
        (Contract(subject=Subject.WORKS, initial=euro("0")), "amount_not_positive"),
        (Contract(subject=Subject.WORKS, initial=dollar("10")), "mixed_currencies"),
    )
    for contract, code in asked:
        with pytest.raises(RuleError) as caught:
            judged(small, contract=contract)
        assert caught.value.code == code
    dollars = Change(ground=Ground.DE_MINIMIS, value=dollar("1"))
    with pytest.raises(RuleError) as caught:
        judged(dollars, contract=Contract(subject=Subject.WORKS, initial=dollar("10")))
    assert caught.value.code == "currency_without_threshold"
