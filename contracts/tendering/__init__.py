"""Need, preparation, approvals and publication of a tender."""

from contracts.tendering.decisions import DECIDE, EVOLVE, GRACE, tasks
from contracts.tendering.draft import TenderDraft, review
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
    "review",
    "tasks",
]
