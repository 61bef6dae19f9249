"""The procedure that a draft chooses: whether it runs, stands open, is reasoned, and how long bids
may take at least.

Everything is judged from the procedure that is handed over; no procedure is known by its id.
"""

from datetime import datetime

from contracts.base import Money
from contracts.refusals import (
    Code,
    Fact,
    Refusal,
    currency_problem,
    fact,
    key,
    procedure_named,
    refuse,
)
from contracts.rules import advice, duties, procedures
from contracts.rules.advice import Because, Judged
from contracts.rules.deadlines import Computed
from contracts.rules.duties import Case
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError
from contracts.rules.procedures import Authority, AwardProcedure, Bought
from contracts.tendering.draft import TenderDraft

_CLOSED = {
    Because.KIND_NOT_COVERED: "choice.kind_not_covered",
    Because.NOT_INVOKED: "choice.not_invoked",
    Because.NO_LOT_BELOW: "choice.no_lot_below",
}


def unknown(draft: TenderDraft) -> Refusal:
    """No file describes the procedure of this draft."""
    return refuse(Code.PROCEDURE_UNKNOWN, field="procedure", procedure=draft.procedure)


def grounds(draft: TenderDraft, procedure: AwardProcedure, edition: Edition) -> tuple[Judged, ...]:
    """The grounds of a procedure for what this draft buys; none while its kind or estimate is
    open. `RuleError` as `advice.judged` raises it."""
    case = _case(draft, edition)
    return () if case is None else advice.judged(procedure, case)


def is_reasoned(draft: TenderDraft, procedure: AwardProcedure, edition: Edition) -> bool:
    """Whether the choice must be reasoned; not while kind or estimate is open. `RuleError` for an
    estimate in a currency without thresholds."""
    case = _case(draft, edition)
    return case is not None and advice.choice_is_reasoned(procedure, case)


def problems(
    draft: TenderDraft, procedure: AwardProcedure, edition: Edition
) -> tuple[Refusal, ...]:
    """Why this draft cannot follow this procedure, in the order of the form."""
    named = procedure_named(procedure.id)
    if obstacles := procedures.obstacles(procedure):
        step = key(f"procedure.step.{obstacles[0].step}")
        return (refuse(Code.PROCEDURE_NOT_RUN, field="procedure", procedure=named, step=step),)
    try:
        found = _closed(draft, procedure, edition)
        if not found and _lacks_reasons(draft, procedure, edition):
            field, law = "procedure_reasons", duties.REASONS
            found = (refuse(Code.CHOICE_UNREASONED, field, procedure=named, article=law),)
    except RuleError as wrong:
        found = (_without_limits(draft, wrong),)
    return (*found, *_shortening(draft, procedure, named))


def _lacks_reasons(draft: TenderDraft, procedure: AwardProcedure, edition: Edition) -> bool:
    return not draft.procedure_reasons.strip() and is_reasoned(draft, procedure, edition)


def award_problem(
    draft: TenderDraft, procedure: AwardProcedure, edition: Edition, approved: Money
) -> Refusal | None:
    """Why this amount, excluding VAT, cannot be approved by this procedure: each ground that the
    estimate opened wants the amount to approve below its limit as well, and it is not."""
    holding = [each for each in grounds(draft, procedure, edition) if each.holds]
    closed = [
        (each, each.limit)
        for each in holding
        if each.limit is not None and not each.permits(approved)
    ]
    if not closed or len(closed) < len(holding):
        return None
    ground, limit = closed[0]
    return currency_problem(approved, limit) or refuse(
        Code.AWARD_ABOVE_LIMIT,
        "amount",
        procedure=procedure_named(procedure.id),
        award=approved,
        threshold=limit,
        article=ground.article,
    )


def earliest(
    draft: TenderDraft, procedure: AwardProcedure, edition: Edition, dispatched_at: datetime
) -> Computed | None:
    """The shortest period for bids when the notice leaves then; None where the law fixes none.
    What a draft claims without a right to it shortens nothing."""
    known = draft.shortened in procedures.shortening(procedure)
    shortened = draft.shortened if known else None
    return procedures.minimum_deadline(procedure, edition, dispatched_at, shortened=shortened)


def period_problems(
    draft: TenderDraft, procedure: AwardProcedure, edition: Edition, dispatched_at: datetime
) -> tuple[Refusal, ...]:
    """A deadline that leaves less than the shortest period. One with figures of the organisation's
    own does not pass as the law's."""
    least = earliest(draft, procedure, edition, dispatched_at)
    due = draft.submission_deadline
    if due is None or least is None or due >= least.instant:
        return ()
    why = least.explanation
    code, ground = Code.PERIOD_TOO_SHORT, {"article": fact(why.article)}
    if why.own:
        reasons = "; ".join(edition.reasons[each.parameter] for each in why.own)
        code = Code.OWN_PERIOD_TOO_SHORT
        ground = {"law": fact(why.law_length), "reason": fact(reasons)}
    end, days = least.instant, why.length
    return (refuse(code, "submission_deadline", deadline=due, earliest=end, days=days, **ground),)


def _case(draft: TenderDraft, edition: Edition) -> Case | None:
    if draft.category is None or draft.estimate is None:
        return None
    return Case(Bought(draft.category), draft.estimate, Authority.SUB_CENTRAL, edition)


def _closed(draft: TenderDraft, procedure: AwardProcedure, edition: Edition) -> tuple[Refusal, ...]:
    judged = grounds(draft, procedure, edition)
    if not judged or any(each.holds for each in judged) or draft.estimate is None:
        return ()
    first = judged[0]
    if first.limit is not None and first.because is Because.ESTIMATE_NOT_BELOW:
        code = Code.PROCEDURE_ABOVE_LIMIT
        facts = {"estimate": fact(draft.estimate), "threshold": fact(first.limit)}
    else:
        code, facts = Code.PROCEDURE_CLOSED, {"because": key(_CLOSED[first.because])}
    named = procedure_named(procedure.id)
    return (refuse(code, "procedure", procedure=named, article=first.article, **facts),)


def _shortening(draft: TenderDraft, procedure: AwardProcedure, named: Fact) -> tuple[Refusal, ...]:
    if draft.shortened is None:
        return ()
    ground = key(f"shortened.{draft.shortened}")
    if draft.shortened not in procedures.shortening(procedure):
        return (refuse(Code.NOT_SHORTENED, "shortened", procedure=named, ground=ground),)
    if not draft.shortened_reasons.strip():
        return (refuse(Code.SHORTENING_UNREASONED, "shortened_reasons", ground=ground),)
    return ()


def _without_limits(draft: TenderDraft, wrong: RuleError) -> Refusal:
    if wrong.code != "currency_without_threshold":
        raise wrong
    return refuse(Code.ESTIMATE_CURRENCY, "estimate", currency=wrong.facts["currency"])
