"""What of an evaluation each person may read, and when, by the JSON API."""

from decimal import Decimal
from typing import Any

import httpx2

from tests import opened
from tests.api.test_awards import (
    COMMITTEE,
    EVALUATION,
    GIVEN,
    TENDER,
    decided,
    declared,
    examined,
    ranked,
    scored,
    scores,
    started,
    write,
)
from tests.api_client import ApiClient
from tests.builders import uid
from tests.running import Running


def code(answer: httpx2.Response) -> str:
    """Why it was refused."""
    assert not answer.is_success, answer.text
    found: str = answer.json()["code"]
    return found


async def test_nobody_sees_bids_before_a_declaration_lets_them_in(
    api: ApiClient, running: Running
) -> None:
    await started(api, running)
    bids = f"/tenders/{TENDER}/bids"
    assert code(await api.get("Tine", bids)) == "declaration_missing"
    assert code(await api.get("Tine", f"{EVALUATION}/scores/mine")) == "declaration_missing"
    body = {"choice": "possible", "statement": "Een oud-collega werkt bij een inschrijver."}
    assert (await api.post("Tine", f"{EVALUATION}/declarations", body)).is_success
    assert code(await api.get("Tine", bids)) == "declaration_unjudged"
    judgement = {"admit": True, "reason": "De band eindigde tien jaar geleden."}
    path = f"{EVALUATION}/declarations/{uid('Tine')}/judgement"
    assert (await api.post("Ilse", path, judgement)).is_success
    assert len((await api.get("Tine", bids)).json()) == len(opened.PRICES)


async def test_a_declaration_is_read_by_its_member_the_jurist_and_the_auditor(
    api: ApiClient, running: Running
) -> None:
    await started(api, running)
    body = {"choice": "conflict", "statement": "Mijn zus werkt bij een inschrijver."}
    path = f"{EVALUATION}/declarations"
    assert code(await api.post("Tine", path, {"choice": "conflict"})) == "text_missing"
    assert (await api.post("Tine", path, body)).is_success
    for who in ("Ilse", "Els", "Tine"):
        assert "Mijn zus" in (await api.get(who, path)).text
    for who in ("Griet", "Bram", "Yassin"):
        assert "Mijn zus" not in (await api.get(who, path)).text
    members = (await api.get("Bram", EVALUATION)).json()["members"]
    assert [m["takes_part"] for m in members if m["person"] == uid("Tine")] == [False]


async def test_nobody_reads_anothers_scores_before_all_are_in(
    api: ApiClient, running: Running
) -> None:
    await examined(api, running)
    mine = f"{EVALUATION}/scores/mine"
    await write(api, "Griet", mine, scores(GIVEN), post=f"{EVALUATION}/scores")
    half = scores({"Kade Zeven": "4"})
    assert (await api.put("Tine", mine, {"version": 0, **half})).is_success
    assert (await api.get("Yassin", mine)).json()["rows"] == []
    for who in (*COMMITTEE, "Ilse", "Els"):
        assert code(await api.get(who, f"{EVALUATION}/consensus")) == "wrong_stage"
    coverage = (await api.get("Griet", f"{EVALUATION}/coverage")).json()
    filled = {(row["person"], row["bid"]): row["filled"] for row in coverage}
    assert filled[uid("Tine"), opened.bid("Kade Zeven")] == 1
    assert filled[uid("Tine"), opened.bid("Zilverdijk")] == 0
    assert set(coverage[0]) == {"person", "bid", "filled", "cells", "submitted"}
    assert code(await api.get("Tine", f"{EVALUATION}/coverage")) == "not_allowed"


async def test_the_consensus_shows_who_gave_what_and_no_total(
    api: ApiClient, running: Running
) -> None:
    await scored(api, running)
    answer = await api.get("Yassin", f"{EVALUATION}/consensus")
    cells: list[dict[str, Any]] = answer.json()["cells"]
    spread = {cell["bid"]: Decimal(cell["spread"]) for cell in cells}
    assert spread[opened.bid("Zilverdijk")] == 2
    assert spread[opened.bid("Kade Zeven")] == 0
    assert len(cells[0]["given"]) == len(COMMITTEE)
    for word in ("total", "rank", "points"):
        assert word not in answer.text
    assert code(await api.put("Yassin", f"{EVALUATION}/consensus", {"version": 0, "rows": []}))
    assert code(await api.get("Bram", f"{EVALUATION}/consensus")) == "not_allowed"


