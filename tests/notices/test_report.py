"""An import is told in four languages; every code has its sentence and every label its name."""

import ast
import inspect

import pytest

from contracts.base import Language
from contracts.refusals import fact
from infra.notices import report
from infra.notices.results import ImportProblem, ImportResult, Note, NoteCode, ProblemCode, refused
from infra.texts import catalogue
from infra.texts.catalogue import Texts
from tests.notices.samples import RELEASE, read, release

SAID_BY_ITS_REFUSAL = {NoteCode.REVIEW}


@pytest.mark.parametrize("language", Language)
def test_every_code_has_its_sentence(language: Language) -> None:
    known = set(catalogue.keys(language))
    codes = {*NoteCode, *ProblemCode} - SAID_BY_ITS_REFUSAL
    assert {code.value for code in codes} - known == set()


def test_every_code_is_found_by_some_reading() -> None:
    used = set()
    for module in ("case_file", "criteria", "goods", "importing", "ocds", "periods", "places"):
        used |= _codes_in(f"infra.notices.{module}")
    for module in ("reading", "releases", "results"):
        used |= _codes_in(f"infra.notices.{module}")
    assert {code.name for code in (*NoteCode, *ProblemCode)} - used == set()


def _codes_in(module: str) -> set[str]:
    source = inspect.getsource(__import__(module, fromlist=["_"]))
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"NoteCode", "ProblemCode"}
    }


def test_the_three_lists_stand_under_their_headings() -> None:
    assert [section.heading for section in report.sections(read(RELEASE), "nl")] == [
        "Overgenomen",
        "Niet overgenomen",
        "Ontbreekt nog",
    ]


def test_a_place_without_a_draft_field_has_its_name() -> None:
    result = read(release(documents=[{"id": "1"}, {"id": "2"}], zomaar={"a": 1}))
    lines = {line.path: line for line in report.sections(result, "nl")[1].lines}
    assert lines["tender.documents"].label == "Documenten"
    assert lines["tender.documents"].sentence == "2 gegevens"
    assert lines["tender.zomaar"].label == ""
    assert "Documenten – 2 gegevens [tender.documents]" in report.as_text(result, "nl")


def test_facts_are_written_for_the_reader() -> None:
    result = read(release(value={"amount": 1396450.5, "currency": "EUR"}))
    assert "Raming: €\xa01.396.450,50 [tender.value]" in report.as_text(result, "nl")
    assert "Estimate: €1,396,450.50 [tender.value]" in report.as_text(result, "en")
    assert "maandag 2 maart 2026, 10.00\xa0uur" in report.as_text(result, "nl")
    assert "Type de marché\xa0: fournitures" in report.as_text(result, "fr")
    assert "Laufzeit: 36 Monate" in report.as_text(result, "de")


def test_an_empty_list_is_said_to_be_empty() -> None:
    told = report.as_text(ImportResult(), "nl")
    assert told.count("Niets.") == 3


def test_a_refusal_is_one_sentence_with_its_fact() -> None:
    broken = refused(ProblemCode.BROKEN_JSON, 1234)
    assert report.sentence(broken, "nl") == (
        "Dit bestand is geen geldige JSON: de fout staat op regel 1.234. "
        "Haal het bestand opnieuw op."
    )
    assert report.as_text(ImportResult(refusal=broken), "en").startswith("This file is not valid")


@pytest.mark.parametrize("language", Language)
def test_every_refusal_can_be_told(language: Language) -> None:
    for code in ProblemCode:
        assert report.sentence(ImportProblem(code=code, value=fact(3)), language)


@pytest.mark.parametrize("language", Language)
def test_every_note_can_be_told(language: Language) -> None:
    for code in {*NoteCode} - SAID_BY_ITS_REFUSAL:
        note = Note(code=code, path="tender", value=fact(2))
        told = report.as_text(ImportResult(taken=(note,)), language)
        assert "[tender]" in told
        assert "{" not in told


def test_labels_are_texts_of_the_catalogue() -> None:
    texts = Texts("nl")
    assert all(texts.has(key) for key in report.LABELS.values())
