"""The acceptance of one delivery: verification, sign-offs, shortcomings and their remedy.

Every member of the committee signs off what they tested. Nobody accepts tacitly and nothing is
refused by the passing of time: a day that passes is told, and a named person decides.
"""

from contracts.acceptance.decisions import DECIDE, EVOLVE, FOLLOW_UPS, ON_DUE, tasks
from contracts.acceptance.process import (
    MAY,
    AcceptanceFacts,
    AcceptanceState,
    Stage,
    begin,
)
from contracts.acceptance.report import SignOffReport, Verdict, review

__all__ = [
    "DECIDE",
    "EVOLVE",
    "FOLLOW_UPS",
    "MAY",
    "ON_DUE",
    "AcceptanceFacts",
    "AcceptanceState",
    "SignOffReport",
    "Stage",
    "Verdict",
    "begin",
    "review",
    "tasks",
]
