"""Acts on documents of a dossier: having a copy drawn, having what stopped tried again."""

from api import reading
from api.commands import RefusedError
from api.identity import SignedIn
from contracts.actors import Permission
from contracts.base import Language
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import access, copies, documents, undrawn
from infra.store.documents import Document
from infra.store.engine import Connection


def ask_copy(connection: Connection, me: SignedIn, document: str, language: str) -> Document:
    """Have a copy of a document drawn for who may read it, and answer the original; asked twice, it
    is drawn once. Raises RefusedError (UNKNOWN_REFERENCE where there is none in this language)."""
    original = reading.document_of(connection, me, document)
    if language not in copies.languages(original):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    verdict = permissions.can(me.actor, Permission.ASK_COPY, frozenset())
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
    copies.ask(connection, original, Language(language), me.actor)
    return original


def try_again(connection: Connection, me: SignedIn, tender: str, key: str, tries: int) -> None:
    """Have a document that stopped tried again, as the reader knows it: after so many `tries` that
    people asked for. What was asked meanwhile, or is drawn, is left as it is. Raises RefusedError.
    """
    reading.readable_tender(connection, me, tender)
    held = reading.relations_of(connection, me, tender)
    verdict = permissions.can(me.actor, Permission.RETRY_DOCUMENT, held)
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
    stuck = undrawn.find(connection, key)
    there = stuck or documents.find(connection, key)
    if there is None or there.dossier != tender or not reading.opens(me, there.kind, held):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    if stuck is None or stuck.tries != tries:
        return
    if refusal := undrawn.again(connection, stuck, me.actor):
        raise RefusedError(refusal)
