"""Policies that hold without conditions: the duty to question, and a distance from the median."""

from fractions import Fraction

from contracts.rules.scoring.abnormally_low.screening import (
    HUNDRED,
    Case,
    Figure,
    Policy,
    Reason,
    Screened,
    amount,
    below,
    compared,
    count,
    not_compared,
    percentage,
    switch,
)
from contracts.rules.scoring.exact import mean, median


def _reference(case: Case, by_median: bool) -> Fraction | Reason:
    """The mean or median of the prices; or why it says nothing."""
    if len(case.prices) < case.numbers["minimum_tenders"]:
        return Reason.TOO_FEW_TENDERS
    prices = case.sorted_prices
    middle = median(prices) if by_median else mean(prices)
    return middle if middle > 0 else Reason.REFERENCE_NOT_POSITIVE


def _only_marked(case: Case, reason: Reason) -> Screened:
    """The duty holds for what the committee marked, also where no prices were compared."""
    marked = tuple(sorted(case.setting.marked))
    return Screened(case.policy, applies=True, reason=reason, suspects=marked)


def _duty(case: Case) -> Screened:
    if not case.setting.marked <= case.prices.keys():
        return not_compared(case, Reason.UNKNOWN_BID)
    announced = case.numbers.get("deviation")
    if announced is None:
        return _only_marked(case, Reason.NOTHING_ANNOUNCED)
    by_median = case.numbers["from_median"] == 1
    middle = _reference(case, by_median)
    if isinstance(middle, Reason):
        return _only_marked(case, middle)
    threshold = middle * (1 - announced / HUNDRED)
    low = {bid for bid, price in case.prices.items() if price <= threshold}
    return compared(
        case,
        below(case, middle),
        low | case.setting.marked,
        (amount("median" if by_median else "mean", middle), amount("threshold", threshold)),
    )


def _below_median(case: Case) -> Screened:
    middle = _reference(case, by_median=True)
    if isinstance(middle, Reason):
        return not_compared(case, middle)
    threshold = middle * case.numbers["share_of_median"] / HUNDRED
    figures: tuple[Figure, ...] = (amount("median", middle), amount("threshold", threshold))
    suspects = (bid for bid, price in case.prices.items() if price < threshold)
    return compared(case, below(case, middle), suspects, figures)


GENERAL_DUTY = Policy(
    "general_duty",
    1,
    "Directive 2014/24 art. 69",
    _duty,
    (percentage("deviation", None), switch("from_median", 0), count("minimum_tenders", 2, 2)),
)
"""Suspect: every bid that the committee marked and, where a `deviation` in percent was announced, a
price at or below the mean (or the median) less that much. It always applies: a bid that appears
abnormally low may not be rejected before its tenderer was asked to explain it."""

BELOW_MEDIAN_70 = Policy(
    "below_median_70",
    1,
    "no legal source: a flag that a comparable product raises",
    _below_median,
    (percentage("share_of_median", 70), count("minimum_tenders", 2, 2)),
)
"""Suspect: a price below `share_of_median` percent of the median. One outlier hardly moves it."""
