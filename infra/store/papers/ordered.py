"""The documents that the outbox asks for: which reader makes the model, and whom it is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.acceptance import AcceptanceState
from contracts.contracting import ContractState
from contracts.documents import Document
from contracts.documents.order import Order
from infra.store import documents, records
from infra.store.engine import Connection
from infra.store.papers import (
    acceptance_certificate,
    award_decision,
    conclusion_letter,
    delivery_confirmation,
    evaluation_report,
    opening_record,
    shortcomings_record,
    tender_documents,
    tenderer_letter,
)
from infra.store.papers.voice import Voice


@dataclass(frozen=True)
class About:
    """What a document is about: its aggregate, and which of its facts where it has several."""

    aggregate: str
    of: str = ""
    drawn_at: datetime | None = None
    """The moment that a letter states; other documents have it from the records."""


Reader = Callable[[Connection, About, Voice], Document]


def _letter(connection: Connection, about: About, voice: Voice) -> Document:
    """A letter that was drawn: its key names its day, then its bid."""
    if about.drawn_at is None:
        raise LookupError("a letter is drawn by the step that sends it")
    bid = about.of.partition("/")[2]
    return tenderer_letter.model(connection, about.aggregate, bid, about.drawn_at, voice)


_READERS: Mapping[str, Reader] = {
    "D-02": lambda c, it, voice: tender_documents.model(c, it.aggregate, voice),
    "D-07": lambda c, it, voice: opening_record.model(c, it.aggregate, voice),
    "D-10": lambda c, it, voice: evaluation_report.model(c, it.aggregate, voice),
    "D-12": lambda c, it, voice: award_decision.model(c, it.aggregate, voice),
    "D-14": _letter,
    "D-15": lambda c, it, voice: conclusion_letter.model(c, it.aggregate, voice),
    "D-18": lambda c, it, voice: delivery_confirmation.model(c, it.aggregate, it.of, voice),
    "D-19": lambda c, it, voice: shortcomings_record.model(c, it.aggregate, it.of, voice),
    "D-21": lambda c, it, voice: acceptance_certificate.model(c, it.aggregate, voice),
}


def read(connection: Connection, kind: str, about: About, voice: Voice) -> Document:
    """The model of a document of this kind; LookupError when its fact is not recorded."""
    return _READERS[kind](connection, about, voice)


def model(connection: Connection, order: Order, voice: Voice) -> Document:
    """The model of the document that is ordered; LookupError when its fact is not recorded."""
    return read(connection, order.document, About(order.aggregate, order.of), voice)


def party(connection: Connection, order: Order) -> str | None:
    """Who reads the document beside the buyer: the contractor, or whom the original of a copy is
    for; None where there is nobody."""
    if order.original is not None:
        original = documents.get(connection, order.original)
        return original.party if original else None
    state = records.read_state(connection, order.aggregate)
    return state.supplier if isinstance(state, ContractState | AcceptanceState) else None
