"""Award procedures as data, and what follows from them: periods, publication, standstill.

A procedure says which steps it has, which parameters of the edition set its periods, and what
shortens them. A further procedure is a further value; no function knows one by name.
Sources: Act of 17 June 2016 (periods, publication), Act of 17 June 2013 (standstill).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from contracts.base import Message, Money, local_date
from contracts.rules import deadlines
from contracts.rules.deadlines import Computed, Part, Term
from contracts.rules.editions import Confidence, Edition
from contracts.rules.errors import RuleError


class Kind(StrEnum):
    """What is bought (the main procurement category of OCDS; supplies are called goods)."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"


class Level(StrEnum):
    """Where a notice must appear."""

    NATIONAL = "national"
    EUROPEAN = "european"


class Step(StrEnum):
    """The steps that a procedure can have, in the order of the law."""

    PREPARATION = "preparation"
    APPROVAL = "approval"
    PUBLICATION = "publication"
    SUBMISSION = "submission"
    OPENING = "opening"
    EXAMINATION = "examination"
    EVALUATION = "evaluation"
    PROPOSAL = "proposal"
    VISUM = "visum"
    DECISION = "decision"
    NOTIFICATION = "notification"
    STANDSTILL = "standstill"
    CONCLUSION = "conclusion"


class MinimumPeriod(Message):
    """The shortest time for submission: names of parameters, never figures.

    `electronic` is added to `base` (a negative number of days); `urgent` and `prior_information`
    replace it and are not reduced further.
    """

    event: str
    base: str
    electronic: str
    urgent: str
    prior_information: str


class Procedure(Message):
    """A procedure of the law: its steps in order and the period for submission."""

    id: str
    article: str
    steps: tuple[Step, ...]
    submission: MinimumPeriod


OPEN = Procedure(
    id="open",
    article="Act 17 June 2016 art. 36",
    steps=tuple(Step),
    submission=MinimumPeriod(
        event="notice_dispatched",
        base="open_receipt_tenders",
        electronic="open_reduction_electronic",
        urgent="open_receipt_tenders_urgency",
        prior_information="open_receipt_tenders_prior_info",
    ),
)

PROCEDURES: Mapping[str, Procedure] = MappingProxyType({OPEN.id: OPEN})


def procedure(procedure_id: str) -> Procedure:
    """The procedure of this id; `RuleError("procedure_unknown")` if there is none."""
    if procedure_id not in PROCEDURES:
        raise RuleError("procedure_unknown", procedure=procedure_id)
    return PROCEDURES[procedure_id]


def minimum_term(
    procedure_id: str,
    edition: Edition,
    *,
    electronic: bool = True,
    urgent: bool = False,
    prior_information: bool = False,
) -> Term:
    """The shortest period for submission, from the dispatch of the notice."""
    rule = procedure(procedure_id).submission
    shortened = rule.urgent if urgent else rule.prior_information if prior_information else None
    term = deadlines.term_of(edition, shortened or rule.base, rule.event)
    return term if shortened or not electronic else _reduced(term, edition, rule)


def _reduced(term: Term, edition: Edition, rule: MinimumPeriod) -> Term:
    reduction = edition.parameter(rule.electronic)
    days = int(edition.number(rule.electronic))
    base = Part(parameter=rule.base, days=term.length, article=term.article)
    less = Part(parameter=rule.electronic, days=days, article=reduction.article)
    order = tuple(Confidence)
    return term.model_copy(
        update={
            "length": term.length + days,
            "article": f"{term.article}; {reduction.article}",
            "confidence": max(term.confidence, reduction.confidence, key=order.index),
            "parts": (base, less),
        }
    )


def minimum_deadline(
    procedure_id: str,
    edition: Edition,
    dispatched_at: datetime,
    electronic: bool = True,
    *,
    urgent: bool = False,
    prior_information: bool = False,
) -> Computed:
    """The end of the shortest period for submission. A submission deadline that leaves the whole
    period lies at or after `instant`."""
    term = minimum_term(
        procedure_id,
        edition,
        electronic=electronic,
        urgent=urgent,
        prior_information=prior_information,
    )
    return deadlines.compute(term, local_date(dispatched_at))


def european_threshold(edition: Edition, kind: Kind, currency: str = "EUR") -> Money:
    """The amount excluding VAT from which a local authority publishes in the European Union."""
    works = kind is Kind.WORKS
    name = "eu_threshold_works" if works else "eu_threshold_supplies_services_subcentral"
    return edition.amount(name, currency)


def publication_level(edition: Edition, kind: Kind | str, estimate: Money) -> Level:
    """European from the threshold on (an estimate that equals it included), national below it.

    `estimate` excludes VAT and includes all lots, options and renewals. Raises
    `RuleError("currency_without_threshold")` for an estimate in another currency than the
    edition's, and ValueError for an unknown kind.
    """
    threshold = european_threshold(edition, Kind(kind), estimate.currency)
    return Level.EUROPEAN if estimate.amount >= threshold.amount else Level.NATIONAL


def standstill_is_mandatory(
    edition: Edition, level: Level, kind: Kind | str | None = None, award: Money | None = None
) -> bool:
    """Whether the law imposes the standstill: with a European notice (Act 17 June 2013, art. 11
    and 12), and for works below the threshold when the offer to approve exceeds the share of it
    that art. 30 names. Without `kind` and `award` only the first ground is looked at."""
    if level is Level.EUROPEAN:
        return True
    if kind is None or award is None or Kind(kind) is not Kind.WORKS:
        return False
    threshold = european_threshold(edition, Kind.WORKS, award.currency)
    return award.amount * 100 > threshold.amount * edition.number("standstill_works_below_eu")


def standstill(
    edition: Edition, level: Level, kind: Kind | str | None = None, award: Money | None = None
) -> Term:
    """The standstill, from the last dispatch of the award letters. `mandatory` says whether the
    law imposes it; a voluntary one has the same length."""
    mandatory = standstill_is_mandatory(edition, level, kind, award)
    return deadlines.term_of(edition, "standstill", "award_letters_dispatched", mandatory=mandatory)
