"""The Italian threshold of anomaly: annex II.2 (method A), as art. 97 par. 2 and 2-bis had it.

Discounts on the ceiling, in percent. A tenth of the tenders (rounded up) is left out at each end,
with every tender that equals one at the edge. M is the mean of the rest, S the mean of how far
those of the rest above M exceed it.
- From 15 tenders on: M + S, less S * c1 * c2 / 100, where c1 and c2 are the first two decimals of
  the sum of the discounts of the rest.
- Fewer: 1.2 M when S / M is at most 0.15, else M + S.

c1 and c2 are digits that are read off, not rounded. So the decimals of the discounts decide:
`discount_decimals` rounds each discount half up before anything else; without it the discounts are
exact. To be confirmed: the least number of tenders (`minimum_tenders`), that a discount equal to
the threshold is over it, and the contracts for which the rule holds. The policy only signals, where
the Italian law may exclude by itself.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from contracts.rules.scoring.abnormally_low.screening import (
    HUNDRED,
    Case,
    Figure,
    Note,
    Policy,
    PolicyParameter,
    Reason,
    Screened,
    compared,
    count,
    discounts,
    not_compared,
    number,
    percent,
    percentage,
)
from contracts.rules.scoring.exact import Mode, mean, rounded, total


@dataclass(frozen=True)
class _Spread:
    """The discounts that are not left out, their mean M and the mean excess S above it."""

    kept: tuple[Fraction, ...]
    mean: Fraction
    excess: Fraction


def _outside(case: Case) -> Reason | None:
    weight = case.setting.price_weight
    if weight is None:
        return Reason.PRICE_WEIGHT_UNKNOWN
    if weight < 1:
        return Reason.PRICE_WEIGHT_TOO_LOW
    if len(case.prices) < case.numbers["minimum_tenders"]:
        return Reason.TOO_FEW_TENDERS
    return None


def _rounded_discounts(case: Case) -> dict[str, Fraction] | Reason:
    found = discounts(case)
    decimals = case.numbers.get("discount_decimals")
    if isinstance(found, Reason) or decimals is None:
        return found
    return {bid: rounded(discount, int(decimals), Mode.HALF_UP) for bid, discount in found.items()}


def _spread(values: list[Fraction], trim: Fraction) -> _Spread | Reason:
    ordered = sorted(values)
    edge = -floor(-len(ordered) * trim / HUNDRED)
    lowest, highest = ordered[edge - 1], ordered[-edge]
    kept = tuple(value for value in ordered if lowest < value < highest)
    if not kept:
        return Reason.NOTHING_LEFT
    middle = mean(kept)
    above = [value - middle for value in kept if value > middle]
    return _Spread(kept, middle, mean(above) if above else Fraction(0))


def _digits(value: Fraction) -> tuple[int, int]:
    """The first two decimals of a number that is not negative."""
    return divmod(floor(value * HUNDRED) % 100, 10)


def _many(spread: _Spread) -> tuple[Fraction, tuple[Figure, ...]]:
    first, second = _digits(total(spread.kept))
    threshold = spread.mean + spread.excess * (1 - first * second / HUNDRED)
    return threshold, (
        percent("sum_of_discounts", total(spread.kept)),
        number("first_decimal", first),
        number("second_decimal", second),
    )


def _few(case: Case, spread: _Spread) -> Fraction:
    ratio = case.numbers["low_ratio"] / HUNDRED
    if spread.excess <= ratio * spread.mean:
        return spread.mean * (1 + case.numbers["uplift"] / HUNDRED)
    return spread.mean + spread.excess


def _examine(case: Case) -> Screened:
    reason = _outside(case)
    if reason is not None:
        return not_compared(case, reason)
    found = _rounded_discounts(case)
    if isinstance(found, Reason):
        return not_compared(case, found)
    spread = _spread(list(found.values()), case.numbers["trim"])
    if isinstance(spread, Reason):
        return not_compared(case, spread)
    many = len(found) >= case.numbers["digits_from"]
    threshold, digits = _many(spread) if many else (_few(case, spread), ())
    figures = (
        number("tenders", len(found)),
        number("kept", len(spread.kept)),
        percent("mean_discount", spread.mean),
        percent("mean_excess", spread.excess),
        *digits,
        percent("threshold", threshold),
    )
    unconfirmed = (Note.MINIMUM_UNCONFIRMED, Note.SCOPE_UNCONFIRMED)
    return compared(
        case,
        {bid: discount - spread.mean for bid, discount in found.items()},
        (bid for bid, discount in found.items() if discount >= threshold),
        figures,
        (Note.DIGITS_READ, *unconfirmed) if many else unconfirmed,
    )


IT_ANNEX_II2 = Policy(
    "it_annex_ii2",
    1,
    "Legislative decree 36/2023 annex II.2 method A",
    _examine,
    (
        count("minimum_tenders", 5),
        percentage("trim", 10, maximum=50),
        count("digits_from", 15),
        percentage("low_ratio", 15),
        percentage("uplift", 20),
        PolicyParameter("discount_decimals", minimum=Fraction(0), whole=True),
    ),
)
"""Suspect: a discount at or above the threshold. Price must be the only criterion."""
