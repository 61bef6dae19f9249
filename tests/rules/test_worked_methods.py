"""Methods worked by hand: pairs, tables, whole bids, costs over years, and how ties are broken."""

import hashlib
import json
from collections.abc import Iterable
from fractions import Fraction

import pytest

from contracts.rules.scoring import Offers, Policies
from contracts.rules.scoring.model import Criterion, CriterionKind, TieStep
from tests.rules.evaluations import agreed, price
from tests.rules.worked import (
    announced,
    at_least,
    bid,
    exact,
    leaf,
    pairs,
    places,
    points,
    proved,
    stated,
    told,
    whole,
)

# --- prices and quality against each other -------------------------------------------------------


def test_equal_bids_earn_the_knee_of_the_bilinear_rule() -> None:
    # Three bids at 80 under a ceiling of 100: no discount is above the mean, so 0.85 x 40 = 34.
    model = announced(price("40", "P8/1", ceiling="100", x="0.85"), total="40")
    result = proved(model, Offers(bids=tuple(bid(each, "80") for each in "ABC")))
    assert exact(result) == dict.fromkeys("ABC", Fraction(34))
    assert places(result) == ["A=B=C"]
    assert told(result) == ["tie"]


def test_a_discount_above_the_mean_climbs_from_the_knee() -> None:
    # Ceiling 100; discounts 10, 20, 30: mean 20. A: 0.8 x 10/20 = 0.4; B: 0.8; C: 1. Of 50.
    model = announced(price("50", "P8/1", ceiling="100", x="0.8"), total="50")
    result = proved(model, Offers(bids=(bid("A", "90"), bid("B", "80"), bid("C", "70"))))
    assert exact(result) == {"A": 20, "B": 40, "C": 50}


@pytest.mark.parametrize(
    ("normalise", "first", "second"),
    [
        # As scored: 60 x 5/10 + 20 x 3.5/10 = 37, and 24 + 19 = 43; each 20 for the price.
        ("none", "57", "63"),
        # The best of a is 5, of b 9.5: 60 + 20 x 3.5/9.5 = 1280/19, and 60 x 4/5 + 20 = 68.
        ("criterion", "1660/19", "88"),
        # The best together is 43 of 80: 37 x 80/43 = 2960/43, and 80.
        ("quality", "3820/43", "100"),
        # First by criterion, then the best of 68 is 80: 1280/19 x 80/68 = 25600/323, and 80.
        ("both", "32060/323", "100"),
    ],
)
def test_the_best_quality_is_raised_only_as_announced(
    normalise: str, first: str, second: str
) -> None:
    model = announced(leaf("a", "60"), leaf("b", "20"), price("20"), normalise=normalise)
    offers = Offers(
        bids=(bid("A", "7"), bid("B", "7")),
        scores=agreed({"A": {"a": "5", "b": "3.5"}, "B": {"a": "4", "b": "9.5"}}),
    )
    assert exact(proved(model, offers)) == {"A": Fraction(first), "B": Fraction(second)}


# --- comparing in pairs --------------------------------------------------------------------------


def _compared(formula: str | None, **numbers: str) -> dict[str, str]:
    """Griet: A over B by 3, A over C by 5, B over C by 2: A 8, B 2, C 0.
    Tine: A and B level, C over A by 2, B over C by 4: A 1, B 1 + 4 = 5, C 2."""
    criterion = Criterion.model_validate(
        {
            "id": "plan",
            "kind": CriterionKind.COMPARISON,
            "weight": "50",
            "formula": formula,
            "parameters": numbers,
        }
    )
    said = (
        *pairs("plan", "Griet", "A>B 3", "A>C 5", "B>C 2"),
        *pairs("plan", "Tine", "A=B", "C>A 2", "B>C 4"),
    )
    offers = Offers(bids=tuple(bid(each, "7") for each in "ABC"), comparisons=said)
    result = proved(announced(criterion, price("50")), offers)
    return {row.bid: points(result, row.bid)["plan"] for row in result.rows}


def test_pairs_by_member_are_a_mean_of_shares_of_each_members_best() -> None:
    # Griet: 1, 1/4, 0. Tine: 1/5, 1, 2/5. Mean: 3/5, 5/8, 1/5. Of 50: 30, 31.25, 10.
    assert _compared(None) == {"A": "30", "B": "125/4", "C": "10"}


def test_pairs_rescaled_give_the_best_all() -> None:
    # Over 5/8: 24/25, 1, 8/25. Of 50: 48, 50, 16.
    assert _compared("C1/1", rescale="1") == {"A": "48", "B": "50", "C": "16"}


