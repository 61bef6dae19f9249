"""Payment terms by edition, interest by the day, the lump sum."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import payments
from contracts.rules.errors import RuleError
from contracts.rules.payments import Condition, Longer, ReferenceRate, Subject
from contracts.rules.reckoning import Reason
from infra import rulebook
from tests.rules.money import amounts, dollar, edition, euro

LAW, OLD = edition(), edition("be-2024-01")
ALL = frozenset(Condition)
TWO = ReferenceRate(rate=Decimal(2), first=date(2026, 1, 1), last=date(2026, 6, 30))
THREE = ReferenceRate(rate=Decimal("3.5"), first=date(2026, 7, 1))
ANY = ReferenceRate(rate=Decimal("2.5"), first=date(2000, 1, 1))
spans = st.lists(st.integers(0, 900), min_size=3, max_size=3).map(sorted)


def test_before_2025_verification_and_payment_have_a_term_each() -> None:
    found = payments.terms(OLD, Subject.SERVICES)
    assert [(term.length, term.event) for term in found] == [
        (30, "end_of_services_with_invoice"),
        (30, "verification"),
    ]


def test_from_2025_one_term_holds_both() -> None:
    found = payments.terms(LAW, Subject.SUPPLIES)
    assert [(term.length, term.event) for term in found] == [(30, "delivery_with_invoice")]


def test_every_edition_has_the_regime_of_its_publication() -> None:
    regimes = {
        (law.valid_from.year < 2025, len(payments.terms(law, Subject.WORKS)))
        for law in rulebook.shipped().editions
    }
    assert regimes == {(True, 2), (False, 1)}


def test_an_old_contract_keeps_its_two_terms_after_2025() -> None:
    [verification, payment] = payments.due(
        payments.terms(OLD, Subject.SERVICES), date(2026, 1, 12), date(2026, 1, 20)
    )
    assert verification.last_day == date(2026, 2, 11)
    assert payment.last_day == date(2026, 2, 19)


def test_a_verification_that_stays_away_ends_with_its_term() -> None:
    running = payments.terms(OLD, Subject.SERVICES)
    [_, payment] = payments.due(running, date(2026, 1, 12))
    assert payment.last_day == date(2026, 3, 13)
    assert payments.due(running, date(2026, 1, 12), date(2026, 3, 30))[-1] == payment


def test_a_longer_processing_period_needs_all_its_conditions() -> None:
    [term] = payments.terms(LAW, Subject.SERVICES, Longer(days=60, holding=ALL))
    assert term.length == 60
    for lacking in Condition:
        with pytest.raises(RuleError) as caught:
            payments.terms(LAW, Subject.SERVICES, Longer(days=31, holding=ALL - {lacking}))
        assert caught.value.code == "period_needs_conditions"
        assert caught.value.facts == {"missing": lacking.value}


@pytest.mark.parametrize("days", [1, 20, 30])
def test_a_processing_period_that_is_not_longer_needs_no_conditions(days: int) -> None:
    [term] = payments.terms(LAW, Subject.SERVICES, Longer(days=days))
    assert term.length == days


@pytest.mark.parametrize("days", [0, 61])
def test_no_processing_period_is_longer_than_sixty_days(days: int) -> None:
    with pytest.raises(RuleError) as caught:
        payments.terms(LAW, Subject.SERVICES, Longer(days=days, holding=ALL))
    assert caught.value.code == "period_outside"


def test_an_old_edition_knows_no_longer_period() -> None:
    with pytest.raises(RuleError) as caught:
        payments.terms(OLD, Subject.SERVICES, Longer(days=60, holding=ALL))
    assert caught.value.code == "parameter_unknown"


def test_verification_before_delivery_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        payments.due(payments.terms(OLD, Subject.WORKS), date(2026, 1, 12), date(2026, 1, 11))
    assert caught.value.code == "verified_too_early"


def test_interest_runs_from_the_day_after_to_the_day_of_payment() -> None:
    found = payments.interest(LAW, euro("36500"), date(2026, 3, 1), date(2026, 3, 11), [TWO])
    assert found.exact == 36500 * Fraction(10, 100) * 10 / 365
    assert found.amount == euro("100.00")
    assert not found.confirmed


def test_interest_follows_the_reference_rate_of_each_day() -> None:
    found = payments.interest(
        LAW, euro("36500"), date(2026, 6, 20), date(2026, 7, 10), [THREE, TWO]
    )
    assert found.exact == 10 * 10 + 10 * Fraction("11.5")


def test_payment_in_time_costs_nothing() -> None:
    found = payments.interest(LAW, euro("36500"), date(2026, 3, 1), date(2026, 3, 1), [])
    assert (found.amount, found.reasons) == (euro("0.00"), (Reason.NOT_LATE,))
    flat = payments.lump_sum(LAW, euro("36500"), date(2026, 3, 1), date(2026, 3, 1))
    assert (flat.amount, flat.reasons) == (euro("0.00"), (Reason.NOT_LATE,))


def test_late_payment_costs_forty_euro_once() -> None:
    late = payments.lump_sum(LAW, euro("0.01"), date(2026, 3, 1), date(2026, 3, 2))
    assert late.amount == euro("40.00")
    with pytest.raises(RuleError) as caught:
        payments.lump_sum(LAW, dollar("1"), date(2026, 3, 1), date(2026, 3, 2))
    assert caught.value.code == "currency_without_threshold"


@given(amounts(), spans)
def test_interest_over_adjoining_spans_adds_up(amount: Money, ends: list[int]) -> None:
    first, middle, last = (date(2025, 1, 1) + timedelta(days=each) for each in ends)
    whole = payments.interest(LAW, amount, first, last, [ANY])
    one = payments.interest(LAW, amount, first, middle, [ANY])
    other = payments.interest(LAW, amount, middle, last, [ANY])
    assert whole.exact == one.exact + other.exact
    assert (
        whole.exact
        == Fraction(amount.amount) * Fraction("10.5") / 100 * ((last - first).days) / 365
    )


@given(amounts(1), st.integers(1, 400))
def test_a_cut_in_the_rates_changes_nothing_when_the_rate_stays(amount: Money, days: int) -> None:
    paid = date(2026, 1, 1) + timedelta(days=days)
    same = [TWO, TWO.model_copy(update={"first": date(2026, 7, 1), "last": None})]
    one = TWO.model_copy(update={"last": None})
    cut = payments.interest(LAW, amount, date(2026, 1, 1), paid, same)
    assert cut.exact == payments.interest(LAW, amount, date(2026, 1, 1), paid, [one]).exact


def test_interest_is_never_below_nought() -> None:
    low = ReferenceRate(rate=Decimal(-9), first=date(2026, 1, 1))
    found = payments.interest(LAW, euro("100"), date(2026, 1, 1), date(2026, 2, 1), [low])
    assert found.exact == 0


@pytest.mark.parametrize(
    ("rates", "code"),
    [([], "rate_missing"), ([TWO], "rate_missing"), ([TWO, ANY], "rate_twice")],
)
def test_each_day_has_one_reference_rate(rates: list[ReferenceRate], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        payments.interest(LAW, euro("1"), date(2026, 6, 1), date(2026, 7, 1), rates)
    assert caught.value.code == code
