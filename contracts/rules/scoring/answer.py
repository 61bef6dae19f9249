"""What an evaluation file answers, as plain JSON: numbers, places, and what must be decided.

Every exact number is `n/d` beside what is shown. The answer depends on nothing but the file, and
not on the order in which the file lists its bids, scores, criteria or lots.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.base import canonical_json, content_hash
from contracts.rules.scoring import allocation, evaluation, result
from contracts.rules.scoring.allocation import LotPart
from contracts.rules.scoring.announced import examine
from contracts.rules.scoring.evaluation_file import EvaluationFile
from contracts.rules.scoring.findings import Finding, ordered, text
from contracts.rules.scoring.result import Result
from contracts.rules.scoring.rounds import WITHDRAWN, Snapshot, snapshots
from contracts.rules.scoring.sensitivity import analysis, simulation
from contracts.rules.scoring.sensitivity.expectation import Expectation
from contracts.rules.scoring.sensitivity.reasons import Reason

Plain = dict[str, Any]

EXTRAS = ("trace", "sensitivity", "simulation")
"""What an answer has only on request; the digest does not know it."""

IN_ORDER = {"tie_break", "table", "rounds", "order", "changes", "annual_cost_reductions"}
"""The lists of the file whose order says something."""


@dataclass(frozen=True)
class Request:
    """What is asked beside the answer itself."""

    trace: bool = False
    sensitivity: bool = False
    simulation: bool = False


def answer(
    file: EvaluationFile,
    *,
    trace: bool = False,
    sensitivity: bool = False,
    simulation: bool = False,
) -> Plain:
    """The answer to a file: `totals`, `points`, `ranking`, `findings`, `rule_versions`,
    `tie_breaks`, `set_aside`, `screenings` and `digest`; with rounds also `rounds`, the snapshots
    before the last; with lots `lots` and `allocations` instead; on request the extras.

    While a finding blocks the evaluation there are no totals and no ranking. A simulation needs
    expected prices: those of the file, or else those of its bids.
    """
    request = Request(trace, sensitivity, simulation)
    core = _of_lots(file, request) if file.lots else _of_one(file, request).plain
    extras = {name: core.pop(name) for name in EXTRAS if name in core}
    return {**core, "digest": digest(file, core), **extras}


def digest(file: EvaluationFile, core: Mapping[str, Any]) -> str:
    """The hash of a file and its answer without extras: the SHA-256 of canonical JSON with the
    file in canonical order under `evaluation` and the answer under `answer`."""
    return content_hash({"evaluation": canonical(file), "answer": _stripped(core)})


def _stripped(core: Mapping[str, Any]) -> Plain:
    kept = {name: value for name, value in core.items() if name not in EXTRAS}
    if "lots" in kept:
        kept["lots"] = {lot: _stripped(each) for lot, each in kept["lots"].items()}
    return kept


def canonical(file: EvaluationFile) -> Plain:
    """The file in one form: only what differs from the defaults, numbers without needless zeros,
    and every list sorted whose order says nothing."""
    made: Plain = _canonical(file.model_dump(exclude_defaults=True), "")
    return made


def _canonical(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _canonical(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        items = [_canonical(each, "") for each in value]
        return items if name in IN_ORDER else sorted(items, key=_sort_key)
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _digits(value: Decimal) -> str:
    digits = text(value if value else Decimal(0))
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _sort_key(value: Any) -> bytes:
    return canonical_json([value])


@dataclass(frozen=True)
class Answered:
    """The answer about the offers that count in the end, and the evaluation behind it."""

    plain: Plain
    result: Result
    last: Snapshot


def _of_one(file: EvaluationFile, request: Request, *, may_be_empty: bool = False) -> Answered:
    """`may_be_empty` where it is no mistake that there are no bids: a lot, or a draft that is
    simulated."""
    may_be_empty = may_be_empty or request.simulation
    *before, last = snapshots(file)
    result_ = _evaluated(file, last, may_be_empty)
    plain = _plain(result_, last)
    if file.rounds:
        plain["rounds"] = [
            {"id": each.id, **_plain(_evaluated(file, each, may_be_empty), each)} for each in before
        ]
    if request.trace:
        traced = result.plain(replace(result_, rows=(), ranking_groups=(), screenings=()))["trace"]
        plain["trace"] = {node["subject"]: node for node in traced}
    if request.sensitivity:
        plain["sensitivity"] = analysis.plain(analysis.analyse(file.method, last.offers))
    if request.simulation:
        plain["simulation"] = _foreseen(file, last)
    return Answered(plain, result_, last)


def _of_lots(file: EvaluationFile, request: Request) -> Plain:
    parts, lots = [], {}
    for lot in sorted(file.lots, key=lambda each: each.id):
        own = file.of_lot(lot)
        answered = _of_one(own, request, may_be_empty=True)
        parts.append(LotPart(lot, own.method, answered.last.offers, answered.result))
        plain = answered.plain
        extras = {name: plain.pop(name) for name in EXTRAS if name in plain}
        lots[lot.id] = {**plain, "digest": digest(own, plain), **extras}
    return {"lots": lots, **allocation.allocate(file, parts)}


def _evaluated(file: EvaluationFile, snapshot: Snapshot, may_be_empty: bool) -> Result:
    if may_be_empty and not snapshot.offers.bids:
        return Result(False, (), (), examine(file.method), (), ())
    return evaluation.evaluate(file.method, snapshot.offers)


def _plain(found: Result, snapshot: Snapshot) -> Plain:
    rest = result.plain(replace(found, rows=(), ranking_groups=(), findings=(), trace=()))
    return {
        "totals": {row.bid: _number(row) for row in found.rows},
        "points": {
            row.bid: {each.criterion: _number(each) for each in row.points} for row in found.rows
        },
        "ranking": [list(group.bids) for group in found.ranking_groups],
        "findings": findings_plain([*found.findings, *snapshot.findings]),
        "rule_versions": list(found.rule_versions),
        "tie_breaks": rest["tie_breaks"],
        "set_aside": [_aside(each, snapshot) for each in rest["set_aside"]],
        "screenings": sorted(rest["screenings"], key=_sort_key),
    }


def _number(of: Any) -> Plain:
    return {"exact": f"{of.exact.numerator}/{of.exact.denominator}", "shown": of.shown}


def findings_plain(findings: Iterable[Finding]) -> list[Plain]:
    """Findings as JSON, in an order that does not depend on that of the input."""
    return [
        {
            "code": finding.code.value,
            "effect": finding.effect.value,
            "bid": finding.bid,
            "criterion": finding.criterion,
            "facts": finding.facts,
            "decided": finding.decided.value if finding.decided else None,
            "waits": finding.waits,
        }
        for finding in ordered(findings)
    ]


def _aside(each: Plain, snapshot: Snapshot) -> Plain:
    withdrawn = each["bid"] in snapshot.withdrawn
    return {**each, "because": WITHDRAWN, "ground": ""} if withdrawn else each


def _foreseen(file: EvaluationFile, last: Snapshot) -> Plain:
    expected = file.expected or _expected(file, last)
    if expected is None:
        return {"not_applicable": Reason.NO_PRICE.value}
    foresight = simulation.foresee(file.method, expected)
    if isinstance(foresight, Reason):
        return {"not_applicable": foresight.value}
    return simulation.plain(foresight)


def _expected(file: EvaluationFile, last: Snapshot) -> Expectation | None:
    """As many bids as there are, at prices from the lowest to the highest of them."""
    amounts = [
        bid.price.amount
        for bid in last.offers.bids
        if bid.price is not None and bid.price.amount > 0 and not bid.excluded
    ]
    if not amounts:
        return None
    return Expectation(
        lowest_price=min(amounts),
        highest_price=max(amounts),
        bids=min(max(2, len(amounts)), 50),
    )
