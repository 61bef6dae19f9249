"""Whether a draft says all that a tender must say before it is put to its approvers."""

from decimal import Decimal

from contracts.refusals import Code, Refusal, key, refuse
from contracts.tendering import method
from contracts.tendering.draft import (
    EVALUATORS_MINIMUM,
    OPENING_OFFICERS,
    WEIGHTS_TOTAL,
    TenderDraft,
)


def _weights(draft: TenderDraft) -> Refusal | None:
    total = sum((c.weight for c in draft.criteria if c.weight is not None), Decimal(0))
    if total == WEIGHTS_TOTAL and all(c.weight is not None for c in draft.criteria):
        return None
    return refuse(
        Code.WEIGHTS_SUM,
        field="criteria",
        sum=total,
        target=WEIGHTS_TOTAL,
        difference=abs(WEIGHTS_TOTAL - total),
    )


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


def _milestone_shares(draft: TenderDraft) -> Refusal | None:
    total = sum((m.share for m in draft.milestones), Decimal(0))
    if total == WEIGHTS_TOTAL or not draft.milestones:
        return None
    return refuse(
        Code.WEIGHTS_SUM,
        field="milestones",
        sum=total,
        target=WEIGHTS_TOTAL,
        difference=abs(WEIGHTS_TOTAL - total),
    )


def review(draft: TenderDraft) -> tuple[Refusal, ...]:
    """All that keeps a draft from being submitted for approval, in the order of the form."""
    found = [
        refuse(Code.DRAFT_INCOMPLETE, field=name, part=key(f"draft.{name}"))
        for name in _missing(draft)
    ]
    if len(draft.lots) > 1:
        found.append(refuse(Code.ONE_LOT_ONLY, field="lots", count=len(draft.lots)))
    if draft.criteria and (unbalanced := _weights(draft)):
        found.append(unbalanced)
    found += method.problems(draft)
    if unshared := _milestone_shares(draft):
        found.append(unshared)
    return tuple(found)
