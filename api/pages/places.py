"""Where in the pages each task is done, and each aggregate is looked at; without the language."""

from contracts import names
from contracts.names import Kind
from infra.store.queries.tasks import Row

OF_DOSSIER = {
    "complete_draft": "/draft",
    "approve_legal": "/approval",
    "approve_budget": "/approval",
    "publish_tender": "/approval",
    "decide_late_bid": "/opening",
    "confirm_opening": "/opening",
    "appoint_committee": "/evaluation",
    "declare_interest": "/evaluation/declaration",
    "judge_declaration": "/evaluation",
    "replace_member": "/evaluation",
    "examine_bids": "/evaluation/examination",
    "submit_scores": "/evaluation/scores",
    "close_consensus": "/evaluation/consensus",
    "reveal_ranking": "/evaluation/ranking",
    "decide_tie": "/evaluation/ranking",
    "conclude_evaluation": "/evaluation/ranking",
    "propose_award": "/award",
    "grant_visum": "/visum",
    "register_decision": "/decision",
    "conclude_contract": "/letters",
    "retry_document": "/documents",
}
"""The tasks of a tender, its evaluation and its award: the page of the dossier that does each."""

OF_MONEY = ("confirm_bond", "release_payment")
"""The tasks of a contract that are done on the page of its money."""


def of_task(task: Row) -> str:
    """The page on which this task is done."""
    if task.what in OF_MONEY:
        return f"/contracts/{names.subject_of(task.aggregate)}/money"
    if task.what in OF_DOSSIER:
        return f"/tenders/{task.dossier}{OF_DOSSIER[task.what]}"
    return of_aggregate(task.aggregate, task.dossier)


def of_aggregate(aggregate: str, dossier: str) -> str:
    """The page that shows this aggregate."""
    match names.kind_of(aggregate):
        case Kind.CONTRACT:
            return f"/contracts/{names.subject_of(aggregate)}/milestones"
        case Kind.ACCEPTANCE:
            return f"/acceptances/{aggregate.partition('/')[2]}"
        case _:
            return f"/tenders/{dossier}"
