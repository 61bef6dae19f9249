"""An evaluation file: what it takes, what its rounds and lots mean, and what its digest knows."""

import copy
import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.rules.scoring import answer as answers
from contracts.rules.scoring.answer import answer
from contracts.rules.scoring.bundle import bundle, differences
from contracts.rules.scoring.evaluation_file import EvaluationFile

Document = dict[str, Any]

EXAMPLES = Path(__file__).parents[2] / "docs" / "rules" / "scoring" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def example(name: str) -> Document:
    """An example of the documentation, its numbers as they are written."""
    written: Document = json.loads(
        (EXAMPLES / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
    return written


def file_of(document: Document) -> EvaluationFile:
    """The file of a document."""
    return EvaluationFile.model_validate(document)


def answered(document: Document, **extras: bool) -> Document:
    """The answer to a document."""
    return answer(file_of(document), **extras)


def shown(told: Document) -> dict[str, str]:
    """The shown totals of an answer."""
    return {bid: total["shown"] for bid, total in told["totals"].items()}


# numbers


@pytest.mark.parametrize("amount", ["1250.50", 1250, "+3", ".5", "5.", Decimal("0.1")])
def test_a_price_is_a_bare_number_or_an_amount(amount: object) -> None:
    bare = file_of({"bids": [{"id": "A", "price": amount}]})
    full = file_of({"bids": [{"id": "A", "price": {"amount": amount, "currency": "EUR"}}]})
    assert bare == full


@pytest.mark.parametrize(
    "amount", [0.5, "1e5", "1E5", "NaN", "Infinity", "-inf", "1_000", "٣", " 5", "", True, "0x1"]
)
@pytest.mark.parametrize("path", ["price", "weight", "value", "constant"])
def test_what_is_no_plain_decimal_is_refused_with_its_field(amount: object, path: str) -> None:
    documents: dict[str, Document] = {
        "price": {"bids": [{"id": "A", "price": amount}]},
        "weight": {"criteria": [{"id": "q", "weight": amount}]},
        "value": {"scores": [{"bid": "A", "criterion": "q", "value": amount}]},
        "constant": {"parameters": {"constants": {"factor": amount}}},
    }
    with pytest.raises(ValidationError) as refused:
        file_of(documents[path])
    [error] = refused.value.errors()
    ends = {"price": "amount", "constant": "factor"}
    assert error["loc"][-1] == ends.get(path, path)


def test_a_number_has_no_more_than_thirty_digits() -> None:
    file_of({"bids": [{"id": "A", "price": "9" * 30}]})
    with pytest.raises(ValidationError, match="30 digits"):
        file_of({"bids": [{"id": "A", "price": "9" * 31}]})


@pytest.mark.parametrize(
    "document",
    [
        {"lots": [{"id": "1"}], "bids": [{"id": "A"}]},
        {"lots": [{"id": "1"}, {"id": "1"}]},
        {"rounds": [{"id": "1"}, {"id": "1"}]},
        {"rounds": [{"id": "initial"}]},
        {"lots": [{"id": "1", "rounds": [{"id": "a"}, {"id": "a"}]}]},
        {"lot_policy": {"discounts": [{"id": "d", "tenderer": "T"}]}},
        {"lot_policy": {"discounts": [{"id": "d", "tenderer": "T", "at_least": 2}]}},
        {"lot_policy": {"discounts": [{"id": "d", "tenderer": "T", "lots": ["1"], "at_least": 2}]}},
        {"version": 2},
        {"bidz": []},
    ],
)
def test_what_can_mean_nothing_is_refused(document: Document) -> None:
    with pytest.raises(ValidationError):
        file_of(document)


# the answer and its digest


def test_an_answer_has_exactly_its_keys() -> None:
    keys = {"totals", "points", "ranking", "findings", "rule_versions", "tie_breaks"}
    keys |= {"set_aside", "screenings", "digest"}
    plain = answered(example("plain"))
    assert set(plain) == keys
    exact = Fraction("49.25") + Fraction(40 * 127998, 139645)
    written = {"exact": f"{exact.numerator}/{exact.denominator}", "shown": "85.91"}
    assert plain["totals"]["Kade"] == written
    assert plain["points"]["Kade"]["K1"] == {"exact": "28/1", "shown": "28.00"}
    assert plain["ranking"] == [["Kade"], ["Meer"], ["Linde"]]
    assert set(answered(example("plain"), trace=True)) == keys | {"trace"}
    assert set(answered(example("rounds"))) == keys | {"rounds"}
    lots = {"lots", "allocations", "allocation_total", "allocation_steps", "limit_prices"}
    assert set(answered(example("lots"))) == lots | {"findings", "rule_versions", "digest"}


@pytest.mark.parametrize(("name", "more"), [(name, name == "plain") for name in NAMES])
def test_the_digest_does_not_know_what_is_asked_beside_it(name: str, more: bool) -> None:
    plain = answered(example(name))
    full = answered(example(name), trace=True, sensitivity=more, simulation=more)
    assert full["digest"] == plain["digest"]
    for lot, each in plain.get("lots", {}).items():
        assert full["lots"][lot]["digest"] == each["digest"]


def turned(value: Any, draw: st.DrawFn, name: str = "") -> Any:
    """A document with every list shuffled whose order says nothing."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: turned(value[key], draw, key) for key in keys}
    if isinstance(value, list):
        items = [turned(item, draw) for item in value]
        return items if name in answers.IN_ORDER else draw(st.permutations(items))
    return value


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[Document, Document]:
    """An example, and the same in another order."""
    document = example(draw(st.sampled_from(NAMES)))
    return document, turned(document, draw)


@given(shuffled())
def test_the_order_of_the_file_changes_nothing(pair: tuple[Document, Document]) -> None:
    document, other = pair
    assert answered(document, trace=True) == answered(other, trace=True)


def test_the_digest_knows_numbers_not_how_they_are_written() -> None:
    document = example("plain")
    other = copy.deepcopy(document)
    other["bids"][0]["price"] = "139645"
    other["criteria"][0]["weight"] = "40.00"
    other["parameters"] = {"total": 100}
    assert answered(other)["digest"] == answered(document)["digest"]


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
    """The paths of every text, number and truth in a document."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in items:
            yield from leaves(each, (*path, key))
    else:
        yield path


def changed(document: Document, path: tuple[str | int, ...], value: object) -> Document:
    """A document with another value in one place."""
    other = copy.deepcopy(document)
    at: Any = other
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return other


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_knows_every_field_of_the_file(name: str) -> None:
    document = example(name)
    digest = answered(document)["digest"]
    tried = 0
    for path in leaves(document):
        value: Any = document
        for step in path:
            value = value[step]
        other = "another" if isinstance(value, str) else Decimal("3.25")
        try:
            again = answered(changed(document, path, other))
        except ValidationError:
            continue
        tried += 1
        assert again["digest"] != digest, path
    assert tried > 10


# rounds


def negotiated(*rounds: Document, **parts: Any) -> Document:
    """Two bids on price and quality, then rounds."""
    usual: Document = {
        "criteria": [
            {"id": "p", "kind": "price", "weight": 50, "formula": "P1/1"},
            {"id": "q", "weight": 50, "scale": {"maximum": 10}},
        ],
        "bids": [{"id": "A", "price": 100}, {"id": "B", "price": 80}],
        "scores": [
            {"bid": "A", "criterion": "q", "value": 9},
            {"bid": "B", "criterion": "q", "value": 5},
        ],
        "rounds": list(rounds),
    }
    return usual | parts


def test_a_round_is_laid_over_the_one_before() -> None:
    told = answered(negotiated({"id": "1", "bids": [{"id": "A", "price": 50}]}))
    assert shown(told) == {"A": "95.00", "B": "56.25"}
    [before] = told["rounds"]
    assert (before["id"], shown(before)) == ("initial", {"A": "85.00", "B": "75.00"})


def test_every_snapshot_has_statistics_of_its_own() -> None:
    told = answered(
        negotiated(
            {"id": "1", "bids": [{"id": "A", "price": 40}]},
            {"id": "2", "withdrawn": ["A"]},
        )
    )
    assert [each["id"] for each in told["rounds"]] == ["initial", "1"]
    assert shown(told["rounds"][1]) == {"A": "95.00", "B": "50.00"}
    assert shown(told) == {"B": "75.00"}
    assert told["set_aside"] == [{"bid": "A", "because": "withdrawn", "ground": ""}]


def test_only_the_last_admissible_offer_counts() -> None:
    late = {"id": "A", "price": 10, "excluded": "late"}
    told = answered(negotiated({"id": "1", "bids": [late]}))
    assert shown(told) == {"A": "85.00", "B": "75.00"}
    [found] = told["findings"]
    assert (found["code"], found["bid"]) == ("earlier_offer_counts", "A")
    assert found["facts"] == {"round": "1", "ground": "late"}


def test_a_bid_without_an_earlier_offer_stays_excluded() -> None:
    late = {"id": "C", "price": 10, "excluded": "late"}
    told = answered(negotiated({"id": "1", "bids": [late]}))
    assert told["set_aside"] == [{"bid": "C", "because": "excluded", "ground": "late"}]


def test_a_withdrawn_bid_may_come_back_with_a_new_offer() -> None:
    back = {"id": "2", "bids": [{"id": "A", "price": 80}]}
    told = answered(negotiated({"id": "1", "withdrawn": ["A"]}, back))
    assert shown(told) == {"A": "95.00", "B": "75.00"}


def test_scores_and_comparisons_of_a_round_replace_the_same_cells_only() -> None:
    again = {"bid": "B", "criterion": "q", "value": 10}
    told = answered(negotiated({"id": "1", "scores": [again]}))
    assert shown(told) == {"A": "85.00", "B": "100.00"}


def test_what_a_round_names_twice_is_told() -> None:
    twice = {"id": "1", "bids": [{"id": "A", "price": 1}, {"id": "A", "price": 2}]}
    assert codes(answered(negotiated(twice))) == ["duplicate_bid"]
    strange = {"id": "1", "withdrawn": ["Z"]}
    [found] = answered(negotiated(strange))["findings"]
    assert (found["code"], found["bid"], found["effect"]) == ("unknown_bid", "Z", "input")


def test_bids_may_come_in_a_later_round_and_be_decided_on_for_all() -> None:
    entered = {
        "id": "1",
        "bids": [{"id": "C", "price": 60}],
        "scores": [{"bid": "C", "criterion": "q", "value": 8}],
    }
    decision = {"finding": "missing_price", "bid": "C", "outcome": "exclude", "reason": "No."}
    told = answered(negotiated(entered, decisions=[decision]))
    assert set(shown(told["rounds"][0])) == {"A", "B"}
    assert [each["bid"] for each in told["set_aside"]] == ["C"]


def test_rounds_alone_need_no_first_offers() -> None:
    document = negotiated()
    first = {"id": "1", "bids": document.pop("bids"), "scores": document.pop("scores")}
    told = answered({**document, "rounds": [first]})
    assert shown(told) == {"A": "85.00", "B": "75.00"}
    assert told["rounds"] == []


def codes(told: Document) -> list[str]:
    """The codes of an answer's own findings."""
    return [found["code"] for found in told["findings"]]


# lots


def lotted(rule: str, *prices: dict[str, str], **policy: Any) -> Document:
    """Lots won on price alone; bid `N1` is of Noord for the first lot."""
    lots = [
        {
            "id": str(place),
            "bids": [
                {"id": f"{who[0]}{place}", "tenderer": who, "price": amount}
                for who, amount in of_lot.items()
            ],
        }
        for place, of_lot in enumerate(prices, start=1)
    ]
    return {
        "criteria": [{"id": "p", "kind": "price", "weight": 100, "formula": "P1/1"}],
        "lots": lots,
        "lot_policy": {"rule": rule, **policy},
    }


ONE = {"Noord": "100", "Zuid": "110"}
TWO = {"Noord": "100", "Zuid": "150"}


def awards(told: Document) -> list[dict[str, str | None]]:
    """Who is awarded what, in each allocation."""
    return [each["awards"] for each in told["allocations"]]


def test_independent_lots_go_to_the_best_bid_of_each() -> None:
    told = answered(lotted("independent", ONE, TWO))
    assert awards(told) == [{"1": "N1", "2": "N2"}]
    assert told["rule_versions"] == ["P1/1", "lots_independent/1"]


def test_a_limit_is_met_by_the_best_sum_or_in_the_announced_order() -> None:
    best = answered(lotted("limit_optimal", ONE, TWO, limit=1, figure="price"))
    assert awards(best) == [{"1": "Z1", "2": "N2"}]
    assert best["allocation_total"] == {"exact": "210/1", "shown": "210.00"}
    first = answered(lotted("limit_priority", ONE, TWO, limit=1, order=["1", "2"]))
    assert awards(first) == [{"1": "N1", "2": "Z2"}]
    assert first["allocation_steps"][1]["considered"][0]["verdict"] == "limit_reached"


def test_a_tenderer_may_have_a_limit_of_its_own() -> None:
    told = answered(lotted("limit_optimal", ONE, TWO, limits={"Noord": 1}, figure="price"))
    assert awards(told) == [{"1": "Z1", "2": "N2"}]


def test_discounts_for_combinations_are_compared_on_prices() -> None:
    discount = {"id": "z", "tenderer": "Zuid", "lots": ["1", "2"], "percent": 25}
    told = answered(lotted("combined", ONE, TWO, figure="price", discounts=[discount]))
    assert awards(told) == [{"1": "Z1", "2": "Z2"}]
    assert told["allocation_total"]["exact"] == "195/1"
    on_points = answered(lotted("combined", ONE, TWO, discounts=[discount]))
    assert codes(on_points) == ["lot_figure_unsuitable"]
    assert on_points["allocations"] == []


def test_all_equally_good_allocations_are_answered_and_wait() -> None:
    document = lotted("limit_optimal", TWO, TWO, limit=1, figure="price")
    told = answered(document)
    assert len(told["allocations"]) == 2
    [found] = told["findings"]
    assert (found["code"], found["waits"]) == ("several_optima", True)
    decision = {"finding": "several_optima", "outcome": "admit", "reason": "Drawn by lot."}
    [found] = answered(document | {"decisions": [decision]})["findings"]
    assert (found["decided"], found["waits"]) == ("admit", False)


def test_a_lot_without_bids_is_no_mistake() -> None:
    told = answered(lotted("independent", ONE, {}))
    assert awards(told) == [{"1": "N1", "2": None}]
    [found] = told["findings"]
    assert (found["code"], found["lot"], found["waits"]) == ("lot_without_award", "2", False)


def test_a_lot_that_is_not_ready_holds_up_the_others_only_where_they_depend_on_it() -> None:
    unready = {"Noord": "0", "Zuid": "5"}
    apart = answered(lotted("independent", ONE, unready))
    assert awards(apart) == [{"1": "N1"}]
    assert codes(apart) == ["lots_not_ready"]
    together = answered(lotted("limit_optimal", ONE, unready, limit=1))
    assert (awards(together), codes(together)) == ([], ["lots_not_ready"])


def test_lots_that_are_compared_have_one_currency() -> None:
    document = lotted("limit_optimal", ONE, TWO, limit=1, figure="price")
    for bid in document["lots"][1]["bids"]:
        bid["price"] = {"amount": bid["price"], "currency": "USD"}
    assert codes(answered(document)) == ["currencies_differ"]
    apart = answered(document | {"lot_policy": {}})
    assert codes(apart) == []


def test_a_wrong_order_of_lots_is_bad_input() -> None:
    [found] = answered(lotted("limit_priority", ONE, TWO, order=["1"]))["findings"]
    assert (found["code"], found["effect"]) == ("priority_order", "input")


def test_lots_won_by_the_most_and_by_the_least_have_no_sum() -> None:
    document = lotted("limit_optimal", ONE, TWO, limit=1)
    document["lots"][0]["parameters"] = {"formula": "A6/1"}
    document["lots"][0]["criteria"] = [{"id": "q", "weight": 100, "scale": {"maximum": 10}}]
    document["lots"][0]["scores"] = [
        {"bid": bid, "criterion": "q", "value": 5} for bid in ("N1", "Z1")
    ]
    assert codes(answered(document)) == ["lot_directions_differ"]


def test_a_lot_may_announce_its_own_method_and_is_answered_as_a_file_of_its_own() -> None:
    document = lotted("independent", ONE, TWO)
    own = [{"id": "d", "kind": "price", "weight": 100, "formula": "P2/1"}]
    document["lots"][1]["criteria"] = own
    told = answered(document)
    alone = {"criteria": own, "bids": document["lots"][1]["bids"]}
    assert told["lots"]["2"] == answered(alone)
    assert told["rule_versions"] == ["P1/1", "P2/1", "lots_independent/1"]


# the bundle


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_agrees_with_itself(name: str) -> None:
    made = json.loads(json.dumps(bundle(file_of(example(name)))))
    assert differences(file_of(made["evaluation"]), made["answer"]) == ()


def test_a_trace_that_does_not_add_up_is_found_although_nothing_else_changed() -> None:
    made = bundle(file_of(example("plain")))
    node = made["answer"]["trace"]["Kade"]["children"][0]["children"][0]
    node["exact"] = "41/1"
    paths = {each.path for each in differences(file_of(made["evaluation"]), made["answer"])}
    assert "trace.Kade.children.0.children.0.exact" in paths
    assert "trace.Kade.exact" in paths
