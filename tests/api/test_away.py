"""While Temporal is away a delivery is taken, and an act is told to come back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from activities.relay import Relay
from api.app import create_app
from bestek import web
from bestek.parts import Parts
from infra.settings import Settings
from infra.store import schema
from tests import builders, contracted
from tests.api_client import ApiClient
from tests.contracted import CRITERIA, M1

NOWHERE = "127.0.0.1:1"
CONTRACTOR = "Kade Zeven person"
DELIVERY = f"/deliveries/{M1}/1"


async def noone(aggregate: str) -> None:
    """Wakes nobody."""


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    """A demo store with a concluded contract, and no Temporal."""
    settings = Settings(data_folder=tmp_path, namespace="away")
    opened = await Parts.open(settings, NOWHERE, lazy=True)
    await schema.prepare(opened.store, demo=True, start=builders.START)
    await opened.store.write(builders.add_cast)
    await contracted.conclude(opened.store)
    yield opened
    await opened.close()


async def test_a_delivery_is_taken_and_an_act_is_told_to_come_back(parts: Parts) -> None:
    async with ApiClient(create_app(web.services(parts)), parts.store) as api:
        contract = contracted.CONTRACT.split("/")[1]
        note = {"signatory": "Mehdi Lindenhart", "remarks": "Volledig geleverd."}
        path = f"/contracts/{contract}/milestones/{M1}/deliveries"
        taken = await api.post(CONTRACTOR, path, note)
        assert taken.status_code == 201, taken.text
        assert taken.json()["answer"]["verification_ends"]
        await Relay(parts.store, noone).deliver_open()
        results = [{"criterion": each, "result": "met"} for each in CRITERIA]
        report = {"verdict": "accepted", "results": results}
        body = {"round": 1, "version": 0, "report": report}
        saved = await api.put("Fatima", f"{DELIVERY}/sign-off", body)
        assert saved.is_success, saved.text
        signed = await api.post(
            "Fatima", f"{DELIVERY}/sign-off", {"sha256": saved.json()["sha256"]}
        )
        assert signed.status_code == 503
        assert signed.headers["retry-after"]
        assert signed.json()["code"] == "temporarily_unavailable"
