"""Money over years, brought to one moment: life-cycle cost, and the value of saved energy.

Both are exact: a yearly rate is a share (3 % is 3/100), a factor is 1 divided by 1 plus the rate,
and nothing is rounded. What has no value raises `Undefined` with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.rules.scoring.exact import total
from contracts.rules.scoring.formulas.base import Undefined

YEAR = 365
"""The days of a year in the method for saved energy, also in a leap year."""
FULL_YEARS = 19
PERIODS = FULL_YEARS + 2
"""The rest of the year of announcement, nineteen years, and what completes the twentieth."""


@dataclass(frozen=True)
class CostLine:
    """A cost that returns every year from `first_year` to `last_year`, both included: the quantity
    that the bid states times the announced cost of one unit. Year 0 is the year of purchase and is
    not discounted. A cost below zero is a revenue, such as a residual value."""

    quantity: Fraction
    unit_cost: Fraction
    first_year: int
    last_year: int


@dataclass(frozen=True)
class LifeCycleCost:
    """The acquisition and the present value of each line, in the order of the lines."""

    acquisition: Fraction
    lines: tuple[Fraction, ...]
    total: Fraction


def life_cycle_cost(
    acquisition: Fraction, lines: Sequence[CostLine], rate: Fraction
) -> LifeCycleCost:
    """The acquisition price and every yearly cost at its present value: the cost of year t counts
    for 1 / (1 + rate)^t of it. The tender announces the lines, the unit costs and the rate (life-
    cycle costing, Directive 2014/24 art. 68).

    Raises `Undefined`: `rate_too_low` (the rate is -1 or below), `years_reversed` (a line ends
    before it starts, or starts before year 0).
    """
    if rate <= -1:
        raise Undefined("rate_too_low")
    if any(not 0 <= line.first_year <= line.last_year for line in lines):
        raise Undefined("years_reversed")
    found = tuple(line.quantity * line.unit_cost * _factors(line, rate) for line in lines)
    return LifeCycleCost(acquisition, found, acquisition + total(found))


def _factors(line: CostLine, rate: Fraction) -> Fraction:
    """The sum of the discount factors of the years of a line."""
    factor = 1 / (1 + rate)
    return total(factor**year for year in range(line.first_year, line.last_year + 1))


@dataclass(frozen=True)
class Saving:
    """What a bid for energy performance promises. `reductions` are the costs saved in each of 21
    periods: the first for the rest of the year of announcement, the others a whole year. `share`
    of it is paid to the contractor while the contract lasts: `years` of 365 days and `days`."""

    reductions: tuple[Fraction, ...]
    share: Fraction
    years: int
    days: int


@dataclass(frozen=True)
class SavingPeriod:
    """One of the 21 periods: its days, the days on which the contractor is paid, the payment, what
    the buyer keeps, and the factor that brings it to the day of announcement."""

    days: int
    paid_days: int
    payment: Fraction
    income: Fraction
    factor: Fraction


@dataclass(frozen=True)
class SavingValue:
    """The sum of what is paid to the contractor, and the net present value of what the buyer
    keeps: the highest value is the best bid."""

    contract: Fraction
    net_present_value: Fraction
    periods: tuple[SavingPeriod, ...]


def saving_value(saving: Saving, announced: date, rate: Fraction) -> SavingValue:
    """The net present value of an energy performance contract by the Ukrainian method (A15).

    The horizon is twenty years of 365 days from the day of announcement, cut at the ends of the
    years: first the days left after that day up to 31 December, then nineteen years, then the days
    that complete the twentieth. The contract runs from the start and is paid by the day. In a
    period of d days the buyer keeps what is saved less the payment; of the first period the bid
    states what is saved, of each other the saving of a year counts for d / 365. The factor of a
    period is that of the one before divided by 1 + rate * d / 365.

    Raises `Undefined`: `reductions_not_21`, `rate_below_zero`, `share_outside` (of 0 to 1),
    `duration_negative`, `contract_too_long` (it reaches the twenty-first period, for which no
    published figure exists), `announced_on_last_day` (31 December leaves a first period of no
    days).
    """
    _check(saving, rate)
    spans = _spans(announced)
    paid = _paid_days(saving, spans)
    periods, factor = [], Fraction(1)
    for number, (days, paid_days) in enumerate(zip(spans, paid, strict=True)):
        saved = saving.reductions[number]
        payment = saving.share * saved * Fraction(paid_days, days) if paid_days else Fraction(0)
        income = (saved if number == 0 else saved * Fraction(days, YEAR)) - payment
        factor /= 1 + rate * Fraction(days, YEAR)
        periods.append(SavingPeriod(days, paid_days, payment, income, factor))
    return SavingValue(
        total(period.payment for period in periods),
        total(period.income * period.factor for period in periods),
        tuple(periods),
    )


def _check(saving: Saving, rate: Fraction) -> None:
    if len(saving.reductions) != PERIODS:
        raise Undefined("reductions_not_21")
    if rate < 0:
        raise Undefined("rate_below_zero")
    if not 0 <= saving.share <= 1:
        raise Undefined("share_outside")
    if saving.years < 0 or saving.days < 0:
        raise Undefined("duration_negative")


def _spans(announced: date) -> list[int]:
    """The days of each period."""
    first = (date(announced.year, 12, 31) - announced).days
    if first == 0:
        raise Undefined("announced_on_last_day")
    return [first, *[YEAR] * FULL_YEARS, YEAR - first]


def _paid_days(saving: Saving, spans: Sequence[int]) -> list[int]:
    """The days of the contract in each period, from the first on."""
    left = saving.years * YEAR + saving.days
    if left > sum(spans[:-1]):
        raise Undefined("contract_too_long")
    paid = []
    for days in spans:
        paid.append(min(left, days))
        left -= paid[-1]
    return paid
