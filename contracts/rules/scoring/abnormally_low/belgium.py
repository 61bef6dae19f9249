"""The Belgian rule of fifteen percent: RD 18 April 2017 (classic sectors) art. 36 par. 4.

Works, or services in a sector sensitive to fraud; open or restricted procedure; price is the only
criterion or weighs at least half; at least four tenders. A tender at least 15 % below the trimmed
mean must be questioned in writing (par. 2: at least 12 days to answer). The mean leaves out the
lowest and the highest tender when there are fewer than seven (Council of State 249.334 of
24 December 2020); from seven on the lowest and the highest quarter.

To be confirmed in the text of the decree: the rule from seven tenders on. This version leaves out
the one lowest tender and, at the top, a quarter of all tenders, rounded up. `quarter_rounded_up`
and `quarter_at_both_ends` hold the other readings; the outcome says when they would point out other
tenders. Also to be confirmed: that the documents fix the percentage (at least 15) where quality
counts too, given here as `deviation`.

Outside its scope the rule is silent, yet the duty of care is not: see `general_duty`.
"""

from fractions import Fraction
from itertools import product

from contracts.rules.scoring.abnormally_low.screening import (
    HUNDRED,
    Case,
    Category,
    Note,
    Policy,
    Reason,
    Screened,
    amount,
    below,
    compared,
    count,
    not_compared,
    number,
    percentage,
    switch,
)
from contracts.rules.scoring.exact import mean

CATEGORIES = frozenset({Category.WORKS, Category.FRAUD_SENSITIVE_SERVICES})
PROCEDURES = frozenset({"open", "restricted"})


def _outside(case: Case) -> Reason | None:
    """Why the article does not oblige to this examination."""
    setting = case.setting
    if setting.category is None or setting.category not in set(Category):
        return Reason.CATEGORY_UNKNOWN
    if setting.category not in CATEGORIES:
        return Reason.OTHER_CATEGORY
    if setting.procedure is None:
        return Reason.PROCEDURE_UNKNOWN
    if setting.procedure not in PROCEDURES:
        return Reason.OTHER_PROCEDURE
    if setting.price_weight is None:
        return Reason.PRICE_WEIGHT_UNKNOWN
    if setting.price_weight * HUNDRED < case.numbers["price_weight"]:
        return Reason.PRICE_WEIGHT_TOO_LOW
    if len(case.prices) < case.numbers["minimum_tenders"]:
        return Reason.TOO_FEW_TENDERS
    return None


def _left_out(case: Case, rounded_up: bool, both_ends: bool) -> tuple[int, int]:
    """How many tenders the mean leaves out at the bottom and at the top."""
    tenders = len(case.prices)
    if tenders < case.numbers["trimmed_by_quarter_from"]:
        return 1, 1
    quarter = -(-tenders // 4) if rounded_up else tenders // 4
    return (quarter if both_ends else 1), quarter


def _trimmed_mean(case: Case, low: int, high: int) -> Fraction | Reason:
    kept = case.sorted_prices[low : len(case.prices) - high]
    if not kept:
        return Reason.NOTHING_LEFT
    middle = mean(kept)
    return middle if middle > 0 else Reason.REFERENCE_NOT_POSITIVE


def _suspects(case: Case, threshold: Fraction) -> frozenset[str]:
    return frozenset(bid for bid, price in case.prices.items() if price <= threshold)


def _notes(case: Case, share: Fraction, suspects: frozenset[str]) -> tuple[Note, ...]:
    """What is to be confirmed, and whether it decides here."""
    notes = []
    if case.setting.price_weight != 1:
        notes.append(Note.DEVIATION_BY_DOCUMENTS)
    if len(case.prices) >= case.numbers["trimmed_by_quarter_from"]:
        notes.append(Note.QUARTER_UNCONFIRMED)
        readings = (
            _trimmed_mean(case, *_left_out(case, up, both))
            for up, both in product((True, False), repeat=2)
        )
        others = {
            _suspects(case, middle * share) for middle in readings if isinstance(middle, Fraction)
        }
        if others - {suspects}:
            notes.append(Note.READINGS_DIFFER)
    return tuple(notes)


def _examine(case: Case) -> Screened:
    reason = _outside(case)
    if reason is not None:
        return not_compared(case, reason)
    numbers = case.numbers
    low, high = _left_out(
        case, numbers["quarter_rounded_up"] == 1, numbers["quarter_at_both_ends"] == 1
    )
    middle = _trimmed_mean(case, low, high)
    if isinstance(middle, Reason):
        return not_compared(case, middle)
    share = 1 - numbers["deviation"] / HUNDRED
    suspects = _suspects(case, middle * share)
    figures = (
        number("tenders", len(case.prices)),
        number("left_out_lowest", low),
        number("left_out_highest", high),
        amount("mean", middle),
        amount("threshold", middle * share),
    )
    return compared(case, below(case, middle), suspects, figures, _notes(case, share, suspects))


BE_WORKS_15 = Policy(
    "be_works_15",
    1,
    "RD 18 April 2017 art. 36 par. 4",
    _examine,
    (
        percentage("deviation", 15),
        percentage("price_weight", 50),
        count("minimum_tenders", 4),
        count("trimmed_by_quarter_from", 7),
        switch("quarter_rounded_up", 1),
        switch("quarter_at_both_ends", 0),
    ),
)
"""Suspect: a price at or below the trimmed mean less `deviation` percent."""
