"""Prices revised by their formula, and when a clause is compulsory."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import price_revision
from contracts.rules.editions import Measure
from contracts.rules.errors import RuleError
from contracts.rules.price_revision import Formula, Published, Subject, Weight
from tests.rules.money import amounts, dollar, edition, euro

LAW = edition()
ONE = Formula(fixed=Decimal("0.2"), weights=(Weight(index="S", weight=Decimal("0.8")),))
TWO = Formula(
    fixed=Decimal("0.2"),
    weights=(Weight(index="S", weight=Decimal("0.5")), Weight(index="I", weight=Decimal("0.3"))),
)


def published(month: str, **values: str) -> list[Published]:
    return [Published(index=i, month=month, value=Decimal(v)) for i, v in values.items()]


THEN, NOW = published("2026-01", S="120", I="90"), published("2027-01", S="126", I="99")


def test_the_coefficient_is_the_fixed_share_and_the_weighted_indices() -> None:
    found = price_revision.revised(euro("100000"), TWO, THEN, NOW)
    assert found.exact == 100_000 * (Fraction("0.2") + Fraction("0.525") + Fraction("0.33"))
    assert found.amount == euro("105500.00")


def test_the_documents_may_round_the_coefficient() -> None:
    now = published("2027-01", S="121")
    plain = price_revision.revised(euro("1000000"), ONE, THEN, now)
    assert plain.amount == euro("1006666.67")
    rounded = ONE.model_copy(update={"decimals": 4})
    assert price_revision.revised(euro("1000000"), rounded, THEN, now).amount == euro("1006700.00")


def test_a_coefficient_without_decimals_is_a_whole_number() -> None:
    whole = ONE.model_copy(update={"decimals": 0})
    assert price_revision.revised(euro("100"), whole, THEN, NOW).amount == euro("100.00")
    assert Formula(fixed=Decimal(1), weights=(), decimals=0).decimals == 0


def test_the_steps_name_each_index_with_its_month() -> None:
    found = price_revision.revised(euro("100000"), TWO, THEN, NOW)
    assert [step.of for step in found.steps if step.of] == [
        *("S", "S 2026-01", "S 2027-01"),
        *("I", "I 2026-01", "I 2027-01"),
    ]


@given(amounts(), st.integers(1, 10**6), st.integers(0, 1000))
def test_equal_indices_leave_the_price_alone(price: Money, value: int, fixed: int) -> None:
    share = Decimal(fixed) / 1000
    formula = Formula(fixed=share, weights=(Weight(index="S", weight=1 - share),))
    index = [Published(index="S", month="2026-01", value=Decimal(value))]
    found = price_revision.revised(price, formula, index, index)
    assert found.amount == price


@given(amounts(1), st.integers(1, 10**4), st.integers(1, 10**4), st.integers(1, 100))
def test_a_higher_index_never_lowers_the_price(price: Money, then: int, now: int, up: int) -> None:
    before, after = (
        price_revision.revised(
            price, ONE, published("2026-01", S=str(then)), published("2026-06", S=str(value))
        )
        for value in (now, now + up)
    )
    assert after.exact > before.exact >= Fraction(price.amount) / 5


@pytest.mark.parametrize(
    ("then", "now", "code"),
    [
        (published("2026-01", I="1"), NOW, "index_missing"),
        (THEN + THEN, NOW, "index_twice"),
        (published("2026-01", S="0", I="1"), NOW, "index_not_positive"),
        (published("2027-02", S="1", I="1"), NOW, "index_before_base"),
    ],
)
def test_an_index_that_cannot_be_used_is_refused(
    then: list[Published], now: list[Published], code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        price_revision.revised(euro("1"), TWO, then, now)
    assert caught.value.code == code


@pytest.mark.parametrize(("fixed", "weight"), [("0.2", "0.79"), ("-0.2", "1.2"), ("0.2", "0.81")])
def test_shares_make_one_whole(fixed: str, weight: str) -> None:
    formula = Formula(fixed=Decimal(fixed), weights=(Weight(index="S", weight=Decimal(weight)),))
    with pytest.raises(RuleError) as caught:
        price_revision.revised(euro("1"), formula, THEN, NOW)
    assert caught.value.code == "weights_sum"


def test_an_index_stands_in_a_formula_once() -> None:
    half = Weight(index="S", weight=Decimal("0.5"))
    with pytest.raises(RuleError) as caught:
        price_revision.revised(
            euro("1"), Formula(fixed=Decimal(0), weights=(half, half)), THEN, NOW
        )
    assert caught.value.code == "index_twice"


@pytest.mark.parametrize(
    ("estimate", "length", "unit", "compulsory"),
    [
        ("119999.99", 119, Measure.WORKING_DAYS, False),
        ("120000", 10, Measure.WORKING_DAYS, True),
        ("50000", 120, Measure.WORKING_DAYS, True),
        ("50000", 179, Measure.CALENDAR_DAYS, False),
        ("50000", 180, Measure.CALENDAR_DAYS, True),
    ],
)
def test_a_clause_is_compulsory_from_the_estimate_or_the_period(
    estimate: str, length: int, unit: Measure, compulsory: bool
) -> None:
    asked = (euro(estimate), length, unit)
    duty = price_revision.duty(LAW, Subject.WORKS_OR_LISTED, *asked)
    assert duty.compulsory is compulsory
    assert bool(duty.reached) is compulsory
    assert {figure.article for figure in duty.figures} == {"RD 14 January 2013 art. 38/7"}
    assert not price_revision.duty(LAW, Subject.OTHER, *asked).compulsory


@pytest.mark.parametrize(
    ("estimate", "length", "unit", "code"),
    [
        (euro("1"), 0, Measure.WORKING_DAYS, "period_not_positive"),
        (euro("1"), 12, Measure.MONTHS, "parameter_not_a_period"),
        (euro("-1"), 12, Measure.WORKING_DAYS, "amount_negative"),
        (dollar("1"), 12, Measure.WORKING_DAYS, "currency_without_threshold"),
    ],
)
def test_a_duty_asked_with_wrong_figures_is_refused(
    estimate: Money, length: int, unit: Measure, code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        price_revision.duty(LAW, Subject.WORKS_OR_LISTED, estimate, length, unit)
    assert caught.value.code == code
