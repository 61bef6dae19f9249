"""The worked tables of `docs/rules`, recomputed."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.rules import deadlines
from contracts.rules.deadlines import Direction, Term, Unit
from contracts.rules.editions import Confidence
from contracts.rules.scoring import Effect, FindingCode, Stage
from contracts.rules.scoring.exact import Mode
from contracts.rules.scoring.model import ConsensusRule, TieBy
from infra import rulebook
from tests.rules.evaluations import judged, model, price, quality
from tests.rules.worked_pages import tables

PAGES = Path(__file__).parents[2] / "docs" / "rules"
SCORING = PAGES / "scoring"
MATRIX, OUTCOME = tables(SCORING / "evaluation.md")
EFFECTS, FINDINGS = tables(SCORING / "findings.md")
PERIODS, FIGURES = tables(PAGES / "deadlines.md")


def test_the_page_of_findings_lists_every_code_with_its_effect() -> None:
    assert [row["effect"] for row in EFFECTS] == [effect.value for effect in Effect]
    printed = [(row["code"], row["effect"]) for row in FINDINGS]
    assert printed == [(code.value, code.effect.value) for code in FindingCode]
    assert all(row["what a person does"] for row in FINDINGS)


def test_the_page_of_the_evaluation_names_every_stage_rule_and_step() -> None:
    text = (SCORING / "evaluation.md").read_text(encoding="utf-8")
    coded = [*Stage, *Mode, *TieBy]
    assert [each.value for each in coded if f"`{each.value}`" not in text] == []
    assert [each.value for each in ConsensusRule if each.value[:6] not in text] == []


def test_the_worked_evaluation_comes_out_as_printed() -> None:
    weights, *rows = MATRIX
    qualities = [name for name in weights if name not in ("criterion", "price")]
    method = model(price(weights["price"]), *(quality(name, weights[name]) for name in qualities))
    result = judged(
        method,
        {row["criterion"]: row["price"] for row in rows},
        {row["criterion"]: {name: row[name] for name in qualities} for row in rows},
    )
    printed = [
        {
            "place": str(row.rank),
            "bid": row.bid,
            "price points": {p.criterion: p.shown for p in row.points}["price"],
            "total": row.shown,
            "exact": f"{row.exact}",
        }
        for row in result.rows
    ]
    assert printed == OUTCOME


def test_the_worked_evaluation_is_right_by_hand() -> None:
    weights, *rows = MATRIX
    qualities = [name for name in weights if name not in ("criterion", "price")]
    lowest = min(Fraction(row["price"]) for row in rows)
    for row in rows:
        earned = sum((Fraction(weights[q]) * Fraction(row[q]) / 10 for q in qualities), Fraction())
        earned += Fraction(weights["price"]) * lowest / Fraction(row["price"])
        [outcome] = [each for each in OUTCOME if each["bid"] == row["criterion"]]
        assert Fraction(outcome["exact"]) == earned


@pytest.mark.parametrize("row", PERIODS, ids=lambda row: f"{row['from']}+{row['length']}")
def test_a_worked_period_comes_out_as_printed(row: dict[str, str]) -> None:
    term = Term(
        event="event",
        length=int(row["length"]),
        unit=Unit(row["unit"]),
        direction=Direction(row["direction"]),
        article="art. 3",
        source="Regulation 1182/71",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )
    computed = deadlines.compute(term, date.fromisoformat(row["from"]))
    reasons = [shift.holiday or shift.because.value for shift in computed.explanation.shifts]
    assert computed.explanation.counted.isoformat() == row["counted to"]
    assert computed.last_day.isoformat() == row["last day"]
    assert computed.instant.strftime("%Y-%m-%dT%H:%M") == row["too late from (UTC)"]
    assert ", ".join(reasons) == row["moved because"]
    assert computed.instant.utcoffset() == timedelta(0)


def test_the_figures_of_the_page_are_those_of_the_editions() -> None:
    columns = {"2024": "be-2024-01", "2025": "be-2025-01", "2026-27": "be-2026-01"}
    for row in FIGURES:
        for column, edition_id in columns.items():
            parameters = rulebook.shipped().edition(edition_id).parameters
            parameter = parameters.get(row["parameter"])
            if parameter is None:
                assert row[column] == "–"
                continue
            value, _, mark = row[column].partition(" (")
            assert Decimal(value) == parameter.value
            assert parameter.article == row["article"]
            assert (mark == "to be confirmed)") is not parameter.confirmed
