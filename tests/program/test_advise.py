"""`bestek advise`: what goes in, what comes out, with which exit code, and how little it loads."""

import json
import subprocess
import sys
from typing import Any

import pytest

from bestek import advising
from contracts.base import Language
from tests.servers import ROOT

QUESTION = ("--kind", "services", "--estimate", "180000", "--date", "2026-11-23")
HEAVY = ("temporalio", "fastapi", "sqlalchemy", "reportlab", "typer", "rich", "babel", "holidays")


class Said:
    """What the command answered."""

    def __init__(self, capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> None:
        self.code = advising.main(arguments)
        out, err = capfdbinary.readouterr()
        self.out, self.err = out.decode(), err.decode()

    @property
    def document(self) -> dict[str, Any]:
        """Its standard output as JSON."""
        read: dict[str, Any] = json.loads(self.out)
        return read


def test_json_is_all_there_is_on_standard_output(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    said = Said(capfdbinary, *QUESTION)
    assert (said.code, said.err) == (advising.COMPLETE, "")
    found = said.document
    assert (found["edition"], found["estimate"]) == (
        "be-2026-01",
        {"amount": "180000", "currency": "EUR"},
    )
    assert [each["procedure"] for each in found["procedures"] if each["open"]] == [
        *("competitive_negotiation", "open", "restricted", "simplified_negotiated")
    ]
    assert {each["code"]: each["applies"] for each in found["duties"]}["standstill"] == "depends"


def test_lots_options_renewals_and_further_parts_are_added(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    parts = ("--lot", "60000", "--lot", "40000.50", "--option", "10", "--renewal", "20")
    question = ("--kind", "goods", "--date", "2026-01-01", *parts, "--further", "0.50")
    assert Said(capfdbinary, *question).document["estimate"]["amount"] == "100031.00"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            ("openbare procedure", "€\xa0216.000,00", "[te bevestigen]", "wet van 17 juni 2016"),
        ),
        ("fr", ("procédure ouverte", "[à confirmer]", "de la loi du 17 juin 2016")),
        ("de", ("offenes Verfahren", "[zu bestätigen]", "des Gesetzes vom 17. Juni 2016")),
        ("en", ("open procedure", "[to be confirmed]", "of the Act of 17 June 2016")),
    ],
)
def test_people_read_it_in_their_language(
    language: str, words: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    said = Said(capfdbinary, *QUESTION, "--lang", language)
    assert said.code == advising.COMPLETE
    assert [word for word in words if word not in said.out] == []


WRONG = [
    (("--kind", "gifts"), "gifts", "goods, services, works, social"),
    (("--authority", "royal"), "royal", "sub_central, central"),
    (("--date", "23/11/2026"), "23/11/2026", "2026-11-23"),
    (("--date", "2036-01-01"), "2036", ""),
    (("--date", "0001-01-01"), "", ""),
    (("--date", "2017-12-31"), "2017", ""),
    (("--date", "2028-01-01"), "2028", ""),
    (("--date", "2026-02-30"), "2026-02-30", ""),
    (("--estimate", "180.000,00"), "180.000,00", "179999.99"),
    (("--estimate", "1e9"), "1e9", ""),
    (("--estimate", "1" * 21), "1" * 21, ""),
    (("--estimate", "-0.01"), "0", ""),
    (("--option", "-5"), "5", ""),
    (("--lot", "5"), "5", "180"),
    (("--currency", "GBP"), "GBP", "be-2026-01"),
    (("--currency", "pounds"), "pounds", "EUR"),
    (("--ground", "habit"), "habit", "extreme_urgency"),
]


@pytest.mark.parametrize(("wrong", "names", "offers"), WRONG, ids=lambda each: str(each)[:30])
@pytest.mark.parametrize("language", Language)
def test_bad_input_is_one_sentence_and_exit_code_two(
    wrong: tuple[str, ...],
    names: str,
    offers: str,
    language: Language,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    said = Said(capfdbinary, *QUESTION, *wrong, "--lang", language.value)
    assert (said.code, said.out) == (advising.BAD_INPUT, "")
    assert said.err.count("\n") == 1
    assert names in said.err
    assert offers in said.err


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("--currency", "GBP"), "currency_without_threshold"),
        (("--date", "2036-01-01"), "edition_missing"),
        (("--lot", "5"), "estimate_lots_differ"),
        (("--estimate", "1e9"), "not_an_amount"),
        (("--ground", "habit"), "ground_unknown"),
    ],
)
def test_who_asked_for_json_is_refused_by_code(
    wrong: tuple[str, ...], code: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    said = Said(capfdbinary, *QUESTION, *wrong)
    assert (said.code, said.out) == (advising.BAD_INPUT, "")
    told = json.loads(said.err)
    assert told["code"] == code
    assert Said(capfdbinary, *QUESTION, *wrong, "--lang", "nl").err == f"{told['sentence']}\n"


def test_without_an_estimate_or_a_kind_it_asks_for_them(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    no_estimate = Said(capfdbinary, "--kind", "works", "--date", "2026-11-23", "--lang", "nl")
    assert no_estimate.err == "Geef een raming of de bedragen van de percelen.\n"
    nothing = Said(capfdbinary)
    assert nothing.code == advising.BAD_INPUT
    assert "goods, services, works, social" in nothing.err


def test_what_was_typed_is_shown_short_and_on_one_line(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    for asked in ((), ("--lang", "nl")):
        said = Said(capfdbinary, "--kind", "\x1b[31m\n" + "x" * 500, *asked)
        assert "\x1b" not in said.err
        assert said.err.count("\n") == 1
        assert len(said.err) < 400


def test_a_process_of_its_own_answers_and_loads_little() -> None:
    code = (
        "import json, sys\n"
        "from bestek.__main__ import main\n"
        f"sys.argv = ['bestek', 'advise', *{QUESTION!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n"
        "    loaded = sorted({name.split('.')[0] for name in sys.modules})\n"
        "    print(json.dumps([ended.code, loaded]), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ended, loaded = json.loads(done.stderr)
    assert ended == 0
    assert json.loads(done.stdout)["bought"] == "services"
    assert [name for name in HEAVY if name in loaded] == []


def test_the_list_of_commands_names_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bestek", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "advise" in done.stdout
