"""A refusal says why and what now, with its facts written out."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.base import Money
from contracts.refusals import Code, person, refuse
from infra.texts import refusals

DEADLINE = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
PERSON = "01939d2c-0000-7000-8000-000000000001"


def test_a_weight_sum_is_told_in_the_reader_s_figures() -> None:
    refusal = refuse(
        Code.WEIGHTS_SUM, sum=Decimal("99.5"), target=Decimal(100), difference=Decimal("0.5")
    )
    assert refusals.sentence(refusal, "nl", {}) == (
        "De wegingen tellen op tot 99,5 en moeten 100 zijn. Verschil: 0,5."
    )


def test_a_late_bid_is_told_its_hour_to_the_second() -> None:
    late = datetime(2026, 11, 27, 9, 0, 27, tzinfo=UTC)
    sentence = refusals.sentence(refuse(Code.BID_LATE, time=late, deadline=DEADLINE), "nl", {})
    assert sentence.startswith(
        "Deze offerte kwam aan om 10.00.27\xa0uur op vrijdag 27 november 2026."
    )


def test_an_early_opening_is_told_how_long_to_wait() -> None:
    early = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
    refusal = refuse(Code.OPENING_TOO_EARLY, deadline=DEADLINE, now=early)
    assert refusals.sentence(refusal, "nl", {}).endswith("Nog 2\xa0uur.")


def test_people_are_named_and_amounts_written() -> None:
    asked = refuse(Code.SCORER_CANNOT_DECIDE, deputy=person(PERSON))
    assert refusals.sentence(asked, "nl", {PERSON: "Wouter Kasteelberg"}).endswith(
        "Vraag Wouter Kasteelberg."
    )
    low = refuse(
        Code.VISUM_TOO_LOW,
        visum=Money(amount=Decimal("10.00")),
        award=Money(amount=Decimal("12.50")),
    )
    assert "€\xa012,50" in refusals.sentence(low, "nl", {})


def test_one_and_many_are_told_apart() -> None:
    one = refusals.sentence(refuse(Code.CELLS_OPEN, count=1), "nl", {})
    many = refusals.sentence(refuse(Code.CELLS_OPEN, count=7), "nl", {})
    assert one.startswith("Nog 1 cel heeft")
    assert many.startswith("Nog 7 cellen hebben")


def test_a_period_that_is_too_short_is_told_with_its_article() -> None:
    short = refuse(
        Code.PERIOD_TOO_SHORT,
        deadline=DEADLINE,
        earliest=DEADLINE,
        days=30,
        article="Act 17 June 2016 art. 36 par.1",
    )
    sentence = refusals.sentence(short, "nl", {})
    assert "30 dagen (art. 36, § 1, van de wet van 17 juni 2016)" in sentence


def test_a_missing_fact_does_not_pass_silently() -> None:
    with pytest.raises(KeyError, match="sum"):
        refusals.sentence(refuse(Code.WEIGHTS_SUM), "nl", {})
