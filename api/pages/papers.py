"""Documents as pages name them: by what they are, not by the name of their file."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.page import Look, Visit
from contracts.rules import permissions
from contracts.rules.signatories import ACTS
from infra.store import documents
from infra.store.documents import Document
from infra.texts import formats
from infra.texts.catalogue import Texts

Row = dict[str, Any]
"""A row of `_files.html`."""

NAMES = {
    "D-02": "papers.tender",
    "D-04": "papers.notice",
    "D-07": "papers.opening_record",
    "D-10": "papers.report",
    "D-12": "papers.award_decision",
    "D-14": "papers.letter",
    "D-15": "papers.conclusion",
    "D-18": "papers.delivery",
    "D-19": "papers.shortcomings",
    "D-21": "papers.certificate",
}
"""The kinds that are drawn, and the catalogue key of each."""


def named(document: Document, texts: Texts) -> str:
    """What a document is, in words; a kind without a name is called by its file."""
    name = texts.say(NAMES[document.kind]) if document.kind in NAMES else document.name
    if document.original is None:
        return name
    language = texts.say(f"papers.language.{document.language}")
    return texts.say("papers.in_language", name=name, language=language)


def rows(found: Sequence[Document], look: Look, parties: Mapping[str, str] = {}) -> list[Row]:
    """Documents as rows of `_files.html`, each with whom it is for (the name, by organisation) and
    which of them took its place."""
    later = documents.successors(found)
    return [row(each, look, parties.get(each.party or ""), later.get(each.id)) for each in found]


def row(
    document: Document, look: Look, party: str | None = None, successor: Document | None = None
) -> Row:
    """A document as a row of `_files.html`; `party` is the name of whom a letter is for,
    `successor` what took its place."""
    drawn = look.texts.say(
        "papers.drawn", moment=formats.moment_short(document.drawn_at, look.language)
    )
    whose = [look.texts.say("papers.for_party", name=party)] if party else []
    replaced = []
    if successor is not None:
        moment = formats.moment_short(successor.drawn_at, look.language)
        replaced.append(look.texts.say("papers.superseded", moment=moment))
    return {
        "name": named(document, look.texts),
        "id": document.id,
        "path": f"/documents/{document.id}",
        "kind": document.name.rsplit(".", 1)[-1].upper(),
        "note": " · ".join([*whose, drawn, *replaced]),
        "size": document.size,
        "sha256": document.sha256,
        "signing": f"/documents/{document.id}/signatures" if _is_signed(document, look) else None,
    }


def _is_signed(document: Document, look: Look) -> bool:
    """Whether this reader has something to do with the signatures of this document."""
    if document.kind not in ACTS or document.original is not None or not isinstance(look, Visit):
        return False
    actor = look.me.actor
    return permissions.visible(actor).whole or document.party == actor.organisation
