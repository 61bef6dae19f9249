"""What each document prints, one frozen model a document; the model is its machine-readable twin.

`Document` is what they share; `parse` reads a twin back.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from contracts.documents.acceptance import AcceptanceCertificate
from contracts.documents.award import AwardDecision
from contracts.documents.imprint import Document, Imprint
from contracts.documents.letter import TendererLetter
from contracts.documents.opening import OpeningRecord

__all__ = [
    "AcceptanceCertificate",
    "AnyDocument",
    "AwardDecision",
    "Document",
    "Imprint",
    "OpeningRecord",
    "TendererLetter",
    "parse",
]

AnyDocument = Annotated[
    OpeningRecord | AwardDecision | TendererLetter | AcceptanceCertificate,
    Field(discriminator="document"),
]

_ADAPTER: TypeAdapter[AnyDocument] = TypeAdapter(AnyDocument)


def parse(twin: bytes) -> OpeningRecord | AwardDecision | TendererLetter | AcceptanceCertificate:
    """The model in the JSON that a document carries; ValidationError if it is none of ours."""
    return _ADAPTER.validate_json(twin)
