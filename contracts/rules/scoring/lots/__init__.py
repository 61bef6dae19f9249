"""The award of several lots: four rules, of which the tender announces one.

- `lots_independent`: each lot by itself.
- `lots_limit_optimal`: at most so many lots for one tenderer, and the best sum over all lots.
- `lots_limit_priority`: at most so many lots for one tenderer, lot by lot in an announced order.
- `lots_combined`: discounts for combinations of lots, and the lowest total price.

All are exact, pure and independent of the order of their input. Where the rule does not decide,
they answer every possibility with a finding instead of choosing one.
"""

from contracts.rules.scoring.lots.combined import MOST_LOTS, lots_combined
from contracts.rules.scoring.lots.discounts import CountDiscount, Discount, SetDiscount
from contracts.rules.scoring.lots.model import (
    MOST_OPTIMA,
    Allocation,
    Award,
    Candidate,
    Considered,
    Direction,
    Limit,
    LimitPrice,
    Lot,
    LotFinding,
    LotFindingCode,
    Outcome,
    Package,
    Step,
    Verdict,
    ranked,
)
from contracts.rules.scoring.lots.optimal import lots_limit_optimal
from contracts.rules.scoring.lots.ranked_order import lots_independent, lots_limit_priority

__all__ = [
    "MOST_LOTS",
    "MOST_OPTIMA",
    "Allocation",
    "Award",
    "Candidate",
    "Considered",
    "CountDiscount",
    "Direction",
    "Discount",
    "Limit",
    "LimitPrice",
    "Lot",
    "LotFinding",
    "LotFindingCode",
    "Outcome",
    "Package",
    "SetDiscount",
    "Step",
    "Verdict",
    "lots_combined",
    "lots_independent",
    "lots_limit_optimal",
    "lots_limit_priority",
    "ranked",
]
