"""Advances by size and procedure, within the cap."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import advances
from contracts.rules.advances import Procedure, Size
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Reason
from tests.rules.money import amounts, dollar, edition, euro

LAW = edition()


@pytest.mark.parametrize(
    ("procedure", "size", "amount"),
    [
        (Procedure.UNPUBLISHED, Size.MICRO, "15000.00"),
        (Procedure.UNPUBLISHED, Size.LARGE, "15000.00"),
        (Procedure.OTHER, Size.MICRO, "20000.00"),
        (Procedure.OTHER, Size.SMALL, "10000.00"),
        (Procedure.OTHER, Size.MEDIUM, "5000.00"),
        (Procedure.OTHER, Size.LARGE, "0.00"),
    ],
)
def test_the_least_advance_follows_procedure_and_size(
    procedure: Procedure, size: Size, amount: str
) -> None:
    found = advances.advance(LAW, euro("100000"), procedure, size)
    assert found.amount == euro(amount)
    assert (Reason.NOT_COMPULSORY in found.reasons) is (amount == "0.00")
    assert found.confirmed is (amount == "0.00")


def test_an_advance_ends_at_the_cap() -> None:
    found = advances.advance(LAW, euro("1500000.05"), Procedure.UNPUBLISHED, Size.LARGE)
    assert (found.amount, found.reasons) == (euro("225000.00"), (Reason.CAPPED,))
    below = advances.advance(LAW, euro("1500000"), Procedure.UNPUBLISHED, Size.LARGE)
    assert (below.amount, below.reasons) == (euro("225000.00"), ())


@pytest.mark.parametrize(
    ("size", "rate", "allowed"),
    [
        (Size.SMALL, "12.5", True),
        (Size.SMALL, "10", True),
        (Size.SMALL, "9.99", False),
        (Size.LARGE, "20", True),
        (Size.LARGE, "20.01", False),
        (Size.LARGE, "-1", False),
    ],
)
def test_an_announced_rate_lies_between_the_least_and_the_highest(
    size: Size, rate: str, allowed: bool
) -> None:
    asked = (LAW, euro("100000"), Procedure.OTHER, size, Decimal(rate))
    if allowed:
        assert advances.advance(*asked).amount.amount == 1000 * Decimal(rate)
        return
    with pytest.raises(RuleError) as caught:
        advances.advance(*asked)
    assert caught.value.code == "advance_rate_outside"


@given(amounts(1), st.sampled_from(Procedure), st.sampled_from(Size))
def test_no_advance_passes_the_cap_or_a_fifth(
    reference: Money, procedure: Procedure, size: Size
) -> None:
    found = advances.advance(LAW, reference, procedure, size)
    assert 0 <= found.amount.amount <= 225_000
    assert found.exact <= reference.amount / 5


@pytest.mark.parametrize(
    ("law", "reference", "code"),
    [
        (edition("be-2023-12"), euro("1"), "parameter_unknown"),
        (LAW, dollar("1"), "currency_without_threshold"),
        (LAW, euro("0"), "amount_not_positive"),
    ],
)
def test_what_has_no_figures_is_refused(law: Edition, reference: Money, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        advances.advance(law, reference, Procedure.OTHER, Size.MICRO)
    assert caught.value.code == code
