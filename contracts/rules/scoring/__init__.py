"""Exact evaluation of bids: fractions throughout, every digit explained.

`evaluate(tender_version, bids, scores)` is pure and deterministic: the order of bids, scores and
criteria changes nothing. Numbers come as decimal text and become fractions; they are rounded only
where the tender says so, and for show. What a person must decide comes back as a finding, never
as a zero, a clamp or a guess.
"""

from contracts.rules.scoring.evaluation import evaluate
from contracts.rules.scoring.exact import Mode, Rational, show
from contracts.rules.scoring.findings import Finding, FindingCode, examine
from contracts.rules.scoring.formulas import FORMULAS, Formula
from contracts.rules.scoring.model import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    Rounding,
    Scale,
    Score,
    Stage,
)
from contracts.rules.scoring.result import (
    Group,
    Node,
    Points,
    Result,
    Row,
    digest,
    parse,
    plain,
)

__all__ = [
    "FORMULAS",
    "Bid",
    "Criterion",
    "CriterionKind",
    "EvaluationModel",
    "Finding",
    "FindingCode",
    "Formula",
    "Group",
    "Mode",
    "Node",
    "Points",
    "Rational",
    "Result",
    "Rounding",
    "Row",
    "Scale",
    "Score",
    "Stage",
    "digest",
    "evaluate",
    "examine",
    "parse",
    "plain",
    "show",
]
