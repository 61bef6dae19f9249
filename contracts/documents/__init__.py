"""What each document prints, one frozen model a document; the model is its machine-readable twin.

`Document` is what they share; `parse` reads a twin back.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from contracts.documents.acceptance import AcceptanceCertificate
from contracts.documents.award import AwardDecision
from contracts.documents.conclusion import ConclusionLetter
from contracts.documents.delivery import DeliveryConfirmation
from contracts.documents.imprint import Document, Imprint
from contracts.documents.letter import TendererLetter
from contracts.documents.opening import OpeningRecord
from contracts.documents.report import EvaluationReport
from contracts.documents.shortcomings import ShortcomingsRecord
from contracts.documents.tender import TenderDocuments

__all__ = [
    "AcceptanceCertificate",
    "AnyDocument",
    "AwardDecision",
    "ConclusionLetter",
    "DeliveryConfirmation",
    "Document",
    "EvaluationReport",
    "Imprint",
    "OpeningRecord",
    "ShortcomingsRecord",
    "TenderDocuments",
    "TendererLetter",
    "parse",
]

AnyDocument = Annotated[
    TenderDocuments
    | OpeningRecord
    | EvaluationReport
    | AwardDecision
    | TendererLetter
    | ConclusionLetter
    | DeliveryConfirmation
    | ShortcomingsRecord
    | AcceptanceCertificate,
    Field(discriminator="document"),
]

_ADAPTER: TypeAdapter[AnyDocument] = TypeAdapter(AnyDocument)


def parse(twin: bytes) -> AnyDocument:
    """The model in the JSON that a document carries; ValidationError if it is none of ours."""
    return _ADAPTER.validate_json(twin)
