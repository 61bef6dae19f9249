"""The lots of a file awarded together: by the announced rule over the answers of the lots."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from contracts.rules.errors import RuleError
from contracts.rules.scoring import criteria, exact, lots, prices
from contracts.rules.scoring.evaluation_file import (
    EvaluationFile,
    LotDiscount,
    LotPolicy,
    LotRule,
    OfferedLot,
)
from contracts.rules.scoring.findings import Effect, FindingCode
from contracts.rules.scoring.formulas import FORMULAS, Best
from contracts.rules.scoring.lots import (
    Candidate,
    CountDiscount,
    Direction,
    Discount,
    Limit,
    LotFinding,
    LotFindingCode,
    SetDiscount,
)
from contracts.rules.scoring.model import Bid, Decision, EvaluationModel, Offers
from contracts.rules.scoring.result import Result

Plain = dict[str, Any]

EFFECTS: Mapping[str, Effect] = {
    LotFindingCode.LOT_TIE: Effect.WAITS,
    LotFindingCode.LOT_WAITS: Effect.WAITS,
    LotFindingCode.LOT_WITHOUT_AWARD: Effect.TOLD,
    LotFindingCode.SEVERAL_OPTIMA: Effect.WAITS,
    LotFindingCode.MORE_OPTIMA_THAN_SHOWN: Effect.TOLD,
    LotFindingCode.TOO_MANY_LOTS: Effect.BLOCKS,
    LotFindingCode.DISCOUNT_ABOVE_PRICE: Effect.BLOCKS,
    LotFindingCode.DISCOUNT_OUT_OF_REACH: Effect.TOLD,
}
"""What follows from each finding of the lots; every other code is bad input."""

LOTS_NOT_READY = "lots_not_ready"
"""A lot has no ranking yet, and what the others are awarded depends on it."""
CURRENCIES_DIFFER = "currencies_differ"
DIRECTIONS_DIFFER = "lot_directions_differ"
"""Some lots are won by the most, others by the least: there is no sum."""
FIGURE_UNSUITABLE = "lot_figure_unsuitable"
"""Combinations are compared on prices, and these are points."""


@dataclass(frozen=True)
class LotPart:
    """A lot with its method, the offers that count, and its evaluation."""

    lot: OfferedLot
    method: EvaluationModel
    offers: Offers
    result: Result

    @property
    def ready(self) -> bool:
        """Whether its places are known, or it is known that nobody is left."""
        nobody = {FindingCode.NO_ADMISSIBLE_BID}
        blocking = {each.code for each in self.result.findings if each.blocks}
        return self.result.complete or blocking <= nobody


@dataclass(frozen=True)
class _Stopped(Exception):
    code: str
    effect: Effect
    facts: Mapping[str, str]


def allocate(file: EvaluationFile, parts: Sequence[LotPart]) -> Plain:
    """`allocations` (all that are equally good), the exact total over them, the steps and the
    proof of the rule, `findings` and `rule_versions`. `parts` are in the order of their ids."""
    versions = {version for part in parts for version in part.result.rule_versions}
    decisions = file.decisions
    try:
        outcome = _outcome(file.lot_policy, parts)
    except _Stopped as stopped:
        found = [_finding(stopped.code, stopped.effect, "", (), stopped.facts, decisions)]
        return _plain(None, found, versions, file)
    found = [_of_lots(each, decisions) for each in outcome.findings]
    return _plain(outcome, [*_waiting(file, parts), *found], versions | {outcome.rule}, file)


def _plain(
    outcome: lots.Outcome | None, found: list[Plain], versions: set[str], file: EvaluationFile
) -> Plain:
    written: Plain = _adapter().dump_python(outcome, mode="json") if outcome else {}
    total = outcome.total if outcome else None
    return {
        "allocations": [
            {**each, "awards": {award["lot"]: award["bid"] for award in each["awards"]}}
            for each in written.get("allocations", [])
        ],
        "allocation_total": None
        if total is None
        else {
            "exact": f"{total.numerator}/{total.denominator}",
            "shown": exact.show(total, file.parameters.display_decimals),
        },
        "allocation_steps": written.get("steps", []),
        "limit_prices": written.get("limit_prices", []),
        "findings": found,
        "rule_versions": sorted(versions),
    }


@cache
def _adapter() -> TypeAdapter[lots.Outcome]:
    return TypeAdapter(lots.Outcome)


def _of_lots(found: LotFinding, decisions: Sequence[Decision]) -> Plain:
    return _finding(found.code, EFFECTS[found.code], found.lot, found.bids, found.facts, decisions)


def _finding(
    code: str,
    effect: Effect,
    lot: str,
    bids: Sequence[str],
    facts: Mapping[str, str],
    decisions: Sequence[Decision] = (),
) -> Plain:
    decided = next((each.outcome.value for each in decisions if each.finding == code), None)
    return {
        "code": str(code),
        "effect": effect.value,
        "lot": lot,
        "bids": list(bids),
        "facts": dict(facts),
        "decided": decided,
        "waits": effect is not Effect.TOLD and not decided,
    }


def _waiting(file: EvaluationFile, parts: Sequence[LotPart]) -> Iterator[Plain]:
    """With lots apart, one that has no ranking yet holds up no other."""
    for part in parts:
        if not part.ready:
            yield _finding(LOTS_NOT_READY, Effect.BLOCKS, part.lot.id, (), {"lots": part.lot.id})


def _outcome(policy: LotPolicy, parts: Sequence[LotPart]) -> lots.Outcome:
    waiting = [part.lot.id for part in parts if not part.ready]
    ready = [part for part in parts if part.ready]
    if policy.rule is not LotRule.INDEPENDENT:
        if waiting:
            raise _Stopped(LOTS_NOT_READY, Effect.BLOCKS, {"lots": ", ".join(waiting)})
        _one_currency(parts)
    try:
        return _by_rule(policy, ready)
    except RuleError as wrong:
        raise _Stopped(wrong.code, Effect.INPUT, wrong.facts) from wrong


def _by_rule(policy: LotPolicy, parts: Sequence[LotPart]) -> lots.Outcome:
    direction = _direction(policy, parts)
    given = [_lot(policy, part) for part in parts]
    limit = Limit(policy.limit, policy.limits)
    if policy.rule is LotRule.INDEPENDENT:
        return lots.lots_independent(given)
    if policy.rule is LotRule.LIMIT_PRIORITY:
        return lots.lots_limit_priority(given, limit, policy.order)
    if policy.rule is LotRule.LIMIT_OPTIMAL:
        return lots.lots_limit_optimal(given, limit, direction)
    if direction is not Direction.LOWEST:
        raise _Stopped(FIGURE_UNSUITABLE, Effect.METHOD, {})
    return lots.lots_combined(given, [_discount(each) for each in policy.discounts], limit)


def _one_currency(parts: Sequence[LotPart]) -> None:
    bids = [bid for part in parts for bid in part.offers.bids]
    currencies = sorted({bid.price.currency for bid in bids if bid.price})
    if len(currencies) > 1:
        facts = {"currencies": ", ".join(currencies)}
        raise _Stopped(CURRENCIES_DIFFER, Effect.INPUT, facts)


def _direction(policy: LotPolicy, parts: Sequence[LotPart]) -> Direction:
    if policy.figure == "price":
        return Direction.LOWEST
    found = {_best(part.method) for part in parts}
    if len(found) > 1 and policy.rule not in (LotRule.INDEPENDENT, LotRule.LIMIT_PRIORITY):
        raise _Stopped(DIRECTIONS_DIFFER, Effect.METHOD, {})
    return Direction(min(found, default=Best.HIGHEST).value)


def _best(method: EvaluationModel) -> Best:
    formula = FORMULAS.get(method.parameters.formula or "")
    return formula.best if formula else Best.HIGHEST


def _lot(policy: LotPolicy, part: LotPart) -> lots.Lot:
    bids = {bid.id: bid for bid in part.offers.bids}
    figures = {row.bid: row.exact for row in part.result.rows}
    if policy.figure == "price":
        figures = _prices(part, [bids[bid] for bid in figures])
    ranking = [
        tuple(Candidate(bid, bids[bid].tenderer or bid, figures[bid]) for bid in group.bids)
        for group in part.result.ranking_groups
    ]
    return lots.Lot(part.lot.id, tuple(ranking), Fraction(part.lot.weight))


def _prices(part: LotPart, bids: Sequence[Bid]) -> dict[str, Fraction]:
    leaves = criteria.leaves(criteria.place(part.method))
    costs = prices.costs(part.method, leaves, bids)
    amounts = {bid: cost.compared.amount for bid, cost in costs.items() if cost.compared}
    if len(amounts) < len(bids):
        raise _Stopped(FIGURE_UNSUITABLE, Effect.METHOD, {})
    return amounts


def _discount(given: LotDiscount) -> Discount:
    percent = None if given.percent is None else Fraction(given.percent)
    if given.at_least is not None:
        return CountDiscount(given.id, given.tenderer, given.at_least, percent or Fraction())
    amount = None if given.amount is None else Fraction(given.amount)
    return SetDiscount(given.id, given.tenderer, frozenset(given.lots), percent, amount)
