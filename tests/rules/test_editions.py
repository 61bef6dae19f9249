"""The editions of the law: chosen by date, validated, pinned by their content."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.base import Money
from contracts.rules import deadlines
from contracts.rules.deadlines import Unit
from contracts.rules.editions import Basis, Confidence, Edition, Measure, Parameter
from contracts.rules.errors import RuleError
from infra import rulebook
from infra.rulebook import Rulebook, RulebookError

PUBLISHED = {
    "be-2024-01": "52d6d3fcc7a9bbe5676391f23dd24855514de9482734b864e3983760cf8a4bd0",
    "be-2025-01": "f2b3acb7b83db0e74c3786264b72d3b65252355f22567d66bbce95628dda88e2",
    "be-2026-01": "c60f37452aa290c0c98dd4d4001629b38ecbc73e89895c08d58e555201248b76",
}
"""A published edition is never edited: a change of one of these hashes is a mistake, unless the
edition has not been released yet."""

HOUSE = {"opening_officers_minimum"}
"""Parameters that no law gives."""

FILE = """
id = "be-2030-01"
jurisdiction = "BE"
valid_from = 2030-01-01

[parameters.standstill]
unit = "calendar_days"
value = 15
scope = "awards"
article = "Act 17 June 2013 art. 11"
source = "the law"
confidence = "high"
"""


def test_published_editions_are_unchanged() -> None:
    assert {e.id: e.sha256 for e in rulebook.shipped().editions} == PUBLISHED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), "be-2024-01"),
        (date(2024, 12, 31), "be-2024-01"),
        (date(2025, 1, 1), "be-2025-01"),
        (date(2026, 1, 12), "be-2026-01"),
        (date(2027, 12, 31), "be-2026-01"),
    ],
)
def test_the_day_of_publication_chooses_the_edition(day: date, expected: str) -> None:
    assert rulebook.edition_for(day).id == expected


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2028, 1, 1)])
def test_a_day_without_an_edition_is_refused(day: date) -> None:
    with pytest.raises(RuleError) as caught:
        rulebook.edition_for(day)
    assert caught.value.code == "edition_missing"


def test_an_edition_is_found_again_by_its_pin() -> None:
    book = rulebook.shipped()
    for edition in book.editions:
        assert book.pinned(edition.sha256) is edition
        assert book.edition(edition.id) is edition
    with pytest.raises(RuleError):
        book.pinned("0" * 64)
    with pytest.raises(RuleError):
        book.edition("be-1999-01")


@pytest.mark.parametrize(
    ("edition", "name", "value"),
    [
        ("be-2024-01", "eu_threshold_supplies_services_subcentral", 221_000),
        ("be-2026-01", "eu_threshold_supplies_services_subcentral", 216_000),
        ("be-2026-01", "eu_threshold_works", 5_404_000),
        ("be-2026-01", "open_receipt_tenders", 35),
        ("be-2026-01", "open_reduction_electronic", -5),
        ("be-2026-01", "open_receipt_tenders_urgency", 15),
        ("be-2026-01", "standstill", 15),
        ("be-2026-01", "tender_validity_default", 90),
        ("be-2026-01", "processing_period", 30),
        ("be-2026-01", "bond_default_rate", 5),
        ("be-2026-01", "opening_officers_minimum", 2),
    ],
)
def test_the_figures_of_first_light(edition: str, name: str, value: int) -> None:
    assert rulebook.shipped().edition(edition).number(name) == value


def test_figures_agree_with_the_shared_facts() -> None:
    path = Path(__file__).parents[3] / "shared" / "domain" / "law-facts.json"
    if not path.exists():
        pytest.skip("the shared facts of the law are not beside this checkout")
    facts = {f["id"]: f for f in json.loads(path.read_text(encoding="utf-8"))["facts"]}
    for edition in rulebook.shipped().editions:
        biennium = edition.valid_from.year // 2 * 2
        for name, parameter in edition.parameters.items():
            if name in HOUSE:
                continue
            dated = facts.get(f"{name}_{biennium}") or facts.get(f"{name}_old")
            fact = dated or facts[name]
            assert fact["value"] == parameter.value, (edition.id, name)
            assert fact["confidence"] == parameter.confidence, (edition.id, name)


def test_before_2025_verification_and_payment_were_two_periods() -> None:
    old = rulebook.edition_for(date(2024, 12, 31))
    assert old.number("verification_period") == old.number("payment_period") == 30
    with pytest.raises(RuleError) as caught:
        old.number("processing_period")
    assert caught.value.code == "parameter_unknown"


def test_the_second_opening_officer_is_marked_as_house_practice() -> None:
    edition = rulebook.edition_for(date(2026, 1, 12))
    officers = edition.parameter("opening_officers_minimum")
    assert (officers.basis, officers.article) == (Basis.HOUSE, "")
    others = set(edition.parameters) - {"opening_officers_minimum"}
    assert all(edition.parameter(name).basis is Basis.LAW for name in others)


def test_what_is_not_sure_is_marked_and_explained() -> None:
    for edition in rulebook.shipped().editions:
        for name, parameter in edition.parameters.items():
            if parameter.confidence is not Confidence.HIGH:
                assert not parameter.confirmed
                assert parameter.note, (edition.id, name)


def test_editions_of_one_country_never_overlap() -> None:
    first = rulebook.parse("be-2030-01.toml", FILE)
    second = first.model_copy(update={"id": "be-2031-01", "valid_from": date(2031, 1, 1)})
    with pytest.raises(RulebookError, match="overlap"):
        Rulebook([first, second])


def test_a_number_is_read_from_its_text() -> None:
    edition = rulebook.parse("be-2030-01.toml", FILE.replace("value = 15", "value = 0.07"))
    assert edition.number("standstill") == Decimal("0.07")


def test_an_edition_survives_its_json_form() -> None:
    for edition in rulebook.shipped().editions:
        again = Edition.model_validate_json(edition.model_dump_json())
        assert again == edition
        assert again.sha256 == edition.sha256


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('confidence = "high"', 'confidence = "sure"', "parameters.standstill.confidence"),
        ("value = 15", 'value = "fifteen"', "parameters.standstill.value"),
        ("value = 15", "value = true", "parameters.standstill.value"),
        ("value = 15", "value = inf", "parameters.standstill.value"),
        ('article = "Act 17 June 2013 art. 11"', "", "law names its article"),
        ("art. 11", "article 11", "parameters.standstill.article"),
        ('scope = "awards"', 'scope = "awards"\nscoope = "typo"', "scoope"),
        ("valid_from = 2030-01-01", "valid_from = 2030-01-01\nvalid_to = 2029-01-01", "end"),
        ('id = "be-2030-01"', 'id = "be-2031-01"', "be-2031-01"),
        ('id = "be-2030-01"', 'id = "be-2030', "line"),
    ],
)
def test_a_faulty_file_is_refused_by_name(before: str, after: str, named: str) -> None:
    with pytest.raises(RulebookError, match=named) as caught:
        rulebook.parse("be-2030-01.toml", FILE.replace(before, after))
    assert str(caught.value).startswith("be-2030-01.toml: ")


def test_a_folder_of_files_is_read(tmp_path: Path) -> None:
    (tmp_path / "be-2030-01.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "README.md").write_text("not an edition", encoding="utf-8")
    assert [e.id for e in rulebook.read(tmp_path).editions] == ["be-2030-01"]


def test_a_float_is_no_parameter() -> None:
    with pytest.raises(ValidationError):
        Parameter.model_validate(
            {
                "unit": Measure.PERCENT,
                "value": 0.1,
                "scope": "x",
                "article": "RD 14 January 2013 art. 123",
                "source": "z",
                "confidence": "high",
            }
        )


def test_an_amount_is_given_in_its_own_currency_only() -> None:
    edition = rulebook.edition_for(date(2026, 1, 12))
    assert edition.amount("bond_minimum_contract", "EUR") == Money(amount=Decimal(50_000))
    with pytest.raises(RuleError) as caught:
        edition.amount("bond_minimum_contract", "GBP")
    assert caught.value.code == "currency_without_threshold"


def test_a_parameter_in_days_gives_a_period_and_another_does_not() -> None:
    edition = rulebook.edition_for(date(2026, 1, 12))
    validity = deadlines.term_of(edition, "tender_validity_default", "submission_deadline")
    assert (validity.length, validity.unit) == (90, Unit.CALENDAR_DAYS)
    assert validity.edition == "be-2026-01"
    with pytest.raises(RuleError) as caught:
        deadlines.term_of(edition, "bond_default_rate", "conclusion")
    assert caught.value.code == "parameter_not_a_period"
