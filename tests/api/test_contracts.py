"""A contract from its conclusion to its first certificate, by the JSON API alone."""

import asyncio
from typing import Any

from tests import contracted
from tests.api_client import ApiClient
from tests.builders import uid
from tests.contracted import CRITERIA, M1
from tests.running import Running

CONTRACT = contracted.CONTRACT.split("/")[1]
PERSON = "Kade Zeven person"
DELIVERY = f"/deliveries/{M1}/1"

NOTE = {
    "signatory": "Mehdi Lindenhart",
    "deliverables": [{"name": "Meetverslag", "version": "1.2"}],
    "evidence": [{"criterion": each, "text": "Zie het meetverslag."} for each in CRITERIA],
}


def report(**changes: Any) -> dict[str, Any]:
    """A report in which everything is met."""
    results = [{"criterion": each, "result": "met"} for each in CRITERIA]
    return {"verdict": "accepted", "results": results} | changes


async def deliver(api: ApiClient, key: str | None = None) -> Any:
    """The first milestone, handed over."""
    path = f"/contracts/{CONTRACT}/milestones/{M1}/deliveries"
    return await api.post(PERSON, path, NOTE, key)


async def signed(api: ApiClient, who: str, written: dict[str, Any], number: int = 1) -> Any:
    """A report written and signed off."""
    body = {"round": number, "version": 0, "report": written}
    saved = await api.put(who, f"{DELIVERY}/sign-off", body)
    assert saved.is_success, saved.text
    return await api.post(who, f"{DELIVERY}/sign-off", {"sha256": saved.json()["sha256"]})


async def reach(api: ApiClient, wanted: str) -> dict[str, Any]:
    """Wait until the delivery stands at a stage; what Dirk reads of it then."""
    found: dict[str, Any] = {}
    for _ in range(200):
        answer = await api.get("Dirk", DELIVERY)
        found = answer.json()
        if answer.is_success and found["stage"] == wanted:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"the delivery stays {found}, not {wanted}")


async def waited_for(api: ApiClient, who: str) -> list[str]:
    """What this person must do about the contract."""
    found = (await api.get(who, "/tasks")).json()
    return [each["what"] for each in found if not each["aggregate"].startswith("tender/")]


async def test_a_delivery_is_verified_remedied_and_certified(
    api: ApiClient, running: Running
) -> None:
    await contracted.conclude(running.parts.store)
    assert await waited_for(api, PERSON) == ["confirm_delivery"]
    answer = await deliver(api, "once")
    assert answer.status_code == 201, answer.text
    assert (await deliver(api, "once")).json()["answer"] == answer.json()["answer"]
    await reach(api, "verifying")
    wanting = report(
        verdict="shortcomings",
        results=[
            {"criterion": CRITERIA[0], "result": "met"},
            {"criterion": CRITERIA[1], "result": "not_met"},
        ],
        shortcomings=[{"criterion": CRITERIA[1], "text": "Haalt 82 %.", "severity": "blocking"}],
        remedy_before="2026-04-02",
    )
    assert (await signed(api, "Fatima", wanting)).is_success
    hidden = (await api.get(PERSON, DELIVERY)).json()
    assert hidden["rounds"][0]["reports"] == []
    assert await waited_for(api, "Fatima") == []
    assert await waited_for(api, "Stijn") == ["sign_off"]
    assert (await signed(api, "Stijn", report())).is_success
    await reach(api, "remedying")
    told = (await api.get(PERSON, DELIVERY)).json()
    assert told["rounds"][0]["reports"][0]["report"]["shortcomings"][0]["text"] == "Haalt 82 %."
    assert "confirm_remedy" in await waited_for(api, PERSON)
    silent = await api.post(PERSON, f"{DELIVERY}/remedy", {"note": "  "})
    assert silent.json()["code"] == "text_missing"
    assert (await api.post(PERSON, f"{DELIVERY}/remedy", {"note": "Vervangen."})).is_success
    assert (await reach(api, "verifying"))["round"] == 2
    for who in ("Fatima", "Stijn"):
        assert (await signed(api, who, report(), number=2)).is_success
    done = await reach(api, "certified")
    certificate = await api.get(PERSON, f"/documents/{done['certificate']}")
    assert certificate.content.startswith(b"%PDF")
    page = (await api.get("Dirk", f"/contracts/{CONTRACT}")).json()
    assert page["price"] == {"amount": "612345.67", "currency": "EUR"}
    assert page["milestones"][0]["certificate"] == done["certificate"]
    assert page["milestones"][0]["slip"] == -60


async def today(api: ApiClient) -> str:
    """The day on which the contract was concluded."""
    found = (await api.get("Dirk", f"/contracts/{CONTRACT}")).json()
    return str(found["concluded_at"][:10])


