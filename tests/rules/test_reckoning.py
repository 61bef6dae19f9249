"""What every rule about money promises: one rounding, one currency, outcomes that can be kept."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules import advances, bonds, delay_fines, payments, penalties, reckoning
from contracts.rules.advances import Procedure, Size
from contracts.rules.citations import cited
from contracts.rules.editions import Edition
from contracts.rules.reckoning import Kind, Quantity, Reckoned, Step
from infra import rulebook
from tests.rules.money import edition, euro

LAW = edition()
LATE = [delay_fines.Late(value=euro("333.33"), days=7)]
OUTCOMES = [
    bonds.due(LAW, euro("80000")),
    bonds.released(LAW, euro("0.01"), bonds.Acceptance.PROVISIONAL),
    delay_fines.per_day(LAW, delay_fines.Subject.SUPPLIES, LATE),
    delay_fines.works(LAW, delay_fines.Works(initial=euro("90000"), period=70), [3]),
    penalties.single(LAW, euro("123456.78")),
    penalties.special(penalties.Announced(amount=euro("5")), 2),
    penalties.remitted(euro("5"), euro("2"), penalties.Ground.NOT_AT_FAULT),
    payments.lump_sum(LAW, euro("5"), date(2026, 1, 1), date(2026, 1, 2)),
    advances.advance(LAW, euro("77.77"), Procedure.OTHER, Size.SMALL),
]


@pytest.mark.parametrize(
    ("exact", "amount"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(49, 10_000), "0.00"),
        (Fraction(-49, 10_000), "0.00"),
        (Fraction(2, 3), "0.67"),
    ],
)
def test_halves_go_away_from_nought(exact: Fraction, amount: str) -> None:
    assert str(reckoning.cents(exact, "EUR").amount) == amount


@given(st.fractions(-(10**9), 10**9))
def test_rounding_moves_no_more_than_half_a_cent(exact: Fraction) -> None:
    found = Fraction(reckoning.cents(exact, "EUR").amount)
    assert abs(found - exact) <= Fraction(1, 200)
    assert found * 100 == int(found * 100)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.rule.value)
def test_an_outcome_rounds_its_exact_number_and_is_read_back_as_written(outcome: Reckoned) -> None:
    assert outcome.amount == reckoning.cents(outcome.exact, "EUR")
    assert Reckoned.model_validate_json(outcome.model_dump_json()) == outcome
    [result] = [step for step in outcome.steps if step.name is Quantity.RESULT]
    assert result.value == outcome.exact


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.rule.value)
def test_an_outcome_names_its_articles(outcome: Reckoned) -> None:
    assert outcome.articles
    for articles in outcome.articles:
        first, *_ = articles.split("; ")
        assert cited(first).article in articles


def test_an_outcome_is_confirmed_only_if_all_its_figures_are() -> None:
    sure, unsure = reckoning.figure(LAW, bonds.RATE), reckoning.figure(LAW, bonds.SANCTION)
    outcome = OUTCOMES[0].model_copy(update={"figures": (sure,)})
    assert outcome.confirmed
    assert not outcome.model_copy(update={"figures": (sure, unsure)}).confirmed


def test_an_article_is_named_once() -> None:
    assert penalties.single(LAW, euro("1")).articles == ("RD 14 January 2013 art. 45",)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (Quantity.BASE, Kind.AMOUNT),
        (Quantity.RATE, Kind.PERCENT),
        (Quantity.DAYS, Kind.DAYS),
        (Quantity.COEFFICIENT, Kind.NUMBER),
    ],
)
def test_a_step_knows_its_unit(name: Quantity, kind: Kind) -> None:
    assert Step(name=name, value=Fraction(1)).kind is kind


@pytest.mark.parametrize("law", rulebook.shipped().editions, ids=lambda law: law.id)
def test_every_edition_answers_what_it_has_figures_for(law: Edition) -> None:
    assert delay_fines.per_day(law, delay_fines.Subject.SERVICES, LATE).exact == Fraction("2.33331")
    assert penalties.daily(law, euro("100000"), 1).exact == 20
    assert bonds.proof(law).length == 30
    if bonds.RATE in law.parameters:
        assert bonds.due(law, euro("50000")).exact == 2500
    if advances.CAP in law.parameters:
        micro = advances.advance(law, euro("100"), Procedure.OTHER, Size.MICRO)
        assert micro.exact == Decimal(20)
