"""Penalties within their bounds, what is withheld for them, what is given back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import penalties
from contracts.rules.errors import RuleError
from contracts.rules.penalties import Announced, Ground
from contracts.rules.reckoning import Reason, Reckoned
from tests.rules.money import DAYS, amounts, dollar, edition, euro

LAW = edition()


@pytest.mark.parametrize(
    ("initial", "amount", "reasons"),
    [
        ("57142.85", "40.00", (Reason.RAISED_TO_MINIMUM,)),
        ("100000", "70.00", ()),
        ("571428.57", "400.00", ()),
        ("571428.58", "400.00", (Reason.CAPPED,)),
    ],
)
def test_the_general_penalty_lies_between_two_amounts(
    initial: str, amount: str, reasons: tuple[Reason, ...]
) -> None:
    found = penalties.single(LAW, euro(initial))
    assert (found.amount, found.reasons, found.confirmed) == (euro(amount), reasons, False)


@pytest.mark.parametrize(
    ("initial", "days", "amount"),
    [
        ("50000", 3, "60.00"),
        ("123456.78", 3, "74.07"),
        ("5000000", 3, "600.00"),
        ("50000", 0, "0.00"),
    ],
)
def test_the_daily_penalty_is_bounded_a_day_and_rounded_once(
    initial: str, days: int, amount: str
) -> None:
    assert penalties.daily(LAW, euro(initial), days).amount == euro(amount)


@pytest.mark.parametrize("initial", ["100000", "1000000"])
def test_a_penalty_that_is_just_a_bound_is_not_moved_to_it(initial: str) -> None:
    assert penalties.daily(LAW, euro(initial), 1).reasons == ()


def test_the_daily_penalty_shows_one_day_and_the_days() -> None:
    daily = [step.name for step in penalties.daily(LAW, euro("100000"), 2).steps]
    single = [step.name for step in penalties.single(LAW, euro("100000")).steps]
    assert daily[-3:] == ["per_day", "days", "result"]
    assert single[-2:] == ["maximum", "result"]


@given(amounts(1), DAYS)
def test_penalties_never_pass_their_ceiling_and_grow_with_the_days(
    initial: Money, days: int
) -> None:
    found, longer = (penalties.daily(LAW, initial, each) for each in (days, days + 1))
    assert found.ceiling is not None
    assert 0 <= found.amount.amount <= found.ceiling.amount == 200 * days
    assert longer.exact >= found.exact + 20
    one = penalties.single(LAW, initial)
    assert 40 <= one.amount.amount <= 400


def test_a_special_penalty_is_what_was_announced() -> None:
    announced = Announced(amount=euro("250"), most=euro("1000"))
    assert penalties.special(announced, 3).amount == euro("750.00")
    capped = penalties.special(announced, 5)
    assert (capped.amount, capped.reasons) == (
        euro("1000.00"),
        (Reason.ANNOUNCED, Reason.CAPPED),
    )
    assert penalties.special(Announced(amount=euro("250")), 5).amount == euro("1250.00")


def test_what_is_withheld_stays_within_the_payment() -> None:
    found = penalties.withheld(euro("1000"), [euro("700"), euro("450.50")])
    assert found.amount == euro("1000.00")
    assert Reason.OPEN in found.reasons
    assert found.steps[-1].value == Decimal("150.50")
    assert penalties.withheld(euro("1000"), []).amount == euro("0.00")
    all_of_it = penalties.withheld(euro("1000"), [euro("1000")])
    assert (all_of_it.amount, all_of_it.reasons) == (euro("1000.00"), (Reason.NO_ARTICLE_READ,))


@given(amounts(), st.lists(amounts(), max_size=4))
def test_withheld_and_open_are_all_the_charges(payable: Money, charges: list[Money]) -> None:
    found = penalties.withheld(payable, charges)
    assert found.exact + found.steps[-1].value == sum(charge.amount for charge in charges)
    assert 0 <= found.amount.amount <= payable.amount


def test_a_fine_is_given_back_in_part_or_whole_never_more() -> None:
    fine = euro("750")
    left = penalties.remitted(fine, euro("250"), Ground.DISPROPORTION)
    assert (left.amount, left.confirmed) == (euro("500.00"), False)
    assert penalties.remitted(fine, fine, Ground.NOT_AT_FAULT).amount == euro("0.00")
    with pytest.raises(RuleError) as caught:
        penalties.remitted(fine, euro("750.01"), Ground.NOT_AT_FAULT)
    assert caught.value.code == "remission_above_charge"


@pytest.mark.parametrize(
    "asked",
    [
        lambda: penalties.withheld(euro("1"), [dollar("1")]),
        lambda: penalties.remitted(euro("1"), dollar("1"), Ground.NOT_AT_FAULT),
        lambda: penalties.special(Announced(amount=euro("1"), most=dollar("1")), 1),
    ],
)
def test_currencies_are_never_mixed(asked: Callable[[], Reckoned]) -> None:
    with pytest.raises(RuleError) as caught:
        asked()
    assert caught.value.code == "mixed_currencies"


def test_the_bounds_in_euro_are_not_converted() -> None:
    with pytest.raises(RuleError) as caught:
        penalties.single(LAW, dollar("1000"))
    assert caught.value.code == "currency_without_threshold"
