"""An evaluation file: what it takes, what it answers, and what its digest knows."""

import copy
import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.rules.scoring import answer as answers
from contracts.rules.scoring.bundle import bundle, differences
from tests.rules.evaluation_documents import NAMES, Document, answered, example, file_of


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


def test_the_smallest_numbers_are_written_so_that_they_are_read_back() -> None:
    document = example("plain")
    document["bids"][0]["price"] = "0.0000001"
    document["scores"][0]["value"] = "0.000000000000000000000000000001"
    made = json.loads(json.dumps(bundle(file_of(document))))
    assert made["evaluation"]["bids"][0]["price"] == {"amount": "0.0000001"}
    assert differences(file_of(made["evaluation"]), made["answer"]) == ()
