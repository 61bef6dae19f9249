"""Fines for delay: supplies, services and works, with partial deliveries and their ceilings.

RD of 14 January 2013, art. 46: a fine is due by the mere expiry of the period, for every day late,
without notice of default. For supplies (art. 123) and services (art. 154) rate and ceiling are
fields of the contract; the figures of the edition were not read in the text in force and are a
proposal. For works (art. 86) the formula is of the law; no ceiling was found for it, so the
ceiling is a field of the contract.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.base import Message, Money
from contracts.rules import reckoning
from contracts.rules.editions import Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Quantity, Reason, Reckoned, Rule, Step, Wrong

FACTOR = "delay_fine_works_factor"
SMALL_AMOUNT, SMALL_PERIOD = "delay_fine_works_small_amount", "delay_fine_works_small_period"
DAY_RATIO = "delay_fine_works_day_ratio"


class Subject(StrEnum):
    """What is delivered, where the fine is a rate per day."""

    SUPPLIES = "supplies"
    SERVICES = "services"


RULES = {
    Subject.SUPPLIES: Rule.DELAY_FINE_SUPPLIES,
    Subject.SERVICES: Rule.DELAY_FINE_SERVICES,
}


class Late(Message):
    """A delivery, or part of one, of this value excluding VAT, so many calendar days late."""

    value: Money
    days: int


class Terms(Message):
    """What the contract says: percent per calendar day, and the ceiling in percent of the value
    that is late. None where it is silent; the figure of the edition is then proposed."""

    rate: Decimal | None = None
    ceiling: Decimal | None = None


def per_day(
    edition: Edition, subject: Subject, late: Sequence[Late], terms: Terms | None = None
) -> Reckoned:
    """The fine for deliveries that came late: of each, its value times the rate times its days,
    at most the ceiling of its own value; added up, then rounded once.

    Equal delays in parts or in one give the same fine. Raises `RuleError`: `mixed_currencies`,
    `nothing_to_reckon`, `amount_negative`, `days_negative`, `rate_outside`.
    """
    terms = terms or Terms()
    currency = reckoning.currency_of(part.value for part in late)
    rate = _term(edition, f"delay_fine_{subject}_rate", "rate", terms.rate)
    most = _term(edition, f"delay_fine_{subject}_cap", "ceiling_rate", terms.ceiling)
    parts = [_part(each, reckoning.number(rate), reckoning.number(most)) for each in late]
    ceiling = sum((_ceiling(each, reckoning.number(most)) for each in late), Fraction())
    exact = sum((fine for fine, _ in parts), Fraction())
    return Reckoned(
        rule=RULES[subject],
        exact=exact,
        amount=reckoning.cents(exact, currency),
        ceiling=reckoning.cents(ceiling, currency),
        figures=(rate, most),
        steps=(
            Step(name=Quantity.RATE, value=reckoning.number(rate)),
            Step(name=Quantity.CEILING_RATE, value=reckoning.number(most)),
            *_steps(late, parts),
            Step(name=Quantity.CEILING, value=ceiling),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=_reasons((rate, most), any(capped for _, capped in parts), bool(exact)),
    )


def _term(edition: Edition, parameter: str, name: str, value: Decimal | None) -> Figure:
    if value is None:
        return reckoning.figure(edition, parameter)
    reckoning.percentage(value)
    return reckoning.announced(name, value, Measure.PERCENT)


def _part(late: Late, rate: Fraction, most: Fraction) -> tuple[Fraction, bool]:
    """The fine on one part, and whether its ceiling cut it."""
    value = reckoning.not_negative(late.value)
    fine = reckoning.of_percent(rate * reckoning.whole_days(late.days), value)
    ceiling = reckoning.of_percent(most, value)
    return min(fine, ceiling), fine > ceiling


def _ceiling(late: Late, most: Fraction) -> Fraction:
    return reckoning.of_percent(most, Fraction(late.value.amount)) if late.days else Fraction()


def _steps(late: Sequence[Late], parts: Sequence[tuple[Fraction, bool]]) -> list[Step]:
    found = []
    for at, (each, (fine, _)) in enumerate(zip(late, parts, strict=True), 1):
        found += [
            Step(name=Quantity.BASE, value=Fraction(each.value.amount), of=str(at)),
            Step(name=Quantity.DAYS, value=Fraction(each.days), of=str(at)),
            Step(name=Quantity.PART, value=fine, of=str(at)),
        ]
    return found


def _reasons(figures: Sequence[Figure], capped: bool, late: bool) -> tuple[Reason, ...]:
    proposed = any(not figure.confirmed for figure in figures)
    said = {Reason.PROPOSED: proposed, Reason.CAPPED: capped, Reason.NOT_LATE: not late}
    return tuple(reason for reason, holds in said.items() if holds)


class Works(Message):
    """A contract for works: its initial amount (M) and its period (N).

    `period` counts working days, or calendar days when `calendar`. `ceiling` is the contract's
    own, in percent of the initial amount.
    """

    initial: Money
    period: int
    calendar: bool = False
    ceiling: Decimal | None = None


def works(edition: Edition, contract: Works, late: Sequence[int]) -> Reckoned:
    """The fine for works: `0.45 * M * n^2 / N^2` for each delay of n days, the whole at most the
    contract's ceiling. Several delays are those of binding partial periods without a fine of
    their own: each with the M and N of the whole contract.

    A period that is not in working days counts for seven tenths of its days, rounded down; small
    works of short duration have the divisor `150 * N`. Raises `RuleError`: `period_not_positive`,
    `amount_not_positive`, `days_negative`, `rate_outside`, `currency_without_threshold`.
    """
    initial, planned = reckoning.positive(contract.initial), _planned(edition, contract)
    small_amount = reckoning.limit(edition, SMALL_AMOUNT, contract.initial.currency)
    small_period = int(edition.number(SMALL_PERIOD))
    small = initial <= small_amount and planned <= small_period
    divisor = Fraction((small_period if small else planned) * planned)
    factor = Fraction(edition.number(FACTOR))
    fines = [factor * initial * reckoning.whole_days(days) ** 2 / divisor for days in late]
    whole = sum(fines, Fraction())
    ceiling = _works_ceiling(contract, initial)
    exact = whole if ceiling is None else min(whole, ceiling)
    said = {
        Reason.SMALL_WORKS: small,
        Reason.CAPPED: exact < whole,
        Reason.CEILING_UNKNOWN: ceiling is None,
        Reason.NOT_LATE: not whole,
    }
    return Reckoned(
        rule=Rule.DELAY_FINE_WORKS,
        exact=exact,
        amount=reckoning.cents(exact, contract.initial.currency),
        ceiling=None if ceiling is None else reckoning.cents(ceiling, contract.initial.currency),
        figures=_works_figures(edition, contract),
        steps=(
            Step(name=Quantity.BASE, value=initial),
            Step(name=Quantity.PLANNED, value=Fraction(planned)),
            Step(name=Quantity.DIVISOR, value=divisor),
            *_works_steps(late, fines),
            *([] if ceiling is None else [Step(name=Quantity.CEILING, value=ceiling)]),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=tuple(reason for reason, holds in said.items() if holds),
    )


def _planned(edition: Edition, contract: Works) -> int:
    share = Fraction(edition.number(DAY_RATIO)) if contract.calendar else Fraction(1)
    planned = int(contract.period * share)
    if planned <= 0:
        raise RuleError(Wrong.PERIOD_NOT_POSITIVE, days=str(contract.period))
    return planned


def _works_ceiling(contract: Works, initial: Fraction) -> Fraction | None:
    if contract.ceiling is None:
        return None
    return reckoning.of_percent(reckoning.percentage(contract.ceiling), initial)


def _works_figures(edition: Edition, contract: Works) -> tuple[Figure, ...]:
    names = [FACTOR, SMALL_AMOUNT, SMALL_PERIOD, *([DAY_RATIO] if contract.calendar else [])]
    found = [reckoning.figure(edition, name) for name in names]
    if contract.ceiling is not None:
        found.append(reckoning.announced("ceiling_rate", contract.ceiling, Measure.PERCENT))
    return tuple(found)


def _works_steps(late: Sequence[int], fines: Sequence[Fraction]) -> list[Step]:
    found = []
    for at, (days, fine) in enumerate(zip(late, fines, strict=True), 1):
        found += [
            Step(name=Quantity.DAYS, value=Fraction(days), of=str(at)),
            Step(name=Quantity.PART, value=fine, of=str(at)),
        ]
    return found
