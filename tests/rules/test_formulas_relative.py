"""Price formulas that depend on the other bids, worked by hand, with every edge of theirs."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.rules.scoring.exact import show
from contracts.rules.scoring.formulas import FORMULAS, Undefined
from tests.rules.field_of_bids import ANNOUNCED, Offer, fields, figure, prices, shares

RELATIVE = [name for name in ANNOUNCED if name.startswith("P") and name != "P10/1"]


def _shown(weight: int, made: list[Fraction], decimals: int = 2) -> list[str]:
    return [show(weight * each, decimals) for each in made]


def _fractions(*values: str) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_p1_gives_the_published_points_for_lowest_over_own() -> None:
    assert _shown(70, shares("P1/1", "10000", "8000"), 0) == ["56", "70"]
    assert _shown(300, shares("P1/1", "50000", "55000"), 1) == ["300.0", "272.7"]
    college = shares("P1/1", "10500", "10350", "11750", "9900")
    assert _shown(100, college) == ["94.29", "95.65", "84.26", "100.00"]
    assert _shown(20, college) == ["18.86", "19.13", "16.85", "20.00"]


def test_p1_has_no_value_for_anybody_when_one_price_is_nil() -> None:
    """The British dispute on a nil price for one element: 0 for all others, 0/0 for the one."""
    assert _shown(10, shares("P1/1", "85", "100"), 1) == ["10.0", "8.5"]
    field = [(Fraction(10), Fraction(1)), (Fraction(0), Fraction(1))]
    for place in (0, 1):
        with pytest.raises(Undefined, match="price_not_positive"):
            figure("P1/1", field, place)


def test_p2_gives_the_published_points_for_the_south_african_rule() -> None:
    made = shares("P2/1", "1000000", "1100000", "1200000")
    assert _shown(80, made, 0) == ["80", "72", "64"]


def test_p2_goes_below_zero_unless_a_floor_was_announced() -> None:
    assert shares("P2/1", "100", "200", "300") == [1, 0, -1]
    assert shares("P2/1", "100", "200", "300", floor="0") == [1, 0, 0]
    assert shares("P2/1", "100", "300", floor="-1/2") == [1, Fraction(-1, 2)]


def test_p2_falls_as_steeply_as_was_announced() -> None:
    assert shares("P2/1", "100", "120", slope="2") == _fractions("1", "3/5")
    assert shares("P2/1", "100", "120", slope="1/2") == _fractions("1", "9/10")


def test_p2b_ends_at_the_announced_multiple() -> None:
    made = shares("P2b/1", "100", "200", "300", "400", n="3")
    assert made == _fractions("1", "1/2", "0", "-1/2")
    assert shares("P2b/1", "100", "400", n="3", floor="0") == [1, 0]


@given(fields)
def test_p2b_with_twice_the_lowest_is_p2(field: list[Offer]) -> None:
    assert figure("P2b/1", field, 0, {"n": Fraction(2)}) == figure("P2/1", field, 0, {})


def test_p3_divides_all_points_between_the_extremes() -> None:
    made = shares("P3/1", "100000", "95000", "110000")
    assert made == _fractions("2/3", "1", "0")


def test_p4_takes_a_point_in_a_hundred_for_each_per_cent_from_the_mean() -> None:
    assert shares("P4/1", "80", "100", "120") == _fractions("7/10", "1/2", "3/10")
    assert shares("P4/1", "40", "100", "160") == _fractions("1", "1/2", "0")


def test_p4b_takes_the_middle_price_or_the_mean_of_the_middle_two() -> None:
    assert shares("P4b/1", "80", "100", "180") == _fractions("7/10", "1/2", "0")
    even = shares("P4b/1", "99", "105", "115", "1000")
    assert even == _fractions("3/5", "6/11", "5/11", "0")


def test_p4c_gives_full_points_up_to_the_mean_and_none_beyond_the_span() -> None:
    assert shares("P4c/1", "90", "100", "110") == _fractions("1", "1", "1/2")
    assert shares("P4c/1", "80", "120") == [1, 0]
    assert shares("P4c/1", "80", "120", span="40") == _fractions("1", "1/2")


def test_p5_punishes_the_cheap_like_the_dear() -> None:
    assert shares("P5/1", "80", "100", "120") == _fractions("4/5", "1", "4/5")
    assert shares("P5/1", "1", "1", "1", "397") == _fractions("1/100", "1/100", "1/100", "0")


def test_p6_divides_by_the_best_discount() -> None:
    made = shares("P6/1", "700", "800", "900", "1000", ceiling="1000")
    assert made == _fractions("1", "2/3", "1/3", "0")


def test_p6b_keeps_points_back_when_no_discount_is_significant() -> None:
    small = shares("P6b/1", "980", "990", ceiling="1000", threshold="0.05")
    assert small == _fractions("2/5", "1/5")
    large = shares("P6b/1", "900", "950", ceiling="1000", threshold="0.05")
    assert large == _fractions("1", "1/2")


def test_p7_raises_p6_to_a_power() -> None:
    asked = ("700", "800", "900")
    assert shares("P7/1", *asked, ceiling="1000", exponent="2") == _fractions("1", "4/9", "1/9")
    root = shares("P7/1", *asked, ceiling="1000", exponent="1/2")[1]
    assert root == Fraction("0.816496580927726032732428024902")


@given(fields)
def test_p7_with_one_is_p6(field: list[Offer]) -> None:
    linear = {**ANNOUNCED["P7/1"], "exponent": Fraction(1)}
    assert figure("P7/1", field, 0, linear) == figure("P6/1", field, 0)


def test_p8_has_its_knee_at_the_mean_discount() -> None:
    asked = ("700", "800", "900")
    assert shares("P8/1", *asked, ceiling="1000", x="0.85") == _fractions("1", "0.85", "0.425")
    uneven = shares("P8/1", "700", "800", "1000", ceiling="1000", x="0.85")
    assert uneven == _fractions("1", "0.8875", "0")


def test_p9_falls_by_equal_steps_for_equal_ratios() -> None:
    assert shares("P9/1", "100", "200", "400", base="2") == [1, 0, -1]
    assert shares("P9/1", "100", "400", base="2", floor="0") == [1, 0]
    assert shares("P9/1", "100", "150", base="2")[1] == Fraction("0.415037499278843818546261056052")


@given(one=prices, other=prices, lowest=prices)
def test_p9_keeps_two_bids_as_far_apart_whatever_the_lowest_price(
    one: Fraction, other: Fraction, lowest: Fraction
) -> None:
    pair = [(one, Fraction(1)), (other, Fraction(1))]
    crowd = [*pair, (lowest, Fraction(1))]
    alone = figure("P9/1", pair, 0) - figure("P9/1", pair, 1)
    together = figure("P9/1", crowd, 0) - figure("P9/1", crowd, 1)
    assert abs(alone - together) <= Fraction(2, 10**30)


@given(fields)
def test_the_cheapest_bid_of_p1_gets_the_full_points_and_none_gets_nothing(
    field: list[Offer],
) -> None:
    made = [figure("P1/1", field, place) for place in range(len(field))]
    assert max(made) == 1
    assert min(made) > 0


@pytest.mark.parametrize("name", RELATIVE)
@given(price=prices, bids=st.integers(1, 5))
def test_a_single_bid_and_equal_bids_earn_what_the_rule_says(
    name: str, price: Fraction, bids: int
) -> None:
    assume(price < ANNOUNCED[name].get("ceiling", price + 1) * Fraction(19, 20))
    expected = {"P4/1": Fraction(1, 2), "P4b/1": Fraction(1, 2), "P8/1": Fraction(17, 20)}
    field = [(price, Fraction(50))] * bids
    made = {figure(name, field, place) for place in range(bids)}
    assert made == {expected.get(name, Fraction(1))}


@pytest.mark.parametrize("name", ["P6/1", "P7/1", "P8/1"])
def test_without_any_discount_all_earn_what_was_announced_for_it(name: str) -> None:
    at_ceiling = [(Fraction(100_000), Fraction(50))] * 2
    for share in (Fraction(0), Fraction(1)):
        told = {**ANNOUNCED[name], "no_discount": share}
        assert figure(name, at_ceiling, 0, told) == share
    silent = {key: value for key, value in ANNOUNCED[name].items() if key != "no_discount"}
    with pytest.raises(Undefined, match="no_discount"):
        figure(name, at_ceiling, 0, silent)
    assert "no_discount" not in FORMULAS[name].required


def test_p6b_gives_nothing_at_the_ceiling() -> None:
    assert shares("P6b/1", "1000", "1000", ceiling="1000", threshold="0.05") == [0, 0]


@pytest.mark.parametrize("name", ["P3/1", "P4/1", "P4c/1", "P5/1"])
def test_bids_that_are_all_free_are_equal_bids(name: str) -> None:
    expected = Fraction(1, 2) if name == "P4/1" else Fraction(1)
    assert shares(name, "0", "0") == [expected, expected]


@pytest.mark.parametrize(
    ("name", "expected"), [("P3/1", 1), ("P4/1", 1), ("P4c/1", 1), ("P5/1", 0), ("P6/1", 1)]
)
def test_a_free_bid_beside_others_is_like_any_other(name: str, expected: int) -> None:
    field = [(Fraction(0), Fraction(50)), (Fraction(60_000), Fraction(50))]
    assert figure(name, field, 0) == expected
