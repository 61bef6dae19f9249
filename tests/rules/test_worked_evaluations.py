"""Evaluations worked by hand: trees, minima, committees, roundings. The working is beside each."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.rules.scoring import Offers, Policies, Score
from contracts.rules.scoring.model import Change, Consensus, ConsensusRule
from tests.rules.evaluations import agreed, price
from tests.rules.worked import (
    announced,
    at_least,
    bid,
    block,
    exact,
    half_up,
    leaf,
    members,
    of_members,
    places,
    points,
    proved,
    stated,
    told,
)

# --- trees ---------------------------------------------------------------------------------------


def test_sub_criteria_divide_a_hundred_and_earn_their_share_of_the_block() -> None:
    # Quality is worth 60 and divides 100: plan 40 is worth 24, team 60 is worth 36.
    # A: 24 x 5/10 + 36 x 4/5 + 40 x 100/100 = 12 + 28.8 + 40 = 80.8
    # B: 24 x 10/10 + 36 x 5/5 + 40 x 100/125 = 24 + 36 + 32 = 92
    tree = block("quality", "60", leaf("plan", "40"), leaf("team", "60", "5"), subtotal="100")
    result = proved(
        announced(tree, price("40")),
        Offers(
            bids=(bid("A", "100"), bid("B", "125")),
            scores=agreed({"A": {"plan": "5", "team": "4"}, "B": {"plan": "10", "team": "5"}}),
        ),
    )
    assert exact(result) == {"A": Fraction("80.8"), "B": Fraction(92)}
    assert points(result, "A") == {"quality": "204/5", "plan": "12", "team": "144/5", "price": "40"}


def test_three_levels_multiply_their_shares() -> None:
    # Quality 50 divides 10: x 4 is worth 20, y 6 is worth 30. x divides 4: x1 1 is 5, x2 3 is 15.
    # A: 5 x 10/10 + 15 x 6/10 + 30 x 5/10 + 50 x 90/90 = 5 + 9 + 15 + 50 = 79
    # B: 5 x 0 + 15 x 10/10 + 30 x 8/10 + 50 x 90/100 = 0 + 15 + 24 + 45 = 84
    x = block("x", "4", leaf("x1", "1"), leaf("x2", "3"))
    tree = block("quality", "50", x, leaf("y", "6"), subtotal="10")
    scores = {"A": {"x1": "10", "x2": "6", "y": "5"}, "B": {"x1": "0", "x2": "10", "y": "8"}}
    result = proved(
        announced(tree, price("50")),
        Offers(bids=(bid("A", "90"), bid("B", "100")), scores=agreed(scores)),
    )
    assert exact(result) == {"A": Fraction(79), "B": Fraction(84)}
    assert points(result, "A")["x"] == "14"


def test_thirds_of_a_tree_stay_thirds() -> None:
    # 100 divided over three equal parts of 3: 33 1/3 each. 7/9 of the scale on one: 700/27.
    tree = block("q", "100", leaf("a", "1", "9"), leaf("b", "1"), leaf("c", "1"), subtotal="3")
    scores = {"A": {"a": "7", "b": "10", "c": "10"}, "B": {"a": "9", "b": "10", "c": "0"}}
    result = proved(announced(tree), Offers(bids=(bid("A"), bid("B")), scores=agreed(scores)))
    assert exact(result) == {"A": Fraction(700, 27) + Fraction(200, 3), "B": Fraction(200, 3)}
    assert result.rows[0].shown == "92.59"


# --- minima --------------------------------------------------------------------------------------


def test_a_bid_falls_by_criterion_block_or_total_and_its_price_with_it() -> None:
    # Quality 60: a 30 (at least 5 of 10), b 30; the block at least 60 % of 60 = 36. Price 40 P1.
    # The total at least 62 points.
    # A: a 4 of 10: below on the criterion. 12 + 30 = 42, so not below on the block.
    # B: a 5, b 6: 15 + 18 = 33 = 55 %: below on the block.
    # C: a 6, b 6: 18 + 18 = 36, exactly 60 %. D: a 6, b 7: 18 + 21 = 39. E: a 9, b 9: 54.
    # Without A (10) and B (20) the lowest price is C's 100.
    # C: 36 + 40 = 76. D at 200: 39 + 20 = 59 < 62, falls. E at 160: 54 + 40 x 100/160 = 79.
    tree = block(
        "quality",
        "60",
        leaf("a", "30", minimum=at_least("5", "score")),
        leaf("b", "30"),
        minimum=at_least("60"),
    )
    model = announced(tree, price("40"), minimum_total={"value": "62", "unit": "points"})
    prices = {"A": "10", "B": "20", "C": "100", "D": "200", "E": "160"}
    scores = {
        "A": {"a": "4", "b": "10"},
        "B": {"a": "5", "b": "6"},
        "C": {"a": "6", "b": "6"},
        "D": {"a": "6", "b": "7"},
        "E": {"a": "9", "b": "9"},
    }
    offers = Offers(
        bids=tuple(bid(each, amount) for each, amount in prices.items()), scores=agreed(scores)
    )
    result = proved(model, offers)
    assert exact(result) == {"E": Fraction(79), "C": Fraction(76)}
    assert told(result) == ["below_threshold D", "below_threshold A a", "below_threshold B quality"]
    assert [out.bid for out in result.set_aside] == ["A", "B", "D"]
    facts = {finding.bid: finding.facts for finding in result.findings}
    assert facts["A"] == {"value": "4", "minimum": "5", "unit": "score"}
    assert facts["B"] == {"value": "55", "minimum": "60", "unit": "percent"}
    assert facts["D"] == {"value": "59", "minimum": "62", "unit": "points", "of": "total"}
    assert result.settled


def test_who_falls_by_the_total_takes_the_lowest_price_along() -> None:
    # Quality 60, price 40 P1, at least 60 points in total.
    # All: the lowest is A's 50. A: 12 + 40 = 52. B: 36 + 20 = 56. C: 54 + 16 = 70.
    # A has least and falls. Now the lowest is 100: B: 36 + 40 = 76, C: 54 + 32 = 86. B stays.
    model = announced(leaf("q", "60"), price("40"), minimum_total={"value": "60"})
    offers = Offers(
        bids=(bid("A", "50"), bid("B", "100"), bid("C", "125")),
        scores=agreed({"A": {"q": "2"}, "B": {"q": "6"}, "C": {"q": "9"}}),
    )
    result = proved(model, offers)
    assert exact(result) == {"B": Fraction(76), "C": Fraction(86)}
    assert told(result) == ["below_threshold A"]
    assert result.findings[0].facts["value"] == "52"


def test_who_falls_by_the_total_may_drag_another_along() -> None:
    # Price 40 between the extremes (P3), quality 60, at least 50 points.
    # All: 100 to 300. A 100: 40 + 6 = 46, falls. B 200: 20 + 36 = 56. C 300: 0 + 60 = 60.
    # Then 200 to 300. B: 40 + 36 = 76. C: 0 + 60 = 60. Both stay.
    # With B dearer, at 299: first B: 40 x 1/200 + 36 = 36.2, the least of all, falls; then A and C
    # are the extremes: A 46 falls, and C alone has 40 + 60.
    model = announced(leaf("q", "60"), price("40", "P3/1"), minimum_total={"value": "50"})
    scores = agreed({"A": {"q": "1"}, "B": {"q": "6"}, "C": {"q": "10"}})
    near = (bid("A", "100"), bid("B", "200"), bid("C", "300"))
    assert exact(proved(model, Offers(bids=near, scores=scores))) == {"B": 76, "C": 60}
    far = (bid("A", "100"), bid("B", "299"), bid("C", "300"))
    result = proved(model, Offers(bids=far, scores=scores))
    assert exact(result) == {"C": 100}
    assert {f.bid: f.facts["value"] for f in result.findings} == {"A": "46", "B": "36.2"}


def test_the_minimum_of_quality_is_of_what_is_scored() -> None:
    # Scored 40, stated 20, price 40. Half of the scored 40 is 20 points: A has 24, B has 16.
    model = announced(
        leaf("q", "40"),
        stated("days", "20", "Q3/1"),
        price("40"),
        minimum_quality={"value": "50"},
    )
    offers = Offers(
        bids=(bid("A", "10", quantities={"days": "1"}), bid("B", "9", quantities={"days": "9"})),
        scores=agreed({"A": {"q": "6"}, "B": {"q": "4"}}),
    )
    result = proved(model, offers)
    assert places(result) == ["A"]
    assert result.findings[0].facts == {"value": "40", "minimum": "50", "unit": "percent"}


def test_a_rounded_number_is_compared_where_the_tender_rounds_it() -> None:
    # 59.96 % of the scale: below 60 as it is, 60.0 when rounded to one decimal first.
    offers = Offers(bids=(bid("A"),), scores=agreed({"A": {"q": "59.96"}}))
    minimum = {"value": "60"}
    plain = announced(leaf("q", "100", "100"), minimum_quality=minimum)
    assert places(proved(plain, offers)) == []
    rounded = announced(
        leaf("q", "100", "100"), minimum_quality=minimum, rounding=[half_up("threshold", 1)]
    )
    assert exact(proved(rounded, offers)) == {"A": Fraction("59.96")}


# --- committees ----------------------------------------------------------------------------------

FOUR = ("Griet", "Pieter", "Tine", "Yassin")


@pytest.mark.parametrize(
    ("rule", "score"), [(ConsensusRule.MEDIAN, "6.5"), (ConsensusRule.MEAN, "6.75")]
)
def test_four_members_have_a_middle_and_a_mean(rule: ConsensusRule, score: str) -> None:
    # 4, 6, 7, 10: the two in the middle are 6 and 7; the sum is 27. They differ by 6, above 5.
    policies = Policies(consensus=Consensus(rule=rule, spread=Decimal(5)))
    scores = of_members(
        "q", {"A": members(FOUR, "7", "10", "4", "6"), "B": members(FOUR, "5", "5", "10", "5")}
    )
    result = proved(
        announced(leaf("q", "100"), policies=policies),
        Offers(bids=(bid("A"), bid("B")), scores=scores),
    )
    assert exact(result)["A"] == Fraction(score) * 10
    assert told(result) == ["spread A q"]
    assert result.findings[0].facts == {"spread": "6", "announced": "5"}


def test_the_mean_of_three_is_not_written_down_rounded() -> None:
    # (7 + 7 + 8) / 3 = 22/3 of 10, weight 30: 22 points exactly.
    policies = Policies(consensus=Consensus(rule=ConsensusRule.MEAN))
    scores = of_members("q", {"A": members(FOUR[:3], "7", "7", "8")})
    model = announced(leaf("q", "30"), price("70"), policies=policies)
    result = proved(model, Offers(bids=(bid("A", "1"),), scores=scores))
    assert points(result, "A") == {"q": "22", "price": "70"}


def test_a_moderated_score_counts_as_changed_and_keeps_what_it_was() -> None:
    # Pieter went from 2 to 6 after discussion: (6 + 7 + 8) / 3 = 7. Before, the mean was 17/3.
    change = Change(
        old=Decimal(2),
        reason="The annex was overlooked.",
        author="Pieter",
        at=datetime(2026, 9, 23, 12, tzinfo=UTC),
    )
    given = of_members("q", {"A": members(FOUR[:3], "7", "6", "8")})
    scores = tuple(
        s.model_copy(update={"changes": (change,)}) if s.member == "Pieter" else s for s in given
    )
    policies = Policies(consensus=Consensus(rule=ConsensusRule.MODERATED, spread=Decimal(2)))
    result = proved(
        announced(leaf("q", "100"), policies=policies), Offers(bids=(bid("A"),), scores=scores)
    )
    assert exact(result) == {"A": Fraction(70)}
    assert result.findings == ()  # 8 less 6 is not above 2


def test_an_agreed_score_replaces_those_of_members_with_its_reason() -> None:
    # Members gave 5 and 9; they agree on 6, which is not their mean.
    policies = Policies(consensus=Consensus(rule=ConsensusRule.AGREED, spread=Decimal(3)))
    of_each = of_members("q", {"A": members(FOUR[:2], "5", "9")})
    agreed_on = Score(bid="A", criterion="q", value=Decimal(6), motivation="No crane on site.")
    model = announced(leaf("q", "100"), policies=policies)
    result = proved(model, Offers(bids=(bid("A"),), scores=(*of_each, agreed_on)))
    assert exact(result) == {"A": Fraction(60)}
    assert told(result) == ["spread A q"]
    silent = agreed_on.model_copy(update={"motivation": " "})
    blocked = proved(model, Offers(bids=(bid("A"),), scores=(*of_each, silent)))
    assert told(blocked) == ["missing_motivation A q"]


# --- roundings -----------------------------------------------------------------------------------


def test_every_stage_rounds_what_the_stage_before_made() -> None:
    # Members cut off at 1 decimal: 7.46, 7.59, 8.05 become 7.4, 7.5, 8.0; their mean is 22.9/3 =
    # 7.633, as consensus 7.6. Of 33: 25.08. The other: 6.66 three times is 6.6; of 25: 16.5.
    # The block: 41.58, to 1 decimal 41.6. Price: 42 x 100/130 = 32.3077, as criterion 32.31.
    # Together 73.91, as total 74. The cheaper bid: 42 + 0 = 42.
    policies = Policies(consensus=Consensus(rule=ConsensusRule.MEAN))
    model = announced(
        block("quality", "58", leaf("a", "33"), leaf("b", "25")),
        price("42"),
        policies=policies,
        rounding=[
            half_up("member", 1, "down"),
            half_up("consensus", 1),
            half_up("criterion", 2),
            half_up("block", 1, "half_even"),
            half_up("total", 0),
        ],
    )
    nothing = members(FOUR[:3], "0", "0", "0")
    scores = (
        *of_members("a", {"A": members(FOUR[:3], "7.46", "7.59", "8.05"), "B": nothing}),
        *of_members("b", {"A": members(FOUR[:3], "6.66", "6.66", "6.66"), "B": nothing}),
    )
    result = proved(model, Offers(bids=(bid("A", "130"), bid("B", "100")), scores=scores))
    assert points(result, "A") == {
        "a": "627/25",
        "b": "33/2",
        "quality": "208/5",
        "price": "3231/100",
    }
    assert exact(result) == {"A": 74, "B": 42}


def test_a_stage_that_is_said_not_to_round_does_not() -> None:
    model = announced(price("100"), rounding=[half_up("total", 0, "none")])
    result = proved(model, Offers(bids=(bid("A", "3"), bid("B", "7"))))
    assert exact(result) == {"A": 100, "B": Fraction(300, 7)}


def test_halves_go_away_from_zero_up_to_even_or_down_as_announced() -> None:
    # Price 40, linear to the lowest: 1000 and 1250.625: 40 x (1 - 0.250625) = 29.975.
    for mode, total in {"half_up": "29.98", "half_even": "29.98", "down": "29.97"}.items():
        model = announced(price("40", "P2/1"), total="40", rounding=[half_up("criterion", 2, mode)])
        result = proved(model, Offers(bids=(bid("A", "1000"), bid("B", "1250.625"))))
        assert exact(result)["B"] == Fraction(total)
    # 29.985 is a half above an even cent: to even it goes down.
    for mode, total in {"half_up": "29.99", "half_even": "29.98", "down": "29.98"}.items():
        model = announced(price("40", "P2/1"), total="40", rounding=[half_up("criterion", 2, mode)])
        result = proved(model, Offers(bids=(bid("A", "1000"), bid("B", "1250.375"))))
        assert exact(result)["B"] == Fraction(total)
