"""The catalogues are complete, equal in all languages, and say no more than is asked of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import acceptance, awarding, contracting, evaluation, people, refusals
from contracts.acceptance import report
from contracts.actors import Relation, Role
from contracts.base import Language
from contracts.rules import permissions
from contracts.tendering import process
from infra.texts import catalogue
from infra.texts.catalogue import Texts

ROOT = Path(__file__).parents[2]
SOURCES = ("contracts", "workflows", "activities", "infra", "api", "bestek")

KEY = re.compile(r"""["']([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)["']""")
WORD = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")
BEGUN = re.compile(r"""(?:f["']([a-z][a-z0-9_.]*[._])\{|["']([a-z][a-z0-9_.]*[._])["']\s*~)""")
SAID = re.compile(r"""(?<![A-Za-z0-9])(?:_|say|plural|_n|key)\(\s*["']([a-z0-9_.]+)["']""")

BUILT: dict[str, set[str]] = {
    "refusal": {code.value for code in refusals.Code},
    "role": {role.value for role in Role},
    "relation": {relation.value for relation in Relation},
    "permission_rule": {rule.value for rule in permissions.Rule},
    "stage.tender": {stage.value for stage in process.Stage},
    "stage.evaluation": {stage.value for stage in evaluation.Stage},
    "stage.award": {stage.value for stage in awarding.Stage},
    "stage.contract": {stage.value for stage in contracting.Stage},
    "stage.acceptance": {stage.value for stage in acceptance.Stage},
    "contract.milestone": {status.value for status in contracting.Status},
    "acceptance.verdict": {verdict.value for verdict in report.Verdict},
    "acceptance.result": {result.value for result in report.Result},
    "acceptance.severity": {severity.value for severity in report.Severity},
    "people.kind": {kind.value for kind in people.OrganisationKind},
    "people.person": set(people.Person.model_fields) - {"id"},
    "people.organisation": set(people.OrganisationCard.model_fields) - {"id"},
    "format.weekday": {str(day) for day in range(1, 8)},
}
"""Keys that code puts together: a prefix and all that may follow it."""

BY_LAST_WORD = ("task", "draft")
"""Prefixes under which a key counts as used when its last word stands in the source."""

CODE = re.compile(r"\bCode\.([A-Z_]+)")

COUNTED_FACTS = {"remaining": {"now", "deadline"}}
"""Placeholders of refusals that are worked out from other facts."""


def test_a_text_is_filled_in() -> None:
    said = Texts("en").say("refusal.weights_sum", sum="99", target="100", difference="1")
    assert said == "The weights add up to 99 and must be 100. Difference: 1."


def test_an_unknown_key_is_told() -> None:
    with pytest.raises(KeyError, match=r"no text .*nowhere"):
        Texts("nl").say("refusal.nowhere")


def test_a_missing_placeholder_is_told() -> None:
    with pytest.raises(KeyError, match=r"\{target\}"):
        Texts("nl").say("refusal.weights_sum", sum="99", difference="1")


def test_a_counting_text_is_asked_for_by_number() -> None:
    assert Texts("fr").plural("format.days", 0) == "0\xa0jour"
    assert Texts("nl").plural("format.days", 0) == "0\xa0dagen"
    with pytest.raises(KeyError):
        Texts("nl").say("format.days")
    with pytest.raises(KeyError):
        Texts("nl").plural("refusal.no_bids", 1)


def test_a_brace_in_a_value_stays_as_it_is() -> None:
    assert "{x}" in Texts("nl").say("refusal.not_a_number", value="{x}")


@pytest.mark.parametrize("language", Language)
def test_all_languages_say_the_same_things(language: Language) -> None:
    assert set(catalogue.keys(language)) == set(catalogue.keys(Language.NL))


@pytest.mark.parametrize("language", Language)
def test_all_languages_fill_in_the_same_things(language: Language) -> None:
    ours, dutch = catalogue.keys(language), catalogue.keys(Language.NL)
    different = [
        key
        for key in set(ours) & set(dutch)
        if _placeholders(ours[key]) != _placeholders(dutch[key])
        or len(ours[key]) != len(dutch[key])
    ]
    assert different == []


@pytest.mark.parametrize("language", Language)
def test_the_quick_way_reads_what_the_parser_reads(language: Language) -> None:
    for path in (catalogue.LOCALES / language / "LC_MESSAGES").glob("*.po"):
        quick = catalogue._plain(path)
        assert quick, path
        assert quick == catalogue._parsed(path, language), path


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "a"\nmsgstr ""',
        'msgid "a"\nmsgstr " "',
        '#, fuzzy\nmsgid "a"\nmsgstr "b"',
        'msgid "a"\nmsgstr ""\n"b"',
        'msgid "a"\nmsgstr "b\\t"',
        'msgid "a"\nmsgid_plural "a"\nmsgstr[0] "b"',
        "nonsense",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(entry: str, tmp_path: Path) -> None:
    file = tmp_path / "texts.po"
    plain = 'msgid "c"\nmsgstr "d"'
    head = 'msgid ""\nmsgstr ""'
    file.write_text(f"{head}\n\n{plain}\n", "utf-8")
    assert catalogue._plain(file) == [("c", ("d",))]
    file.write_text(f"{head}\n\n{plain}\n\n{entry}\n", "utf-8")
    assert catalogue._plain(file) == []


def test_every_key_asked_for_exists() -> None:
    known = set(catalogue.keys(Language.NL))
    missing = [
        f"{path.relative_to(ROOT)}: {key}"
        for path in _sources()
        for key in SAID.findall(path.read_text("utf-8"))
        if not key.endswith((".", "_")) and not known & _meant(path, key)
    ]
    assert missing == []


def test_every_key_begun_can_be_finished() -> None:
    known = set(catalogue.keys(Language.NL))
    dead = [
        f"{path.relative_to(ROOT)}: {start}"
        for path in _sources()
        for start in _begun(path)
        if not any(key.startswith(tuple(_meant(path, start))) for key in known)
    ]
    assert dead == []


def test_every_key_put_together_exists() -> None:
    known = set(catalogue.keys(Language.NL))
    wanted = {f"{prefix}.{name}" for prefix, names in BUILT.items() for name in names}
    assert sorted(wanted - known) == []


def test_every_text_is_said_somewhere() -> None:
    used = {f"{prefix}.{name}" for prefix, names in BUILT.items() for name in names}
    begun: set[str] = set()
    words: set[str] = set()
    for path in _sources():
        text = path.read_text("utf-8")
        words |= set(WORD.findall(text))
        literals = KEY.findall(text) + (WORD.findall(text) if _of_documents(path) else [])
        used |= {key for literal in literals for key in _meant(path, literal)}
        begun |= {key for start in _begun(path) for key in _meant(path, start)}
    unused = set(catalogue.keys(Language.NL)) - used
    left = (key for key in unused if not key.startswith(tuple(begun)))
    assert sorted(key for key in left if not _by_last_word(key, words)) == []


def test_every_task_has_its_title() -> None:
    known = set(catalogue.keys(Language.NL))
    assert sorted(f"task.{what}" for what in _tasks() if f"task.{what}" not in known) == []


def test_every_refusal_carries_the_facts_of_its_sentence() -> None:
    texts = catalogue.keys(Language.NL)
    short = []
    for path, code, facts in _refusals_made():
        wanted = _placeholders(texts[f"refusal.{code}"])
        given = facts | {name for name, needs in COUNTED_FACTS.items() if needs <= facts}
        if wanted - given:
            short.append(f"{path}: {code} lacks {sorted(wanted - given)}")
    assert short == []


def _placeholders(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for name in catalogue.PLACEHOLDER.findall(form)}


def _begun(path: Path) -> set[str]:
    """The beginnings of keys that a file puts together: `"role." ~ role`."""
    pairs = BEGUN.findall(path.read_text("utf-8"))
    return {start for pair in pairs for start in pair if "." in start}


def _of_documents(path: Path) -> bool:
    return path.is_relative_to(ROOT / "infra" / "documents")


def _meant(path: Path, key: str) -> set[str]:
    """What a key in this file means: a document's pen puts `documents.` before it."""
    return {key, f"documents.{key}"} if _of_documents(path) else {key}


def _by_last_word(key: str, words: set[str]) -> bool:
    prefix, _, word = key.partition(".")
    return prefix in BY_LAST_WORD and word in words


def _tasks() -> set[str]:
    """Each `Task(what="...")` in the contracts."""
    found = set()
    for path in (ROOT / "contracts").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Task":
                what = [k.value for k in node.keywords if k.arg == "what"]
                found |= {w.value for w in what if isinstance(w, ast.Constant)}
    return {str(what) for what in found}


def _sources() -> Iterator[Path]:
    for top in SOURCES:
        for suffix in ("py", "html", "txt"):
            yield from (ROOT / top).rglob(f"*.{suffix}")


def _refusals_made() -> Iterator[tuple[str, str, set[str]]]:
    """Each `refuse(Code.X, fact=...)` in the source: where, the code, the names of its facts."""
    for path in _sources():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name != "refuse":
                continue
            facts = {keyword.arg for keyword in node.keywords if keyword.arg} - {"field"}
            for code in CODE.findall(ast.unparse(node.args[0])):
                yield str(path.relative_to(ROOT)), refusals.Code[code].value, facts
