"""The page on editions says what the editions hold."""

import itertools
import re
from decimal import Decimal

import pytest

from contracts.rules.editions import Confidence, Edition, Measure, Parameter
from infra import rulebook
from tests.rules.worked_pages import sections, tables_of
from tests.servers import ROOT

PAGE = (ROOT / "docs" / "rules" / "editions.md").read_text(encoding="utf-8")
PARTS = sections(PAGE)
EDITIONS = rulebook.shipped().editions

PERIODS = {
    "2018-19": "be-2018-04",
    "2020-21": "be-2020-01",
    "2022-23": "be-2022-01",
    "2024-25": "be-2024-01",
    "2026-27": "be-2026-01",
}

(FIGURES,) = tables_of(PARTS["Thresholds and limits"])
(STARTS,) = tables_of(PARTS["When an edition begins"])
(NAMES,) = tables_of(PARTS["Facts and parameters with other names"])
(LEFT_OUT,) = tables_of(PARTS["Facts left out"])
(FIELDS,) = tables_of(PARTS["Reading them"])


def named(text: str) -> set[str]:
    """The names between backticks; those at the ends of a cell were taken off."""
    return set(re.findall(r"`([a-z0-9_]+)`", f"`{text}`"))


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row["parameter"])
def test_the_figures_of_the_page_are_those_of_the_editions(row: dict[str, str]) -> None:
    for column, edition_id in PERIODS.items():
        found = rulebook.shipped().edition(edition_id).parameter(row["parameter"])
        value, _, mark = row[column].partition(" (")
        assert found.unit is Measure.EURO
        assert found.value == Decimal(value)
        assert (mark == "to be confirmed)") is not found.confirmed


def test_the_page_has_every_edition_with_its_days() -> None:
    said = [(row["edition"], row["from"], row["to and including"]) for row in STARTS]
    assert said == [(e.id, f"{e.valid_from}", f"{e.valid_to}") for e in EDITIONS]


def test_the_page_names_what_starts_and_ends_with_each_edition() -> None:
    rows = {row["edition"]: row["what starts or ends"] for row in STARTS}
    for before, after in itertools.pairwise(EDITIONS):
        assert named(rows[after.id]) == set(moved(before, after)), after.id


def moved(before: Edition, after: Edition) -> set[str]:
    """Parameters that come or go, and rules that begin to hold; the one day of 2023 has a figure
    that changes alone."""
    came_or_went = set(before.parameters) ^ set(after.parameters)
    both = set(before.parameters) & set(after.parameters)
    begin = {name for name in both if after.parameters[name].unit is Measure.BOOLEAN}
    begin = {n for n in begin if before.holds(n) is not after.holds(n)}
    alone = {"remedies_act_regime_limit"} if after.id == "be-2023-12" else set()
    return came_or_went | begin | alone


def test_the_page_names_the_parameters_that_are_called_otherwise_than_their_fact() -> None:
    def other(name: str, each: Parameter) -> bool:
        return bool(each.fact) and not re.fullmatch(rf"{name}_20[0-9]{{2}}", each.fact)

    every = {
        (name, each.fact)
        for edition in EDITIONS
        for name, each in edition.parameters.items()
        if other(name, each)
    }
    assert {(row["parameter"], row["fact"]) for row in NAMES} == every


def test_the_page_has_every_fact_that_was_left_out() -> None:
    said = [(row["group"], row["fact"], row["why"]) for row in LEFT_OUT]
    groups = rulebook.left_out()
    assert said == [(group, fact, why) for group in groups for fact, why in groups[group].items()]


def test_the_page_explains_every_field_and_unit() -> None:
    assert [row["field of a parameter"] for row in FIELDS] == list(Parameter.model_fields)
    unit, confidence = FIELDS[0]["what it says"], FIELDS[5]["what it says"]
    assert named(unit) | {"EUR"} == {each.value for each in Measure}
    assert named(confidence) == {each.value for each in Confidence}
