"""The terms of a draft: what the law proposes, what it refuses, and how both are told."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Language
from contracts.refusals import Code
from contracts.tendering import TenderDraft, terms
from contracts.tendering.draft import Category, ContractTerms
from contracts.tendering.terms import Term
from infra.texts import refusals
from infra.texts import terms as words
from infra.texts.catalogue import Texts
from tests import builders
from tests.rules.money import edition, rates

LAW = edition("be-2026-01")
BEFORE_2025 = edition("be-2024-03")
BEFORE_BONDS = edition("be-2023-02")
DUTCH = Texts(Language.NL)


def drafted(category: Category = Category.SERVICES, **said: Any) -> TenderDraft:
    """The complete draft with these terms."""
    return builders.draft(category=category, terms=ContractTerms(**said))


def told(draft: TenderDraft, law: str = "be-2026-01") -> dict[str, tuple[str, str]]:
    """Value and note of each term in Dutch."""
    return {each.name: each[1:] for each in words.told(draft, edition(law), DUTCH, announced=False)}


def test_a_silent_draft_has_the_terms_of_the_law_each_with_its_article() -> None:
    found = told(drafted())
    bond = found["Borgtocht"]
    assert bond[0] == "5\u00a0%"
    assert bond[1].startswith("Voorstel van de wet · art. 25 van het koninklijk besluit")
    fine = found["Boete per dag te laat"]
    assert fine[0] == "0,1\u00a0%"
    assert fine[1].startswith("Voorstel, te bevestigen door de jurist · art. 154 ")
    assert found["Plafond van de boete"][0] == "7,5\u00a0%"
    assert found["Betaaltermijn"][0] == "30\u00a0dagen"
    assert "art. 160 " in found["Betaaltermijn"][1]
    assert "art. 127 " not in found["Betaaltermijn"][1]
    assert found["Waarborgtermijn"][0] == "1 jaar"


def test_what_the_documents_say_stands_before_the_law() -> None:
    draft = drafted(bond_percent=Decimal(0), fine_percent=Decimal("0.07"), warranty_months=24)
    found = told(draft)
    assert found["Borgtocht"][0] == "geen borgtocht"
    fine = found["Boete per dag te laat"]
    assert fine[0] == "0,07\u00a0%"
    assert fine[1].startswith("Bepaald in deze opdracht · art. 154 ")
    assert found["Waarborgtermijn"][0] == "24 maanden"
    assert terms.problems(draft, LAW) == ()


def test_what_was_announced_is_no_proposal_any_more() -> None:
    for each in words.told(drafted(), LAW, DUTCH, announced=True):
        assert each.note.startswith("Bepaald in deze opdracht · art. ")


def test_works_have_the_formula_of_the_law_and_no_ceiling_of_it() -> None:
    found = told(drafted(Category.WORKS))
    assert found["Boete per dag te laat"][0] == "formule van de wet"
    assert "Plafond van de boete" not in found


def test_an_older_law_proposes_what_it_holds() -> None:
    assert "Borgtocht" not in told(drafted(), "be-2023-02")
    (payment,) = (
        each for each in terms.stated(drafted(), BEFORE_2025) if each.term == "payment_days"
    )
    assert payment.proposal is not None
    assert payment.proposal.name == "payment_period"


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"bond_percent": Decimal("5.01")}, "bond_reason", Code.BOND_NEEDS_REASON),
        ({"bond_percent": Decimal(6), "bond_reason": "  "}, "bond_reason", Code.BOND_NEEDS_REASON),
        ({"bond_percent": Decimal(-1)}, "bond_percent", Code.NUMBER_OUT_OF_RANGE),
        ({"bond_percent": Decimal(101)}, "bond_percent", Code.NUMBER_OUT_OF_RANGE),
        ({"fine_percent": Decimal(-1)}, "fine_percent", Code.NUMBER_OUT_OF_RANGE),
        ({"fine_ceiling_percent": Decimal(101)}, "fine_ceiling_percent", Code.NUMBER_OUT_OF_RANGE),
        ({"payment_days": 61, "payment_reason": "x"}, "payment_days", Code.PAYMENT_PERIOD_OUTSIDE),
        ({"payment_days": 31}, "payment_reason", Code.PAYMENT_PERIOD_UNFOUNDED),
        (
            {"payment_days": 31, "payment_reason": "Een meetproef van een maand."},
            "payment_fair",
            Code.PAYMENT_PERIOD_UNFOUNDED,
        ),
    ],
)
def test_what_the_law_does_not_allow_is_refused_at_its_field(
    said: dict[str, Any], field: str, code: Code
) -> None:
    (found,) = terms.problems(drafted(**said), LAW)
    assert (found.field, found.code) == (field, code)
    for language in Language:
        assert refusals.sentence(found, language, {})


@pytest.mark.parametrize(
    ("draft", "law", "field"),
    [
        (drafted(bond_percent=Decimal(5)), BEFORE_BONDS, "bond_percent"),
        (drafted(payment_days=20), BEFORE_2025, "payment_days"),
        (drafted(Category.WORKS, fine_percent=Decimal(1)), LAW, "fine_percent"),
    ],
)
def test_what_the_law_of_the_contract_does_not_know_is_refused(
    draft: TenderDraft, law: Any, field: str
) -> None:
    (found,) = terms.problems(draft, law)
    assert (found.field, found.code) == (field, Code.TERM_NOT_IN_LAW)


def test_a_larger_bond_with_reasons_and_a_longer_period_with_its_conditions_stand() -> None:
    draft = drafted(
        bond_percent=Decimal(8),
        bond_reason="De installatie staat onder spanning.",
        payment_days=60,
        payment_reason="De meetproef duurt een maand.",
        payment_fair=True,
    )
    assert terms.problems(draft, LAW) == ()


@given(rate=rates(200), ceiling=rates(200), category=st.sampled_from(Category))
def test_a_bond_up_to_the_proposal_never_needs_reasons(
    rate: Decimal, ceiling: Decimal, category: Category
) -> None:
    draft = drafted(category, bond_percent=rate, fine_ceiling_percent=ceiling)
    fields = {found.field for found in terms.problems(draft, LAW)}
    assert ("bond_reason" in fields) == (5 < rate <= 100)
    assert (Term.BOND in fields) == (rate > 100)
    assert (Term.FINE_CEILING in fields) == (ceiling > 100)
