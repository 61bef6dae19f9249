"""Costs and savings over years: worked by hand, and against every published figure."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.scoring.exact import show
from contracts.rules.scoring.formulas.base import Undefined
from contracts.rules.scoring.net_present_value import (
    PERIODS,
    CostLine,
    Saving,
    life_cycle_cost,
    saving_value,
)
from tests.rules.test_scoring_exactness import shared

FILES = ("030-esco-npv-contract-duration.json", "033-esco-npv-discount-rate.json")
ARTEFACTS: frozenset[tuple[str, str]] = frozenset()
"""Published figures, by file and key, that are wrong in the last digit because the source prints
them through a binary double. Neither file has one."""

rates = st.fractions(min_value=0, max_value=2, max_denominator=10_000)
amounts = st.fractions(min_value=-1_000_000, max_value=1_000_000, max_denominator=100)
costs = st.fractions(min_value=0, max_value=1_000_000, max_denominator=100)
announcements = st.dates(date(2000, 1, 1), date(2099, 12, 31)).filter(
    lambda day: (day.month, day.day) != (12, 31)
)


@st.composite
def cost_lines(draw: st.DrawFn) -> CostLine:
    """A cost of some years within a quarter of a century."""
    first = draw(st.integers(0, 25))
    return CostLine(draw(costs), draw(costs), first, draw(st.integers(first, 25)))


@st.composite
def savings(draw: st.DrawFn) -> Saving:
    """An offer inside what the method is defined for."""
    reductions = draw(st.lists(costs, min_size=PERIODS, max_size=PERIODS))
    share = draw(st.fractions(min_value=0, max_value=1, max_denominator=1000))
    return Saving(tuple(reductions), share, draw(st.integers(0, 14)), draw(st.integers(0, 364)))


def level(years: int = 0, days: int = 0, share: str = "0.5", first: str = "100") -> Saving:
    """A saving of 365 a year, so one a day."""
    reductions = (Fraction(first), *[Fraction(365)] * (PERIODS - 1))
    return Saving(reductions, Fraction(share), years, days)


def test_a_cost_of_three_years_is_discounted_by_whole_years() -> None:
    energy = CostLine(Fraction(1000), Fraction("0.25"), 1, 3)
    found = life_cycle_cost(Fraction(10_000), [energy], Fraction("0.25"))
    assert found.lines == (Fraction(200) + Fraction(160) + Fraction(128),)
    assert found.total == Fraction(10_488)


def test_the_year_of_purchase_is_not_discounted() -> None:
    line = CostLine(Fraction(2), Fraction(30), 0, 0)
    assert life_cycle_cost(Fraction(0), [line], Fraction("0.07")).total == 60


def test_a_residual_value_lowers_the_cost() -> None:
    resale = CostLine(Fraction(1), Fraction(-1210), 2, 2)
    assert life_cycle_cost(Fraction(5000), [resale], Fraction("0.1")).total == 4000


def test_without_lines_the_cost_is_the_acquisition() -> None:
    found = life_cycle_cost(Fraction(5000), [], Fraction("0.03"))
    assert (found.total, found.lines) == (Fraction(5000), ())


@pytest.mark.parametrize("rate", ["-1", "-2"])
def test_a_rate_that_ends_all_value_is_undefined(rate: str) -> None:
    with pytest.raises(Undefined) as refused:
        life_cycle_cost(Fraction(1), [], Fraction(rate))
    assert refused.value.reason == "rate_too_low"


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-1, 2)])
def test_years_that_run_backwards_are_undefined(first: int, last: int) -> None:
    line = CostLine(Fraction(1), Fraction(1), first, last)
    with pytest.raises(Undefined) as refused:
        life_cycle_cost(Fraction(1), [line], Fraction(0))
    assert refused.value.reason == "years_reversed"


@given(amounts, st.lists(cost_lines(), max_size=4), rates, costs)
def test_life_cycle_cost_scales_with_the_currency(
    acquisition: Fraction, lines: list[CostLine], rate: Fraction, factor: Fraction
) -> None:
    scaled = [
        CostLine(line.quantity, line.unit_cost * factor, line.first_year, line.last_year)
        for line in lines
    ]
    before = life_cycle_cost(acquisition, lines, rate).total
    assert life_cycle_cost(acquisition * factor, scaled, rate).total == before * factor


@given(st.lists(cost_lines(), max_size=4), rates, st.randoms())
def test_the_order_of_cost_lines_changes_no_total(
    lines: list[CostLine], rate: Fraction, mixed: Random
) -> None:
    before = life_cycle_cost(Fraction(7), lines, rate).total
    shuffled = mixed.sample(lines, len(lines))
    assert life_cycle_cost(Fraction(7), shuffled, rate).total == before


@given(cost_lines(), rates)
def test_a_line_is_the_sum_of_its_years(line: CostLine, rate: Fraction) -> None:
    years = [
        CostLine(line.quantity, line.unit_cost, year, year)
        for year in range(line.first_year, line.last_year + 1)
    ]
    whole = life_cycle_cost(Fraction(0), [line], rate).total
    assert life_cycle_cost(Fraction(0), years, rate).total == whole


@given(cost_lines(), rates)
def test_a_dearer_euro_of_today_never_raises_a_later_cost(line: CostLine, rate: Fraction) -> None:
    low = life_cycle_cost(Fraction(0), [line], rate).total
    assert life_cycle_cost(Fraction(0), [line], rate + Fraction(1, 100)).total <= low


def test_a_saving_without_a_contract_stays_with_the_buyer() -> None:
    found = saving_value(level(), date(2017, 8, 18), Fraction(0))
    assert found.contract == 0
    assert found.net_present_value == 100 + 19 * 365 + (365 - 135)


def test_the_contractor_is_paid_by_the_day() -> None:
    found = saving_value(level(years=1, days=35), date(2017, 8, 18), Fraction(0))
    assert [period.paid_days for period in found.periods[:3]] == [135, 265, 0]
    assert found.contract == Fraction(1, 2) * (100 + 265)


def test_the_periods_are_cut_at_the_ends_of_the_years() -> None:
    found = saving_value(level(), date(2017, 8, 18), Fraction(0))
    assert [period.days for period in found.periods] == [135, *[365] * 19, 230]


def test_a_factor_compounds_by_the_days_of_its_period() -> None:
    found = saving_value(level(), date(2018, 8, 8), Fraction("0.365"))
    first = Fraction(1000, 1145)  # 145 days, a thousandth for each
    assert found.periods[0].factor == first
    assert found.periods[1].factor == first * Fraction(1000, 1365)
    assert found.periods[-1].factor == first * Fraction(1000, 1365) ** 19 * Fraction(1000, 1220)


def test_a_leap_year_announced_on_its_first_day_leaves_no_last_period() -> None:
    found = saving_value(level(years=1), date(2020, 1, 1), Fraction("0.1"))
    assert (found.periods[0].days, found.periods[-1].days) == (365, 0)
    assert found.periods[-1].income == 0


@pytest.mark.parametrize(
    ("saving", "rate", "reason"),
    [
        (level(share="1.01"), "0.1", "share_outside"),
        (level(share="-0.01"), "0.1", "share_outside"),
        (level(years=-1, days=400), "0.1", "duration_negative"),
        (level(days=-1), "0.1", "duration_negative"),
        (level(), "-0.1", "rate_below_zero"),
        (level(years=20), "0.1", "contract_too_long"),
        (Saving((Fraction(1),) * 20, Fraction(1), 1, 0), "0.1", "reductions_not_21"),
    ],
)
def test_what_the_method_does_not_cover_is_undefined(
    saving: Saving, rate: str, reason: str
) -> None:
    with pytest.raises(Undefined) as refused:
        saving_value(saving, date(2017, 8, 18), Fraction(rate))
    assert refused.value.reason == reason


def test_a_contract_may_last_to_the_end_of_the_twentieth_period() -> None:
    longest = level(years=19, days=135)
    assert saving_value(longest, date(2017, 8, 18), Fraction(0)).periods[-2].paid_days == 365
    with pytest.raises(Undefined, match="contract_too_long"):
        saving_value(level(years=19, days=136), date(2017, 8, 18), Fraction(0))


def test_a_first_period_of_no_days_is_undefined() -> None:
    with pytest.raises(Undefined) as refused:
        saving_value(level(), date(2017, 12, 31), Fraction("0.1"))
    assert refused.value.reason == "announced_on_last_day"


@given(savings(), announcements, rates)
def test_the_periods_cover_twenty_years(saving: Saving, announced: date, rate: Fraction) -> None:
    periods = saving_value(saving, announced, rate).periods
    assert sum(period.days for period in periods) == 20 * 365
    assert sum(period.paid_days for period in periods) == saving.years * 365 + saving.days


@given(savings(), announcements, rates, costs)
def test_the_value_scales_with_the_currency(
    saving: Saving, announced: date, rate: Fraction, factor: Fraction
) -> None:
    scaled = Saving(
        tuple(each * factor for each in saving.reductions), saving.share, saving.years, saving.days
    )
    before, after = (saving_value(each, announced, rate) for each in (saving, scaled))
    assert after.net_present_value == before.net_present_value * factor
    assert after.contract == before.contract * factor


@given(savings(), announcements)
def test_without_discount_the_two_parties_share_all_that_is_saved(
    saving: Saving, announced: date
) -> None:
    found = saving_value(saving, announced, Fraction(0))
    first, *others, last = saving.reductions
    saved = first + sum(others) + last * Fraction(found.periods[-1].days, 365)
    assert found.contract + found.net_present_value == saved


@given(savings(), announcements, rates)
def test_a_lower_share_for_the_contractor_never_lowers_the_value(
    saving: Saving, announced: date, rate: Fraction
) -> None:
    cheaper = Saving(saving.reductions, saving.share / 2, saving.years, saving.days)
    before, after = (saving_value(each, announced, rate) for each in (saving, cheaper))
    assert after.net_present_value >= before.net_present_value


def figures(case: Any, bid: Any) -> dict[str, Fraction]:
    """The contract and the net present value of one row of a shared case."""
    stated = {**case["parameters"]["base_bid"], **bid["overrides"]}
    duration = stated["contractDuration"]
    saving = Saving(
        tuple(Fraction(Decimal(each)) for each in stated["annualCostsReduction"]),
        Fraction(stated["yearlyPaymentsPercentage"]),
        duration["years"],
        duration["days"],
    )
    announced = date.fromisoformat(stated["announcementDate"])
    value = saving_value(saving, announced, Fraction(stated["NBUdiscountRate"]))
    return {
        f"{bid['index']}.contract": value.contract,
        f"{bid['index']}.npv": value.net_present_value,
    }


@pytest.mark.parametrize("name", FILES)
def test_every_published_figure_comes_out_to_its_eleventh_decimal(name: str) -> None:
    case = shared(name)
    found: dict[str, Fraction] = {}
    for bid in case["bids"]:
        found |= figures(case, bid)
    published = case["expected"]["values"]
    differing = {key for key, value in found.items() if show(value, 11) != published[key]}
    assert found.keys() == published.keys()
    assert differing == {key for file, key in ARTEFACTS if file == name}


@pytest.mark.parametrize("name", FILES)
def test_every_figure_is_exactly_the_recomputed_fraction(name: str) -> None:
    case = shared(name)
    for bid in case["bids"]:
        for key, value in figures(case, bid).items():
            assert value == Fraction(case["recomputed"][key]["exact"])
