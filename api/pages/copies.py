"""Copies of documents in another language: which there are, which are on their way, and asking."""

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import documents as acts
from api.pages.page import Posted, Visit
from contracts.actors import Permission
from contracts.base import Identifier, Language
from contracts.rules import permissions
from infra.store import copies
from infra.store.copies import Asked, Standing
from infra.store.documents import Document
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

_SAID = {
    Standing.ABSENT: "papers.copy_ask",
    Standing.WAITING: "papers.copy_waiting",
    Standing.STOPPED: "papers.copy_stopped",
    Standing.DRAWN: "papers.copy",
}


def beside(
    found: Collection[Document], asked: Asked, later: Collection[str], visit: Visit
) -> Mapping[str, dict[str, Any]]:
    """For each original that has copies or may get them, by its id, what stands beside it: {path,
    rows}; a row is {lang, text, file (its path, or none), ask (whether it is a button)}. What was
    replaced (`later`) keeps the copies that it has; who only reads asks for none."""
    there = {(each.original, each.language): each for each in found if each.original}
    told = {}
    may = permissions.can(visit.me.actor, Permission.ASK_COPY, frozenset()).allowed
    for each in found:
        rows = [
            _row(each, language, there.get((each.id, language)), asked, visit.texts)
            for language in copies.languages(each)
        ]
        live = each.id not in later
        shown = [row for row in rows if row["file"] or (live and (may or not row["ask"]))]
        if shown:
            told[each.id] = {"path": f"/documents/{each.id}/copies", "rows": shown}
    return told


def _row(
    original: Document, language: Language, copy: Document | None, asked: Asked, texts: Texts
) -> dict[str, Any]:
    standing = asked.standing(original, language, copy)
    name = texts.say(f"papers.language.{language}")
    return {
        "lang": language.value,
        "text": texts.say(_SAID[standing], language=name),
        "file": f"/documents/{copy.id}" if copy else None,
        "ask": standing is Standing.ABSENT,
    }


@router.post("/{lang}/documents/{document}/copies")
async def ask(document: Identifier, sent: Posted) -> Response:
    """Have a copy drawn for who may read the original; sent twice, it is asked once."""

    language = sent.typed.get("language", "")
    original = await sent.services.store.write(
        lambda c: acts.ask_copy(c, sent.me, document, language)
    )
    return sent.go(f"/tenders/{original.dossier}/documents", "done.copy_asked")
