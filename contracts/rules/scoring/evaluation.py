"""The evaluation itself: points for every cell, totals, ranking in groups."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby

from contracts.rules.scoring import exact, findings
from contracts.rules.scoring.findings import Finding, FindingCode
from contracts.rules.scoring.formulas import FORMULAS, Formula
from contracts.rules.scoring.model import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    Rounding,
    Score,
    Stage,
)
from contracts.rules.scoring.result import Group, Node, Points, Result, Row

_Leaf = Callable[[str, Decimal], Node]
"""A given number as a node of the trace; equal ones are one node."""

_Cell = Callable[[Decimal], tuple[Node, Points]]
"""From a price or score to its points; equal values share one node."""


def evaluate(
    tender_version: EvaluationModel, bids: Sequence[Bid], scores: Sequence[Score]
) -> Result:
    """The points, totals and ranking of the admissible bids under the announced method."""
    found = findings.examine(tender_version)
    found = found or findings.of_input(tender_version, bids, scores)
    if not found:
        found = _no_best_score(tender_version, scores)
    if found:
        return Result(False, (), (), found, (), ())
    used = {c.id: _formula(c, tender_version) for c in tender_version.criteria}
    trace = _trace(tender_version, used, bids, scores)
    groups = _groups(trace)
    return Result(
        complete=True,
        rows=_rows(trace, groups),
        ranking_groups=groups,
        findings=findings.ordered(_of_outcome(trace, groups)),
        trace=tuple(root for root, _ in trace),
        rule_versions=tuple(sorted({formula.name for formula in used.values()})),
    )


def _formula(criterion: Criterion, model: EvaluationModel) -> Formula:
    return FORMULAS[findings.formula_name(criterion, model.normalise_quality)]


def _no_best_score(model: EvaluationModel, scores: Sequence[Score]) -> tuple[Finding, ...]:
    """A share of the best score has no meaning when the best score is zero."""
    relative = {c.id for c in model.criteria if "best_score" in _formula(c, model).inputs}
    best = {
        criterion: max(s.value for s in scores if s.criterion == criterion)
        for criterion in relative
    }
    return findings.ordered(
        Finding(code=FindingCode.NO_BEST_SCORE, criterion=criterion)
        for criterion, value in best.items()
        if value == 0
    )


def _trace(
    model: EvaluationModel,
    used: Mapping[str, Formula],
    bids: Sequence[Bid],
    scores: Sequence[Score],
) -> list[tuple[Node, tuple[Points, ...]]]:
    agreed = {(score.bid, score.criterion): score.value for score in scores}
    leaf, rule = _leaves(model), _rule(Stage.TOTAL, model)
    cells = [
        (c, _cell(c, used[c.id], model, _given(c, used[c.id], bids, scores), leaf))
        for c in sorted(model.criteria, key=lambda c: c.id)
    ]
    traced = []
    for bid in sorted(bids, key=lambda b: b.id):
        made = [
            cell(bid.price.amount if c.kind is CriterionKind.PRICE else agreed[bid.id, c.id])
            for c, cell in cells
        ]
        children = tuple([node for node, _ in made])
        root = _node("total", bid.id, exact.total([n.exact for n in children]), model, children)
        if rule:
            root = _rounded(root, rule, model)
        traced.append((root, tuple([points for _, points in made])))
    return traced


def _leaves(model: EvaluationModel) -> _Leaf:
    @cache
    def leaf(name: str, value: Decimal) -> Node:
        return _node(name, "", exact.fraction(value), model)

    return leaf


def _cell(
    criterion: Criterion,
    formula: Formula,
    model: EvaluationModel,
    given: Mapping[str, Decimal],
    leaf: _Leaf,
) -> _Cell:
    shared = tuple(leaf(name, value) for name, value in given.items())
    inputs = {node.name: node.exact for node in shared}
    own = "price" if criterion.kind is CriterionKind.PRICE else "score"
    rule = _rule(Stage.CRITERION, model)

    @cache
    def cell(value: Decimal) -> tuple[Node, Points]:
        last = leaf(own, value)
        earned = formula.compute({**inputs, own: last.exact})
        node = _node("points", criterion.id, earned, model, (*shared, last), formula.name)
        if rule:
            node = _rounded(node, rule, model)
        return node, Points(criterion.id, node.exact, node.shown)

    return cell


def _given(
    criterion: Criterion, formula: Formula, bids: Sequence[Bid], scores: Sequence[Score]
) -> dict[str, Decimal]:
    """The inputs that all bids share: weight, statistics over the bids, announced constants."""
    inputs = {"weight": criterion.weight}
    if "lowest_price" in formula.inputs:
        inputs["lowest_price"] = min(bid.price.amount for bid in bids)
    if "scale_maximum" in formula.inputs and criterion.scale:
        inputs["scale_maximum"] = criterion.scale.maximum
    if "best_score" in formula.inputs:
        inputs["best_score"] = max(s.value for s in scores if s.criterion == criterion.id)
    return inputs | dict(sorted(criterion.parameters.items()))


def _node(
    name: str,
    subject: str,
    value: Fraction,
    model: EvaluationModel,
    children: tuple[Node, ...] = (),
    formula: str = "",
) -> Node:
    shown = exact.show(value, model.display_decimals)
    return Node(name, subject, value, shown, formula, "", children)


def _rule(stage: Stage, model: EvaluationModel) -> Rounding | None:
    return next((rule for rule in model.rounding if rule.stage is stage), None)


def _rounded(node: Node, rule: Rounding, model: EvaluationModel) -> Node:
    value = exact.rounded(node.exact, rule.decimals, rule.mode)
    # An announced rounding is shown in full, even when the display has fewer decimals.
    shown = exact.show(value, max(rule.decimals, model.display_decimals))
    words = f"{rule.stage}/{rule.decimals}/{rule.mode}"
    return Node(node.name, node.subject, value, shown, "", words, (node,))


def _groups(trace: list[tuple[Node, tuple[Points, ...]]]) -> tuple[Group, ...]:
    roots = sorted((root for root, _ in trace), key=lambda root: (-root.exact, root.subject))
    groups: list[Group] = []
    place = 1
    for value, tied in groupby(roots, key=lambda root: root.exact):
        members = list(tied)
        bids = tuple(root.subject for root in members)
        groups.append(Group(place, value, members[0].shown, bids))
        place += len(members)
    return tuple(groups)


def _rows(
    trace: list[tuple[Node, tuple[Points, ...]]], groups: tuple[Group, ...]
) -> tuple[Row, ...]:
    ranks = {bid: group.rank for group in groups for bid in group.bids}
    rows = (Row(r.subject, ranks[r.subject], r.exact, r.shown, points) for r, points in trace)
    return tuple(sorted(rows, key=lambda row: (row.rank, row.bid)))


def _of_outcome(
    trace: list[tuple[Node, tuple[Points, ...]]], groups: tuple[Group, ...]
) -> list[Finding]:
    ties = [
        Finding(
            code=FindingCode.TIE,
            facts={"rank": str(group.rank), "bids": ", ".join(group.bids)},
        )
        for group in groups
        if len(group.bids) > 1
    ]
    below = [
        Finding(
            code=FindingCode.NEGATIVE_POINTS,
            bid=root.subject,
            criterion=points.criterion,
            facts={"points": points.shown},
        )
        for root, cells in trace
        for points in cells
        if points.exact < 0
    ]
    return ties + below
