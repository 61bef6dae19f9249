"""The signatures of a document: who signs, a form for the copy that was signed with a tool of one's
own, and the copies that came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import multipart, reading
from api.acts import signatures as acts
from api.acts.acting import acting
from api.commands import RefusedError
from api.forms import Form
from api.identity import SignedIn
from api.multipart import FileField
from api.pages import page, papers
from api.pages.page import Look, Looking, Visit
from api.routes import signatures as files
from contracts.base import Identifier, Sha256
from contracts.documents.checks import FoundSignature
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from contracts.signatures import RecordSignedFile, added, is_of
from infra import ids
from infra.store import access
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.papers import signatories
from infra.store.papers.imprint import Signatory
from infra.store.queries import people
from infra.store.queries import tendering as tenders
from infra.store.queries.signatures import Copy
from infra.texts import checked, formats

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Signing:
    """A document as one reader sees its signatures."""

    document: Document
    tender: tenders.Tender
    places: tuple[Signatory, ...]
    copies: list[Copy]
    named: Mapping[str, str]
    refusal: Refusal | None
    """Why this reader cannot hand a copy in; None when one can be tried."""


def _read(connection: Connection, me: SignedIn, document_id: str) -> _Signing:
    document = reading.document_of(connection, me, document_id)
    copies = reading.copies_of(connection, me, document)
    held = reading.relations_of(connection, me, document.dossier)
    verdict = permissions.can(me.actor, RecordSignedFile.permission, held)
    places = signatories.of(connection, document)
    nowhere = None if places else refuse(Code.NO_PLACE_TO_SIGN)
    return _Signing(
        document=document,
        tender=reading.readable_tender(connection, me, document.dossier),
        places=places,
        copies=copies,
        named=people.display_names(connection, (each.actor for each in copies)),
        refusal=access.permission_refusal(verdict) or nowhere,
    )


@router.get("/{lang}/documents/{document}/signatures")
async def signing(document: Identifier, visit: Looking) -> Response:
    """Who signs this document, and the signed copies of it."""
    return await _show(visit, document)


@router.post("/{lang}/documents/{document}/signatures")
async def hand_in(document: Identifier, visit: Looking) -> Response:
    """Take a signed copy in, or say what is wrong with it."""
    try:
        await _take(visit, document)
    except RefusedError as refused:
        if refused.refusal.field != "file":
            raise
        return await _show(visit, document, refused.refusal)
    return visit.go(f"/documents/{document}/signatures", "done.signed_file_recorded")


@router.get("/{lang}/documents/{document}/signatures/{sha256}")
async def content(
    document: Identifier, sha256: Annotated[Sha256, Path()], visit: Looking
) -> Response:
    """A signed copy, for who may see it."""
    return await files.content(document, sha256, visit.me, visit.services)


async def _take(visit: Visit, document: str) -> None:
    """Hand in the file of the form. Raises RefusedError."""
    typed: dict[str, str] = {}
    kind = visit.request.headers.get("content-type", "")
    async for field in multipart.fields(kind, visit.request.stream()):
        if not isinstance(field, FileField):
            typed[field.name] = field.value
            continue
        # The token stands before the file, so that nothing is read for a forged request.
        page.check_token(visit.me, typed)
        act = await acting(visit.services, visit.me, typed.get("command_id") or ids.new_id())
        await acts.hand_in(act, document, field.content)
        return
    page.check_token(visit.me, typed)
    raise RefusedError(refuse(Code.FILE_MISSING, "file"))


async def _show(visit: Visit, document: str, refusal: Refusal | None = None) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit.me, document))
    said = {"file": await visit.sentence(refusal)} if refusal is not None else {}
    tender = found.tender
    return visit.render(
        "signatures.html",
        refusal,
        tender={"id": tender.id, "reference": tender.reference},
        # It stands on its own page here.
        document=papers.row(found.document, visit) | {"signing": None},
        path=f"/documents/{found.document.id}/signatures",
        places=[_place(each, found, visit) for each in found.places],
        copies=[_copy(each, found, visit) for each in found.copies],
        refused=await visit.sentence(found.refusal) if found.refusal is not None else None,
        form=Form(errors=said),
        command_id=ids.new_id(),
        limit=acts.MOST_BYTES,
    )


def _place(signatory: Signatory, found: _Signing, visit: Visit) -> dict[str, Any]:
    """Whose a place is, and what was signed there: with a certificate, in Bestek, or nothing."""
    place, texts = signatory.place, visit.texts
    outside = [
        each
        for copy in found.copies
        for each in added(copy.signed.found, found.document.size)
        if is_of(each, signatory.name)
    ]
    if outside:
        tone, word = "ok", texts.say("signing.outside")
    elif place.signed_at is not None:
        moment = formats.moment_short(place.signed_at, visit.language)
        tone, word = "ok", texts.say("signing.signed_off", moment=moment)
    else:
        tone, word = "idle", texts.say("signing.open")
    return {"name": place.name, "capacity": place.capacity, "tone": tone, "word": word}


def _copy(copy: Copy, found: _Signing, visit: Visit) -> dict[str, Any]:
    return {
        "path": f"/documents/{found.document.id}/signatures/{copy.sha256}",
        "at": copy.at,
        "who": found.named.get(copy.actor, "–"),
        "size": copy.size,
        "sha256": copy.sha256,
        "signatures": [
            shown(each, visit) for each in added(copy.signed.found, found.document.size)
        ],
    }


def shown(found: FoundSignature, look: Look) -> dict[str, Any]:
    """One signature as `_signature.html` shows it."""
    texts = look.texts
    return {
        "who": checked.who(found, texts),
        "level": texts.say(f"signature.level.{found.level}") if found.level else None,
        "when": checked.when(found, texts),
        "details": checked.details(found, texts),
        "holds": found.holds,
    }
