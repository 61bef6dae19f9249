"""What falls due on the acceptance of a milestone, and how late a delivery is."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from contracts.base import Money, local_date
from contracts.rules import scoring
from contracts.tendering.draft import MilestonePlan, TenderDraft

_SOON = timedelta(microseconds=1)


def value_of(draft: TenderDraft, price: Money, plan: MilestonePlan) -> Money:
    """The part of the contract price (excluding VAT) that one milestone is worth.

    Its share of the price, rounded half up to the cent; the last milestone of the plan takes what
    the others leave, so that the milestones add up to the price. LookupError for a milestone that
    is not of this draft.
    """
    if plan not in draft.milestones:
        raise LookupError(f"no milestone {plan.id} in this draft")
    *others, last = draft.milestones
    if plan != last:
        return Money(amount=_rounded(price, plan.share), currency=price.currency)
    paid = sum((_rounded(price, each.share) for each in others), Decimal(0))
    shares = sum((each.share for each in draft.milestones), Decimal(0))
    return Money(amount=_rounded(price, shares) - paid, currency=price.currency)


def _rounded(price: Money, share: Decimal) -> Decimal:
    return Decimal(scoring.show(Fraction(price.amount) * Fraction(share) / 100, 2))


def due_day(due: datetime) -> date:
    """The last day of a milestone, of which `due` is 24.00 in Brussels."""
    return local_date(due - _SOON)


def slip(due: datetime, day: date) -> int:
    """How many calendar days after its last day something is; negative when it is early."""
    return (day - due_day(due)).days