def test_pairs_cut_off_at_no_decimals_keep_only_each_members_best() -> None:
    # Griet: 1, 0, 0. Tine: 0, 1, 0. Mean 1/2, 1/2, 0.
    assert _compared("C1/1", decimals="0") == {"A": "25", "B": "25", "C": "0"}


def test_pairs_cut_off_are_not_rounded_up() -> None:
    # To one decimal: Griet: 1, 0.2, 0. Tine: 0.2, 1, 0.4. Mean 0.6, 0.6, 0.2.
    assert _compared("C1/1", decimals="1") == {"A": "30", "B": "30", "C": "10"}


def test_what_was_said_about_a_bid_that_fell_counts_no_more() -> None:
    # C scores 2 of 10, below half. Left: Griet A over B by 3: 1, 0; Tine level: 1, 1.
    # A: 50 x 1 + 50 x 8/10 = 90. B: 50 x 1/2 + 50 x 5/10 = 50.
    plan = Criterion.model_validate({"id": "plan", "kind": "comparison", "weight": "50"})
    said = (
        *pairs("plan", "Griet", "A>B 3", "C>A 6", "C>B 6"),
        *pairs("plan", "Tine", "A=B", "C>A 2", "B>C 4"),
    )
    scores = agreed({"A": {"q": "8"}, "B": {"q": "5"}, "C": {"q": "2"}})
    bids = tuple(bid(each) for each in "ABC")
    model = announced(plan, leaf("q", "50"), minimum_quality={"value": "50"})
    result = proved(model, Offers(bids=bids, scores=scores, comparisons=said))
    assert exact(result) == {"A": 90, "B": 50}


def test_pairs_summed_over_members_first_are_shares_of_the_best_sum() -> None:
    # A 8 + 1 = 9, B 2 + 5 = 7, C 0 + 2 = 2: 1, 7/9, 2/9 of 50.
    assert _compared("C2/1") == {"A": "50", "B": "350/9", "C": "100/9"}


# --- tables --------------------------------------------------------------------------------------

TABLE = [
    {"up_to": "10", "points": "20"},
    {"up_to": "20", "points": "12.5"},
    {"up_to": "30", "points": "0"},
]


def test_a_number_earns_the_points_of_its_step() -> None:
    # Days to deliver: 10 is in the first step, 10.5 in the second. 40 x 20/20, 40 x 12.5/20, 0.
    model = announced(stated("days", "40", "T1/1", table=TABLE), price("60"))
    days = {"A": "10", "B": "10.5", "C": "30"}
    bids = tuple(bid(each, "5", quantities={"days": n}) for each, n in days.items())
    result = proved(model, Offers(bids=bids))
    assert exact(result) == {"A": 100, "B": 85, "C": 60}
    beyond = (*bids, bid("D", "5", quantities={"days": "30.01"}))
    blocked = proved(model, Offers(bids=beyond))
    assert told(blocked) == ["formula_undefined D days"]
    assert blocked.findings[0].facts == {"formula": "T1/1", "reason": "outside_table"}


# --- whole bids ----------------------------------------------------------------------------------


def _leaders(policies: Policies | None = None) -> Offers:
    scores = agreed({"A": {"q": "80"}, "B": {"q": "90"}, "C": {"q": "60"}})
    return Offers(bids=(bid("A", "100"), bid("B", "120"), bid("C", "90")), scores=scores)


