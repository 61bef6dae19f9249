"""What rules on low prices, lots and values over years find is said in four languages, with what
they really know."""

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.base import Language
from contracts.rules.scoring import abnormally_low, lots
from contracts.rules.scoring.abnormally_low import POLICIES, Figure, Note, Reason, Unit
from contracts.rules.scoring.formulas import FORMULAS
from contracts.rules.scoring.lots import (
    CountDiscount,
    Direction,
    Limit,
    LotFinding,
    LotFindingCode,
    SetDiscount,
)
from infra.evaluation_files import sentences
from infra.texts import catalogue, rules, screening
from infra.texts.catalogue import Texts
from tests.rules.lots_cases import lot

LOW = Path(abnormally_low.__file__).parent
OVER_LOTS = Path(lots.__file__).parent
LOT_RULE = re.compile(r'"(lots_[a-z_]+/[0-9]+)"')
MAKERS = {"amount", "percent", "number"}


def _figures() -> Iterator[str]:
    """The names that the policies give to figures: the first argument of those who make them."""
    for path in LOW.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MAKERS:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def _lot_rules() -> set[str]:
    return {
        rule
        for path in OVER_LOTS.glob("*.py")
        for rule in LOT_RULE.findall(path.read_text("utf-8"))
    }


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_is_named_and_told(name: str, language: Language) -> None:
    texts = Texts(language)
    assert screening.policy(name, texts) != name
    told = screening.text(name, texts)
    assert told.endswith(".")
    assert len(told) > len(screening.policy(name, texts))


@pytest.mark.parametrize("language", Language)
def test_every_reason_and_note_is_a_sentence(language: Language) -> None:
    texts = Texts(language)
    said = [screening.reason(each, texts) for each in Reason]
    said += [screening.note(each, texts) for each in Note]
    assert len(set(said)) == len(Reason) + len(Note)
    assert all(each.endswith(".") and each[0].isupper() for each in said)


@pytest.mark.parametrize("language", Language)
def test_every_figure_has_its_name_and_no_name_is_kept_for_nothing(language: Language) -> None:
    made = {f"screening.figure.{name}" for name in _figures()}
    assert "screening.figure.left_out_highest" in made
    assert {key for key in catalogue.keys(language) if key.startswith("screening.figure.")} == made


def test_a_figure_is_said_in_its_unit() -> None:
    third, texts = Fraction(1, 3), Texts("nl")
    amount = Figure("mean", Unit.AMOUNT, third, "930300.33")
    assert screening.figure(amount, "EUR", texts) == "Gemiddelde: €\xa0930.300,33"
    percent = Figure("mean_discount", Unit.PERCENT, third, "20.17")
    assert screening.figure(percent, "EUR", texts) == "Gemiddelde korting: 20,17\xa0%"
    count = Figure("tenders", Unit.NUMBER, third, "8")
    assert screening.figure(count, "EUR", texts) == "Offertes die meetellen: 8"


def _of_lots() -> Iterator[LotFinding]:
    """What the rules for lots find where each has something to say."""
    two = [lot("1", {"A": 10, "B": 10}), lot("2", {"A": 20})]
    yield from lots.lots_independent([lot("1", {"A": 1, "B": 1}), lot("2", {})]).findings
    yield from lots.lots_limit_priority(two, Limit(1), ["1", "2"]).findings
    alone = [lot("1", {"A": 10}), lot("2", {"A": 10})]
    yield from lots.lots_limit_optimal(alone, Limit(1), Direction.LOWEST).findings
    yield from lots.lots_limit_optimal(alone, Limit(1), Direction.LOWEST, most_optima=1).findings
    yield from lots.lots_combined(two, most_lots=1).findings
    high = SetDiscount("D1", "A", frozenset({"1", "2"}), amount=Fraction(30))
    far = CountDiscount("D2", "Z", 2, Fraction(5))
    yield from lots.lots_combined(two, [high, far]).findings


@pytest.mark.parametrize("language", Language)
def test_every_finding_on_lots_is_said_with_the_facts_that_it_carries(language: Language) -> None:
    found = list(_of_lots())
    assert {each.code for each in found} == set(LotFindingCode)
    for each in found:
        said = sentences.finding(each.model_dump(), language, {})
        assert said.endswith(".")
        assert "{" not in said
        numbers = [fact for fact in each.facts.values() if fact.isdecimal()]
        assert all(number in said for number in numbers), said


def test_a_lot_without_award_in_some_allocations_says_in_how_many() -> None:
    facts = {"reason": "limit_reached", "allocations": "1", "shown": "2"}
    found = LotFinding(code=LotFindingCode.LOT_WITHOUT_AWARD, lot="7", facts=facts)
    said = sentences.finding(found.model_dump(), Language.NL, {})
    assert said == (
        "Perceel 7: het perceel wordt in 1 van de 2 getoonde verdelingen niet gegund: elke "
        "inschrijver heeft zijn maximum aantal percelen."
    )


@pytest.mark.parametrize("language", Language)
def test_every_rule_is_named(language: Language) -> None:
    texts = Texts(language)
    over_lots = _lot_rules()
    assert len(over_lots) == 4
    for name in [*FORMULAS, *POLICIES, *over_lots]:
        assert rules.named(name, texts).startswith(f"{name} ("), name
    keys = {f"lots.rule.{name.replace('/', '_')}" for name in over_lots}
    assert {key for key in catalogue.keys(language) if key.startswith("lots.rule.")} == keys


def test_an_unknown_rule_keeps_its_own_name() -> None:
    assert rules.named("X9/1", Texts("nl")) == "X9/1"
