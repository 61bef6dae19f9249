"""What `bestek evaluate` refuses: it names the field, and what was expected."""

from pathlib import Path

import pytest

from bestek import evaluating
from contracts.base import Language
from infra.evaluation_files import reading
from tests.program.evaluate_runs import evaluate, run
from tests.program.refused_files import REFUSED


@pytest.mark.parametrize(("written", "expected"), REFUSED)
def test_bad_input_names_the_field_and_what_was_expected(
    written: str | bytes, expected: str
) -> None:
    said = evaluate(written)
    assert (said.code, said.out) == (evaluating.BAD_INPUT, "")
    assert expected.lower() in said.err.lower()
    assert "Traceback" not in said.err
    assert "\x1b" not in said.err


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("written", [written for written, _ in REFUSED])
def test_bad_input_is_said_in_each_language(written: str | bytes, language: Language) -> None:
    said = run("evaluate", "-", "--lang", language, given=written)
    assert said.code == evaluating.BAD_INPUT
    assert said.err.strip()
    assert "Input should" not in said.err


def test_what_is_wrong_is_listed_but_not_without_end() -> None:
    said = evaluate({"bids": [{"id": str(n), "price": "x"} for n in range(100)]})
    assert len(said.err.splitlines()) == evaluating.MOST + 1
    assert said.err.splitlines()[-1] == "and 80 more."


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = run("evaluate", tmp_path / "nowhere.json", "--lang", "en")
    assert said.code == evaluating.BAD_INPUT
    assert "nowhere.json cannot be read: No such file or directory" in said.err
    assert run("evaluate", tmp_path).code == evaluating.BAD_INPUT


def test_a_file_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    path = tmp_path / "large.json"
    path.write_bytes(b" " * 11)
    said = run("evaluate", path)
    assert said.code == evaluating.BAD_INPUT
    assert evaluate(" " * 11).code == evaluating.BAD_INPUT
    path.write_bytes(b"{" + b" " * 9)
    assert "JSON" in run("evaluate", path).err
