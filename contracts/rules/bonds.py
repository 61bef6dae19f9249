"""The performance bond (*borgtocht*): how much, by when proved, and when it is released.

RD of 14 January 2013, art. 25 to 33, as it stands since 1 November 2023. The documents may ask
less than the default, or nothing, without giving reasons. An edition of before that day holds no
default, and no limit below which a bond is forbidden; such a question is refused, not guessed.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.base import Message, Money
from contracts.rules import deadlines, reckoning
from contracts.rules.deadlines import Term
from contracts.rules.editions import Confidence, Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Quantity, Reason, Reckoned, Rule, Step, Wrong
from contracts.rules.scoring.exact import written_out

RATE, CEILING, LIMIT = "bond_default_rate", "bond_framework_single_cap", "bond_minimum_contract"
PROOF, SANCTION, RELEASE = "bond_proof_period", "bond_default_sanction", "bond_release_two_step"
NO_LONGER_EXEMPT = "bond_it_services_no_longer_exempt"

_FORMER = Figure(
    name="former_exemption",
    value="no bond by default",
    unit=Measure.TEXT,
    article="RD 14 January 2013 art. 25",
    confidence=Confidence.MEDIUM,
)


class Asked(Message):
    """What the procurement documents say of the bond.

    `rate` in percent; None when they are silent, zero when they waive it. `estimate` is given for
    a global bond on a framework agreement with one contractor. `reasons` says that the documents
    give reasons for more than the default. `formerly_exempt` marks what had no bond by default
    until 1 November 2023, such as IT services.
    """

    rate: Decimal | None = None
    estimate: Money | None = None
    reasons: bool = False
    formerly_exempt: bool = False


def due(edition: Edition, award: Money, asked: Asked | None = None) -> Reckoned:
    """The bond on a contract, lot or framework agreement of this award amount.

    None below the limit of art. 25, whatever the documents ask. Otherwise the rate of the
    documents, or the default when they are silent. Its ceiling is the default rate: a contract
    may pass it with reasons, a global bond on a framework never. Raises `RuleError`:
    `bond_rate_needs_reasons`, `bond_rate_above_ceiling`, `rate_outside`, `amount_not_positive`,
    `mixed_currencies`, `currency_without_threshold`, `parameter_unknown` for an edition that
    lacks the figures.
    """
    asked = asked or Asked()
    base = award if asked.estimate is None else asked.estimate
    currency = reckoning.currency_of((award, base))
    reckoning.positive(award)
    if asked.formerly_exempt and asked.rate is None and NO_LONGER_EXEMPT not in edition.parameters:
        return _none(currency, _FORMER, Reason.EXEMPT_BY_DEFAULT)
    if award.amount < edition.amount(LIMIT, currency).amount:
        return _none(currency, reckoning.figure(edition, LIMIT), Reason.BELOW_LIMIT)
    return _asked(edition, base, asked)


def _none(currency: str, figure: Figure, reason: Reason) -> Reckoned:
    nothing = reckoning.cents(Fraction(), currency)
    steps: tuple[Step, ...] = ()
    if not isinstance(figure.value, str):
        steps = (Step(name=Quantity.LIMIT, value=reckoning.number(figure)),)
    return Reckoned(
        rule=Rule.BOND,
        exact=Fraction(),
        amount=nothing,
        ceiling=nothing,
        figures=(figure,),
        steps=steps,
        reasons=(reason,),
    )


def rate(edition: Edition, asked: Asked) -> tuple[Figure, Fraction]:
    """The default of the edition, and the rate in percent that these documents ask.

    Raises `RuleError`: `bond_rate_needs_reasons`, `bond_rate_above_ceiling`, `rate_outside`,
    `parameter_unknown`.
    """
    default = reckoning.figure(edition, RATE if asked.estimate is None else CEILING)
    most = reckoning.number(default)
    if asked.rate is None:
        return default, most
    return default, _allowed(reckoning.percentage(asked.rate), most, asked)


def _asked(edition: Edition, base: Money, asked: Asked) -> Reckoned:
    whole = reckoning.positive(base)
    default, percent = rate(edition, asked)
    most = max(reckoning.number(default), percent)
    figures: tuple[Figure, ...] = (default,)
    reasons: tuple[Reason, ...] = ()
    if asked.rate is not None:
        figures = (default, reckoning.announced("rate", asked.rate, Measure.PERCENT))
        reasons = (Reason.ANNOUNCED if percent else Reason.WAIVED,)
    exact, ceiling = (reckoning.of_percent(each, whole) for each in (percent, most))
    return Reckoned(
        rule=Rule.BOND,
        exact=exact,
        amount=reckoning.cents(exact, base.currency),
        ceiling=reckoning.cents(ceiling, base.currency),
        figures=figures,
        steps=(
            Step(name=Quantity.BASE, value=whole),
            Step(name=Quantity.RATE, value=percent),
            Step(name=Quantity.CEILING, value=ceiling),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=reasons,
    )


def _allowed(rate: Fraction, most: Fraction, asked: Asked) -> Fraction:
    """The rate, when it may be asked."""
    if rate <= most:
        return rate
    facts = {"rate": f"{asked.rate:f}", "ceiling": written_out(most)}
    if asked.estimate is not None:
        raise RuleError(Wrong.BOND_RATE_ABOVE_CEILING, **facts)
    if not asked.reasons:
        raise RuleError(Wrong.BOND_RATE_NEEDS_REASONS, **facts)
    return rate


def proof(edition: Edition, days: int | None = None) -> Term:
    """The period from the conclusion in which the contractor proves the bond (art. 27); the
    documents may give more calendar days. `RuleError("bond_proof_too_short")` for fewer than
    the law."""
    term = deadlines.term_of(edition, PROOF, "conclusion")
    if days is None:
        return term
    if days < term.length:
        raise RuleError(Wrong.BOND_PROOF_TOO_SHORT, days=str(days), least=str(term.length))
    return term.model_copy(update={"length": days})


def sanction(edition: Edition, initial: Money) -> Reckoned:
    """The flat charge on the initial amount when the bond stays away after formal notice
    (art. 29). Raises `RuleError` as `due` does."""
    whole, rate = reckoning.positive(initial), reckoning.figure(edition, SANCTION)
    exact = reckoning.of_percent(reckoning.number(rate), whole)
    return Reckoned(
        rule=Rule.BOND_SANCTION,
        exact=exact,
        amount=reckoning.cents(exact, initial.currency),
        figures=(rate,),
        steps=(
            Step(name=Quantity.BASE, value=whole),
            Step(name=Quantity.RATE, value=reckoning.number(rate)),
            Step(name=Quantity.RESULT, value=exact),
        ),
    )


class Acceptance(StrEnum):
    """The acceptance that releases; `SINGLE` when there is only one."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    SINGLE = "single"


