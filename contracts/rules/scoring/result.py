"""What an evaluation answers: rows, ranking, findings, and the trace of every number.

Plain frozen values, cheap to make by the thousand. `plain` gives their JSON form, in which exact
numbers are `n/d`; `parse` reads it back; `digest` is the hash of its canonical bytes.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from contracts.base import content_hash
from contracts.rules.scoring.exact import Rational
from contracts.rules.scoring.findings import Finding


@dataclass(frozen=True, slots=True)
class Node:
    """One number of the trace and what it was made of.

    `name` is a stable key (`total`, `points`, `price`, `score`, ...) and `subject` the bid of a
    total, the criterion of points, empty for a given number. A node with a `formula` is that
    formula over its children, by their names; one with a `rounding` is its only child, rounded
    so; a `total` is the sum of its children; any other was given.
    """

    name: str
    subject: str
    exact: Rational
    shown: str
    formula: str = ""
    rounding: str = ""
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """What one bid earns on one criterion."""

    criterion: str
    exact: Rational
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """One bid: its place, its total and its points by criterion (in the order of their ids)."""

    bid: str
    rank: int
    exact: Rational
    shown: str
    points: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The bids that share a place, in the order of their ids. More than one is a tie, which the
    announced rule must break; nothing here does. Places are counted on: 1, 2, 2, 4."""

    rank: int
    exact: Rational
    shown: str
    bids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The evaluation. While a finding blocks it, there are no rows, no trace and no ranking."""

    complete: bool
    rows: tuple[Row, ...]
    ranking_groups: tuple[Group, ...]
    findings: tuple[Finding, ...]
    trace: tuple[Node, ...]
    rule_versions: tuple[str, ...]


_ADAPTER = TypeAdapter(Result)


def plain(result: Result) -> dict[str, Any]:
    """The JSON form of a result."""
    written: dict[str, Any] = _ADAPTER.dump_python(result, mode="json")
    return written


def parse(written: dict[str, Any]) -> Result:
    """A result from its JSON form; pydantic's ValidationError if it is none."""
    return _ADAPTER.validate_python(written)


def digest(result: Result) -> str:
    """The hash of a result: equal for equal input, in whatever order it was given."""
    return content_hash(plain(result))