async def test_the_ranking_is_read_once_the_chair_had_it_made(
    api: ApiClient, running: Running
) -> None:
    await scored(api, running)
    await write(api, "Griet", f"{EVALUATION}/consensus", scores(GIVEN))
    path = f"{EVALUATION}/ranking"
    for who in ("Griet", "Bram", "Els"):
        assert code(await api.get(who, path)) == "wrong_stage"
    assert code(await api.post("Tine", path)) == "not_allowed"


async def test_the_ranking_shows_every_number_that_led_to_it(
    api: ApiClient, running: Running
) -> None:
    await ranked(api, running)
    ranking = (await api.get("Bram", f"{EVALUATION}/ranking")).json()
    assert ranking["rows"][0]["supplier"] == uid("Zilverdijk")
    assert ranking["winner"] == opened.bid("Zilverdijk")
    assert ranking["rows"][0]["exact"] == "1455/16"
    assert ranking["trace"]
    assert code(await api.get("Dirk", f"{EVALUATION}/ranking")) == "not_allowed"


async def test_a_supplier_learns_nothing_of_an_evaluation(api: ApiClient, running: Running) -> None:
    await ranked(api, running)
    for path in ("", "/ranking", "/consensus", "/examination", "/scores/mine", "/declarations"):
        answer = await api.get("Kade Zeven person", EVALUATION + path)
        assert answer.status_code == 404, path
    listed = await api.get("Kade Zeven person", f"/tenders/{TENDER}/evaluations")
    assert listed.status_code == 404


async def test_a_sheet_that_changed_meanwhile_is_neither_written_nor_bound(
    api: ApiClient, running: Running
) -> None:
    await examined(api, running)
    mine = f"{EVALUATION}/scores/mine"
    first = (await api.put("Tine", mine, {"version": 0, **scores(GIVEN)})).json()
    same = (await api.put("Tine", mine, {"version": 0, **scores(GIVEN)})).json()
    assert same == first
    other = {"version": 0, **scores({**GIVEN, "Meerstroom": "5"})}
    assert code(await api.put("Tine", mine, other)) == "changed_meanwhile"
    second = (await api.put("Tine", mine, {**other, "version": 1})).json()
    post = f"{EVALUATION}/scores"
    stale = await api.post("Tine", post, {"sha256": first["sha256"]})
    assert code(stale) == "changed_meanwhile"
    body = {"sha256": second["sha256"]}
    answer = await api.post("Tine", post, body, key="hand-in")
    again = await api.post("Tine", post, body, key="hand-in")
    assert again.json()["version"] == answer.json()["version"]
    assert code(await api.put("Tine", mine, {**other, "version": 2})) == "already_submitted"


async def test_a_score_off_its_scale_names_its_cell(api: ApiClient, running: Running) -> None:
    await examined(api, running)
    mine = f"{EVALUATION}/scores/mine"
    body = {"version": 0, **scores({**GIVEN, "Meerstroom": "10.5"})}
    saved = (await api.put("Tine", mine, body)).json()
    answer = await api.post("Tine", f"{EVALUATION}/scores", {"sha256": saved["sha256"]})
    assert code(answer) == "score_out_of_scale"
    assert answer.json()["field"] == f"{opened.bid('Meerstroom')}.K1"


async def test_a_second_evaluation_is_not_opened_beside_the_first(
    api: ApiClient, running: Running
) -> None:
    await declared(api, running)
    path = f"/tenders/{TENDER}/evaluations"
    draft_hash = (await api.get("Bram", f"/tenders/{TENDER}")).json()["draft_hash"]
    assert code(await api.post("Bram", path, {"draft_hash": draft_hash})) == "wrong_stage"
    assert (await api.get("Bram", path)).json() == [{"round": 1, "stage": "examining"}]


async def test_a_tenderer_reads_its_own_letter_and_the_decision_once_sent(
    api: ApiClient, running: Running
) -> None:
    await decided(api, running)
    who = "Kade Zeven person"
    kinds = [d["kind"] for d in (await api.get(who, f"/tenders/{TENDER}/documents")).json()]
    assert sorted(kinds) == ["D-02", "D-12", "D-14"]
    (message,) = (await api.get(who, "/messages")).json()
    letter = await api.get(who, f"/documents/{message['document']}")
    assert letter.content.startswith(b"%PDF")
    own = (await api.get(who, f"/tenders/{TENDER}/awards/1/letter")).json()
    assert own["letter"]["document"] == message["document"]
    assert own["standstill"]["concludes_from"]
    assert (await api.get(who, f"/tenders/{TENDER}/awards/1")).status_code == 404
    (other,) = (await api.get("Zilverdijk person", "/messages")).json()
    assert (await api.get(who, f"/documents/{other['document']}")).status_code == 404
    assert (await api.get("Lindekreek person", "/messages")).json() == []
