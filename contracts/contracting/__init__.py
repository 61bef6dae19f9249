"""The contract from its conclusion to its last acceptance: milestones and what is delivered.

A delivery notice is an arrival (it never depends on Temporal). Whether what was delivered is good
is judged by an acceptance (`contracts.acceptance`), one for each delivery; the contract learns its
outcome. Nothing is accepted by the passing of time: a day that passes is only told.
"""

from contracts.contracting.decisions import DECIDE, EVOLVE, FOLLOW_UPS, ON_DUE, review, tasks
from contracts.contracting.payment import due_day, slip, value_of
from contracts.contracting.process import (
    MAY,
    BondSheet,
    ContractFacts,
    ContractState,
    DeliveryNote,
    PaymentSheet,
    Stage,
    Status,
    begin,
    criteria_of,
    milestone_id,
    plan_of,
    verification,
)

__all__ = [
    "DECIDE",
    "EVOLVE",
    "FOLLOW_UPS",
    "MAY",
    "ON_DUE",
    "BondSheet",
    "ContractFacts",
    "ContractState",
    "DeliveryNote",
    "PaymentSheet",
    "Stage",
    "Status",
    "begin",
    "criteria_of",
    "due_day",
    "milestone_id",
    "plan_of",
    "review",
    "slip",
    "tasks",
    "value_of",
    "verification",
]
