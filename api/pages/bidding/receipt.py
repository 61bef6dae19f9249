"""The receipt of a bid: what was received, when to the millisecond, under whose signature."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.commands import RefusedError
from api.pages.bidding import dossier
from api.pages.bidding.dossier import Dossier
from api.pages.page import Looking, Visit
from contracts import names
from contracts.base import Identifier
from contracts.refusals import Code, refuse
from infra import threads
from infra.receipts import KeptReceipt, ReceiptBook
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries.bidding import ReceivedBid
from infra.texts import formats
from infra.texts.catalogue import Texts
from infra.vault.signing import SignatureInvalid

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Found:
    dossier: Dossier
    supplier: str
    bid: ReceivedBid
    kept: KeptReceipt


async def _find(visit: Visit, tender: str, bid_id: str) -> _Found:
    """The bid of the reader's own organisation with its receipt. Raises RefusedError."""

    def read(connection: Connection) -> tuple[Dossier, str, ReceivedBid | None]:
        found = dossier.public_for(connection, visit.me, tender)
        own = visit.me.actor.organisation
        mine = bids.of_supplier(connection, names.tender(tender), own)
        bid = next((bid for bid in mine if bid.id == bid_id), None)
        return found, organisations.get(connection, own).name, bid

    found, supplier, bid = await visit.services.store.read(read)
    kept = await threads.run(_kept, visit.services.receipts, tender, bid_id)
    if bid is None or kept is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return _Found(found, supplier, bid, kept)


def _kept(book: ReceiptBook, tender: str, bid_id: str) -> KeptReceipt | None:
    """The receipt as it was acknowledged; the first, if the bid was registered again later."""
    return next((kept for kept in book.all(tender) if kept.bid_id == bid_id), None)


@router.get("/{lang}/tenders/{tender}/bids/{bid}/receipt")
async def receipt(tender: Identifier, bid: Identifier, visit: Looking) -> Response:
    """The receipt as a page."""
    found = await _find(visit, tender, bid)
    signed = _verified(visit, found.kept)
    path = f"/tenders/{tender}"
    return visit.render(
        "receipt.html",
        tender=found.dossier.head(visit.texts),
        supplier=found.supplier,
        due=found.dossier.deadline,
        opened=found.dossier.opened,
        fresh="fresh" in visit.request.query_params,
        receipt=_shown(found, signed, visit.texts),
        key=visit.services.signer.public_pem().decode(),
        download_path=f"{path}/bids/{bid}/receipt.jws",
        bid_path=f"{path}/bid",
    )


@router.get("/{lang}/tenders/{tender}/bids/{bid}/receipt.jws")
async def download(tender: Identifier, bid: Identifier, visit: Looking) -> Response:
    """The signed receipt itself."""
    found = await _find(visit, tender, bid)
    name = f"{found.dossier.tender.reference}_{bid[:8]}.jws"
    return Response(
        found.kept.jws,
        media_type="application/jose",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _verified(visit: Visit, kept: KeptReceipt) -> dict[str, Any] | None:
    try:
        return visit.services.signer.verify_receipt(kept.jws)
    except SignatureInvalid:
        return None


def exact(moment: datetime, texts: Texts) -> str:
    """A moment to the millisecond, as a receipt writes it; rounded down."""
    return texts.say(
        "receipt.moment",
        day=formats.moment(moment, texts.language).rpartition(", ")[0],
        time=formats.hour(moment, texts.language, seconds=True),
        milliseconds=f"{moment.microsecond // 1000:03}",
    )


def _shown(found: _Found, signed: dict[str, Any] | None, texts: Texts) -> dict[str, Any]:
    manifest = found.bid.manifest
    files = [{"name": texts.say("receipt.form"), **manifest.form.model_dump()}]
    files += [
        {"name": texts.say("receipt.file", n=n), **file.model_dump()}
        for n, file in enumerate(manifest.files, start=1)
    ]
    return {
        "id": found.bid.id,
        "received_at": found.bid.received_at,
        "exact": exact(found.bid.received_at, texts),
        "manifest": found.bid.manifest_hash,
        "leaf": (signed or {}).get("leaf", "–"),
        "files": files,
        "valid": signed is not None and signed["manifest"] == found.bid.manifest_hash,
        "size": sum(int(file["size"]) for file in files),
        "replaces": bool(signed and signed["replaces"]),
    }
