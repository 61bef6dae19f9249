"""The announced method of a tender, as the scoring rules read it, and what is wrong with it.

What cannot be applied may not be announced: bids that came in could never be ranked. A draft
announces a price formula, scales, minima and a chain for ties; the methods on the whole bid are
left to `bestek evaluate`.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from contracts.refusals import Code, Fact, Refusal, key, refuse
from contracts.rules import scoring
from contracts.rules.scoring.findings import Finding, FindingCode
from contracts.rules.scoring.formulas import FORMULAS, Parameter
from contracts.rules.scoring.model import Threshold, TieBy, TieStep
from contracts.tendering import draft as drafts
from contracts.tendering.draft import WEIGHTS_TOTAL, Criterion, TenderDraft

_TOLD_ELSEWHERE = frozenset(
    {FindingCode.NO_CRITERIA, FindingCode.WEIGHTS_SUM, FindingCode.FORMULA_MISSING}
)
"""What the review of a draft tells in words of its own."""

_ALL = Decimal(100)
"""Percent: all the points of a criterion."""

_PARTS: Mapping[FindingCode, str] = {
    FindingCode.WEIGHT_NOT_POSITIVE: "weight",
    FindingCode.FORMULA_UNKNOWN: "formula",
    FindingCode.FORMULA_UNSUITABLE: "formula",
    FindingCode.SCALE_INVALID: "scale_max",
    FindingCode.THRESHOLD_UNSUITABLE: "minimum_percent",
}
"""Which part of a criterion each finding is about."""

_OF_PARAMETERS = frozenset({FindingCode.PARAMETER_MISSING, FindingCode.PARAMETER_OUT_OF_RANGE})
"""What is wrong with one number of a formula."""

_TOGETHER: Mapping[tuple[str, str], str] = {
    ("A1/1", "zero_price"): "band_reversed",
    ("A3/1", "line"): "line_above_ceiling",
}
"""What is wrong with a number that is possible by itself, and not beside the others."""


def method(draft: TenderDraft) -> scoring.EvaluationModel:
    """The criteria, weights, scales, formulas, minima and the chain for ties. A criterion without
    weight counts for zero, which the rules report."""
    return scoring.EvaluationModel(
        criteria=tuple(_criterion(criterion) for criterion in draft.criteria),
        parameters=scoring.Parameters(
            total=WEIGHTS_TOTAL,
            normalise=(
                scoring.Normalise.CRITERION if draft.normalise_quality else scoring.Normalise.NONE
            ),
        ),
        policies=scoring.Policies(tie_break=tuple(_tie_break(draft))),
    )


def _criterion(criterion: Criterion) -> scoring.Criterion:
    price = criterion.kind == "price"
    least = criterion.minimum_percent
    return scoring.Criterion(
        id=criterion.id,
        kind=scoring.CriterionKind(criterion.kind),
        weight=criterion.weight or Decimal(0),
        scale=None if price else scoring.Scale(maximum=criterion.scale_max),
        formula=criterion.formula if price else None,
        parameters=criterion.parameters,
        minimum=None if least is None else Threshold(value=least),
    )


def _tie_break(draft: TenderDraft) -> Iterator[TieStep]:
    """The steps that can be computed; lots that people draw are a decision of theirs, and what
    would follow on lots never counts."""
    for step in draft.tie_break:
        if step.by != "lots" or step.commitment is not None:
            yield TieStep(by=TieBy(step.by), of=step.criterion, commitment=step.commitment)
        if step.by == "lots":
            return


def problems(draft: TenderDraft) -> tuple[Refusal, ...]:
    """Why the criteria cannot be applied as they stand, one refusal for each reason. What the
    rules cannot even read (a criterion without code, a formula that is none) is told first."""
    return tuple(_unreadable(draft)) or tuple(_inapplicable(draft))


def _unreadable(draft: TenderDraft) -> Iterator[Refusal]:
    for position, criterion in enumerate(draft.criteria, start=1):
        named = criterion.name.strip() or str(position)
        if not criterion.id.strip() or not criterion.name.strip():
            yield _unusable(named, "unnamed", "criteria")
        if criterion.formula and criterion.formula not in FORMULAS:
            yield _unusable(named, FindingCode.FORMULA_UNKNOWN, _field(criterion.id, "formula"))
        least = criterion.minimum_percent
        if least is not None and not 0 < least <= _ALL:
            field = _field(criterion.id, "minimum_percent")
            yield _unusable(named, "minimum_out_of_range", field)
    for position, step in enumerate(draft.tie_break, start=1):
        last = position == len(draft.tie_break)
        if problem := _step_problem(step, last=last):
            yield refuse(Code.TIE_STEP_UNUSABLE, field="tie_break", step=position, problem=problem)


def _step_problem(step: drafts.TieStep, *, last: bool) -> Fact | None:
    if (step.by == "criterion") != bool(step.criterion):
        return key("method.tie_step_invalid")
    if step.commitment is not None and step.by != "lots":
        return key("method.tie_step_invalid")
    return key("method.lots_not_last") if step.by == "lots" and not last else None


def _inapplicable(draft: TenderDraft) -> Iterator[Refusal]:
    unweighed = {criterion.id for criterion in draft.criteria if criterion.weight is None}
    for found in scoring.examine(method(draft)):
        weighed = found.code is not FindingCode.WEIGHT_NOT_POSITIVE
        if found.code not in _TOLD_ELSEWHERE and (weighed or found.criterion not in unweighed):
            yield _told(draft, found)


def _told(draft: TenderDraft, found: Finding) -> Refusal:
    named = {criterion.id: criterion.name for criterion in draft.criteria}
    if found.code is FindingCode.TIE_STEP_INVALID:
        problem = key(f"method.{found.code}")
        step = int(found.facts["step"])
        return refuse(Code.TIE_STEP_UNUSABLE, field="tie_break", step=step, problem=problem)
    which = found.facts.get("criteria") or named.get(found.criterion) or found.criterion
    parameter = found.facts.get("parameter", "")
    if found.code in _OF_PARAMETERS and parameter in _parameters(found):
        return refuse(
            Code.PARAMETER_UNUSABLE,
            field=_field(found.criterion, "parameters", parameter),
            criterion=which,
            parameter=key(f"formula.parameter.{parameter}"),
            problem=key(f"method.{_of_number(found)}"),
        )
    part = _PARTS.get(found.code)
    return _unusable(which, found.code, _field(found.criterion, part) if part else "criteria")


def _parameters(found: Finding) -> dict[str, Parameter]:
    formula = FORMULAS.get(found.facts.get("formula", ""))
    return {each.name: each for each in formula.parameters} if formula else {}


def _of_number(found: Finding) -> str:
    """What is wrong with a number of a formula: missing, impossible, or at odds with another."""
    formula, name = found.facts["formula"], found.facts["parameter"]
    alone = found.code is FindingCode.PARAMETER_MISSING or not _parameters(found)[name].allows(
        Fraction(found.facts["value"])
    )
    return found.code if alone else _TOGETHER.get((formula, name), found.code)


def _field(criterion: str, *part: str) -> str:
    """Where a draft says this, for who reads the refusal: `criteria.K2.parameters.ceiling`."""
    return ".".join(("criteria", criterion, *part))


def _unusable(criterion: str, problem: str, field: str) -> Refusal:
    return refuse(
        Code.CRITERIA_UNUSABLE,
        field=field,
        criterion=criterion,
        problem=key(f"method.{problem}"),
    )
