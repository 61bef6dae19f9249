"""D-12, the reasoned award decision (Act of 17 June 2013, art. 4 and 5), and the parts of it that
the letters repeat: scores, motives, standstill, remedies."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Exact, Message, Money
from contracts.documents.imprint import (
    Calculation,
    Document,
    Line,
    LotTitle,
    Party,
    Points,
    Price,
    Prose,
    Unit,
    exact_sum,
)
from contracts.documents.workings import Workings
from contracts.rules.citations import Source


class Publication(Message):
    """Where and when the tender was published."""

    medium: Line
    number: Line
    day: date


class Outcome(StrEnum):
    """What the decision says of a tenderer."""

    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    """Selected and regular, but not first."""
    IRREGULAR = "irregular"
    NOT_SELECTED = "not_selected"
    EXCLUDED = "excluded"


class Tenderer(Message):
    """Someone who submitted a bid, and what the decision says of it."""

    number: Annotated[int, Field(ge=1)]
    party: Party
    lots: tuple[Line, ...] = ()
    outcome: Outcome


class Selection(Message):
    """Whether a tenderer was selected, and why."""

    tenderer: Line
    selected: bool
    reason: Prose


class Irregularity(Message):
    """Why a bid, or its tenderer, was set aside: what was required, what was found, the ground."""

    tenderer: Line
    substantial: bool = True
    requirement: Prose
    finding: Prose
    source: Source


class Criterion(Message):
    """An award criterion with its weight in points. `label` is its short name for table heads."""

    name: Line
    label: Annotated[str, Field(min_length=1, max_length=16)]
    kind: Literal["price", "quality"]
    weight: Exact


class RankedBid(Message):
    """A regular bid with its points, in the order of the criteria."""

    rank: Annotated[int, Field(ge=1)]
    tenderer: Line
    price: Money
    """The verified bid price, excluding VAT."""
    points: tuple[Points, ...]
    total: Points


class Ranking(Message):
    """The points of the regular bids, first place first. A total is the exact sum of its row."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    bids: Annotated[tuple[RankedBid, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for bid in self.bids:
            if len(bid.points) != len(self.criteria):
                raise ValueError(f"{bid.tenderer}: one score for each criterion")
            if exact_sum(bid.points) != Fraction(bid.total):
                raise ValueError(f"{bid.tenderer}: the total is the sum of the scores")
        if [bid.rank for bid in self.bids] != sorted(bid.rank for bid in self.bids):
            raise ValueError("bids stand in the order of their rank")
        return self


class BidMotive(Message):
    """The committee's reasons for one score."""

    tenderer: Line
    points: Points
    text: Prose


class Motivation(Message):
    """The reasons for the scores on one criterion, bid by bid."""

    criterion: Line
    weight: Exact
    motives: tuple[BidMotive, ...]


class NotChosen(Message):
    """A regular bid that was not chosen, and why."""

    tenderer: Line
    reason: Prose


class LotAward(Message):
    """What is awarded to whom: a whole tender (`lot` None) or one lot of it."""

    lot: LotTitle | None = None
    winner: Party
    price: Price
    ranking: Ranking
    motivations: tuple[Motivation, ...]
    advantages: Prose
    """The characteristics and relative advantages of the chosen bid."""
    not_chosen: tuple[NotChosen, ...] = ()
    workings: Workings | None = None
    """How the totals came about, for the annex."""

    @model_validator(mode="after")
    def _worked_out(self) -> Self:
        if self.workings is None:
            return self
        worked = [(bid.tenderer, Fraction(bid.total)) for bid in self.workings.bids]
        if worked != [(bid.tenderer, Fraction(bid.total)) for bid in self.ranking.bids]:
            raise ValueError("the annex works out the totals of the ranking")
        return self


class Visum(Message):
    """The financial director's endorsement before the commitment (DLB art. 266)."""

    number: Line
    granted_on: date
    officer: Line
    amount: Money
    """What the commitment may cost, including VAT."""


class StandstillRule(Message):
    """The standstill that will run from the dispatch of the decision."""

    length: Annotated[int, Field(ge=1)]
    unit: Unit
    source: Source
    confirmed: bool = True
    """Whether the period was read in the law; a jurist confirms what was not."""
    law: Annotated[int, Field(ge=1)] | None = None
    """The length by the law, where the length is a figure of the organisation's own."""


class NoStandstill(Message):
    """Why the contract may be concluded without a standstill."""

    reason: Line
    source: Source


class Holiday(Message):
    """A legal holiday inside a period; it counts."""

    day: date
    name: Line


class Standstill(Message):
    """The standstill that runs from a dispatch: counted, drawn and ended."""

    calculation: Calculation
    holidays: tuple[Holiday, ...] = ()
    concludes_from: date
    """The first day on which the contract can be concluded."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.concludes_from <= self.calculation.last_day:
            raise ValueError("the contract is concluded after the standstill")
        return self


class RemedyKind(StrEnum):
    """What can be asked of a court against a decision."""

    EXTREME_URGENCY = "extreme_urgency"
    """Suspension in extreme urgency, before the Council of State."""
    SUMMARY_PROCEEDINGS = "summary_proceedings"
    """Suspension before the court, against an authority outside the Council of State."""
    ANNULMENT = "annulment"


class Remedy(Message):
    """A remedy, where it is brought and within which period from the communication."""

    kind: RemedyKind
    forum: Line
    address: Line
    length: Annotated[int, Field(ge=1)]
    unit: Unit
    source: Source
    confirmed: bool = True
    """Whether the period was read in the law; a jurist confirms what was not."""
    law: Annotated[int, Field(ge=1)] | None = None
    """The length by the law, where the length is a figure of the organisation's own."""


class Decision(Message):
    """The registered decision: who took it, when, under which number."""

    body: Line
    """With its article: "het college van burgemeester en schepenen"."""
    number: Line
    taken_on: date


class AwardDecision(Document):
    """The reasoned award decision over one or more lots."""

    document: Literal["D-12"] = "D-12"
    decision: Decision
    subject: Prose
    procedure: Line
    negotiation: Prose | None = None
    """Grounds in law and in fact, where the procedure is negotiated."""
    publications: tuple[Publication, ...] = ()
    background: tuple[Prose, ...] = ()
    tenderers: Annotated[tuple[Tenderer, ...], Field(min_length=1)]
    selections: tuple[Selection, ...] = ()
    irregularities: tuple[Irregularity, ...] = ()
    awards: Annotated[tuple[LotAward, ...], Field(min_length=1)]
    total: Price
    """The amount to approve: the sum of the awards."""
    report_on: date
    """The date of the evaluation report that the decision approves."""
    visum: Visum | None = None
    budget_line: Line | None = None
    further_articles: tuple[Prose, ...] = ()
    standstill: StandstillRule | NoStandstill
    remedies: tuple[Remedy, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        awards = [award.price for award in self.awards]
        if sum(p.excluding.amount for p in awards) != self.total.excluding.amount:
            raise ValueError("the amount to approve is the sum of the awards")
        if sum(p.including.amount for p in awards) != self.total.including.amount:
            raise ValueError("the amount to approve including VAT is the sum of the awards")
        return self
