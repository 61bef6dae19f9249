"""Advances: what must be paid ahead by size of the contractor and by procedure, and the cap.

Act of 17 June 2016, art. 12/1 and following, for contracts from 1 January 2024; earlier editions
hold no figures and a question under them is refused. The four rates rest on one source about the
enacted act and are to be confirmed; exceptions for short or small contracts were not read in full.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.base import Money
from contracts.rules import reckoning
from contracts.rules.editions import Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Quantity, Reason, Reckoned, Rule, Step, Wrong
from contracts.rules.scoring.exact import written_out

CAP = "advance_cap"
UNPUBLISHED = "advance_npwp_rate"
MOST = "advance_sme_micro"
"""The highest rate of the law, which an advance that is not compulsory may not pass either."""


class Size(StrEnum):
    """The size of the contractor."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Procedure(StrEnum):
    """How the contract was awarded. `UNPUBLISHED`: negotiated without publication on its amount,
    after a failed procedure, or for supplies of research."""

    UNPUBLISHED = "unpublished"
    OTHER = "other"


def advance(
    edition: Edition,
    reference: Money,
    procedure: Procedure,
    size: Size,
    announced: Decimal | None = None,
) -> Reckoned:
    """The advance on a reference value: the rate times that value, at most the cap.

    Without an announced rate it is the least that the law asks: nothing for a large enterprise
    outside the unpublished procedures. An announced rate in percent lies between that least and
    the highest rate of the law. Raises `RuleError`: `amount_not_positive`,
    `advance_rate_outside`, `currency_without_threshold`, `parameter_unknown`.
    """
    base = reckoning.positive(reference)
    cap = reckoning.limit(edition, CAP, reference.currency)
    least = _least(edition, procedure, size)
    rate, figures = _rate(edition, least, announced)
    plain = reckoning.of_percent(rate, base)
    exact = min(plain, cap)
    said = {
        Reason.NOT_COMPULSORY: least is None,
        Reason.ANNOUNCED: announced is not None,
        Reason.CAPPED: exact < plain,
    }
    return Reckoned(
        rule=Rule.ADVANCE,
        exact=exact,
        amount=reckoning.cents(exact, reference.currency),
        ceiling=reckoning.cents(cap, reference.currency),
        figures=(*figures, reckoning.figure(edition, CAP)),
        steps=(
            Step(name=Quantity.BASE, value=base),
            Step(name=Quantity.RATE, value=rate),
            Step(name=Quantity.CEILING, value=cap),
            Step(name=Quantity.RESULT, value=exact),
        ),
        reasons=tuple(reason for reason, holds in said.items() if holds),
    )


def _least(edition: Edition, procedure: Procedure, size: Size) -> Figure | None:
    if procedure is Procedure.UNPUBLISHED:
        return reckoning.figure(edition, UNPUBLISHED)
    if size is Size.LARGE:
        return None
    return reckoning.figure(edition, f"advance_sme_{size}")


def _rate(
    edition: Edition, least: Figure | None, announced: Decimal | None
) -> tuple[Fraction, tuple[Figure, ...]]:
    law = () if least is None else (least,)
    low = Fraction() if least is None else reckoning.number(least)
    if announced is None:
        return low, law
    most = reckoning.figure(edition, MOST)
    if not low <= announced <= reckoning.number(most):
        raise RuleError(
            Wrong.ADVANCE_RATE_OUTSIDE,
            rate=f"{announced:f}",
            least=written_out(low),
            most=written_out(reckoning.number(most)),
        )
    given = reckoning.announced("rate", announced, Measure.PERCENT)
    return Fraction(announced), tuple(dict.fromkeys((given, *law, most)))
