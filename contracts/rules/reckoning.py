"""What the rules about money share: the figures they use, their steps, the one way of rounding.

A rule computes with exact fractions and rounds once, at its end: half up to the cent, the sign
put aside first (`cents`). What it answers can be printed as it stands: the exact number, the
rounded amount, the steps, and every figure with its article and how sure its source is. All
amounts of one question are in one currency; nothing is converted.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from contracts.base import Exact, Message, Money
from contracts.rules.editions import Confidence, Edition
from contracts.rules.errors import RuleError
from contracts.rules.scoring.exact import Rational, show

CENTS = 2
HUNDRED = Fraction(100)


class Rule(StrEnum):
    """What was computed; its name is the text `money.rule.<value>`."""

    ADVANCE = "advance"
    BOND = "bond"
    BOND_RELEASE = "bond_release"
    BOND_SANCTION = "bond_sanction"
    DELAY_FINE_SERVICES = "delay_fine_services"
    DELAY_FINE_SUPPLIES = "delay_fine_supplies"
    DELAY_FINE_WORKS = "delay_fine_works"
    INTEREST = "interest"
    LUMP_SUM = "lump_sum"
    PENALTY_DAILY = "penalty_daily"
    PENALTY_SINGLE = "penalty_single"
    PENALTY_SPECIAL = "penalty_special"
    PRICE_REVISION = "price_revision"
    REMISSION = "remission"
    VAT = "vat"
    WITHHELD = "withheld"


class Reason(StrEnum):
    """What the reader of an outcome must know; the text `money.reason.<value>`."""

    ANNOUNCED = "announced"
    BELOW_LIMIT = "below_limit"
    CAPPED = "capped"
    CEILING_UNKNOWN = "ceiling_unknown"
    CO_CONTRACTOR = "co_contractor"
    DISPROPORTION = "disproportion"
    EXEMPT_BY_DEFAULT = "exempt_by_default"
    FIRST_HALF = "first_half"
    NO_ARTICLE_READ = "no_article_read"
    NOT_AT_FAULT = "not_at_fault"
    NOT_COMPULSORY = "not_compulsory"
    NOT_LATE = "not_late"
    OPEN = "open"
    PROPOSED = "proposed"
    RAISED_TO_MINIMUM = "raised_to_minimum"
    REST = "rest"
    ROUNDED_PER_LINE = "rounded_per_line"
    ROUNDED_PER_RATE = "rounded_per_rate"
    SMALL_WORKS = "small_works"
    WAIVED = "waived"


class Kind(StrEnum):
    """The unit of a step."""

    AMOUNT = "amount"
    PERCENT = "percent"
    DAYS = "days"
    NUMBER = "number"


class Quantity(StrEnum):
    """What a step shows; the text `money.quantity.<value>`."""

    BASE = "base"
    CEILING = "ceiling"
    CEILING_RATE = "ceiling_rate"
    CHARGED = "charged"
    COEFFICIENT = "coefficient"
    CUMULATED = "cumulated"
    DAYS = "days"
    DIVISOR = "divisor"
    FIXED = "fixed"
    INDEX_NOW = "index_now"
    INDEX_THEN = "index_then"
    LEFT = "left"
    LIMIT = "limit"
    MARGIN = "margin"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    PART = "part"
    PER_DAY = "per_day"
    PLANNED = "planned"
    RATE = "rate"
    REFERENCE_RATE = "reference_rate"
    RELEASED = "released"
    REMITTED = "remitted"
    RESULT = "result"
    SHARE = "share"
    TIMES = "times"
    WEIGHT = "weight"


KINDS: dict[Quantity, Kind] = {
    Quantity.CEILING_RATE: Kind.PERCENT,
    Quantity.MARGIN: Kind.PERCENT,
    Quantity.RATE: Kind.PERCENT,
    Quantity.REFERENCE_RATE: Kind.PERCENT,
    Quantity.SHARE: Kind.PERCENT,
    Quantity.DAYS: Kind.DAYS,
    Quantity.PLANNED: Kind.DAYS,
    Quantity.COEFFICIENT: Kind.NUMBER,
    Quantity.DIVISOR: Kind.NUMBER,
    Quantity.FIXED: Kind.NUMBER,
    Quantity.INDEX_NOW: Kind.NUMBER,
    Quantity.INDEX_THEN: Kind.NUMBER,
    Quantity.TIMES: Kind.NUMBER,
    Quantity.WEIGHT: Kind.NUMBER,
}
"""The unit of each quantity; the others are amounts."""


class Wrong(StrEnum):
    """Why there is no answer: the codes of `RuleError`; the text `money.wrong.<value>`."""

    ADVANCE_RATE_OUTSIDE = "advance_rate_outside"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    BOND_PROOF_TOO_SHORT = "bond_proof_too_short"
    BOND_RATE_ABOVE_CEILING = "bond_rate_above_ceiling"
    BOND_RATE_NEEDS_REASONS = "bond_rate_needs_reasons"
    CURRENCY_WITHOUT_THRESHOLD = "currency_without_threshold"
    DAYS_NEGATIVE = "days_negative"
    EDITION_MISSING = "edition_missing"
    INDEX_MISSING = "index_missing"
    INDEX_NOT_POSITIVE = "index_not_positive"
    INDEX_TWICE = "index_twice"
    INDEX_BEFORE_BASE = "index_before_base"
    MIXED_CURRENCIES = "mixed_currencies"
    NOTHING_TO_RECKON = "nothing_to_reckon"
    PARAMETER_NOT_A_NUMBER = "parameter_not_a_number"
    PARAMETER_NOT_A_PERIOD = "parameter_not_a_period"
    PARAMETER_UNKNOWN = "parameter_unknown"
    PERIOD_NEEDS_CONDITIONS = "period_needs_conditions"
    PERIOD_NOT_POSITIVE = "period_not_positive"
    PERIOD_OUTSIDE = "period_outside"
    RATE_MISSING = "rate_missing"
    RATE_OUTSIDE = "rate_outside"
    RATE_TWICE = "rate_twice"
    REMISSION_ABOVE_CHARGE = "remission_above_charge"
    VERIFIED_TOO_EARLY = "verified_too_early"
    WEIGHTS_SUM = "weights_sum"


class Figure(Message):
    """A number or a rule that was used. `name` is the parameter's id in the edition, or the name
    of the contract's own field when `announced`."""

    name: str
    value: Annotated[Exact | str, Field(union_mode="left_to_right")]
    unit: str
    article: str = ""
    confidence: Confidence = Confidence.HIGH
    announced: bool = False
    """Set by the procurement documents or given with the question: not a figure of the edition."""
    own: bool = False
    """Put by the organisation over the figure of the law."""

    @property
    def confirmed(self) -> bool:
        """Whether it needs no confirmation by a jurist."""
        return self.confidence is Confidence.HIGH


