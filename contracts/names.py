"""Names that outlive a release: aggregate kinds, workflow ids, task queues. Never renamed."""

from enum import StrEnum

COMMAND_QUEUE = "bestek"
"""Workflows and their local activities."""

DOCUMENT_QUEUE = "bestek-documents"
"""Steps that draw, open, seal or compute: they never delay a workflow task."""


class Kind(StrEnum):
    """The kinds of aggregate; each has one workflow type, or none at all."""

    TENDER = "tender"
    EVALUATION = "evaluation"
    AWARD = "award"
    CONTRACT = "contract"
    ACCEPTANCE = "acceptance"
    ORGANISATION = "organisation"


WORKFLOW_TYPES = {
    Kind.TENDER: "TenderWorkflow",
    Kind.EVALUATION: "EvaluationWorkflow",
    Kind.AWARD: "AwardWorkflow",
    Kind.CONTRACT: "ContractWorkflow",
    Kind.ACCEPTANCE: "AcceptanceWorkflow",
}
"""An organisation has none: nothing about it waits for an instant or a step."""


def tender(tender_id: str) -> str:
    """The aggregate and workflow id of a tender procedure."""
    return f"{Kind.TENDER}/{tender_id}"


def evaluation(tender_id: str, round_number: int) -> str:
    """One evaluation round of a tender."""
    return f"{Kind.EVALUATION}/{tender_id}/{round_number}"


def award(tender_id: str, number: int) -> str:
    """One award decision of a tender, over one or more lots."""
    return f"{Kind.AWARD}/{tender_id}/{number}"


def contract(contract_id: str) -> str:
    """A concluded contract."""
    return f"{Kind.CONTRACT}/{contract_id}"


def acceptance(milestone_id: str, delivery: int) -> str:
    """The acceptance of one delivery of a milestone, deliveries counted from 1."""
    return f"{Kind.ACCEPTANCE}/{milestone_id}/{delivery}"


def organisation(organisation_id: str) -> str:
    """What a buyer settles for all its dossiers; it has no workflow."""
    return f"{Kind.ORGANISATION}/{organisation_id}"


def has_workflow(aggregate: str) -> bool:
    """Whether acts on this aggregate are told to a workflow."""
    return kind_of(aggregate) in WORKFLOW_TYPES


def kind_of(aggregate: str) -> Kind:
    """The kind that an aggregate id starts with; ValueError if it is none of ours."""
    return Kind(aggregate.split("/", 1)[0])


def subject_of(aggregate: str) -> str:
    """The uuid inside an aggregate id."""
    return aggregate.split("/")[1]
