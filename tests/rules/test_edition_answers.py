"""What a tender pinned to an edition was told stays what it is told, whatever edition is added.

`edition_answers.json` was recorded once for each edition and is never recorded again: a
difference means that an answer which somebody relied on has changed.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.base import BRUSSELS, Money
from contracts.rules import deadlines, procedures
from contracts.rules.editions import Edition
from contracts.rules.procedures import Bought
from infra import procedure_files, rulebook
from infra.rulebook import Rulebook

RECORDED: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("edition_answers.json").read_text(encoding="utf-8")
)

AMOUNTS = (
    "eu_threshold_works",
    "eu_threshold_supplies_services_subcentral",
    "eu_threshold_supplies_services_federal",
    "negotiated_without_publication_limit",
    "remedies_act_regime_limit",
    "competitive_negotiation_limit_works",
    "lots_duty_threshold",
    "low_value_limit",
    "bond_minimum_contract",
    "advance_cap",
)
PERIODS = (
    "restricted_requests",
    "simplified_negotiated_tenders",
    "price_justification_period",
    "tax_social_regularisation",
    "standstill",
    "suspension_application",
    "tender_validity_default",
    "bond_proof_period",
    "verification_period",
    "payment_period",
    "processing_period",
)
ESTIMATES = {
    Bought.GOODS: (213_999, 214_000, 215_000, 216_000, 221_000),
    Bought.WORKS: (5_349_999, 5_350_000, 5_382_000, 5_404_000, 5_538_000, 5_548_000),
}


OPEN = procedure_files.shipped().procedure("open")


def _level(edition: Edition, bought: Bought, estimate: int) -> str | None:
    money = Money(amount=Decimal(estimate))
    return procedures.publication_level(OPEN, edition, bought, money)


def _last_day(edition: Edition, published: datetime) -> str:
    computed = procedures.minimum_deadline(OPEN, edition, published)
    assert computed is not None
    return computed.last_day.isoformat()


def answers(edition: Edition) -> dict[str, Any]:
    """What the rules say about a purchase published on the first day of an edition."""
    day = edition.valid_from
    published = datetime.combine(day, time(9), BRUSSELS)
    return {
        "sha256": edition.sha256,
        "published": day.isoformat(),
        "amounts": {
            name: f"{edition.number(name)}" for name in AMOUNTS if name in edition.parameters
        },
        "levels": {
            kind.value: [_level(edition, kind, each) for each in estimates]
            for kind, estimates in ESTIMATES.items()
        },
        "open": _last_day(edition, published),
        "last_days": {
            name: deadlines.compute(
                deadlines.term_of(edition, name, "event"), day
            ).last_day.isoformat()
            for name in PERIODS
            if name in edition.parameters
        },
        "rules": sorted(
            name
            for name, parameter in edition.parameters.items()
            if isinstance(parameter.value, bool) and parameter.value
        ),
        "to_be_confirmed": sum(not each.confirmed for each in edition.parameters.values()),
    }


def later(edition: Edition) -> Edition:
    """An edition that a later release adds: everything is another figure."""
    changed = {
        name: each.model_copy(update={"value": each.value + 1})
        for name, each in edition.parameters.items()
        if isinstance(each.value, Decimal)
    }
    return edition.model_copy(
        update={
            "id": "be-2028-01",
            "valid_from": date(2028, 1, 1),
            "valid_to": None,
            "parameters": {**edition.parameters, **changed},
        }
    )


def test_every_shipped_edition_has_a_recorded_example() -> None:
    assert [edition.id for edition in rulebook.shipped().editions] == list(RECORDED)


@pytest.mark.parametrize("edition_id", RECORDED)
def test_an_edition_gives_the_answers_that_were_recorded(edition_id: str) -> None:
    assert answers(rulebook.shipped().edition(edition_id)) == RECORDED[edition_id]


@pytest.mark.parametrize("edition_id", RECORDED)
def test_a_pinned_edition_answers_the_same_after_another_is_added(edition_id: str) -> None:
    recorded = RECORDED[edition_id]
    known = rulebook.shipped().editions
    book = Rulebook([*known, later(known[-1])])
    assert answers(book.pinned(recorded["sha256"])) == recorded
    assert answers(book.edition_for(date.fromisoformat(recorded["published"]))) == recorded


def test_the_added_edition_itself_answers_otherwise() -> None:
    known = rulebook.shipped().editions
    book = Rulebook([*known, later(known[-1])])
    added, last = answers(book.edition_for(date(2028, 3, 1))), RECORDED[known[-1].id]
    assert {part for part in last if added[part] == last[part]} == {"rules", "to_be_confirmed"}
