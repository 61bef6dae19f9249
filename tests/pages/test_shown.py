"""No page prints the end of a period without telling the rule that computed it, or who chose it.

`docs/rules/shown.md` lists every place that prints the first instant that is too late. The tests
look for those places in the templates and in the code of the pages, and compare.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from api import rendering
from api.pages import grounds
from contracts.base import Language
from contracts.rules import deadlines
from contracts.rules.deadlines import Direction, Term, Unit
from contracts.rules.editions import Basis, Confidence, Edition
from infra import rulebook
from infra.texts import catalogue, periods
from infra.texts.catalogue import Texts

ROOT = Path(__file__).parents[2]
LISTED = ROOT / "docs" / "rules" / "shown.md"
CLOSING = frozenset({"moment", "moment_short", "hour", "deadline_moment"})
ALWAYS = "deadline_moment"
"""The way to write an instant that is always the end of something."""

MACROS = frozenset({"rule", "how", "ground", "deadline", "binding"})
"""What tells a rule; each asks for the explanation, or for the ground, of the date."""

CHOSEN = "chosen"
"""Said of a date that somebody chose: no rule computed it."""


@dataclass(frozen=True)
class Place:
    """A place that prints the end of a period: a file under the root, and the expression."""

    file: str
    what: str


def _name(node: nodes.Node) -> str:
    """`limit.ends` for the node of it."""
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    if isinstance(node, nodes.Name):
        return node.name
    return type(node).__name__


def _closes(found: nodes.Filter) -> bool:
    if found.name == ALWAYS:
        return True
    said = any(
        each.key == "closing" and isinstance(each.value, nodes.Const) and each.value.value
        for each in found.kwargs
    )
    return found.name in CLOSING and said


def in_template(name: str, source: str) -> Iterator[Place]:
    """Every place of a template that prints the first instant that is too late."""
    for found in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Filter):
        if found.node is not None and _closes(found):
            yield Place(f"api/templates/{name}", _name(found.node))


def in_code(name: str, source: str) -> Iterator[Place]:
    """The same for a module of the pages."""
    for found in ast.walk(ast.parse(source)):
        if not isinstance(found, ast.Call) or not isinstance(found.func, ast.Attribute):
            continue
        closing = any(each.arg == "closing" for each in found.keywords)
        if found.func.attr == ALWAYS or (found.func.attr in CLOSING and closing):
            yield Place(name, ast.unparse(found.args[0]))


def _printed() -> set[Place]:
    found: set[Place] = set()
    for file in rendering.TEMPLATES.glob("*.html"):
        found |= set(in_template(file.name, file.read_text()))
    for folder in ("api", "infra/store", "infra/documents", "infra/notices", "infra/texts"):
        for file in (ROOT / folder).rglob("*.py"):
            found |= set(in_code(str(file.relative_to(ROOT)), file.read_text()))
    return found


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the page."""
    part = LISTED.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("`", "") for cell in line.split("|")[1:-1]] for line in lines[2:]]


ENDS = _rows("The ends of periods")


def test_every_end_of_a_period_is_listed_with_its_rule() -> None:
    assert {Place(row[0], row[1]) for row in ENDS} == _printed()


@pytest.mark.parametrize("row", ENDS, ids=lambda row: f"{row[0]} {row[1]}")
def test_where_an_end_is_printed_its_rule_is_told(row: list[str]) -> None:
    """The template calls the macro that the list names; a parameter exists in an edition."""
    file, _, parameters, told = row
    known = {name for each in rulebook.shipped().editions for name in each.parameters}
    if told == CHOSEN:
        assert parameters == "–"
        return
    assert {name.strip() for name in parameters.split(",")} <= known
    if file.endswith(".html"):
        assert told in MACROS
        assert re.search(rf"\{{\{{ {told}\(", (ROOT / file).read_text())
    elif told.startswith("refusal."):
        _names_the_article(told, parameters)
    else:
        assert told in (ROOT / file).read_text()


def _names_the_article(sentence: str, parameter: str) -> None:
    """In every language the article that every edition gives."""
    for language in Language:
        for edition in rulebook.shipped().editions:
            cited = grounds.law(edition.parameter(parameter), Texts(language)).text
            assert cited in catalogue.keys(language)[sentence][0]


