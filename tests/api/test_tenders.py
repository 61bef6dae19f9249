"""From draft to opened bids, by the JSON API alone."""

import asyncio
from datetime import timedelta
from typing import Any

from contracts.base import content_hash
from infra.store import clock
from tests import builders
from tests.api_client import ApiClient
from tests.builders import uid
from tests.histories.keeping import keep
from tests.running import Running


async def created(api: ApiClient) -> str:
    """A dossier by Noor; its id."""
    draft = builders.draft().model_dump(mode="json")
    answer = await api.post("Noor", "/tenders", {"draft": draft})
    assert answer.status_code == 201, answer.text
    aggregate: str = answer.json()["aggregate"]
    return aggregate.split("/")[1]


async def approved(api: ApiClient, tender: str) -> str:
    """The hash that both have agreed with."""
    draft_hash: str = (await api.get("Noor", f"/tenders/{tender}")).json()["draft_hash"]
    body = {"draft_hash": draft_hash}
    answer = await api.post("Noor", f"/tenders/{tender}/submissions-for-approval", body)
    assert answer.status_code == 200, answer.text
    for who, step in (("Ilse", "legal"), ("Koenraad", "budget")):
        answer = await api.post(
            who,
            f"/tenders/{tender}/approvals",
            {"step": step, "decision": "approve", "draft_hash": draft_hash},
        )
        assert answer.is_success, answer.text
    return draft_hash


async def stage(api: ApiClient, tender: str) -> str:
    """Where the tender stands."""
    found: str = (await api.get("Bram", f"/tenders/{tender}")).json()["stage"]
    return found


async def reach(api: ApiClient, tender: str, wanted: str) -> None:
    """Wait until the engine has brought the tender to a stage."""
    for _ in range(200):
        if await stage(api, tender) == wanted:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the tender stays {await stage(api, tender)}, not {wanted}")


async def published(api: ApiClient) -> str:
    """A published tender."""
    tender = await created(api)
    draft_hash = await approved(api, tender)
    answer = await api.post("Bram", f"/tenders/{tender}/publication", {"draft_hash": draft_hash})
    assert answer.is_success, answer.text
    await reach(api, tender, "published")
    return tender


async def bid(api: ApiClient, tender: str, supplier: str, price: str) -> Any:
    """A bid with one file."""
    content = f"Het plan van aanpak van {supplier}.".encode()
    sealed = (
        await api.upload(f"{supplier} person", f"/tenders/{tender}/bid-files", content)
    ).json()
    form = {
        "price": {"amount": price},
        "vat_rate": "21",
        "validity_days": 120,
        "signatory": f"Directie {supplier}",
        "files": [{"name": "plan.pdf", "sha256": content_hash(content), "size": len(content)}],
    }
    return await api.post(
        f"{supplier} person", f"/tenders/{tender}/bids", {"form": form, "files": [sealed]}
    )


async def test_a_purchase_goes_from_draft_to_opened_bids(api: ApiClient, running: Running) -> None:
    tender = await published(api)
    for supplier, price in (("Kade Zeven", "612000.00"), ("Zilverdijk", "598500.50")):
        answer = await bid(api, tender, supplier, price)
        assert answer.status_code == 201, answer.text
    store = running.parts.store
    await store.write(lambda c: clock.move(c, builders.DEADLINE))
    late = await bid(api, tender, "Lindekreek", "1.00")
    assert late.status_code == 409
    assert late.json()["code"] == "bid_late"
    await store.write(lambda c: clock.move(c, builders.DEADLINE + timedelta(seconds=31)))
    await running.parts.wake(f"tender/{tender}")
    await reach(api, tender, "closed")
    assert (await api.post("Bram", f"/tenders/{tender}/opening-confirmations")).is_success
    again = await api.post("Bram", f"/tenders/{tender}/opening-confirmations")
    assert again.json()["code"] == "opening_second_person"
    assert (await api.post("Lieve", f"/tenders/{tender}/opening-confirmations")).is_success
    await reach(api, tender, "opened")
    found = (await api.get("Bram", f"/tenders/{tender}/bids")).json()
    assert [b["form"]["price"]["amount"] for b in found] == ["612000.00", "598500.50"]
    assert all(b["intact"] for b in found)
    files = f"/tenders/{tender}/bids/{found[0]['bid']}/files"
    plan = await api.get("Bram", f"{files}/0")
    assert content_hash(plan.content) == found[0]["form"]["files"][0]["sha256"]
    assert (await api.get("Bram", f"{files}/1")).status_code == 404
    assert (await api.get("Zilverdijk person", f"{files}/0")).status_code in (403, 404)
    documents = (await api.get("Bram", f"/tenders/{tender}/documents")).json()
    drawn = {d["kind"]: d["id"] for d in documents}
    assert {"D-04", "D-07"} <= drawn.keys() <= {"D-02", "D-04", "D-07"}
    record = await api.get("Bram", f"/documents/{drawn['D-07']}")
    assert record.content.startswith(b"%PDF")
    await keep(running, f"tender/{tender}", "opened", ended=False)


async def test_the_preparer_does_not_approve(api: ApiClient) -> None:
    tender = await created(api)
    draft_hash = (await api.get("Noor", f"/tenders/{tender}")).json()["draft_hash"]
    await api.post(
        "Noor", f"/tenders/{tender}/submissions-for-approval", {"draft_hash": draft_hash}
    )
    body = {"step": "legal", "decision": "approve", "draft_hash": draft_hash}
    answer = await api.post("Noor", f"/tenders/{tender}/approvals", body)
    assert answer.status_code == 403


async def test_the_number_of_bids_is_told_to_nobody_before_the_opening(api: ApiClient) -> None:
    tender = await published(api)
    assert (await bid(api, tender, "Kade Zeven", "612000.00")).is_success
    for who in ("Bram", "Noor", "Joris", "Els"):
        answer = await api.get(who, f"/tenders/{tender}/bids")
        assert answer.status_code in (403, 404) or answer.json() == []


async def test_a_supplier_sees_only_what_is_published(api: ApiClient) -> None:
    tender = await created(api)
    answer = await api.get("Kade Zeven person", f"/tenders/{tender}")
    assert answer.status_code == 404
    assert uid("Kade Zeven") not in answer.text
