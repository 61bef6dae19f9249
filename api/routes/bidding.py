"""Bids: sealed files, submission with a signed receipt, opening."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from api import evaluating, examples, opened_files, reading
from api.acts import bidding as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from contracts import names
from contracts.actors import Permission
from contracts.base import Identifier, Instant, Message
from contracts.bidding import BidForm, OpenedBid, SealedFile
from contracts.envelope import Answer
from infra.store.engine import Connection
from infra.store.queries import bidding as bids

router = APIRouter(prefix="/tenders/{tender}", tags=["bids"])


RAW_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "%PDF-1.7 …",
            }
        },
    }
}


class BidBody(Message):
    """A bid: its form, and the sealed files in the order of the form's files."""

    form: BidForm = Field(examples=[examples.BID_FORM])
    files: tuple[SealedFile, ...] = Field(default=(), examples=[[examples.SEALED_FILE]])
    replaces: Identifier | None = None


class ReceiptBody(BaseModel):
    """The signed receipt (JWS, EdDSA)."""

    receipt: str


class OwnBid(BaseModel):
    """A bid of the reader's own organisation. Its contents are sealed until the opening."""

    id: Identifier
    received_at: Instant
    status: str
    files: int


class LateDecision(Message):
    """What is decided on a bid that came in time but was committed after the close."""

    admit: bool
    reason: Annotated[str, Field(max_length=5000)] = Field(
        examples=["Ons systeem was van 9.58 tot 10.01 uur niet bereikbaar."]
    )


@router.post("/bid-files", status_code=201, openapi_extra=RAW_FILE)
async def upload(tender: Identifier, request: Request, act: Act) -> SealedFile:
    """Hand in a file of a bid as the raw body of the request; it is sealed while it comes in."""
    return await acts.seal_upload(act, tender, request.stream())


@router.post("/bids", status_code=201)
async def submit(tender: Identifier, body: BidBody, act: Act) -> ReceiptBody:
    """Hand in a bid. Late is `received >= deadline`, by the instant the request was read."""
    receipt = await acts.submit(act, tender, body.form, body.files, body.replaces)
    return ReceiptBody(receipt=receipt)


@router.get("/bids/own")
async def own(tender: Identifier, me: Me, services: Parts) -> list[OwnBid]:
    """The bids of the reader's own organisation."""

    def read(connection: Connection) -> list[bids.ReceivedBid]:
        reading.readable_tender(connection, me, tender)
        return bids.of_supplier(connection, names.tender(tender), me.actor.organisation)

    return [
        OwnBid(
            id=bid.id,
            received_at=bid.received_at,
            status=bid.status,
            files=len(bid.manifest.files),
        )
        for bid in await services.store.read(read)
    ]


@router.get("/bids")
async def opened(tender: Identifier, me: Me, services: Parts) -> list[OpenedBid]:
    """What the opening found; empty before it. Not even the number of bids is told earlier.
    Members of the committee read it once their declaration let them in."""

    def read(connection: Connection) -> tuple[OpenedBid, ...]:
        reading.readable_tender(connection, me, tender, Permission.READ_BIDS)
        evaluating.require_sight_of_bids(connection, me, tender)
        return bids.opened(connection, names.tender(tender))

    return list(await services.store.read(read))


@router.get("/bids/{bid}/files/{position}", response_class=Response)
async def opened_file(
    tender: Identifier,
    bid: Identifier,
    position: Annotated[int, Path(ge=0, le=999)],
    me: Me,
    services: Parts,
) -> Response:
    """One file of an opened bid, in the order of its form; for who may read bids."""
    return await opened_files.answer(services, me, tender, bid, position)


@router.post("/opening-confirmations")
async def confirm_opening(tender: Identifier, act: Act) -> Answer:
    """Confirm one's part as opening officer."""
    return await acts.confirm_opening(act, tender)


@router.post("/bids/{bid}/late-decision")
async def decide_late(tender: Identifier, bid: Identifier, body: LateDecision, act: Act) -> Answer:
    """Decide on a held bid."""
    return await acts.decide_late(act, tender, bid, body.admit, body.reason)
