"""Every finding has its sentence, which asks for no fact that the finding does not carry."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.base import Language
from contracts.rules import scoring
from contracts.rules.scoring import FindingCode
from contracts.rules.scoring.allocation import EFFECTS
from contracts.rules.scoring.answer import answer
from contracts.rules.scoring.evaluation_file import EvaluationFile
from infra.evaluation_files import refused, sentences
from infra.texts import catalogue
from tests.rules.findings_table import EFFECTS as LEAST
from tests.rules.findings_table import Document

SOURCES = Path(scoring.__file__).parent
CASES = [each for table in LEAST.values() for documents in table.values() for each in documents]
ABOUT = {"bid", "criterion"}
"""What `found` takes beside facts."""


def _calls() -> Iterator[tuple[str, set[str]]]:
    """Each place where a finding is made: its code, and the facts that it certainly has."""
    for path in SOURCES.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                yield from _in(function)


def _in(function: ast.FunctionDef) -> Iterator[tuple[str, set[str]]]:
    spread = {
        ast.unparse(node.targets[0]): {
            str(key.value) for key in node.value.keys if isinstance(key, ast.Constant)
        }
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    }
    for node in ast.walk(function):
        codes = [ast.unparse(each) for each in getattr(node, "args", ())] if _calling(node) else []
        for code in codes:
            if code.startswith("FindingCode.") and isinstance(node, ast.Call):
                facts = {k.arg for k in node.keywords if k.arg} - ABOUT
                for keyword in node.keywords:
                    if keyword.arg is None:
                        facts |= spread.get(ast.unparse(keyword.value), set())
                yield FindingCode[code.removeprefix("FindingCode.")].value, facts


def _calling(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("found", "_found", "_at")


def _asked(key: str) -> set[str]:
    [form] = catalogue.keys(Language.NL)[key]
    return set(catalogue.PLACEHOLDER.findall(form))


CERTAIN: dict[str, set[str]] = {"price_zero": {"price"}, "price_negative": {"price"}}
"""The facts that a finding has wherever it is made; these two are made by a variable."""
for _code, _facts in _calls():
    CERTAIN[_code] = CERTAIN.get(_code, _facts) & _facts

GIVEN = {"earlier_offer_counts": {"round"}}
"""What `rounds` adds to each of its findings."""


@pytest.mark.parametrize("code", FindingCode)
def test_a_finding_says_only_what_it_carries(code: FindingCode) -> None:
    assert code in CERTAIN, "no place makes this finding"
    missing = _asked(f"finding.{code}") - CERTAIN[code] - GIVEN.get(code, set())
    assert missing == set()


CODES = {*(code.value for code in FindingCode), *(str(code) for code in EFFECTS)}
VARIANTS = [
    key
    for key in catalogue.keys(Language.NL)
    if re.match(r"finding\.[a-z_]+_of_", key) and key.removeprefix("finding.") not in CODES
]


@pytest.mark.parametrize("key", VARIANTS)
def test_a_sentence_for_a_fact_is_one_of_a_finding_and_asks_for_that_fact(key: str) -> None:
    code, _, fact = key.removeprefix("finding.").rpartition("_of_")
    assert code in CODES
    assert fact in _asked(key)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("document", CASES)
def test_every_finding_is_said_in_every_language(document: Document, language: Language) -> None:
    told = answer(EvaluationFile.model_validate(document))
    assert told["findings"]
    for found in told["findings"]:
        said = sentences.finding(found, language, {})
        assert said.endswith((".", ")."))
        assert not catalogue.PLACEHOLDER.search(said)


@pytest.mark.parametrize("language", Language)
def test_findings_of_lots_and_reasons_of_refusals_have_their_sentences(language: Language) -> None:
    known = set(catalogue.keys(language))
    wanted = {f"finding.{code}" for code in EFFECTS}
    wanted |= {f"evaluate.wrong.{reason}" for reason in refused.REASONS.values()}
    assert sorted(wanted - known) == []
