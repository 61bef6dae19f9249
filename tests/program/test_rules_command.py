"""`bestek rules`: the editions of the law listed, shown, compared and checked."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bestek import rules_shown
from contracts.base import Language
from infra import rulebook
from infra.texts import parameters
from infra.texts.catalogue import Texts
from infra.texts.formats import SPACE
from tests.program.evaluate_runs import Said, run
from tests.servers import ROOT

SHIPPED = ROOT / "infra" / "editions"
EDITIONS = rulebook.shipped().editions

OWN = """
id = "be-2030-01"
jurisdiction = "BE"
valid_from = 2030-01-01

[parameters.standstill]
unit = "calendar_days"
value = 20
scope = "awards"
article = "Act 17 June 2013 art. 11"
source = "our own reading"
confidence = "low"

[parameters.standstill.override]
original = 15
reason = "Our council asks five days more."
by = "An Peeters"
at = 2026-03-02T09:30:00Z
"""


def rules(*arguments: str | Path) -> Said:
    return run("rules", *arguments)


def faults(said: Said) -> list[str]:
    return [fault["code"] for fault in json.loads(said.out)["faults"]]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one edition of an organisation."""
    (tmp_path / "be-2030-01.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


# list


def test_the_list_tells_of_each_edition_what_it_holds() -> None:
    said = rules("list", "--json")
    assert (said.code, said.err) == (rules_shown.COMPLETE, "")
    listed: list[dict[str, Any]] = said.document["editions"]
    assert [each["id"] for each in listed] == [each.id for each in EDITIONS]
    for each, edition in zip(listed, EDITIONS, strict=True):
        assert each["sha256"] == edition.sha256
        assert each["valid_from"] == edition.valid_from.isoformat()
        unsure = [p for p in edition.parameters.values() if p.confidence != "high"]
        counts = {"parameters": len(edition.parameters), "to_be_confirmed": len(unsure)}
        assert each["counts"] == counts


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.NL, ("Editie", "Tot en met", "Te bevestigen")),
        (Language.FR, ("Édition", "Jusqu’au", "À confirmer")),
        (Language.DE, ("Ausgabe", "Bis einschließlich", "Zu bestätigen")),
        (Language.EN, ("Edition", "To", "To be confirmed")),
    ],
)
def test_the_list_is_a_table_in_each_language(language: Language, words: Iterable[str]) -> None:
    first, *rest = rules("list", "--lang", language).out.splitlines()
    assert all(word in first for word in words)
    assert [line.split()[0] for line in rest] == [edition.id for edition in EDITIONS]
    last = EDITIONS[-1]
    assert rest[-1].split()[1:3] == ["2026-01-01", "2027-12-31"]
    assert rest[-1].endswith(last.sha256[:12])


# show


def test_an_edition_is_shown_by_its_id_or_by_a_day() -> None:
    by_id, by_day = rules("show", "be-2024-03", "--json"), rules("show", "2024-06-01", "--json")
    assert by_id.document == by_day.document
    assert by_id.document["sha256"] == rulebook.shipped().edition("be-2024-03").sha256
    assert rules("show", "--json").document["id"] == EDITIONS[-1].id


def test_the_json_of_an_edition_holds_everything_that_is_known_of_a_parameter() -> None:
    edition = EDITIONS[-1]
    shown = rules("show", edition.id, "--json").document["parameters"]
    assert list(shown) == list(edition.parameters)
    limit = shown["remedies_act_regime_limit"]
    assert (limit["value"], limit["unit"], limit["confirmed"]) == ("140000", "EUR", False)
    assert limit["article"] == "Act 17 June 2013 art. 29 par.1"
    assert limit["source"]
    assert limit["note"]
    assert shown["b2b_einvoice"]["value"] is True


@pytest.mark.parametrize(
    ("language", "days", "amount", "share", "holds", "mark"),
    [
        (Language.NL, "15 kalenderdagen", "€_5.404.000", "5_%", "geldt", "te bevestigen"),
        (Language.FR, "15 jours de calendrier", "5_404_000_€", "5_%", "s’applique", "à confirmer"),
        (Language.DE, "15 Kalendertage", "5.404.000_€", "5_%", "gilt", "zu bestätigen"),
        (Language.EN, "15 calendar days", "€5,404,000", "5%", "applies", "to be confirmed"),
    ],
)
def test_figures_are_written_as_each_language_does(
    language: Language, days: str, amount: str, share: str, holds: str, mark: str
) -> None:
    lines = rules("show", "be-2026-01", "--lang", language).out.splitlines()
    row = {line.split("  ")[0]: line.replace("\N{NARROW NO-BREAK SPACE}", SPACE) for line in lines}
    assert days in row["standstill"]
    assert amount.replace("_", SPACE) in row["eu_threshold_works"]
    assert share.replace("_", SPACE) in row["bond_default_rate"]
    assert holds in row["visum_prior"]
    assert mark in row["mod_economic_balance"]
    assert mark not in row["standstill"]


