"""Cases made to break engines: floats that flip a winner, losers whose leaving names another.

F1 to F3 and F7 stand in `test_scoring_exactness`; here are the others, and all that a withdrawal
turns around. The answers are exact.
"""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from contracts.rules.scoring import (
    EvaluationModel,
    FindingCode,
    Offers,
    Parameters,
    Policies,
    Result,
    Score,
    evaluate,
    examine,
)
from contracts.rules.scoring.formulas import FORMULAS
from contracts.rules.scoring.model import Threshold, TieBy, TieStep
from tests.rules.evaluations import agreed, bids, judged, model, price, quality, ranking
from tests.rules.test_scoring_exactness import shared

# --- binary floats -------------------------------------------------------------------------------


def _at_sixty(least: str, **scores: str) -> Result:
    weights = {"a": "55", "b": "15", "c": "20", "d": "10"}
    method = model(*(quality(name, weight, maximum="5") for name, weight in weights.items()))
    minimum = Threshold(value=Decimal(least))
    announced = method.parameters.model_copy(update={"minimum_quality": minimum})
    method = method.model_copy(update={"parameters": announced})
    given = agreed({"A": {"a": "2.0", "b": "4.0", "c": "4.5", "d": "4.0"} | scores})
    return evaluate(method, Offers(bids=bids({"A": "1"}), scores=given))


def test_a_bid_exactly_at_the_minimum_stays() -> None:
    # F4: 55 x 2/5 + 15 x 4/5 + 20 x 4.5/5 + 10 x 4/5 = 22 + 12 + 18 + 8 = 60.
    assert ranking(_at_sixty("60")) == [["A"]]
    below = _at_sixty("60.000000000000000000000000001")
    assert [finding.code for finding in below.findings] == [
        FindingCode.BELOW_THRESHOLD,
        FindingCode.NO_ADMISSIBLE_BID,
    ]


def test_ten_tenths_are_one_and_a_hair_less_is_not() -> None:
    # F5: as binary floats ten times 0.1 is 0.9999999999999999.
    tenths = [quality(str(n), "0.1") for n in range(9)]
    assert examine(model(*tenths, quality("9", "0.1"), total="1")) == ()
    [finding] = examine(model(*tenths, quality("9", "0.0999999999999999"), total="1"))
    assert finding.code is FindingCode.WEIGHTS_SUM
    assert finding.facts["difference"] == "-0.0000000000000001"


def test_a_coefficient_is_made_of_decimal_texts_only() -> None:
    # F6: Fraction(0.1) is not 1/10; the types refuse the float, and the text gives 9/7.
    with pytest.raises(ValidationError):
        Score.model_validate({"bid": "x", "criterion": "air", "value": 0.1})
    parameters = Parameters(total=Decimal("0.30"), formula="A13b/1")
    method = EvaluationModel(
        criteria=(quality("air", "0.15", "0.15"), quality("years", "0.15", "0.15")),
        parameters=parameters,
    )
    result = judged(method, {"x": "1"}, {"x": {"air": "0.1", "years": "0.1"}})
    assert result.rows[0].exact == Fraction(9, 7)


def test_no_exact_tie_is_broken_by_noise() -> None:
    # F8: all 1 331 bids with scores of 0 to 10 on weights of 35, 15 and 50 %. In twentieths of the
    # weights the totals are whole numbers; bids share a place exactly where those are equal.
    twentieths = {"a": 7, "b": 3, "c": 10}
    every = {"-".join(map(str, each)): each for each in itertools.product(range(11), repeat=3)}
    sums: dict[int, list[str]] = {}
    for bid, each in every.items():
        whole = sum(w * s for w, s in zip(twentieths.values(), each, strict=True))
        sums.setdefault(whole, []).append(bid)
    method = model(*(quality(name, str(w * 5)) for name, w in twentieths.items()))
    given = {bid: dict(zip(twentieths, map(str, each), strict=True)) for bid, each in every.items()}
    result = judged(method, dict.fromkeys(every, "1"), given)
    assert ranking(result) == [sorted(sums[whole]) for whole in sorted(sums, reverse=True)]


# --- the withdrawal of a loser -------------------------------------------------------------------

