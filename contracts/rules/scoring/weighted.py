"""An evaluation as weighted shares, for who asks what other weights or scores would do."""

from contracts.rules.scoring import evaluation
from contracts.rules.scoring.counting import Earned
from contracts.rules.scoring.model import EvaluationModel, Offers
from contracts.rules.scoring.sensitivity.shares import Shares


def shares(model: EvaluationModel, offers: Offers) -> Shares | None:
    """What each bid earns of each criterion, for a method that adds weighted shares and rounds
    nothing on the way. None for any other method, and while something blocks the evaluation."""
    if model.parameters.formula or model.parameters.rounding:
        return None
    try:
        left = evaluation.stand(evaluation.prepare(model, offers))
    except evaluation.Blocked:
        return None
    earned = tuple(evaluation.leaves(left.count.top))
    columns = [
        each.points.times((1 if each.placed.priced else left.count.raised) / each.placed.weight)
        for each in earned
    ]
    return Shares(
        left.count.ids,
        tuple(each.placed.id for each in earned),
        tuple(each.placed.weight for each in earned),
        tuple(zip(*[column.all() for column in columns], strict=True)),
        tuple(_path(each) for each in earned),
    )


def _path(earned: Earned) -> tuple[str, ...]:
    path, above = [], earned.placed.above
    while above is not None:
        path.append(above.id)
        above = above.above
    return tuple(reversed(path))
