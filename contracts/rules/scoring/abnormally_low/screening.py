"""What a screening is given and what it answers, the same for every policy.

Prices are exact amounts in one currency, on the same VAT basis, of the bids that the policy
counts; who those are is the caller's decision. Percentages are numbers out of a hundred, also as
parameters.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contracts.rules.scoring.exact import show
from contracts.rules.scoring.formulas.base import Inputs, Parameter

HUNDRED = Fraction(100)


class Category(StrEnum):
    """What is bought, as far as a policy asks."""

    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"
    FRAUD_SENSITIVE_SERVICES = "fraud_sensitive_services"
    """Services in a sector sensitive to fraud (RD 18 April 2017 art. 2, 13°)."""


class Reason(StrEnum):
    """Why a policy compared no prices."""

    TOO_FEW_TENDERS = "too_few_tenders"
    PRICE_WEIGHT_TOO_LOW = "price_weight_too_low"
    PRICE_WEIGHT_UNKNOWN = "price_weight_unknown"
    """The method has no weight for the price, or it was not said."""
    OTHER_PROCEDURE = "other_procedure"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    OTHER_CATEGORY = "other_category"
    CATEGORY_UNKNOWN = "category_unknown"
    CEILING_MISSING = "ceiling_missing"
    """Discounts need an announced ceiling above zero."""
    ABOVE_CEILING = "above_ceiling"
    """A price passes the ceiling: that bid is decided on first."""
    REFERENCE_NOT_POSITIVE = "reference_not_positive"
    """The mean or median is zero or below, so no share of it says anything."""
    NOTHING_LEFT = "nothing_left"
    """Every bid was left out at the edges, so there is no mean."""
    NOTHING_ANNOUNCED = "nothing_announced"
    """The policy has no rule of its own and no share was announced."""
    UNKNOWN_BID = "unknown_bid"
    """The committee marked a bid that is not among the prices."""


class Note(StrEnum):
    """What the reader of the outcome must know about the rule itself."""

    QUARTER_UNCONFIRMED = "quarter_unconfirmed"
    """Which bids form the highest quarter, and how it is rounded, is to be confirmed."""
    READINGS_DIFFER = "readings_differ"
    """Another reading of the quarter points out other bids."""
    DEVIATION_BY_DOCUMENTS = "deviation_by_documents"
    """Beside quality criteria the tender documents fix the percentage (to be confirmed)."""
    DIGITS_READ = "digits_read"
    """The threshold depends on two digits of a sum, so on how discounts were rounded."""
    MINIMUM_UNCONFIRMED = "minimum_unconfirmed"
    """From how many tenders the rule is computed is to be confirmed."""
    SCOPE_UNCONFIRMED = "scope_unconfirmed"
    """For which contracts the rule holds is to be confirmed."""


class Unit(StrEnum):
    """What a figure counts."""

    AMOUNT = "amount"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True)
class Setting:
    """The contract and the announced method. What is not known stays `None`: a policy that needs
    it then does not apply, with the reason."""

    category: str | None = None
    """A `Category`; any other word counts as unknown."""
    procedure: str | None = None
    """`open` or `restricted`, as the law calls the two that its rule names, or any other word."""
    price_weight: Fraction | None = None
    """The price's share of the weights: 1 when price is the only criterion."""
    ceiling: Fraction | None = None
    marked: frozenset[str] = frozenset()
    """The bids that the committee itself finds too low; read by `general_duty`."""


@dataclass(frozen=True)
class Figure:
    """A number that the policy computed: exact, and shown half up (2 decimals; 0 for a count)."""

    name: str
    unit: Unit
    exact: Fraction
    shown: str


@dataclass(frozen=True)
class Deviation:
    """How far a bid lies below the mean or median, in percent of it (negative above it). For a
    policy on discounts: its discount less the mean discount, in points."""

    bid: str
    exact: Fraction
    shown: str
    suspect: bool


