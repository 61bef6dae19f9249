"""The announced method of a tender, as the scoring rules read it, and what is wrong with it.

What cannot be applied may not be announced: bids that came in could never be ranked.
"""

from collections.abc import Iterator
from decimal import Decimal

from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules import scoring
from contracts.rules.scoring.findings import FindingCode
from contracts.rules.scoring.formulas import FORMULAS
from contracts.tendering.draft import WEIGHTS_TOTAL, Criterion, TenderDraft

_TOLD_ELSEWHERE = frozenset(
    {FindingCode.NO_CRITERIA, FindingCode.WEIGHTS_SUM, FindingCode.FORMULA_MISSING}
)
"""What the review of a draft tells in words of its own."""


def method(draft: TenderDraft) -> scoring.EvaluationModel:
    """The criteria, weights, scales and formulas. A criterion without weight counts for zero,
    which the rules report."""
    return scoring.EvaluationModel(
        criteria=tuple(_criterion(criterion) for criterion in draft.criteria),
        parameters=scoring.Parameters(
            total=WEIGHTS_TOTAL,
            normalise=(
                scoring.Normalise.CRITERION if draft.normalise_quality else scoring.Normalise.NONE
            ),
        ),
    )


def _criterion(criterion: Criterion) -> scoring.Criterion:
    price = criterion.kind == "price"
    return scoring.Criterion(
        id=criterion.id,
        kind=scoring.CriterionKind(criterion.kind),
        weight=criterion.weight or Decimal(0),
        scale=None if price else scoring.Scale(maximum=criterion.scale_max),
        formula=criterion.formula if price else None,
    )


def problems(draft: TenderDraft) -> tuple[Refusal, ...]:
    """Why the criteria cannot be applied as they stand, one refusal for each reason. What the
    rules cannot even read (a criterion without code, a formula that is none) is told first."""
    return tuple(_unreadable(draft)) or tuple(_inapplicable(draft))


def _unreadable(draft: TenderDraft) -> Iterator[Refusal]:
    for position, criterion in enumerate(draft.criteria, start=1):
        if not criterion.id.strip() or not criterion.name.strip():
            yield _unusable(criterion.name.strip() or str(position), "unnamed")
        if criterion.formula and criterion.formula not in FORMULAS:
            yield _unusable(criterion.name.strip() or str(position), FindingCode.FORMULA_UNKNOWN)


def _inapplicable(draft: TenderDraft) -> Iterator[Refusal]:
    named = {criterion.id: criterion.name for criterion in draft.criteria}
    unweighed = {criterion.id for criterion in draft.criteria if criterion.weight is None}
    for found in scoring.examine(method(draft)):
        weighed = found.code is not FindingCode.WEIGHT_NOT_POSITIVE
        if found.code not in _TOLD_ELSEWHERE and (weighed or found.criterion not in unweighed):
            which = found.facts.get("criteria") or named.get(found.criterion) or found.criterion
            yield _unusable(which, found.code)


def _unusable(criterion: str, problem: str) -> Refusal:
    return refuse(
        Code.CRITERIA_UNUSABLE,
        field="criteria",
        criterion=criterion,
        problem=key(f"method.{problem}"),
    )