class Step(Message):
    """One line of the working. `of` tells equal lines apart: a part, an index, a rate."""

    name: Quantity
    value: Rational
    of: str = ""

    @property
    def kind(self) -> Kind:
        """The unit of the value; an amount is in the currency of the outcome."""
        return KINDS.get(self.name, Kind.AMOUNT)


class Reckoned(Message):
    """An amount by a rule: `amount` is `exact` rounded half up to the cent (of VAT: the sum of its
    parts, each so rounded)."""

    rule: Rule
    exact: Rational
    amount: Money
    ceiling: Money | None = None
    """What it never passes; None where no ceiling applies or none was found."""
    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def confirmed(self) -> bool:
        """False as soon as one figure is to be confirmed by a jurist."""
        return all(figure.confirmed for figure in self.figures)

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles of the figures, each once, in the order of their use."""
        return tuple(dict.fromkeys(f.article for f in self.figures if f.article))


def figure(edition: Edition, name: str) -> Figure:
    """A parameter of the edition; `RuleError("parameter_unknown")` if the edition lacks it."""
    found = edition.parameter(name)
    return Figure(
        name=name,
        value=str(found.value) if isinstance(found.value, bool) else found.value,
        unit=found.unit,
        article=found.article,
        confidence=found.confidence,
        own=found.override is not None,
    )


def announced(name: str, value: Decimal, unit: str) -> Figure:
    """A figure of the procurement documents, or one that was given, such as a reference rate."""
    return Figure(name=name, value=value, unit=unit, announced=True)


def limit(edition: Edition, name: str, currency: str) -> Fraction:
    """A parameter that is an amount in this currency; `RuleError` as `Edition.amount` does."""
    return Fraction(edition.amount(name, currency).amount)


def number(of: Figure) -> Fraction:
    """The exact value; `RuleError("parameter_not_a_number")` for a rule in words."""
    if isinstance(of.value, str):
        raise RuleError(Wrong.PARAMETER_NOT_A_NUMBER, parameter=of.name)
    return Fraction(of.value)


def cents(exact: Fraction, currency: str) -> Money:
    """THE rounding of every rule about money: half up to the cent, away from zero."""
    return Money(amount=Decimal(show(exact, CENTS)), currency=currency)


def of_percent(rate: Fraction, base: Fraction) -> Fraction:
    """So many percent of a number."""
    return rate * base / HUNDRED


def currency_of(amounts: Iterable[Money]) -> str:
    """The one currency of the amounts. Raises `RuleError` with `mixed_currencies`, or with
    `nothing_to_reckon` when there is no amount."""
    found = sorted({amount.currency for amount in amounts})
    if not found:
        raise RuleError(Wrong.NOTHING_TO_RECKON)
    if len(found) > 1:
        raise RuleError(Wrong.MIXED_CURRENCIES, currencies=", ".join(found))
    return found[0]


def not_negative(amount: Money) -> Fraction:
    """The exact number of an amount; `RuleError("amount_negative")` below zero."""
    if amount.amount < 0:
        raise RuleError(Wrong.AMOUNT_NEGATIVE, amount=shown(amount))
    return Fraction(amount.amount)


def positive(amount: Money) -> Fraction:
    """The exact number of an amount; `RuleError("amount_not_positive")` unless above zero."""
    if amount.amount <= 0:
        raise RuleError(Wrong.AMOUNT_NOT_POSITIVE, amount=shown(amount))
    return Fraction(amount.amount)


def percentage(rate: Decimal, most: Decimal | None = Decimal(100)) -> Fraction:
    """A rate in percent; `RuleError("rate_outside")` below zero or above `most`."""
    if rate < 0 or (most is not None and rate > most):
        raise RuleError(Wrong.RATE_OUTSIDE, rate=f"{rate:f}")
    return Fraction(rate)


def whole_days(days: int) -> int:
    """A number of days; `RuleError("days_negative")` below zero."""
    if days < 0:
        raise RuleError(Wrong.DAYS_NEGATIVE, days=str(days))
    return days


def shown(amount: Money) -> str:
    """An amount as a fact of a `RuleError`."""
    return f"{amount.amount:f} {amount.currency}"
