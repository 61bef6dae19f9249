"""Copies in another language and documents that could not be drawn, asked for over the API."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from activities.documents import Desk
from activities.notifications import Notifier
from contracts import names
from contracts.documents.order import Order
from contracts.documents.undrawn import Reason
from infra.store import audit, documents, undrawn
from infra.store.undrawn import Wanted
from tests import builders, opened, running
from tests.api.test_writes import problem
from tests.api_client import ApiClient
from tests.builders import uid
from tests.running import Running

TENDER = names.subject_of(opened.TENDER)
UNDRAWN = f"/tenders/{TENDER}/undrawn"
ORDER = Order(document="D-02", aggregate=opened.TENDER)
FIRM = "Kade Zeven person"
ABSENT = [{"language": each, "standing": "absent", "document": None} for each in ("fr", "de", "en")]


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Running]:
    """A published tender whose documents are still to be drawn."""
    async with running.at_rest(running.NOWHERE, "default", tmp_path, lazy=True) as found:
        await found.parts.store.write(lambda c: opened.publish(c, builders.draft()))
        yield found


@pytest.fixture
async def api(rest: Running) -> AsyncIterator[ApiClient]:
    """Everybody, over that application."""
    async with ApiClient(rest.app, rest.parts.store) as client:
        yield client


async def draw(rest: Running) -> None:
    """A round of the desk."""
    parts = rest.parts
    notifier = Notifier(parts.store, parts.mailer, parts.address)
    await Desk(parts.drawer(), notifier, parts.voice).deliver_open()


async def issued(rest: Running) -> str:
    """The path of the tender documents, drawn."""
    await draw(rest)
    found = await rest.parts.store.read(lambda c: documents.find(c, ORDER.key))
    assert found is not None
    return f"/documents/{found.id}"


async def fail(rest: Running, reason: Reason, times: int, wanted: Wanted | None = None) -> None:
    """Failures of a document, of the tender documents by default."""
    what = wanted or Wanted(ORDER.key, opened.TENDER, "D-02", order=ORDER)
    for _ in range(times):
        await rest.parts.store.write(lambda c: undrawn.note(c, what, reason))


async def rows(api: ApiClient, who: str, path: str) -> list[dict[str, Any]]:
    """What a list holds."""
    answer = await api.get(who, path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_a_copy_is_asked_once_and_found_when_it_is_drawn(
    api: ApiClient, rest: Running
) -> None:
    original = await issued(rest)
    assert await rows(api, FIRM, f"{original}/copies") == ABSENT
    entries = await rest.parts.store.read(audit.count)
    for who in (FIRM, FIRM, "Noor"):
        asked = await api.put(who, f"{original}/copies/fr", None)
        assert asked.status_code == 200, asked.text
        assert asked.json() == {"language": "fr", "standing": "waiting", "document": None}
    assert await rest.parts.store.read(audit.count) == entries + 1
    await draw(rest)
    [french, *others] = await rows(api, FIRM, f"{original}/copies")
    assert (french["standing"], others) == ("drawn", ABSENT[1:])
    again = await api.put(FIRM, f"{original}/copies/fr", None)
    assert again.json() == french
    listed = await rows(api, "Noor", f"/tenders/{TENDER}/documents")
    [row] = [each for each in listed if each["id"] == french["document"]]
    assert (row["language"], f"/documents/{row['original']}") == ("fr", original)
    content = await api.get(FIRM, f"/documents/{french['document']}")
    assert content.content.startswith(b"%PDF")
    # A copy has no copies.
    assert await rows(api, FIRM, f"/documents/{french['document']}/copies") == []
    refused = await api.put(FIRM, f"/documents/{french['document']}/copies/de", None)
    problem(refused, 404, "unknown_reference")


async def test_what_cannot_be_had_and_who_may_not_ask(api: ApiClient, rest: Running) -> None:
    original = await issued(rest)
    entries = await rest.parts.store.read(audit.count)
    for language in ("nl", "xx", "FR"):
        refused = await api.put("Noor", f"{original}/copies/{language}", None)
        problem(refused, 404, "unknown_reference")
    problem(await api.put("Els", f"{original}/copies/fr", None), 403, "not_allowed")
    assert await rows(api, "Els", f"{original}/copies") == ABSENT
    assert await rest.parts.store.read(audit.count) == entries


async def test_a_copy_that_stopped_says_so(api: ApiClient, rest: Running) -> None:
    original = await issued(rest)
    await api.put("Noor", f"{original}/copies/fr", None)
    order = Order.model_validate(
        ORDER.model_dump() | {"original": original.rsplit("/", 1)[1], "language": "fr"}
    )
    await fail(rest, Reason.CHANGED, 1, Wanted(order.key, opened.TENDER, "D-02", order=order))
    [french, *_] = await rows(api, FIRM, f"{original}/copies")
    assert french == {"language": "fr", "standing": "stopped", "document": None}
    [told] = await rows(api, "Noor", UNDRAWN)
    assert (told["original"], told["language"]) == (order.original, "fr")
    assert (told["reason"], told["document"]) == ("changed", order.key)


async def test_what_stopped_is_told_and_tried_again_once(api: ApiClient, rest: Running) -> None:
    assert await rows(api, "Noor", UNDRAWN) == []
    await fail(rest, Reason.TOO_HEAVY, 2)
    [told] = await rows(api, "Noor", UNDRAWN)
    assert told.pop("failed_at")
    assert told == {
        "document": ORDER.key,
        "kind": "D-02",
        "party": None,
        "original": None,
        "language": "nl",
        "reason": "too_heavy",
        "failures": 2,
        "tries": 0,
        "stopped": True,
    }
    entries = await rest.parts.store.read(audit.count)
    body = {"document": told["document"], "tries": told["tries"]}
    for _ in range(2):
        done = await api.put("Noor", UNDRAWN, body)
        assert (done.status_code, done.content) == (204, b"")
    assert await rest.parts.store.read(audit.count) == entries + 1
    found = await rest.parts.store.read(lambda c: undrawn.find(c, ORDER.key))
    assert found is not None
    assert (found.stopped, found.tries) == (False, 1)
    await issued(rest)
    assert await rows(api, "Noor", UNDRAWN) == []
    # It is drawn meanwhile: the same request again is answered as the first time.
    assert (await api.put("Noor", UNDRAWN, body)).status_code == 204


async def test_an_old_request_does_not_move_what_stopped_again(
    api: ApiClient, rest: Running
) -> None:
    await fail(rest, Reason.TOO_HEAVY, 2)
    old = {"document": ORDER.key, "tries": 0}
    await api.put("Noor", UNDRAWN, old)
    await fail(rest, Reason.TOO_HEAVY, 2)
    assert (await api.put("Noor", UNDRAWN, old)).status_code == 204
    [told] = await rows(api, "Noor", UNDRAWN)
    assert (told["tries"], told["stopped"]) == (1, True)
    await api.put("Noor", UNDRAWN, old | {"tries": 1})
    assert await rows(api, "Noor", UNDRAWN) == []


async def test_only_the_buyer_hears_and_only_who_prepares_tries_again(
    api: ApiClient, rest: Running
) -> None:
    await fail(rest, Reason.TOO_HEAVY, 2)
    body = {"document": ORDER.key, "tries": 0}
    assert await rows(api, FIRM, UNDRAWN) == []
    assert len(await rows(api, "Ilse", UNDRAWN)) == 1
    for who in (FIRM, "Ilse"):
        problem(await api.put(who, UNDRAWN, body), 403, "not_allowed")
    for key in (f"{opened.TENDER}/D-12", "x", names.tender(uid("other"))):
        problem(await api.put("Noor", UNDRAWN, body | {"document": key}), 404, "unknown_reference")
    problem(await api.put("Noor", UNDRAWN, {"document": ORDER.key}), 422, "field_missing")
    [told] = await rows(api, "Noor", UNDRAWN)
    assert (told["stopped"], told["tries"]) == (True, 0)


async def test_what_is_guarded_is_told_to_who_may_read_it(api: ApiClient, rest: Running) -> None:
    """The evaluation report: for who may read the ranking."""
    report = Order(document="D-10", aggregate=opened.TENDER)
    await fail(rest, Reason.TOO_HEAVY, 2, Wanted(report.key, opened.TENDER, "D-10", order=report))
    told = {who: await rows(api, who, UNDRAWN) for who in ("Bram", "Ilse", "Dirk", "Fatima")}
    assert [who for who, found in told.items() if found] == ["Bram", "Ilse"]
