"""From opened bids to a concluded contract, by the JSON API alone, and what each may read when."""

import asyncio
from datetime import datetime
from typing import Any

from contracts import names
from infra.store import clock
from tests import opened
from tests.api_client import ApiClient
from tests.running import Running

TENDER = names.subject_of(opened.TENDER)
EVALUATION = f"/tenders/{TENDER}/evaluations/1"
AWARD = f"/tenders/{TENDER}/awards/1"
COMMITTEE = ("Griet", "Tine", "Yassin")


async def reach(api: ApiClient, who: str, path: str, wanted: str) -> None:
    """Wait until the engine has brought something to a stage."""
    found = None
    for _ in range(400):
        found = (await api.get(who, path)).json()
        if found.get("stage") == wanted:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{path} is {found}, not {wanted}")


async def started(api: ApiClient, running: Running) -> None:
    """An evaluation that nobody has declared for yet."""
    await running.parts.store.write(opened.tender)
    draft_hash = (await api.get("Bram", f"/tenders/{TENDER}")).json()["draft_hash"]
    answer = await api.post("Bram", f"/tenders/{TENDER}/evaluations", {"draft_hash": draft_hash})
    assert answer.status_code == 201, answer.text


async def declared(api: ApiClient, running: Running) -> None:
    """Everybody in, nobody with an interest."""
    await started(api, running)
    for member in COMMITTEE:
        answer = await api.post(member, f"{EVALUATION}/declarations", {"choice": "none"})
        assert answer.is_success, answer.text


async def write(api: ApiClient, who: str, path: str, body: Any, post: str = "") -> str:
    """Write a sheet over the version that is there, and bind it; the hash."""
    read = await api.get(who, path)
    assert read.is_success, read.text
    saved = await api.put(who, path, {"version": read.json()["version"], **body})
    assert saved.is_success, saved.text
    sha256: str = saved.json()["sha256"]
    answer = await api.post(who, post or path, {"sha256": sha256})
    assert answer.is_success, answer.text
    return sha256


async def examined(api: ApiClient, running: Running) -> None:
    """All bids regular."""
    await declared(api, running)
    rows = [
        {"bid": opened.bid(each), "not_excluded": True, "selected": True, "regular": True}
        for each in opened.PRICES
    ]
    await write(api, "Ilse", f"{EVALUATION}/examination", {"rows": rows})


def scores(given: dict[str, str]) -> dict[str, Any]:
    """One quality criterion for each bid."""
    return {
        "rows": [
            {
                "bid": opened.bid(supplier),
                "criterion": "K1",
                "score": score,
                "motivation": f"Waarom {score}.",
            }
            for supplier, score in given.items()
        ]
    }


GIVEN = {"Kade Zeven": "8", "Zilverdijk": "9", "Meerstroom": "6"}


async def scored(api: ApiClient, running: Running) -> None:
    """Every member has handed in, the chair one point lower."""
    await examined(api, running)
    for member in COMMITTEE:
        given = {**GIVEN, "Zilverdijk": "7"} if member == "Griet" else GIVEN
        path = f"{EVALUATION}/scores/mine"
        await write(api, member, path, scores(given), post=f"{EVALUATION}/scores")


async def ranked(api: ApiClient, running: Running) -> None:
    """The consensus closed and the ranking made."""
    await scored(api, running)
    await write(api, "Griet", f"{EVALUATION}/consensus", scores(GIVEN))
    assert (await api.get("Griet", f"{EVALUATION}/ranking")).status_code == 409
    assert (await api.post("Griet", f"{EVALUATION}/ranking")).is_success
    await reach(api, "Griet", EVALUATION, "ranked")


async def decided(api: ApiClient, running: Running) -> None:
    """Proposed, endorsed and decided."""
    await ranked(api, running)
    assert (await api.post("Griet", f"{EVALUATION}/conclusion")).is_success
    await reach(api, "Bram", AWARD, "proposing")
    begun = (await api.get("Bram", f"{AWARD}/proposal")).json()["sheet"]
    advantages = [{**row, "text": "Minder uitgewerkt."} for row in begun["advantages"]]
    motivation = "Het plan van aanpak is het best uitgewerkt."
    body = {"motivation": motivation, "advantages": advantages}
    await write(api, "Bram", f"{AWARD}/proposal", body)
    today = (await running.parts.store.read(clock.now)).date().isoformat()
    visum = {"number": "2026-V-0412", "date": today, "amount": {"amount": "774400.00"}}
    await write(api, "Koenraad", f"{AWARD}/visum", visum)
    decision = {
        "organ": "het college van burgemeester en schepenen",
        "number": "2026_CBS_01874",
        "date": today,
        "winner": opened.bid("Zilverdijk"),
        "amount": {"amount": "640000.00"},
    }
    await write(api, "Wouter", f"{AWARD}/decision", decision)
    await reach(api, "Bram", AWARD, "standstill")


async def test_an_award_is_decided_sent_and_concluded(api: ApiClient, running: Running) -> None:
    await decided(api, running)
    award = (await api.get("Bram", AWARD)).json()
    assert [letter["kind"] for letter in award["letters"]] == ["D-14b", "D-14a", "D-14b"]
    early = await api.post("Bram", f"{AWARD}/conclusion")
    assert early.json()["code"] == "standstill_runs"
    ends = award["standstill"]["ends"]
    await running.parts.store.write(lambda c: clock.move(c, datetime.fromisoformat(ends)))
    concluded = await api.post("Bram", f"{AWARD}/conclusion")
    assert concluded.is_success, concluded.text
    assert concluded.json()["answer"]["contract"]