def test_a_page_that_forgets_the_rule_is_found() -> None:
    source = "{{ limit.ends|moment(closing=true) }} {{ at|moment }} {{ due|deadline_moment }}"
    found = set(in_template("new.html", source))
    assert found == {
        Place("api/templates/new.html", "limit.ends"),
        Place("api/templates/new.html", "due"),
    }
    code = "formats.moment(until, language, closing=True)\nformats.moment(at, language)"
    assert set(in_code("api/new.py", code)) == {Place("api/new.py", "until")}


def test_only_the_macros_of_the_rule_tell_a_computed_period() -> None:
    """A second copy of the sum of a date would drift from the first."""
    told = re.compile(r"\|(brief|marks|shifts|doubts)\b|\bwhy\.article|explanation\.article")
    found = {f.name for f in rendering.TEMPLATES.glob("*.html") if told.search(f.read_text())}
    assert found == {"_rule.html"}


def test_every_coming_date_has_a_ground() -> None:
    """What the catalogue can announce in the agenda rests on a rule, or on who chose it."""
    keys = {
        key.removeprefix("agenda.")
        for key in catalogue.keys(Language.NL)
        if key.startswith("agenda.")
    }
    assert keys == set(grounds.AGENDA)
    assert set(grounds.AGENDA.values()) <= {*grounds.COMPUTED, *grounds.CHOSEN}
    said = {key for key in catalogue.keys(Language.NL) if key.startswith("rule.")}
    assert said == {*grounds.COMPUTED, *grounds.CHOSEN}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("edition", rulebook.shipped().editions, ids=lambda each: each.id)
def test_a_ground_names_the_article_of_the_edition_that_was_pinned(
    edition: Edition, language: Language
) -> None:
    texts = Texts(language)
    due = deadlines.end_of(date(2026, 11, 25))
    bridge = deadlines.end_of(date(2026, 7, 20))  # which a list that was not read may hold
    for rule, names in grounds.COMPUTED.items():
        found = grounds.of(rule, due, edition, texts)
        parameter = next(edition.parameters[name] for name in names if name in edition.parameters)
        assert grounds.law(parameter, texts).text in found.text
        assert found.law
        assert found.sure == parameter.confirmed
        assert not grounds.of(rule, bridge, edition, texts).sure
    assert grounds.of("rule.remedy_day", due, edition, texts).sure


@pytest.mark.parametrize("language", Language)
def test_one_line_tells_a_whole_period(language: Language) -> None:
    """Event, start, length, direction, outcome and article; a doubt shows as a mark."""
    texts = Texts(language)
    term = Term(
        event="award_letters_dispatched",
        length=15,
        article="Act 17 June 2013 art. 11",
        source="read",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )
    why = deadlines.compute(term, date(2026, 11, 10)).explanation
    line = periods.brief(why, texts)
    assert periods.marks(why, texts) == ()
    unsure = deadlines.compute(term, date(2026, 10, 18)).explanation  # ends on 2 November
    assert periods.marks(unsure, texts) == (texts.say("sum.to_confirm"),)
    assert texts.say("event.award_letters_dispatched") in line
    assert " + 15" in line
    assert "25/11/2026" in line.replace(".", "/")
    assert "11" in line.rpartition("(")[2]
    back = term.model_copy(update={"direction": Direction.BACKWARD, "unit": Unit.WEEKS})
    before = deadlines.compute(back, date(2026, 11, 10)).explanation
    assert f" {periods.MINUS} 15" in periods.brief(before, texts)
    house = why.model_copy(update={"basis": Basis.HOUSE})
    assert periods.brief(house, texts) != line


def test_a_period_without_doubt_has_no_mark() -> None:
    """Backward, in calendar days, with a source that was read: nothing is left to confirm."""
    term = Term(
        event="submission_deadline",
        length=6,
        direction=Direction.BACKWARD,
        article="Act 17 June 2016 art. 64",
        source="read",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )
    why = deadlines.compute(term, date(2026, 11, 27)).explanation
    assert deadlines.doubts(why) == ()
    assert periods.marks(why, Texts(Language.NL)) == ()
