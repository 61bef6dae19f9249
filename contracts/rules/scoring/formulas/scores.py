"""Formulas for a number of which more is better: a committee's score, or a measured quantity."""

from fractions import Fraction

from contracts.rules.scoring.formulas.base import Accepts, Formula, FormulaKind, Inputs, Undefined
from contracts.rules.scoring.formulas.domain import ONE


def _of_scale(of: Inputs) -> Fraction:
    if of["scale_maximum"].numerator <= 0:
        raise Undefined("no_scale")
    return of["score"] / of["scale_maximum"]


def _of_best(of: Inputs) -> Fraction:
    if of["best_score"].numerator <= 0:
        raise Undefined("no_best_score")
    return of["score"] / of["best_score"]


def _between_extremes(of: Inputs) -> Fraction:
    best, lowest = of["best_score"], of["lowest_score"]
    return ONE if best == lowest else (of["score"] - lowest) / (best - lowest)


Q1 = Formula(
    "Q1",
    1,
    FormulaKind.SCORE,
    ("score", "scale_maximum"),
    _of_scale,
    accepts=Accepts.ANY,
    absolute=True,
    proportional=True,
)
"""The score's share of the scale's maximum: `score / scale_maximum`. A scale that ends at zero or
below: `Undefined("no_scale")`. A single bid and equal bids earn what their own score earns. No
price is read. Source: the common rule for absolute scores."""

Q2 = Formula(
    "Q2",
    1,
    FormulaKind.SCORE,
    ("score", "best_score"),
    _of_best,
    accepts=Accepts.ANY,
    proportional=True,
)
"""The score's share of the best score: `score / best_score`; the best bid earns the full points,
so differences grow and quality becomes relative. Lawful where the tender discloses it (Belgian
Council of State 255.923). Single bid and equal bids: full points; all zero:
`Undefined("no_best_score")`. No price is read."""

Q3 = Formula(
    "Q3",
    1,
    FormulaKind.SCORE,
    ("score", "best_score", "lowest_score"),
    _between_extremes,
    accepts=Accepts.ANY,
)
"""Between the extremes: `(score - lowest) / (best - lowest)`, in [0, 1]; the worst bid earns
nothing however near it is. Single bid and equal bids, also all zero: full points. No price is
read. Source: a Chilean repository's tests (case of years of experience)."""

SCORES = (Q1, Q2, Q3)
"""The score formulas, in the order in which they are offered."""
