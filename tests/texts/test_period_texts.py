"""A computed period and a refused one, in words."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from contracts.base import Language
from contracts.rules import calendars, deadlines
from contracts.rules.calendars import Calendar
from contracts.rules.deadlines import Because, Direction, Doubt, Unit
from contracts.rules.editions import Basis
from contracts.rules.errors import RuleError
from infra import rulebook
from infra.texts import catalogue, periods
from infra.texts.catalogue import Texts

ROOT = Path(__file__).parents[2]
EDITION = rulebook.shipped().edition("be-2026-01")
SOURCES = ("contracts/rules/deadlines.py", "contracts/rules/calendars.py", "bestek/period.py")
OF_THE_RULEBOOK = {"edition_missing", "parameter_unknown"}
TYPED_ELSEWHERE = {"local_time_missing", "local_time_ambiguous"}
"""An hour is typed on a page, and refused there."""


def said(length: int, start: str, language: str = "nl", **more: str) -> tuple[str, ...]:
    """The sentences of a period in calendar days, or of what `more` says."""
    term = deadlines.asked(
        length, more.get("unit", "calendar_days"), more.get("direction", "forward"), EDITION
    )
    found = deadlines.compute(term, date.fromisoformat(start))
    return periods.sentences(found, Texts(language))


def test_every_step_of_a_period_is_said() -> None:
    assert said(15, "2026-12-10") == (
        "Vertrekpunt: Opgegeven dag, donderdag 10 december 2026.",
        "Duur: 15 kalenderdagen; de dag van het vertrekpunt telt niet mee. "
        "Geteld tot en met vrijdag 25 december 2026.",
        "Verschuiving: vr\xa025/12/2026 is een feestdag (Kerstmis): naar za\xa026/12/2026.",
        "Verschuiving: za\xa026/12/2026 is een zaterdag: naar zo\xa027/12/2026.",
        "Verschuiving: zo\xa027/12/2026 is een zondag: naar ma\xa028/12/2026.",
        "Uitkomst: maandag 28 december 2026, 24.00\xa0uur; "
        "laatste nuttige seconde: 23.59.59\xa0uur op maandag 28 december 2026.",
        "Grond: art. 3 van verordening (EEG, Euratom) nr. 1182/71; regeleditie be-2026-01.",
    )


def test_an_end_that_hangs_on_a_list_nobody_read_says_so() -> None:
    assert said(15, "2026-10-18")[-1] == (
        "Te bevestigen door de jurist: deze datum verandert als de lijst van Belgische feestdagen "
        "in het Publicatieblad een brugdag of een sluitingsdag van de overheid bevat. Die lijst is "
        "niet gelezen; we rekenen met de tien wettelijke feestdagen."
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("direction", Direction)
def test_every_unit_and_direction_is_said_in_every_language(
    language: Language, unit: Unit, direction: Direction
) -> None:
    for length in (1, 2):
        for line in said(length, "2026-11-20", language, unit=unit, direction=direction):
            assert "{" not in line
            assert line.endswith(".")


@pytest.mark.parametrize("language", Language)
def test_every_holiday_reason_and_doubt_has_its_words(language: Language) -> None:
    texts = Texts(language)
    for year in (2026, 2030):
        assert all(texts.has(f"holiday.{key}") for key in calendars.computed(year).values())
    assert all(
        texts.has(f"sum.shift_{because.value}") for because in Because if because != "holiday"
    )
    assert all(texts.has(f"period.doubt.{doubt.value}") for doubt in Doubt)


def test_practice_of_the_house_is_no_law() -> None:
    term = deadlines.asked(3, "calendar_days", "forward", EDITION)
    house = term.model_copy(update={"basis": Basis.HOUSE, "article": "afspraak 7"})
    why = deadlines.compute(house, date(2026, 11, 10)).explanation
    assert periods.ground(why, Texts("nl")) == (
        "Afspraak van het huis, geen wet: afspraak 7; regeleditie be-2026-01"
    )


def _raised() -> set[str]:
    """The codes with which the sources refuse."""
    codes = set(OF_THE_RULEBOOK)
    for source in SOURCES:
        for node in ast.walk(ast.parse((ROOT / source).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "RuleError":
                codes |= {str(a.value) for a in node.args if isinstance(a, ast.Constant)}
    return codes


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    prefix = "period.wrong."
    known = {key.removeprefix(prefix) for key in catalogue.keys("nl") if key.startswith(prefix)}
    assert known == _raised() - TYPED_ELSEWHERE


def test_a_refusal_repeats_what_was_typed_on_one_line_and_cut() -> None:
    wrong = RuleError("day_unreadable", day="x\n\x1b[2J" + "y" * 500)
    sentence = periods.refused(wrong, Texts("en"))
    assert re.fullmatch(r"“x�{2}\[2Jy{54}” is not a day\. .*", sentence)


@pytest.mark.parametrize("language", Language)
def test_an_edition_that_is_not_there_is_told_by_day_or_by_name(language: Language) -> None:
    for wanted in ({"day": "2001-01-01"}, {"edition": "be-1999-01"}):
        sentence = periods.refused(RuleError("edition_missing", **wanted), Texts(language))
        assert next(iter(wanted.values())) in sentence


def test_days_between_are_said_with_their_working_days() -> None:
    span = deadlines.span(date(2026, 12, 24), date(2026, 12, 25), Calendar("BE"))
    assert periods.between(span, Texts("en")) == (
        "After Thursday 24 December 2026, up to and including Friday 25 December 2026: "
        "1 calendar day, of which 0 working days."
    )