QUALITY_WEIGHT, PRICE_WEIGHT = "60", "40"
WEIGHTS = {"quality_weight": QUALITY_WEIGHT, "price_weight": PRICE_WEIGHT}

Bids = dict[str, tuple[str, str]]
"""Price and quality out of 100, by bid."""

REVERSALS: dict[str, tuple[str, dict[str, str], Bids, str, str, str]] = {
    "lowest/own": (
        *("P1/1", {}),
        {"A": ("575", "51"), "B": ("523", "65"), "C": ("743", "89"), "D": ("935", "99")},
        *("D", "B", "C"),
    ),
    "2-own/lowest (floor 0)": (
        *("P2/1", {"floor": "0"}),
        {"A": ("667", "72"), "B": ("669", "55"), "C": ("850", "95"), "D": ("509", "51")},
        *("A", "D", "C"),
    ),
    "2-own/lowest (no floor)": (
        *("P2/1", {}),
        {"A": ("547", "50"), "B": ("753", "56"), "C": ("626", "80"), "D": ("748", "93")},
        *("C", "A", "D"),
    ),
    "linear min-max": (
        *("P3/1", {}),
        {"A": ("653", "68"), "B": ("624", "91"), "C": ("920", "69"), "D": ("576", "67")},
        *("B", "C", "D"),
    ),
    "mean = 50 +-1/%": (
        *("P4/1", {}),
        {"A": ("999", "88"), "B": ("512", "68"), "C": ("816", "51"), "D": ("743", "89")},
        *("D", "A", "B"),
    ),
    "median = 50 +-1/%": (
        *("P4b/1", {}),
        {"A": ("996", "94"), "B": ("615", "78"), "C": ("852", "99"), "D": ("660", "76")},
        *("C", "A", "B"),
    ),
    "nearest to mean": (
        *("P5/1", {}),
        {"A": ("515", "96"), "B": ("970", "94"), "C": ("668", "69"), "D": ("923", "83")},
        *("B", "D", "A"),
    ),
    "discount/max discount": (
        *("P6/1", {"ceiling": "1000"}),
        {"A": ("850", "84"), "B": ("737", "58"), "C": ("867", "100"), "D": ("795", "78")},
        *("C", "B", "D"),
    ),
    "discount/max(threshold,max)": (
        *("P6b/1", {"ceiling": "1000", "threshold": "0.05"}),
        {"A": ("791", "86"), "B": ("818", "89"), "C": ("694", "51"), "D": ("822", "94")},
        *("D", "C", "A"),
    ),
    "bilinear X=0.85": (
        *("P8/1", {"ceiling": "1000", "x": "0.85"}),
        {"A": ("784", "73"), "B": ("952", "53"), "C": ("503", "55"), "D": ("887", "94")},
        *("A", "B", "C"),
    ),
    "(R/Rmax)^2": (
        *("P7/1", {"ceiling": "1000", "exponent": "2"}),
        {"A": ("706", "97"), "B": ("643", "77"), "C": ("615", "51"), "D": ("773", "83")},
        *("A", "C", "B"),
    ),
    "quality normalised best=max + lowest/own": (
        *("P1/1", {}),
        {"A": ("994", "84"), "B": ("502", "50"), "C": ("649", "63"), "D": ("651", "65")},
        *("A", "B", "D"),
    ),
    "UfAB weighted Richtwert (L/Lmean, P/Pmean)": (
        *("A12/1", WEIGHTS),
        {"A": ("1000", "88"), "B": ("993", "87"), "C": ("859", "59"), "D": ("859", "80")},
        *("A", "C", "D"),
    ),
    "UfAB extended 10% band, decide on quality": (
        *("A11/1", {"band": "0.10"}),
        {"A": ("596", "65"), "B": ("548", "89"), "C": ("663", "100"), "D": ("515", "87")},
        *("B", "D", "C"),
    ),
    "utility index (1-(Qbest-Q)N)/P": (
        *("P10/1", WEIGHTS),
        {"A": ("526", "74"), "B": ("666", "87"), "C": ("884", "93"), "D": ("688", "61")},
        *("B", "C", "A"),
    ),
}
"""By name: formula, parameters, bids, winner, who is withdrawn, and the new winner."""

