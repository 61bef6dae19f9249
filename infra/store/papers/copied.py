"""A copy of a document in another language: its model, from the same records as the original's.

The words of the catalogue are those of the other language; what people wrote stays as they wrote
it. The records may have moved on since, so the model is made in the original's language as well:
the copy is drawn only if that one still says what the original says.
"""

from dataclasses import dataclass

from contracts.base import Language
from contracts.documents import Document as Model
from contracts.documents.order import Order
from infra.store import documents
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.papers import ordered
from infra.store.papers.ordered import About
from infra.store.papers.voice import Voice


@dataclass(frozen=True)
class Copied:
    """What a copy is drawn from."""

    original: Document
    again: Model
    """The original's model as the records give it today."""
    translated: Model
    """The same in the language of the copy."""


def models(connection: Connection, order: Order, voice: Voice) -> Copied:
    """What the ordered copy is drawn from; LookupError without its original."""
    original = documents.get(connection, order.original) if order.original else None
    if original is None:
        raise LookupError(order.key)
    of = original.business_key.partition(f"/{original.kind}/")[2]
    about = About(original.aggregate, of, original.drawn_at)

    def spoken(language: Language) -> Model:
        return ordered.read(connection, original.kind, about, Voice(voice.address, language))

    return Copied(original, spoken(Language(original.language)), spoken(order.language))
