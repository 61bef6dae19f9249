"""Value added tax on an invoice: announced rates, reverse charge, the rounding stated.

The rates are those that the documents or the invoice announce. Where the co-contractor regime
applies, the contractor charges nothing and the authority owes the tax itself; the caller says
which lines fall under it. Tax is rounded half up to the cent, for each line or for each rate.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from contracts.base import Exact, Message, Money
from contracts.rules import reckoning
from contracts.rules.editions import Measure
from contracts.rules.reckoning import Quantity, Reason, Reckoned, Rule, Step


class Rounding(StrEnum):
    """Where the tax is rounded to the cent."""

    PER_LINE = "per_line"
    PER_RATE = "per_rate"


class Line(Message):
    """An amount without tax and its rate in percent; `co_contractor` for the reverse charge."""

    amount: Money
    rate: Exact
    co_contractor: bool = False


class Charged(Message):
    """An invoice with its tax: `net` and `tax` together are `payable`, to the cent. `reverse` is
    what the authority owes itself; it is not in `payable`."""

    net: Money
    tax: Reckoned
    reverse: Reckoned
    payable: Money


def charge(lines: Sequence[Line], rounding: Rounding = Rounding.PER_RATE) -> Charged:
    """The tax on the lines of one invoice.

    A credit line is negative and takes its tax back. Raises `RuleError`: `nothing_to_reckon`,
    `mixed_currencies`, `rate_outside`.
    """
    currency = reckoning.currency_of(line.amount for line in lines)
    for line in lines:
        reckoning.percentage(line.rate)
    net = sum((Fraction(line.amount.amount) for line in lines), Fraction())
    tax = _tax([line for line in lines if not line.co_contractor], rounding, currency)
    reverse = _tax([line for line in lines if line.co_contractor], rounding, currency)
    if reverse.steps:
        reverse = reverse.model_copy(update={"reasons": (Reason.CO_CONTRACTOR, *reverse.reasons)})
    return Charged(
        net=reckoning.cents(net, currency),
        tax=tax,
        reverse=reverse,
        payable=reckoning.cents(net + Fraction(tax.amount.amount), currency),
    )


def _tax(lines: Sequence[Line], rounding: Rounding, currency: str) -> Reckoned:
    groups = _groups(lines, rounding)
    exact = [reckoning.of_percent(Fraction(rate), base) for rate, base in groups]
    amounts = [Fraction(reckoning.cents(each, currency).amount) for each in exact]
    by_line = rounding is Rounding.PER_LINE
    steps = [
        step
        for at, ((rate, base), part) in enumerate(zip(groups, amounts, strict=True), 1)
        for step in (
            Step(name=Quantity.BASE, value=base, of=str(at)),
            Step(name=Quantity.RATE, value=Fraction(rate), of=str(at)),
            Step(name=Quantity.PART, value=part, of=str(at)),
        )
    ]
    rates = dict.fromkeys(rate for rate, _ in groups)
    return Reckoned(
        rule=Rule.VAT,
        exact=sum(exact, Fraction()),
        amount=reckoning.cents(sum(amounts, Fraction()), currency),
        figures=tuple(reckoning.announced("rate", rate, Measure.PERCENT) for rate in rates),
        steps=tuple(steps),
        reasons=(Reason.ROUNDED_PER_LINE if by_line else Reason.ROUNDED_PER_RATE,),
    )


def _groups(lines: Sequence[Line], rounding: Rounding) -> list[tuple[Exact, Fraction]]:
    """What is rounded in one go: a rate and the amount under it."""
    if rounding is Rounding.PER_LINE:
        return [(line.rate, Fraction(line.amount.amount)) for line in lines]
    found: dict[Exact, Fraction] = {}
    for line in lines:
        found[line.rate] = found.get(line.rate, Fraction()) + Fraction(line.amount.amount)
    return sorted(found.items())
