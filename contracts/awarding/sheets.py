"""What people write while a contract is awarded: the proposal, the visum, the decision.

Like all sheets they lie in the store and may be incomplete while they are drafts; a command binds
one by its hash. The `..._problem` functions say why it cannot be bound yet.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.base import Exact, Identifier, Message, Money
from contracts.bidding import OpenedBid
from contracts.refusals import Code, Refusal, currency_problem, refuse
from contracts.rules import scoring
from contracts.tendering.draft import Label, Text


def with_vat(amount: Money, rate: Decimal) -> Money:
    """An amount with VAT at a rate in percent, rounded half up to the cent."""
    exact = Fraction(amount.amount) * (100 + Fraction(rate)) / 100
    return Money(amount=Decimal(scoring.show(exact, 2)), currency=amount.currency)


class Advantage(Message):
    """Why the chosen bid goes before one that is not chosen: its characteristics and relative
    advantages (Act of 17 June 2013, art. 5)."""

    bid: Identifier
    text: Text = ""


class AwardProposal(Message):
    """Whom to award to, for how much and why."""

    award: str
    winner: Identifier
    """The proposed bid."""
    amount: Money
    """Its price, excluding VAT."""
    vat_rate: Exact
    """In percent."""
    motivation: Text = ""
    advantages: tuple[Advantage, ...] = ()
    """One for each ranked bid that is not chosen."""

    @property
    def including_vat(self) -> Money:
        """The amount with VAT, rounded half up to the cent."""
        return with_vat(self.amount, self.vat_rate)


class VisumSheet(Message):
    """The finance director's endorsement of the commitment (decreet lokaal bestuur, art. 266)."""

    award: str
    number: Label = ""
    date: date
    amount: Money
    """What the visum covers, including VAT."""
    remark: Text = ""


class DecisionSheet(Message):
    """The decision as the organ took it, outside Bestek."""

    award: str
    organ: Label = ""
    number: Label = ""
    date: date
    winner: Identifier
    amount: Money
    """Excluding VAT."""


def proposal_problem(
    sheet: AwardProposal, chosen: OpenedBid, ranked: Iterable[str]
) -> Refusal | None:
    """Why this proposal cannot be bound: it names another bid, price or VAT rate than the ranking
    leads to, or a text is missing."""
    if chosen.form is None or sheet.winner != chosen.bid:
        return refuse(Code.PROPOSAL_DIFFERS, field="winner")
    if sheet.amount != chosen.form.price:
        return refuse(Code.PROPOSAL_DIFFERS, field="amount")
    if sheet.vat_rate != chosen.form.vat_rate:
        return refuse(Code.PROPOSAL_DIFFERS, field="vat_rate")
    if not sheet.motivation.strip():
        return refuse(Code.TEXT_MISSING, field="motivation")
    return _advantages_problem(sheet, [bid for bid in ranked if bid != chosen.bid])


def _advantages_problem(sheet: AwardProposal, others: list[str]) -> Refusal | None:
    times = Counter(advantage.bid for advantage in sheet.advantages)
    if times.keys() - set(others) or any(count > 1 for count in times.values()):
        return refuse(Code.INVALID_INPUT, field="advantages")
    written = {advantage.bid for advantage in sheet.advantages if advantage.text.strip()}
    missing = next((bid for bid in others if bid not in written), None)
    return refuse(Code.TEXT_MISSING, field=f"{missing}.text") if missing else None


def visum_problem(sheet: VisumSheet, proposal: AwardProposal, today: date) -> Refusal | None:
    """Why this visum cannot be granted: no number, a later date than `today`, another
    currency than that of the proposal, or less than the proposal with VAT (Z-10)."""
    if not sheet.number.strip():
        return refuse(Code.TEXT_MISSING, field="number")
    if sheet.date > today:
        return refuse(Code.INVALID_INPUT, field="date")
    award = proposal.including_vat
    if refusal := currency_problem(sheet.amount, award):
        return refusal
    if sheet.amount.amount < award.amount:
        return refuse(Code.VISUM_TOO_LOW, field="amount", visum=sheet.amount, award=award)
    return None


def decision_problem(sheet: DecisionSheet, proposal: AwardProposal, today: date) -> Refusal | None:
    """Why this decision cannot be registered: organ or number is missing, it is dated after
    `today`, or it differs from the proposal that has the visum."""
    for field in ("organ", "number"):
        if not getattr(sheet, field).strip():
            return refuse(Code.TEXT_MISSING, field=field)
    if sheet.date > today:
        return refuse(Code.DECISION_IN_FUTURE, field="date", date=sheet.date)
    if sheet.winner != proposal.winner:
        return refuse(Code.DECISION_DIFFERS, field="winner")
    if sheet.amount != proposal.amount:
        return refuse(Code.DECISION_DIFFERS, field="amount")
    return None
