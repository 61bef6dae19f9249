"""The worked tables of `docs/rules/procedures.md` and `advice.md`, recomputed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.base import Money
from contracts.rules import advice, estimates, procedures
from contracts.rules.advice import Advice, Question
from contracts.rules.duties import Applies
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import Authority, AwardProcedure, Bought, Ground, Technique
from infra import procedure_files, rulebook
from tests.rules.worked_pages import tables

PAGES = Path(__file__).parents[2] / "docs" / "rules"
PROCEDURES, RUNNING, GROUNDS, TECHNIQUES = tables(PAGES / "procedures.md")
ESTIMATES, ADVICE, DUTIES = tables(PAGES / "advice.md")
KNOWN = procedure_files.shipped()
EDITION = rulebook.edition_for(date(2026, 11, 23))


def test_the_page_of_procedures_lists_every_procedure_as_its_file_says() -> None:
    assert [_of_procedure(each) for each in KNOWN.procedures] == PROCEDURES


def _of_procedure(each: AwardProcedure) -> dict[str, str]:
    periods = [
        f"{period.of} {EDITION.number(period.base) if period.base else 'reasonable'}"
        for period in each.periods
    ]
    least = each.minimum_candidates
    return {
        "procedure": each.id,
        "article": each.article,
        "announced": each.publication.value,
        "bids are negotiated": each.negotiation.value,
        "dialogue": "yes" if each.dialogue else "no",
        "least candidates": f"{EDITION.number(least)}" if least else "–",
        "shortest periods, 2026": ", ".join(periods) or "–",
        "choice reasoned": ", ".join(each.choice_reasoned) or "–",
    }


def test_the_page_of_procedures_says_which_ones_run() -> None:
    assert [_running(each) for each in KNOWN.procedures] == RUNNING


def _running(each: AwardProcedure) -> dict[str, str]:
    without = [step for found in procedures.left_out(each) for step in found.steps]
    obstacles = [f"{found.step} ({found.why})" for found in procedures.obstacles(each)]
    return {
        "procedure": each.id,
        "runs": "yes" if procedures.runs(each) else "no",
        "left out": ", ".join(without) or "–",
        "in the way": ", ".join(obstacles) or "–",
    }


def test_the_page_of_procedures_lists_every_ground_as_its_file_says() -> None:
    every = [_of_ground(each, ground) for each in KNOWN.procedures for ground in each.grounds]
    assert every == GROUNDS


def _of_ground(each: AwardProcedure, ground: Ground) -> dict[str, str]:
    limits = " and lots below ".join(name for name in (ground.below, ground.lots_below) if name)
    return {
        "procedure": each.id,
        "ground": ground.code,
        "for": "all" if ground.kinds == tuple(Bought) else ", ".join(ground.kinds),
        "invoked by the buyer": "yes" if ground.claimed else "no",
        "estimate below": limits or "–",
        "article": ground.article,
        "confidence": ground.confidence.value,
    }


def test_the_page_of_procedures_lists_every_technique_as_its_file_says() -> None:
    assert [_of_technique(each) for each in KNOWN.techniques] == TECHNIQUES


def _of_technique(each: Technique) -> dict[str, str]:
    return {
        "technique": each.id,
        "article": each.article,
        "on": ", ".join(each.on) or "all but low value",
        "for": "all" if each.kinds == tuple(Bought) else ", ".join(each.kinds),
        "call-offs": ", ".join(each.call_offs) or "–",
        "longest, 2026": f"{EDITION.number(each.longest)} years" if each.longest else "–",
        "confidence": each.confidence.value,
    }


@pytest.mark.parametrize("row", ESTIMATES, ids=lambda row: row["total"])
def test_a_worked_estimate_adds_up_as_printed(row: dict[str, str]) -> None:
    estimate = Estimate(
        base=_money(row["base"])[0] if row["base"] else None,
        lots=_money(row["lots"]),
        options=_money(row["options"]),
        renewals=_money(row["renewals"]),
        further=_money(row["further"]),
    )
    assert f"{estimates.total(estimate).amount:f}" == row["total"]


def _money(cell: str) -> tuple[Money, ...]:
    return tuple(Money(amount=Decimal(each)) for each in cell.split(" + ") if each)


def _advice(row: dict[str, str]) -> Advice:
    question = Question(
        bought=Bought(row["kind"]),
        estimate=Estimate(base=_money(row["estimate"])[0]),
        day=date.fromisoformat(row["date"]),
        authority=Authority(row["authority"]),
        grounds=frozenset(each for each in row.get("invoked", "").split(", ") if each),
    )
    return advice.advise(question, rulebook.edition_for(question.day), KNOWN)


@pytest.mark.parametrize("row", ADVICE, ids=lambda row: f"{row['kind']}-{row['estimate']}")
def test_a_worked_advice_comes_out_as_printed(row: dict[str, str]) -> None:
    found = _advice(row)
    printed = [
        each.procedure + ("" if each.confirmed else " (to be confirmed)")
        for each in found.procedures
        if each.open
    ]
    assert (found.edition, ", ".join(printed)) == (row["edition"], row["open"])


@pytest.mark.parametrize("row", DUTIES, ids=lambda row: f"{row['kind']}-{row['estimate']}")
def test_worked_duties_come_out_as_printed(row: dict[str, str]) -> None:
    told = _advice(row).duties
    for applies in Applies:
        printed = ", ".join(
            each.code.value + ("" if each.confirmed else " (to be confirmed)")
            for each in told
            if each.applies is applies
        )
        assert printed == row[{"yes": "follows", "depends": "depends", "no": "does not"}[applies]]
