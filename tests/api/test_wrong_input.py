"""What cannot be used is refused with a sentence that says what to do; nothing ends in a fault."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from contracts import names
from contracts.base import Language, Money, content_hash
from infra.store.engine import Connection
from infra.store.tables.dossier import contents
from tests import builders, opened, running
from tests.api.test_awards import EVALUATION, GIVEN, examined, scores
from tests.api.test_tenders import created
from tests.api.test_writes import EXAMPLES, _filled, problem
from tests.api_client import ApiClient
from tests.running import Running

TENDER = names.subject_of(opened.TENDER)
PERSON = "Kade Zeven person"
FILE_LIMIT = 1000


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Running]:
    """The application without a worker and without Temporal; files may hold a thousand bytes."""
    async with running.at_rest(
        running.NOWHERE, "default", tmp_path, lazy=True, max_file_bytes=FILE_LIMIT
    ) as at_rest:
        yield at_rest


@pytest.fixture
async def quiet(rest: Running) -> AsyncIterator[ApiClient]:
    """Everybody of the cast, over that application."""
    async with ApiClient(rest.app, rest.parts.store) as client:
        yield client


async def published(rest: Running) -> str:
    """A tender that takes bids."""
    await rest.parts.store.write(lambda c: opened.publish(c, builders.draft()))
    rest.parts.keyring.create_tender_key(TENDER)
    return TENDER


def draft(**changes: Any) -> dict[str, Any]:
    """A draft as JSON, with changes."""
    return builders.draft().model_dump(mode="json") | changes


# --- what a field may hold ----------------------------------------------------------------------

MONEY = ("draft.estimate.amount", lambda value: {"estimate": {"amount": value}})
MONTHS = ("draft.contract_months", lambda value: {"contract_months": value})
DEADLINE = ("draft.submission_deadline", lambda value: {"submission_deadline": value})


@pytest.mark.parametrize(
    ("where", "value", "code"),
    [
        (MONEY, "650.000 euro", "not_a_number"),
        (MONEY, "zeshonderd", "not_a_number"),
        (MONEY, "", "not_a_number"),
        (MONEY, 650000.5, "not_a_number"),
        (MONEY, "6e5", "not_a_number"),
        (MONEY, "NaN", "not_a_number"),
        (MONEY, True, "not_a_number"),
        (MONEY, "12.345", "invalid_input"),
        (MONTHS, "zes", "not_a_number"),
        (MONTHS, 0, "invalid_input"),
        (MONTHS, 10**30, "invalid_input"),
        (DEADLINE, "2 maart 2026", "not_a_date"),
        (DEADLINE, "2026-02-30T10:00:00+01:00", "not_a_date"),
        (DEADLINE, "2026-03-02T10:00:00", "not_a_date"),
    ],
)
async def test_a_wrong_value_is_told_with_its_field(
    quiet: ApiClient, where: Any, value: Any, code: str
) -> None:
    field, changed = where
    answer = await quiet.post("Noor", "/tenders", {"draft": draft(**changed(value))})
    found = problem(answer, 422, code)
    assert found["field"] == field
    assert field in found["detail"]


@pytest.mark.parametrize(
    ("changed", "field", "code", "said"),
    [
        ({"places": ["Antwerpen"]}, "draft.places.0", "not_a_nuts_code", "“Antwerpen”"),
        ({"places": ["BE2", "GR3"]}, "draft.places.1", "nuts_country_letters", "dit land EL."),
        ({"cpv": "48820000-3"}, "draft", "cpv_check_digit", "Bedoelt u 48820000-2?"),
        (
            {"items": [{"id": "1", "description": "Servers", "cpv": "48820000-3"}]},
            "draft",
            "cpv_check_digit",
            "Bedoelt u 48820000-2?",
        ),
    ],
)
async def test_a_wrong_code_is_refused_as_on_the_page(
    quiet: ApiClient, changed: dict[str, Any], field: str, code: str, said: str
) -> None:
    answer = await quiet.post("Noor", "/tenders", {"draft": draft(**changed)})
    found = problem(answer, 422, code)
    assert found["field"] == field
    assert said in found["detail"]


async def test_a_region_is_kept_in_capitals(quiet: ApiClient) -> None:
    answer = await quiet.post("Noor", "/tenders", {"draft": draft(places=["be211"])})
    tender = names.subject_of(answer.json()["aggregate"])
    found = (await quiet.get("Noor", f"/tenders/{tender}")).json()
    assert found["draft"]["places"] == ["BE211"]


async def test_a_missing_field_is_named(quiet: ApiClient, rest: Running) -> None:
    await published(rest)
    form = {"vat_rate": "21", "validity_days": 120, "signatory": "Mehdi Lindenhart"}
    answer = await quiet.post(PERSON, f"/tenders/{TENDER}/bids", {"form": form})
    assert problem(answer, 422, "field_missing")["detail"] == (
        "“form.price” ontbreekt. Vul het in en verstuur opnieuw."
    )


async def test_an_unknown_field_is_named(quiet: ApiClient) -> None:
    answer = await quiet.post("Noor", "/tenders", {"draft": draft(titel="Servers")})
    found = problem(answer, 422, "field_unknown")
    assert found["field"] == "draft.titel"
    assert "“draft.titel” is geen veld" in found["detail"]


async def test_the_same_mistake_is_told_in_four_languages(quiet: ApiClient) -> None:
    token = await quiet.token("Noor")
    told = set()
    for language in Language:
        answer = await quiet.http.post(
            "/tenders",
            json={"draft": draft(estimate={"amount": "veel"})},
            headers={
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": "a key",
                "Accept-Language": language,
            },
        )
        told.add(problem(answer, 422, "not_a_number")["detail"])
    assert len(told) == len(Language)
    assert all("veel" in sentence for sentence in told)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"draft": }',
        b"null",
        b"[]",
        b'"draft"',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"draft": ' + b"9" * 5_000 + b"}",
    ],
)
async def test_what_is_no_json_object_is_told(quiet: ApiClient, body: bytes) -> None:
    answer = await _raw(quiet, "/tenders", body, "application/json")
    found = answer.json()
    assert found["code"] in ("body_not_json", "invalid_input"), found
    problem(answer, answer.status_code, found["code"])
    assert answer.status_code in (400, 422)


async def test_json_that_does_not_say_so_is_told(quiet: ApiClient) -> None:
    body = json.dumps({"draft": draft()}).encode()
    answer = await _raw(quiet, "/tenders", body, "text/plain")
    assert "Content-Type" in problem(answer, 422, "body_not_json")["detail"]


async def _raw(api: ApiClient, path: str, body: Any, media: str) -> httpx2.Response:
    headers = {
        "Authorization": f"Bearer {await api.token('Noor')}",
        "Idempotency-Key": "raw",
        "Content-Type": media,
    }
    return await api.http.post(path, content=body, headers=headers)


# --- how much -----------------------------------------------------------------------------------


async def test_a_file_too_large_is_refused_while_it_comes_in(
    quiet: ApiClient, rest: Running
) -> None:
    await published(rest)
    path = f"/tenders/{TENDER}/bid-files"
    assert (await quiet.upload(PERSON, path, b"x" * FILE_LIMIT)).status_code == 201
    for content in (b"x" * (FILE_LIMIT + 1), _blocks()):
        answer = await quiet.upload(PERSON, path, content)
        assert "1\xa0kB" in problem(answer, 413, "file_too_large")["detail"]
    left = list((rest.parts.settings.files_folder / "incoming").iterdir())
    assert left == []


async def _blocks() -> AsyncIterator[bytes]:
    for _ in range(40):
        yield b" " * 65_536


async def test_a_body_too_large_is_refused_however_it_is_sent(quiet: ApiClient) -> None:
    path = f"/tenders/{TENDER}/publication"
    answer = await _raw(quiet, path, b" " * 70_000, "application/json")
    assert "66\xa0kB" in problem(answer, 413, "body_too_large")["detail"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    problem(await _raw(quiet, path, _blocks(), "application/json"), 413, "body_too_large")
    problem(await _raw(quiet, "/tenders", _blocks(), "application/json"), 413, "body_too_large")


async def test_a_whole_draft_is_not_too_large(quiet: ApiClient) -> None:
    items = [
        {"id": str(number), "description": "Een server met alles erop en eraan " * 5}
        for number in range(1000)
    ]
    answer = await quiet.post("Noor", "/tenders", {"draft": draft(items=items)})
    assert answer.status_code == 201, answer.text


async def test_a_notice_of_a_hundred_kilobytes_is_read(quiet: ApiClient) -> None:
    notice = {
        "ocid": "ocds-b5fd17-1",
        "tag": ["tender"],
        "tender": {"id": "1", "title": "Servers", "description": "Servers en opslag. " * 10_000},
    }
    answer = await _raw(quiet, "/imports", json.dumps(notice).encode(), "application/json")
    assert answer.status_code == 200, answer.text
    problem(await _raw(quiet, "/imports", b"geen notice", "text/plain"), 409, "import_refused")


# --- twice --------------------------------------------------------------------------------------


async def test_a_repeated_submission_gives_the_same_receipt(
    quiet: ApiClient, rest: Running
) -> None:
    await published(rest)
    path = f"/tenders/{TENDER}/bids"
    form = {
        "price": {"amount": "612000.00"},
        "vat_rate": "21",
        "validity_days": 120,
        "signatory": "Mehdi Lindenhart",
    }
    first = await quiet.post(PERSON, path, {"form": form}, key="bid")
    assert first.status_code == 201, first.text
    again = await quiet.post(PERSON, path, {"form": form}, key="bid")
    assert (again.status_code, again.content) == (201, first.content)
    cheaper = {**form, "price": {"amount": "1.00"}}
    problem(await quiet.post(PERSON, path, {"form": cheaper}, key="bid"), 409, "key_reused")
    second = await quiet.post(PERSON, path, {"form": cheaper}, key="another")
    problem(second, 409, "bid_already_submitted")
    kept = list(rest.parts.receipts.all(TENDER))
    assert [each.jws for each in kept] == [first.json()["receipt"]]


async def test_a_file_under_the_key_of_another_is_refused(quiet: ApiClient, rest: Running) -> None:
    await published(rest)
    path = f"/tenders/{TENDER}/bid-files"

    async def upload(content: bytes, who: str = PERSON) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {await quiet.token(who)}", "Idempotency-Key": "file"}
        return await quiet.http.post(path, content=content, headers=headers)

    first = await upload(b"plan")
    assert first.status_code == 201, first.text
    assert (await upload(b"plan")).content == first.content
    problem(await upload(b"prijs"), 409, "key_reused")
    assert (await upload(b"plan", "Zilverdijk person")).json() != first.json()


async def test_a_file_of_somebody_else_cannot_be_handed_in(quiet: ApiClient, rest: Running) -> None:
    await published(rest)
    theirs = await quiet.upload("Zilverdijk person", f"/tenders/{TENDER}/bid-files", b"plan")
    form = EXAMPLES["POST", "/tenders/{tender}/bids"]["form"] | {"files": []}
    body = {"form": form, "files": [theirs.json()]}
    answer = await quiet.post(PERSON, f"/tenders/{TENDER}/bids", body)
    assert problem(answer, 422, "file_missing")["field"] == "files.0"


async def test_a_draft_that_changed_meanwhile_is_not_written_over(quiet: ApiClient) -> None:
    tender = await created(quiet)
    path = f"/tenders/{tender}/draft"
    body = {"draft": draft(title="Eerst"), "version": 1}
    assert (await quiet.put("Noor", path, body)).json() == {"version": 2}
    assert (await quiet.put("Noor", path, body)).json() == {"version": 2}
    late = {"draft": draft(title="Te laat"), "version": 1}
    found = problem(await quiet.put("Bram", path, late), 409, "changed_meanwhile")
    assert "wijzigde" in found["detail"]
    assert found["facts"]["name"]


async def test_what_is_refused_leaves_nothing(quiet: ApiClient, rest: Running) -> None:
    await published(rest)

    def kept(connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(contents)).scalar_one()

    before = await rest.parts.store.read(kept)
    back = {"step": "legal", "decision": "return", "draft_hash": "0" * 64, "reason": "Waarom"}
    for who, path, body in (
        (PERSON, "/tenders", {"draft": draft(title="Van een ander")}),
        (PERSON, f"/tenders/{TENDER}/approvals", back),
        ("Ilse", f"/tenders/{TENDER}/approvals", back),
        ("Ilse", f"/tenders/{_filled('{tender}')}/approvals", back),
    ):
        answer = await quiet.post(who, path, body)
        assert answer.status_code in (403, 404, 409), answer.text
    assert await rest.parts.store.read(kept) == before


# --- what only the records can tell -------------------------------------------------------------


async def test_a_draft_that_may_not_be_published_is_refused(api: ApiClient) -> None:
    tender = await created(api)
    whole = builders.draft()
    lighter = whole.criteria[0].model_copy(update={"weight": Decimal(74)})
    early = builders.START + timedelta(days=20)
    wrong = {
        "weights_sum": whole.model_copy(update={"criteria": (lighter, whole.criteria[1])}),
        "period_too_short": whole.model_copy(update={"submission_deadline": early}),
        "draft_incomplete": whole.model_copy(update={"budget_line": " "}),
        "estimate_currency": whole.model_copy(
            update={
                "procedure": "simplified_negotiated",
                "estimate": Money(amount=Decimal(185_000), currency="USD"),
            }
        ),
    }
    said = {
        "weights_sum": ("criteria", "99"),
        "period_too_short": ("submission_deadline", "wettelijk"),
        "draft_incomplete": ("budget_line", "Vul"),
        "estimate_currency": ("estimate", "USD"),
    }
    for version, (code, changed) in enumerate(wrong.items(), start=1):
        body = {"draft": changed.model_dump(mode="json"), "version": version}
        assert (await api.put("Noor", f"/tenders/{tender}/draft", body)).is_success
        answer = await api.post(
            "Noor",
            f"/tenders/{tender}/submissions-for-approval",
            {"draft_hash": content_hash(changed)},
        )
        found = problem(answer, 422, code)
        assert found["field"] == said[code][0]
        assert said[code][1] in found["detail"]


async def test_scores_off_the_scale_are_refused(api: ApiClient, running: Running) -> None:
    await examined(api, running)
    path = f"{EVALUATION}/scores"
    for version, score in enumerate(("10.5", "-1")):
        given = {**GIVEN, "Zilverdijk": score}
        saved = await api.put("Tine", f"{path}/mine", {"version": version, **scores(given)})
        assert saved.is_success, saved.text
        answer = await api.post("Tine", path, {"sha256": saved.json()["sha256"]})
        found = problem(answer, 422, "score_out_of_scale")
        assert opened.bid("Zilverdijk") in found["field"]
        assert "10" in found["detail"]
    silent = scores(GIVEN)
    silent["rows"][0]["motivation"] = " "
    saved = await api.put("Tine", f"{path}/mine", {"version": 2, **silent})
    answer = await api.post("Tine", path, {"sha256": saved.json()["sha256"]})
    problem(answer, 422, "motivation_missing")
    never = await api.post("Tine", path, {"sha256": "0" * 64})
    problem(never, 409, "changed_meanwhile")
