"""Both journeys of the demo, from the import of a notice to the last acceptance."""

import hashlib
from pathlib import Path
from typing import Any

from bestek.demo import cast, purchases
from bestek.demo.chapters import awarding, bidding, delivering, evaluating, preparing
from bestek.demo.performance import Connect
from bestek.demo.timekeeper import Timekeeper
from bestek.demo.tour import Purchase, Say, Tour
from bestek.demo.visitor import JourneyError, Visitors

CHAPTERS = (preparing, bidding, evaluating, awarding, delivering)


async def play(connect: Connect, timekeeper: Timekeeper, say: Say, folder: Path) -> dict[str, Any]:
    """The real IT purchase, then the worked example; what came of both.

    Every document is laid in `folder`. The first journey's figures stand at the top of the
    answer, the second's under `second`.
    """
    first = await _journey(connect, timekeeper, say, purchases.servers_and_storage(), folder)
    second = await _journey(connect, timekeeper, say, purchases.felp(), folder)
    return first | {"second": second}


async def play_on(
    connect: Connect, timekeeper: Timekeeper, say: Say, folder: Path
) -> dict[str, Any]:
    """As `play`; then a third purchase is brought to its consensus and left there for visitors."""
    told = await play(connect, timekeeper, say, folder)
    async with connect() as http:
        purchase = purchases.case_system()
        tour = Tour(Visitors(http, purchase.name), timekeeper, purchase, say)
        await preparing.play(tour)
        await bidding.play(tour)
        await evaluating.leave_open(tour)
    return told


async def _journey(
    connect: Connect, timekeeper: Timekeeper, say: Say, purchase: Purchase, folder: Path
) -> dict[str, Any]:
    async with connect() as http:
        tour = Tour(Visitors(http, purchase.name), timekeeper, purchase, say)
        for chapter in CHAPTERS:
            await chapter.play(tour)
        return await _told(tour, folder)


async def _told(tour: Tour, folder: Path) -> dict[str, Any]:
    """References, states, winner, totals, and every document with its hash."""
    tender = await tour.visitors.get(cast.BRAM, tour.path)
    contract = await tour.visitors.get(cast.DIRK, f"/contracts/{tour.contract}")
    documents = await tour.visitors.get(cast.BRAM, f"{tour.path}/documents")
    kept = []
    for document in documents:
        content = await tour.visitors.get_bytes(cast.BRAM, f"/documents/{document['id']}")
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 != document["sha256"]:
            raise JourneyError(f"{document['name']} is not what the register says")
        path = folder / tour.reference / f"{document['id'][-6:]}_{document['name']}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        kept.append({"kind": document["kind"], "path": str(path), "sha256": sha256})
    return {
        "tender": tour.reference,
        "tender_state": tender["stage"],
        "contract": contract["reference"],
        "contract_state": contract["stage"],
        **tour.found,
        "documents": kept,
    }
