"""Announced minima: which bids stay below one. The bids that do are set aside before any statistic
is taken over the others. Lawful where announced (Court of Justice, C-546/16, Montte)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from contracts.rules.scoring import columns, consensus, criteria, exact
from contracts.rules.scoring.columns import Column
from contracts.rules.scoring.counting import Count, rule
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.findings import Finding, FindingCode, found, text, written
from contracts.rules.scoring.ground import Ground
from contracts.rules.scoring.model import CriterionKind, Stage, Threshold

HUNDRED = Fraction(100)


def below_quality(ground: Ground) -> Iterator[Finding]:
    """The bids below the minimum of a criterion, of a block or of quality together. Normalised
    points do not count: what is compared is what the bid scored, whatever others did."""
    for placed in criteria.every(ground.placed):
        if placed.criterion.minimum is not None:
            yield from _below_criterion(ground, placed, placed.criterion.minimum)
    announced = ground.model.parameters.minimum_quality
    if announced is not None:
        scored = [leaf for leaf in criteria.leaves(ground.placed) if _is_scored(leaf)]
        points = columns.total([_points(ground, leaf) for leaf in scored], len(ground.ids))
        most = exact.total(leaf.weight for leaf in scored)
        column = _measured(points, most, announced)
        yield from _below(ground, column, announced, "", ground.ids)


def _is_scored(leaf: Placed) -> bool:
    return leaf.criterion.kind is CriterionKind.QUALITY


def _below_criterion(ground: Ground, placed: Placed, announced: Threshold) -> Iterator[Finding]:
    if announced.unit == "score":
        column = ground.scored[placed.id].column
    else:
        leaves = criteria.leaves((placed,))
        points = columns.total([_points(ground, leaf) for leaf in leaves], len(ground.ids))
        column = _measured(points, placed.weight, announced)
    yield from _below(ground, column, announced, placed.id, ground.ids)


def _points(ground: Ground, leaf: Placed) -> Column:
    """The points by the share of the scale."""
    scale = leaf.criterion.scale
    share = leaf.weight / exact.fraction(scale.maximum) if scale else Fraction()
    return ground.scored[leaf.id].column.times(share)


def _measured(points: Column, most: Fraction, announced: Threshold) -> Column:
    return points.times(HUNDRED / most) if announced.unit == "percent" else points


def _below(
    ground: Ground, column: Column, announced: Threshold, criterion: str, ids: Sequence[str]
) -> Iterator[Finding]:
    """`>=` on the exact number, unless the tender rounds it before the comparison."""
    compared = consensus.rounded(column, rule(ground, Stage.THRESHOLD))
    minimum = Fraction(announced.value)
    for bid, value in zip(ids, compared.all(), strict=True):
        if value < minimum:
            yield found(
                FindingCode.BELOW_THRESHOLD,
                bid,
                criterion,
                value=written(value),
                minimum=text(announced.value),
                unit=announced.unit,
            )


def below_total(ground: Ground, count: Count) -> Iterator[Finding]:
    """The bids whose total stays below the announced minimum: only the lowest of them, since the
    totals of the others may rise when it falls."""
    announced = ground.model.parameters.minimum_total
    if announced is None:
        return
    totals = dict(zip(count.ids, count.totals.all(), strict=True))
    lowest = min(totals.values())
    column = _measured(count.totals, Fraction(ground.model.parameters.total), announced)
    for finding in _below(ground, column, announced, "", count.ids):
        if totals[finding.bid] == lowest:
            yield finding.model_copy(update={"facts": {**finding.facts, "of": "total"}})
