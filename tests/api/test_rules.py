"""The law of today by the JSON API: read, replaced by a figure of one's own, followed again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.store import clock
from tests import builders, running
from tests.api_client import ApiClient
from tests.running import Running

REASON = "De gemeenteraad vraagt tien dagen meer."
PERIOD = "/rules/open_receipt_tenders"
OWN: dict[str, Any] = {"unit": "calendar_days", "value": "60", "reason": REASON}


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Running]:
    """The application at rest."""
    async with running.at_rest(running.NOWHERE, "default", tmp_path, lazy=True) as at_rest:
        yield at_rest


@pytest.fixture
async def quiet(rest: Running) -> AsyncIterator[ApiClient]:
    """Everybody, over that application: nothing here needs an engine."""
    async with ApiClient(rest.app, rest.parts.store) as client:
        yield client


async def rule(quiet: ApiClient, path: str = PERIOD) -> Any:
    """One parameter as Noor reads it."""
    answer = await quiet.get("Noor", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def created(quiet: ApiClient) -> str:
    """A dossier by Noor whose deadline leaves the law's period; its path."""
    draft = builders.draft().model_dump(mode="json")
    answer = await quiet.post("Noor", "/tenders", {"draft": draft})
    assert answer.status_code == 201, answer.text
    return f"/tenders/{answer.json()['aggregate'].split('/')[1]}"


async def test_the_law_is_read_with_its_figures_as_text(quiet: ApiClient) -> None:
    found = (await quiet.get("Els", "/rules")).json()
    assert (found["edition"], found["valid_from"]) == ("be-2026-01", "2026-01-01")
    assert found["left_out"] == []
    by_name = {each["parameter"]: each for each in found["rules"]}
    assert by_name["delay_fine_works_factor"]["value"] == "0.45"
    assert by_name["b2b_einvoice"]["value"] is True
    assert by_name["warranty_default"]["confirmed"] is False
    assert by_name["open_receipt_tenders"] == await rule(quiet)
    assert by_name["open_receipt_tenders"]["own"] is None


async def test_a_figure_is_put_read_and_withdrawn(quiet: ApiClient) -> None:
    law = (await quiet.get("Els", "/rules")).json()["sha256"]
    answer = await quiet.post("Ilse", f"{PERIOD}/own-figures", OWN)
    assert answer.status_code == 200, answer.text
    found = await rule(quiet)
    assert found["value"] == "60"
    own = found["own"]
    assert (own["law"], own["reason"], own["by"]) == ("35", REASON, "Ilse")
    assert (await quiet.get("Els", "/rules")).json()["sha256"] != law
    answer = await quiet.post("Ilse", f"{PERIOD}/withdrawals", {"reason": "Opnieuw de wet."})
    assert answer.status_code == 200, answer.text
    assert (await rule(quiet))["own"] is None
    assert (await quiet.get("Els", "/rules")).json()["sha256"] == law


async def test_a_repeat_is_answered_as_the_first_time(quiet: ApiClient) -> None:
    first = await quiet.post("Ilse", f"{PERIOD}/own-figures", OWN, key="once")
    again = await quiet.post("Ilse", f"{PERIOD}/own-figures", OWN, key="once")
    assert again.json() == first.json()
    other = OWN | {"value": "61"}
    reused = await quiet.post("Ilse", f"{PERIOD}/own-figures", other, key="once")
    assert reused.json()["code"] == "key_reused"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/rules/standstil/own-figures", OWN, 404, "parameter_unknown"),
        (f"{PERIOD}/own-figures", OWN | {"unit": "months"}, 422, "override_unit_differs"),
        (f"{PERIOD}/own-figures", OWN | {"value": "veel"}, 422, "override_value_unusable"),
        (f"{PERIOD}/own-figures", OWN | {"value": True}, 422, "override_value_unusable"),
        (f"{PERIOD}/own-figures", OWN | {"value": "-1"}, 422, "override_out_of_range"),
        (f"{PERIOD}/own-figures", OWN | {"value": "35"}, 422, "override_changes_nothing"),
        (f"{PERIOD}/own-figures", OWN | {"reason": "  "}, 422, "text_missing"),
        (f"{PERIOD}/own-figures", OWN | {"value": 1.5}, 422, None),
        (f"{PERIOD}/own-figures", OWN | {"value": ""}, 422, None),
        (f"{PERIOD}/own-figures", OWN | {"unit": "dagen"}, 422, None),
        (f"{PERIOD}/own-figures", OWN | {"reason": "x" * 601}, 422, None),
        (f"{PERIOD}/withdrawals", {"reason": "Zomaar."}, 409, "override_missing"),
    ],
)
async def test_what_cannot_be_is_a_problem_with_its_code(
    quiet: ApiClient, path: str, body: dict[str, Any], status: int, code: str | None
) -> None:
    answer = await quiet.post("Ilse", path, body)
    assert answer.status_code == status, answer.text
    assert code is None or answer.json()["code"] == code
    assert answer.json()["detail"]


async def test_a_supplier_reads_no_rules(quiet: ApiClient) -> None:
    for path in ("/rules", PERIOD):
        answer = await quiet.get("Kade Zeven person", path)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert (await quiet.get("Noor", "/rules/standstil")).status_code == 404


async def test_on_a_day_without_an_edition_nothing_is_guessed(
    quiet: ApiClient, rest: Running
) -> None:
    later = datetime(2028, 1, 3, 9, tzinfo=UTC)
    await rest.parts.store.write(lambda c: clock.move(c, later))
    answers = [
        await quiet.get("Ilse", "/rules"),
        await quiet.post("Ilse", f"{PERIOD}/own-figures", OWN),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (409, "edition_missing")
        assert answer.json()["facts"]["day"] == "2028-01-03"
        assert "2028" in answer.json()["detail"]


async def test_a_too_short_period_names_the_own_figure_and_its_reason(api: ApiClient) -> None:
    older = await created(api)
    assert (await api.post("Ilse", f"{PERIOD}/own-figures", OWN)).is_success
    newer = await created(api)
    answers = []
    for path in (older, newer):
        body = {"draft_hash": (await api.get("Noor", path)).json()["draft_hash"]}
        answers.append(await api.post("Noor", f"{path}/submissions-for-approval", body))
    assert answers[0].status_code == 200, answers[0].text
    problem = answers[1].json()
    assert (answers[1].status_code, problem["code"]) == (422, "own_period_too_short")
    assert problem["field"] == "submission_deadline"
    assert (problem["facts"]["days"], problem["facts"]["law"]) == ("55", "30")
    assert REASON in problem["detail"]
