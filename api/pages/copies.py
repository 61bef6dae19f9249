"""Copies of documents in another language: which there are, which are on their way, and asking."""

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import reading
from api.commands import RefusedError
from api.pages.page import Posted, Visit
from contracts.actors import Permission
from contracts.base import Identifier, Language
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import access, copies
from infra.store.copies import Asked
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)


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
    which = (original.id, language)
    key = "papers.copy_ask"
    if copy is not None:
        key = "papers.copy"
    elif which in asked.stopped:
        key = "papers.copy_stopped"
    elif which in asked.waiting:
        key = "papers.copy_waiting"
    return {
        "lang": language.value,
        "text": texts.say(key, language=texts.say(f"papers.language.{language}")),
        "file": f"/documents/{copy.id}" if copy else None,
        "ask": key == "papers.copy_ask",
    }


@router.post("/{lang}/documents/{document}/copies")
async def ask(document: Identifier, sent: Posted) -> Response:
    """Have a copy drawn for who may read the original; sent twice, it is asked once."""

    def work(connection: Connection) -> str:
        original = reading.document_of(connection, sent.me, document)
        wanted = sent.typed.get("language", "")
        if wanted not in copies.languages(original):
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        verdict = permissions.can(sent.me.actor, Permission.ASK_COPY, frozenset())
        if refusal := access.permission_refusal(verdict):
            raise RefusedError(refusal)
        copies.ask(connection, original, Language(wanted), sent.me.actor)
        return original.dossier

    dossier = await sent.services.store.write(work)
    return sent.go(f"/tenders/{dossier}/documents", "done.copy_asked")
