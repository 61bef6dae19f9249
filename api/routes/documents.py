"""Documents of a dossier: the register, and the files."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from api import reading
from api.identity import Me, Parts
from contracts.base import Identifier, Instant, Sha256

router = APIRouter(tags=["documents"])

MEDIA = {"pdf": "application/pdf", "json": "application/json"}


class DocumentRow(BaseModel):
    """A document in the register."""

    id: Identifier
    kind: str
    name: str
    title: str
    language: str
    sha256: Sha256
    size: int
    drawn_at: Instant
    original: Identifier | None
    """The document of which this is a copy in another language."""


@router.get("/tenders/{tender}/documents")
async def listed(tender: Identifier, me: Me, services: Parts) -> list[DocumentRow]:
    """The documents of a dossier that the reader may see, in the order of drawing."""
    found = await services.store.read(lambda c: reading.documents_of(c, me, tender))
    return [DocumentRow.model_validate(vars(document)) for document in found]


@router.get(
    "/documents/{document}",
    response_class=Response,
    responses={200: {"content": {media: {} for media in MEDIA.values()}}},
)
async def content(document: Identifier, me: Me, services: Parts) -> Response:
    """The file itself, under a name that says what it is."""

    found = await services.store.read(lambda c: reading.document_of(c, me, document))
    suffix = found.name.rsplit(".", 1)[-1]
    return Response(
        await services.files.read(found.sha256),
        media_type=MEDIA[suffix],
        headers={"Content-Disposition": f'inline; filename="{found.name}"'},
    )
