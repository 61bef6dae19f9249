"""What a contract and its law make due: bond, fines for delay, days of payment, paying late.

RD of 14 January 2013. Nothing here decides: a fine is a proposal until a person withholds it, and
a payment is what a person recorded. Rates and ceilings are those of the contract's own terms, or
of the pinned edition where the terms are silent (`contracts.tendering.terms`).
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from contracts.base import Message, Money
from contracts.contracting.process import Milestone
from contracts.rules import bonds, deadlines, delay_fines, payments, reckoning
from contracts.rules.bonds import Acceptance
from contracts.rules.deadlines import Computed
from contracts.rules.delay_fines import Late, Works
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Reckoned, Wrong
from contracts.tendering import terms
from contracts.tendering.draft import Category, TenderDraft

NO_ANSWER = frozenset(
    {
        Wrong.PARAMETER_UNKNOWN,
        Wrong.CURRENCY_WITHOUT_THRESHOLD,
        Wrong.AMOUNT_NOT_POSITIVE,
        Wrong.PERIOD_NOT_POSITIVE,
    }
)
"""Where the law of a contract says nothing of an amount: its edition lacks the figures or has them
in another currency, or nothing is paid, or the period is too short for the formula. Terms that were
never allowed are an error of ours."""


def _answered(reckon: Callable[[], Reckoned]) -> Reckoned | None:
    try:
        return reckon()
    except RuleError as error:
        if error.code not in NO_ANSWER:
            raise
        return None


def bond(edition: Edition, draft: TenderDraft, price: Money) -> Reckoned | None:
    """The bond on a contract of this price excluding VAT (art. 25); zero where none may be asked
    or none is. None where the law of the contract gives no answer (`NO_ANSWER`)."""
    return _answered(lambda: bonds.due(edition, price, terms.asked(draft)))


def bond_proof(edition: Edition, concluded: date) -> Computed:
    """Until when the contractor proves the bond (art. 27)."""
    return deadlines.compute(bonds.proof(edition), concluded)


def releasing(
    milestones: Sequence[Milestone], accepted: Collection[str], milestone: str
) -> Acceptance | None:
    """What the acceptance of a milestone releases of the bond (art. 33), after those that were
    accepted before: the first half when only the final one is left, the rest with the final one;
    None while more is left."""
    others = {each.id for each in milestones if not each.final and each.id != milestone}
    if any(each.final and each.id == milestone for each in milestones):
        return Acceptance.FINAL if others else Acceptance.SINGLE
    return Acceptance.PROVISIONAL if others <= set(accepted) else None


def fine(
    edition: Edition, draft: TenderDraft, price: Money, value: Money, days: int
) -> Reckoned | None:
    """The fine that is proposed for a milestone of this value, so many calendar days late.

    For works the formula counts with the price of the contract and the days to its last
    milestone (art. 86); for supplies and services with the value that is late (art. 123 and 154).
    None for a draft that does not say what is bought, and where the law of the contract gives no
    answer (`NO_ANSWER`).
    """
    if draft.category is None:
        return None
    if draft.category is not Category.WORKS:
        late = [Late(value=value, days=days)]
        subject = terms.FINED_BY_DAY[draft.category]
        return _answered(lambda: delay_fines.per_day(edition, subject, late, terms.fined(draft)))
    whole = Works(
        initial=price,
        period=max(plan.days_after_start for plan in draft.milestones),
        calendar=True,
        ceiling=draft.terms.fine_ceiling_percent,
    )
    return _answered(lambda: delay_fines.works(edition, whole, [days]))


def payment(
    edition: Edition,
    draft: TenderDraft,
    delivered: date,
    accepted: date | None = None,
    invoiced: date | None = None,
) -> tuple[Computed, ...]:
    """The periods from a delivery to its payment, the last one ending with the last day to pay.

    They begin with the delivery, or with the invoice when that came later; where payment has a
    period of its own, that begins with the acceptance. Empty for a draft that does not say what
    is bought.
    """
    if draft.category is None:
        return ()
    running = [
        term.model_copy(update={"article": terms.article(term.article, draft.category)})
        for term in payments.terms(edition, terms.SUBJECTS[draft.category], terms.longer(draft))
    ]
    started = max(delivered, invoiced or delivered)
    return payments.due(running, started, None if accepted is None else max(accepted, started))


class PaidLate(Message):
    """What a late payment costs beside interest, and the margin above the reference rate.

    The reference rate is published every half year and is no figure of an edition: the interest
    itself is not computed here.
    """

    days: int
    lump_sum: Reckoned | None
    margin: Figure


def paid_late(edition: Edition, amount: Money, last_day: date, paid: date) -> PaidLate | None:
    """The cost of a payment after its last day (art. 69); None when it was in time."""
    if paid <= last_day:
        return None
    flat = _answered(lambda: payments.lump_sum(edition, amount, last_day, paid))
    margin = reckoning.figure(edition, payments.MARGIN)
    return PaidLate(days=(paid - last_day).days, lump_sum=flat, margin=margin)
