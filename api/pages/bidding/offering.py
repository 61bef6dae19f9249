"""P-21: one's own bid, complete, sealed, on time; and where it stands afterwards."""

import re
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import bidding as acts
from api.acts.acting import acting
from api.commands import RefusedError
from api.pages import page
from api.pages.bidding import dossier, form
from api.pages.bidding.dossier import Dossier
from api.pages.bidding.form import Offer
from api.pages.page import Looking, Visit
from contracts import names
from contracts.base import Identifier
from contracts.people import OrganisationCard
from contracts.refusals import Code, Refusal, refuse
from contracts.rules.identifiers import enterprises
from infra import ids
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries.bidding import ReceivedBid
from infra.texts import formats

router = APIRouter(include_in_schema=False)

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@router.get("/{lang}/tenders/{tender}/bid")
async def own(tender: Identifier, visit: Looking) -> Response:
    """Where the reader's bid stands."""

    def read(connection: Connection) -> tuple[Dossier, ReceivedBid | None, list[ReceivedBid]]:
        found = _biddable(connection, visit, tender)
        mine = bids.of_supplier(connection, names.tender(tender), visit.me.actor.organisation)
        earlier = [bid for bid in mine if bid.status == "replaced"]
        return found, dossier.standing(connection, visit.me, tender), earlier

    found, bid, earlier = await visit.services.store.read(read)
    if bid is None:
        return visit.go(f"/tenders/{tender}/bid/new" if found.open(visit.now) else _notice(tender))
    return visit.render(
        "own_bid.html",
        tender=found.head(visit.texts),
        due=found.deadline,
        bid={
            "received_at": bid.received_at,
            "files": len(bid.manifest.files),
            "status": bid.status,
        },
        open=found.open(visit.now) and bid.status == "received",
        opened=found.opened,
        earlier=[
            {"received_at": one.received_at, "path": _receipt(tender, one.id)}
            for one in reversed(earlier)
        ],
        receipt_path=_receipt(tender, bid.id),
        replace_path=f"/tenders/{tender}/bid/new",
    )


@router.get("/{lang}/tenders/{tender}/bid/new")
async def begin(tender: Identifier, visit: Looking) -> Response:
    """The first step of a new bid, or of one that replaces the standing bid."""
    found, bidder, standing = await visit.services.store.read(lambda c: _read(c, visit, tender))
    if not found.open(visit.now) or (standing and standing.status != "received"):
        return visit.go(f"/tenders/{tender}/bid" if standing else _notice(tender))
    draft = found.tender.draft
    typed = {
        "command_id": ids.new_id(),
        "replaces": standing.id if standing else "",
        "vat_rate": formats.plain(draft.vat_rate, visit.language),
        "validity_days": str(draft.validity_days),
    }
    return _show(visit, found, bidder, standing, Offer(typed), "documents")


@router.post("/{lang}/tenders/{tender}/bid/new")
async def proceed(tender: Identifier, visit: Looking) -> Response:
    """A step of the form came back: go to the next, or hand the bid in."""
    found, bidder, standing = await visit.services.store.read(lambda c: _read(c, visit, tender))
    offer = await form.read(visit, tender)

    def show(offer: Offer, step: str, refusal: Refusal | None = None, why: str = "") -> Response:
        return _show(visit, found, bidder, standing, offer, step, refusal, why)

    action = offer.action
    if action.startswith("remove-") and action.removeprefix("remove-").isdecimal():
        return show(offer.without(int(action.removeprefix("remove-"))), "documents")
    if action in ("add", "documents") or offer.errors:
        return show(offer, "documents", _invalid(offer))
    if action == "price":
        return show(offer, "price")
    filled, refused = form.filled(offer, visit)
    if filled is None:
        errors = {
            name: await visit.sentence(refused[name])
            for name in form.PRICE_FIELDS
            if name in refused
        }
        wrong = replace(offer, errors=errors)
        return show(wrong, "price", _invalid(wrong))
    if action != "submit":
        return show(offer, "check")
    if offer.typed.get("agreed") != "yes":
        missing = replace(offer, errors={"agreed": visit.texts.say("offer.agree_missing")})
        return show(missing, "check", _invalid(missing))
    key = offer.typed.get("command_id") or ids.new_id()
    act = await acting(visit.services, visit.me, key)
    sealed = tuple(file.sealed for file in offer.files)
    replaces = offer.typed.get("replaces") or None
    if replaces and not _ID.fullmatch(replaces):
        raise RefusedError(refuse(Code.INVALID_INPUT))
    outcome = await page.attempt(visit, acts.submit(act, tender, filled, sealed, replaces))
    if outcome.refusal is not None:
        why = await visit.sentence(outcome.refusal)
        return show(offer, "check", outcome.refusal, why)
    return visit.go(f"{_receipt(tender, act.new_id())}?fresh=1")


def _invalid(offer: Offer) -> Refusal | None:
    return refuse(Code.INVALID_INPUT) if offer.errors else None


def _biddable(connection: Connection, visit: Visit, tender: str) -> Dossier:
    found = dossier.public_for(connection, visit.me, tender)
    if not dossier.may_bid(connection, visit.me, tender):
        raise RefusedError(refuse(Code.NOT_ALLOWED))
    return found


def _read(
    connection: Connection, visit: Visit, tender: str
) -> tuple[Dossier, OrganisationCard, ReceivedBid | None]:
    found = _biddable(connection, visit, tender)
    bidder = organisations.get(connection, visit.me.actor.organisation)
    return found, bidder, dossier.standing(connection, visit.me, tender)


def _show(
    visit: Visit,
    found: Dossier,
    bidder: OrganisationCard,
    standing: ReceivedBid | None,
    offer: Offer,
    step: str,
    refusal: Refusal | None = None,
    why: str = "",
) -> Response:
    problem: dict[str, Any] | None = None
    if why:
        problem = {"title": visit.texts.say("offer.refused"), "text": why}
    filled = form.filled(offer, visit)[0] if step == "check" else None
    replaced = standing if standing and offer.typed.get("replaces") == standing.id else None
    return visit.render(
        "offer.html",
        refusal,
        tender=found.head(visit.texts),
        due=found.deadline,
        step=step,
        form=offer.form,
        problem=problem,
        files=form.shown(offer.files),
        limit=visit.services.settings.max_file_bytes,
        supplier={
            "name": bidder.name,
            "number": enterprises.written_enterprise_number(bidder.enterprise_number)
            if bidder.enterprise_number
            else None,
        },
        replaces={"received_at": replaced.received_at} if replaced else None,
        sums=form.sums(filled) if filled else None,
        hidden=offer.hidden(visit, step),
        path=f"/tenders/{found.tender.id}/bid/new",
    )


def _notice(tender: str) -> str:
    return f"/tenders/{tender}/notice"


def _receipt(tender: str, bid: str) -> str:
    return f"/tenders/{tender}/bids/{bid}/receipt"
