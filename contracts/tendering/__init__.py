"""Need, preparation, approvals and publication of a tender."""

from contracts.tendering.completeness import hindrances, review
from contracts.tendering.decisions import DECIDE, EVOLVE, GRACE, tasks
from contracts.tendering.draft import TenderDraft
from contracts.tendering.process import MAY, Stage, Step, TenderFacts, TenderState, begin

__all__ = [
    "DECIDE",
    "EVOLVE",
    "GRACE",
    "MAY",
    "Stage",
    "Step",
    "TenderDraft",
    "TenderFacts",
    "TenderState",
    "begin",
    "hindrances",
    "review",
    "tasks",
]
