"""Payment terms, interest for late payment, and the lump sum.

RD of 14 January 2013, art. 69, 95, 120, 127, 156 and 160. The pinned edition decides between the
two regimes, because its parameters do: an edition with a processing period has one term for
verification and payment together; an earlier one has a term for each. No date is looked at here.

Interest is simple, for each calendar day from the day after the last day of payment up to and
including the day of payment, over a year of 365 days, at the reference rate of that day plus the
margin of the edition. The day count is our reading and is to be confirmed; the reference rates are
given, as published (already rounded up to the half point).
"""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.base import Exact, Message, Money
from contracts.rules import deadlines, reckoning
from contracts.rules.deadlines import Computed, Term
from contracts.rules.editions import Confidence, Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Quantity, Reason, Reckoned, Rule, Step, Wrong

PROCESSING, LONGEST = "processing_period", "processing_period_max"
VERIFICATION, PAYMENT = "verification_period", "payment_period"
MARGIN, LUMP_SUM = "late_interest_margin", "late_payment_lump_sum"

YEAR = 365
_DAY = timedelta(days=1)


class Subject(StrEnum):
    """What was bought; it decides with which event the first term begins."""

    SUPPLIES = "supplies"
    SERVICES = "services"
    WORKS = "works"


EVENTS = {
    Subject.SUPPLIES: "delivery_with_invoice",
    Subject.SERVICES: "end_of_services_with_invoice",
    Subject.WORKS: "claim_and_statement_received",
}
VERIFIED = "verification"


class Condition(StrEnum):
    """What a processing period longer than the default needs, all together; that it stays within
    the longest one is looked at by the rule itself."""

    IN_DOCUMENTS = "in_documents"
    JUSTIFIED_BY_NATURE = "justified_by_nature"
    NO_MANIFEST_ABUSE = "no_manifest_abuse"


class Longer(Message):
    """A processing period of the documents, and the conditions that a person found to hold."""

    days: int
    holding: frozenset[Condition] = frozenset()


def terms(edition: Edition, subject: Subject, longer: Longer | None = None) -> tuple[Term, ...]:
    """The terms from delivery to payment: one, or verification and then payment.

    `longer` is for an edition with a processing period. Raises `RuleError`:
    `period_needs_conditions` names those that do not hold; `period_outside` for a period shorter
    than one day or longer than the edition allows; `parameter_unknown` when the edition knows no
    longer period.
    """
    event = EVENTS[subject]
    if PROCESSING not in edition.parameters:
        if longer is not None:
            edition.parameter(LONGEST)
        verification = deadlines.term_of(edition, VERIFICATION, event)
        return verification, deadlines.term_of(edition, PAYMENT, VERIFIED)
    term = deadlines.term_of(edition, PROCESSING, event)
    return (term if longer is None else _longer(edition, term, longer),)


def _longer(edition: Edition, term: Term, longer: Longer) -> Term:
    most = deadlines.term_of(edition, LONGEST, term.event)
    if not 1 <= longer.days <= most.length:
        facts = {"days": str(longer.days), "least": "1", "most": str(most.length)}
        raise RuleError(Wrong.PERIOD_OUTSIDE, **facts)
    missing = sorted(set(Condition) - longer.holding)
    if longer.days > term.length and missing:
        raise RuleError(Wrong.PERIOD_NEEDS_CONDITIONS, missing=", ".join(missing))
    found = most if longer.days > term.length else term
    return found.model_copy(update={"length": longer.days})


def due(
    running: Sequence[Term], started: date, verified: date | None = None
) -> tuple[Computed, ...]:
    """Each term applied in turn; the last one ends with the last day of payment.

    A second term begins when verification was done (`verified`), or at the latest with the last
    day of the first. Raises `RuleError("verified_too_early")` for a verification
    before the start.
    """
    if verified is not None and verified < started:
        raise RuleError(
            Wrong.VERIFIED_TOO_EARLY, verified=verified.isoformat(), started=started.isoformat()
        )
    found: list[Computed] = []
    start = started
    for term in running:
        found.append(deadlines.compute(term, start))
        last = found[-1].last_day
        start = last if verified is None else min(verified, last)
    return tuple(found)


class ReferenceRate(Message):
    """A reference rate in percent a year, in force from a day up to and including another (None:
    until further notice). It may be below zero."""

    rate: Exact
    first: date
    last: date | None = None
    source: str = ""


