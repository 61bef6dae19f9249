"""Three bids in time, one too late, and the opening by two officers."""

from datetime import timedelta
from typing import Any

from bestek.demo import cast
from bestek.demo.tour import Offer, Tour
from bestek.demo.visitor import JourneyError
from contracts.base import content_hash
from infra import ids


def bid_id(tour: Tour, offer: Offer) -> str:
    """The id that the API gives the bid of this offer."""
    return ids.derived(offer.bidder.person.id, tour.visitors.steady(f"bid-{_slug(offer)}"))


async def play(tour: Tour) -> None:
    """Hand in, be refused, close, open."""
    deadline = tour.purchase.draft.submission_deadline
    if deadline is None:
        raise JourneyError("a published tender has a deadline")
    for offer in tour.purchase.offers:
        await tour.on(offer.handed_in)
        await _hand_in(tour, offer)
    tour.say(f"{len(tour.purchase.offers)} leveranciers dienen in en krijgen een ontvangstbewijs")
    if late := tour.purchase.late:
        await tour.on(late.handed_in)
        tour.say(f"{late.bidder.person.name}: {await _too_late(tour, late)}")
    await tour.on(deadline + timedelta(minutes=15))
    for officer in (cast.BRAM, cast.LIEVE):
        await tour.visitors.post(officer, f"{tour.path}/opening-confirmations", "open")
    await tour.visitors.until(cast.BRAM, tour.path, _is_opened, "opened")
    opened = await tour.visitors.get(cast.BRAM, f"{tour.path}/bids")
    if [b["intact"] for b in opened] != [True] * len(tour.purchase.offers):
        raise JourneyError(f"not every bid is intact: {opened}")
    tour.say("Bram en Lieve openen samen; het proces-verbaal van opening is opgemaakt")


def _slug(offer: Offer) -> str:
    return offer.bidder.person.organisation[:8]


async def _hand_in(tour: Tour, offer: Offer) -> None:
    own = await tour.visitors.get(offer.bidder, f"{tour.path}/bids/own")
    if bid_id(tour, offer) in {bid["id"] for bid in own}:
        return
    body = await _body(tour, offer)
    answer = await tour.visitors.post(
        offer.bidder, f"{tour.path}/bids", f"bid-{_slug(offer)}", body
    )
    if answer["receipt"].count(".") != 2:
        raise JourneyError("the receipt is not signed")


async def _too_late(tour: Tour, offer: Offer) -> str:
    body = await _body(tour, offer)
    return await tour.visitors.refused(
        offer.bidder, f"{tour.path}/bids", f"bid-{_slug(offer)}", body, "bid_late"
    )


async def _body(tour: Tour, offer: Offer) -> dict[str, Any]:
    content = _proposal(tour, offer)
    sealed = await tour.visitors.upload(
        offer.bidder, f"{tour.path}/bid-files", f"file-{_slug(offer)}", content
    )
    form = {
        "price": offer.price.model_dump(mode="json"),
        "vat_rate": str(tour.purchase.draft.vat_rate),
        "validity_days": tour.purchase.draft.validity_days,
        "signatory": offer.bidder.person.name,
        "files": [
            {
                "name": "plan-van-aanpak.txt",
                "sha256": content_hash(content),
                "size": len(content),
                "media_type": "text/plain",
            }
        ],
    }
    return {"form": form, "files": [sealed]}


def _proposal(tour: Tour, offer: Offer) -> bytes:
    """The one file of a bid: its plan, a few paragraphs."""
    lines = (
        tour.purchase.draft.title,
        f"Inschrijver: {offer.bidder.person.name}, {offer.bidder.person.function}",
        "",
        "Plan van aanpak. Wij leveren de omgeving in drie stappen, telkens met een proef die "
        "het bestuur zelf kan overdoen. Elke stap eindigt met een verslag.",
    )
    return "\n".join(lines).encode()


def _is_opened(tender: Any) -> bool:
    return str(tender["stage"]) not in ("closed", "opening", "recording")