async def test_the_bond_is_proved_by_the_json_api(api: ApiClient, running: Running) -> None:
    await contracted.conclude(running.parts.store)
    assert await waited_for(api, "Koenraad") == ["confirm_bond"]
    due = (await api.get("Dirk", f"/contracts/{CONTRACT}/dues")).json()["bond"]["due"]
    assert due["amount"] == {"amount": "30617.28", "currency": "EUR"}
    assert due["exact"] == "61234567/2000"
    assert due["figures"][0]["article"] == "RD 14 January 2013 art. 25"
    assert due["figures"][0]["confidence"] == "high"
    proof = {"amount": due["amount"], "proved_on": await today(api), "reference": "DCK 4711"}
    path = f"/contracts/{CONTRACT}/bond"
    less = proof | {"amount": {"amount": "30617.27", "currency": "EUR"}}
    assert (await api.post("Koenraad", path, less)).json()["code"] == "bond_too_low"
    other = proof | {"amount": {"amount": "30617.28", "currency": "USD"}}
    answer = await api.post("Dirk", path, other)
    assert (answer.status_code, answer.json()["code"]) == (422, "currency_differs")
    assert answer.json()["facts"] == {"given": "USD", "expected": "EUR"}
    taken = await api.post("Dirk", path, proof, "bond")
    assert taken.status_code == 201, taken.text
    assert (await api.post("Dirk", path, proof, "bond")).json()["answer"] == taken.json()["answer"]
    again = await api.post("Koenraad", path, proof, "other")
    assert again.json()["code"] == "bond_not_awaited"
    assert await waited_for(api, "Koenraad") == []
    proved = (await api.get(PERSON, f"/contracts/{CONTRACT}/dues")).json()["bond"]
    assert (proved["proved"]["reference"], proved["confirmed_by"]) == ("DCK 4711", uid("Dirk"))


async def test_an_accepted_milestone_is_paid_once_by_the_json_api(
    api: ApiClient, running: Running
) -> None:
    await contracted.conclude(running.parts.store)
    day = await today(api)
    one = {"amount": "1.00", "currency": "EUR"}
    paid = {"amount": one, "invoiced_on": day, "paid_on": day, "reference": "2026/F/1"}
    path = f"/contracts/{CONTRACT}/milestones/{M1}/payments"
    early = await api.post("Koenraad", path, paid)
    assert (early.status_code, early.json()["code"]) == (409, "payment_without_acceptance")
    assert (await deliver(api)).is_success
    await reach(api, "verifying")
    for who in ("Fatima", "Stijn"):
        assert (await signed(api, who, report())).is_success
    await reach(api, "certified")
    for _ in range(200):
        if "release_payment" in await waited_for(api, "Koenraad"):
            break
        await asyncio.sleep(0.05)
    bill = (await api.get("Dirk", f"/contracts/{CONTRACT}/dues")).json()["bills"][0]
    assert bill["payable"] == {"amount": "296375.31", "currency": "EUR"}
    assert bill["periods"][-1]["explanation"]["article"].endswith("art. 160")
    above = paid | {"amount": {"amount": "296375.32", "currency": "EUR"}}
    assert (await api.post("Koenraad", path, above)).json()["code"] == "payment_above_accepted"
    other = paid | {"amount": {"amount": "1.00", "currency": "USD"}}
    assert (await api.post("Koenraad", path, other)).json()["code"] == "currency_differs"
    whole = await api.post("Koenraad", path, paid | {"amount": bill["payable"]}, "pay")
    assert whole.status_code == 201, whole.text
    twice = await api.post("Koenraad", path, paid, "twice")
    assert twice.json()["code"] == "payment_already_recorded"
    assert await waited_for(api, "Koenraad") == ["confirm_bond"]
    told = (await api.get(PERSON, f"/contracts/{CONTRACT}/dues")).json()["bills"][0]
    assert (told["paid"]["reference"], told["paid_late"]) == ("2026/F/1", None)


async def test_a_report_that_does_not_follow_from_its_tests_is_refused(
    api: ApiClient, running: Running
) -> None:
    await contracted.conclude(running.parts.store)
    assert (await deliver(api)).is_success
    await reach(api, "verifying")
    results = [{"criterion": each, "result": "not_met"} for each in CRITERIA]
    answer = await signed(api, "Fatima", report(results=results))
    assert answer.json()["code"] == "shortcomings_missing"
    own = (await api.get("Fatima", f"{DELIVERY}/sign-off")).json()
    assert own["findings"][0] == {"code": "shortcomings_missing", "field": "shortcomings"}
    assert (await api.get("Stijn", f"{DELIVERY}/sign-off")).json()["report"] is None
    stranger = await api.get("Zilverdijk person", DELIVERY)
    assert stranger.status_code == 404


async def test_only_the_parties_find_a_contract(api: ApiClient, running: Running) -> None:
    await contracted.conclude(running.parts.store)
    for who in ("Dirk", "Els", PERSON):
        found = (await api.get(who, "/contracts")).json()
        assert [each["id"] for each in found] == [CONTRACT]
        assert (await api.get(who, f"/contracts/{CONTRACT}")).is_success
    for who in ("Zilverdijk person", "Joris"):
        assert (await api.get(who, "/contracts")).json() == []
        assert (await api.get(who, f"/contracts/{CONTRACT}")).status_code in (403, 404)
    assert (
        uid("Kade Zeven")
        == (await api.get("Dirk", f"/contracts/{CONTRACT}")).json()["supplier"]["id"]
    )


async def test_who_is_not_of_the_committee_writes_no_report(
    api: ApiClient, running: Running
) -> None:
    await contracted.conclude(running.parts.store)
    assert (await deliver(api)).is_success
    await reach(api, "verifying")
    body = {"round": 1, "version": 0, "report": report()}
    for who in ("Dirk", "Bram", PERSON):
        answer = await api.put(who, f"{DELIVERY}/sign-off", body)
        assert answer.status_code in (403, 404), answer.text
