"""The editions of the law: chosen by date, validated, pinned by their content."""

import itertools
from datetime import date, timedelta
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
    "be-2018-01": "6e62404a204ca0076d240c75d128a437bdda645479c45467b47919de92e577d6",
    "be-2018-04": "270f5fdfee59ff2fc033ccf33aa1b88d6f7cacb0cd4de3579b78fe37180c5698",
    "be-2019-01": "5d70c41b0fda995f21209a317482d77c50fc4324c18a24a0401f38c4574cf65a",
    "be-2020-01": "dcd09e640f8880207f049a47c692dccd0ae4adcbd1d3965a187f1e71b1bd142d",
    "be-2022-01": "3d9ef332a5e4a8a3bee4a25d395a442929908ee8c9f36d8b2755186f9f512d1f",
    "be-2022-11": "8aec8cf6a52e58b5cf49e52640ed3dde18ba5e62e6c7850b123a3ea8a06d825f",
    "be-2023-02": "6704bdace9b0903888655e49d163ec8abefb6621e98332f1a478f4ce22d720ef",
    "be-2023-09": "1248ca3780443b5939d2b2db88f9543e6a46c0d24a5b1c46751cf00eb19fd104",
    "be-2023-11": "aad47f63531ea80ad187dc50da4a812e7084c964312dbf56ef224410548ea5b0",
    "be-2023-12": "3f8b76f90990c63b9d2f480b190df13801b17c34fbcd18f1bc5f9b523292fcd9",
    "be-2024-01": "d8f2a9f0c51e397c56d80956367644cc90fbd94ee098a11562eba6585d737add",
    "be-2024-03": "2ba59395d57e002a1a4377b3252d25cd78848e2f9b16c3b84bc94a256628bb72",
    "be-2025-01": "f268be50b5cee871ddadb93e64fa4f76dd8a77f1bd61df4a4c49100a4c5d9fd7",
    "be-2026-01": "cf6b999a3c364a7e6a9b379d8548293535c9e527d8653a00494a97589ab64ede",
}
"""A published edition is never edited: a change of one of these hashes is a mistake, unless the
edition has not been released yet."""

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
    assert rulebook.published(rulebook.shipped_folder()) == PUBLISHED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 1, 1), "be-2018-01"),
        (date(2018, 4, 28), "be-2018-04"),
        (date(2019, 12, 31), "be-2019-01"),
        (date(2021, 12, 31), "be-2020-01"),
        (date(2022, 10, 31), "be-2022-01"),
        (date(2022, 11, 1), "be-2022-11"),
        (date(2023, 2, 25), "be-2022-11"),
        (date(2023, 2, 26), "be-2023-02"),
        (date(2023, 9, 1), "be-2023-09"),
        (date(2023, 11, 1), "be-2023-11"),
        (date(2023, 12, 31), "be-2023-12"),
        (date(2024, 1, 1), "be-2024-01"),
        (date(2024, 2, 29), "be-2024-01"),
        (date(2024, 12, 31), "be-2024-03"),
        (date(2025, 1, 1), "be-2025-01"),
        (date(2026, 1, 12), "be-2026-01"),
        (date(2027, 12, 31), "be-2026-01"),
    ],
)
def test_the_day_of_publication_chooses_the_edition(day: date, expected: str) -> None:
    assert rulebook.edition_for(day).id == expected


def test_reading_one_edition_gives_the_one_of_the_whole_rulebook() -> None:
    day, whole = date(2018, 1, 1), rulebook.shipped()
    while day <= date(2027, 12, 31):
        assert rulebook.edition_for(day) is whole.edition_for(day), day
        day += timedelta(days=1)


def test_a_country_without_editions_has_none() -> None:
    with pytest.raises(RuleError) as caught:
        rulebook.edition_for(date(2026, 1, 12), "NL")
    assert caught.value.code == "edition_missing"


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2028, 1, 1)])
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


def test_the_shipped_editions_leave_no_day_out() -> None:
    for earlier, later in itertools.pairwise(rulebook.shipped().editions):
        assert earlier.valid_to == later.valid_from - timedelta(days=1)


def test_a_rule_holds_from_its_start_on() -> None:
    before, after = rulebook.edition_for(date(2023, 8, 31)), rulebook.edition_for(date(2023, 9, 1))
    assert (before.holds("eplatform_npwp"), after.holds("eplatform_npwp")) == (False, True)
    assert not rulebook.edition_for(date(2023, 12, 31)).holds("tender_compensation")
    assert rulebook.edition_for(date(2024, 1, 1)).holds("tender_compensation")


def test_a_figure_is_no_rule_and_a_rule_no_figure() -> None:
    edition = rulebook.edition_for(date(2026, 1, 12))
    with pytest.raises(RuleError) as caught:
        edition.holds("standstill")
    assert caught.value.code == "parameter_not_a_boolean"
    for name in ("visum_prior", "low_value_report"):
        with pytest.raises(RuleError) as caught:
            edition.number(name)
        assert caught.value.code == "parameter_not_a_number"


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
        ('"calendar_days"', '"boolean"', "parameters.standstill.value"),
        ('"calendar_days"', '"day_of_year"', "parameters.standstill"),
        ('"calendar_days"\nvalue = 15', '"day_of_year"\nvalue = "02-32"', "MM-DD"),
        ('"calendar_days"\nvalue = 15', '"boolean"\nvalue = "true"', "parameters.standstill"),
        ('article = "Act 17 June 2013 art. 11"', "", "law names its article"),
        ("art. 11", "article 11", "parameters.standstill.article"),
        ('scope = "awards"', 'scope = "awards"\nscoope = "typo"', "scoope"),
        ("valid_from = 2030-01-01", "valid_from = 2030-01-01\nvalid_to = 2029-01-01", "end"),
        ('id = "be-2030-01"', 'id = "be-2031-01"', "be-2031-01"),
        ("valid_from = 2030-01-01", "valid_from = 2030-02-01", "month"),
        ('jurisdiction = "BE"', 'jurisdiction = "NL"', "jurisdiction"),
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
