"""Which prices a policy points out, worked by hand and at the very edge."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contracts.rules.errors import RuleError
from contracts.rules.scoring.abnormally_low import Category, Note, Reason, Setting
from contracts.rules.scoring.exact import Mode, show
from tests.rules.screenings import WORKS, bids, discounted, exact, screened, written
from tests.rules.test_scoring_exactness import shared

# The Belgian rule


def test_a_bid_exactly_fifteen_percent_below_the_trimmed_mean_is_suspect() -> None:
    found = screened("be_works_15/1", bids(850, 1000, 1000, 1300))
    assert written(found, "mean", "threshold") == ("1000", "850")
    assert found.suspects == ("A",)
    assert found.deviations[0].exact == 15
    assert found.deviations[0].shown == "15.00"
    assert [row.suspect for row in found.deviations] == [True, False, False, False]


def test_a_cent_above_the_threshold_is_not_suspect() -> None:
    assert screened("be_works_15/1", bids("850.01", 1000, 1000, 1300)).suspects == ()


def test_below_seven_tenders_the_lowest_and_the_highest_are_left_out() -> None:
    found = screened("be_works_15/1", bids(100, 900, 1000, 1100, 1200, 9000))
    assert exact(found, "mean") == 1050
    assert written(found, "left_out_lowest", "left_out_highest") == ("1", "1")
    assert found.notes == ()


def test_from_seven_tenders_the_lowest_and_the_highest_quarter_are_left_out() -> None:
    found = screened("be_works_15/1", bids(700, 900, 950, 1000, 1050, 1500, 2000))
    assert written(found, "left_out_lowest", "left_out_highest") == ("1", "2")
    assert exact(found, "mean") == 975
    assert exact(found, "threshold") == Fraction("828.75")
    assert found.suspects == ("A",)
    assert Note.QUARTER_UNCONFIRMED in found.notes


@pytest.mark.parametrize(
    ("up", "both", "low", "high", "mean"),
    [(1, 0, 1, 2, 975), (0, 0, 1, 1, 1080), (1, 1, 2, 2, 1000), (0, 1, 1, 1, 1080)],
)
def test_each_reading_of_the_quarter_can_be_chosen(
    up: int, both: int, low: int, high: int, mean: int
) -> None:
    found = screened(
        "be_works_15/1",
        bids(700, 900, 950, 1000, 1050, 1500, 2000),
        quarter_rounded_up=up,
        quarter_at_both_ends=both,
    )
    assert written(found, "left_out_lowest", "left_out_highest") == (str(low), str(high))
    assert exact(found, "mean") == mean


def test_it_is_said_when_another_reading_points_out_another_bid() -> None:
    decided = screened("be_works_15/1", bids(700, 900, 950, 1000, 1050, 1500, 2000))
    assert decided.suspects == ("A",)
    assert Note.READINGS_DIFFER in decided.notes  # with a quarter rounded down, B is at 900 of 918
    clear = screened("be_works_15/1", bids(100, 950, 960, 970, 980, 990, 1000))
    assert clear.suspects == ("A",)
    assert Note.READINGS_DIFFER not in clear.notes


def test_beside_quality_criteria_the_documents_fix_the_percentage() -> None:
    beside = replace(WORKS, price_weight=Fraction(1, 2))
    found = screened("be_works_15/1", bids(800, 1000, 1000, 1300), beside, deviation=20)
    assert found.suspects == ("A",)
    assert found.notes == (Note.DEVIATION_BY_DOCUMENTS,)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"category": None}, Reason.CATEGORY_UNKNOWN),
        ({"category": "wroks"}, Reason.CATEGORY_UNKNOWN),
        ({"category": Category.GOODS}, Reason.OTHER_CATEGORY),
        ({"category": Category.SERVICES}, Reason.OTHER_CATEGORY),
        ({"procedure": None}, Reason.PROCEDURE_UNKNOWN),
        ({"procedure": "competitive_negotiation"}, Reason.OTHER_PROCEDURE),
        ({"price_weight": None}, Reason.PRICE_WEIGHT_UNKNOWN),
        ({"price_weight": Fraction(4999, 10_000)}, Reason.PRICE_WEIGHT_TOO_LOW),
    ],
)
def test_outside_its_scope_the_rule_says_why(changed: dict[str, object], reason: Reason) -> None:
    setting = replace(WORKS, **changed)  # type: ignore[arg-type]
    found = screened("be_works_15/1", bids(1, 1000, 1000, 1300), setting)
    assert (found.applies, found.reason, found.suspects) == (False, reason, ())
    assert (found.figures, found.deviations) == ((), ())


@pytest.mark.parametrize("category", ["works", "fraud_sensitive_services"])
@pytest.mark.parametrize("procedure", ["open", "restricted"])
def test_inside_its_scope_the_rule_applies(category: str, procedure: str) -> None:
    setting = Setting(category, procedure, Fraction(1, 2))
    found = screened("be_works_15/1", bids(1, 1000, 1000, 1300), setting)
    assert (found.applies, found.reason, found.suspects) == (True, None, ("A",))


def test_three_tenders_are_too_few() -> None:
    found = screened("be_works_15/1", bids(1, 1000, 1000))
    assert found.reason is Reason.TOO_FEW_TENDERS


def test_a_trimmed_mean_of_nothing_is_not_computed() -> None:
    two = screened("be_works_15/1", bids(1, 1000), minimum_tenders=2)
    assert two.reason is Reason.NOTHING_LEFT
    free = screened("be_works_15/1", bids(0, 0, 0, 1000))
    assert free.reason is Reason.REFERENCE_NOT_POSITIVE


# The general duty


def test_what_the_committee_marks_is_suspect_and_must_be_asked() -> None:
    marked = Setting(marked=frozenset({"B"}))
    found = screened("general_duty/1", bids(10, 20), marked)
    assert (found.applies, found.suspects, found.ask_first) == (True, ("B",), True)
    assert found.reason is Reason.NOTHING_ANNOUNCED


def test_an_announced_share_adds_to_what_is_marked() -> None:
    marked = Setting(marked=frozenset({"C"}))
    found = screened("general_duty/1", bids(60, 120, 120), marked, deviation=40)
    assert written(found, "mean", "threshold") == ("100", "60")
    assert found.suspects == ("A", "C")
    by_median = screened("general_duty/1", bids(73, 120, 120), deviation=40, from_median=1)
    assert exact(by_median, "median") == 120
    assert by_median.suspects == ()


def test_the_duty_holds_where_no_mean_can_be_taken() -> None:
    alone = screened("general_duty/1", bids(10), Setting(marked=frozenset({"A"})), deviation=40)
    assert (alone.applies, alone.reason) == (True, Reason.TOO_FEW_TENDERS)
    assert alone.suspects == ("A",)


def test_a_marked_bid_that_is_not_there_is_said() -> None:
    found = screened("general_duty/1", bids(10, 20), Setting(marked=frozenset({"Z"})))
    assert (found.applies, found.reason) == (False, Reason.UNKNOWN_BID)


# The distance from the median


def test_below_seventy_percent_of_the_median_is_suspect_and_at_it_is_not() -> None:
    found = screened("below_median_70/1", bids("69.99", 70, 100, 110, 130))
    assert written(found, "median", "threshold") == ("100", "70")
    assert found.suspects == ("A",)


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    assert exact(screened("below_median_70/1", bids(10, 100, 120, 900)), "median") == 110


def test_a_median_of_nothing_or_one_is_not_computed() -> None:
    assert screened("below_median_70/1", bids(10)).reason is Reason.TOO_FEW_TENDERS
    assert screened("below_median_70/1", {}).reason is Reason.TOO_FEW_TENDERS
    free = screened("below_median_70/1", bids(0, 0, 5))
    assert free.reason is Reason.REFERENCE_NOT_POSITIVE


# The Spanish rules


def test_a_discount_of_exactly_ten_points_above_the_mean_is_not_suspect() -> None:
    at = screened("es_mean_discount/1", discounted(0, 10, 15, 15, "22.5"))
    assert exact(at, "mean_discount") == Fraction("12.5")
    assert at.suspects == ()
    beyond = screened("es_mean_discount/1", discounted(0, 10, 15, 15, 23))
    assert exact(beyond, "threshold") == Fraction("22.6")
    assert beyond.suspects == ("E",)
    assert beyond.deviations[-1].exact == Fraction("10.4")


def test_discounts_need_a_ceiling_that_no_price_passes() -> None:
    for policy in ("es_mean_discount/1", "it_annex_ii2/1"):
        five = discounted(1, 2, 3, 4, 5)
        without = screened(policy, five, replace(WORKS, ceiling=None))
        zero = screened(policy, five, replace(WORKS, ceiling=Fraction(0)))
        above = screened(policy, discounted(1, 2, 3, 4, -1))
        reasons = (without.reason, zero.reason, above.reason)
        assert reasons == (Reason.CEILING_MISSING, Reason.CEILING_MISSING, Reason.ABOVE_CEILING)


def test_below_nine_tenths_of_the_mean_is_suspect_and_at_it_is_not() -> None:
    assert screened("es_below_mean/1", bids(90, 110, 100)).suspects == ()
    assert screened("es_below_mean/1", bids("89.9", 110, "100.1")).suspects == ("A",)
    assert screened("es_below_mean/1", bids(90)).reason is Reason.TOO_FEW_TENDERS
    assert screened("es_mean_discount/1", bids(90)).reason is Reason.TOO_FEW_TENDERS
    free = screened("es_below_mean/1", bids(0, 0))
    assert free.reason is Reason.REFERENCE_NOT_POSITIVE


def test_the_shared_spanish_case_comes_out_as_published() -> None:
    case = shared("038-es-baja-temeraria-threshold.json")
    amounts = {bid["id"]: Fraction(bid["price"]) for bid in case["bids"]}
    setting = Setting(ceiling=amounts["A"])  # the first price is the ceiling itself
    margin = case["parameters"]["margin_pp"]
    found = screened("es_mean_discount/1", amounts, setting, points=margin)
    published = case["expected"]["values"]
    # The source cuts its mean price off and rounds its percentages.
    assert show(exact(found, "mean"), 0, Mode.DOWN) == published["mean_price"]
    for name, figure in (("mean_discount", "mean_discount"), ("threshold", "threshold")):
        assert found.figure(figure).shown == published[name]
        assert exact(found, figure) == Fraction(case["recomputed"][name]["exact"])
    assert found.suspects == ()


# The Italian threshold


def test_fewer_than_fifteen_with_spread_discounts_take_mean_and_excess() -> None:
    found = screened("it_annex_ii2/1", discounted(10, 20, 30, 40, 50))
    assert written(found, "mean_discount", "mean_excess") == ("30", "10")
    assert exact(found, "threshold") == 40
    assert found.suspects == ("D", "E")
    assert [row.exact for row in found.deviations] == [-20, -10, 0, 10, 20]


@pytest.mark.parametrize(("outer", "threshold"), [("17", "24"), ("16.99", "23.01")])
def test_fewer_than_fifteen_with_close_discounts_take_a_fifth_more(
    outer: str, threshold: str
) -> None:
    mirrored = str(40 - Fraction(outer))
    found = screened("it_annex_ii2/1", discounted(10, outer, 20, mirrored, 30))
    assert exact(found, "mean_discount") == 20
    assert exact(found, "threshold") == Fraction(threshold)


def test_tenders_equal_to_one_at_the_edge_are_left_out_with_it() -> None:
    found = screened("it_annex_ii2/1", discounted(10, 10, 20, 30, 40, 50, 50))
    assert exact(found, "kept") == 3
    assert exact(found, "mean_discount") == 30
    assert found.suspects == ("E", "F", "G")


FIFTEEN = ("10", "11", "12.47", *map(str, range(13, 25)))
SUM = sum(map(Fraction, FIFTEEN[2:-2]))
"""Two of fifteen are left out at each end; the rest sum to 187.47."""


def test_from_fifteen_on_two_digits_of_the_sum_lower_the_threshold() -> None:
    found = screened("it_annex_ii2/1", discounted(*FIFTEEN))
    middle = Fraction("187.47") / 11
    above = [Fraction(each) for each in FIFTEEN[2:-2] if Fraction(each) > middle]
    excess = sum(above) / len(above) - middle
    assert exact(found, "sum_of_discounts") == SUM == Fraction("187.47")
    assert written(found, "first_decimal", "second_decimal") == ("4", "7")
    assert exact(found, "threshold") == middle + excess * Fraction(72, 100)
    assert Note.DIGITS_READ in found.notes


def test_the_digits_are_read_off_and_not_rounded() -> None:
    almost = ("10", "11", "12.4799", *FIFTEEN[3:])
    read = screened("it_annex_ii2/1", discounted(*almost))
    assert written(read, "first_decimal", "second_decimal") == ("4", "7")
    told = screened("it_annex_ii2/1", discounted(*almost), discount_decimals=2)
    assert written(told, "first_decimal", "second_decimal") == ("4", "8")
    assert exact(told, "threshold") < exact(read, "threshold")


def test_equal_discounts_leave_no_mean() -> None:
    assert screened("it_annex_ii2/1", discounted(*[10] * 6)).reason is Reason.NOTHING_LEFT


def test_one_discount_left_has_no_excess() -> None:
    found = screened("it_annex_ii2/1", discounted(1, 1, 10, 30, 30))
    assert written(found, "mean_excess", "threshold") == ("0", "12")


@pytest.mark.parametrize(
    ("weight", "reason"),
    [(None, Reason.PRICE_WEIGHT_UNKNOWN), (Fraction(99, 100), Reason.PRICE_WEIGHT_TOO_LOW)],
)
def test_the_italian_threshold_is_for_price_alone(weight: Fraction | None, reason: Reason) -> None:
    setting = replace(WORKS, price_weight=weight)
    assert screened("it_annex_ii2/1", discounted(1, 2, 3, 4, 5), setting).reason is reason


def test_four_tenders_are_too_few_for_the_italian_threshold() -> None:
    assert screened("it_annex_ii2/1", discounted(1, 2, 3, 4)).reason is Reason.TOO_FEW_TENDERS


# Every policy


@pytest.mark.parametrize(
    ("policy", "numbers", "code"),
    [
        ("be_works_16/1", {}, "policy_unknown"),
        ("be_works_15/1", {"deviaton": 15}, "parameter_unknown"),
        ("be_works_15/1", {"deviation": 0}, "parameter_not_allowed"),
        ("be_works_15/1", {"deviation": 101}, "parameter_not_allowed"),
        ("be_works_15/1", {"minimum_tenders": "4.5"}, "parameter_not_allowed"),
        ("be_works_15/1", {"quarter_rounded_up": 2}, "parameter_not_allowed"),
        ("it_annex_ii2/1", {"discount_decimals": -1}, "parameter_not_allowed"),
    ],
)
def test_a_policy_that_nobody_wrote_is_refused(
    policy: str, numbers: dict[str, str | int], code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        screened(policy, bids(1, 2, 3, 4), WORKS, **numbers)
    assert refused.value.code == code
