"""The draft of a tender: what is bought, how bids are compared, who takes part, by when."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from contracts.base import CpvCode, Exact, Identifier, Instant, Message, Money, Sha256
from contracts.rules.identifiers import nuts
from contracts.rules.procedures import Shortened

WEIGHTS_TOTAL = Decimal(100)
"""The announced total that the weights of the award criteria must sum to, exactly."""

OPENING_OFFICERS = 2
"""House practice, after the chairman and assessor of the federal platform; not law."""

EVALUATORS_MINIMUM = 3
"""House rule, not law."""

PLACES_MOST = 20
"""Places of performance that one draft names; who needs more names the region that holds them."""

PAYMENT_DAYS_MOST, WARRANTY_MONTHS_MOST = 365, 240
"""What can be written at all; what may be asked is said by the law of the edition."""

Text = Annotated[str, Field(max_length=20_000)]
Label = Annotated[str, Field(max_length=300)]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
"""The name of a number that a formula asks for, as the rulebook writes it."""


NutsCode = Annotated[str, AfterValidator(nuts.nuts_code)]
"""A code of the regions of the Union (Regulation 1059/2003), kept in capitals."""


class Category(StrEnum):
    """The main procurement category (OCDS)."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"


class Lot(Message):
    """A part of the tender that can be awarded on its own."""

    id: Label
    title: Label
    description: Text = ""
    value: Money | None = None


class Item(Message):
    """A good, work or service to be bought, classified by CPV."""

    id: Label
    description: Label
    cpv: CpvCode | None = None
    quantity: Exact | None = None
    unit: Label | None = None
    lot: Label | None = None


class ScaleLevel(Message):
    """One described level of a scale: what a score means."""

    score: Exact
    meaning: Label


class Criterion(Message):
    """An award criterion. A price is scored by a formula, quality by the committee on a scale."""

    id: Label
    name: Label
    kind: Literal["price", "quality"]
    weight: Exact | None = None
    description: Text = ""
    formula: Label | None = None
    """For a price: the formula's id and version in the rulebook, for example `P1/1`."""
    parameters: Annotated[dict[ParameterName, Exact], Field(max_length=20)] = {}
    """For a price: the announced numbers of its formula."""
    scale_max: Exact = Decimal(10)
    """For quality: scores run from 0 to this number."""
    levels: tuple[ScaleLevel, ...] = ()
    minimum_percent: Exact | None = None
    """For quality: the percentage of the points below which a bid is set aside."""


class TieStep(Message):
    """One step of the announced way to break a tie: the points on a criterion or on quality
    together (more first), the price (lower first), or the drawing of lots."""

    by: Literal["criterion", "price", "quality", "lots"]
    criterion: Label | None = None
    """For a criterion: its id."""
    commitment: Sha256 | None = None
    """For lots: the SHA-256 of a secret seed that is made known at the drawing, so that anyone can
    do it again. Without one, people draw lots before witnesses."""


class MilestonePlan(Message):
    """A delivery that the contract will hold the supplier to."""

    id: Label
    title: Label
    days_after_start: Annotated[int, Field(ge=1, le=3650)]
    """Calendar days after the conclusion of the contract."""
    share: Exact
    """Percentage of the contract price that falls due on acceptance."""
    criteria: tuple[Label, ...] = ()
    """What the acceptance committee tests."""
    final: bool = False
    """Whether its acceptance is the final acceptance of the contract."""


class Team(Message):
    """The people of the buyer, by id."""

    opening_officers: tuple[Identifier, ...] = ()
    chair: Identifier | None = None
    evaluators: tuple[Identifier, ...] = ()
    contract_manager: Identifier | None = None
    acceptance_committee: tuple[Identifier, ...] = ()


class ContractTerms(Message):
    """What the documents say of the performance, where the general rules leave it to them.

    None where they are silent: what the edition of the law holds is then proposed (see
    `contracts.tendering.terms`). Percentages are in percent.
    """

    bond_percent: Exact | None = None
    """Of the award amount, excluding VAT; zero where no bond is asked."""
    bond_reason: Text = ""
    """Why there is no bond, or a larger one than the law proposes; only the second must be said."""
    fine_percent: Exact | None = None
    """For each calendar day, of the value of what is late."""
    fine_ceiling_percent: Exact | None = None
    """Of the value of what is late; for works, of the whole contract."""
    payment_days: Annotated[int, Field(ge=1, le=PAYMENT_DAYS_MOST)] | None = None
    """Calendar days to verify and pay, together."""
    payment_reason: Text = ""
    """Why the nature of the contract justifies a longer period."""
    payment_fair: bool = False
    """Whether a person found that the longer period is no manifest abuse of the contractor."""
    warranty_months: Annotated[int, Field(ge=1, le=WARRANTY_MONTHS_MOST)] | None = None
    """From the provisional acceptance."""


class Source(Message):
    """Where an imported draft came from, and under which licence."""

    name: Label
    licence: Label
    address: Label | None = None
    note: Label | None = None


class TenderDraft(Message):
    """Everything a person fills in before a tender is published. Incomplete while it is a draft."""

    title: Label = ""
    description: Text = ""
    category: Category | None = None
    procedure: Label = "open"
    procedure_reasons: Text = ""
    """Why this procedure was chosen, where the law asks for the reasons."""
    shortened: Shortened | None = None
    """The ground on which the period for bids is shorter than the ordinary one."""
    shortened_reasons: Text = ""
    cpv: CpvCode | None = None
    places: Annotated[tuple[NutsCode, ...], Field(max_length=PLACES_MOST)] = ()
    """Where the contract is performed (eForms BT-5071); a region holds what lies in it. Empty
    where the notice does not say it."""
    estimate: Money | None = None
    """Excluding VAT, with all options and renewals (RD 18 April 2017, art. 6-7)."""
    estimate_method: Label = ""
    vat_rate: Exact = Decimal(21)
    lots: tuple[Lot, ...] = ()
    items: tuple[Item, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    normalise_quality: bool = False
    """Whether the best quality total becomes the full points; printed wherever it is on."""
    tie_break: Annotated[tuple[TieStep, ...], Field(max_length=20)] = ()
    """What decides between exactly equal totals, step by step. What it leaves, and everything when
    it is empty, a person decides."""
    submission_deadline: Instant | None = None
    validity_days: Annotated[int, Field(ge=1, le=730)] = 90
    contract_months: Annotated[int, Field(ge=1, le=240)] | None = None
    renewal: Text = ""
    milestones: tuple[MilestonePlan, ...] = ()
    budget_line: Label = ""
    team: Team = Team()
    terms: ContractTerms = ContractTerms()
    source: Source | None = None
