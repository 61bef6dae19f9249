"""`bestek evaluate --table`: the answer as people read it, in four languages."""

import json
from collections.abc import Iterable

import pytest

from bestek import evaluating
from contracts.base import Language
from contracts.rules.scoring import Effect, FindingCode
from tests.program.evaluate_runs import (
    CASES,
    CODES,
    EXAMPLES,
    NAMES,
    Document,
    evaluate,
    example,
    run,
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.NL, ("Rang", "Totaal", "85,91", "Gevoeligheid", "Simulatie")),
        (Language.FR, ("Rang", "Total", "85,91", "Sensibilité", "Simulation")),
        (Language.DE, ("Rang", "Gesamt", "85,91", "Empfindlichkeit", "Simulation")),
        (Language.EN, ("Rank", "Total", "85.91", "Sensitivity", "Simulation")),
    ],
)
def test_a_table_speaks_each_language(language: Language, words: Iterable[str]) -> None:
    options = ("--table", "--sensitivity", "--simulate", "--lang", language)
    document = {**example("plain"), "expected": {"lowest_price": 1, "highest_price": 2, "draws": 9}}
    said = run("evaluate", "-", *options, given=json.dumps(document))
    assert (said.code, said.err) == (evaluating.COMPLETE, "")
    assert [word for word in words if word not in said.out] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", Language)
def test_every_example_is_shown_in_every_language(name: str, language: Language) -> None:
    said = run("evaluate", EXAMPLES / f"{name}.json", "--table", "--lang", language)
    assert said.code == evaluating.COMPLETE
    assert example(name)["title"] in said.out


def test_a_table_tells_ties_findings_and_who_was_set_aside() -> None:
    document = example("plain")
    document["bids"][1]["excluded"] = "no [bold]signature[/bold]"
    document["bids"][2]["price"] = document["bids"][0]["price"]
    for score in document["scores"]:
        score["value"] = 8
    document["bids"][0]["quantities"] = {"days": 3}
    document["bids"][2]["quantities"] = {"days": 2}
    document["policies"]["tie_break"].append({"by": "quantity", "of": "days", "better": "lower"})
    said = evaluate(document, "--table")
    assert said.code == evaluating.COMPLETE
    assert "Place 1, Kade, Meer: points for quality: Kade = Meer" in said.out
    assert "Place 1, Kade, Meer: quantity days: Meer > Kade" in said.out
    assert "Linde: excluded: no [bold]signature[/bold]" in said.out


def test_a_table_without_ranking_says_so_and_what_waits() -> None:
    document = example("plain")
    del document["scores"][0]
    said = evaluate(document, "--table")
    assert said.code == evaluating.WAITS
    assert "There is no ranking yet." in said.out
    assert "Kade · Approach: the score is missing" in said.out
    assert "[waits for a decision]" in said.out


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("code", "document"),
    [case for case in CASES if case[0].effect not in (Effect.METHOD, Effect.INPUT)],
)
def test_a_table_holds_every_finding_in_every_language(
    code: FindingCode, document: Document, language: Language
) -> None:
    said = run(
        "evaluate", "-", "--table", "--lang", language, given=json.dumps(document, default=str)
    )
    assert said.code == CODES[code.effect]