MONOTONE = "nearest to mean | mono"


def _method(name: str, formula: str, announced: dict[str, str]) -> EvaluationModel:
    """60 for quality and 40 for price, or the method on whole bids with those weights; the leaders
    of a band go by quality."""
    if FORMULAS[formula].kind != "whole":
        return model(
            price(PRICE_WEIGHT, formula, **announced),
            quality("q", QUALITY_WEIGHT, maximum="100"),
            normalise=name.startswith("quality normalised"),
        )
    constants = {key: Decimal(value) for key, value in announced.items()}
    return EvaluationModel(
        criteria=(quality("q", "100", maximum="100"),),
        parameters=Parameters(formula=formula, constants=constants),
        policies=Policies(tie_break=(TieStep(by=TieBy.QUALITY),)),
    )


def _first(method: EvaluationModel, offered: Bids) -> list[str]:
    scores = {bid: {"q": quality_} for bid, (_, quality_) in offered.items()}
    result = judged(method, {bid: price_ for bid, (price_, _) in offered.items()}, scores)
    assert result.complete
    return ranking(result)[0]


@pytest.mark.parametrize("name", REVERSALS)
def test_the_withdrawal_of_a_loser_names_the_winner_that_was_worked_out(name: str) -> None:
    formula, announced, offered, winner, withdrawn, new_winner = REVERSALS[name]
    method = _method(name, formula, announced)
    assert _first(method, offered) == [winner]
    rest = {bid: offer for bid, offer in offered.items() if bid != withdrawn}
    assert _first(method, rest) == [new_winner]
    assert not FORMULAS[formula].absolute


def test_a_lower_price_loses_the_contract_where_the_mean_is_best() -> None:
    offered = {"A": ("996", "81"), "B": ("634", "95"), "C": ("571", "85"), "D": ("637", "95")}
    method = _method(MONOTONE, "P5/1", {})
    assert _first(method, offered) == ["D"]
    assert _first(method, offered | {"D": ("605.15", "95")}) == ["B"]  # 5 % less
    assert not FORMULAS["P5/1"].monotone


@pytest.mark.parametrize(
    "formula", [f.name for f in FORMULAS.values() if f.absolute and f.kind == "price"]
)
def test_no_withdrawal_names_another_winner_under_an_absolute_formula(formula: str) -> None:
    announced = {
        "A1/1": {"full_price": "500", "zero_price": "1000"},
        "A2/1": {"ceiling": "1000"},
        "A3/1": {"ceiling": "1000", "line": "700"},
        "A4/1": {"reference": "600"},
        "A5/1": {"ceiling": "1000", "exponent": "2"},
        "A19/1": {"target": "700"},
    }[formula]
    method = _method("", formula, announced)
    for _, _, offered, _, _, _ in REVERSALS.values():
        winner = _first(method, offered)
        for loser in set(offered) - set(winner):
            rest = {bid: offer for bid, offer in offered.items() if bid != loser}
            assert _first(method, rest) == winner


def test_the_collection_has_no_reversal_that_is_not_here() -> None:
    examples = shared("constructed/rank-reversal.json")["examples"]
    ours = {
        name: {
            "bids": {bid: list(offer) for bid, offer in offered.items()},
            "winner": winner,
            "withdrawn": withdrawn,
            "new_winner": new_winner,
        }
        for name, (_, _, offered, winner, withdrawn, new_winner) in REVERSALS.items()
    }
    assert {name: each for name, each in examples.items() if name != MONOTONE} == ours
    assert examples[MONOTONE]["lowered_own_price_5pct_then_winner"] == "B"


def test_the_collection_has_no_float_flip_that_is_not_here() -> None:
    flips = {case["id"].partition("-")[0]: case for case in shared("constructed/float-flips.json")}
    assert set(flips) == {"F1", "F2b", "F3", "F4", "F5", "F6", "F7", "F8"}
    assert (flips["F4"]["exact"], flips["F4"]["threshold"]) == ("60", "60")
    assert flips["F6"]["correct"] == "9/7"
    assert flips["F5"]["exact"] == "1"
