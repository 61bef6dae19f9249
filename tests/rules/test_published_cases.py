"""Published examples come out to their last printed digit, through the evaluation itself.

Each file of `cases/` is our own expression of a case: the method, the bids, and the figures that
its source prints. Where the source errs, `published_error` says so. Beside this repository may lie
the collection from which the cases were taken; then the figures are compared with it too.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from contracts.rules import scoring
from contracts.rules.scoring import (
    Bid,
    EvaluationModel,
    Mode,
    Node,
    Offers,
    Parameters,
    Result,
)
from contracts.rules.scoring.model import SavingsOffer, SavingsTerms
from contracts.rules.scoring.net_present_value import Saving, saving_value
from tests.rules import published
from tests.rules.test_scoring_exactness import CASES as COLLECTION
from tests.rules.test_scoring_exactness import shared

NAMES = published.names()
SAVINGS = ("030-esco-npv-contract-duration", "033-esco-npv-discount-rate")
ELEVEN = 11
"""The decimals with which net present values were published."""

BESIDE = {"010-as-bid", "010-excluded", "010-zero-counts-as", "026-coefficient"}
"""Further evaluations of a case that is in the collection once."""

NOT_FIGURES: dict[tuple[str, str], Callable[[Result], object]] = {
    ("009-za-pppfa-80-20", "tie_A_B"): lambda result: len(result.ranking_groups[0].bids) == 2,
    ("012-jp-ipa-h27-autumn-q66", "excluded"): lambda result: [s.bid for s in result.set_aside],
    ("022-qcbs-80-20-fixture-india", "C.wins"): lambda r: r.ranking_groups[0].bids == ("C",),
    ("010-zero-price-sub-criterion-bevan-brittan", "2.unit"): lambda result: None,
}
"""What the collection holds beside figures, and where the evaluation says it."""


@pytest.mark.parametrize("name", NAMES)
def test_a_published_case_comes_out_to_its_last_digit(name: str) -> None:
    case = published.read(name)
    result = published.evaluate(case)
    found = {key: published.shown_as(result, each) for key, each in case["expected"].items()}
    assert found == {key: each["shown"] for key, each in case["expected"].items()}
    assert [list(group.bids) for group in result.ranking_groups] == case.get("ranking", [])
    assert {out.bid: out.because for out in result.set_aside} == case["set_aside"]
    assert published.told(result) == case["findings"]
    assert result.complete == ("ranking" in case)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_published_case_follows_from_its_trace(name: str) -> None:
    result = published.evaluate(published.read(name))
    assert tuple(scoring.rebuild(node) for node in result.trace) == result.trace
    again = scoring.parse(scoring.plain(result))
    assert scoring.digest(again) == scoring.digest(result)
    assert {node.subject: node.exact for node in result.trace} == {
        row.bid: row.exact for row in result.rows
    }


def test_our_files_cover_the_whole_collection() -> None:
    if not COLLECTION.exists():
        pytest.skip("the collection of published cases is not beside this checkout")
    ours = {path.stem for path in published.CASES.glob("*.json")}
    assert {path.stem for path in COLLECTION.glob("*.json")} <= ours


@pytest.mark.parametrize("name", [name for name in NAMES if name not in BESIDE])
def test_our_file_prints_what_the_collection_has(name: str) -> None:
    theirs = shared(f"{name}.json")
    case = published.read(name)
    result = published.evaluate(case)
    siblings = [published.read(each) for each in NAMES if each[:4] == name[:4]]
    ours = {key: each["shown"] for part in siblings for key, each in part["expected"].items()}
    for key, figure in theirs["expected"]["values"].items():
        if (name, key) in NOT_FIGURES:
            assert NOT_FIGURES[name, key](result) == figure
        elif key in case["published_error"] and key not in ours:
            assert theirs["recomputed"][key]["ok"] is False
        else:
            assert ours[key] == figure
    assert bool(theirs["published_error"]) >= bool(case["published_error"])
    if theirs["expected"]["ranking"]:
        assert [bid for group in result.ranking_groups for bid in group.bids] == (
            theirs["expected"]["ranking"]
        )


# --- net present values: 85 offers for energy performance --------------------------------------


def _savings(case: dict[str, Any]) -> dict[str, tuple[EvaluationModel, list[Bid]]]:
    """The offers of a file as bids, by the discount rate under which they compete."""
    made: dict[str, tuple[EvaluationModel, list[Bid]]] = {}
    for number, row in enumerate(case["bids"]):
        terms = SavingsTerms(
            discount_rate=Decimal(row["rate"]), announced=date.fromisoformat(case["announced"])
        )
        parameters = Parameters(formula="A15/1", savings=terms, display_decimals=ELEVEN)
        model = EvaluationModel(criteria=(), parameters=parameters)
        offer = SavingsOffer(
            annual_cost_reductions=tuple(Decimal(each) for each in case["reductions"]),
            yearly_payments_percentage=Decimal(case["share"]),
            years=row["years"],
            days=row["days"],
        )
        made.setdefault(row["rate"], (model, []))[1].append(Bid(id=str(number), savings=offer))
    return made


def _computed(case: dict[str, Any]) -> list[Result]:
    each = _savings(case).values()
    return [scoring.evaluate(model, Offers(bids=tuple(bids))) for model, bids in each]


@pytest.mark.parametrize("name", SAVINGS)
def test_every_published_net_present_value_comes_out(name: str) -> None:
    case = published.read(name)
    results = _computed(case)
    shown = {row.bid: row.shown for result in results for row in result.rows}
    assert shown == {str(number): row["npv"] for number, row in enumerate(case["bids"])}
    for result in results:
        totals = [group.exact for group in result.ranking_groups]
        assert totals == sorted(totals, reverse=True)


@pytest.mark.parametrize("name", SAVINGS)
def test_every_published_payment_to_the_contractor_comes_out(name: str) -> None:
    case = published.read(name)
    for row in case["bids"]:
        reductions = tuple(Fraction(each) for each in case["reductions"])
        saving = Saving(reductions, Fraction(case["share"]), row["years"], row["days"])
        announced = date.fromisoformat(case["announced"])
        value = saving_value(saving, announced, Fraction(row["rate"]))
        assert scoring.show(value.contract, ELEVEN) == row["contract"]


@pytest.mark.parametrize("name", SAVINGS)
def test_our_net_present_values_are_those_of_the_collection(name: str) -> None:
    theirs = shared(f"{name}.json")
    ours = published.read(name)["bids"]
    assert len(ours) == len(theirs["bids"])
    base = theirs["parameters"]["base_bid"]
    for row, bid in zip(ours, theirs["bids"], strict=True):
        offer = base | bid["overrides"]
        assert (row["years"], row["days"]) == tuple(offer["contractDuration"].values())
        assert Decimal(row["rate"]) == offer["NBUdiscountRate"]
        printed = {
            key: theirs["expected"]["values"][f"{bid['index']}.{key}"]
            for key in row
            if key in ("npv", "contract")
        }
        assert printed == {key: row[key] for key in ("npv", "contract")}


def test_a_net_present_value_follows_from_its_trace() -> None:
    case = published.read(SAVINGS[1])
    for result in _computed(case):
        [node] = result.trace
        assert scoring.rebuild(node) == node
        assert _names(node) >= {"reduction", "share", "years", "days", "announced"}


def _names(node: Node) -> set[str]:
    return {node.name}.union(*(_names(child) for child in node.children))


# --- what the published cases decide -------------------------------------------------------------


def test_rounding_marks_before_weighting_changes_published_totals() -> None:
    case = published.read("043-in-doe-manual-70-30-integer-rounding")
    del case["evaluation"]["parameters"]["rounding"]
    plain = published.evaluate(case)
    assert {row.bid: scoring.show(row.exact, 1) for row in plain.rows} == {
        "A": "77.5",
        "B": "86.0",
        "C": "90.3",
    }


def test_a_ceiling_is_looked_at_before_a_price_has_points() -> None:
    case = published.read("012-jp-ipa-h27-autumn-q66")
    case["evaluation"]["decisions"] = [
        {"finding": "ceiling_passed", "bid": "D", "outcome": "admit", "reason": "An option."}
    ]
    admitted = published.evaluate(case)
    assert not admitted.complete
    assert published.told(admitted) == ["ceiling_passed D price", "formula_undefined D price"]


def test_a_nil_price_is_not_made_good_by_admitting_the_bid() -> None:
    case = published.read("010-as-bid")
    case["evaluation"]["decisions"] = [
        {"finding": "price_zero", "bid": "2", "outcome": "admit", "reason": "It is free."}
    ]
    result = published.evaluate(case)
    assert not result.complete
    assert [(f.code.value, f.decided, f.blocks) for f in result.findings] == [
        ("price_zero", None, True)
    ]


def test_the_mean_price_was_cut_off_where_the_screening_rounds() -> None:
    case = published.read("038-es-baja-temeraria-threshold")
    screened = published.evaluate(case).screenings[0]
    assert screened.figure("mean").shown == "91666.67"
    exact = screened.figure("mean").exact
    assert scoring.show(exact, 0, Mode.DOWN) == case["expected"]["mean_price"]["shown"]
    assert screened.suspects == ()
