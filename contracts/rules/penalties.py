"""Penalties, what is withheld for them, and what is given back.

RD of 14 January 2013, art. 45: a general penalty where the documents set no special one, either
one-off or for every day until the breach ends, each between two amounts; a special penalty is what
the documents announce. A penalty may be added to a fine for delay (`delay_fines`). The percentages
and bounds of the edition rest on one source and are to be confirmed.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from contracts.base import Message, Money
from contracts.rules import reckoning
from contracts.rules.editions import Confidence, Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Quantity, Reason, Reckoned, Rule, Step, Wrong

SINGLE, DAILY = "penalty_general_single", "penalty_general_daily"


class _Bounded(Message):
    figures: tuple[Figure, ...]
    rate: Fraction
    least: Fraction
    most: Fraction
    exact: Fraction
    reasons: tuple[Reason, ...]


def single(edition: Edition, initial: Money) -> Reckoned:
    """The one-off general penalty on the initial amount of the contract, within its bounds.

    Raises `RuleError`: `amount_not_positive`, `currency_without_threshold`, `parameter_unknown`.
    """
    return _general(edition, SINGLE, initial, 1)


def daily(edition: Edition, initial: Money, days: int) -> Reckoned:
    """The general penalty for every day until the breach ends: of one day within its bounds,
    times the days, rounded once. Raises `RuleError` as `single` does, and `days_negative`."""
    return _general(edition, DAILY, initial, reckoning.whole_days(days))


def _general(edition: Edition, name: str, initial: Money, times: int) -> Reckoned:
    base, found = reckoning.positive(initial), _bounded(edition, name, initial)
    exact, most = found.exact * times, found.most * times
    return Reckoned(
        rule=Rule.PENALTY_SINGLE if name == SINGLE else Rule.PENALTY_DAILY,
        exact=exact,
        amount=reckoning.cents(exact, initial.currency),
        ceiling=reckoning.cents(most, initial.currency),
        figures=found.figures,
        steps=(
            Step(name=Quantity.BASE, value=base),
            Step(name=Quantity.RATE, value=found.rate),
            Step(name=Quantity.MINIMUM, value=found.least),
            Step(name=Quantity.MAXIMUM, value=found.most),
            *_daily_steps(name, found.exact, times),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=found.reasons if times else (),
    )


def _bounded(edition: Edition, name: str, initial: Money) -> _Bounded:
    rate = reckoning.figure(edition, name)
    bounds = (f"{name}_min", f"{name}_max")
    least, most = (reckoning.limit(edition, bound, initial.currency) for bound in bounds)
    plain = reckoning.of_percent(reckoning.number(rate), Fraction(initial.amount))
    said = {Reason.RAISED_TO_MINIMUM: plain < least, Reason.CAPPED: plain > most}
    return _Bounded(
        figures=(rate, *(reckoning.figure(edition, bound) for bound in bounds)),
        rate=reckoning.number(rate),
        least=least,
        most=most,
        exact=min(max(plain, least), most),
        reasons=tuple(reason for reason, holds in said.items() if holds),
    )


def _daily_steps(name: str, one: Fraction, times: int) -> list[Step]:
    if name == SINGLE:
        return []
    return [
        Step(name=Quantity.PER_DAY, value=one),
        Step(name=Quantity.DAYS, value=Fraction(times)),
    ]


class Announced(Message):
    """A special penalty as the documents set it: an amount for each time, or for each day when
    the breach lasts, with the most that it may come to where they say so."""

    amount: Money
    most: Money | None = None


_SPECIAL = Figure(
    name="penalty_special",
    value="set in the procurement documents",
    unit=Measure.TEXT,
    article="RD 14 January 2013 art. 45",
    confidence=Confidence.MEDIUM,
)


def special(penalty: Announced, times: int) -> Reckoned:
    """The announced amount times the breaches or the days, at most the announced maximum.

    Raises `RuleError`: `mixed_currencies`, `amount_negative`, `days_negative`.
    """
    most = penalty.most
    currency = reckoning.currency_of((penalty.amount, most or penalty.amount))
    one, count = reckoning.not_negative(penalty.amount), reckoning.whole_days(times)
    plain = one * count
    exact = plain if most is None else min(plain, reckoning.not_negative(most))
    capped = (Reason.CAPPED,) if exact < plain else ()
    figures = [
        _SPECIAL,
        reckoning.announced("amount", penalty.amount.amount, currency),
    ]
    if most is not None:
        figures.append(reckoning.announced("maximum", most.amount, currency))
    return Reckoned(
        rule=Rule.PENALTY_SPECIAL,
        exact=exact,
        amount=reckoning.cents(exact, currency),
        ceiling=most,
        figures=tuple(figures),
        steps=(
            Step(name=Quantity.BASE, value=one),
            Step(name=Quantity.TIMES, value=Fraction(count)),
            *([] if most is None else [Step(name=Quantity.MAXIMUM, value=Fraction(most.amount))]),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=(Reason.ANNOUNCED, *capped),
    )


_NOT_READ = Figure(
    name="withholding",
    value="charges are taken from what is payable",
    unit=Measure.TEXT,
    confidence=Confidence.LOW,
)


def withheld(payable: Money, charges: Sequence[Money]) -> Reckoned:
    """What is held back of a payment for fines and penalties: all of them, at most the payment
    itself. What they exceed it by stays open (the step `left`), to be taken from a later payment
    or from the bond.

    No article was read for this; it is to be confirmed. Raises `RuleError`: `mixed_currencies`,
    `amount_negative`.
    """
    currency = reckoning.currency_of((payable, *charges))
    whole = reckoning.not_negative(payable)
    charged = sum((reckoning.not_negative(each) for each in charges), Fraction())
    exact = min(whole, charged)
    return Reckoned(
        rule=Rule.WITHHELD,
        exact=exact,
        amount=reckoning.cents(exact, currency),
        ceiling=payable,
        figures=(_NOT_READ,),
        steps=(
            Step(name=Quantity.BASE, value=whole),
            Step(name=Quantity.CHARGED, value=charged),
            Step(name=Quantity.RESULT, value=exact),
            Step(name=Quantity.LEFT, value=charged - exact),
        ),
        reasons=(Reason.NO_ARTICLE_READ, *((Reason.OPEN,) if charged > exact else ())),
    )


class Ground(StrEnum):
    """Why a fine is given back."""

    NOT_AT_FAULT = "not_at_fault"
    DISPROPORTION = "disproportion"


_REMISSION = Figure(
    name="remission",
    value="given back where the contractor is not at fault or the fine is out of proportion",
    unit=Measure.TEXT,
    article="RD 14 January 2013 art. 50",
    confidence=Confidence.LOW,
)


def remitted(charge: Money, given_back: Money, ground: Ground) -> Reckoned:
    """What is left of a fine or penalty after the authority gave some or all of it back (art. 50,
    not read: to be confirmed). How much is a decision of a person, not of a rule.

    Raises `RuleError`: `remission_above_charge`, `mixed_currencies`, `amount_negative`.
    """
    currency = reckoning.currency_of((charge, given_back))
    whole, back = reckoning.not_negative(charge), reckoning.not_negative(given_back)
    if back > whole:
        raise RuleError(
            Wrong.REMISSION_ABOVE_CHARGE,
            remitted=reckoning.shown(given_back),
            charge=reckoning.shown(charge),
        )
    return Reckoned(
        rule=Rule.REMISSION,
        exact=whole - back,
        amount=reckoning.cents(whole - back, currency),
        ceiling=charge,
        figures=(_REMISSION,),
        steps=(
            Step(name=Quantity.CHARGED, value=whole),
            Step(name=Quantity.REMITTED, value=back),
            Step(name=Quantity.RESULT, value=whole - back),
        ),
        reasons=(Reason(ground.value),),
    )