def test_the_leaders_of_a_band_are_level_until_the_chain_decides() -> None:
    # Quality over price: A 80/100 = 0.8, B 90/120 = 0.75, C 60/90 = 0.67. A band of a tenth holds
    # what has 0.72: A and B. By quality B goes first; with no chain a person decides.
    constants = {"band": "0.10"}
    quality = (leaf("q", "100", "100"),)
    chain = Policies(tie_break=(TieStep.model_validate({"by": "quality"}),))
    by_chain = announced(*quality, policies=chain, formula="A11/1", constants=constants)
    result = proved(by_chain, _leaders())
    assert places(result) == ["B", "A", "C"]
    assert [row.rank for row in result.rows] == [1, 2, 3]
    [broken] = result.tie_breaks
    assert (broken.rank, broken.values) == (1, {"A": "80", "B": "90"})
    waits = proved(announced(*quality, formula="A11/1", constants=constants), _leaders())
    assert places(waits) == ["A=B", "C"]
    assert told(waits) == ["tie"]
    narrow = announced(*quality, formula="A11/1", constants={"band": "0.06"})
    assert places(proved(narrow, _leaders())) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("formula", "constants", "expected"),
    [
        # A6, points as euro: 100 - 80, 120 - 90, 90 - 60: lowest first.
        ("A6/1", {}, {"A": "20", "B": "30", "C": "30"}),
        # A7: 100 x (1 + 0.2 x 60/40), 120 x (1 + 0.1 x 1.5), 90 x (1 + 0.4 x 1.5).
        (
            "A7/1",
            {"quality_weight": "60", "price_weight": "40"},
            {"A": "130", "B": "138", "C": "144"},
        ),
        # A8, half a euro a point: 100 - 40, 120 - 45, 90 - 30: A and C level.
        ("A8/1", {"value": "0.5"}, {"A": "60", "B": "75", "C": "60"}),
        # A9, squares: 6400/100, 8100/120, 3600/90.
        (
            "A9/1",
            {"quality_weight": "2", "price_weight": "1"},
            {"A": "64", "B": "135/2", "C": "40"},
        ),
        # A12, means 230/3 and 310/3: 1440/23 - 1200/31, 1620/23 - 1440/31, 1080/23 - 1080/31.
        (
            "A12/1",
            {"quality_weight": "60", "price_weight": "40"},
            {"A": "17040/713", "B": "17100/713", "C": "8640/713"},
        ),
        # A16: 100/0.8, 120/0.9, 90/0.6.
        ("A16/1", {}, {"A": "125", "B": "400/3", "C": "150"}),
        # A17: 70 x 0.8 + 30 x 90/100 = 83, 63 + 22.5, 42 + 30.
        (
            "A17/1",
            {"technical_weight": "0.7", "price_weight": "0.3"},
            {"A": "83", "B": "171/2", "C": "72"},
        ),
        # A18: 30 x 90/100 + 70 x 80/90, 22.5 + 70, 30 + 70 x 60/90.
        ("A18/1", {"price_weight": "0.3"}, {"A": "803/9", "B": "185/2", "C": "230/3"}),
        # P10, N = 1.5: (1 - 0.1 x 1.5) x 90/100, 90/120, 1 - 0.3 x 1.5.
        (
            "P10/1",
            {"quality_weight": "60", "price_weight": "40"},
            {"A": "153/200", "B": "3/4", "C": "11/20"},
        ),
    ],
)
def test_a_whole_bid_has_the_figure_of_its_formula(
    formula: str, constants: dict[str, str], expected: dict[str, str]
) -> None:
    result = proved(whole(formula, leaf("q", "100", "100"), **constants), _leaders())
    assert {bid_: str(value) for bid_, value in exact(result).items()} == expected
    best_first = [group.exact for group in result.ranking_groups]
    lowest_wins = formula in {"A6/1", "A7/1", "A8/1", "A16/1"}
    assert best_first == sorted(best_first, reverse=not lowest_wins)


# --- costs over years, options, what counts for zero ---------------------------------------------


def test_options_and_years_of_energy_enter_the_compared_price() -> None:
    # Half of the option counts. Energy at 0.5 a unit in years 1 and 2, at 25 %:
    # A: 1000 + 0.5 x 200 + 100 x 0.5 x (1/1.25 + 1/1.5625) = 1100 + 40 + 32 = 1172.
    # B: 1090 + 0 + 10 x 0.5 x 1.44 = 1097.2. So B, with the higher price, is the cheaper.
    energy = {"id": "kwh", "unit_cost": "0.5", "first_year": 1, "last_year": 2}
    model = announced(
        price("100"),
        options=[{"id": "training", "coefficient": "0.5"}],
        life_cycle={"discount_rate": "0.25", "lines": [energy]},
        ceiling="1172",
    )
    a = bid("A", "1000", options={"training": "200"}, quantities={"kwh": "100"})
    b = bid("B", "1090", options={"training": "0"}, quantities={"kwh": "10"})
    result = proved(model, Offers(bids=(a, b)))
    assert exact(result) == {"A": 100 * Fraction("1097.2") / 1172, "B": 100}
    dearer = bid("A", "1000.01", options={"training": "200"}, quantities={"kwh": "100"})
    assert told(proved(model, Offers(bids=(dearer, b)))) == ["ceiling_passed A"]
    bare = bid("A", "1000")
    assert told(proved(model, Offers(bids=(bare, b)))) == ["missing_price A", "missing_quantity A"]


def test_a_free_bid_counts_as_the_announced_amount_also_in_its_trace() -> None:
    # Nil counts as 5: 100 x 5/20 = 25 for the other bid.
    free = price("100").model_copy(update={"zero_counts_as": 5})
    result = proved(announced(free), Offers(bids=(bid("A", "0"), bid("B", "20"))))
    assert exact(result) == {"A": 100, "B": 25}
    assert told(result) == ["zero_replaced A price"]