def released(edition: Edition, bond: Money, at: Acceptance) -> Reckoned:
    """What is given back of a bond (art. 33): half at the provisional acceptance, rounded half up
    to the cent; the rest at the final one, so that both add up; all at a single acceptance.

    Raises `RuleError`: `amount_negative`, `parameter_unknown`.
    """
    whole, part = reckoning.not_negative(bond), reckoning.figure(edition, RELEASE)
    first = reckoning.of_percent(reckoning.number(part), whole)
    half = reckoning.cents(first, bond.currency)
    exact = {
        Acceptance.PROVISIONAL: first,
        Acceptance.FINAL: whole - Fraction(half.amount),
        Acceptance.SINGLE: whole,
    }[at]
    before = Fraction(half.amount) if at is Acceptance.FINAL else Fraction()
    return Reckoned(
        rule=Rule.BOND_RELEASE,
        exact=exact,
        amount=reckoning.cents(exact, bond.currency),
        ceiling=bond,
        figures=(part,),
        steps=(
            Step(name=Quantity.BASE, value=whole),
            Step(name=Quantity.RELEASED, value=before),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=() if at is Acceptance.SINGLE else (_OF_HALVES[at],),
    )


_OF_HALVES = {Acceptance.PROVISIONAL: Reason.FIRST_HALF, Acceptance.FINAL: Reason.REST}
