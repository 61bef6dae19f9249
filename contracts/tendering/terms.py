"""What a contract will say of its performance: the terms of the draft beside those of the law.

RD of 14 January 2013: bond (art. 25), fines for delay (art. 86, 123 and 154), payment (art. 95,
127 and 160), guarantee (art. 65). Where the draft is silent the figure of the pinned edition is
proposed; one that a jurist has still to confirm says so, and a person takes it over by putting
the draft to its approvers.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum

from contracts.base import Message
from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules import bonds, delay_fines, payments, reckoning
from contracts.rules.editions import Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.payments import Condition
from contracts.rules.reckoning import Figure, Wrong
from contracts.tendering.draft import Category, TenderDraft

WARRANTY = "warranty_default"
HUNDRED = Decimal(100)


class Term(StrEnum):
    """A term, by its field in `ContractTerms`; for people under `draft.<value>`."""

    BOND = "bond_percent"
    FINE = "fine_percent"
    FINE_CEILING = "fine_ceiling_percent"
    PAYMENT = "payment_days"
    WARRANTY = "warranty_months"


SUBJECTS = {
    Category.GOODS: payments.Subject.SUPPLIES,
    Category.SERVICES: payments.Subject.SERVICES,
    Category.WORKS: payments.Subject.WORKS,
}
"""What was bought, as the rules on payment tell it apart."""

FINED_BY_DAY = {
    Category.GOODS: delay_fines.Subject.SUPPLIES,
    Category.SERVICES: delay_fines.Subject.SERVICES,
}
"""What has a rate for each day; works have the formula of the law."""


ARTICLES = {
    Category.GOODS: frozenset({"65", "120", "127", "134"}),
    Category.SERVICES: frozenset({"65", "156", "160"}),
    Category.WORKS: frozenset({"65", "92", "95"}),
}
"""RD of 14 January 2013: what holds for a category, where an edition cites the articles of all
three."""


class Stated(Message):
    """One term: what the documents say of it and what the law proposes, each None where silent."""

    term: Term
    own: Figure | None
    proposal: Figure | None

    @property
    def figure(self) -> Figure | None:
        """What holds."""
        return self.own or self.proposal


def stated(draft: TenderDraft, edition: Edition) -> tuple[Stated, ...]:
    """Every term of a draft, in the order of `Term`, under this edition."""
    terms = draft.terms
    own: dict[Term, tuple[Decimal | int | None, str]] = {
        Term.BOND: (terms.bond_percent, Measure.PERCENT),
        Term.FINE: (terms.fine_percent, Measure.PERCENT),
        Term.FINE_CEILING: (terms.fine_ceiling_percent, Measure.PERCENT),
        Term.PAYMENT: (terms.payment_days, Measure.CALENDAR_DAYS),
        Term.WARRANTY: (terms.warranty_months, Measure.MONTHS),
    }
    return tuple(
        Stated(
            term=term,
            own=None if value is None else reckoning.announced(term, Decimal(value), unit),
            proposal=_proposal(term, draft.category, edition),
        )
        for term, (value, unit) in own.items()
    )


def _proposal(term: Term, category: Category | None, edition: Edition) -> Figure | None:
    name = _PARAMETERS[term](category, edition)
    if name not in edition.parameters:
        return None
    found = reckoning.figure(edition, name)
    return found.model_copy(update={"article": article(found.article, category)})


def article(cited: str, category: Category | None) -> str:
    """Of the articles of a figure, the one that is for this category; all when none is."""
    own = [
        each
        for each in cited.split("; ")
        if category and each.rpartition(" ")[2] in ARTICLES[category]
    ]
    return "; ".join(own) or cited


def _fine(category: Category | None, part: str, works: str) -> str:
    if category is Category.WORKS:
        return works
    subject = FINED_BY_DAY.get(category) if category else None
    return f"delay_fine_{subject}_{part}"


def _payment(category: Category | None, edition: Edition) -> str:
    """One period for verification and payment; in an edition of before 2025, that of payment."""
    together = payments.PROCESSING in edition.parameters
    return payments.PROCESSING if together else payments.PAYMENT


_PARAMETERS: dict[Term, Callable[[Category | None, Edition], str]] = {
    Term.BOND: lambda category, edition: bonds.RATE,
    Term.FINE: lambda category, edition: _fine(category, "rate", delay_fines.FACTOR),
    Term.FINE_CEILING: lambda category, edition: _fine(category, "cap", ""),
    Term.PAYMENT: _payment,
    Term.WARRANTY: lambda category, edition: WARRANTY,
}


def asked(draft: TenderDraft) -> bonds.Asked:
    """What the documents say of the bond, as its rule wants it."""
    return bonds.Asked(rate=draft.terms.bond_percent, reasons=bool(draft.terms.bond_reason.strip()))


def fined(draft: TenderDraft) -> delay_fines.Terms:
    """What the documents say of the fine for each day."""
    terms = draft.terms
    return delay_fines.Terms(rate=terms.fine_percent, ceiling=terms.fine_ceiling_percent)


def longer(draft: TenderDraft) -> payments.Longer | None:
    """The payment period of the documents with the conditions that hold; None if they are silent.

    That the period stands in the documents follows from its being here.
    """
    terms = draft.terms
    if terms.payment_days is None:
        return None
    said = {
        Condition.IN_DOCUMENTS: True,
        Condition.JUSTIFIED_BY_NATURE: bool(terms.payment_reason.strip()),
        Condition.NO_MANIFEST_ABUSE: terms.payment_fair,
    }
    return payments.Longer(
        days=terms.payment_days, holding=frozenset(each for each, holds in said.items() if holds)
    )


def problems(draft: TenderDraft, edition: Edition) -> tuple[Refusal, ...]:
    """Why these terms cannot be asked under this edition; the field at fault is a field of the
    form."""
    return (*_of_bond(draft, edition), *_of_fine(draft), *_of_payment(draft, edition))


def _of_bond(draft: TenderDraft, edition: Edition) -> Iterator[Refusal]:
    if draft.terms.bond_percent is None:
        return
    try:
        bonds.rate(edition, asked(draft))
    except RuleError as error:
        yield _refused(error, draft, Term.BOND)


def _of_fine(draft: TenderDraft) -> Iterator[Refusal]:
    if draft.terms.fine_percent is not None and draft.category is Category.WORKS:
        field = Term.FINE
        yield refuse(Code.TERM_NOT_IN_LAW, field, part=key(f"draft.{field}"))
        return
    for term in (Term.FINE, Term.FINE_CEILING):
        value = getattr(draft.terms, term)
        if value is not None and not 0 <= value <= HUNDRED:
            yield _outside(term, value)


def _of_payment(draft: TenderDraft, edition: Edition) -> Iterator[Refusal]:
    if draft.category is None:
        return
    try:
        payments.terms(edition, SUBJECTS[draft.category], longer(draft))
    except RuleError as error:
        yield _refused(error, draft, Term.PAYMENT)


def _refused(error: RuleError, draft: TenderDraft, term: Term) -> Refusal:
    """What a rule says no to, as a person who fills in the draft is told it."""
    facts, terms = error.facts, draft.terms
    match error.code:
        case Wrong.BOND_RATE_NEEDS_REASONS:
            rate, ceiling = Decimal(facts["rate"]), Decimal(facts["ceiling"])
            return refuse(Code.BOND_NEEDS_REASON, "bond_reason", rate=rate, ceiling=ceiling)
        case Wrong.RATE_OUTSIDE if terms.bond_percent is not None:
            return _outside(term, terms.bond_percent)
        case Wrong.PERIOD_OUTSIDE:
            days, most = int(facts["days"]), int(facts["most"])
            return refuse(Code.PAYMENT_PERIOD_OUTSIDE, term, days=days, most=most)
        case Wrong.PERIOD_NEEDS_CONDITIONS if terms.payment_days is not None:
            reasoned = bool(terms.payment_reason.strip())
            field = "payment_fair" if reasoned else "payment_reason"
            return refuse(Code.PAYMENT_PERIOD_UNFOUNDED, field, days=terms.payment_days)
        case _:
            return refuse(Code.TERM_NOT_IN_LAW, term, part=key(f"draft.{term}"))


def _outside(term: Term, value: Decimal) -> Refusal:
    return refuse(Code.NUMBER_OUT_OF_RANGE, term, value=f"{value:f}", min=0, max=HUNDRED)
