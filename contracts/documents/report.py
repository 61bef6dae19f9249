"""D-10, the evaluation report: how the bids were opened, examined, scored and ranked, and whom the
committee puts first."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Exact, Instant, Message, Money
from contracts.documents.award import (
    Irregularity,
    Motivation,
    Publication,
    Ranking,
    Selection,
    Tenderer,
)
from contracts.documents.imprint import Document, Line, Party, Points, Price, Prose
from contracts.documents.workings import Workings


class Declared(StrEnum):
    """What a member declared of its interests before seeing a bid (Act of 17 June 2016, art. 6)."""

    NONE = "none"
    POSSIBLE = "possible"
    CONFLICT = "conflict"


class Seat(Message):
    """A member of the committee: its declaration, and whether it took part."""

    name: Line
    capacity: Line
    chair: bool = False
    declared: Declared | None = None
    declared_on: date | None = None
    took_part: bool

    @model_validator(mode="after")
    def _declared(self) -> Self:
        if (self.declared is None) != (self.declared_on is None):
            raise ValueError("a declaration has its day")
        if self.took_part and self.declared in (None, Declared.CONFLICT):
            raise ValueError("who takes part has declared, and has no conflict of interest")
        return self


class Method(Message):
    """How one criterion was scored, as it was announced."""

    criterion: Line
    weight: Exact
    how: Prose


class GivenScores(Message):
    """What the members gave one bid on one criterion, in the order of the seats that took part,
    and what they agreed together; on the criterion's own scale."""

    tenderer: Line
    given: tuple[Points, ...]
    agreed: Points


class ScoredCriterion(Message):
    """The scores on one criterion of quality, which run from 0 to `highest`."""

    criterion: Line
    highest: Exact
    rows: Annotated[tuple[GivenScores, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _on_the_scale(self) -> Self:
        if len({len(row.given) for row in self.rows}) > 1:
            raise ValueError("every member scored every bid")
        if any(Fraction(row.agreed) > Fraction(self.highest) for row in self.rows):
            raise ValueError("a score lies on its scale")
        return self


class Proposed(Message):
    """Whom the report puts first, and the price of the bid."""

    party: Party
    price: Price


class EvaluationReport(Document):
    """The report of the examination and comparison of the bids."""

    document: Literal["D-10"] = "D-10"
    subject: Prose
    procedure: Line
    estimate: Money | None = None
    """Excluding VAT."""
    publications: tuple[Publication, ...] = ()
    seats: Annotated[tuple[Seat, ...], Field(min_length=1)]
    deadline: Instant
    opened_at: Instant
    tenderers: Annotated[tuple[Tenderer, ...], Field(min_length=1)]
    selections: tuple[Selection, ...] = ()
    irregularities: tuple[Irregularity, ...] = ()
    methods: Annotated[tuple[Method, ...], Field(min_length=1)]
    motivations: tuple[Motivation, ...] = ()
    ranking: Ranking
    remarks: tuple[Prose, ...] = ()
    """What a threshold, a ceiling or a tie brought about."""
    proposed: Proposed
    budget_line: Line | None = None
    scores: tuple[ScoredCriterion, ...] = ()
    workings: Workings

    @property
    def sitting(self) -> tuple[Seat, ...]:
        """The members who took part, in the order of the annex."""
        return tuple(seat for seat in self.seats if seat.took_part)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.ranking.bids[0].tenderer != self.proposed.party.name:
            raise ValueError("the report puts first whom its ranking puts first")
        worked = [(bid.tenderer, Fraction(bid.total)) for bid in self.workings.bids]
        if worked != [(bid.tenderer, Fraction(bid.total)) for bid in self.ranking.bids]:
            raise ValueError("the annex works out the totals of the ranking")
        if not self.deadline <= self.opened_at <= self.imprint.drawn_at:
            raise ValueError("the deadline passes, then the bids are opened, then reported on")
        if len(self.methods) != len(self.ranking.criteria):
            raise ValueError("a method for each criterion")
        members = len(self.sitting)
        if any(len(row.given) != members for each in self.scores for row in each.rows):
            raise ValueError("a score of each member who took part")
        return self
