"""Proposal, visum, decision of the college, letters, standstill, conclusion."""

from datetime import datetime, timedelta
from typing import Any

from bestek.demo import cast
from bestek.demo.chapters.bidding import bid_id
from bestek.demo.tour import Offer, Tour
from bestek.demo.visitor import JourneyError
from contracts.awarding import Stage
from contracts.awarding.sheets import with_vat
from contracts.base import BRUSSELS, local_date
from infra import ids

ORDER = tuple(Stage)


async def play(tour: Tour) -> None:
    """From the proposal to the contract."""
    begin = (await _concluded_at(tour)) + timedelta(days=2)
    await tour.on(begin)
    await _propose(tour)
    await tour.on(begin + timedelta(days=1))
    await _visum(tour, begin + timedelta(days=1))
    tour.say("Koenraad verleent het visum")
    session = _monday_after(begin + timedelta(days=1))
    await tour.on(session)
    await _decide(tour, session)
    await tour.visitors.until(cast.BRAM, _path(tour), _is_sent, "its letters")
    award = await tour.visitors.get(cast.BRAM, _path(tour))
    tour.say("De gunningsbeslissing en een brief aan elke inschrijver zijn verstuurd")
    if standstill := award["standstill"]:
        tour.say(f"De wachttermijn loopt; sluiten kan vanaf {standstill['concludes_from']}")
        await tour.on(datetime.fromisoformat(standstill["ends"]) + timedelta(hours=33))
    answer = await tour.visitors.post(cast.BRAM, f"{_path(tour)}/conclusion", "contract")
    tour.contract = ids.derived(cast.BRAM.person.id, tour.visitors.steady("contract"))
    if answer["aggregate"].split("/")[1] != tour.tender:
        raise JourneyError(f"another award was concluded: {answer}")
    await tour.visitors.appears(cast.DIRK, f"/contracts/{tour.contract}")
    tour.say(f"Bram sluit de opdracht met {tour.found['winner']}")


def _path(tour: Tour) -> str:
    return f"{tour.path}/awards/1"


async def _is_past(tour: Tour, stage: Stage) -> bool:
    found = await tour.visitors.appears(cast.BRAM, _path(tour))
    return ORDER.index(Stage(found["stage"])) > ORDER.index(stage)


async def _concluded_at(tour: Tour) -> datetime:
    deadline = tour.purchase.draft.submission_deadline
    if deadline is None:
        raise JourneyError("a published tender has a deadline")
    await tour.visitors.appears(cast.BRAM, _path(tour))
    return deadline + timedelta(days=22)


def _winning(tour: Tour) -> Offer:
    return next(o for o in tour.purchase.offers if o.bidder == tour.purchase.winner)


async def _propose(tour: Tour) -> None:
    if await _is_past(tour, Stage.PROPOSING):
        return
    winner = _winning(tour)
    sheet = {
        "winner": bid_id(tour, winner),
        "amount": winner.price.model_dump(mode="json"),
        "vat_rate": str(tour.purchase.draft.vat_rate),
        "motivation": f"De offerte is de economisch meest voordelige. {winner.motivation}",
        "advantages": [
            {
                "bid": bid_id(tour, offer),
                "text": f"{offer.motivation} De gekozen offerte scoort hoger in totaal.",
            }
            for offer in tour.purchase.offers
            if offer is not winner
        ],
    }
    await _bind(tour, cast.BRAM, "proposal", sheet)
    tour.say("Bram stelt de gunning voor")


async def _visum(tour: Tour, day: datetime) -> None:
    if await _is_past(tour, Stage.VISUM):
        return
    rate = tour.purchase.draft.vat_rate
    sheet = {
        "number": f"2026-V-{tour.reference[-3:]}",
        "date": local_date(day).isoformat(),
        "amount": with_vat(_winning(tour).price, rate).model_dump(mode="json"),
        "remark": "",
    }
    await _bind(tour, cast.KOENRAAD, "visum", sheet)


async def _decide(tour: Tour, session: datetime) -> None:
    if await _is_past(tour, Stage.DECIDING):
        return
    winner = _winning(tour)
    sheet = {
        "organ": "College van burgemeester en schepenen",
        "number": f"{session.year}_CBS_{tour.reference[-3:]}",
        "date": local_date(session).isoformat(),
        "winner": bid_id(tour, winner),
        "amount": winner.price.model_dump(mode="json"),
    }
    await _bind(tour, cast.WOUTER, "decision", sheet)
    tour.say("Wouter registreert de beslissing van het college")


async def _bind(tour: Tour, who: cast.Member, name: str, sheet: dict[str, Any]) -> None:
    """Write a sheet unless it lies there already, and bind the version that was written."""
    path = f"{_path(tour)}/{name}"
    found = await tour.visitors.get(who, path)
    sha256 = found["sha256"]
    if found["version"] == 0:
        saved = await tour.visitors.put(who, path, f"{name}-draft", {"version": 0} | sheet)
        sha256 = saved["sha256"]
    await tour.visitors.post(who, path, name, {"sha256": sha256})


def _monday_after(day: datetime) -> datetime:
    """The next session of the college: Monday 14.00."""
    local = day.astimezone(BRUSSELS)
    ahead = (7 - local.weekday()) % 7 or 7
    return (local + timedelta(days=ahead)).replace(hour=15, minute=30, second=0, microsecond=0)


def _is_sent(award: Any) -> bool:
    return ORDER.index(Stage(award["stage"])) >= ORDER.index(Stage.STANDSTILL)
