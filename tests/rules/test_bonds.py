"""The performance bond: asked, forbidden, waived, proved and released."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import bonds
from contracts.rules.bonds import Acceptance, Asked
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Reason
from tests.rules.money import amounts, edition, euro, exactly, rates

LAW = edition()


def test_silent_documents_ask_five_percent() -> None:
    bond = bonds.due(LAW, euro("123456.78"))
    assert (bond.exact, bond.amount) == (Fraction("6172.839"), euro("6172.84"))
    assert bond.articles == ("RD 14 January 2013 art. 25",)
    assert bond.confirmed


@pytest.mark.parametrize(("award", "amount"), [("49999.99", "0"), ("50000.00", "2500.00")])
def test_no_bond_may_be_asked_below_the_limit(award: str, amount: str) -> None:
    bond = bonds.due(LAW, euro(award), Asked(rate=Decimal(5)))
    assert bond.amount.amount == Decimal(amount)
    assert (Reason.BELOW_LIMIT in bond.reasons) is (amount == "0")


def test_documents_may_ask_less_or_nothing() -> None:
    assert bonds.due(LAW, euro("80000"), Asked(rate=Decimal("2.5"))).amount == euro("2000.00")
    waived = bonds.due(LAW, euro("80000"), Asked(rate=Decimal(0)))
    assert (waived.amount, waived.reasons) == (euro("0.00"), (Reason.WAIVED,))


def test_more_than_the_default_needs_reasons() -> None:
    with pytest.raises(RuleError) as caught:
        bonds.due(LAW, euro("80000"), Asked(rate=Decimal(7)))
    assert caught.value.code == "bond_rate_needs_reasons"
    bond = bonds.due(LAW, euro("80000"), Asked(rate=Decimal(7), reasons=True))
    assert bond.amount == bond.ceiling == euro("5600.00")


def test_a_global_bond_on_a_framework_is_counted_on_its_estimate() -> None:
    asked = Asked(estimate=euro("400000"))
    assert bonds.due(LAW, euro("390000"), asked).amount == euro("12000.00")


def test_a_global_bond_never_passes_its_ceiling() -> None:
    asked = Asked(estimate=euro("400000"), rate=Decimal("3.01"), reasons=True)
    with pytest.raises(RuleError) as caught:
        bonds.due(LAW, euro("390000"), asked)
    assert caught.value.code == "bond_rate_above_ceiling"


def test_services_in_it_had_no_bond_by_default_until_november_2023() -> None:
    asked = Asked(formerly_exempt=True)
    before = bonds.due(edition("be-2023-09"), euro("80000"), asked)
    assert before.reasons == (Reason.EXEMPT_BY_DEFAULT,)
    assert not before.confirmed
    assert bonds.due(edition("be-2023-11"), euro("80000"), asked).amount == euro("4000.00")


def test_an_edition_without_a_default_is_not_guessed_at() -> None:
    with pytest.raises(RuleError) as caught:
        bonds.due(edition("be-2023-09"), euro("80000"))
    assert caught.value.code == "parameter_unknown"


@given(amounts(1), amounts(1), rates(), st.booleans(), st.booleans())
def test_a_bond_is_never_below_nought_nor_above_its_ceiling(
    award: Money, estimate: Money, rate: Decimal, framework: bool, reasons: bool
) -> None:
    asked = Asked(rate=rate, estimate=estimate if framework else None, reasons=reasons)
    allowed = rate <= 3 if framework else rate <= 5 or reasons
    if not allowed and award.amount >= 50_000:
        with pytest.raises(RuleError):
            bonds.due(LAW, award, asked)
        return
    bond = bonds.due(LAW, award, asked)
    assert bond.ceiling is not None
    assert 0 <= bond.amount.amount <= bond.ceiling.amount
    assert abs(bond.exact - exactly(bond.amount)) <= Fraction(1, 200)


def test_the_proof_is_due_thirty_days_after_the_conclusion_or_later() -> None:
    assert (bonds.proof(LAW).length, bonds.proof(LAW).event) == (30, "conclusion")
    assert bonds.proof(LAW, 45).length == 45
    with pytest.raises(RuleError) as caught:
        bonds.proof(LAW, 29)
    assert caught.value.code == "bond_proof_too_short"


def test_a_bond_that_stays_away_costs_two_percent_to_be_confirmed() -> None:
    charge = bonds.sanction(LAW, euro("80000"))
    assert (charge.amount, charge.confirmed) == (euro("1600.00"), False)


def test_the_odd_cent_is_released_first() -> None:
    bond = euro("6172.85")
    first = bonds.released(LAW, bond, Acceptance.PROVISIONAL)
    assert (first.exact, first.amount) == (Fraction("3086.425"), euro("3086.43"))
    assert bonds.released(LAW, bond, Acceptance.FINAL).amount == euro("3086.42")
    assert bonds.released(LAW, bond, Acceptance.SINGLE).amount == bond


@given(amounts())
def test_the_halves_of_a_bond_add_up(bond: Money) -> None:
    first = bonds.released(LAW, bond, Acceptance.PROVISIONAL)
    rest = bonds.released(LAW, bond, Acceptance.FINAL)
    assert first.amount.amount + rest.amount.amount == bond.amount
    assert 0 <= first.amount.amount - rest.amount.amount <= Decimal("0.01")
