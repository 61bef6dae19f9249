"""What a purchase is thought to cost: the one sum that is compared with the thresholds.

The total without VAT, with every lot, option, renewal and whatever else may come of the contract
(Royal Decree of 18 April 2017, art. 6 and 7). Splitting a purchase to stay below a threshold is
forbidden (Act of 17 June 2016, art. 5): what belongs together is one estimate.
"""

from decimal import Decimal

from contracts.base import Message, Money
from contracts.rules.errors import RuleError

ARTICLE = "RD 18 April 2017 art. 6; RD 18 April 2017 art. 7"


class Estimate(Message):
    """What the estimate is made of; every amount excludes VAT and is in one currency."""

    base: Money | None = None
    """The contract without its options, renewals and further parts. With lots it may be left out;
    given all the same, it is the sum of the lots."""
    lots: tuple[Money, ...] = ()
    options: tuple[Money, ...] = ()
    """Options that are required or allowed."""
    renewals: tuple[Money, ...] = ()
    further: tuple[Money, ...] = ()
    """Conditional parts, repetitions, review clauses, premiums for tenderers."""


def total(estimate: Estimate) -> Money:
    """The amount that is compared with the thresholds: base or lots, and all that may be added.

    `RuleError`: `estimate_missing` without base and lots, `estimate_negative` for an amount below
    zero, `mixed_currencies` for more than one currency, `estimate_lots_differ` when the lots do
    not make up the base.
    """
    parts = _parts(estimate)
    _refuse(parts)
    lots = sum((lot.amount for lot in estimate.lots), Decimal())
    if estimate.base and estimate.lots and estimate.base.amount != lots:
        raise RuleError("estimate_lots_differ", base=f"{estimate.base.amount:f}", lots=f"{lots:f}")
    counted = parts[1:] if estimate.base and estimate.lots else parts
    amount = sum((part.amount for part in counted), Decimal())
    return Money(amount=amount, currency=parts[0].currency)


def _parts(estimate: Estimate) -> tuple[Money, ...]:
    base = (estimate.base,) if estimate.base else ()
    if not base and not estimate.lots:
        raise RuleError("estimate_missing")
    return (*base, *estimate.lots, *estimate.options, *estimate.renewals, *estimate.further)


def _refuse(parts: tuple[Money, ...]) -> None:
    below = next((part for part in parts if part.amount < 0), None)
    if below is not None:
        raise RuleError("estimate_negative", amount=f"{below.amount:f}")
    currencies = sorted({part.currency for part in parts})
    if len(currencies) > 1:
        raise RuleError("mixed_currencies", currencies=", ".join(currencies))
