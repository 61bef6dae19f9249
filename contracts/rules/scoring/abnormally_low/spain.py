"""Two Spanish rules as tenders announce them, each a flag for the mean.

The ten points come from a published explanation with worked figures, the nine tenths of the mean
from a tender of Zaragoza. To be confirmed: the general regulation on contracts has rules of its own
for one, two and three tenders, which are not here, so the outcome carries a note.
"""

from contracts.rules.scoring.abnormally_low.screening import (
    HUNDRED,
    Case,
    Note,
    Policy,
    Reason,
    Screened,
    amount,
    below,
    compared,
    count,
    discounts,
    not_compared,
    percent,
    percentage,
)
from contracts.rules.scoring.exact import mean


def _mean_discount(case: Case) -> Screened:
    if len(case.prices) < case.numbers["minimum_tenders"]:
        return not_compared(case, Reason.TOO_FEW_TENDERS)
    found = discounts(case)
    if isinstance(found, Reason):
        return not_compared(case, found)
    middle = mean(list(found.values()))
    threshold = middle + case.numbers["points"]
    return compared(
        case,
        {bid: discount - middle for bid, discount in found.items()},
        (bid for bid, discount in found.items() if discount > threshold),
        (
            amount("mean", mean(case.sorted_prices)),
            percent("mean_discount", middle),
            percent("threshold", threshold),
        ),
        (Note.MINIMUM_UNCONFIRMED,),
    )


def _below_mean(case: Case) -> Screened:
    if len(case.prices) < case.numbers["minimum_tenders"]:
        return not_compared(case, Reason.TOO_FEW_TENDERS)
    middle = mean(case.sorted_prices)
    if middle <= 0:
        return not_compared(case, Reason.REFERENCE_NOT_POSITIVE)
    threshold = middle * case.numbers["share_of_mean"] / HUNDRED
    return compared(
        case,
        below(case, middle),
        (bid for bid, price in case.prices.items() if price < threshold),
        (amount("mean", middle), amount("threshold", threshold)),
        (Note.MINIMUM_UNCONFIRMED,),
    )


ES_MEAN_DISCOUNT = Policy(
    "es_mean_discount",
    1,
    "Spanish tenders: mean discount and ten points",
    _mean_discount,
    (percentage("points", 10), count("minimum_tenders", 2, 2)),
)
"""Suspect: a discount on the ceiling above the mean discount and `points` percentage points."""

ES_BELOW_MEAN = Policy(
    "es_below_mean",
    1,
    "Spanish tenders: nine tenths of the mean",
    _below_mean,
    (percentage("share_of_mean", 90), count("minimum_tenders", 2, 2)),
)
"""Suspect: a price below `share_of_mean` percent of the mean price."""
