"""Whether a draft says all that a tender must say before it is put to its approvers."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules.editions import Edition
from contracts.rules.procedures import AwardProcedure
from contracts.tendering import choice, method, terms
from contracts.tendering.draft import (
    EVALUATORS_MINIMUM,
    OPENING_OFFICERS,
    WEIGHTS_TOTAL,
    TenderDraft,
)


def _unbalanced(field: str, parts: Sequence[Decimal | None]) -> Refusal | None:
    """Why these parts do not sum to the announced total; None where there are none yet."""
    total = sum((part for part in parts if part is not None), Decimal(0))
    if not parts or (total == WEIGHTS_TOTAL and None not in parts):
        return None
    difference = abs(WEIGHTS_TOTAL - total)
    return refuse(Code.WEIGHTS_SUM, field, sum=total, target=WEIGHTS_TOTAL, difference=difference)


def _missing(draft: TenderDraft) -> list[str]:
    team = draft.team
    present = {
        "title": bool(draft.title.strip()),
        "description": bool(draft.description.strip()),
        "category": draft.category is not None,
        "cpv": draft.cpv is not None,
        "estimate": draft.estimate is not None and draft.estimate.amount > 0,
        "lots": bool(draft.lots),
        "items": bool(draft.items) and all(item.cpv for item in draft.items),
        "criteria": bool(draft.criteria),
        "formula": all(c.formula for c in draft.criteria if c.kind == "price"),
        "submission_deadline": draft.submission_deadline is not None,
        "contract_months": draft.contract_months is not None,
        "milestones": bool(draft.milestones) and draft.milestones[-1].final,
        "budget_line": bool(draft.budget_line.strip()),
        "opening_officers": len(set(team.opening_officers)) >= OPENING_OFFICERS,
        "chair": team.chair is not None,
        "evaluators": len({*team.evaluators, team.chair}) >= EVALUATORS_MINIMUM,
        "contract_manager": team.contract_manager is not None,
        "acceptance_committee": len(set(team.acceptance_committee)) >= 1,
    }
    return [name for name, there in present.items() if not there]


def review(draft: TenderDraft) -> tuple[Refusal, ...]:
    """All that keeps a draft from being submitted for approval, in the order of the form."""
    found = [
        refuse(Code.DRAFT_INCOMPLETE, field=name, part=key(f"draft.{name}"))
        for name in _missing(draft)
    ]
    if len(draft.lots) > 1:
        found.append(refuse(Code.ONE_LOT_ONLY, field="lots", count=len(draft.lots)))
    if unbalanced := _unbalanced("criteria", [each.weight for each in draft.criteria]):
        found.append(unbalanced)
    found += method.problems(draft)
    if unshared := _unbalanced("milestones", [each.share for each in draft.milestones]):
        found.append(unshared)
    return tuple(found)


def hindrances(
    draft: TenderDraft, procedure: AwardProcedure | None, edition: Edition, at: datetime
) -> tuple[Refusal, ...]:
    """All that keeps a draft from being submitted at an instant: what is missing, the procedure,
    the terms, and the period when its notice would leave then."""
    if procedure is None:
        return (*review(draft), choice.unknown(draft))
    return (
        *review(draft),
        *choice.problems(draft, procedure, edition),
        *terms.problems(draft, edition),
        *choice.period_problems(draft, procedure, edition, at),
    )
