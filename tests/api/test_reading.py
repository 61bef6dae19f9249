"""Who reads what: nobody from elsewhere anything, the market what is published."""

import pytest

from contracts.contracting import DeliveryNote
from infra.store import records
from tests import contracted
from tests.api.placing import CONTRACT, TENDER, placed
from tests.api.test_permissions import FOREIGN, REACHED, TENDERS, quiet, rest, verifying
from tests.api.test_writes import ROUTES
from tests.api_client import ApiClient
from tests.running import Running

__all__ = ["quiet", "rest"]

READS = [
    path
    for method, path in ROUTES
    if method == "GET" and "{" in path and "{key}" not in path and not path.startswith("/rules")
]
"""What belongs to somebody. The law is everybody's; of own figures one finds one's own alone."""
OWN = {f"{TENDERS}", f"{TENDERS}/bids/own", f"{TENDERS}/documents", f"{TENDERS}/undrawn"}
"""What anybody of the market may read of a published tender; the last is empty for them."""


@pytest.mark.parametrize("stage", ["closed", "scoring", "standstill", "verifying"])
async def test_who_is_from_elsewhere_reads_nothing(
    quiet: ApiClient, rest: Running, stage: str
) -> None:
    await REACHED[stage](rest)
    market = "Lindekreek person"
    for who in (*FOREIGN, "Joris", market):
        for path in READS:
            answer = await quiet.get(who, placed(path))
            if who != market:
                assert answer.status_code == 404, (who, path, answer.text)
                assert answer.json()["code"] == "unknown_reference"
            elif path not in OWN:
                assert answer.status_code in (403, 404), (path, answer.text)
        if who != market:
            for listing in ("/tenders", "/contracts", "/tasks", "/messages"):
                assert (await quiet.get(who, listing)).json() == [], (who, listing)
    shown = (await quiet.get(market, "/tenders")).json()
    assert [row["id"] for row in shown] == [TENDER]
    assert (await quiet.get(market, "/contracts")).json() == []
    assert (await quiet.get(market, f"/tenders/{TENDER}/bids/own")).json() == []


async def test_what_is_anothers_is_unknown_and_changes_nothing(
    quiet: ApiClient, rest: Running
) -> None:
    """Ids of one supplier in the hands of another, who is otherwise in the same position."""
    await verifying(rest)
    note = DeliveryNote(milestone=contracted.M2, signatory="x", remarks="x")
    body = note.model_dump(mode="json", exclude={"milestone"})
    contract = f"/contracts/{CONTRACT}"
    delivery = f"/deliveries/{contracted.M1}/1"
    before = await rest.parts.store.read(lambda c: records.read_state(c, contracted.CONTRACT))
    for who in ("Zilverdijk person", "Lindekreek person", "file_manager elsewhere"):
        for path in (contract, delivery, f"{delivery}/sign-off"):
            assert (await quiet.get(who, path)).status_code == 404
        path = f"{contract}/milestones/{contracted.M2}/deliveries"
        assert (await quiet.post(who, path, body)).status_code == 404
        remedy = await quiet.post(who, f"{delivery}/remedy", {"note": "Hersteld."})
        assert remedy.status_code == 404
    after = await rest.parts.store.read(lambda c: records.read_state(c, contracted.CONTRACT))
    assert after == before


async def test_figures_of_ones_own_are_found_by_nobody_else(quiet: ApiClient) -> None:
    figure = {"unit": "calendar_days", "value": "60", "reason": "De gemeenteraad vraagt het."}
    put = await quiet.post("Ilse", "/rules/open_receipt_tenders/own-figures", figure)
    assert put.status_code == 200, put.text
    assert (await quiet.get("Noor", "/rules/open_receipt_tenders")).json()["value"] == "60"
    elsewhere = (await quiet.get("jurist elsewhere", "/rules/open_receipt_tenders")).json()
    assert (elsewhere["value"], elsewhere["own"]) == ("35", None)
