"""Where in its file a finding about method or input stands: the path of the field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from contracts.rules.scoring.evaluation_file import EvaluationFile, OfferedLot, Round
from contracts.rules.scoring.model import Criterion, Preference, Score

Plain = Mapping[str, Any]

_FIELDS = {
    "duplicate_criterion": "id",
    "mixed_block": "children",
    "weight_not_positive": "weight",
    "weight_out_of_range": "weight",
    "weights_sum": "children",
    "scale_missing": "scale",
    "scale_invalid": "scale",
    "table_invalid": "table",
    "formula_missing": "formula",
    "formula_unknown": "formula",
    "formula_unsuitable": "formula",
    "threshold_unsuitable": "minimum",
    "parameter_unknown": "parameters",
    "parameter_missing": "parameters",
    "parameter_out_of_range": "parameters",
}
"""Findings about a criterion: which field of it."""

_WHOLE = {
    "no_criteria": "criteria",
    "weights_sum": "criteria",
    "several_prices": "criteria",
    "formula_unknown": "parameters.formula",
    "formula_unsuitable": "parameters.formula",
    "duplicate_rounding": "parameters.rounding",
    "tie_step_invalid": "policies.tie_break",
    "screening_unknown": "policies.abnormally_low",
    "no_bids": "bids",
    "currencies_differ": "bids",
    "comparison_invalid": "comparisons",
    "decision_invalid": "decisions",
    "seed_wrong": "policies.tie_break",
    "priority_order": "lot_policy.order",
    "lot_figure_unsuitable": "lot_policy.figure",
    "lot_directions_differ": "lots",
    "lot_weight_not_positive": "lots",
    "two_tenderers": "lots",
    "duplicate_discount": "lot_policy.discounts",
    "unknown_lot": "lot_policy.discounts",
    "discount_condition": "lot_policy.discounts",
    "discount_form": "lot_policy.discounts",
    "discount_percent": "lot_policy.discounts",
    "discount_amount": "lot_policy.discounts",
}
"""Findings about the whole, by the field they are about."""

_OF_SCORES = {
    "unknown_bid": "bid",
    "unknown_criterion": "criterion",
    "duplicate_score": "",
    "out_of_scale": "value",
    "score_without_member": "member",
}


def of_finding(found: Plain, file: EvaluationFile, above: str = "") -> str:
    """The path of what a finding is about; `above` goes before it, for the lot it stands in."""
    return _joined(above, _place(found, file))


def lot(file: EvaluationFile, id_: str) -> str:
    """The path of a lot."""
    return next(_at("lots", n) for n, each in enumerate(file.lots) if each.id == id_)


def _place(found: Plain, file: EvaluationFile) -> str:
    code, facts = found["code"], found["facts"]
    if code in _OF_SCORES:
        return _of_cell(found, file)
    if code == "duplicate_bid":
        return _joined(_first(file, "bids", lambda bid: bid.id == found["bid"]), "id")
    if code == "comparison_invalid":
        return _first(file, "comparisons", lambda each: _same_pair(each, found)) or "comparisons"
    criterion = dict(_criteria(file.criteria, "criteria")).get(found.get("criterion", ""), "")
    if criterion and code in _FIELDS:
        return _joined(criterion, _FIELDS[code], _parameter(code, facts))
    if "parameter" in facts:
        return _announced(facts["parameter"], file)
    if "line" in facts:
        options = {option.id for option in file.parameters.options}
        in_options = facts["line"] in options
        return "parameters.options" if in_options else "parameters.life_cycle.lines"
    if "threshold" in facts:
        return _joined("parameters", facts["threshold"])
    step = [str(int(facts["step"]) - 1)] if "step" in facts else []
    return _joined(_WHOLE.get(code, ""), *step)


def _announced(parameter: str, file: EvaluationFile) -> str:
    """A number that the method announces beside its criteria."""
    if parameter == "savings":
        return "parameters.savings"
    if parameter == "discount_rate":
        costs = file.parameters.life_cycle is not None
        return _joined("parameters", "life_cycle" if costs else "savings", parameter)
    return _joined("parameters", "constants", parameter)


def _parameter(code: str, facts: Mapping[str, str]) -> str:
    return facts["parameter"] if code.startswith("parameter_") else ""


def _of_cell(found: Plain, file: EvaluationFile) -> str:
    """The last score that fits: of two for one cell the second is one too many."""
    field = _OF_SCORES[found["code"]]
    if found["code"] == "unknown_bid" and "round" in found["facts"]:
        places = [n for n, each in enumerate(file.rounds) if each.id == found["facts"]["round"]]
        return _joined(_at("rounds", places[0]), "withdrawn")
    score = _first(file, "scores", lambda each: _same_cell(each, found), last=True)
    bid = _first(file, "bids", lambda each: each.id == found["bid"])
    if score:
        return _joined(score, field)
    return _joined(bid or "bids", "quantities", found["criterion"])


def _same_cell(score: Score, found: Plain) -> bool:
    member = found["facts"].get("member")
    return (score.bid, score.criterion, score.member) == (found["bid"], found["criterion"], member)


def _same_pair(each: Preference, found: Plain) -> bool:
    pair = ", ".join(sorted({each.preferred, each.other}))
    where = found["criterion"], found["facts"]["member"], found["facts"]["bids"]
    return (each.criterion, each.member, pair) == where


def _first(
    file: EvaluationFile, name: str, fits: Callable[[Any], bool], *, last: bool = False
) -> str:
    """The path of the first (or last) item of a list that fits, in the file or its rounds."""
    paths = [path for path, item in _items(file, name) if fits(item)]
    if not paths:
        return ""
    return paths[-1] if last else paths[0]


def _items(file: EvaluationFile, name: str) -> Iterator[tuple[str, object]]:
    whole: Sequence[tuple[str, EvaluationFile | Round]] = [("", file)]
    whole = [*whole, *((_at("rounds", n), each) for n, each in enumerate(file.rounds))]
    for above, each in whole:
        for place, item in enumerate(getattr(each, name)):
            yield _joined(above, name, str(place)), item


def _criteria(level: Sequence[Criterion], path: str) -> Iterator[tuple[str, str]]:
    for place, criterion in enumerate(level):
        yield criterion.id, f"{path}.{place}"
        yield from _criteria(criterion.children, f"{path}.{place}.children")


def _at(name: str, place: int) -> str:
    return _joined(name, str(place))


def _joined(*steps: str) -> str:
    return ".".join(step for step in steps if step)


def method_above(file: EvaluationFile, given: OfferedLot, found: Plain) -> str:
    """What goes before the path of a finding in a lot: the lot, unless the field stands in the
    part of the method that the lot takes from the file."""
    own = _place(found, file.of_lot(given)).partition(".")[0]
    taken = own in ("criteria", "parameters", "policies") and getattr(given, own) is None
    return "" if taken else lot(file, given.id)
