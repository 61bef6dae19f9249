"""A process that dies where a test says so, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra import faults

ROOT = Path(__file__).parents[2]
PROGRAM = """
from infra.faults import Point, reach
for turn in range(3):
    reach(Point.AFTER_COMMIT)
    reach(Point.BEFORE_ANSWER)
    print(turn)
"""


def _run(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BESTEK_")}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment | {"BESTEK_DATA": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_fault_every_point_is_passed(tmp_path: Path) -> None:
    assert _run(tmp_path).stdout == "0\n1\n2\n"


def test_outside_tests_a_fault_is_not_honoured(tmp_path: Path) -> None:
    done = _run(tmp_path, BESTEK_FAULT="after_commit")
    assert (done.returncode, done.stdout) == (0, "0\n1\n2\n")
    assert list(tmp_path.iterdir()) == []


def test_the_process_dies_at_its_point_once_only(tmp_path: Path) -> None:
    fault = {"BESTEK_FAULT": "after_commit", "BESTEK_TEST": "1"}
    assert _run(tmp_path, **fault).returncode == faults.EXIT_CODE
    assert _run(tmp_path, **fault).returncode == 0


def test_the_process_dies_at_the_turn_that_was_asked(tmp_path: Path) -> None:
    fault = {"BESTEK_FAULT": "before_answer:3", "BESTEK_TEST": "1", "PYTHONUNBUFFERED": "1"}
    done = _run(tmp_path, **fault)
    assert (done.returncode, done.stdout) == (faults.EXIT_CODE, "0\n1\n")
    assert _run(tmp_path, **fault).returncode == 0


def test_a_misspelt_fault_is_an_error(tmp_path: Path) -> None:
    done = _run(tmp_path, BESTEK_FAULT="after_comit", BESTEK_TEST="1")
    assert done.returncode == 1
    assert "ValueError: 'after_comit' is not a valid Point" in done.stderr


def test_a_point_is_reached_quietly_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BESTEK_FAULT", raising=False)
    for point in faults.Point:
        faults.reach(point)
