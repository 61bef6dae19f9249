"""The shortest period for bids of a procedure, from the dispatch of its notice.

Source: Act of 17 June 2016, art. 36 to 41; the parameters are named in the file of the procedure.
"""

from datetime import datetime
from enum import StrEnum

from contracts.base import local_date
from contracts.rules import deadlines, lengths
from contracts.rules.deadlines import Computed, Part, Term
from contracts.rules.editions import Confidence, Edition
from contracts.rules.errors import RuleError
from contracts.rules.procedures.shapes import AwardProcedure, Period

SUBMISSION, NOTICE = "submission", "notice_dispatched"


class Shortened(StrEnum):
    """A ground on which a shorter period replaces the ordinary one, and which the buyer reasons."""

    URGENT = "urgent"
    """Duly justified urgency makes the ordinary period impracticable."""
    PRIOR_INFORMATION = "prior_information"
    """A prior information notice was sent, from 35 days to 12 months before."""


def shortening(procedure: AwardProcedure) -> tuple[Shortened, ...]:
    """The grounds on which the period for bids of a procedure can be shorter."""
    period = _submission(procedure)
    return () if period is None else tuple(each for each in Shortened if _parameter(period, each))


def minimum_term(
    procedure: AwardProcedure,
    edition: Edition,
    *,
    electronic: bool = True,
    shortened: Shortened | None = None,
) -> Term | None:
    """The shortest period for bids, from the dispatch of the notice; None where the law fixes
    none and the period is a reasonable one.

    What is shortened on a ground is not reduced further for electronic submission. Raises
    `RuleError("period_not_shortened")` for a ground that the procedure does not know.
    """
    period = _submission(procedure)
    if shortened is not None and shortened not in shortening(procedure):
        raise RuleError("period_not_shortened", procedure=procedure.id, ground=shortened.value)
    if period is None or period.base is None:
        return None
    if shortened is not None:
        parameter = _parameter(period, shortened) or period.base
        return deadlines.term_of(edition, parameter, period.event)
    term = deadlines.term_of(edition, period.base, period.event)
    less = period.electronic
    return _reduced(term, edition, period.base, less) if electronic and less else term


def _submission(procedure: AwardProcedure) -> Period | None:
    found = (each for each in procedure.periods if (each.of, each.event) == (SUBMISSION, NOTICE))
    return next(found, None)


def _parameter(period: Period, ground: Shortened) -> str | None:
    return period.urgent if ground is Shortened.URGENT else period.prior_information


def _reduced(term: Term, edition: Edition, base: str, less: str) -> Term:
    reduction = edition.parameter(less)
    days = int(edition.number(less))
    order = tuple(Confidence)
    return term.model_copy(
        update={
            "length": lengths.shortened(term.length, days),
            "article": f"{term.article}; {reduction.article}",
            "confidence": max(term.confidence, reduction.confidence, key=order.index),
            "parts": (
                Part(parameter=base, days=term.length, article=term.article),
                Part(parameter=less, days=days, article=reduction.article),
            ),
            "own": (*term.own, *lengths.own_of(less, reduction)),
        }
    )


def minimum_deadline(
    procedure: AwardProcedure,
    edition: Edition,
    dispatched_at: datetime,
    *,
    electronic: bool = True,
    shortened: Shortened | None = None,
) -> Computed | None:
    """The end of the shortest period for bids; None where the law fixes none. A submission
    deadline that leaves the whole period lies at or after `instant`."""
    term = minimum_term(procedure, edition, electronic=electronic, shortened=shortened)
    return None if term is None else deadlines.compute(term, local_date(dispatched_at))
