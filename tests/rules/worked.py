"""Short ways to write worked evaluations: methods, committees, pairs, and what came of them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.rules import scoring
from contracts.rules.scoring import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    Offers,
    Parameters,
    Policies,
    Price,
    Result,
    Rounding,
    Scale,
    Score,
    Stage,
)
from contracts.rules.scoring.model import Preference, Threshold


def block(id_: str, weight: str, *children: Criterion, **more: Any) -> Criterion:
    """A criterion with sub-criteria."""
    return Criterion(id=id_, weight=Decimal(weight), children=children, **more)


def leaf(id_: str, weight: str, maximum: str = "10", **more: Any) -> Criterion:
    """A scored criterion."""
    return Criterion(id=id_, weight=Decimal(weight), scale=Scale(maximum=Decimal(maximum)), **more)


def stated(id_: str, weight: str, formula: str, **more: Any) -> Criterion:
    """A criterion on a number that the bids state."""
    return Criterion(
        id=id_, kind=CriterionKind.QUANTITY, weight=Decimal(weight), formula=formula, **more
    )


def at_least(value: str, unit: str = "percent") -> Threshold:
    """An announced minimum."""
    return Threshold.model_validate({"value": value, "unit": unit})


def half_up(stage: str, decimals: int, mode: str = "half_up") -> Rounding:
    """An announced rounding."""
    return Rounding.model_validate({"stage": Stage(stage), "decimals": decimals, "mode": mode})


def whole(formula: str, *criteria: Criterion, total: str = "100", **constants: str) -> Any:
    """A method on whole bids."""
    return announced(*criteria, total=total, formula=formula, constants=constants)


def announced(
    *criteria: Criterion, policies: Policies | None = None, total: str = "100", **parameters: Any
) -> EvaluationModel:
    """An announced method."""
    return EvaluationModel(
        criteria=criteria,
        parameters=Parameters.model_validate({"total": total, **parameters}),
        policies=policies or Policies(),
    )


def bid(id_: str, price: str | None = None, **more: Any) -> Bid:
    """A bid in euro."""
    asked = None if price is None else Price(amount=Decimal(price))
    return Bid.model_validate({"id": id_, "price": asked, **more})


def of_members(criterion: str, table: Mapping[str, Mapping[str, str]]) -> tuple[Score, ...]:
    """The scores on a criterion, by bid, then member."""
    return tuple(
        Score(bid=bid_, criterion=criterion, member=member, value=Decimal(value))
        for bid_, row in table.items()
        for member, value in row.items()
    )


def pairs(criterion: str, member: str, *said: str) -> tuple[Preference, ...]:
    """What a member prefers: `A>B 3`, or `A=B` for parity."""
    made = []
    for each in said:
        if "=" in each:
            (first, second), strength = each.split("="), 1
        else:
            pair, number = each.split(" ")
            (first, second), strength = pair.split(">"), int(number)
        made.append(
            Preference(
                criterion=criterion, member=member, preferred=first, other=second, strength=strength
            )
        )
    return tuple(made)


def proved(model: EvaluationModel, offers: Offers) -> Result:
    """The evaluation, after its trace was computed again from the numbers at its bottom."""
    result = scoring.evaluate(model, offers)
    read = scoring.parse(scoring.plain(result))
    assert tuple(scoring.rebuild(node) for node in read.trace) == result.trace
    roots = {node.subject: node.exact for node in result.trace}
    assert roots == {row.bid: row.exact for row in result.rows}
    return result


def exact(result: Result) -> dict[str, Fraction]:
    """The exact total of each bid."""
    return {row.bid: row.exact for row in result.rows}


def points(result: Result, bid_: str) -> dict[str, str]:
    """What a bid earns on each criterion, as exact text."""
    row = next(row for row in result.rows if row.bid == bid_)
    return {each.criterion: str(each.exact) for each in row.points}


def places(result: Result) -> list[str]:
    """The groups, best first, each in one word."""
    return ["=".join(group.bids) for group in result.ranking_groups]


def told(result: Result) -> list[str]:
    """The findings as `code bid criterion`, without what is empty."""
    return [" ".join(filter(None, (f.code.value, f.bid, f.criterion))) for f in result.findings]


def members(names: Iterable[str], *values: str) -> dict[str, str]:
    """Scores by member."""
    return dict(zip(names, values, strict=True))
