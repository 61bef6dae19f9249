"""What is wrong with an announced method, before a single bid is there."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from contracts.rules.scoring import abnormally_low, criteria, exact
from contracts.rules.scoring.abnormally_low import Policy
from contracts.rules.scoring.findings import Finding, FindingCode, found, ordered, text, written
from contracts.rules.scoring.formulas import FORMULAS, Best, Formula, FormulaKind
from contracts.rules.scoring.model import (
    Criterion,
    CriterionKind,
    EvaluationModel,
    Threshold,
    TieBy,
    TieStep,
)

SUITABLE = {
    CriterionKind.PRICE: {FormulaKind.PRICE},
    CriterionKind.QUALITY: {FormulaKind.SCORE},
    CriterionKind.QUANTITY: {FormulaKind.PRICE, FormulaKind.SCORE},
    CriterionKind.COMPARISON: {FormulaKind.COMPARISON},
}
"""Which kinds of formula a kind of criterion can have."""


@dataclass(frozen=True)
class _Together:
    """What must hold between announced numbers, so that it is not found out among the bids."""

    of: tuple[str, ...]
    holds: Callable[..., bool]


_TOGETHER = {
    "A1/1": _Together(("full_price", "zero_price"), lambda full, zero: full < zero),
    "A3/1": _Together(("ceiling", "line"), lambda ceiling, line: line <= ceiling),
    "A9/1": _Together(
        ("price_weight", "quality_weight"), lambda price, quality: quality <= 100 * price
    ),
    "A17/1": _Together(("technical_weight", "price_weight"), lambda t, p: t + p == 1),
}

_OF_VALUE = {"A13b/1", "A15/1"}
"""The methods that look for the highest value offered, where others compare prices."""


def examine(model: EvaluationModel) -> tuple[Finding, ...]:
    """What is wrong with an announced method; empty when it can be published."""
    return ordered(_of_model(model))


def _of_model(model: EvaluationModel) -> Iterator[Finding]:
    if not model.criteria and model.parameters.formula is None:
        yield found(FindingCode.NO_CRITERIA)
    every = tuple(criteria.listed(model.criteria))
    for repeated in _repeated(criterion.id for criterion in every):
        yield found(FindingCode.DUPLICATE_CRITERION, criterion=repeated)
    yield from _of_prices(every)
    yield from _of_weights(model)
    for criterion in every:
        yield from _of_criterion(criterion, model)
    yield from _of_whole(model)
    yield from _of_parameters(model)
    yield from _of_policies(model, every)


def _of_prices(every: Iterable[Criterion]) -> Iterator[Finding]:
    """Two criteria may not count the same price twice."""
    prices = [c for c in every if not c.children and c.kind is CriterionKind.PRICE]
    for element in _repeated(criterion.element or "" for criterion in prices):
        ids = sorted(c.id for c in prices if (c.element or "") == element)
        yield found(FindingCode.SEVERAL_PRICES, criteria=", ".join(ids))


def _of_weights(model: EvaluationModel) -> Iterator[Finding]:
    yield from _sum(model.criteria, Fraction(model.parameters.total), "")
    for criterion in criteria.listed(model.criteria):
        if criterion.weight <= 0:
            weight = text(criterion.weight)
            yield found(FindingCode.WEIGHT_NOT_POSITIVE, criterion=criterion.id, weight=weight)
        if criterion.children:
            yield from _sum(criterion.children, criteria.shared_out(criterion), criterion.id)
        announced = criterion.weight_range
        if announced and not announced.minimum <= criterion.weight <= announced.maximum:
            yield found(
                FindingCode.WEIGHT_OUT_OF_RANGE,
                criterion=criterion.id,
                weight=text(criterion.weight),
                minimum=text(announced.minimum),
                maximum=text(announced.maximum),
            )


def _sum(level: tuple[Criterion, ...], target: Fraction, above: str) -> Iterator[Finding]:
    weights = exact.total(Fraction(criterion.weight) for criterion in level)
    if level and weights != target:
        yield found(
            FindingCode.WEIGHTS_SUM,
            criterion=above,
            sum=written(weights),
            target=written(target),
            difference=written(weights - target),
        )


def _of_criterion(criterion: Criterion, model: EvaluationModel) -> Iterator[Finding]:
    yield from _of_threshold(criterion)
    yield from _of_price_terms(criterion)
    if criterion.children:
        if criterion.formula:
            yield found(
                FindingCode.FORMULA_UNSUITABLE, criterion=criterion.id, formula=criterion.formula
            )
        below = [c for c in criteria.listed(criterion.children) if not c.children]
        if len({c.kind is CriterionKind.PRICE for c in below}) > 1:
            yield found(FindingCode.MIXED_BLOCK, criterion=criterion.id)
        return
    yield from _of_scale(criterion)
    yield from _of_formula(criterion, model)


def _of_price_terms(criterion: Criterion) -> Iterator[Finding]:
    """What only a price without sub-criteria has: an element, and an amount in place of zero."""
    terms = {"element": criterion.element, "zero_counts_as": criterion.zero_counts_as}
    if criterion.kind is not CriterionKind.PRICE or criterion.children:
        for name in (name for name, term in terms.items() if term is not None):
            yield found(FindingCode.PARAMETER_UNKNOWN, criterion=criterion.id, parameter=name)
    elif criterion.zero_counts_as is not None and criterion.zero_counts_as <= 0:
        yield found(
            FindingCode.PARAMETER_OUT_OF_RANGE,
            criterion=criterion.id,
            parameter="zero_counts_as",
            value=text(criterion.zero_counts_as),
        )


def _of_scale(criterion: Criterion) -> Iterator[Finding]:
    scale = criterion.scale
    if scale is None:
        if criterion.kind is CriterionKind.QUALITY:
            yield found(FindingCode.SCALE_MISSING, criterion=criterion.id)
        return
    right = 0 <= scale.minimum < scale.maximum and (scale.step is None or scale.step > 0)
    values = [level.value for level in scale.levels]
    right &= all(scale.minimum <= value <= scale.maximum for value in values)
    right &= len(set(values)) == len(values)
    right &= len({level.label for level in scale.levels}) == len(values)
    if not right:
        yield found(
            FindingCode.SCALE_INVALID,
            criterion=criterion.id,
            minimum=text(scale.minimum),
            maximum=text(scale.maximum),
        )


def _of_formula(criterion: Criterion, model: EvaluationModel) -> Iterator[Finding]:
    name = criteria.formula_name(criterion, model.parameters.normalise)
    formula = FORMULAS.get(name)
    if not name:
        yield found(FindingCode.FORMULA_MISSING, criterion=criterion.id)
    elif formula is None:
        yield found(FindingCode.FORMULA_UNKNOWN, criterion=criterion.id, formula=name)
    elif formula.kind not in SUITABLE[criterion.kind]:
        yield found(FindingCode.FORMULA_UNSUITABLE, criterion=criterion.id, formula=name)
    else:
        yield from _of_constants(criterion.parameters, formula, criterion.id)
        yield from _of_inputs(criterion, formula)


def _of_inputs(criterion: Criterion, formula: Formula) -> Iterator[Finding]:
    ups = [step.up_to for step in criterion.table]
    needed = "table_points" in formula.inputs
    scaled = "scale_maximum" in formula.inputs and not needed
    if scaled and criterion.kind is CriterionKind.QUANTITY and criterion.scale is None:
        yield found(FindingCode.SCALE_MISSING, criterion=criterion.id)
    rising = all(one < other for one, other in pairwise(ups))
    positive = any(step.points > 0 for step in criterion.table)
    if needed != bool(ups) or (needed and not (rising and positive)):
        yield found(FindingCode.TABLE_INVALID, criterion=criterion.id)


def _of_constants(
    constants: Mapping[str, Decimal], formula: Formula | Policy, criterion: str = ""
) -> Iterator[Finding]:
    known = {parameter.name: parameter for parameter in formula.parameters}
    facts = {"formula": formula.name}
    for name in sorted(set(constants) - set(known)):
        yield found(FindingCode.PARAMETER_UNKNOWN, criterion=criterion, parameter=name, **facts)
    required = {name for name, parameter in known.items() if parameter.required}
    for name in sorted(required - set(constants)):
        yield found(FindingCode.PARAMETER_MISSING, criterion=criterion, parameter=name, **facts)
    for name in sorted(set(known) & set(constants)):
        if not known[name].allows(Fraction(constants[name])):
            yield found(
                FindingCode.PARAMETER_OUT_OF_RANGE,
                criterion=criterion,
                parameter=name,
                value=text(constants[name]),
                **facts,
            )
    together = _TOGETHER.get(formula.name)
    if together and set(together.of) <= set(constants):
        numbers = [Fraction(constants[name]) for name in together.of]
        if not together.holds(*numbers):
            name = together.of[-1]
            value = text(constants[name])
            code = FindingCode.PARAMETER_OUT_OF_RANGE
            yield found(code, criterion=criterion, parameter=name, value=value, **facts)


def _of_threshold(criterion: Criterion) -> Iterator[Finding]:
    """A threshold is on what people score: a price has a ceiling instead, and what comparisons
    earn depends on the other bids."""
    if criterion.minimum is None:
        return
    below = [c for c in criteria.listed((criterion,)) if not c.children]
    scored = all(c.kind is CriterionKind.QUALITY for c in below)
    if not scored or (criterion.children and criterion.minimum.unit == "score"):
        yield found(FindingCode.THRESHOLD_UNSUITABLE, criterion=criterion.id)


def _of_whole(model: EvaluationModel) -> Iterator[Finding]:
    announced = model.parameters
    if announced.formula is None:
        if announced.constants:
            yield found(FindingCode.PARAMETER_UNKNOWN, parameter=min(announced.constants))
        return
    formula = FORMULAS.get(announced.formula)
    if formula is None:
        yield found(FindingCode.FORMULA_UNKNOWN, formula=announced.formula)
    elif formula.kind is not FormulaKind.WHOLE:
        yield found(FindingCode.FORMULA_UNSUITABLE, formula=announced.formula)
    else:
        yield from _of_constants(announced.constants, formula)
        yield from _beside_whole(model, formula)


def _beside_whole(model: EvaluationModel, formula: Formula) -> Iterator[Finding]:
    """A method on the whole bid reads price and quality itself; a criterion may not count the
    price a second time, and quality must be there when the formula asks for it."""
    for criterion in criteria.listed(model.criteria):
        if not criterion.children and criterion.kind is CriterionKind.PRICE:
            yield found(
                FindingCode.FORMULA_UNSUITABLE, criterion=criterion.id, formula=formula.name
            )
    if not model.criteria and any("quality" in name for name in formula.inputs):
        yield found(FindingCode.NO_CRITERIA)
    if formula.id == "A15" and model.parameters.savings is None:
        yield found(FindingCode.PARAMETER_MISSING, parameter="savings", formula=formula.name)


def _of_parameters(model: EvaluationModel) -> Iterator[Finding]:
    stages = [rule.stage for rule in model.parameters.rounding]
    for stage in sorted({stage for stage in stages if stages.count(stage) > 1}, key=str):
        yield found(FindingCode.DUPLICATE_ROUNDING, stage=stage)
    if model.parameters.total <= 0:
        yield found(FindingCode.PARAMETER_OUT_OF_RANGE, parameter="total")
    yield from _of_totals(model)
    yield from _of_savings(model)
    for repeated in _repeated(option.id for option in model.parameters.options):
        yield found(FindingCode.COST_LINE_INVALID, line=repeated)
    if model.parameters.life_cycle:
        lines = model.parameters.life_cycle.lines
        wrong = {line.id for line in lines if line.first_year > line.last_year}
        for line in sorted(wrong | set(_repeated(line.id for line in lines))):
            yield found(FindingCode.COST_LINE_INVALID, line=line)
        if model.parameters.life_cycle.discount_rate <= -1:
            yield found(FindingCode.PARAMETER_OUT_OF_RANGE, parameter="discount_rate")


def _of_totals(model: EvaluationModel) -> Iterator[Finding]:
    """A minimum of quality needs scored quality. One of the total is in points, or in percent of
    what the weights sum to; the figure of a whole method is neither, unless more of it is better:
    then `points` is that figure."""
    announced = model.parameters
    leaves = [c for c in criteria.listed(model.criteria) if not c.children]
    of_quality, of_total = announced.minimum_quality, announced.minimum_total
    scored = any(leaf.kind is CriterionKind.QUALITY for leaf in leaves)
    if of_quality and (of_quality.unit == "score" or not scored):
        yield found(FindingCode.THRESHOLD_UNSUITABLE, threshold="minimum_quality")
    whole = FORMULAS.get(announced.formula or "")
    figure = whole is not None and (whole.best is Best.LOWEST or _unit(of_total) == "percent")
    if of_total and (of_total.unit == "score" or figure):
        yield found(FindingCode.THRESHOLD_UNSUITABLE, threshold="minimum_total")


def _unit(threshold: Threshold | None) -> str:
    return threshold.unit if threshold else ""


def _of_savings(model: EvaluationModel) -> Iterator[Finding]:
    """Savings stand where a price would, in a method that looks for the highest value: nothing
    beside it can read a price."""
    announced = model.parameters
    if announced.savings is None:
        return
    if announced.formula not in _OF_VALUE:
        yield found(FindingCode.PARAMETER_UNKNOWN, parameter="savings")
    if announced.ceiling is not None:
        yield found(FindingCode.PARAMETER_UNKNOWN, parameter="ceiling")
    if announced.savings.discount_rate < 0:
        yield found(FindingCode.PARAMETER_OUT_OF_RANGE, parameter="discount_rate")


def _of_policies(model: EvaluationModel, every: tuple[Criterion, ...]) -> Iterator[Finding]:
    ids = {criterion.id for criterion in every}
    for number, step in enumerate(model.policies.tie_break, start=1):
        on_value = step.by is TieBy.PRICE and model.parameters.savings is not None
        if on_value or not _step_is_right(step, ids):
            yield found(FindingCode.TIE_STEP_INVALID, step=str(number))
    for screening in model.policies.abnormally_low:
        policy = abnormally_low.POLICIES.get(screening.policy)
        if policy is None:
            yield found(FindingCode.SCREENING_UNKNOWN, policy=screening.policy)
        else:
            yield from _of_constants(screening.parameters, policy)


def _step_is_right(step: TieStep, ids: set[str]) -> bool:
    if step.by is TieBy.CRITERION:
        return step.of in ids
    if step.by is TieBy.QUANTITY:
        return bool(step.of)
    if step.by is TieBy.LOTS:
        return step.commitment is not None and step.of is None
    return step.of is None


def _repeated(ids: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(ids).items() if times > 1)
