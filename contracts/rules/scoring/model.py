"""The announced method of an evaluation: criteria, parameters, policies. All of it is data.

It may be wrong while it is a draft; `examine` says how. Numbers are decimals read from text; the
types refuse floats, exponents, NaN and infinity.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.base import Exact, Instant, Message, Sha256
from contracts.rules.scoring.exact import Mode

Id = Annotated[str, StringConstraints(min_length=1, max_length=300)]
FormulaName = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}[a-z]?/[0-9]{1,3}$")]
"""A formula and its version, for example `P1/1`."""
Decimals = Annotated[int, Field(ge=0, le=30, strict=True)]
Words = Annotated[str, StringConstraints(max_length=20_000)]


class CriterionKind(StrEnum):
    """What a criterion compares."""

    PRICE = "price"
    """The price of the bid, or one of its announced elements."""
    QUALITY = "quality"
    """What the committee scores on a scale."""
    QUANTITY = "quantity"
    """A number that the bid states and nobody scores, such as days or kilowatt-hours."""
    COMPARISON = "comparison"
    """What each member prefers when the bids are compared in pairs."""


class Stage(StrEnum):
    """Where the tender documents say that a number is rounded."""

    MEMBER = "member"
    """The score of one member. What comparisons make is cut off by the formula that reads them."""
    CONSENSUS = "consensus"
    """The score of the committee."""
    MARK = "mark"
    """What a criterion earns out of 100, before it is weighted."""
    CRITERION = "criterion"
    """The points of a criterion without sub-criteria."""
    BLOCK = "block"
    """The points of a criterion with sub-criteria."""
    TOTAL = "total"
    """The total, or the figure of a whole method."""
    THRESHOLD = "threshold"
    """The number that is compared with a threshold."""


class Normalise(StrEnum):
    """Whether the best quality is raised to the full points. Only if announced."""

    NONE = "none"
    CRITERION = "criterion"
    """On each quality criterion the best score earns the full weight."""
    QUALITY = "quality"
    """The best total of quality earns the full weight of quality."""
    BOTH = "both"


class Level(Message):
    """One described level of a scale."""

    value: Exact
    label: Id
    description: Words = ""


class Scale(Message):
    """The scores that are possible, both ends included. Points are a share of the maximum. With
    levels only their values are possible; with a step only whole steps above the minimum."""

    minimum: Exact = Decimal(0)
    maximum: Exact
    step: Exact | None = None
    levels: tuple[Level, ...] = ()


class Threshold(Message):
    """A minimum, compared with `>=` on the exact value. `unit` says of what: the score on the
    scale, the points, or the share of the maximum in percent. Normalised points do not count:
    the comparison is made before the best is raised."""

    value: Exact
    unit: Literal["score", "points", "percent"] = "percent"


class WeightRange(Message):
    """The range in which a weight was announced (Directive 2014/24, art. 67 (5)); the weight is
    fixed inside it before the opening."""

    minimum: Exact
    maximum: Exact


class Step(Message):
    """One step of a table of points: up to and including this number, these points."""

    up_to: Exact
    points: Exact


class Criterion(Message):
    """An award criterion or sub-criterion; `weight` is what it can earn, in the unit in which its
    siblings sum to the parent's `subtotal` (by default the parent's own weight)."""

    id: Id
    kind: CriterionKind = CriterionKind.QUALITY
    """Of a criterion with sub-criteria it says nothing: they have their own."""
    name: Words = ""
    weight: Exact
    weight_range: WeightRange | None = None
    scale: Scale | None = None
    formula: FormulaName | None = None
    """By default quality is a share of its scale, and comparisons a mean of coefficients."""
    parameters: dict[str, Exact] = {}
    table: tuple[Step, ...] = ()
    """For a table of points: its steps, lowest first."""
    element: Id | None = None
    """For a price: the element of the price that counts here, instead of the price itself."""
    zero_counts_as: Exact | None = None
    """For a price: the announced amount in place of a price of zero."""
    minimum: Threshold | None = None
    children: tuple["Criterion", ...] = ()
    subtotal: Exact | None = None
    """What the weights of the sub-criteria sum to, when it is not this criterion's weight."""


class Rounding(Message):
    """One announced rounding. By default nothing is rounded but for show. Mode `none` says
    outright that this stage is not rounded."""

    stage: Stage
    decimals: Decimals
    mode: Mode | Literal["none"] = Mode.HALF_UP


class CostLine(Message):
    """A yearly cost over the life of what is bought: the bid states the quantity under `id`, the
    tender announces what one unit costs. Year 0 is the year of purchase and not discounted."""

    id: Id
    unit_cost: Exact = Decimal(1)
    first_year: Annotated[int, Field(ge=0, le=200, strict=True)]
    last_year: Annotated[int, Field(ge=0, le=200, strict=True)]


class LifeCycle(Message):
    """The announced life-cycle costing (Directive 2014/24, art. 68)."""

    discount_rate: Exact = Decimal(0)
    """A year, as a share: 0.03 for three percent."""
    lines: tuple[CostLine, ...]


class OptionTerm(Message):
    """An option that enters the compared price with an announced coefficient."""

    id: Id
    coefficient: Exact = Decimal(1)


class SavingsTerms(Message):
    """What an energy performance tender announces for its net present value (formula A15)."""

    discount_rate: Exact
    announced: date


