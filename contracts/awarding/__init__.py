"""Proposal, visum, decision, letters, standstill and the conclusion of the contract."""

from contracts.awarding.decisions import (
    DECIDE,
    EVOLVE,
    FOLLOW_UPS,
    ON_DUE,
    STANDSTILL_END,
    tasks,
)
from contracts.awarding.process import (
    MAY,
    AwardFacts,
    AwardState,
    ContractConcluded,
    DrawnDocument,
    Stage,
    begin,
)
from contracts.awarding.sheets import Advantage, AwardProposal, DecisionSheet, VisumSheet

__all__ = [
    "DECIDE",
    "EVOLVE",
    "FOLLOW_UPS",
    "MAY",
    "ON_DUE",
    "STANDSTILL_END",
    "Advantage",
    "AwardFacts",
    "AwardProposal",
    "AwardState",
    "ContractConcluded",
    "DecisionSheet",
    "DrawnDocument",
    "Stage",
    "VisumSheet",
    "begin",
    "tasks",
]
