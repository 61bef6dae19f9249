"""Formulas for quality and price together: published cases and figures by hand, every edge."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given

from contracts.rules.scoring.exact import show
from contracts.rules.scoring.formulas import FORMULAS, Best, Undefined
from tests.rules.field_of_bids import ANNOUNCED, WHOLE, Offer, fields, figure

LOWEST = {"A6/1", "A7/1", "A8/1", "A13/1", "A14/1", "A16/1"}


def _figure(name: str, **told: str) -> Fraction:
    return FORMULAS[name].compute({key: Fraction(value) for key, value in told.items()})


def _field(offers: Mapping[str, tuple[str, str]]) -> list[Offer]:
    return [(Fraction(price), Fraction(quality)) for price, quality in offers.values()]


def test_the_lowest_figure_wins_where_it_stands_for_a_price() -> None:
    assert {name for name in WHOLE if FORMULAS[name].best is Best.LOWEST} == LOWEST


def test_p10_is_the_utility_index() -> None:
    told = {"lowest_price": "800", "best_quality": "90", "maximum_quality": "100"}
    told |= {"quality_weight": "60", "price_weight": "40"}
    assert _figure("P10/1", price="1000", quality="90", **told) == Fraction(4, 5)
    assert _figure("P10/1", price="800", quality="70", **told) == Fraction(7, 10)
    assert _figure("P10/1", price="1000", quality="10", **told) == Fraction(-4, 25)


def test_a6_gives_the_published_fictitious_price() -> None:
    assert _figure("A6/1", price="80000", quality="1500") == 78_500
    assert _figure("A6/1", price="1000", quality="1500") == -500
    assert _figure("A6/1", price="-200", quality="100") == -300


def test_a7_marks_the_price_up_for_missing_quality() -> None:
    told = {"maximum_quality": "100", "quality_weight": "60", "price_weight": "40"}
    assert _figure("A7/1", price="1000", quality="80", **told) == 1300
    assert _figure("A7/1", price="1000", quality="100", **told) == 1000
    assert _figure("A7/1", price="0", quality="0", **told) == 0


def test_a7_rewards_missing_quality_in_a_credit_as_its_caution_says() -> None:
    told = {"maximum_quality": "100", "quality_weight": "60", "price_weight": "40"}
    good = _figure("A7/1", price="-1000", quality="100", **told)
    assert _figure("A7/1", price="-1000", quality="80", **told) < good == -1000


def test_a8_takes_off_an_amount_for_each_point() -> None:
    assert _figure("A8/1", price="80000", quality="60", value="250") == 65_000


def test_a9_raises_quality_to_the_ratio_of_the_weights() -> None:
    half = {"quality_weight": "60", "price_weight": "40"}
    assert _figure("A9/1", price="500", quality="100", **half) == 2
    assert _figure("A9/1", price="500", quality="100") == Fraction(1, 5)
    whole = {"quality_weight": "80", "price_weight": "40"}
    assert _figure("A9/1", price="500", quality="30", **whole) == Fraction(9, 5)
    assert _figure("A9/1", price="500", quality="0", **half) == 0
    root = _figure("A9/1", price="1", quality="2", quality_weight="1", price_weight="2")
    assert root == Fraction("1.414213562373095048801688724210")


def test_a9_works_no_enormous_power_out() -> None:
    at_most = _figure("A9/1", price="1", quality="2", quality_weight="100", price_weight="1")
    assert at_most == 2**100
    with pytest.raises(Undefined, match="exponent_too_large"):
        _figure("A9/1", price="1", quality="2", quality_weight="101", price_weight="1")


def test_a10_and_a11_divide_quality_by_price() -> None:
    assert _figure("A10/1", price="5000", quality="80") == Fraction(2, 125)
    assert _figure("A10/1", price="5000", quality="80", factor="1000000") == 16_000
    assert _figure("A11/1", price="5000", quality="80", band="0.06", factor="1000000") == 16_000


def test_a12_compares_quality_and_price_with_their_references() -> None:
    weights = {"quality_weight": "60", "price_weight": "40"}
    own = {"price": "900", "quality": "88"}
    mean = {"mean_price": "1000", "mean_quality": "80"}
    median = {"median_price": "1000", "median_quality": "80"}
    fixed = {"price_reference": "1000", "quality_reference": "80"}
    assert _figure("A12/1", **own, **mean, **weights) == 66 - 36
    assert _figure("A12b/1", **own, **median, **weights) == 66 - 36
    assert _figure("A12c/1", **own, **fixed, **weights) == 66 - 36
    assert _figure("A12c/1", price="0", quality="80", **fixed, **weights) == 60


def test_a12_and_its_kind_have_no_value_without_a_reference() -> None:
    weights = {"quality_weight": "60", "price_weight": "40"}
    with pytest.raises(Undefined, match="no_quality"):
        _figure("A12/1", price="9", quality="0", mean_price="9", mean_quality="0", **weights)
    with pytest.raises(Undefined, match="price_not_positive"):
        _figure("A12b/1", price="9", quality="1", median_price="0", median_quality="1", **weights)


def test_a13_has_the_published_coefficient() -> None:
    """Features worth 0.10 and 0.10 of at most 0.30: 1 + 0.2 / 0.7 = 9/7."""
    vn = {"quality": "0.20", "maximum_quality": "0.30"}
    assert _figure("A13/1", price="900", **vn) == 700
    assert _figure("A13b/1", price="700", **vn) == 900
    assert _figure("A13/1", price="900", quality="0", maximum_quality="0.30") == 900


@pytest.mark.parametrize(("own", "most"), [("0.2", "1"), ("20", "30"), ("-0.1", "0.3")])
def test_a13_and_a14_read_quality_as_a_share_of_one(own: str, most: str) -> None:
    for name in ("A13/1", "A13b/1"):
        with pytest.raises(Undefined, match="quality_not_a_share"):
            _figure(name, price="900", quality=own, maximum_quality=most)
    if own != "0.2":
        with pytest.raises(Undefined, match="quality_not_a_share"):
            _figure("A14/1", price="900", quality=own)


def test_a14_takes_the_share_for_quality_off_the_cost() -> None:
    assert _figure("A14/1", price="1000", quality="0.15") == 850


def test_a15_is_the_present_value_itself() -> None:
    assert _figure("A15/1", price="-12.5") == Fraction(-25, 2)
    assert FORMULAS["A15/1"].best is Best.HIGHEST


def test_a16_gives_the_published_adjusted_bids() -> None:
    offers = {"A": ("1000000", "0.85"), "B": ("1300000", "0.95"), "C": ("800000", "0.50")}
    made = {
        bid: _figure("A16/1", price=price, quality=quality, maximum_quality="1")
        for bid, (price, quality) in offers.items()
    }
    assert [show(each, 0) for each in made.values()] == ["1176471", "1368421", "1600000"]
    assert sorted(made, key=made.__getitem__) == ["A", "B", "C"]


def test_a16_has_no_value_without_quality() -> None:
    with pytest.raises(Undefined, match="no_quality"):
        _figure("A16/1", price="100", quality="0", maximum_quality="100")


@given(fields)
def test_a16_and_a16b_put_bids_in_the_same_order(field: list[Offer]) -> None:
    prices = [figure("A16/1", field, place) for place in range(len(field))]
    scores = [figure("A16b/1", field, place) for place in range(len(field))]
    reference = ANNOUNCED["A16b/1"]["reference"]
    assert [price * score for price, score in zip(prices, scores, strict=True)] == [
        reference for _ in field
    ]


def test_a17_gives_the_published_ranking_of_quality_and_cost() -> None:
    field = _field({"A": ("500000", "72"), "B": ("470000", "60"), "C": ("540000", "95")})
    made = [figure("A17/1", field, place) for place in range(3)]
    assert [show(each) for each in made] == ["76.40", "68.00", "93.41"]


def test_a17_wants_weights_that_make_one() -> None:
    told = {"price": "1", "lowest_price": "1", "quality": "1", "maximum_quality": "1"}
    with pytest.raises(Undefined, match="weights_not_one"):
        _figure("A17/1", **told, technical_weight="0.8", price_weight="0.3")


def test_a18_weighs_the_best_of_both() -> None:
    told = {"lowest_price": "80", "best_quality": "90", "price_weight": "0.3"}
    assert _figure("A18/1", price="100", quality="90", **told) == 24 + 70
    assert _figure("A18/1", price="80", quality="45", **told) == 30 + 35


@pytest.mark.parametrize(
    ("name", "expected"), [("P10/1", 1), ("A12/1", 20), ("A12b/1", 20), ("A18/1", 100)]
)
def test_a_single_bid_has_the_figure_of_equal_bids(name: str, expected: int) -> None:
    offer = (Fraction(500), Fraction(70))
    assert figure(name, [offer], 0) == expected
    assert figure(name, [offer] * 3, 1) == expected


@pytest.mark.parametrize("name", ["A9/1", "A10/1", "A11/1", "A16b/1"])
def test_negative_quality_has_no_figure_where_a_lower_price_would_worsen_it(name: str) -> None:
    with pytest.raises(Undefined, match="quality_negative"):
        figure(name, [(Fraction(500), Fraction(-1))], 0)