class Parameters(Message):
    """What the method announces besides its criteria."""

    total: Exact = Decimal(100)
    """What the weights must sum to, exactly."""
    formula: FormulaName | None = None
    """A method on the whole bid; without one, points are added and the most points win."""
    constants: dict[str, Exact] = {}
    """The announced numbers of that formula."""
    normalise: Normalise = Normalise.NONE
    rounding: tuple[Rounding, ...] = ()
    display_decimals: Decimals = 2
    ceiling: Exact | None = None
    """The highest price that is admitted."""
    minimum_quality: Threshold | None = None
    minimum_total: Threshold | None = None
    options: tuple[OptionTerm, ...] = ()
    life_cycle: LifeCycle | None = None
    savings: SavingsTerms | None = None


class ConsensusRule(StrEnum):
    """How the scores of the members become one."""

    AGREED = "agreed"
    """One agreed score; where it replaces members' scores it is motivated."""
    MEAN = "mean"
    MEDIAN = "median"
    """Of an even number of members: the mean of the two in the middle."""
    MODERATED = "moderated"
    """The mean after discussion: every changed score keeps what it was, why, who and when."""


class Consensus(Message):
    """The rule, and above which spread (highest less lowest score) a cell is pointed out."""

    rule: ConsensusRule = ConsensusRule.AGREED
    spread: Exact | None = None


class TieBy(StrEnum):
    """What a step of the announced tie-break chain looks at."""

    CRITERION = "criterion"
    """The points of a criterion, more first."""
    QUALITY = "quality"
    """The points of quality together, more first."""
    PRICE = "price"
    """The compared price, lower first."""
    QUANTITY = "quantity"
    """A number that the bids state, such as a share of disabled workers."""
    RECEIVED = "received"
    """The moment of receipt, earlier first."""
    LOTS = "lots"
    """Drawing of lots."""


class TieStep(Message):
    """One step of the chain. `of` names the criterion or quantity."""

    by: TieBy
    of: Id | None = None
    better: Literal["lower", "higher"] = "higher"
    commitment: Sha256 | None = None
    """For lots: the SHA-256 of the seed, published before the opening."""
    seed: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = None
    """For lots: the seed, made known at the drawing."""


class Screening(Message):
    """Which policy on abnormally low prices is applied, with its announced figures."""

    policy: Id
    parameters: dict[str, Exact] = {}
    category: Id | None = None
    procedure: Id | None = None
    marked: tuple[Id, ...] = ()
    """The bids that the committee itself wants to question."""


class Policies(Message):
    """How what is not arithmetic is settled."""

    consensus: Consensus = Consensus()
    tie_break: tuple[TieStep, ...] = ()
    abnormally_low: tuple[Screening, ...] = ()


class EvaluationModel(Message):
    """The method as announced."""

    criteria: tuple[Criterion, ...]
    parameters: Parameters = Parameters()
    policies: Policies = Policies()


class Price(Message):
    """An amount to compare, in one currency (ISO 4217); it may be a unit price of many decimals."""

    amount: Exact
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"


class SavingsOffer(Message):
    """What a bid for energy performance promises (formula A15): the reduction of costs in each of
    21 periods, the yearly share of it that is paid, and the length of the contract."""

    annual_cost_reductions: Annotated[tuple[Exact, ...], Field(min_length=21, max_length=21)]
    yearly_payments_percentage: Exact
    """As a share: 0.7 for seventy percent."""
    years: Annotated[int, Field(ge=0, le=15, strict=True)]
    days: Annotated[int, Field(ge=0, le=364, strict=True)] = 0


class Bid(Message):
    """An admissible bid, or a variant of one: each is a row of its own. Prices are corrected for
    arithmetic errors and on the same VAT basis for all."""

    id: Id
    tenderer: Id | None = None
    """Who it comes from, when the bid's id does not say so."""
    variant: Words = ""
    price: Price | None = None
    elements: dict[str, Exact] = {}
    options: dict[str, Exact] = {}
    quantities: dict[str, Exact] = {}
    savings: SavingsOffer | None = None
    received_at: Instant | None = None
    excluded: Words = ""
    """The ground on which it was excluded; it is listed, and no statistic knows it."""


class Change(Message):
    """A score that a member changed: what it was, why, who changed it and when."""

    old: Exact
    reason: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    author: Id
    at: Instant


class Score(Message):
    """The score of one bid on one quality criterion: by a member, or agreed when no member is
    named. Either a number or the label of a level."""

    bid: Id
    criterion: Id
    member: Id | None = None
    value: Exact | None = None
    level: Id | None = None
    motivation: Words = ""
    changes: tuple[Change, ...] = ()


class Preference(Message):
    """One member's choice between two bids on one criterion; strength 1 says that they are equal,
    2 to 6 that the first is preferred, from slightly to as much as can be."""

    criterion: Id
    member: Id
    preferred: Id
    other: Id
    strength: Annotated[int, Field(ge=1, le=6, strict=True)]


class Outcome(StrEnum):
    """What a person decided about a finding."""

    ADMIT = "admit"
    """The bid stays; what was found was looked at."""
    EXCLUDE = "exclude"
    """The bid is set aside before any statistic is taken."""


class Decision(Message):
    """What a person decided about one finding, with the reason."""

    finding: Id
    """Its code."""
    bid: Id | None = None
    criterion: Id | None = None
    outcome: Outcome
    reason: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    by: Id | None = None
    at: Instant | None = None
    order: tuple[Id, ...] = ()
    """For a tie: the bids that shared the place, in the order that was decided, best first."""


class Offers(Message):
    """What the method is applied to."""

    bids: tuple[Bid, ...]
    scores: tuple[Score, ...] = ()
    comparisons: tuple[Preference, ...] = ()
    decisions: tuple[Decision, ...] = ()