@dataclass(frozen=True)
class Screened:
    """What a policy points out, for a person to question; it excludes nobody. Bids are in the
    order of their ids. `reason` says why no prices were compared; `general_duty` then still
    applies. The tenderer of a suspect bid must be asked before anything is decided: `ask_first`
    is true of every outcome, as a reminder that is printed with it."""

    policy: str
    applies: bool
    reason: Reason | None
    figures: tuple[Figure, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    suspects: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    ask_first: bool = True

    def figure(self, name: str) -> Figure:
        """The figure of that name. Raises `KeyError` when the policy computed none."""
        return {each.name: each for each in self.figures}[name]


@dataclass(frozen=True)
class Case:
    """One question to a policy: the prices by bid, the setting, every parameter of the policy."""

    policy: str
    prices: Mapping[str, Fraction]
    setting: Setting
    numbers: Inputs

    @property
    def sorted_prices(self) -> list[Fraction]:
        """The prices, lowest first."""
        return sorted(self.prices.values())


@dataclass(frozen=True)
class PolicyParameter(Parameter):
    """A number of the rule: what the policy takes unless an edition or a tender says otherwise."""

    required: bool = False
    default: Fraction | None = None
    whole: bool = False

    def allows(self, value: Fraction) -> bool:
        """Whether a number is inside the bounds, and whole where it counts or switches."""
        return super().allows(value) and (value.denominator == 1 or not self.whole)


@dataclass(frozen=True)
class Policy:
    """A named, versioned rule. A published version is never edited. `source` says where the rule
    was read, for who documents it; it is not a text for a page."""

    id: str
    version: int
    source: str
    examine: Callable[[Case], Screened]
    parameters: tuple[PolicyParameter, ...] = ()

    @property
    def name(self) -> str:
        """Policy and version in one word, as tenders and reports write it."""
        return f"{self.id}/{self.version}"


def percentage(name: str, default: int | None, maximum: int = 100) -> PolicyParameter:
    """A parameter above 0 percent."""
    value = None if default is None else Fraction(default)
    return PolicyParameter(name, default=value, above=Fraction(0), maximum=Fraction(maximum))


def count(name: str, default: int, minimum: int = 1) -> PolicyParameter:
    """A parameter that counts tenders or decimals."""
    return PolicyParameter(name, default=Fraction(default), minimum=Fraction(minimum), whole=True)


def switch(name: str, default: int) -> PolicyParameter:
    """A parameter that chooses between two readings: 1 or 0."""
    bounds = (Fraction(0), Fraction(1))
    return PolicyParameter(name, False, *bounds, default=Fraction(default), whole=True)


def amount(name: str, value: Fraction) -> Figure:
    """A figure in money."""
    return Figure(name, Unit.AMOUNT, value, show(value))


def percent(name: str, value: Fraction) -> Figure:
    """A figure out of a hundred."""
    return Figure(name, Unit.PERCENT, value, show(value))


def number(name: str, value: Fraction | int) -> Figure:
    """A figure that counts."""
    exact = Fraction(value)
    return Figure(name, Unit.NUMBER, exact, show(exact, 0))


def not_compared(case: Case, reason: Reason) -> Screened:
    """The policy does not apply, or cannot be computed here."""
    return Screened(case.policy, applies=False, reason=reason)


def compared(
    case: Case,
    deviations: Mapping[str, Fraction],
    suspects: Iterable[str],
    figures: tuple[Figure, ...],
    notes: tuple[Note, ...] = (),
) -> Screened:
    """The policy applies: every bid with its deviation, the suspects among them."""
    found = frozenset(suspects)
    rows = tuple(
        Deviation(bid, deviations[bid], show(deviations[bid]), bid in found)
        for bid in sorted(deviations)
    )
    return Screened(
        case.policy,
        applies=True,
        reason=None,
        figures=figures,
        deviations=rows,
        suspects=tuple(sorted(found)),
        notes=notes,
    )


def below(case: Case, reference: Fraction) -> dict[str, Fraction]:
    """How far each price lies below a reference above zero, in percent of it."""
    return {bid: (reference - price) * HUNDRED / reference for bid, price in case.prices.items()}


def discounts(case: Case) -> dict[str, Fraction] | Reason:
    """Each bid's discount on the announced ceiling, in percent; or why there are none."""
    ceiling = case.setting.ceiling
    if ceiling is None or ceiling <= 0:
        return Reason.CEILING_MISSING
    if any(price > ceiling for price in case.prices.values()):
        return Reason.ABOVE_CEILING
    return {bid: (ceiling - price) * HUNDRED / ceiling for bid, price in case.prices.items()}
