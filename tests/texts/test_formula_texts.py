"""Every formula is put in words in four languages, and a published one keeps its words.

A signed report says by which formula, in which words. So the four texts of a published formula
are pinned here by their hash, and a text that should read differently needs a new version of the
formula: give it the next number, write its texts, and add its line to `published_formulas.json`
(the failing test shows the line). A line that is there is never changed.
"""

import hashlib
import json
import re
from pathlib import Path

import pytest

from contracts.base import Language
from contracts.rules.scoring import formulas, net_present_value
from contracts.rules.scoring.formulas import FORMULAS, Formula
from infra.texts import catalogue
from infra.texts.catalogue import Texts

PUBLISHED: dict[str, str] = json.loads(
    (Path(__file__).parent / "published_formulas.json").read_text("utf-8")
)
PARTS = ("name", "text", "caution")
SOURCES = Path(formulas.__file__).parent
REASON = re.compile(r'Undefined\("([a-z_]+)"\)')


def _key(formula: Formula, part: str) -> str:
    return f"formula.{formula.id.lower()}_{formula.version}.{part}"


def _texts(formula: Formula) -> dict[str, str]:
    """The formula in words, by language."""
    return {str(each): Texts(each).say(_key(formula, "text")) for each in Language}


def _hash(texts: dict[str, str]) -> str:
    written = json.dumps(texts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("name", FORMULAS)
def test_a_published_formula_keeps_its_words(name: str) -> None:
    made = _hash(_texts(FORMULAS[name]))
    assert PUBLISHED.get(name) == made, f'for a new version, add the line "{name}": "{made}"'


def test_no_published_formula_is_withdrawn() -> None:
    assert set(PUBLISHED) - set(FORMULAS) == set()


@pytest.mark.parametrize("language", Language)
def test_one_letter_in_one_language_makes_another_hash(language: Language) -> None:
    texts = _texts(FORMULAS["P1/1"])
    assert _hash({**texts, language: texts[language] + "."}) != PUBLISHED["P1/1"]


@pytest.mark.parametrize("language", Language)
def test_every_formula_is_named_told_and_cautioned(language: Language) -> None:
    known = catalogue.keys(language)
    wanted = {_key(formula, part) for formula in FORMULAS.values() for part in PARTS}
    assert sorted(wanted - set(known)) == []


@pytest.mark.parametrize("language", Language)
def test_every_parameter_has_its_name(language: Language) -> None:
    names = {each.name for formula in FORMULAS.values() for each in formula.parameters}
    wanted = {f"formula.parameter.{name}" for name in names}
    assert sorted(wanted - set(catalogue.keys(language))) == []


@pytest.mark.parametrize("language", Language)
def test_every_reason_for_no_value_is_a_sentence(language: Language) -> None:
    reasons = {
        reason
        for path in [*SOURCES.glob("*.py"), Path(net_present_value.__file__)]
        for reason in REASON.findall(path.read_text("utf-8"))
    }
    wanted = {f"formula.undefined.{reason}" for reason in reasons}
    assert {"price_not_positive", "above_ceiling", "no_discount", "rate_too_low"} <= reasons
    assert sorted(wanted - set(catalogue.keys(language))) == []


@pytest.mark.parametrize("language", Language)
def test_no_two_formulas_read_alike(language: Language) -> None:
    for part in PARTS[:2]:
        said = [Texts(language).say(_key(formula, part)) for formula in FORMULAS.values()]
        assert len(set(said)) == len(FORMULAS)


def test_no_text_is_kept_for_a_formula_or_parameter_that_is_gone() -> None:
    names = {each.name for formula in FORMULAS.values() for each in formula.parameters}
    wanted = {_key(formula, part) for formula in FORMULAS.values() for part in PARTS}
    wanted |= {f"formula.parameter.{name}" for name in names}
    found = {
        key
        for key in catalogue.keys(Language.NL)
        if key.startswith("formula.parameter.") or key.endswith(tuple(f"_1.{p}" for p in PARTS))
    }
    assert sorted(key for key in found - wanted if key.startswith("formula.")) == []
