"""Copies of documents in another language, and documents that could not be drawn."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from api import reading
from api.acts import documents as acts
from api.identity import Me, Parts, SignedIn
from api.routes.acting import Act
from contracts.base import Identifier, Instant, Language, Message
from contracts.documents.order import Order
from contracts.documents.undrawn import Reason
from infra.store import copies
from infra.store.copies import Standing
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.undrawn import Undrawn

router = APIRouter(tags=["documents"])

LANGUAGES = [each.value for each in Language if each is not Language.NL]


class CopyRow(BaseModel):
    """The copy of a document in one language."""

    language: Language
    standing: Standing
    """`absent`: nobody asked for it; `waiting`: it is being drawn; `stopped`: it could not be drawn
    and waits for a person; `drawn`."""
    document: Identifier | None
    """The copy, once it is drawn."""


class UndrawnRow(BaseModel):
    """A document of a dossier that could not be drawn so far."""

    document: str
    """The name under which it is drawn, and by which it is tried again."""
    kind: str
    party: Identifier | None
    original: Identifier | None
    """The document of which this is a copy."""
    language: Language
    reason: Reason
    """Why it failed the last time."""
    failures: int
    """How often it failed since it was asked for, or since a person had it tried again."""
    tries: int
    """How often a person had it tried again."""
    failed_at: Instant
    stopped: bool
    """Whether nothing is tried any more until a person asks."""


class Retry(Message):
    """A document that is to be tried again, as it was read."""

    document: Annotated[str, Field(max_length=300)] = Field(
        examples=["tender/0190d5a8-5b7e-7c11-8e2f-1d2c3b4a5f60/D-02"]
    )
    tries: Annotated[int, Field(ge=0, le=999_999)] = Field(
        examples=[0],
        description="The version that was read: what was tried again meanwhile is left as it is.",
    )


def _copies(connection: Connection, me: SignedIn, original: Document) -> list[CopyRow]:
    found = reading.documents_of(connection, me, original.dossier)
    there = {each.language: each for each in found if each.original == original.id}
    asked = copies.asked(connection, [original])
    return [
        CopyRow(
            language=language,
            standing=asked.standing(original, language, there.get(language)),
            document=there[language].id if language in there else None,
        )
        for language in copies.languages(original)
    ]


@router.get("/documents/{document}/copies")
async def listed(document: Identifier, me: Me, services: Parts) -> list[CopyRow]:
    """The languages in which there can be a copy of a document, and how it stands with each."""

    def read(connection: Connection) -> list[CopyRow]:
        return _copies(connection, me, reading.document_of(connection, me, document))

    return await services.store.read(read)


@router.put("/documents/{document}/copies/{language}")
async def ask(
    document: Identifier,
    language: Annotated[
        str,
        Path(
            description="What the copy is to speak; what cannot be had is unknown.",
            json_schema_extra={"enum": LANGUAGES},
        ),
    ],
    act: Act,
) -> CopyRow:
    """Have a copy in another language drawn for who may read the document. It is asked once,
    whoever asks; `drawn` and `document` follow when it is there."""

    def work(connection: Connection) -> CopyRow:
        original = acts.ask_copy(connection, act.me, document, language)
        rows = _copies(connection, act.me, original)
        return next(each for each in rows if each.language == language)

    return await act.services.store.write(work)


@router.get("/tenders/{tender}/undrawn")
async def undrawn(tender: Identifier, me: Me, services: Parts) -> list[UndrawnRow]:
    """The documents of a dossier that could not be drawn, for the buyer's people: of what they may
    read once it is there."""
    found = await services.store.read(lambda c: reading.undrawn_of(c, me, tender))
    return [_row(each) for each in found]


@router.put("/tenders/{tender}/undrawn", status_code=204)
async def retry(tender: Identifier, body: Retry, act: Act) -> None:
    """Have a document that stopped tried again, once for each version that was read. What is drawn
    meanwhile is left as it is."""
    await act.services.store.write(
        lambda c: acts.try_again(c, act.me, tender, body.document, body.tries)
    )


def _row(found: Undrawn) -> UndrawnRow:
    order = Order.model_validate_json(found.ordered) if found.ordered else None
    return UndrawnRow(
        document=found.business_key,
        kind=found.kind,
        party=found.party,
        original=order.original if order else None,
        language=order.language if order else Language.NL,
        reason=found.reason,
        failures=found.failures,
        tries=found.tries,
        failed_at=found.failed_at,
        stopped=found.stopped,
    )