def test_an_excluded_bid_is_listed_and_moves_nothing() -> None:
    # Without the excluded 1 the lowest is 10: B 100 x 10/20.
    dumped = bid("C", "1", excluded="Not signed.")
    result = proved(announced(price("100")), Offers(bids=(bid("A", "10"), bid("B", "20"), dumped)))
    assert exact(result) == {"A": 100, "B": 50}
    assert [(out.bid, out.because, out.ground) for out in result.set_aside] == [
        ("C", "excluded", "Not signed.")
    ]


# --- ties ----------------------------------------------------------------------------------------

SEED = "the-seed-of-the-drawing-of-2026-09-23"


def _tickets(context: str, bids: Iterable[str]) -> list[str]:
    """The order of a drawing, done here by hand."""

    def ticket(each: str) -> str:
        text = json.dumps(
            {"bid": each, "context": context, "seed": SEED}, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    return sorted(bids, key=ticket)


def _chain(seed: str | None) -> Policies:
    commitment = hashlib.sha256(SEED.encode()).hexdigest()
    steps = [
        {"by": "criterion", "of": "a"},
        {"by": "price"},
        {"by": "received"},
        {"by": "lots", "commitment": commitment, "seed": seed},
    ]
    return Policies(tie_break=tuple(TieStep.model_validate(step) for step in steps))


def _level() -> Offers:
    """Five bids with 70 of 100 each: B by 30 + 40, the others by 40 + 30. A asks 10, the others 9;
    D came an hour after C and E, who came in the same second."""
    ten, eleven = "2026-09-23T10:00:00+02:00", "2026-09-23T11:00:00+02:00"
    asked = {
        "A": ("10", ten),
        "B": ("1", ten),
        "C": ("9", ten),
        "D": ("9", eleven),
        "E": ("9", ten),
    }
    marks = {
        each: {"a": "6" if each == "B" else "8", "b": "8" if each == "B" else "6"} for each in asked
    }
    bids = tuple(bid(each, money, received_at=at) for each, (money, at) in asked.items())
    return Offers(bids=bids, scores=agreed(marks))


def test_a_chain_goes_by_criterion_price_receipt_and_lots() -> None:
    model = announced(leaf("a", "50"), leaf("b", "50"), policies=_chain(SEED))
    result = proved(model, _level())
    first, second = _tickets("C, E", "CE")
    assert places(result) == [first, second, "D", "A", "B"]
    assert [(str(step.by), step.rank, step.bids) for step in result.tie_breaks] == [
        ("criterion", 1, ("A", "B", "C", "D", "E")),
        ("price", 1, ("A", "C", "D", "E")),
        ("received", 1, ("C", "D", "E")),
        ("lots", 1, ("C", "E")),
    ]
    assert result.settled


def test_before_the_seed_is_known_the_last_tie_waits() -> None:
    model = announced(leaf("a", "50"), leaf("b", "50"), policies=_chain(None))
    result = proved(model, _level())
    assert places(result) == ["C=E", "D", "A", "B"]
    assert told(result) == ["tie"]
    assert result.findings[0].facts == {"rank": "1", "bids": "C, E"}
    assert not result.settled


def test_lots_are_not_drawn_while_the_step_before_lacks_what_it_looks_at() -> None:
    # C, D and E ask the same; nobody knows when E came. The seed is known, yet a person decides.
    level = _level()
    unknown = tuple(
        each.model_copy(update={"received_at": None}) if each.id == "E" else each
        for each in level.bids
    )
    model = announced(leaf("a", "50"), leaf("b", "50"), policies=_chain(SEED))
    result = proved(model, level.model_copy(update={"bids": unknown}))
    assert places(result) == ["C=D=E", "A", "B"]
    assert [str(step.by) for step in result.tie_breaks] == ["criterion", "price", "received"]
    assert result.tie_breaks[-1].values == {}
    assert told(result) == ["tie"]


def test_a_minimum_of_points_out_of_a_thousand_is_in_percent_of_all() -> None:
    # Quality 600 of 1000, at least half of all: A has 240 + 400 = 640; B 30 + 320 = 350 = 35 %.
    model = announced(
        leaf("q", "600", "100", minimum=at_least("5", "points")),
        price("400"),
        total="1000",
        minimum_total={"value": "50"},
    )
    offers = Offers(
        bids=(bid("A", "80"), bid("B", "100")),
        scores=agreed({"A": {"q": "40"}, "B": {"q": "5"}}),
    )
    result = proved(model, offers)
    assert exact(result) == {"A": 640}
    assert result.findings[0].facts["value"] == "35"
