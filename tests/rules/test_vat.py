"""Tax on the lines of an invoice, with its rounding stated."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.awarding import with_vat
from contracts.base import Money
from contracts.rules import vat
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Reason
from contracts.rules.vat import Line, Rounding
from tests.rules.money import amounts, dollar, euro, exactly, rates

lines = st.lists(
    st.builds(
        Line,
        amount=amounts(-(10**8), 10**8),
        rate=st.sampled_from([Decimal(0), Decimal(6), Decimal(12), Decimal(21)]),
        co_contractor=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
THREE = [Line(amount=euro("0.12"), rate=Decimal(21))] * 3


def test_rounding_by_line_and_by_rate_are_told_apart() -> None:
    by_line = vat.charge(THREE, Rounding.PER_LINE)
    by_rate = vat.charge(THREE, Rounding.PER_RATE)
    assert (by_line.tax.amount, by_line.tax.reasons) == (euro("0.09"), (Reason.ROUNDED_PER_LINE,))
    assert (by_rate.tax.amount, by_rate.tax.reasons) == (euro("0.08"), (Reason.ROUNDED_PER_RATE,))
    assert by_line.tax.exact == by_rate.tax.exact
    assert [step.of for step in by_line.tax.steps[::3]] == ["1", "2", "3"]
    assert (by_line.payable, by_rate.payable) == (euro("0.45"), euro("0.44"))


def test_a_rate_that_is_written_with_more_decimals_is_the_same_rate() -> None:
    same = [THREE[0], Line(amount=euro("0.12"), rate=Decimal("21.00")), THREE[0]]
    assert vat.charge(same).tax.amount == euro("0.08")


def test_the_co_contractor_is_not_paid_the_tax() -> None:
    charged = vat.charge([Line(amount=euro("1000"), rate=Decimal(21), co_contractor=True)])
    assert charged.payable == charged.net == euro("1000.00")
    assert charged.tax.amount == euro("0.00")
    assert charged.reverse.amount == euro("210.00")
    assert charged.reverse.reasons[0] is Reason.CO_CONTRACTOR


def test_a_rate_may_be_all_of_the_amount() -> None:
    assert vat.charge([Line(amount=euro("1"), rate=Decimal(100))]).payable == euro("2.00")


@given(amounts(-(10**12)), rates())
def test_one_line_agrees_with_the_amount_of_an_award(amount: Money, rate: Decimal) -> None:
    for rounding in Rounding:
        charged = vat.charge([Line(amount=amount, rate=rate)], rounding)
        assert charged.payable == with_vat(amount, rate)


@given(lines, st.sampled_from(Rounding))
def test_net_and_tax_are_what_is_payable(found: list[Line], rounding: Rounding) -> None:
    charged = vat.charge(found, rounding)
    assert charged.payable.amount == charged.net.amount + charged.tax.amount.amount
    assert charged.net.amount == sum(line.amount.amount for line in found)
    rounding_error = abs(charged.tax.exact - exactly(charged.tax.amount))
    assert rounding_error <= len(found) * Fraction(1, 200)


@given(lines, st.sampled_from(Rounding), st.randoms())
def test_the_order_of_lines_makes_no_difference(
    found: list[Line], rounding: Rounding, random: Random
) -> None:
    shuffled = [*found]
    random.shuffle(shuffled)
    one, other = (vat.charge(each, rounding) for each in (found, shuffled))
    assert (one.net, one.tax.amount, one.reverse.amount, one.payable) == (
        *(other.net, other.tax.amount, other.reverse.amount, other.payable),
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([], "nothing_to_reckon"),
        ([THREE[0], Line(amount=dollar("1"), rate=Decimal(21))], "mixed_currencies"),
        ([Line(amount=euro("1"), rate=Decimal("100.01"))], "rate_outside"),
        ([Line(amount=euro("1"), rate=Decimal(-1))], "rate_outside"),
    ],
)
def test_lines_that_cannot_be_charged_are_refused(wrong: list[Line], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        vat.charge(wrong)
    assert caught.value.code == code
