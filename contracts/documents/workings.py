"""How the totals of a ranking came about, for the annex of the award decision (D-12): every step
with its formula, what went into it and its exact value, so that a reader can do it again by hand.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from contracts.base import Message, Sha256
from contracts.documents.imprint import Line, Points

TermName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
FormulaName = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}[a-z]?/[0-9]{1,3}$")]
RoundingName = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z]+/[0-9]{1,2}/[a-z_]+)?$"),
]
"""Stage, decimals and mode of an announced rounding, `criterion/2/half_up`; empty for none."""


class Term(Message):
    """One number that went into a formula: its name in the rulebook, and its exact value."""

    term: TermName
    value: Points


class Step(Message):
    """What a bid earns on one criterion."""

    criterion: Line
    formula: FormulaName
    terms: tuple[Term, ...]
    """The weight first, then what the formula asks for."""
    points: Points
    rounding: RoundingName = ""


class WorkedBid(Message):
    """One bid with its steps, in the order of the criteria, and their sum."""

    rank: Annotated[int, Field(ge=1)]
    tenderer: Line
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    total: Points
    rounding: RoundingName = ""


class TieValue(Message):
    """What a step of the chain for ties found of one bid; none where it could not be applied."""

    tenderer: Line
    value: Points | None = None


class TieLine(Message):
    """One step of the announced chain, applied to bids that shared a place."""

    rank: Annotated[int, Field(ge=1)]
    by: Literal["criterion", "quality", "price", "lots"]
    of: Line | None = None
    """The criterion that the step looked at, where it is one."""
    values: tuple[TieValue, ...]
    order: tuple[tuple[Line, ...], ...]
    """The tenderers that came of it, best first; several together still share their place."""


class LeftOut(Message):
    """A bid that no figure of this annex knows, and why."""

    tenderer: Line
    because: Literal["examined", "below_threshold", "ceiling_passed"]


class Workings(Message):
    """The calculation of one ranking. `fingerprint` is the digest of the evaluation and its
    answer, as the file that can be computed again (`file`) holds it."""

    normalised: bool
    """Whether the best score of each quality criterion was raised to the full weight."""
    bids: Annotated[tuple[WorkedBid, ...], Field(min_length=1)]
    ties: tuple[TieLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    fingerprint: Sha256
    file: Line

    @property
    def formulas(self) -> tuple[str, ...]:
        """The formulas that were used, each once, in the order of the first bid's criteria."""
        return tuple(dict.fromkeys(step.formula for bid in self.bids for step in bid.steps))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if [bid.rank for bid in self.bids] != sorted(bid.rank for bid in self.bids):
            raise ValueError("bids stand in the order of their rank")
        return self
