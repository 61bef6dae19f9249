"""Points by an announced table: a score or a quantity falls in a step, and the step has points."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from contracts.rules.scoring.formulas.base import Accepts, Formula, FormulaKind, Inputs, Undefined

Step = tuple[Fraction, Fraction]
"""Up to and including this number, and above the step before: so many points."""


def points_of(steps: Sequence[Step], value: Fraction) -> Fraction:
    """The points of the step that holds `value`; the first step has no lower end.

    `steps` ascend strictly and there is at least one, else `ValueError`. Beyond the last step:
    `Undefined("outside_table")`."""
    ends = [up_to for up_to, _ in steps]
    if not ends or any(later <= end for end, later in pairwise(ends)):
        raise ValueError("the steps of a table ascend, and there is at least one")
    for up_to, points in steps:
        if value <= up_to:
            return points
    raise Undefined("outside_table")


def largest_points(steps: Sequence[Step]) -> Fraction:
    """The most points that a table gives: what the full weight stands for."""
    return max(points for _, points in steps)


def _of_table(of: Inputs) -> Fraction:
    if of["scale_maximum"].numerator <= 0:
        raise Undefined("no_scale")
    return of["table_points"] / of["scale_maximum"]


T1 = Formula(
    "T1",
    1,
    FormulaKind.SCORE,
    ("table_points", "scale_maximum"),
    _of_table,
    accepts=Accepts.ANY,
    absolute=True,
    monotone=False,
)
"""Points by table: `table_points / scale_maximum`, where `table_points` is `points_of` the
announced steps and `scale_maximum` the `largest_points` among them. Monotone only if the table is,
so the flag promises nothing. A table without points above zero: `Undefined("no_scale")`. A single
bid and equal bids earn what their own step earns; a number beyond the table is
`Undefined("outside_table")`. Source: the common rule for terms, warranties and the like."""
