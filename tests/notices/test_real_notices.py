"""Every real notice that lies beside the repository imports, or is refused with a reason."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.base import Language, Money
from infra.notices import importing, ocds, report
from infra.notices.results import NoteCode, ProblemCode
from tests.notices import samples
from tests.notices.samples import REAL, notes

FILES = sorted(path.relative_to(REAL).as_posix() for path in REAL.glob("*/*.json"))
REFUSED = {
    "paraguay/release-package_1.0-2.json": ProblemCode.AWARD_ONLY,
    "paraguay/release-package_1.1-2.json": ProblemCode.AWARD_ONLY,
}
SAID_ELSEWHERE = {"hasRenewal", "procurementMethodDetails"}
"""Told with the description of the renewal, and with the procedure."""


@pytest.mark.parametrize(
    "name", FILES or [pytest.param("", marks=pytest.mark.skip(samples.ABSENT))]
)
def test_every_real_notice_imports_or_is_refused_with_a_reason(name: str) -> None:
    result = importing.import_file(REAL / name)
    refusal = result.refusal.code if result.refusal else None
    assert refusal is REFUSED.get(name)
    for language in Language:
        assert report.as_text(result, language).strip()
    if refusal is None:
        assert result.draft.title
        assert result.draft.source is not None
        assert {note.path for note in result.missing} >= {"chair", "milestones"}


@pytest.mark.parametrize(
    "name", FILES or [pytest.param("", marks=pytest.mark.skip(samples.ABSENT))]
)
def test_every_key_of_a_real_tender_is_accounted_for(name: str) -> None:
    result = importing.import_file(REAL / name)
    if result.refusal:
        return
    said = {note.path for note in (*result.taken, *result.unplaced)}
    words = {word for path in said for word in path.replace("[", ".").split(".")}
    tender = _tender(json.loads((REAL / name).read_bytes()))
    told = {key for key, value in tender.items() if value not in (None, "", False, [], {})}
    silent = told - words - SAID_ELSEWHERE
    assert {key for key in silent if not _empty(tender[key])} == set()


def _tender(document: Any) -> dict[str, Any]:
    if "records" in document:
        document = document["records"][0]["compiledRelease"]
    elif "releases" in document:
        document = document["releases"][0]
    found: dict[str, Any] = document["tender"]
    return found


def _empty(value: Any) -> bool:
    if isinstance(value, dict) and value.get("amount", 0) is None:
        return True
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return all(map(_empty, inside))
    return value in (None, "", False)


def test_the_heriot_watt_notice_says_where_its_weights_come_from() -> None:
    result = ocds.read(samples.real(samples.HERIOT_WATT))
    places = "tender.lots[0].awardCriteria.criteria[{}].description"
    assert notes(result.taken, NoteCode.WEIGHT_FROM_DESCRIPTION) == [
        (places.format(0), "75"),
        (places.format(1), "25"),
    ]
    assert [(c.name, c.kind, c.weight, c.description) for c in result.draft.criteria] == [
        ("Technical", "quality", Decimal(75), ""),
        ("Commercial", "price", Decimal(25), ""),
    ]


def test_the_heriot_watt_notice_is_told_to_lack_its_id() -> None:
    result = ocds.read(samples.real(samples.HERIOT_WATT))
    assert notes(result.missing, NoteCode.RELEASE_ID) == [("id", None)]
    assert result.reference_hint == "HWU1862"


def test_the_heriot_watt_notice_becomes_a_draft_in_pounds() -> None:
    result = ocds.read(samples.real(samples.HERIOT_WATT))
    draft = result.draft
    pounds = Money(amount=Decimal("650000.00"), currency="GBP")
    assert (draft.estimate, draft.lots[0].value) == (pounds, pounds)
    assert notes(result.taken, NoteCode.ESTIMATE_FOREIGN) == [("tender.value", "650000.00 GBP")]
    assert (draft.category, draft.procedure, draft.contract_months) == ("services", "open", 36)
    assert draft.submission_deadline == datetime(2019, 5, 10, 12, tzinfo=UTC)
    assert (draft.cpv, draft.items[0].cpv) == ("48800000", "72251000")
    assert "further two years" in draft.renewal
    assert draft.source is not None
    assert draft.source.name == "Heriot Watt University · ocds-r6ebe6-0000580017"


def test_the_heriot_watt_notice_is_told_in_dutch() -> None:
    result = ocds.read(samples.real(samples.HERIOT_WATT))
    told = report.as_text(result, Language.NL)
    assert "Weging 75, gelezen uit de beschrijving van het criterium." in told
    assert "Het bericht heeft geen eigen id" in told
    assert "£\xa0650.000,00. Het bedrag is niet omgerekend" in told
    assert "“Prijsformule” is nog niet ingevuld." in told


def test_no_note_repeats_who_to_contact() -> None:
    for name in FILES:
        result = importing.import_file(REAL / name)
        told = report.as_text(result, Language.EN)
        assert "contact@example.org" not in told
