"""Declarations of interest, examination, scores, consensus and ranking."""

from contracts.evaluation.decisions import DECIDE, EVOLVE, FOLLOW_UPS, progress, tasks
from contracts.evaluation.process import MAY, ComputedRanking, EvaluationFacts, begin
from contracts.evaluation.ranking import RankingResult, rank
from contracts.evaluation.sheets import Examination, ExaminationSheet, Score, ScoreSheet
from contracts.evaluation.state import EvaluationState, Interest, Member, Stage

__all__ = [
    "DECIDE",
    "EVOLVE",
    "FOLLOW_UPS",
    "MAY",
    "ComputedRanking",
    "EvaluationFacts",
    "EvaluationState",
    "Examination",
    "ExaminationSheet",
    "Interest",
    "Member",
    "RankingResult",
    "Score",
    "ScoreSheet",
    "Stage",
    "begin",
    "progress",
    "rank",
    "tasks",
]