def test_every_parameter_that_is_not_sure_is_marked_and_no_other() -> None:
    for edition in EDITIONS:
        lines = rules("show", edition.id, "--lang", "en").out.splitlines()
        rows = [line for line in lines[4:] if line.split("  ")[0] in edition.parameters]
        assert len(rows) == len(edition.parameters)
        marked = {line.split()[0] for line in rows if "to be confirmed" in line}
        houses = {line.split()[0] for line in rows if "house practice" in line}
        unsure = {name for name, each in edition.parameters.items() if not each.confirmed}
        assert marked | houses == unsure
        assert houses == {"opening_officers_minimum"}


@pytest.mark.parametrize("language", Language)
def test_every_edition_is_shown_in_every_language(language: Language) -> None:
    texts = Texts(language)
    for edition in EDITIONS:
        said = rules("show", edition.id, "--lang", language)
        assert said.code == rules_shown.COMPLETE
        assert edition.sha256 in said.out
        rows = {line.split("  ")[0]: line for line in said.out.splitlines()}
        assert all(parameters.name(name, texts) in rows[name] for name in edition.parameters)


def test_an_edition_is_listed_by_subject() -> None:
    lines = rules("show", "be-2026-01", "--lang", "nl").out.splitlines()
    subjects = (
        "Plaatsing: bedragen",
        "Plaatsing: termijnen",
        "Plaatsing: andere regels",
        "Motivering, informatie en rechtsmiddelen",
        "Uitvoering",
        "Andere wetten en huispraktijk",
    )
    at = [lines.index(subject) for subject in subjects]
    assert at == sorted(at)
    standstill = next(n for n, line in enumerate(lines) if line.startswith("standstill "))
    assert at[3] < standstill < at[4]


