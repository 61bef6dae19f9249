"""Whose the places to sign of an issued document are: the same readers that printed them."""

from collections.abc import Callable, Iterable, Mapping

from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.papers import (
    acceptance_certificate,
    award_decision,
    conclusion_letter,
    delivery_confirmation,
    evaluation_report,
    opening_record,
    shortcomings_record,
)
from infra.store.papers.imprint import Signatory

Reader = Callable[[Connection, str, str], Iterable[Signatory]]
"""(connection, the aggregate of the document, of which of its facts it is)."""

_READERS: Mapping[str, Reader] = {
    "D-07": lambda c, aggregate, of: opening_record.signatories(c, aggregate),
    "D-10": lambda c, aggregate, of: evaluation_report.signatories(c, aggregate),
    "D-12": lambda c, aggregate, of: award_decision.signatories(c, aggregate),
    "D-15": lambda c, aggregate, of: conclusion_letter.signatories(c, aggregate),
    "D-18": delivery_confirmation.signatories,
    "D-19": shortcomings_record.signatories,
    "D-21": lambda c, aggregate, of: acceptance_certificate.signatories(c, aggregate),
}


def of(connection: Connection, document: Document) -> tuple[Signatory, ...]:
    """The places of a document in its own order; none for a kind that nobody signs, nor for a copy
    in another language, which is no original."""
    reader = _READERS.get(document.kind)
    if reader is None or document.original is not None:
        return ()
    which = document.business_key.partition(f"{document.aggregate}/{document.kind}/")[2]
    return tuple(reader(connection, document.aggregate, which))
