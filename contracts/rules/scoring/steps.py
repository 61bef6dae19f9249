"""The plain steps of a trace beside the formulas, and how a trace is computed again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from contracts.rules.errors import RuleError
from contracts.rules.scoring import exact
from contracts.rules.scoring.exact import Mode
from contracts.rules.scoring.formulas import FORMULAS, FormulaKind, points_table
from contracts.rules.scoring.net_present_value import (
    CostLine,
    Saving,
    life_cycle_cost,
    saving_value,
)
from contracts.rules.scoring.result import Node

SUM, PRODUCT, RATIO, MEAN, MEDIAN = "sum", "product", "ratio", "mean", "median"
PART = "part_of_subtotal"
"""Of a sub-criterion: its own weight, in the share that its parent has of what it divides."""
OF_MARK = "share_of_mark"
"""The weight times a mark out of a hundred."""
RAISED = "raised_to_best"
"""Points for quality when the best is raised to all there are."""
TABLE = "table"
PRESENT_VALUE = "present_value"
NET_PRESENT_VALUE = "net_present_value"

HUNDRED = Fraction(100)


def _named(children: Sequence[Node]) -> dict[str, Fraction]:
    return {child.name: child.exact for child in children}


def _all(children: Sequence[Node]) -> list[Fraction]:
    return [child.exact for child in children]


def _product(children: Sequence[Node]) -> Fraction:
    made = Fraction(1)
    for child in children:
        made *= child.exact
    return made


def _ratio(children: Sequence[Node]) -> Fraction:
    part, whole = _all(children)
    return part / whole


def _part(children: Sequence[Node]) -> Fraction:
    of = _named(children)
    return of["own_weight"] * of["weight"] / of["subtotal"]


def _of_mark(children: Sequence[Node]) -> Fraction:
    of = _named(children)
    return of["weight"] * of["mark"] / HUNDRED


def _raised(children: Sequence[Node]) -> Fraction:
    of = _named(children)
    return of["quality"] * of["maximum_quality"] / of["best_quality"]


def _table(children: Sequence[Node]) -> Fraction:
    value, *rows = children
    ends = [row.exact for row in rows if row.name == "up_to"]
    points = [row.exact for row in rows if row.name == "points"]
    return points_table.points_of(list(zip(ends, points, strict=True)), value.exact)


def _present_value(children: Sequence[Node]) -> Fraction:
    of = _named(children)
    years = int(of["first_year"]), int(of["last_year"])
    line = CostLine(of["quantity"], of["unit_cost"], *years)
    return life_cycle_cost(Fraction(), [line], of["discount_rate"]).total


def _net_present_value(children: Sequence[Node]) -> Fraction:
    of = _named(children)
    reductions = tuple(child.exact for child in children if child.name == "reduction")
    saving = Saving(reductions, of["share"], int(of["years"]), int(of["days"]))
    return saving_value(saving, read_day(of["announced"]), of["discount_rate"]).net_present_value


def write_day(day: date) -> Fraction:
    """A day as the number of its eight digits: the trace holds nothing but numbers."""
    return Fraction(int(f"{day:%Y%m%d}"))


def read_day(number: Fraction) -> date:
    """The day of eight digits."""
    return date.fromisoformat(str(int(number)))


STEPS: Mapping[str, Callable[[Sequence[Node]], Fraction]] = MappingProxyType(
    {
        SUM: lambda children: exact.total(_all(children)),
        PRODUCT: _product,
        RATIO: _ratio,
        MEAN: lambda children: exact.mean(_all(children)),
        MEDIAN: lambda children: exact.median(_all(children)),
        PART: _part,
        OF_MARK: _of_mark,
        RAISED: _raised,
        TABLE: _table,
        PRESENT_VALUE: _present_value,
        NET_PRESENT_VALUE: _net_present_value,
    }
)
"""The steps by name, each over the children of its node."""


def mark(formula: str, children: Sequence[Node]) -> Fraction:
    """What a formula gives out of a hundred."""
    return HUNDRED * FORMULAS[formula].compute(_named(children))


def value(node: Node) -> Fraction:
    """The number of a node from its children alone; of a given number, the number.

    Raises `RuleError("step_unknown")` for a formula that this rulebook does not know.
    """
    if node.rounding:
        _, decimals, mode = node.rounding.split("/")
        return exact.rounded(node.children[0].exact, int(decimals), Mode(mode))
    if not node.formula:
        return node.exact
    if node.formula in STEPS:
        return STEPS[node.formula](node.children)
    if node.formula not in FORMULAS:
        raise RuleError("step_unknown", step=node.formula)
    formula, of = FORMULAS[node.formula], _named(node.children)
    if formula.kind is FormulaKind.WHOLE:
        return formula.compute(of)
    if node.name == "mark":
        return mark(node.formula, node.children)
    return of["weight"] * formula.compute(of)


def rebuild(node: Node) -> Node:
    """The tree computed again from the numbers that were given, at the bottom of it. Equal to the
    tree itself exactly when every step of it holds."""
    children = tuple(rebuild(child) for child in node.children)
    again = Node(
        node.name, node.subject, node.exact, node.shown, node.formula, node.rounding, children
    )
    number = value(again)
    decimals = len(node.shown.partition(".")[2])
    return Node(
        node.name,
        node.subject,
        number,
        exact.show(number, decimals),
        node.formula,
        node.rounding,
        children,
    )
