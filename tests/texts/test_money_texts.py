"""Every rule about money, its reasons, steps and refusals have their words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from contracts.base import Language
from contracts.rules import (
    advances,
    amendments,
    bonds,
    delay_fines,
    payments,
    penalties,
    price_revision,
    reckoning,
    vat,
)
from contracts.rules.editions import Measure
from contracts.rules.errors import RuleError
from contracts.rules.price_revision import Formula, Published, Weight
from contracts.rules.reckoning import Quantity, Reason, Rule, Wrong
from infra import rulebook
from infra.texts import catalogue, money
from infra.texts.catalogue import Texts
from tests.rules.money import dollar, edition, euro

LAW = edition()
WANTED = {
    *(f"rule.{each}" for each in Rule),
    *(f"reason.{each}" for each in Reason),
    *(f"quantity.{each}" for each in Quantity),
    *(f"wrong.{each}" for each in Wrong),
    *(f"ground.{each}" for each in amendments.Ground),
    *(f"forbidden_by.{each}" for each in (*amendments.Ban, *amendments.Condition)),
    *(f"condition.{each}" for each in payments.Condition),
    *("line", "unconfirmed", "allowed", "forbidden"),
}


def rates(*firsts: date) -> list[payments.ReferenceRate]:
    return [payments.ReferenceRate(rate=Decimal(2), first=first) for first in firsts]


def interest(*firsts: date) -> reckoning.Reckoned:
    days = date(2026, 1, 1), date(2026, 2, 1)
    return payments.interest(LAW, euro("1"), *days, rates(*firsts))


def revised(then: str, now: str, value: str = "1", weight: str = "1") -> reckoning.Reckoned:
    formula = Formula(fixed=Decimal(0), weights=(Weight(index="S", weight=Decimal(weight)),))
    old = [Published(index="S", month=month, value=Decimal(value)) for month in then.split()]
    new = [Published(index="S", month=now, value=Decimal(1))]
    return price_revision.revised(euro("1"), formula, old, new)


def longer(days: int) -> object:
    return payments.terms(LAW, payments.Subject.WORKS, payments.Longer(days=days))


ASKED: dict[Wrong, Callable[[], object]] = {
    Wrong.ADVANCE_RATE_OUTSIDE: lambda: advances.advance(
        LAW, euro("1"), advances.Procedure.OTHER, advances.Size.SMALL, Decimal("2.5")
    ),
    Wrong.AMOUNT_NEGATIVE: lambda: penalties.withheld(euro("-1"), []),
    Wrong.AMOUNT_NOT_POSITIVE: lambda: bonds.due(LAW, euro("0")),
    Wrong.BOND_PROOF_TOO_SHORT: lambda: bonds.proof(LAW, 10),
    Wrong.BOND_RATE_ABOVE_CEILING: lambda: bonds.due(
        LAW, euro("80000"), bonds.Asked(rate=Decimal(4), estimate=euro("90000"))
    ),
    Wrong.BOND_RATE_NEEDS_REASONS: lambda: bonds.due(
        LAW, euro("80000"), bonds.Asked(rate=Decimal("7.5"))
    ),
    Wrong.CURRENCY_WITHOUT_THRESHOLD: lambda: penalties.single(LAW, dollar("1")),
    Wrong.DAYS_NEGATIVE: lambda: penalties.daily(LAW, euro("1"), -1),
    Wrong.EDITION_MISSING: lambda: rulebook.edition_for(date(1990, 1, 1)),
    Wrong.INDEX_BEFORE_BASE: lambda: revised("2026-02", "2026-01"),
    Wrong.INDEX_MISSING: lambda: revised("", "2026-01"),
    Wrong.INDEX_NOT_POSITIVE: lambda: revised("2026-01", "2026-01", value="0"),
    Wrong.INDEX_TWICE: lambda: revised("2026-01 2026-01", "2026-01"),
    Wrong.MIXED_CURRENCIES: lambda: penalties.withheld(euro("1"), [dollar("1")]),
    Wrong.NOTHING_TO_RECKON: lambda: vat.charge([]),
    Wrong.PARAMETER_NOT_A_NUMBER: lambda: edition().number("provisional_rank_notice"),
    Wrong.PARAMETER_NOT_A_PERIOD: lambda: price_revision.duty(
        LAW, price_revision.Subject.OTHER, euro("1"), 1, Measure.YEARS
    ),
    Wrong.PARAMETER_UNKNOWN: lambda: bonds.due(edition("be-2018-01"), euro("1")),
    Wrong.PERIOD_NEEDS_CONDITIONS: lambda: longer(45),
    Wrong.PERIOD_NOT_POSITIVE: lambda: delay_fines.works(
        LAW, delay_fines.Works(initial=euro("1"), period=0), [1]
    ),
    Wrong.PERIOD_OUTSIDE: lambda: longer(90),
    Wrong.RATE_MISSING: interest,
    Wrong.RATE_OUTSIDE: lambda: vat.charge([vat.Line(amount=euro("1"), rate=Decimal(120))]),
    Wrong.RATE_TWICE: lambda: interest(date(2025, 1, 1), date(2026, 1, 5)),
    Wrong.REMISSION_ABOVE_CHARGE: lambda: penalties.remitted(
        euro("1"), euro("2"), penalties.Ground.DISPROPORTION
    ),
    Wrong.VERIFIED_TOO_EARLY: lambda: payments.due(
        payments.terms(LAW, payments.Subject.WORKS), date(2026, 1, 2), date(2026, 1, 1)
    ),
    Wrong.WEIGHTS_SUM: lambda: revised("2026-01", "2026-01", weight="0.9"),
}


def refusal(wrong: Wrong) -> RuleError:
    with pytest.raises(RuleError) as caught:
        ASKED[wrong]()
    return caught.value


@pytest.mark.parametrize("language", Language)
def test_every_code_has_its_words_and_there_are_no_others(language: Language) -> None:
    said = {key for key in catalogue.keys(language) if key.startswith("money.")}
    assert said == {f"money.{each}" for each in WANTED}


@pytest.mark.parametrize("subject", payments.Subject)
def test_every_term_begins_with_an_event_that_has_its_words(subject: payments.Subject) -> None:
    terms = [bonds.proof(LAW)]
    terms += [t for law in (LAW, edition("be-2024-01")) for t in payments.terms(law, subject)]
    assert all(Texts("nl").has(f"event.{term.event}") for term in terms)


@pytest.mark.parametrize("wrong", Wrong)
def test_every_refusal_is_told_in_every_language(wrong: Wrong) -> None:
    error = refusal(wrong)
    assert error.code == wrong
    told = {money.refused(error, Texts(language)) for language in Language}
    assert len(told) == len(Language)
    assert all(sentence.endswith(".") for sentence in told)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            Wrong.BOND_RATE_NEEDS_REASONS,
            "Een borgtocht van 7,5\xa0% vraagt een motivering: zonder is 5\xa0% het maximum.",
        ),
        (Wrong.AMOUNT_NEGATIVE, "Het bedrag €\xa0-1,00 mag niet onder nul liggen."),
        (
            Wrong.PERIOD_NEEDS_CONDITIONS,
            "Een langere behandelingstermijn kan alleen als dit vaststaat: vermeld in de "
            "opdrachtdocumenten; objectief gerechtvaardigd door de aard van de opdracht; geen "
            "kennelijk misbruik tegenover de opdrachtnemer.",
        ),
        (Wrong.RATE_TWICE, "Voor maandag 5 januari 2026 zijn er twee referentierentevoeten."),
    ],
)
def test_a_refusal_is_written_as_an_official_writes(wrong: Wrong, said: str) -> None:
    assert money.refused(refusal(wrong), Texts("nl")).replace("\u2212", "-") == said


def test_a_fine_is_printed_with_its_steps_and_its_article() -> None:
    late = [delay_fines.Late(value=euro("10000"), days=80)]
    fine = delay_fines.per_day(LAW, delay_fines.Subject.SERVICES, late)
    assert money.working(fine, Texts("nl")) == money.Working(
        steps=(
            ("Percentage", "0,1\xa0%"),
            ("Maximumpercentage", "7,5\xa0%"),
            ("Basisbedrag", "€\xa010.000,00"),
            ("Dagen", "80\xa0dagen"),
            ("Deelbedrag", "€\xa0750,00"),
            ("Maximumbedrag", "€\xa0750,00"),
            ("Uitkomst voor afronding", "€\xa0750,00"),
        ),
        name="Boete wegens laattijdige uitvoering van diensten",
        amount="€\xa0750,00",
        reasons=(
            "De opdracht vermeldt geen cijfer: dit is een voorstel, te bevestigen door de jurist.",
            "Het maximum is toegepast.",
        ),
        sources=(
            "art. 154 van het koninklijk besluit van 14 januari 2013 "
            "(te bevestigen door de jurist)",
        ),
    )


def test_parts_that_are_delivered_apart_are_told_apart() -> None:
    late = [delay_fines.Late(value=euro("10000"), days=each) for each in (3, 5)]
    fine = delay_fines.per_day(LAW, delay_fines.Subject.SERVICES, late)
    steps = money.working(fine, Texts("nl")).steps
    assert [step for step in steps if step[0].startswith("Dagen")] == [
        ("Dagen (1)", "3\xa0dagen"),
        ("Dagen (2)", "5\xa0dagen"),
    ]


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_outcome_can_be_printed(language: Language) -> None:
    texts = Texts(language)
    outcomes = [
        bonds.due(LAW, euro("80000")),
        interest(date(2025, 1, 1)),
        revised("2026-01", "2026-02", value="3"),
        vat.charge([vat.Line(amount=euro("1"), rate=Decimal(21))]).tax,
        delay_fines.works(LAW, delay_fines.Works(initial=euro("9"), period=9), [3]),
    ]
    for outcome in outcomes:
        assert all(name and value for name, value in money.working(outcome, texts).steps)


def test_a_change_that_is_not_allowed_names_every_rule_it_breaks() -> None:
    change = amendments.Change(
        ground=amendments.Ground.UNFORESEEN,
        value=euro("70000"),
        holding=frozenset(amendments.Condition) - {amendments.Condition.UNFORESEEABLE},
    )
    contract = amendments.Contract(subject=amendments.Subject.SERVICES, initial=euro("90000"))
    said = money.verdict(amendments.judge(LAW, contract, change), Texts("nl"))
    assert said[:3] == [
        "De wijziging is niet toegelaten op deze grond: onvoorzienbare "
        "omstandigheden in hoofde van de aanbesteder",
        "Er is niet vastgesteld dat een zorgvuldige aanbesteder dit niet kon voorzien.",
        "De wijziging is duurder dan de wet per wijziging toelaat.",
    ]
    assert "Aandeel in het oorspronkelijke bedrag: ≈\xa077,78\xa0%" in said
    assert said[-1] == "art. 38/2 van het koninklijk besluit van 14 januari 2013"
