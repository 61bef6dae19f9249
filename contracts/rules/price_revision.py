"""Price revision: a formula with a fixed share and published indices, and when a clause is due.

Act of 17 June 2016, art. 10; RD of 14 January 2013, art. 38/7. A price is revised only by a clear
clause of the documents. The indices are given: each with its month, so that the outcome names what
was used. Nothing is read from elsewhere.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Exact, Message, Money
from contracts.rules import reckoning
from contracts.rules.editions import Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Quantity, Reason, Reckoned, Rule, Step, Wrong
from contracts.rules.scoring.exact import Mode, rounded, written_out

ESTIMATE = "price_revision_estimate"
LENGTHS = {
    Measure.WORKING_DAYS: "price_revision_working_days",
    Measure.CALENDAR_DAYS: "price_revision_calendar_days",
}

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""`2026-11`: the month of an index."""


class Weight(Message):
    """An index of the formula, by its name in the documents, and its share of the price."""

    index: str
    weight: Exact


class Formula(Message):
    """`fixed + sum(weight * now / then)`: shares of one whole, so together 1.

    `decimals` is the number of decimals to which the documents round the coefficient, half up;
    None keeps it exact.
    """

    fixed: Exact
    weights: tuple[Weight, ...]
    decimals: Annotated[int, Field(ge=0, le=12)] | None = None


class Published(Message):
    """The value of an index for a month, and where it was published."""

    index: str
    month: Month
    value: Exact
    source: str = ""


def revised(
    price: Money, formula: Formula, then: Sequence[Published], now: Sequence[Published]
) -> Reckoned:
    """The revised price: the price times the coefficient, rounded once.

    `then` holds one value of each index for the base month, `now` one for the month of the
    revision. Raises `RuleError`: `amount_negative`; `weights_sum` when shares are negative or do
    not add up to 1; `index_missing`, `index_twice`, `index_not_positive`, `index_before_base`.
    """
    base = reckoning.not_negative(price)
    _whole(formula)
    pairs = [(each, *_values(each.index, then, now)) for each in formula.weights]
    plain = Fraction(formula.fixed) + sum(
        (Fraction(each.weight) * Fraction(new.value) / Fraction(old.value))
        for each, old, new in pairs
    )
    coefficient = plain
    if formula.decimals is not None:
        coefficient = rounded(plain, formula.decimals, Mode.HALF_UP)
    exact = base * coefficient
    return Reckoned(
        rule=Rule.PRICE_REVISION,
        exact=exact,
        amount=reckoning.cents(exact, price.currency),
        figures=tuple(_figures(formula)),
        steps=(
            Step(name=Quantity.BASE, value=base),
            Step(name=Quantity.FIXED, value=Fraction(formula.fixed)),
            *(step for each, old, new in pairs for step in _steps(each, old, new)),
            Step(name=Quantity.COEFFICIENT, value=coefficient),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=(Reason.ANNOUNCED,),
    )


def _whole(formula: Formula) -> None:
    shares = [formula.fixed, *(each.weight for each in formula.weights)]
    together = sum((Fraction(share) for share in shares), Fraction())
    if together != 1 or min(shares) < 0:
        raise RuleError(Wrong.WEIGHTS_SUM, sum=written_out(together))
    names = [each.index for each in formula.weights]
    for name in names:
        if names.count(name) > 1:
            raise RuleError(Wrong.INDEX_TWICE, index=name)


def _values(
    index: str, then: Sequence[Published], now: Sequence[Published]
) -> tuple[Published, Published]:
    old, new = _value(index, then), _value(index, now)
    if new.month < old.month:
        raise RuleError(Wrong.INDEX_BEFORE_BASE, index=index, month=new.month, base=old.month)
    return old, new


def _value(index: str, published: Sequence[Published]) -> Published:
    found = [each for each in published if each.index == index]
    if not found:
        raise RuleError(Wrong.INDEX_MISSING, index=index)
    if len(found) > 1:
        raise RuleError(Wrong.INDEX_TWICE, index=index)
    if found[0].value <= 0:
        raise RuleError(Wrong.INDEX_NOT_POSITIVE, index=index, value=f"{found[0].value:f}")
    return found[0]


def _steps(each: Weight, old: Published, new: Published) -> tuple[Step, ...]:
    return (
        Step(name=Quantity.WEIGHT, value=Fraction(each.weight), of=each.index),
        Step(name=Quantity.INDEX_THEN, value=Fraction(old.value), of=f"{each.index} {old.month}"),
        Step(name=Quantity.INDEX_NOW, value=Fraction(new.value), of=f"{each.index} {new.month}"),
    )


def _figures(formula: Formula) -> list[Figure]:
    shares = [("fixed", formula.fixed)] + [(each.index, each.weight) for each in formula.weights]
    return [reckoning.announced(name, share, Measure.RATIO) for name, share in shares]


class Subject(StrEnum):
    """For what a clause may be compulsory: works and the services of the law's list; for supplies
    and other services, such as IT, it is free."""

    WORKS_OR_LISTED = "works_or_listed"
    OTHER = "other"


class Duty(Message):
    """Whether the documents must hold a revision clause, by which figures, and how sure."""

    compulsory: bool
    reached: tuple[str, ...]
    """The parameters whose figure is reached; one is enough."""
    figures: tuple[Figure, ...]

    @property
    def confirmed(self) -> bool:
        """False as soon as one figure is to be confirmed by a jurist."""
        return all(figure.confirmed for figure in self.figures)


def duty(edition: Edition, subject: Subject, estimate: Money, length: int, unit: Measure) -> Duty:
    """Whether a clause is compulsory: the estimate OR the first period of performance reaches the
    figure of art. 38/7. It is free only if both stay below.

    `unit` is working days or calendar days. Raises `RuleError`: `amount_negative`,
    `period_not_positive`, `parameter_not_a_period` for another unit,
    `currency_without_threshold`.
    """
    if unit not in LENGTHS:
        raise RuleError(Wrong.PARAMETER_NOT_A_PERIOD, parameter=unit, edition=edition.id)
    if length <= 0:
        raise RuleError(Wrong.PERIOD_NOT_POSITIVE, days=str(length))
    named = {
        ESTIMATE: reckoning.not_negative(estimate)
        >= reckoning.limit(edition, ESTIMATE, estimate.currency),
        LENGTHS[unit]: Decimal(length) >= edition.number(LENGTHS[unit]),
    }
    reached = tuple(name for name, holds in named.items() if holds)
    return Duty(
        compulsory=bool(reached) and subject is Subject.WORKS_OR_LISTED,
        reached=reached,
        figures=tuple(reckoning.figure(edition, name) for name in named),
    )
