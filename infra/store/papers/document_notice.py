"""The message that brings the contractor a document of the performance.

As with the award letters it holds no price: whoever reads it must sign in for the document itself.
"""

from contracts import names
from contracts.base import Language
from infra.store import documents
from infra.store.engine import Connection
from infra.store.papers.letter_notice import Notice, one_line
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts.catalogue import Texts

SENT = frozenset({"D-15", "D-19"})
"""The documents that the authority sends; the others are there to be read."""


def of(connection: Connection, document: str | None, address: str) -> Notice | None:
    """The notice about a document; None when it is not sent, as a copy that somebody asked for.
    `address` is what links start with."""
    found = documents.get(connection, document) if document else None
    if found is None or found.party is None or found.kind not in SENT or found.original:
        return None
    texts = Texts(Language.NL)
    tender = tenders.get(connection, names.tender(found.dossier))
    named = {"reference": tender.reference, "title": tender.draft.title}
    body = texts.say(
        f"notice.{found.kind}.body",
        link=f"{address}/{texts.language}/documents/{found.id}",
        authority=organisations.get(connection, tender.state.organisation).name,
        department=tender.department,
        **named,
    )
    return Notice(
        document=found,
        to=organisations.get(connection, found.party),
        subject=one_line(texts.say(f"notice.{found.kind}.subject", **named)),
        body=body,
    )
