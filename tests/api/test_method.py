"""The announced method by the JSON API: refused in words, applied as announced, told afterwards."""

from decimal import Decimal
from typing import Any

from contracts.tendering.draft import TieStep
from tests import builders, opened
from tests.api.test_awards import EVALUATION, declared, ranked, write
from tests.api_client import ApiClient
from tests.running import Running


async def submitted(api: ApiClient, **price: Any) -> Any:
    """The answer to submitting a draft whose price says something else."""
    draft = builders.draft().model_dump(mode="json")
    draft["criteria"][1] |= price
    created = await api.post("Noor", "/tenders", {"draft": draft})
    assert created.status_code == 201, created.text
    tender = created.json()["aggregate"].split("/")[1]
    draft_hash = (await api.get("Noor", f"/tenders/{tender}")).json()["draft_hash"]
    path = f"/tenders/{tender}/submissions-for-approval"
    return await api.post("Noor", path, {"draft_hash": draft_hash})


async def test_a_formula_without_its_numbers_is_refused_in_words(api: ApiClient) -> None:
    answer = await submitted(api, formula="P6/1")
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "parameter_unusable"
    assert problem["field"] == "criteria.K2.parameters.ceiling"
    given = {"ceiling": "650000.00"}
    answer = await submitted(api, formula="P6/1", parameters=given)
    assert answer.is_success, answer.text


async def test_a_method_on_the_whole_bid_is_no_price_formula(api: ApiClient) -> None:
    answer = await submitted(api, formula="A10/1")
    assert (answer.json()["code"], answer.json()["field"]) == (
        "criteria_unusable",
        "criteria.K2.formula",
    )


async def test_a_number_with_an_exponent_or_a_float_is_no_number(api: ApiClient) -> None:
    draft = builders.draft().model_dump(mode="json")
    for value in (1.5, "1e3", "NaN"):
        draft["criteria"][1]["parameters"] = {"n": value}
        answer = await api.post("Noor", "/tenders", {"draft": draft})
        assert answer.status_code == 422, value


async def test_the_ranking_tells_who_was_set_aside_and_how_a_tie_was_broken(
    api: ApiClient, running: Running, monkeypatch: Any
) -> None:
    # 80 x 9/10 + 20 x 6/10 and 80 x 8/10 + 20: both 84. Meerstroom stays below its minimum.
    quality, price = builders.draft().criteria
    band = {"full_price": Decimal(600000), "zero_price": Decimal(700000)}
    criteria = (
        quality.model_copy(update={"weight": Decimal(80), "minimum_percent": Decimal(75)}),
        price.model_copy(update={"weight": Decimal(20), "formula": "A1/1", "parameters": band}),
    )
    draft = builders.draft(criteria=criteria, tie_break=(TieStep(by="quality"),))
    complete = builders.draft
    monkeypatch.setattr(
        builders, "draft", lambda **changes: draft if not changes else complete(**changes)
    )
    await ranked(api, running)
    found = (await api.get("Els", f"{EVALUATION}/ranking")).json()
    assert found["first"] == [opened.bid("Zilverdijk")]
    assert found["set_aside"] == [
        {"bid": opened.bid("Meerstroom"), "because": "below_threshold", "ground": ""}
    ]
    assert [row["shown"] for row in found["rows"]] == ["84.00", "84.00"]
    (step,) = found["tie_breaks"]
    assert step["order"] == [[opened.bid("Zilverdijk")], [opened.bid("Kade Zeven")]]


async def test_a_price_above_the_ceiling_cannot_be_found_regular(
    api: ApiClient, running: Running, monkeypatch: Any
) -> None:
    quality, price = builders.draft().criteria
    ceiling = {"ceiling": Decimal(650000)}
    price = price.model_copy(update={"formula": "A2/1", "parameters": ceiling})
    draft = builders.draft(criteria=(quality, price))
    monkeypatch.setattr(builders, "draft", lambda **changes: draft)
    await declared(api, running)
    rows = [
        {"bid": opened.bid(each), "not_excluded": True, "selected": True, "regular": True}
        for each in opened.PRICES
    ]
    read = (await api.get("Ilse", f"{EVALUATION}/examination")).json()
    saved = await api.put(
        "Ilse", f"{EVALUATION}/examination", {"version": read["version"], "rows": rows}
    )
    body = {"sha256": saved.json()["sha256"]}
    answer = await api.post("Ilse", f"{EVALUATION}/examination", body)
    assert answer.json()["code"] == "bid_above_ceiling"
    assert answer.json()["field"] == f"{opened.bid('Meerstroom')}.regular"
    rows[2] |= {"regular": False, "reason": "De prijs ligt boven de maximumprijs."}
    await write(api, "Ilse", f"{EVALUATION}/examination", {"rows": rows})
