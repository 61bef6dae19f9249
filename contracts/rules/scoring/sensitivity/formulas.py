"""S8: the same bids and scores under other formulas. A question for who drafts a tender."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from contracts.rules.scoring import announced, criteria
from contracts.rules.scoring.formulas import FORMULAS, Formula, FormulaKind
from contracts.rules.scoring.model import Criterion, CriterionKind, EvaluationModel, Offers
from contracts.rules.scoring.sensitivity import outcome
from contracts.rules.scoring.sensitivity.outcome import Outcome, Ranking
from contracts.rules.scoring.sensitivity.reasons import Reason


class Place(StrEnum):
    """Where the other formula stands."""

    PRICE = "price"
    """On every criterion of price."""
    QUALITY = "quality"
    """On every criterion that is scored."""
    WHOLE = "whole"
    """On quality and price together."""


@dataclass(frozen=True, slots=True)
class OtherFormula:
    """The evaluation under another formula than the one that was announced."""

    place: Place
    formula: str
    constants: dict[str, str]
    """The numbers that it was computed with."""
    outcome: Outcome


def other_formulas(
    model: EvaluationModel,
    offers: Offers,
    before: Ranking,
    constants: Mapping[str, Decimal] | None = None,
) -> tuple[OtherFormula, ...] | Reason:
    """S8 for every formula that can be computed with the numbers that were announced, the ceiling
    of the method included, and those in `constants`, such as an `n` or a `base` to try."""
    known = {**(constants or {})}
    if model.parameters.ceiling is not None:
        known.setdefault("ceiling", model.parameters.ceiling)
    found = [
        OtherFormula(place, formula.name, used, outcome.beside(before, other, offers))
        for place, formula, used, other in _others(model, known)
        if not announced.examine(other)
    ]
    return tuple(found) or Reason.NO_OTHER_FORMULA


def _others(
    model: EvaluationModel, known: Mapping[str, Decimal]
) -> Iterator[tuple[Place, Formula, dict[str, str], EvaluationModel]]:
    for formula in FORMULAS.values():
        if model.parameters.formula is not None:
            if formula.kind is FormulaKind.WHOLE and formula.name != model.parameters.formula:
                used = _used(formula, model.parameters.constants, known)
                update = {"formula": formula.name, "constants": used}
                parameters = model.parameters.model_copy(update=update)
                other = model.model_copy(update={"parameters": parameters})
                yield Place.WHOLE, formula, _written(used), other
        elif formula.kind in _KINDS:
            place, kind = _KINDS[formula.kind]
            used, changed = {}, []
            for criterion in model.criteria:
                changed.append(_changed(criterion, model, formula, kind, known, used))
            if tuple(changed) != model.criteria:
                other = model.model_copy(update={"criteria": tuple(changed)})
                yield place, formula, _written(used), other


_KINDS = {
    FormulaKind.PRICE: (Place.PRICE, CriterionKind.PRICE),
    FormulaKind.SCORE: (Place.QUALITY, CriterionKind.QUALITY),
}


def _changed(
    criterion: Criterion,
    model: EvaluationModel,
    formula: Formula,
    kind: CriterionKind,
    known: Mapping[str, Decimal],
    used: dict[str, Decimal],
) -> Criterion:
    if criterion.children:
        children = [
            _changed(child, model, formula, kind, known, used) for child in criterion.children
        ]
        return criterion.model_copy(update={"children": tuple(children)})
    now = criteria.formula_name(criterion, model.parameters.normalise)
    if criterion.kind is not kind or now == formula.name:
        return criterion
    mine = _used(formula, criterion.parameters, known)
    used.update(mine)
    return criterion.model_copy(update={"formula": formula.name, "parameters": mine})


def _used(
    formula: Formula, own: Mapping[str, Decimal], known: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    names = [parameter.name for parameter in formula.parameters]
    return {name: value for name in names if (value := own.get(name, known.get(name))) is not None}


def _written(used: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: f"{value:f}" for name, value in sorted(used.items())}
