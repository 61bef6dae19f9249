"""A release becomes a draft, and says what it took, what it could not place, what is missing."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.base import Language, Money
from contracts.tendering.draft import Item, Lot
from infra.notices import ocds
from infra.notices.results import NoteCode, ProblemCode
from tests.notices.samples import RELEASE, codes, notes, read, release


def test_a_release_becomes_a_draft() -> None:
    draft = read(RELEASE).draft
    assert (draft.title, draft.description) == ("Servers", "Twintig servers.")
    assert (draft.category, draft.procedure, draft.cpv) == ("goods", "open", "48820000-2")
    assert draft.estimate == Money(amount=Decimal("250000.00"))
    assert draft.lots == (Lot(id="1", title="Servers"),)
    assert draft.items == (
        Item(
            id="1",
            description="Server",
            cpv="48820000",
            quantity=Decimal(20),
            unit="stuk",
            lot="1",
        ),
    )
    assert [(c.name, c.kind, c.weight) for c in draft.criteria] == [
        ("Kwaliteit", "quality", Decimal(60)),
        ("Prijs", "price", Decimal(40)),
    ]
    assert draft.submission_deadline == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert draft.contract_months == 36


def test_numbers_are_read_from_their_literal_text() -> None:
    text = json.dumps(release(value={"amount": "@", "currency": "EUR"}))
    for literal, amount in {
        "0.1": "0.10",
        "4950000.10": "4950000.10",
        "1.3964505e6": "1396450.50",
        "12345678901234567.89": "12345678901234567.89",
    }.items():
        estimate = ocds.read(text.replace('"@"', literal).encode()).draft.estimate
        assert estimate is not None
        assert str(estimate.amount) == amount


def test_an_amount_finer_than_a_cent_is_rounded_and_told() -> None:
    result = read(release(value={"amount": 0.125, "currency": "EUR"}))
    assert result.draft.estimate == Money(amount=Decimal("0.13"))
    assert notes(result.taken, NoteCode.AMOUNT_ROUNDED) == [("tender.value.amount", "0.125")]


def test_another_currency_is_kept_and_told() -> None:
    result = read(release(value={"amount": 5, "currency": "gbp"}))
    assert result.draft.estimate == Money(amount=Decimal("5.00"), currency="GBP")
    assert notes(result.taken, NoteCode.ESTIMATE_FOREIGN) == [("tender.value", "5.00 GBP")]


@pytest.mark.parametrize("currency", [None, "", "pounds", 5])
def test_an_amount_without_currency_is_not_guessed_to_be_euro(currency: object) -> None:
    result = read(release(value={"amount": 5, "currency": currency}))
    assert result.draft.estimate is None
    assert notes(result.unplaced, NoteCode.AMOUNT_WITHOUT_CURRENCY) == [("tender.value", "5")]


@pytest.mark.parametrize("amount", [0, -5, 0.001])
def test_an_amount_that_is_not_positive_is_no_estimate(amount: float) -> None:
    result = read(release(value={"amount": amount, "currency": "EUR"}))
    assert result.draft.estimate is None
    assert NoteCode.AMOUNT_UNUSABLE in codes(result.unplaced)


def test_an_absurd_amount_is_told_as_it_stands() -> None:
    result = read(release(value={"amount": 7.9e28, "currency": "EUR"}))
    assert result.draft.estimate is None
    assert notes(result.unplaced, NoteCode.NOT_PLACED_VALUE) == [("tender.value.amount", "7.9E+28")]


def test_lots_that_all_tell_a_value_make_the_estimate() -> None:
    value = {"amount": 10.1, "currency": "EUR"}
    lots = [{"id": "1", "title": "A", "value": value}, {"id": "2", "title": "B", "value": value}]
    result = read(release(value=None, lots=lots))
    assert result.draft.estimate == Money(amount=Decimal("20.20"))
    lots[1]["value"] = {"amount": 10.1, "currency": "USD"}
    assert read(release(value=None, lots=lots)).draft.estimate is None


def test_several_lots_are_taken_and_told_to_be_too_many() -> None:
    lots = [{"id": 1, "title": "A"}, {"id": 2}, {"id": 2}]
    result = read(release(lots=lots))
    assert [(lot.id, lot.title) for lot in result.draft.lots] == [
        ("1", "A"),
        ("2", "Servers (2)"),
        ("#3", "Servers (#3)"),
    ]
    assert notes(result.taken, NoteCode.LOT_NAMED) == [("tender.lots[].title", "2")]
    refusals = {note.refusal.code for note in result.missing if note.refusal}
    assert "one_lot_only" in refusals


def test_a_tender_without_lots_is_one_lot() -> None:
    result = read(release(lots=None))
    assert result.draft.lots == (Lot(id="1", title="Servers"),)
    assert NoteCode.LOT_MADE in codes(result.taken)


def test_an_item_of_a_lot_that_is_not_there_is_told() -> None:
    result = read(release(items=[{"id": "1", "relatedLot": "7"}]))
    assert result.draft.items[0].lot is None
    assert ("tender.items[].relatedLot", "1") in notes(result.unplaced, NoteCode.NOT_PLACED_COUNT)


def test_the_main_code_is_looked_for_in_items_and_additional_classifications() -> None:
    code = {"scheme": "CPV", "id": "72251000"}
    other = {"scheme": "UNSPSC", "id": "43211501"}
    of_item = read(release(classification=None))
    assert of_item.draft.cpv == "48820000"
    assert NoteCode.CPV_FROM_ITEM in codes(of_item.taken)
    items = [{"id": "1", "classification": other, "additionalClassifications": [code, other]}]
    of_additional = read(release(classification=None, items=items))
    assert of_additional.draft.cpv == "72251000"
    assert of_additional.draft.items[0].cpv == "72251000"
    path = "tender.items[].additionalClassifications"
    assert notes(of_additional.taken, NoteCode.ITEM_CPV_FROM_ADDITIONAL) == [(path, "1")]
    assert notes(of_additional.unplaced, NoteCode.CLASSIFICATION_OTHER) == [(path, "2")]


def test_an_item_without_code_gets_that_of_the_tender() -> None:
    result = read(release(items=[{"id": "1"}, {"id": "2"}]))
    assert {item.cpv for item in result.draft.items} == {"48820000-2"}
    assert notes(result.taken, NoteCode.ITEM_CPV_FROM_TENDER) == [
        ("tender.items[].classification", "2")
    ]
    assert notes(result.taken, NoteCode.ITEM_NAMED) == [("tender.items[].description", "2")]


def test_further_codes_are_counted() -> None:
    more = [{"scheme": "CPV", "id": "72251000"}, {"scheme": "CPV", "id": "48820000-2"}]
    result = read(release(additionalClassifications=more))
    assert notes(result.unplaced, NoteCode.CPV_MORE) == [("tender.additionalClassifications", "1")]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("active", NoteCode.STATUS),
        ("withdrawn", NoteCode.STATUS),
        ("abierto", NoteCode.STATUS_UNKNOWN),
    ],
)
def test_a_status_is_told_and_an_unknown_one_as_such(status: str, code: NoteCode) -> None:
    assert notes(read(release(status=status)).unplaced, code) == [("tender.status", status)]


def test_a_missing_title_is_told() -> None:
    result = read(release(title=None))
    assert result.draft.title == ""
    assert "title" in {note.path for note in result.missing}


def test_a_title_of_the_release_serves_where_the_tender_has_none() -> None:
    result = read(release(title=None) | {"title": "Vooraankondiging"})
    assert result.draft.title == "Vooraankondiging"
    assert NoteCode.TITLE_FROM_RELEASE in codes(result.taken)


def test_another_procedure_is_told_in_the_words_of_the_source() -> None:
    bent = release(procurementMethod="selective", procurementMethodDetails="Restricted")
    result = read(bent)
    assert result.draft.procedure == "open"
    assert notes(result.unplaced, NoteCode.PROCEDURE_OTHER) == [
        ("tender.procurementMethod", "selective: Restricted")
    ]


def test_an_unknown_category_is_told() -> None:
    result = read(release(mainProcurementCategory="consultancy"))
    assert result.draft.category is None
    assert notes(result.unplaced, NoteCode.CATEGORY_UNKNOWN) == [
        ("tender.mainProcurementCategory", "consultancy")
    ]


def test_techniques_are_told() -> None:
    techniques = {
        "hasFrameworkAgreement": True,
        "hasDynamicPurchasingSystem": True,
        "hasElectronicAuction": False,
        "frameworkAgreement": {"maximumParticipants": 4},
    }
    result = read(release(lots=[{"id": "1", "title": "A", "techniques": techniques}]))
    assert {NoteCode.FRAMEWORK, NoteCode.DYNAMIC_PURCHASING} <= codes(result.unplaced)
    assert NoteCode.AUCTION not in codes(result.unplaced)
    assert "tender.lots[].techniques.frameworkAgreement" in {n.path for n in result.unplaced}


def test_a_renewal_that_is_announced_but_not_described_is_told() -> None:
    result = read(release(hasRenewal=True))
    assert notes(result.unplaced, NoteCode.RENEWAL_UNDESCRIBED) == [("tender.hasRenewal", None)]


def test_what_has_no_place_is_named_with_its_number() -> None:
    documents = [{"id": "1", "title": "Bestek"}, {"id": "2"}]
    result = read(release(documents=documents, submissionTerms={"languages": ["nl", "fr"]}))
    assert ("tender.documents", "2") in notes(result.unplaced, NoteCode.NOT_PLACED_COUNT)
    assert ("tender.submissionTerms.languages", "2") in notes(
        result.unplaced, NoteCode.NOT_PLACED_COUNT
    )


def test_a_value_of_the_wrong_type_is_told_not_lost() -> None:
    result = read(release(title=["Servers"], lots="geen"))
    assert {"tender.title", "tender.lots"} <= {note.path for note in result.unplaced}


def test_a_long_text_is_cut_and_told() -> None:
    result = read(release(title="x" * 500))
    assert len(result.draft.title) == 300
    assert notes(result.taken, NoteCode.SHORTENED) == [("tender.title", "300")]


def test_control_and_half_characters_never_reach_a_draft() -> None:
    result = read(release(title="A\u0000B\ud800C", description="een\r\ntwee\rdrie"))
    assert result.draft.title == "A\N{REPLACEMENT CHARACTER}B\N{REPLACEMENT CHARACTER}C"
    assert result.draft.description == "een\ntwee\ndrie"
    result.model_dump_json()


def test_a_nameless_criterion_is_named_in_the_asked_language() -> None:
    criteria = {"criteria": [{"type": "price", "description": "100"}]}
    content = json.dumps(release(awardCriteria=criteria)).encode()
    for language, name in {"nl": "Prijs", "fr": "Prix", "de": "Preis", "en": "Price"}.items():
        draft = ocds.read(content, language=Language(language)).draft
        assert draft.criteria[0].name == name


def test_the_reference_is_the_tender_s_own_or_the_ocid() -> None:
    assert read(RELEASE).reference_hint == "T-1"
    assert read(release(id=None)).reference_hint == "ocds-213czf-1"
    assert read(release(id="x" * 61)).reference_hint == "ocds-213czf-1"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, ProblemCode.NOT_OCDS),
        ([], ProblemCode.NOT_OCDS),
        ("tekst", ProblemCode.NOT_OCDS),
        (None, ProblemCode.NOT_OCDS),
        ({"name": "bestek", "version": "1"}, ProblemCode.NOT_OCDS),
        ({"releases": []}, ProblemCode.NO_RELEASE),
        ({"records": [3]}, ProblemCode.NO_RELEASE),
        ({"ocid": "a", "planning": {"budget": {"amount": 1}}}, ProblemCode.PLANNING_ONLY),
        ({"ocid": "a", "awards": [{"id": "1"}]}, ProblemCode.AWARD_ONLY),
        ({"ocid": "a", "contracts": [{"id": "1"}]}, ProblemCode.AWARD_ONLY),
        ({"ocid": "a", "tag": ["tender"], "tender": {"id": "1"}}, ProblemCode.NO_TENDER),
        ({"ocid": "a", "tender": "straks"}, ProblemCode.NO_TENDER),
    ],
)
def test_what_holds_no_tender_is_refused_with_its_reason(
    document: object, code: ProblemCode
) -> None:
    result = read(document)
    assert result.refusal is not None
    assert result.refusal.code is code
    assert result.draft == type(result.draft)()
