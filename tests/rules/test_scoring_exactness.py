"""Cases on which binary floats give a wrong answer, and the shared case files where they are."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from contracts.rules.scoring import FindingCode, Mode, Result, Rounding, Stage
from tests.rules.evaluations import judged, model, price, quality, ranking, totals

CASES = Path(__file__).parents[3] / "shared" / "domain" / "cases-scoring"


def shared(name: str) -> Any:
    """A case file from beside the repository; its numbers as decimals, read from their text."""
    path = CASES / name
    if not path.exists():
        pytest.skip("the shared case files are not beside this checkout")
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def exact_totals(result: Result) -> dict[str, Fraction]:
    """The exact total of each bid."""
    return {row.bid: row.exact for row in result.rows}


def test_an_exact_tie_is_not_broken_by_noise() -> None:
    weights = {"q1": "0.35", "q2": "0.15", "q3": "0.5"}
    method = model(*(quality(q, w, maximum="100") for q, w in weights.items()), total="1")
    scores = {
        "A": {"q1": "65", "q2": "83", "q3": "94"},
        "B": {"q1": "93", "q2": "91", "q3": "72"},
    }
    result = judged(method, {"A": "1", "B": "1"}, scores)
    assert exact_totals(result) == {"A": Fraction(411, 500), "B": Fraction(411, 500)}
    assert ranking(result) == [["A", "B"]]
    assert [finding.code for finding in result.findings] == [FindingCode.TIE]


def test_the_winner_by_the_fifteenth_decimal_wins() -> None:
    method = model(
        quality("q1", "25", maximum="100"),
        quality("q2", "20", maximum="100"),
        quality("q3", "15", maximum="100"),
        price("40"),
    )
    scores = {
        "A": {"q1": "95", "q2": "74", "q3": "81"},
        "B": {"q1": "64", "q2": "87", "q3": "74"},
        "Low": {"q1": "50", "q2": "50", "q3": "50"},
    }
    prices = {"A": "118097053.75", "B": "99251376.97", "Low": "96404113.12"}
    result = judged(method, prices, scores)
    assert ranking(result) == [["A"], ["B"], ["Low"]]
    found = exact_totals(result)
    assert Fraction("3.3e-15") < found["A"] - found["B"] < Fraction("3.4e-15")
    assert result.findings == ()


def test_half_a_cent_is_rounded_by_its_decimal_value() -> None:
    rule = Rounding(stage=Stage.TOTAL, decimals=2, mode=Mode.HALF_UP)
    method = model(price("40"), quality("q", "60", maximum="60"))
    result = judged(
        method.model_copy(update={"rounding": (rule,)}),
        {"A": "800000", "B": "800001", "Low": "500500"},
        {"A": {"q": "50.00"}, "B": {"q": "50.00"}, "Low": {"q": "30.00"}},
    )
    assert totals(result) == {"A": "75.03", "B": "75.02", "Low": "70.00"}
    assert ranking(result)[0] == ["A"]


def test_a_bid_exactly_at_sixty_has_exactly_sixty() -> None:
    weights = {"a": "55", "b": "15", "c": "20", "d": "10"}
    method = model(*(quality(q, w, maximum="5") for q, w in weights.items()))
    scores = {"A": {"a": "2.0", "b": "4.0", "c": "4.5", "d": "4.0"}}
    assert exact_totals(judged(method, {"A": "1"}, scores)) == {"A": Fraction(60)}


@pytest.mark.parametrize("order", [("0.1", "0.2", "0.7"), ("0.7", "0.2", "0.1")])
def test_the_order_of_criteria_changes_no_digit(order: tuple[str, ...]) -> None:
    method = model(*(quality(w, w, maximum="1") for w in order), total="1")
    result = judged(method, {"A": "1"}, {"A": dict.fromkeys(order, "1")})
    assert exact_totals(result) == {"A": Fraction(1)}


def test_the_shared_80_20_case_agrees_to_its_last_digit() -> None:
    case = shared("002-felp-80-20-normalised-quality.json")
    weights = {name: str(Decimal(share) * 100) for name, share in case["weights"].items()}
    method = model(
        quality("quality", weights["quality"], maximum="150"),
        price(weights["price"]),
        normalise=True,
    )
    result = judged(
        method,
        {bid["id"]: str(bid["price"]) for bid in case["bids"]},
        {bid["id"]: {"quality": str(bid["quality_total"])} for bid in case["bids"]},
    )
    published = case["expected"]["values"]
    for row in result.rows:
        shown = {points.criterion: points.shown for points in row.points}
        assert row.shown == published[f"{row.bid}.total"]
        assert shown["quality"] == published[f"{row.bid}.qw"]
        assert shown["price"] == published[f"{row.bid}.pw"]
        assert row.exact == Fraction(case["recomputed"][f"{row.bid}.total"]["exact"])
    assert [group[0] for group in ranking(result)] == case["expected"]["ranking"]


def test_the_shared_tie_of_south_africa_is_a_tie() -> None:
    case = shared("009-za-pppfa-80-20.json")
    method = model(
        quality("preference", str(case["weights"]["preference"]), maximum="20"),
        price(str(case["weights"]["price"]), "P2/1"),
    )
    points = {bid["id"]: bid.get("preference_points", 0) for bid in case["bids"]}
    result = judged(
        method,
        {bid["id"]: str(bid["price"]) for bid in case["bids"]},
        {bid: {"preference": str(value)} for bid, value in points.items()},
    )
    assert ranking(result)[0] == ["A", "B"]
    for row in result.rows:
        shown = {p.criterion: p.exact for p in row.points}
        assert shown["price"] == Fraction(case["expected"]["values"][f"{row.bid}.price"])


def test_the_shared_float_cases_are_those_of_this_page() -> None:
    cases = {case["id"]: case for case in shared("constructed/float-flips.json")}
    tie, flip = cases["F1-false-winner-on-exact-tie"], cases["F2b-strict-flip"]
    assert tie["exact_total"] == "411/5"  # weights of one, scores of a hundred
    assert (tie["A"], tie["B"]) == (["65", "83", "94"], ["93", "91", "72"])
    assert flip["exact_winner"] == "A"
    assert flip["bids"]["A"] == {"q": [95, 74, 81], "price": "118097053.75"}
