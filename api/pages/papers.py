"""Documents as pages name them: by what they are, not by the name of their file."""

from typing import Any

from api.pages.page import Look
from infra.store.documents import Document
from infra.texts import formats
from infra.texts.catalogue import Texts

NAMES = {
    "D-04": "papers.notice",
    "D-07": "papers.opening_record",
    "D-12": "papers.award_decision",
    "D-14": "papers.letter",
    "D-21": "papers.certificate",
}
"""The kinds that are drawn, and the catalogue key of each."""


def named(document: Document, texts: Texts) -> str:
    """What a document is, in words; a kind without a name is called by its file."""
    return texts.say(NAMES[document.kind]) if document.kind in NAMES else document.name


def row(document: Document, look: Look, party: str | None = None) -> dict[str, Any]:
    """A document as a row of `_files.html`; `party` is the name of whom a letter is for."""
    drawn = look.texts.say(
        "papers.drawn", moment=formats.moment_short(document.drawn_at, look.language)
    )
    whose = [look.texts.say("papers.for_party", name=party)] if party else []
    return {
        "name": named(document, look.texts),
        "path": f"/documents/{document.id}",
        "kind": document.name.rsplit(".", 1)[-1].upper(),
        "note": " · ".join([*whose, drawn]),
        "size": document.size,
        "sha256": document.sha256,
    }
