"""Exact evaluation of bids: fractions throughout, every digit explained.

`evaluate(model, offers)` is pure and deterministic: the order of bids, scores and criteria changes
nothing. Numbers come as decimal text and become fractions; they are rounded only where the tender
says so, and for show. What a person must decide comes back as a finding, never as a zero, a clamp
or a guess. `docs/rules/scoring/` says how to read the rest.
"""

from contracts.rules.scoring.announced import examine
from contracts.rules.scoring.evaluation import evaluate
from contracts.rules.scoring.exact import Mode, Rational, show
from contracts.rules.scoring.findings import Effect, Finding, FindingCode
from contracts.rules.scoring.formulas import FORMULAS, Formula, FormulaKind
from contracts.rules.scoring.model import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    Normalise,
    Offers,
    Parameters,
    Policies,
    Price,
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
    TieBreak,
    digest,
    parse,
    plain,
)
from contracts.rules.scoring.steps import rebuild

__all__ = [
    "FORMULAS",
    "Bid",
    "Criterion",
    "CriterionKind",
    "Effect",
    "EvaluationModel",
    "Finding",
    "FindingCode",
    "Formula",
    "FormulaKind",
    "Group",
    "Mode",
    "Node",
    "Normalise",
    "Offers",
    "Parameters",
    "Points",
    "Policies",
    "Price",
    "Rational",
    "Result",
    "Rounding",
    "Row",
    "Scale",
    "Score",
    "Stage",
    "TieBreak",
    "digest",
    "evaluate",
    "examine",
    "parse",
    "plain",
    "rebuild",
    "show",
]