def test_one_parameter_is_shown_in_full() -> None:
    said = rules("show", "be-2026-01", "remedies_act_regime_limit", "--lang", "nl").out
    assert f"Waarde: €{SPACE}140.000" in said
    assert "Opmerking: te bevestigen" in said
    assert "art. 29" in said
    assert "wet van 17 juni 2013" in said
    assert "remedies_act_regime_limit_2026" in said
    assert "Naam: Volledige motiverings- en informatieplicht onder de Europese drempel" in said
    own, english = said.split("staan in het Engels.\n")
    assert "below the European threshold" not in own
    assert "Toepassing: below the European threshold" in english
    assert "Bron: " in english
    only = rules("show", "be-2026-01", "standstill", "--json").document["parameters"]
    assert list(only) == ["standstill"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "be-1999-01"), "be-1999-01"),
        (("show", "2030-01-01"), "2030-01-01"),
        (("show", "standstill"), "standstill"),
        (("show", "be-2026-01", "standstil"), "standstil"),
        (("diff", "be-2026-01", "be-2027-01"), "be-2027-01"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_what_does_not_exist_is_said_in_one_sentence(
    arguments: tuple[str, ...], words: str, language: Language
) -> None:
    said = rules(*arguments, "--lang", language)
    assert (said.code, said.out) == (rules_shown.BAD_INPUT, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1


def test_who_asked_for_json_is_refused_by_code() -> None:
    said = rules("show", "2030-01-01", "--json")
    assert (said.code, said.out) == (rules_shown.BAD_INPUT, "")
    told = json.loads(said.err)
    assert (told["code"], told["facts"]) == ("edition_missing", {"asked": "2030-01-01"})


def test_control_characters_of_a_name_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in rules("show", "be-\x1b[2J").err


# diff


def test_a_difference_names_what_came_went_and_changed() -> None:
    found = rules("diff", "be-2024-03", "be-2025-01", "--json").document
    assert {"processing_period", "processing_period_max"} <= set(found["added"])
    assert {"verification_period", "payment_period"} <= set(found["removed"])
    assert found["changed"] == {}
    found = rules("diff", "2025-06-01", "2026-06-01", "--json").document
    works = found["changed"]["eu_threshold_works"]
    assert (works["before"]["value"], works["after"]["value"]) == ("5538000", "5404000")
    assert "value" in works["fields"]


def test_a_difference_is_read_in_sentences() -> None:
    said = rules("diff", "be-2025-01", "be-2026-01", "--lang", "en").out
    assert "European threshold – works (eu_threshold_works): €5,538,000 → €5,404,000" in said
    assert "Electronic invoicing between businesses (b2b_einvoice): applies" in said
    assert "standstill" not in said
    line = next(each for each in said.splitlines() if "remedies_act" in each)
    assert line.endswith("(to be confirmed)")


def test_an_edition_does_not_differ_from_itself() -> None:
    found = rules("diff", "be-2026-01", "be-2026-01", "--json").document
    assert (found["added"], found["removed"], found["changed"]) == ({}, {}, {})
    assert rules("diff", "be-2026-01", "be-2026-01").out.endswith("Er is geen verschil.\n")


# check


def test_the_shipped_editions_are_in_order() -> None:
    said = rules("check", "--json")
    assert (said.code, said.err, faults(said)) == (rules_shown.COMPLETE, "", [])
    assert len(said.document["editions"]) == len(EDITIONS)
    assert "14 edities zijn in orde." in rules("check").out


def test_a_folder_of_own_editions_is_checked(own: Path) -> None:
    said = rules("check", own, "--json")
    assert (said.code, faults(said)) == (rules_shown.COMPLETE, [])
    (edition,) = said.document["editions"]
    assert (edition["id"], edition["valid_to"]) == ("be-2030-01", None)
    assert "1 editie is in orde." in rules("check", own).out


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("value = 20", 'value = "twenty"', "field_wrong"),
        ("value = 20", "valeu = 20", "field_missing"),
        ("value = 20", "value = 20\nextra = 1", "field_unknown"),
        ('article = "Act 17 June 2013 art. 11"\n', "", "field_wrong"),
        ("original = 15", 'original = "fifteen"', "field_wrong"),
        ("value = 20", "value = ", "toml"),
        ('id = "be-2030-01"', 'id = "be-2030-02"', "name"),
        ("2030-01-01", "2030-02-01", "name"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_a_faulty_edition_is_told_in_each_language(
    own: Path, before: str, after: str, code: str, language: Language
) -> None:
    assert before in OWN
    (own / "be-2030-01.toml").write_text(OWN.replace(before, after), encoding="utf-8")
    said = rules("check", own, "--json", "--lang", language)
    assert (said.code, faults(said)) == (rules_shown.FAULTY, [code])
    assert said.err.startswith("be-2030-01.toml")
    assert len(said.err.splitlines()) == 1


def test_everything_that_is_wrong_is_said_at_once(own: Path) -> None:
    later = OWN.replace("2030-01", "2031-01")
    (own / "be-2031-01.toml").write_text(later, encoding="utf-8")
    (own / "be-2032-01.toml").write_bytes(b"\xff\xfe")
    (own / "published.toml").write_text('be-2029-01 = "00"\nbe-2030-01 = "00"\n', encoding="utf-8")
    said = rules("check", own, "--json")
    assert said.code == rules_shown.FAULTY
    assert faults(said) == ["not_text", "overlap", "changed", "unpublished", "gone"]
    assert len(said.err.splitlines()) == len(faults(said))


@pytest.mark.parametrize("content", [b"be-2030-01 =", b"\xff"])
def test_hashes_that_cannot_be_read_are_told(own: Path, content: bytes) -> None:
    (own / "published.toml").write_bytes(content)
    said = rules("check", own, "--json")
    assert (said.code, faults(said)) == (rules_shown.FAULTY, ["toml"])


def test_a_folder_without_editions_and_no_folder_are_told(tmp_path: Path) -> None:
    said = rules("check", tmp_path, "--json")
    assert (said.code, faults(said)) == (rules_shown.FAULTY, ["empty"])
    said = rules("check", tmp_path / "nowhere")
    assert (said.code, said.out) == (rules_shown.BAD_INPUT, "")
    assert "nowhere" in said.err


def test_a_published_edition_that_was_edited_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "editions"
    shutil.copytree(SHIPPED, copy)
    assert rules("check", copy).code == rules_shown.COMPLETE
    file = copy / "be-2026-01.toml"
    file.write_text(file.read_text("utf-8").replace("5404000", "5404001"), encoding="utf-8")
    said = rules("check", copy, "--json")
    assert (said.code, faults(said)) == (rules_shown.FAULTY, ["changed"])
    assert "be-2026-01" in said.err


# the process


FORBIDDEN = ("temporalio", "fastapi", "sqlalchemy", "reportlab", "jinja2", "infra.settings")


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["show", "be-2026-01"], ["diff", "be-2025-01", "be-2026-01"], ["check"]],
    ids=lambda arguments: arguments[0],
)
def test_the_command_loads_nothing_of_the_server(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from bestek.cli import app\n"
        "app(standalone_mode=False)\n"
        f"sys.exit(str([each for each in {FORBIDDEN} if each in sys.modules] or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "rules", *arguments],
        cwd=ROOT,
        env={"LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert done.stderr.decode().strip() == ""
    assert "be-2026-01" in done.stdout.decode()