_DAY_COUNT = Figure(
    name="interest_year",
    value=Decimal(YEAR),
    unit=Measure.CALENDAR_DAYS,
    confidence=Confidence.MEDIUM,
)


def interest(
    edition: Edition,
    amount: Money,
    last_day: date,
    paid: date,
    rates: Sequence[ReferenceRate],
) -> Reckoned:
    """The interest on an amount that was payable until `last_day` and was paid on `paid`; zero
    when it was in time. Rounded once, so exact numbers of adjoining spans add up.

    Raises `RuleError`: `amount_negative`; `rate_missing` or `rate_twice` for a day without a
    reference rate, or with two; `parameter_unknown`.
    """
    base, margin = reckoning.not_negative(amount), reckoning.figure(edition, MARGIN)
    spans = list(_spans(last_day, paid, rates)) if paid > last_day else []
    parts = [
        reckoning.of_percent(_yearly(rate, reckoning.number(margin)), base) * days / YEAR
        for rate, days in spans
    ]
    exact = sum(parts, Fraction())
    references = dict.fromkeys(rate.rate for rate, _ in spans)
    return Reckoned(
        rule=Rule.INTEREST,
        exact=exact,
        amount=reckoning.cents(exact, amount.currency),
        figures=(
            margin,
            *(reckoning.announced("reference_rate", rate, Measure.PERCENT) for rate in references),
            _DAY_COUNT,
        ),
        steps=(
            Step(name=Quantity.BASE, value=base),
            Step(name=Quantity.MARGIN, value=reckoning.number(margin)),
            *_interest_steps(spans, parts),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=() if spans else (Reason.NOT_LATE,),
    )


def _yearly(rate: ReferenceRate, margin: Fraction) -> Fraction:
    return max(Fraction(rate.rate) + margin, Fraction())


def _spans(
    last_day: date, paid: date, rates: Sequence[ReferenceRate]
) -> list[tuple[ReferenceRate, int]]:
    """The days late, cut where the reference rate changes."""
    _one_each(last_day, paid, rates)
    found: list[tuple[ReferenceRate, int]] = []
    day = last_day + _DAY
    while day <= paid:
        rate = _in_force(day, rates)
        end = min(paid, rate.last or paid)
        found.append((rate, (end - day).days + 1))
        day = end + _DAY
    return found


def _in_force(day: date, rates: Sequence[ReferenceRate]) -> ReferenceRate:
    found = [rate for rate in rates if rate.first <= day and (rate.last or day) >= day]
    if not found:
        raise RuleError(Wrong.RATE_MISSING, day=day.isoformat())
    return found[0]


def _one_each(last_day: date, paid: date, rates: Sequence[ReferenceRate]) -> None:
    """Refuses two rates that are in force on one day of the delay."""
    within = [r for r in rates if r.first <= paid and (r.last or paid) > last_day]
    ordered = sorted(within, key=lambda rate: rate.first)
    for earlier, later in itertools.pairwise(ordered):
        if earlier.last is None or earlier.last >= later.first:
            raise RuleError(Wrong.RATE_TWICE, day=later.first.isoformat())


def _interest_steps(
    spans: Sequence[tuple[ReferenceRate, int]], parts: Sequence[Fraction]
) -> list[Step]:
    found = []
    for (rate, days), part in zip(spans, parts, strict=True):
        of = rate.first.isoformat()
        found += [
            Step(name=Quantity.REFERENCE_RATE, value=Fraction(rate.rate), of=of),
            Step(name=Quantity.DAYS, value=Fraction(days), of=of),
            Step(name=Quantity.PART, value=part, of=of),
        ]
    return found


def lump_sum(edition: Edition, amount: Money, last_day: date, paid: date) -> Reckoned:
    """The flat cost of recovery that is due beside interest, once, when an amount was paid late;
    zero when it was in time. Higher real costs are for the contractor to prove.

    Raises `RuleError`: `currency_without_threshold`, `amount_negative`, `parameter_unknown`.
    """
    flat = reckoning.limit(edition, LUMP_SUM, amount.currency)
    late = paid > last_day and reckoning.not_negative(amount) > 0
    exact = flat if late else Fraction()
    return Reckoned(
        rule=Rule.LUMP_SUM,
        exact=exact,
        amount=reckoning.cents(exact, amount.currency),
        figures=(reckoning.figure(edition, LUMP_SUM),),
        steps=(Step(name=Quantity.RESULT, value=exact),),
        reasons=() if late else (Reason.NOT_LATE,),
    )
