"""Evaluations with published or hand-computed figures, and what stops one from being made."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from contracts.base import Money
from contracts.rules import scoring
from contracts.rules.scoring import (
    Criterion,
    CriterionKind,
    EvaluationModel,
    FindingCode,
    Mode,
    Offers,
    Rounding,
    Score,
    Stage,
)
from tests.rules.evaluations import (
    agreed,
    bids,
    judged,
    model,
    price,
    quality,
    ranking,
    totals,
    with_rounding,
)

COLLEGE_PRICES = {"A": "10500", "B": "10350", "C": "11750", "D": "9900"}
COLLEGE_SCORES = {"A": "123", "B": "126", "C": "129", "D": "117"}


def college() -> scoring.Result:
    """A published example: quality normalised to the best, 80; price lowest over own, 20."""
    method = model(quality("quality", "80", maximum="150"), price("20"), normalise=True)
    return judged(method, COLLEGE_PRICES, {b: {"quality": s} for b, s in COLLEGE_SCORES.items()})


def codes(result: scoring.Result) -> list[FindingCode]:
    return [finding.code for finding in result.findings]


def test_the_published_80_20_example_is_reproduced() -> None:
    result = college()
    assert totals(result) == {"A": "95.14", "B": "97.27", "C": "96.85", "D": "92.56"}
    assert ranking(result) == [["B"], ["C"], ["A"], ["D"]]
    assert result.findings == ()
    points = {row.bid: {p.criterion: p.shown for p in row.points} for row in result.rows}
    assert points == {
        "A": {"price": "18.86", "quality": "76.28"},
        "B": {"price": "19.13", "quality": "78.14"},
        "C": {"price": "16.85", "quality": "80.00"},
        "D": {"price": "20.00", "quality": "72.56"},
    }


def test_the_published_80_20_example_is_exact() -> None:
    exact = {row.bid: row.exact for row in college().rows}
    assert exact == {
        "A": Fraction(28636, 301),
        "B": Fraction(96200, 989),
        "C": Fraction(4552, 47),
        "D": Fraction(3980, 43),
    }


def test_without_the_announcement_quality_is_not_normalised() -> None:
    method = model(quality("quality", "80", maximum="150"), price("20"))
    result = judged(method, COLLEGE_PRICES, {b: {"quality": s} for b, s in COLLEGE_SCORES.items()})
    assert totals(result)["C"] == "85.65"  # 80 x 129/150 + 16.85
    assert result.rule_versions == ("P1/1", "Q1/1")


def test_points_of_200_are_shared_as_in_the_published_low_bid_example() -> None:
    method = model(
        quality("experience", "60", maximum="60"),
        quality("control", "40", maximum="40"),
        quality("time", "30", maximum="30"),
        price("70"),
        total="200",
    )
    scores = {
        "A": {"experience": "40", "control": "30", "time": "20"},
        "B": {"experience": "32", "control": "20", "time": "22"},
    }
    result = judged(method, {"A": "10000", "B": "8000"}, scores)
    assert totals(result) == {"A": "146.00", "B": "144.00"}


def test_an_exact_tie_is_shared_and_found() -> None:
    # The South African 80/20 example: 80 + 12 and 72 + 20.
    method = model(quality("preference", "20", maximum="20"), price("80", "P2/1"))
    scores = {"A": {"preference": "12"}, "B": {"preference": "20"}, "C": {"preference": "0"}}
    result = judged(method, {"B": "1100000", "A": "1000000", "C": "1200000"}, scores)
    assert ranking(result) == [["A", "B"], ["C"]]
    assert [row.rank for row in result.rows] == [1, 1, 3]
    assert codes(result) == [FindingCode.TIE]
    assert result.findings[0].facts == {"rank": "1", "bids": "A, B"}
    assert result.complete


@pytest.mark.parametrize(
    ("announced", "expected"),
    [({}, "-20.00"), ({"floor": "0"}, "0.00")],
)
def test_linear_to_lowest_goes_below_zero_unless_a_floor_was_announced(
    announced: dict[str, str], expected: str
) -> None:
    method = model(price("40", "P2/1", **announced), quality("quality", "60"))
    scores = {"cheap": {"quality": "5"}, "dear": {"quality": "5"}}
    result = judged(method, {"cheap": "100", "dear": "250"}, scores)
    dear = next(row for row in result.rows if row.bid == "dear")
    assert {p.criterion: p.shown for p in dear.points}["price"] == expected
    assert codes(result) == ([] if announced else [FindingCode.NEGATIVE_POINTS])


def test_quality_alone_needs_no_price() -> None:
    result = judged(model(quality("quality", "100")), {"A": "0"}, {"A": {"quality": "7.5"}})
    assert totals(result) == {"A": "75.00"}


def test_announced_rounding_of_totals_decides_what_a_tie_is() -> None:
    base = model(price("40"), quality("quality", "60", maximum="60"))
    scores = {"A": {"quality": "50"}, "B": {"quality": "50"}, "Low": {"quality": "30"}}
    prices = {"A": "800000", "B": "800001", "Low": "500500"}

    def ranked(decimals: int) -> list[list[str]]:
        rule = Rounding(stage=Stage.TOTAL, decimals=decimals, mode=Mode.HALF_UP)
        rounded = with_rounding(base, rule)
        return ranking(judged(rounded, prices, scores))

    assert ranked(2) == [["A"], ["B"], ["Low"]]  # 75.03, 75.02
    assert ranked(1) == [["A", "B"], ["Low"]]  # both 75.0


def test_rounding_by_criterion_stands_in_the_trace() -> None:
    rule = Rounding(stage=Stage.CRITERION, decimals=0, mode=Mode.DOWN)
    method = with_rounding(model(price("20"), quality("quality", "80")), rule)
    result = judged(
        method, {"A": "100", "B": "130"}, {"A": {"quality": "1"}, "B": {"quality": "9"}}
    )
    assert totals(result) == {"A": "28.00", "B": "87.00"}  # 15.38 falls to 15
    cheapest = next(node for node in result.trace if node.subject == "B").children[0]
    assert (cheapest.rounding, cheapest.shown) == ("criterion/0/down", "15.00")
    assert cheapest.children[0].exact == Fraction(200, 13)


@pytest.mark.parametrize(
    ("value", "mode", "shown"),
    [
        ("25.025", Mode.HALF_UP, "25.03"),
        ("25.025", Mode.HALF_EVEN, "25.02"),
        ("25.035", Mode.HALF_EVEN, "25.04"),
        ("25.029", Mode.DOWN, "25.02"),
        ("-0.005", Mode.HALF_UP, "-0.01"),
        ("-0.001", Mode.HALF_UP, "0.00"),
        ("0.5", Mode.DOWN, "0.50"),
    ],
)
def test_numbers_are_shown_by_their_exact_value(value: str, mode: Mode, shown: str) -> None:
    assert scoring.show(Fraction(value), 2, mode) == shown


def test_weights_of_99_are_named_with_the_difference() -> None:
    [finding] = scoring.examine(model(price("40"), quality("quality", "59")))
    assert finding.code is FindingCode.WEIGHTS_SUM
    assert finding.facts == {"sum": "99", "target": "100", "difference": "-1"}


def test_the_smallest_difference_of_a_weight_counts() -> None:
    smallest = "0." + "0" * 27 + "1"
    [finding] = scoring.examine(model(price("60"), quality("q", "40"), quality("r", smallest)))
    assert finding.facts["difference"] == smallest


def test_ten_weights_of_a_tenth_make_one() -> None:
    assert scoring.examine(model(*(quality(str(n), "0.1") for n in range(10)), total="1")) == ()


@pytest.mark.parametrize(
    ("method", "code"),
    [
        (model(), FindingCode.NO_CRITERIA),
        (model(quality("q", "50"), quality("q", "50")), FindingCode.DUPLICATE_CRITERION),
        (model(price("50"), price("50", criterion="tco")), FindingCode.SEVERAL_PRICES),
        (model(price("100"), quality("q", "0")), FindingCode.WEIGHT_NOT_POSITIVE),
        (model(quality("q", "100", maximum="5", minimum="5")), FindingCode.SCALE_INVALID),
        (model(quality("q", "100", minimum="-1")), FindingCode.SCALE_INVALID),
        (model(price("100", "P99/1")), FindingCode.FORMULA_UNKNOWN),
        (model(price("100", "P1/2")), FindingCode.FORMULA_UNKNOWN),
        (model(price("100", "Q1/1")), FindingCode.FORMULA_UNSUITABLE),
        (model(price("100", floor="0")), FindingCode.PARAMETER_UNKNOWN),
        (
            model(Criterion(id="p", kind=CriterionKind.PRICE, weight=Decimal(100))),
            FindingCode.FORMULA_MISSING,
        ),
        (
            model(Criterion(id="q", kind=CriterionKind.QUALITY, weight=Decimal(100))),
            FindingCode.SCALE_MISSING,
        ),
        (
            with_rounding(model(price("100")), *(Rounding(stage=Stage.TOTAL, decimals=2),) * 2),
            FindingCode.DUPLICATE_ROUNDING,
        ),
    ],
)
def test_a_wrong_method_is_found_and_never_applied(
    method: EvaluationModel, code: FindingCode
) -> None:
    assert [finding.code for finding in scoring.examine(method)] == [code]
    result = judged(method, {"A": "100"}, {})
    assert codes(result) == [code]
    assert not result.complete
    assert (result.rows, result.trace, result.ranking_groups) == ((), (), ())


@pytest.mark.parametrize(
    ("prices", "scores", "code"),
    [
        ({"A": "0", "B": "9"}, {"A": "5", "B": "5"}, FindingCode.PRICE_ZERO),
        ({"A": "-1", "B": "9"}, {"A": "5", "B": "5"}, FindingCode.PRICE_NEGATIVE),
        ({"A": "9"}, {}, FindingCode.MISSING_SCORE),
        ({"A": "9"}, {"A": "10.01"}, FindingCode.OUT_OF_SCALE),
        ({"A": "9"}, {"A": "-0.1"}, FindingCode.OUT_OF_SCALE),
        ({"A": "9"}, {"A": "5", "Z": "5"}, FindingCode.UNKNOWN_BID),
        ({}, {}, FindingCode.NO_BIDS),
    ],
)
def test_wrong_input_is_found_and_never_counted_as_zero(
    prices: dict[str, str], scores: dict[str, str], code: FindingCode
) -> None:
    method = model(price("50"), quality("q", "50"))
    result = judged(method, prices, {bid: {"q": value} for bid, value in scores.items()})
    assert codes(result) == [code]
    assert not result.complete
    assert result.findings[0].blocks


def test_a_score_on_an_unknown_criterion_or_given_twice_is_found() -> None:
    method = model(price("50"), quality("q", "50"))
    scores = agreed({"A": {"q": "5", "price": "5"}})
    twice = (*scores, Score(bid="A", criterion="q", value=Decimal(5)))
    result = scoring.evaluate(method, Offers(bids=bids({"A": "9"}), scores=twice))
    assert codes(result) == [FindingCode.DUPLICATE_SCORE, FindingCode.UNKNOWN_CRITERION]


def test_a_bid_given_twice_is_found() -> None:
    method = model(price("100"))
    result = scoring.evaluate(method, Offers(bids=bids({"A": "9"}) * 2))
    assert codes(result) == [FindingCode.DUPLICATE_BID]


def test_prices_in_two_currencies_are_not_compared() -> None:
    mixed = (*bids({"A": "9"}), *bids({"B": "9"}, currency="GBP"))
    result = scoring.evaluate(model(price("100")), Offers(bids=mixed))
    assert codes(result) == [FindingCode.CURRENCIES_DIFFER]
    assert result.findings[0].facts == {"currencies": "EUR, GBP"}


def test_the_currency_of_an_excluded_bid_is_not_in_the_comparison() -> None:
    [other] = bids({"B": "9"}, currency="GBP")
    excluded = other.model_copy(update={"excluded": "asks another currency"})
    mixed = (*bids({"A": "9"}), excluded)
    assert ranking(scoring.evaluate(model(price("100")), Offers(bids=mixed))) == [["A"]]


def test_quality_where_the_best_score_is_zero_cannot_be_normalised() -> None:
    method = model(price("50"), quality("q", "50"), normalise=True)
    result = judged(method, {"A": "9", "B": "8"}, {"A": {"q": "0"}, "B": {"q": "0"}})
    assert codes(result) == [FindingCode.NO_BEST_SCORE]


def test_a_float_is_refused_as_a_weight_score_or_price() -> None:
    with pytest.raises(ValidationError, match="not as a float"):
        Score.model_validate({"bid": "A", "criterion": "q", "value": 7.5})
    with pytest.raises(ValidationError, match="not as a float"):
        Criterion.model_validate({"id": "q", "kind": "quality", "weight": 0.1})
    with pytest.raises(ValidationError, match="not as a float"):
        Money.model_validate({"amount": 1.5})


def test_a_result_survives_its_json_form() -> None:
    result = college()
    written = scoring.plain(result)
    assert written["rows"][0]["exact"] == "96200/989"
    assert scoring.parse(written) == result
    assert scoring.digest(scoring.parse(written)) == scoring.digest(result)
