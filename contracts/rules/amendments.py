"""Changes to a running contract: on which ground, up to which limit, and what forbids one.

RD of 14 January 2013, art. 38 to 38/6. A change is allowed by one ground, whose conditions a
person has found to hold and whose limit the values keep. Limits are measured on the initial
amount. Additional and unforeseen changes are measured one by one; changes of low value are added
up, increases less decreases, so the order in which they came makes no difference.
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from contracts.base import Message, Money
from contracts.rules import reckoning
from contracts.rules.editions import Confidence, Edition, Measure
from contracts.rules.reckoning import HUNDRED, Figure, Quantity, Step
from contracts.rules.scoring.exact import Rational


class Subject(StrEnum):
    """What the contract is for."""

    WORKS = "works"
    SUPPLIES = "supplies"
    SERVICES = "services"


class Ground(StrEnum):
    """On what a change rests."""

    REVIEW_CLAUSE = "review_clause"
    ADDITIONAL = "additional"
    UNFORESEEN = "unforeseen"
    REPLACEMENT = "replacement"
    DE_MINIMIS = "de_minimis"
    NOT_SUBSTANTIAL = "not_substantial"


class Condition(StrEnum):
    """What a person must find before a ground carries a change."""

    CLEAR_CLAUSE = "clear_clause"
    NATURE_KEPT = "nature_kept"
    NECESSARY = "necessary"
    CHANGE_IMPOSSIBLE = "change_impossible"
    MAJOR_INCONVENIENCE = "major_inconvenience"
    NOT_SPLIT = "not_split"
    UNFORESEEABLE = "unforeseeable"
    CLAUSE_OR_SUCCESSION = "clause_or_succession"
    SAME_FIELD_OF_BIDDERS = "same_field_of_bidders"
    BALANCE_KEPT = "balance_kept"
    SCOPE_KEPT = "scope_kept"
    SAME_CONTRACTOR = "same_contractor"


class Ban(StrEnum):
    """Why a ground does not carry a change, beside a condition that does not hold."""

    ABOVE_SHARE = "above_share"
    NOT_BELOW_SHARE = "not_below_share"
    NOT_BELOW_THRESHOLD = "not_below_threshold"


C = Condition
CONDITIONS: dict[Ground, tuple[Condition, ...]] = {
    Ground.REVIEW_CLAUSE: (C.CLEAR_CLAUSE, C.NATURE_KEPT),
    Ground.ADDITIONAL: (C.NECESSARY, C.CHANGE_IMPOSSIBLE, C.MAJOR_INCONVENIENCE, C.NOT_SPLIT),
    Ground.UNFORESEEN: (C.UNFORESEEABLE, C.NATURE_KEPT, C.NOT_SPLIT),
    Ground.REPLACEMENT: (C.CLAUSE_OR_SUCCESSION,),
    Ground.DE_MINIMIS: (),
    Ground.NOT_SUBSTANTIAL: (
        *(C.SAME_FIELD_OF_BIDDERS, C.BALANCE_KEPT, C.SCOPE_KEPT, C.SAME_CONTRACTOR),
    ),
}
"""What each ground needs, all together."""

_MEDIUM = Confidence.MEDIUM
_ARTICLES = {
    Ground.REVIEW_CLAUSE: ("RD 14 January 2013 art. 38", Confidence.HIGH),
    Ground.REPLACEMENT: ("RD 14 January 2013 art. 38/3", _MEDIUM),
    Ground.NOT_SUBSTANTIAL: (
        "RD 14 January 2013 art. 38/5; RD 14 January 2013 art. 38/6",
        _MEDIUM,
    ),
}
_SHARES = {Ground.ADDITIONAL: "mod_additional_50", Ground.UNFORESEEN: "mod_unforeseen_50"}


class Contract(Message):
    """The contract as concluded. `federal` is for a federal authority, whose European threshold
    for supplies and services is another."""

    subject: Subject
    initial: Money
    federal: bool = False


class Change(Message):
    """One change: its ground, by how much it moves the price (below zero for less), and the
    conditions that a person found to hold."""

    ground: Ground
    value: Money
    holding: frozenset[Condition] = frozenset()


class Forbidden(Message):
    """A rule that the change breaks. `by` is a `Ban` or the `Condition` that does not hold."""

    by: Ban | Condition
    article: str
    confirmed: bool


class Verdict(Message):
    """Whether a ground carries a change, and the figures by which it was judged."""

    ground: Ground
    forbidden: tuple[Forbidden, ...]
    share: Rational
    """In percent of the initial amount: of this change, or of all of low value together."""
    cumulated: Money
    """The amount behind `share`."""
    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]

    @property
    def allowed(self) -> bool:
        """Whether nothing forbids it."""
        return not self.forbidden

    @property
    def confirmed(self) -> bool:
        """False as soon as one figure is to be confirmed by a jurist."""
        return all(figure.confirmed for figure in self.figures)


def judge(
    edition: Edition, contract: Contract, change: Change, earlier: Iterable[Change] = ()
) -> Verdict:
    """Whether a change is allowed on its ground, given the changes made before it.

    For additional and unforeseen changes an increase may reach the share of the edition, each on
    its own. For low value the changes of that ground together, in absolute value, stay below the
    share AND below the European threshold. Raises `RuleError`: `amount_not_positive`,
    `mixed_currencies`, `currency_without_threshold`, `parameter_unknown`.
    """
    before = tuple(earlier)
    amounts = (contract.initial, change.value, *(each.value for each in before))
    currency = reckoning.currency_of(amounts)
    initial = reckoning.positive(contract.initial)
    counted = _counted(change, before)
    figures = _figures(edition, contract, change.ground)
    bans = _bans(edition, contract, change.ground, counted, initial)
    missing = [each for each in CONDITIONS[change.ground] if each not in change.holding]
    article, confirmed = figures[0].article, figures[0].confirmed
    at_threshold = {Ban.NOT_BELOW_THRESHOLD: figures[-1]}
    return Verdict(
        ground=change.ground,
        forbidden=(
            *(Forbidden(by=each, article=article, confirmed=confirmed) for each in missing),
            *(_banned(ban, at_threshold.get(ban, figures[0]), article) for ban in bans),
        ),
        share=counted * HUNDRED / initial,
        cumulated=reckoning.cents(counted, currency),
        figures=figures,
        steps=_steps(figures, initial, change, counted),
    )


def _banned(ban: Ban, figure: Figure, article: str) -> Forbidden:
    return Forbidden(by=ban, article=article, confirmed=figure.confirmed)


def _counted(change: Change, before: Iterable[Change]) -> Fraction:
    """What is held against the limit."""
    value = Fraction(change.value.amount)
    if change.ground is not Ground.DE_MINIMIS:
        return value
    others = (Fraction(c.value.amount) for c in before if c.ground is Ground.DE_MINIMIS)
    return value + sum(others, Fraction())


def _figures(edition: Edition, contract: Contract, ground: Ground) -> tuple[Figure, ...]:
    if ground in _SHARES:
        return (reckoning.figure(edition, _SHARES[ground]),)
    if ground is Ground.DE_MINIMIS:
        names = (_low_share(contract), _threshold(contract))
        return tuple(reckoning.figure(edition, name) for name in names)
    article, confidence = _ARTICLES[ground]
    return (
        Figure(
            name=ground,
            value="no limit by amount",
            unit=Measure.TEXT,
            article=article,
            confidence=confidence,
        ),
    )


def _low_share(contract: Contract) -> str:
    works = contract.subject is Subject.WORKS
    return "mod_de_minimis_works" if works else "mod_de_minimis_supplies_services"


def _threshold(contract: Contract) -> str:
    if contract.subject is Subject.WORKS:
        return "eu_threshold_works"
    level = "federal" if contract.federal else "subcentral"
    return f"eu_threshold_supplies_services_{level}"


def _bans(
    edition: Edition, contract: Contract, ground: Ground, counted: Fraction, initial: Fraction
) -> list[Ban]:
    if ground in _SHARES:
        most = Fraction(edition.number(_SHARES[ground]))
        return [Ban.ABOVE_SHARE] if counted > reckoning.of_percent(most, initial) else []
    if ground is not Ground.DE_MINIMIS:
        return []
    share = Fraction(edition.number(_low_share(contract)))
    threshold = reckoning.limit(edition, _threshold(contract), contract.initial.currency)
    said = {
        Ban.NOT_BELOW_SHARE: abs(counted) >= reckoning.of_percent(share, initial),
        Ban.NOT_BELOW_THRESHOLD: abs(counted) >= threshold,
    }
    return [ban for ban, holds in said.items() if holds]


def _steps(
    figures: tuple[Figure, ...], initial: Fraction, change: Change, counted: Fraction
) -> tuple[Step, ...]:
    limits = [
        reckoning.of_percent(Fraction(each.value), initial)
        if each.unit == Measure.PERCENT
        else Fraction(each.value)
        for each in figures
        if not isinstance(each.value, str)
    ]
    return (
        Step(name=Quantity.BASE, value=initial),
        Step(name=Quantity.PART, value=Fraction(change.value.amount)),
        Step(name=Quantity.CUMULATED, value=counted),
        Step(name=Quantity.SHARE, value=counted * HUNDRED / initial),
        *(Step(name=Quantity.LIMIT, value=limit) for limit in limits),
    )
