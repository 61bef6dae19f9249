"""A ranking leaves Bestek as one file, for who may read it, and is computed again without us."""

from fractions import Fraction

from contracts.rules.scoring.bundle import differences
from infra.evaluation_files import reading
from tests import opened
from tests.api.test_awards import EVALUATION, GIVEN, ranked, scored, scores, write
from tests.api.test_evaluations import code
from tests.api_client import ApiClient
from tests.running import Running

PATH = f"{EVALUATION}/bundle"


async def test_there_is_nothing_to_export_before_the_ranking(
    api: ApiClient, running: Running
) -> None:
    await scored(api, running)
    assert code(await api.get("Bram", PATH)) == "wrong_stage"
    await write(api, "Griet", f"{EVALUATION}/consensus", scores(GIVEN))
    for who in ("Griet", "Bram", "Els"):
        assert code(await api.get(who, PATH)) == "wrong_stage"


async def test_who_reads_the_ranking_may_take_it_along(api: ApiClient, running: Running) -> None:
    await ranked(api, running)
    for who in ("Griet", "Bram", "Els", "Dirk", "Tine", "Kade Zeven person"):
        shown = await api.get(who, f"{EVALUATION}/ranking")
        taken = await api.get(who, PATH)
        assert taken.status_code == shown.status_code, who
    assert code(await api.get("Dirk", PATH)) == "not_allowed"
    assert code(await api.get("Kade Zeven person", PATH)) == "unknown_reference"


async def test_the_file_is_computed_again_to_the_last_digit(
    api: ApiClient, running: Running
) -> None:
    await ranked(api, running)
    taken = await api.get("Els", PATH)
    assert taken.headers["content-type"] == "application/json"
    disposition = taken.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=")
    assert disposition.endswith('-evaluation.json"')
    read = reading.bundle(taken.content)
    assert differences(read.file, read.answer) == ()
    shown = (await api.get("Els", f"{EVALUATION}/ranking")).json()["rows"]
    assert {row["bid"]: Fraction(row["exact"]) for row in shown} == {
        bid: Fraction(each["exact"]) for bid, each in read.answer["totals"].items()
    }
    first = next(bid for bid in read.file.bids if bid.id == opened.bid("Zilverdijk"))
    assert first.tenderer is not None
    assert "Zilverdijk" in first.tenderer
