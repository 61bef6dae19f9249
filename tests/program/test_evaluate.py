"""`bestek evaluate` and `bestek schema`: what goes in, what comes out, and with which exit code."""

import json
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest

from bestek import evaluating
from contracts.rules.scoring import FindingCode
from contracts.rules.scoring.evaluation_file import EvaluationFile
from tests.program.evaluate_runs import (
    CASES,
    CODES,
    EXAMPLES,
    NAMES,
    Document,
    evaluate,
    example,
    run,
)
from tests.servers import ROOT

PAGE = (ROOT / "docs" / "rules" / "scoring" / "file.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_example_of_the_documentation_is_evaluated(name: str) -> None:
    said = run("evaluate", EXAMPLES / f"{name}.json")
    assert said.code == evaluating.COMPLETE
    assert len(said.document["digest"]) == 64
    assert f"`{name}.json`" in PAGE or f"({name}.json)" in PAGE or f"/{name}.json" in PAGE


def test_the_file_of_the_page_is_evaluated_as_the_page_says() -> None:
    [written, outcome] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert json.loads(written) == example("plain")
    told = evaluate(written).document
    printed = json.loads(outcome)
    assert {name: told[name] for name in printed} == printed


def test_a_file_and_standard_input_answer_alike() -> None:
    path = EXAMPLES / "plain.json"
    by_name = run("evaluate", path)
    assert run("evaluate", "-", given=path.read_bytes()) == by_name
    assert run("evaluate", "-", given=b"\xef\xbb\xbf" + path.read_bytes()) == by_name


def test_json_is_all_there_is_on_standard_output() -> None:
    said = run("evaluate", EXAMPLES / "thresholds.json", "--lang", "en")
    assert said.document["ranking"] == [["A"], ["B"]]
    assert "C · Quality: reaches" in said.err


def test_extras_come_on_request() -> None:
    extras = {"trace", "sensitivity", "simulation"}
    plain = evaluate(example("plain"))
    assert not extras & set(plain.document)
    full = evaluate(example("plain"), "--trace", "--sensitivity", "--simulate").document
    assert extras <= set(full)
    assert {name: full[name] for name in plain.document} == plain.document


def test_a_draft_is_simulated_before_there_are_bids() -> None:
    draft = {name: each for name, each in example("plain").items() if name == "criteria"}
    assert evaluate(draft).code == evaluating.BAD_INPUT
    nothing = evaluate(draft, "--simulate")
    assert (nothing.code, nothing.out) == (evaluating.BAD_INPUT, "")
    assert nothing.err.startswith("expected: ")
    expected = {"lowest_price": 90000, "highest_price": 120000, "draws": 20}
    said = evaluate({**draft, "expected": expected}, "--simulate")
    assert said.code == evaluating.COMPLETE
    assert said.document["simulation"]["draws"] == 20


def test_a_finding_that_waits_ends_with_three_and_still_answers() -> None:
    document = example("plain")
    document["bids"][0]["price"] = 0
    said = evaluate(document)
    assert said.code == evaluating.WAITS
    assert (said.document["totals"], said.document["ranking"]) == ({}, [])
    assert said.err.startswith("Kade · Price: the price is zero.")


@pytest.mark.parametrize(("code", "document"), CASES)
def test_every_finding_has_its_exit_code_and_its_sentence(
    code: FindingCode, document: Document
) -> None:
    said = evaluate(document)
    assert said.code == CODES[code.effect]
    assert said.err.strip()
    if said.code == evaluating.BAD_INPUT:
        assert said.out == ""
        for line in said.err.splitlines():
            field = re.match(r"[a-z_]+[^ :]*", line)
            assert field is not None, line
            assert stands(EvaluationFile.model_validate(document), field[0]), line


def stands(file: EvaluationFile, path: str) -> bool:
    """Whether all but the last step of a path leads somewhere: the field itself may be absent."""
    at: Any = file
    for step in path.split(".")[:-1]:
        at = inside(at, step)
        if at is None:
            return False
    return True


def inside(value: Any, step: str) -> Any:
    """What stands at one step of a path."""
    if step.isdecimal():
        return value[int(step)]
    return value.get(step) if isinstance(value, dict) else vars(value).get(step)


# the schema


def schema() -> Document:
    """What `bestek schema evaluation` prints."""
    said = run("schema", "evaluation")
    assert said.code == 0
    return said.document


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_accepts_every_example(name: str) -> None:
    jsonschema.Draft202012Validator(schema()).validate(example(name))


@pytest.mark.parametrize(
    "change",
    [
        {"bids": [{"id": "A", "price": "1e5"}]},
        {"bids": [{"id": "A", "price": {"amount": "NaN"}}]},
        {"criteria": [{"id": "q", "weight": "1E2"}]},
        {"scores": [{"bid": "A", "criterion": "q", "value": "five"}]},
        {"bidz": []},
        {"lot_policy": {"rule": "best"}},
        {"expected": {"lowest_price": -1, "highest_price": 1}},
    ],
)
def test_the_schema_refuses_what_the_command_refuses(change: Document) -> None:
    document = example("plain") | change
    validator = jsonschema.Draft202012Validator(schema())
    assert not validator.is_valid(document)
    assert evaluate(document).code == evaluating.BAD_INPUT


def test_the_schema_says_what_every_field_of_the_file_means() -> None:
    shapes = schema()
    assert "exponent" in json.dumps(shapes["$defs"]["Price"]["properties"]["amount"])
    described = shapes["$defs"]["Criterion"]["properties"]["zero_counts_as"]["description"]
    assert described.startswith("For a price: the announced amount")
    own = {"title", "weight", "criteria", "bids"}
    assert own <= set(shapes["properties"]) | set(shapes["$defs"]["OfferedLot"]["properties"])


# the process


FORBIDDEN = ("temporalio", "fastapi", "sqlalchemy", "reportlab", "jinja2", "infra.settings")


@pytest.mark.parametrize(
    "arguments", [["evaluate", "plain.json", "--table"], ["schema", "evaluation"]]
)
def test_the_command_loads_nothing_of_the_server(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from bestek.cli import app\n"
        "app(standalone_mode=False)\n"
        f"sys.exit(str([each for each in {FORBIDDEN} if each in sys.modules] or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=EXAMPLES,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == ""
    assert done.stdout


def test_the_whole_process_answers_with_its_exit_code() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bestek", "evaluate", "-"],
        cwd=ROOT,
        input=b"{",
        env={"LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (evaluating.BAD_INPUT, b"")
    assert b"JSON" in done.stderr
