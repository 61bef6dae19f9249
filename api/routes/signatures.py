"""Documents that people sign with a tool of their own: who may, and the copies that came back."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from api import reading
from api.acts import signatures as acts
from api.commands import RefusedError
from api.identity import Me, Parts
from api.routes import documents as files
from api.routes.acting import Act
from contracts.base import Identifier, Instant, Sha256
from contracts.documents.checks import FoundSignature, place_of
from contracts.refusals import Code, refuse
from contracts.signatures import added
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.papers import signatories
from infra.store.queries.signatures import Copy

router = APIRouter(prefix="/documents/{document}/signatures", tags=["documents"])

PDF: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/pdf": {
                "schema": {"type": "string", "format": "binary"},
                "example": "%PDF-1.7 …",
            }
        },
    }
}


class PlaceBody(BaseModel):
    """A place to sign: the field in the file, and whose it is."""

    field: str
    name: str
    capacity: str


class CopyBody(BaseModel):
    """A signed copy, with the signatures that came after those of the issued document."""

    sha256: Sha256
    size: int
    at: Instant
    signatures: list[FoundSignature]


class SigningBody(BaseModel):
    """Who signs a document, and the signed copies that came back."""

    places: list[PlaceBody]
    copies: list[CopyBody]


def _body(document: Document, copy: Copy) -> CopyBody:
    found = added(copy.signed.found, document.size)
    return CopyBody(sha256=copy.sha256, size=copy.size, at=copy.at, signatures=list(found))


@router.get("")
async def listed(document: Identifier, me: Me, services: Parts) -> SigningBody:
    """The places to sign of a document, and its signed copies as far as the reader may see them."""

    def read(connection: Connection) -> SigningBody:
        found = reading.document_of(connection, me, document)
        places = [
            PlaceBody(field=place_of(index), name=each.name, capacity=each.place.capacity)
            for index, each in enumerate(signatories.of(connection, found))
        ]
        copies = reading.copies_of(connection, me, found)
        return SigningBody(places=places, copies=[_body(found, each) for each in copies])

    return await services.store.read(read)


@router.post("", status_code=201, openapi_extra=PDF)
async def hand_in(document: Identifier, request: Request, act: Act) -> CopyBody:
    """Hand in a signed copy as the raw body of the request: the issued file with signatures behind
    it, of people whom the document names. The same copy again is answered as the first time."""
    done = await acts.hand_in(act, document, request.stream())
    return _body(done.document, done.copy)


@router.get(
    "/{sha256}",
    response_class=Response,
    responses={200: {"content": {files.MEDIA["pdf"]: {}}}},
)
async def content(
    document: Identifier, sha256: Annotated[Sha256, Path()], me: Me, services: Parts
) -> Response:
    """A signed copy, as it was handed in."""

    def read(connection: Connection) -> Document:
        found = reading.document_of(connection, me, document)
        if sha256 not in {each.sha256 for each in reading.copies_of(connection, me, found)}:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        return found

    found = await services.store.read(read)
    return Response(
        await services.files.read(sha256),
        media_type=files.MEDIA["pdf"],
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )
