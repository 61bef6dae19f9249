"""`bestek period`: one JSON document, sentences for people, and refusals with exit code 2."""

import json
from typing import Any

import pytest

from bestek import period
from contracts.base import Language
from infra import rulebook

ASKED = ("--from", "2026-12-10", "--length", "15", "--unit", "calendar", "--direction", "forward")


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The JSON document of arguments that are right."""
    assert period.main(arguments) == period.COMPLETE
    said = capsys.readouterr()
    assert said.err == ""
    document: dict[str, Any] = json.loads(said.out)
    return document


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line about arguments that are wrong."""
    assert period.main(arguments) == period.BAD_INPUT
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_a_period_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, *ASKED)
    explained = told.pop("explanation")
    assert len(explained) == 7
    assert told == {
        "event": "given_day",
        "from": "2026-12-10",
        "length": 15,
        "unit": "calendar_days",
        "direction": "forward",
        "counted_to": "2026-12-25",
        "last_day": "2026-12-28",
        "instant": {
            "last_useful": {
                "utc": "2026-12-28T22:59:59+00:00",
                "brussels": "2026-12-28T23:59:59+01:00",
            },
            "too_late": {
                "utc": "2026-12-28T23:00:00+00:00",
                "brussels": "2026-12-29T00:00:00+01:00",
            },
        },
        "shifts": [
            {
                "from_day": "2026-12-25",
                "to_day": "2026-12-26",
                "because": "holiday",
                "holiday": "christmas",
            },
            {
                "from_day": "2026-12-26",
                "to_day": "2026-12-27",
                "because": "saturday",
                "holiday": None,
            },
            {
                "from_day": "2026-12-27",
                "to_day": "2026-12-28",
                "because": "sunday",
                "holiday": None,
            },
        ],
        "article": "Regulation 1182/71 art. 3",
        "source": "Regulation 1182/71",
        "edition": {
            "id": "be-2026-01",
            "sha256": rulebook.shipped().edition("be-2026-01").sha256,
        },
        "jurisdiction": "BE",
        "confidence": "high",
        "to_confirm": [],
    }


def test_a_rule_of_the_edition_gives_length_article_and_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = answered(capsys, "--from", "2026-11-10", "--rule", "standstill")
    assert (told["length"], told["last_day"]) == (15, "2026-11-25")
    assert told["article"].startswith("Act 17 June 2013 art. 11")


def test_another_edition_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, *ASKED, "--edition", "be-2024-01")
    assert told["edition"]["id"] == "be-2024-01"


def test_the_days_between_two_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    told = answered(capsys, "--from", "2026-12-10", "--to", "2026-12-28")
    assert (told["calendar_days"], told["working_days"]) == (18, 11)


@pytest.mark.parametrize("language", Language)
def test_people_read_sentences_in_their_language(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert period.main([*ASKED, "--lang", language]) == period.COMPLETE
    lines = capsys.readouterr().out.splitlines()
    told = answered(capsys, *ASKED, "--lang", language, "--json")
    assert lines == told["explanation"]


def test_json_speaks_dutch_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    dutch = answered(capsys, *ASKED, "--lang", "nl", "--json")
    assert answered(capsys, *ASKED) == dutch
    assert dutch != answered(capsys, *ASKED, "--lang", "fr", "--json")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Geef --from"),
        (["--from", "2026-02-30", "--length", "1"], "“2026-02-30” is geen dag"),
        (["--from", "10/12/2026", "--length", "1"], "is geen dag"),
        (["--from", "2026-12-10"], "Geef --length"),
        (["--from", "2026-12-10", "--length", "0"], "“0” kan geen duur zijn"),
        (["--from", "2026-12-10", "--length=-3"], "“-3” kan geen duur zijn"),
        (["--from", "2026-12-10", "--length", "1.5"], "“1.5” kan geen duur zijn"),
        (["--from", "2026-12-10", "--length", "9" * 9999], "kan geen duur zijn"),
        (["--from", "2026-12-10", "--length", "1", "--unit", "moon"], "is geen eenheid"),
        (["--from", "2026-12-10", "--length", "1", "--direction", "up"], "is geen richting"),
        (["--from", "2001-12-10", "--length", "1"], "geen regeleditie voor 2001-12-10"),
        (["--from", "2026-12-10", "--length", "1", "--edition", "be-1"], "regeleditie voor be-1"),
        (["--from", "2026-12-10", "--length", "1", "--jurisdiction", "NL"], "feestdagen"),
        (["--from", "2026-12-10", "--length", "99", "--unit", "years"], "2125-12 ligt daarbuiten"),
        (["--from", "2026-12-10", "--to", "2026-12-09"], "ligt voor het begin"),
        (["--from", "2026-12-10", "--to", "2026-12-11", "--length", "1"], "ofwel een einde"),
        (["--from", "2026-12-10", "--rule", "standstill", "--length", "1"], "eigen duur"),
        (["--from", "2026-12-10", "--rule", "nothing"], "kent geen regel “nothing”"),
        (["--from", "2026-12-10", "--rule", "eu_threshold_works"], "geen termijn"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(capsys, *arguments, "--lang", "nl")


@pytest.mark.parametrize(
    ("arguments", "code", "facts"),
    [
        (["--from", "x"], "day_unreadable", {"day": "x"}),
        (["--from", "2001-12-10", "--length", "1"], "edition_missing", {"day": "2001-12-10"}),
        (
            ["--from", "2026-12-10", "--to", "2026-12-09"],
            "end_before_start",
            {"start": "2026-12-10", "end": "2026-12-09"},
        ),
        (
            ["--from", "2026-12-10", "--length", "1", "--unit", "moon"],
            "unit_unknown",
            {"unit": "moon", "units": "calendar_days, working_days, weeks, months, years"},
        ),
        (["--from", "\x1b[2J\x9b"], "day_unreadable", {"day": "\x1b[2J\x9b"}),
    ],
)
def test_who_asked_for_json_is_refused_by_code(
    arguments: list[str], code: str, facts: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(capsys, *arguments)
    assert line.removesuffix("\n").isprintable()
    told = json.loads(line)
    assert (told["code"], told["facts"]) == (code, facts)
    in_french = refused(capsys, *arguments, "--lang", "fr", "--json")
    assert json.loads(in_french)["code"] == code
    people = refused(capsys, *arguments, "--lang", "nl")
    assert people == f"{told['sentence']}\n"


@pytest.mark.parametrize("language", Language)
def test_a_refusal_speaks_the_language_asked(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(capsys, "--from", "x", "--lang", language)
    others = {refused(capsys, "--from", "x", "--lang", other) for other in Language}
    assert len(others) == len(Language)
    assert sentence in others
