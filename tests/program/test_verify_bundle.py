"""`bestek evaluate --verify`: an exported award computed again."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from bestek import evaluating
from contracts.rules.scoring.bundle import bundle
from contracts.rules.scoring.evaluation_file import EvaluationFile
from tests.program.evaluate_runs import EXAMPLES, NAMES, Document, Said, run


def written_bundle(name: str) -> Document:
    """The bundle of an example, as it is read back."""
    file = EvaluationFile.model_validate(
        json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"), parse_float=Decimal)
    )
    made: Document = json.loads(json.dumps(bundle(file)))
    return made


def verify(document: Document) -> Said:
    """Compute a bundle again."""
    return run("evaluate", "--verify", "-", "--lang", "en", given=json.dumps(document))


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_that_was_exported_agrees(name: str) -> None:
    said = verify(written_bundle(name))
    assert (said.code, said.err) == (evaluating.COMPLETE, "")
    assert said.out.startswith("agrees")


def digits(value: Any, path: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
    """The paths of every value with a digit."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from digits(each, (*path, key))
    elif re.search("[0-9]", str(value)):
        yield path


@pytest.mark.parametrize("name", ["plain", "thresholds", "lots", "whole"])
def test_verifying_finds_one_changed_digit_at_any_place(name: str) -> None:
    written = json.dumps(written_bundle(name))
    for path in digits(json.loads(written)):
        document = json.loads(written)
        at = document
        for step in path[:-1]:
            at = at[step]
        before = at[path[-1]]
        turned = re.sub("[0-9]", lambda digit: str((int(digit[0]) + 1) % 10), str(before), count=1)
        at[path[-1]] = type(before)(turned)
        said = verify(document)
        assert said.code in (evaluating.DIFFERS, evaluating.BAD_INPUT), path
        if path[0] == "answer":
            where = ".".join(map(str, path[1:]))
            assert f"{where}: says {turned}"[:60] in said.out, path


def test_a_difference_is_told_with_both_values() -> None:
    document = written_bundle("plain")
    document["answer"]["totals"]["Kade"]["shown"] = "85.92"
    del document["answer"]["points"]["Meer"]
    document["answer"]["ranking"].append(["Nobody"])
    document["answer"]["more"] = None
    said = verify(document)
    assert said.code == evaluating.DIFFERS
    assert said.out.splitlines() == [
        "more: says null, computed –",
        "points.Meer: says –, computed {…}",
        "ranking.3: says […], computed –",
        "totals.Kade.shown: says 85.92, computed 85.91",
    ]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"bundle": True, "evaluation": {}, "answer": {}},
        {"bundle": 2, "evaluation": {}, "answer": {}},
        {"bundle": 1, "evaluation": {}},
        {"bundle": 1, "evaluation": [], "answer": {}},
        {"bundle": 1, "evaluation": {}, "answer": {}, "more": 1},
        {"bundle": 1, "evaluation": {"bids": [{}]}, "answer": {}},
    ],
)
def test_what_is_no_bundle_is_bad_input(document: Document) -> None:
    said = verify(document)
    assert (said.code, said.out) == (evaluating.BAD_INPUT, "")
    assert said.err.strip()


def test_the_field_of_a_bundle_is_named_from_its_top() -> None:
    document = {"bundle": 1, "evaluation": {"bids": [{}]}, "answer": {}}
    assert verify(document).err.startswith("evaluation.bids.0.id: this field is missing")


def test_the_deepest_tree_that_is_read_makes_a_bundle_that_is_read() -> None:
    criterion: Document = {"id": "c0", "weight": 100, "scale": {"maximum": 10}}
    for level in range(1, 28):
        criterion = {"id": f"c{level}", "weight": 100, "subtotal": 50, "children": [criterion]}
        criterion["children"][0]["weight"] = 50
    scores = [{"bid": "A", "criterion": "c0", "value": 7}]
    document = {"criteria": [criterion], "bids": [{"id": "A"}], "scores": scores}
    assert run("evaluate", "-", given=json.dumps(document)).code == evaluating.COMPLETE
    made = bundle(EvaluationFile.model_validate(document))
    assert verify(made).code == evaluating.COMPLETE
    deeper = {"id": "c", "weight": 100, "children": [criterion] * 1}
    for level in range(3):
        deeper = {"id": f"d{level}", "weight": 100, "children": [deeper]}
    said = run("evaluate", "-", given=json.dumps({"criteria": [deeper]}))
    assert said.code == evaluating.BAD_INPUT
    assert "60" in said.err
