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
    DrawnLetters,
    LettersOutdated,
    SentLetters,
    Stage,
    begin,
)
from contracts.awarding.proofs import Channel, LetterProof, LetterProofs
from contracts.awarding.sheets import (
    Advantage,
    AwardProposal,
    DecisionSheet,
    VisumSheet,
    with_vat,
)

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
    "Channel",
    "ContractConcluded",
    "DecisionSheet",
    "DrawnDocument",
    "DrawnLetters",
    "LetterProof",
    "LetterProofs",
    "LettersOutdated",
    "SentLetters",
    "Stage",
    "VisumSheet",
    "begin",
    "tasks",
    "with_vat",
]
