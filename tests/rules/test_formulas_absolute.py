"""Formulas that look at one bid, and those for scores and tables: worked by hand, every edge."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.scoring.exact import show
from contracts.rules.scoring.formulas import FORMULAS, Undefined
from contracts.rules.scoring.formulas.points_table import Step, largest_points, points_of
from tests.rules.field_of_bids import CEILING, PRICED, figure, prices, shares

WARRANTY: list[Step] = [
    (Fraction(24), Fraction(0)),
    (Fraction(36), Fraction(6)),
    (Fraction(60), Fraction(10)),
]
"""Months of warranty: up to and including, and the points."""


def _fractions(*values: str) -> list[Fraction]:
    return [Fraction(value) for value in values]


def _alone(name: str, price: Fraction, announced: dict[str, Fraction] | None = None) -> Fraction:
    return figure(name, [(price, Fraction(50))], 0, announced)


def _score(name: str, **given: str) -> Fraction:
    return FORMULAS[name].compute({key: Fraction(value) for key, value in given.items()})


def test_a1_runs_from_full_to_zero_and_stays_there() -> None:
    made = shares("A1/1", "-5", "20", "50", "80", "95", full_price="20", zero_price="80")
    assert made == _fractions("1", "1", "1/2", "0", "0")


def test_a1_has_no_value_when_the_band_is_upside_down() -> None:
    for full in ("80", "90"):
        with pytest.raises(Undefined, match="band_reversed"):
            shares("A1/1", "50", full_price=full, zero_price="80")


def test_a2_gives_the_published_points_and_none_above_the_ceiling() -> None:
    """The Japanese examination: the page prints +10 for the bid above the ceiling."""
    assert shares("A2/1", "700", "800", "900", ceiling="1000") == _fractions("0.3", "0.2", "0.1")
    with pytest.raises(Undefined, match="above_ceiling"):
        shares("A2/1", "1100", ceiling="1000")


def test_a3_halves_each_euro_below_the_line() -> None:
    made = shares("A3/1", "1000", "800", "600", "400", "0", ceiling="1000", line="600")
    assert made == _fractions("0", "0.2", "0.4", "0.5", "0.7")


@given(line=prices, technical=st.integers(0, 99))
def test_a3_is_in_one_piece_at_the_line_and_is_the_printed_rule(
    line: Fraction, technical: int
) -> None:
    given_line = {"ceiling": CEILING, "line": line}
    weight = 100 - technical
    at_line = weight * (1 - line / CEILING)
    assert weight * _alone("A3/1", line, given_line) == at_line
    for step in (Fraction(1, 100), Fraction(1, 10**12)):
        if line >= step:
            below = weight * _alone("A3/1", line - step, given_line)
            printed = weight * ((1 - line / CEILING) + Fraction(1, 2) * step / CEILING)
            assert below == printed
            assert 0 < below - at_line <= weight * step / CEILING


@given(line=prices, one=prices, other=prices)
def test_a3_always_pays_a_lower_price(line: Fraction, one: Fraction, other: Fraction) -> None:
    told = {"ceiling": CEILING, "line": line}
    low, high = sorted((one, other))
    cheap, dear = _alone("A3/1", low, told), _alone("A3/1", high, told)
    assert cheap == dear if low == high else cheap > dear


def test_a3_has_no_value_when_the_line_is_above_the_ceiling() -> None:
    with pytest.raises(Undefined, match="line_above_ceiling"):
        shares("A3/1", "500", ceiling="1000", line="1001")
    assert shares("A3/1", "500", ceiling="1000", line="1000") == [Fraction(1, 4)]


def test_a4_stops_at_the_reference() -> None:
    assert shares("A4/1", "200", "300", "600", reference="300") == _fractions("1", "1", "1/2")


def test_a5_is_a_parabola_under_the_ceiling() -> None:
    assert shares("A5/1", "0", "500", "1000", ceiling="1000", exponent="2") == _fractions(
        "1", "3/4", "0"
    )
    root = shares("A5/1", "500", ceiling="1000", exponent="1/2")[0]
    assert root == 1 - Fraction("0.707106781186547524400844362105")


@given(price=prices, exponent=st.integers(1, 6))
def test_a5_is_the_same_written_with_the_discount(price: Fraction, exponent: int) -> None:
    discount = (CEILING - price) / CEILING
    told = {"ceiling": CEILING, "exponent": Fraction(exponent)}
    assert _alone("A5/1", price, told) == 1 - (1 - discount) ** exponent


def test_a19_gives_the_published_points_around_the_target() -> None:
    made = shares("A19/1", "100000", "95000", "110000", target="100000")
    assert made == _fractions("1", "0.95", "0.9")
    assert shares("A19/1", "300000", target="100000") == [-1]
    assert shares("A19/1", "300000", "0", target="100000", floor="0") == [0, 0]


@pytest.mark.parametrize("name", [n for n in PRICED if FORMULAS[n].absolute])
@given(price=prices, bids=st.integers(2, 5))
def test_equal_bids_are_nothing_special(name: str, price: Fraction, bids: int) -> None:
    field = [(price, Fraction(50))] * bids
    assert {figure(name, field, place) for place in range(bids)} == {_alone(name, price)}


def test_q1_is_the_share_of_the_scale() -> None:
    assert _score("Q1/1", score="6", scale_maximum="10") == Fraction(3, 5)
    assert _score("Q1/1", score="0", scale_maximum="10") == 0
    with pytest.raises(Undefined, match="no_scale"):
        _score("Q1/1", score="0", scale_maximum="0")


def test_q2_gives_the_published_points_for_quality_against_the_best() -> None:
    made = [_score("Q2/1", score=score, best_score="129") for score in ("123", "126", "129", "117")]
    assert [show(100 * each) for each in made] == ["95.35", "97.67", "100.00", "90.70"]
    assert [show(80 * each) for each in made] == ["76.28", "78.14", "80.00", "72.56"]


def test_q2_has_no_value_when_nobody_scores() -> None:
    with pytest.raises(Undefined, match="no_best_score"):
        _score("Q2/1", score="0", best_score="0")


def test_q3_gives_the_published_points_between_the_extremes() -> None:
    years = [_score("Q3/1", score=s, best_score="10", lowest_score="5") for s in ("10", "5", "8")]
    assert years == _fractions("1", "0", "3/5")


@pytest.mark.parametrize("score", ["0", "7"])
def test_q3_gives_equal_bids_the_full_points(score: str) -> None:
    assert _score("Q3/1", score=score, best_score=score, lowest_score=score) == 1


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.integers(0, 100))
def test_a_higher_score_never_earns_less(others: list[int], more: int) -> None:
    for name in ("Q1/1", "Q2/1", "Q3/1"):
        made = []
        for own in sorted((others[0], more)):
            scores = [own, *others[1:], 1]
            told = {"best_score": max(scores), "lowest_score": min(scores), "scale_maximum": 100}
            inputs = {key: Fraction(value) for key, value in told.items()}
            made.append(FORMULAS[name].compute({"score": Fraction(own), **inputs}))
        assert made[0] <= made[1]


def test_a_number_earns_the_points_of_its_step_up_to_and_including_the_limit() -> None:
    at = {"0": 0, "24": 0, "24.01": 6, "36": 6, "37": 10, "60": 10}
    assert {m: points_of(WARRANTY, Fraction(m)) for m in at} == at
    assert largest_points(WARRANTY) == 10


def test_a_number_beyond_the_table_has_no_points() -> None:
    with pytest.raises(Undefined, match="outside_table"):
        points_of(WARRANTY, Fraction("60.01"))


@pytest.mark.parametrize("ends", [(), (2, 1), (1, 1)])
def test_a_table_that_does_not_ascend_is_refused(ends: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        points_of([(Fraction(end), Fraction(1)) for end in ends], Fraction(1))


def test_t1_is_the_share_of_the_largest_points() -> None:
    assert _score("T1/1", table_points="6", scale_maximum="10") == Fraction(3, 5)
    with pytest.raises(Undefined, match="no_scale"):
        _score("T1/1", table_points="0", scale_maximum="0")


def test_t1_promises_no_direction_since_a_table_may_fall() -> None:
    days = [(Fraction(10), Fraction(5)), (Fraction(30), Fraction(1))]
    assert points_of(days, Fraction(10)) > points_of(days, Fraction(11))
    assert not FORMULAS["T1/1"].monotone
