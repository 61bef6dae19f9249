"""Fines for delay keep to their ceilings and grow with the delay."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import delay_fines
from contracts.rules.delay_fines import Late, Subject, Terms, Works
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Reason, Reckoned
from tests.rules.money import DAYS, amounts, dollar, edition, euro, exactly, rates

LAW = edition()
subjects = st.sampled_from(Subject)
lates = st.lists(st.builds(Late, value=amounts(), days=DAYS), min_size=1, max_size=5)
terms = st.builds(Terms, rate=st.none() | rates(5), ceiling=st.none() | rates(20))
contracts = st.builds(
    Works,
    initial=amounts(1),
    period=st.integers(2, 1_000),
    calendar=st.booleans(),
    ceiling=rates(10),
)


def fine(days: int, value: str = "10000", **said: Decimal) -> Reckoned:
    late = [Late(value=euro(value), days=days)]
    return delay_fines.per_day(LAW, Subject.SUPPLIES, late, Terms(**said))


def test_a_silent_contract_gets_a_proposal_to_be_confirmed() -> None:
    found = fine(10)
    assert found.amount == euro("100.00")
    assert Reason.PROPOSED in found.reasons
    assert not found.confirmed
    assert found.articles == ("RD 14 January 2013 art. 123",)


def test_the_terms_of_the_contract_go_first() -> None:
    found = fine(10, rate=Decimal("0.2"), ceiling=Decimal("1.5"))
    assert (found.amount, found.ceiling) == (euro("150.00"), euro("150.00"))
    assert found.reasons == (Reason.CAPPED,)
    assert found.confirmed


@pytest.mark.parametrize(("days", "amount"), [(0, "0.00"), (74, "740.00"), (75, "750.00")])
def test_the_ceiling_is_reached_on_day_seventy_five(days: int, amount: str) -> None:
    assert fine(days).amount == euro(amount)
    assert fine(days).reasons[1:] == ((Reason.NOT_LATE,) if not days else ())
    assert fine(76).reasons == (Reason.PROPOSED, Reason.CAPPED)


def test_each_part_has_a_ceiling_of_its_own() -> None:
    late = [Late(value=euro("1000"), days=200), Late(value=euro("9000"), days=1)]
    found = delay_fines.per_day(LAW, Subject.SERVICES, late)
    assert found.amount == euro("84.00")
    assert found.ceiling == euro("750.00")


@given(subjects, lates, terms)
def test_no_fine_passes_its_ceiling(subject: Subject, late: list[Late], said: Terms) -> None:
    found = delay_fines.per_day(LAW, subject, late, said)
    assert found.ceiling is not None
    assert 0 <= found.amount.amount <= found.ceiling.amount


@given(subjects, lates, terms, st.data())
def test_a_day_more_never_lowers_a_fine(
    subject: Subject, late: list[Late], said: Terms, drawn: st.DataObject
) -> None:
    at = drawn.draw(st.integers(0, len(late) - 1))
    longer = [*late]
    longer[at] = late[at].model_copy(update={"days": late[at].days + 1})
    before = delay_fines.per_day(LAW, subject, late, said)
    after = delay_fines.per_day(LAW, subject, longer, said)
    assert after.exact >= before.exact
    assert after.amount.amount >= before.amount.amount


@given(subjects, st.lists(amounts(), min_size=1, max_size=6), DAYS, terms)
def test_a_split_delivery_costs_what_the_whole_costs(
    subject: Subject, values: list[Money], days: int, said: Terms
) -> None:
    whole = Money(amount=sum((value.amount for value in values), Decimal()))
    one = delay_fines.per_day(LAW, subject, [Late(value=whole, days=days)], said)
    parts = [Late(value=value, days=days) for value in values]
    split = delay_fines.per_day(LAW, subject, parts, said)
    assert (split.exact, split.amount, split.ceiling) == (one.exact, one.amount, one.ceiling)


@given(subjects, lates, terms)
def test_parts_that_came_earlier_cost_no_more_than_all_at_the_last(
    subject: Subject, late: list[Late], said: Terms
) -> None:
    whole = Money(amount=sum((part.value.amount for part in late), Decimal()))
    longest = max(part.days for part in late)
    one = delay_fines.per_day(LAW, subject, [Late(value=whole, days=longest)], said)
    assert delay_fines.per_day(LAW, subject, late, said).exact <= one.exact


def test_works_follow_the_formula_of_the_law() -> None:
    contract = Works(initial=euro("500000"), period=200)
    found = delay_fines.works(LAW, contract, [20])
    assert found.exact == Fraction(45, 100) * 500_000 * 400 / 40_000
    assert found.reasons == (Reason.CEILING_UNKNOWN,)
    assert found.ceiling is None
    assert found.confirmed


@pytest.mark.parametrize(
    ("initial", "period", "small"),
    [("75000", 150, True), ("75000.01", 150, False), ("75000", 151, False)],
)
def test_small_works_of_short_duration_have_a_higher_divisor(
    initial: str, period: int, small: bool
) -> None:
    found = delay_fines.works(LAW, Works(initial=euro(initial), period=period), [10])
    divisor = 150 * period if small else period**2
    assert found.exact == Fraction(45, 100) * Fraction(initial) * 100 / divisor
    assert (Reason.SMALL_WORKS in found.reasons) is small


def test_a_period_in_calendar_days_counts_for_seven_tenths_rounded_down() -> None:
    by_calendar = Works(initial=euro("500000"), period=289, calendar=True)
    by_working = Works(initial=euro("500000"), period=202)
    one, other = (delay_fines.works(LAW, each, [20]) for each in (by_calendar, by_working))
    assert one.exact == other.exact


def test_partial_periods_are_added_up_under_one_ceiling() -> None:
    contract = Works(initial=euro("500000"), period=200, ceiling=Decimal("0.5"))
    assert delay_fines.works(LAW, contract, [10]).amount == euro("562.50")
    both = delay_fines.works(LAW, contract, [10, 20])
    assert (both.amount, both.reasons) == (euro("2500.00"), (Reason.CAPPED,))


@given(contracts, st.lists(DAYS, max_size=4))
def test_works_keep_to_their_ceiling(contract: Works, late: list[int]) -> None:
    found = delay_fines.works(LAW, contract, late)
    assert found.ceiling is not None
    assert 0 <= found.amount.amount <= found.ceiling.amount


@given(contracts, DAYS, st.booleans())
def test_works_cost_no_less_for_a_day_more(contract: Works, days: int, capped: bool) -> None:
    contract = contract if capped else contract.model_copy(update={"ceiling": None})
    before, after = (delay_fines.works(LAW, contract, [each]) for each in (days, days + 1))
    assert after.exact >= before.exact


@pytest.mark.parametrize(
    ("late", "code"),
    [
        ([], "nothing_to_reckon"),
        ([Late(value=euro("1"), days=-1)], "days_negative"),
        ([Late(value=euro("-1"), days=1)], "amount_negative"),
        ([Late(value=euro("1"), days=1), Late(value=dollar("1"), days=1)], "mixed_currencies"),
    ],
)
def test_what_cannot_be_fined_is_refused(late: list[Late], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        delay_fines.per_day(LAW, Subject.SUPPLIES, late)
    assert caught.value.code == code


def test_works_in_another_currency_or_without_period_are_refused() -> None:
    for contract, code in (
        (Works(initial=dollar("1000"), period=10), "currency_without_threshold"),
        (Works(initial=euro("1000"), period=1, calendar=True), "period_not_positive"),
    ):
        with pytest.raises(RuleError) as caught:
            delay_fines.works(LAW, contract, [1])
        assert caught.value.code == code


def test_the_steps_hold_the_fine_of_every_part() -> None:
    late = [Late(value=euro("1000"), days=200), Late(value=euro("9000"), days=1)]
    found = delay_fines.per_day(LAW, Subject.SERVICES, late)
    parts = [step.value for step in found.steps if step.name == "part"]
    assert sum(parts) == found.exact == exactly(found.amount)
