"""The draft of a tender as a form: what is shown is what is read, in four languages."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.tendering import announcing, differences, draft_form
from api.pages.typed import Reader
from bestek.demo import purchases
from contracts.base import Language, Money
from contracts.refusals import Code
from contracts.tendering import TenderDraft
from contracts.tendering.draft import (
    PLACES_MOST,
    ContractTerms,
    Criterion,
    Lot,
    ScaleLevel,
    TieStep,
)
from infra.texts.catalogue import Texts
from tests import builders

PEOPLE = {builders.uid(name) for name in builders.ROLES}
ANNOUNCED = builders.draft(
    criteria=(
        Criterion(
            id="K1",
            name="Plan",
            kind="quality",
            weight=Decimal(60),
            minimum_percent=Decimal("62.5"),
        ),
        Criterion(
            id="K2",
            name="Prijs",
            kind="price",
            weight=Decimal(40),
            formula="P8/1",
            parameters={"ceiling": Decimal("650000.00"), "x": Decimal("0.85")},
        ),
    ),
    tie_break=(
        TieStep(by="criterion", criterion="K1"),
        TieStep(by="price"),
        TieStep(by="lots", commitment="0a" * 32),
    ),
)
TERMS = ContractTerms(
    bond_percent=Decimal("7.5"),
    bond_reason="De servers staan in een gebouw dat van anderen is.",
    fine_percent=Decimal("0.12"),
    fine_ceiling_percent=Decimal(5),
    payment_days=45,
    payment_reason="De meetproef duurt dertig dagen.",
    payment_fair=True,
    warranty_months=24,
)
DRAFTS = {
    "announced": ANNOUNCED,
    "terms": builders.draft(terms=TERMS),
    "empty": TenderDraft(),
    "complete": builders.draft(),
    "servers": purchases.servers_and_storage().draft,
    "felp": purchases.felp().draft,
    "case system": purchases.case_system().draft,
}


def people_of(draft: TenderDraft) -> set[str]:
    """Everybody whom a draft names."""
    team = draft.team
    named = {*team.opening_officers, *team.evaluators, *team.acceptance_committee}
    return named | {person for person in (team.chair, team.contract_manager) if person}


def read(typed: dict[str, str], language: Language = Language.NL, **base: Any) -> draft_form.Read:
    """A form over an empty draft."""
    return draft_form.read(typed, TenderDraft(**base), language, PEOPLE)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_comes_back_from_its_form(name: str, language: Language) -> None:
    draft = DRAFTS[name]
    typed = draft_form.fill(draft, language)
    over_nothing = draft_form.read(
        typed, TenderDraft(source=draft.source), language, people_of(draft)
    )
    assert over_nothing.errors == {}
    assert draft_form.fill(over_nothing.draft, language) == typed
    assert draft_form.read(typed, draft, language, people_of(draft)).draft is draft


@pytest.mark.parametrize("language", Language)
def test_a_form_that_shows_a_blank_row_holds_no_row(language: Language) -> None:
    typed = draft_form.shown(draft_form.fill(TenderDraft(), language))
    assert "criteria-0-scale_max" in typed
    assert read(typed, language).draft == TenderDraft()


@given(
    amount=st.decimals(0, 10**9, places=2),
    weight=st.decimals(0, 100, places=3),
    language=st.sampled_from(Language),
)
def test_every_amount_and_weight_is_read_as_it_is_written(
    amount: Decimal, weight: Decimal, language: Language
) -> None:
    draft = TenderDraft(
        estimate=Money(amount=amount),
        criteria=(Criterion(id="K1", name="Plan", kind="quality", weight=weight),),
    )
    found = draft_form.read(draft_form.fill(draft, language), TenderDraft(), language, PEOPLE).draft
    assert found.estimate is not None
    assert found.estimate.amount == amount
    assert found.criteria[0].weight == weight


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("estimate", "650.000,005", Code.AMOUNT_TOO_PRECISE),
        ("estimate", "veel", Code.NOT_A_NUMBER),
        ("estimate", "650,000.00", Code.NOT_A_NUMBER),
        ("estimate", "-1", Code.NUMBER_OUT_OF_RANGE),
        ("estimate", "9" * 40, Code.NUMBER_OUT_OF_RANGE),
        ("vat_rate", "101", Code.NUMBER_OUT_OF_RANGE),
        ("cpv", "IT", Code.NOT_A_CPV_CODE),
        ("cpv", "48820000-", Code.NOT_A_CPV_CODE),
        ("cpv", "48820000-3", Code.CPV_CHECK_DIGIT),
        ("places-0", "Antwerpen", Code.NOT_A_NUTS_CODE),
        ("places-19", "GR30", Code.NUTS_COUNTRY_LETTERS),
        ("category", "boats", Code.INVALID_INPUT),
        ("procedure", "secret", Code.INVALID_INPUT),
        ("chair", builders.uid("somebody else"), Code.INVALID_INPUT),
        ("title", "x" * 301, Code.TEXT_TOO_LONG),
        ("validity_days", "7,5", Code.NUMBER_OUT_OF_RANGE),
        ("contract_months", "0", Code.NUMBER_OUT_OF_RANGE),
        ("deadline_day", "31/11/2026", Code.NOT_A_DATE),
        ("deadline_day", "01/01/0001", Code.NOT_A_DATE),
        ("deadline_hour", "half tien", Code.NOT_A_TIME),
    ],
)
def test_a_wrong_field_is_told_at_itself(field: str, value: str, code: Code) -> None:
    beside = {"deadline_day": {"deadline_hour": "10.00"}}
    beside["deadline_hour"] = {"deadline_day": "02/03/2026"}
    found = read(beside.get(field, {}) | {field: value})
    assert {name: refusal.code for name, refusal in found.errors.items()} == {field: code}


def test_places_are_kept_in_capitals_each_once_and_in_their_order() -> None:
    typed = {"places-1": " be211 ", "places-2": "", "places-3": "FR", "places-4": "BE211"}
    found = read(typed).draft
    assert found.places == ("BE211", "FR")
    assert draft_form.fill(found, Language.NL)["places-1"] == "FR"
    assert draft_form.place_fields(typed, free=1) == 6
    assert draft_form.place_fields({}, free=0) == 0
    full = {f"places-{n}": f"BE{n}" for n in range(PLACES_MOST + 1)}
    assert len(read(full).draft.places) == draft_form.place_fields(full, free=1) == PLACES_MOST


def test_a_number_is_read_in_the_notation_of_its_reader() -> None:
    dutch, english = read({"estimate": "1.250,50"}), read({"estimate": "1,250.50"}, Language.EN)
    assert dutch.draft.estimate == english.draft.estimate == Money(amount=Decimal("1250.50"))
    assert read({"estimate": "1,250.50"}).errors["estimate"].code is Code.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("day", "hour", "field", "code"),
    [
        ("02/03/2026", "", "deadline_hour", Code.TEXT_MISSING),
        ("", "10.00", "deadline_day", Code.TEXT_MISSING),
        ("29/03/2026", "2.30", "deadline_hour", Code.LOCAL_TIME_MISSING),
        ("25/10/2026", "2.30", "deadline_hour", Code.LOCAL_TIME_AMBIGUOUS),
    ],
)
def test_a_deadline_is_one_moment(day: str, hour: str, field: str, code: Code) -> None:
    found = read({"deadline_day": day, "deadline_hour": hour})
    assert {name: refusal.code for name, refusal in found.errors.items()} == {field: code}


def test_a_milestone_needs_its_day_and_its_share() -> None:
    found = read({"milestones-0-title": "Levering"})
    assert set(found.errors) == {"milestones-0-days_after_start", "milestones-0-share"}


def test_a_level_says_which_score_means_what() -> None:
    typed = {"criteria-0-kind": "quality", "criteria-0-name": "Plan", "criteria-0-scale_max": "10"}
    found = read(typed | {"criteria-0-levels": "10: uitstekend\r\n\r\n7,5: goed"})
    assert found.draft.criteria[0].levels == (
        ScaleLevel(score=Decimal(10), meaning="uitstekend"),
        ScaleLevel(score=Decimal("7.5"), meaning="goed"),
    )
    for line, code in (("uitstekend", Code.NOT_A_LEVEL), ("11: meer", Code.NUMBER_OUT_OF_RANGE)):
        wrong = read(typed | {"criteria-0-levels": line})
        assert wrong.errors["criteria-0-levels"].code is code


def test_a_row_keeps_its_id_and_what_the_form_does_not_show() -> None:
    base = TenderDraft(lots=(Lot(id="7", title="Oud", description="Lang verhaal"),))
    typed = draft_form.fill(base, Language.NL) | {"lots-0-title": "Nieuw", "lots-1-title": "Meer"}
    lots = draft_form.read(typed, base, Language.NL, PEOPLE).draft.lots
    assert [(lot.id, lot.title, lot.description) for lot in lots] == [
        ("7", "Nieuw", "Lang verhaal"),
        ("1", "Meer", ""),
    ]


def test_an_id_that_was_made_up_is_not_taken_over() -> None:
    found = read({"lots-0-id": "x" * 400, "lots-0-title": "Geheel"})
    assert [lot.id for lot in found.draft.lots] == ["1"]


def test_an_item_belongs_to_the_only_lot() -> None:
    found = read({"lots-0-title": "Geheel", "items-0-description": "Servers"})
    assert found.draft.items[0].lot == found.draft.lots[0].id


def test_differences_are_named_as_people_name_them() -> None:
    before = builders.draft()
    after = builders.draft(
        validity_days=120,
        lots=(),
        criteria=(before.criteria[0].model_copy(update={"weight": Decimal(70)}),),
    )
    rows = differences.between(
        draft_form.fill(before, Language.NL),
        draft_form.fill(after, Language.NL),
        {"P1/1": "laagste prijs"},
        Texts("nl"),
    )
    said = {row["part"]: (row["before"], row["after"]) for row in rows}
    assert said["Verbintenistermijn, in dagen"] == ("90", "120")
    assert said["Criterium 1: Weging"] == ("75", "70")
    assert said["Criterium 2: Prijsformule"] == ("laagste prijs", "–")
    assert said["Perceel 1: Titel"] == ("Geheel", "–")


def test_a_box_that_is_not_ticked_says_no() -> None:
    reader = Reader({"final": "yes"}, Language.NL)
    assert reader.ticked("final")
    assert not reader.ticked("normalise_quality")


def test_the_numbers_of_a_formula_and_the_chain_for_ties_are_read() -> None:
    typed = {
        "criteria-0-id": "K1",
        "criteria-0-name": "Prijs",
        "criteria-0-kind": "price",
        "criteria-0-formula": "P6/1",
        "criteria-0-p_ceiling": "€ 650.000",
        "criteria-0-p_no_discount": "0,5",
        "criteria-0-p_n": "3",
        "criteria-0-minimum_percent": "60",
        "tie_break-1": "criterion.K1",
        "tie_break-0": "price",
        "tie_break-2": "price",
        "tie_commitment": " ".join(["0A0A0A0A"] * 8),
        "tie_break-10": "lots",
    }
    found = read(typed)
    assert found.errors == {}
    (price,) = found.draft.criteria
    assert price.parameters == {"ceiling": Decimal(650000), "no_discount": Decimal("0.5")}
    assert price.minimum_percent is None
    assert found.draft.tie_break == (
        TieStep(by="price"),
        TieStep(by="criterion", criterion="K1"),
        TieStep(by="lots", commitment="0a" * 32),
    )


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("criteria-0-p_ceiling", "veel", Code.NOT_A_NUMBER),
        ("criteria-0-p_ceiling", "1,005", Code.AMOUNT_TOO_PRECISE),
        ("criteria-0-p_no_discount", "0," + "1" * 40, Code.NOT_A_NUMBER),
        ("criteria-0-weight", "0," + "1" * 40, Code.NOT_A_NUMBER),
        ("criteria-0-formula", "A10/1", Code.INVALID_INPUT),
        ("criteria-0-formula", "P5/1", Code.INVALID_INPUT),
        ("criteria-1-minimum_percent", "101", Code.NUMBER_OUT_OF_RANGE),
        ("tie_break-0", "criterion.K9", Code.INVALID_INPUT),
        ("tie_break-0", "received", Code.INVALID_INPUT),
        ("tie_commitment", "a" * 63, Code.INVALID_INPUT),
    ],
)
def test_a_wrong_announcement_is_told_at_its_field(field: str, value: str, code: Code) -> None:
    typed = {
        "criteria-0-name": "Prijs",
        "criteria-0-kind": "price",
        "criteria-0-formula": "P6/1",
        "criteria-1-name": "Plan",
        "criteria-1-kind": "quality",
        "tie_break-1": "lots",
    }
    found = read(typed | {field: value})
    assert {name: refusal.code for name, refusal in found.errors.items()} == {field: code}


def test_a_formula_that_stands_there_stays_though_it_is_not_offered() -> None:
    old = builders.draft().criteria[1].model_copy(update={"formula": "P5/1"})
    base = builders.draft(criteria=(old,))
    typed = draft_form.fill(base, Language.NL) | {"title": "Anders"}
    found = draft_form.read(typed, base, Language.NL, PEOPLE)
    assert found.errors == {}
    assert found.draft.criteria == (old,)


def test_a_formula_with_other_numbers_drops_those_of_the_one_before() -> None:
    typed = draft_form.fill(ANNOUNCED, Language.NL) | {"criteria-1-formula": "A2/1"}
    found = draft_form.read(typed, ANNOUNCED, Language.NL, PEOPLE)
    assert found.draft.criteria[1].parameters == {"ceiling": Decimal("650000.00")}


def test_a_changed_announcement_is_named_as_people_name_it() -> None:
    after = ANNOUNCED.model_copy(update={"tie_break": (TieStep(by="price"),)})
    after = after.model_copy(
        update={"criteria": (ANNOUNCED.criteria[0], builders.draft().criteria[1])}
    )
    texts = Texts("nl")
    names = {each.value: each.name for each in announcing.steps(ANNOUNCED, texts)}
    rows = differences.between(
        draft_form.fill(ANNOUNCED, Language.NL), draft_form.fill(after, Language.NL), names, texts
    )
    said = {row["part"]: (row["before"], row["after"]) for row in rows}
    assert said["Criterium 2: Maximumprijs"] == ("650.000,00", "–")
    assert said["Gelijke stand, stap 1"] == ("De meeste punten op “Plan”", "De laagste prijs")
    assert said["Gelijke stand, stap 3"] == ("Loting, met getuigen", "–")


def test_only_formulas_by_which_less_never_earns_less_are_offered() -> None:
    groups = announcing.groups(TenderDraft(), Texts("nl"))
    offered = [[option.value for option in group.options] for group in groups]
    assert offered[0][:3] == ["P1/1", "P2/1", "P2b/1"]
    assert offered[1] == ["A1/1", "A2/1", "A3/1", "A4/1", "A5/1"]
    assert "P5/1" not in offered[0]
    explained = announcing.explained(groups, Texts("nl"))
    assert set(explained) == {name for names in offered for name in names}
    assert [number.name for number in explained["P6/1"].numbers] == ["p_ceiling", "p_no_discount"]
    assert (explained["P6/1"].absolute, explained["A2/1"].absolute) == (False, True)
