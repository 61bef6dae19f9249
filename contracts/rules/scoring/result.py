"""What an evaluation answers: rows, ranking, findings, and the trace of every number.

Plain frozen values, cheap to make by the thousand. `plain` gives their JSON form, in which exact
numbers are `n/d`; `parse` reads it back; `digest` is the hash of its canonical bytes.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from contracts.base import content_hash
from contracts.rules.scoring.abnormally_low import Screened
from contracts.rules.scoring.exact import Rational
from contracts.rules.scoring.findings import Finding


@dataclass(frozen=True, slots=True)
class Node:
    """One number of the trace and what it was made of.

    `name` is a stable key (`total`, `points`, `price`, `score`, ...) and `subject` the bid of a
    total, the criterion of points, empty for a given number. `formula` says how the number follows
    from the children: a formula of the rulebook, or one of the plain steps of
    `tracing.STEPS` (`sum`, `product`, ...). A node with a `rounding` is its only child, rounded so.
    A node without children was given.
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
    """One bid: its place, its total (or the figure of a method on the whole bid) and its points by
    criterion, sub-criteria included, in the order of their ids."""

    bid: str
    rank: int
    exact: Rational
    shown: str
    points: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The bids that share a place, in the order of their ids. More than one is a tie that the
    announced chain did not break; nothing else does. Places are counted on: 1, 2, 2, 4. The exact
    number is that of the first: within an announced band the others may differ."""

    rank: int
    exact: Rational
    shown: str
    bids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One step of the announced chain on bids that shared a place: what it looked at, the number
    of each bid (none when the step could not be applied; then no later one is), and the order that
    came of it. A tie that a person decided is logged as a step `decision`."""

    rank: int
    bids: tuple[str, ...]
    by: str
    of: str
    values: dict[str, str]
    order: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A bid that no statistic knows: why (the code of a finding, or `excluded`), and the ground
    that a person gave."""

    bid: str
    because: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The evaluation. While a finding blocks it, there are no rows, no trace and no ranking."""

    complete: bool
    rows: tuple[Row, ...]
    ranking_groups: tuple[Group, ...]
    findings: tuple[Finding, ...]
    trace: tuple[Node, ...]
    rule_versions: tuple[str, ...]
    tie_breaks: tuple[TieBreak, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    screenings: tuple[Screened, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether there is an outcome and nothing waits for a decision."""
        return self.complete and not any(finding.waits for finding in self.findings)


@cache
def _adapter() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def plain(result: Result) -> dict[str, Any]:
    """The JSON form of a result."""
    written: dict[str, Any] = _adapter().dump_python(result, mode="json")
    return written


def parse(written: dict[str, Any]) -> Result:
    """A result from its JSON form; pydantic's ValidationError if it is none."""
    return _adapter().validate_python(written)


def digest(result: Result) -> str:
    """The hash of a result: equal for equal input, in whatever order it was given."""
    return content_hash(plain(result))
