"""Every researched fact of the law is in the editions as it was found, or left out for a reason."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contracts.rules.editions import Basis, Edition, Measure, Parameter
from infra import rulebook

FACTS = Path(__file__).parents[3] / "shared" / "domain" / "law-facts.json"

pytestmark = pytest.mark.skipif(
    not FACTS.exists(), reason="the shared facts of the law are not beside this checkout"
)

EDITIONS = rulebook.shipped().editions
FIRST = date(2017, 12, 31)

SETTLED = {
    "non_award_publication": (date(2023, 2, 26), None),
    "remedies_act_regime_limit_2024": (date(2023, 12, 31), date(2025, 12, 31)),
    "remedies_act_regime_limit_2026": (date(2026, 1, 1), None),
}
"""Facts whose dates are faulty, open or overlap: from when to when the editions hold them."""

ACT_OF_2023 = {"provisional_rank_notice", "tender_compensation"}
"""Without a start date, from an act of 22 December 2023: false before it."""

PARTS = {
    "abnormal_trim_highest_share": Decimal("0.25"),
    "abnormal_trim_many_tenders": Decimal(7),
    "acceptance_within_processing": Decimal(30),
    "bond_release_two_step": Decimal(50),
    "delay_fine_works_day_ratio": Decimal("0.7"),
    "delay_fine_works_factor": Decimal("0.45"),
    "delay_fine_works_small_amount": Decimal(75_000),
    "delay_fine_works_small_period": Decimal(150),
    "ineffectiveness_action_max": Decimal(6),
    "penalty_general_daily_max": Decimal(200),
    "penalty_general_daily_min": Decimal(20),
    "penalty_general_single_max": Decimal(400),
    "penalty_general_single_min": Decimal(40),
    "price_inquiry_limit_works": Decimal(500_000),
    "price_revision_calendar_days": Decimal(180),
    "price_revision_estimate": Decimal(120_000),
    "price_revision_working_days": Decimal(120),
    "technical_acceptance_result_laboratory": Decimal(60),
}
"""Figures that stand in the words of a fact, or are one of several: read out of them by hand."""

UNITS = {
    "EUR": Measure.EURO,
    "calendar days": Measure.CALENDAR_DAYS,
    "working days": Measure.WORKING_DAYS,
    "years": Measure.YEARS,
    "year from": Measure.YEARS,
    "months": Measure.MONTHS,
    "percent": Measure.PERCENT,
    "boolean": Measure.BOOLEAN,
    "candidates": Measure.CANDIDATES,
    "tenders": Measure.BIDS,
    "degree": Measure.DEGREES,
    "yearly date": Measure.DAY_OF_YEAR,
    "reference": Measure.EURO,
}
MONTHS_AS_DAYS = "prior_info_max_months"
"""A fact that gives months and calls them days."""


@cache
def facts() -> dict[str, dict[str, Any]]:
    every = json.loads(FACTS.read_text(encoding="utf-8"))["facts"]
    return {fact["id"]: fact for fact in every}


def left_out() -> dict[str, str]:
    return {fact: why for group in rulebook.left_out().values() for fact, why in group.items()}


def fact_of(name: str, parameter: Parameter) -> str:
    return parameter.fact or name


def held() -> Iterator[tuple[Edition, str, Parameter, dict[str, Any]]]:
    """Each parameter that is the law, with its fact."""
    for edition in EDITIONS:
        for name, parameter in edition.parameters.items():
            if parameter.basis is Basis.LAW:
                yield edition, name, parameter, facts()[fact_of(name, parameter)]


def bounds(fact: dict[str, Any]) -> tuple[date | None, date | None]:
    if fact["id"] in SETTLED:
        return SETTLED[fact["id"]]
    start, end = fact["valid_from"], fact["valid_to"]
    return (date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def test_every_fact_is_in_an_edition_or_left_out_for_a_reason() -> None:
    used = {fact["id"] for _, _, _, fact in held()}
    assert used.isdisjoint(left_out())
    assert used | set(left_out()) == set(facts())
    assert all(left_out().values())


def test_a_draft_is_never_applied() -> None:
    drafts = {name for name, fact in facts().items() if fact["category"] == "watch"}
    assert drafts
    assert drafts == set(rulebook.left_out()["watch"])


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_an_edition_holds_exactly_the_facts_of_its_days(edition: Edition) -> None:
    assert edition.valid_to is not None
    holding = {
        name
        for name, fact in facts().items()
        if name not in left_out()
        and (bounds(fact)[0] or FIRST) <= edition.valid_from
        and edition.valid_to <= (bounds(fact)[1] or date.max)
    }
    parameters = edition.parameters.items()
    assert holding == {fact_of(n, p) for n, p in parameters if p.basis is Basis.LAW}


def test_no_fact_starts_or_ends_inside_an_edition() -> None:
    for edition in EDITIONS:
        assert edition.valid_to is not None
        for name, fact in facts().items():
            start, end = bounds(fact)
            assert not (start and edition.valid_from < start <= edition.valid_to), name
            assert not (end and edition.valid_from <= end < edition.valid_to), name


def test_each_figure_is_the_one_that_was_found() -> None:
    for edition, name, parameter, fact in held():
        expected = PARTS.get(name, fact["value"])
        if fact["unit"] == "reference":
            expected = edition.number(fact["value"])
        if name in ACT_OF_2023 and edition.valid_from.year < 2024:
            expected = False
        if isinstance(expected, float):
            expected = Decimal(str(expected))
        assert parameter.value == expected, (edition.id, name)
        assert isinstance(parameter.value, bool) is isinstance(expected, bool)


def test_each_figure_has_the_unit_that_was_found() -> None:
    for edition, name, parameter, fact in held():
        if name in PARTS or name == MONTHS_AS_DAYS:
            continue
        beginning = next(unit for unit in UNITS if fact["unit"].startswith(unit))
        assert parameter.unit is UNITS[beginning], (edition.id, name)


def test_each_figure_is_as_sure_as_what_was_found() -> None:
    for edition, name, parameter, fact in held():
        assert parameter.confidence == fact["confidence"], (edition.id, name)


def test_what_has_no_start_says_so() -> None:
    undated = {name for name, fact in facts().items() if bounds(fact)[0] is None}
    assert undated
    for edition, name, parameter, fact in held():
        if fact["id"] in undated:
            assert "start" in parameter.note, (edition.id, name)
            assert "not found" in parameter.note, (edition.id, name)


def test_what_was_settled_by_hand_has_a_note() -> None:
    settled = [(e.id, name, p.note) for e, name, p, fact in held() if fact["id"] in SETTLED]
    assert settled
    assert all(note for _, _, note in settled), settled


def test_the_acts_of_a_fact_are_those_of_its_parameter() -> None:
    for edition, name, parameter, fact in held():
        for act in ("17 June 2016", "17 June 2013", "18 April 2017", "14 January 2013"):
            said = fact["article"].split(" as amended")[0]
            assert (act in said) <= (act in parameter.article), (edition.id, name)


def test_no_name_of_a_part_is_out_of_use() -> None:
    names = {name for _, name, _, _ in held()}
    assert set(PARTS) <= names
    assert {fact["id"] for _, _, _, fact in held()} >= set(SETTLED)
