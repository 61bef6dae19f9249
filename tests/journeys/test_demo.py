"""`bestek demo --exit`, as a newcomer runs it: both purchases, from notice to final acceptance."""

import hashlib
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(300)


def played(folder: Path) -> dict[str, Any]:
    """What the demo tells at its end; it must leave with exit code 0."""
    came = subprocess.run(
        [sys.executable, "-m", "bestek", "demo", "--exit", "--data", str(folder), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert came.returncode == 0, came.stdout[-2000:] + came.stderr[-2000:]
    told: dict[str, Any] = json.loads(came.stdout.strip().splitlines()[-1])
    return told


def hash_of(path: str) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_a_newcomer_sees_two_purchases_to_final_acceptance_and_finds_them_again(
    tmp_path: Path,
) -> None:
    told = played(tmp_path / "data")
    assert (told["tender_state"], told["contract_state"]) == ("concluded", "completed")
    assert told["winner"] == "Kade Zeven Software bv"
    # By hand. Technical: 75 points x agreed score / 100. Price: 25 points x lowest / own.
    # Kade Zeven   75 x 90/100 = 67.5      25 x 548,200/612,400 = 22.379...   together 89.879...
    # Zilverdijk   75 x 75/100 = 56.25     25 x 548,200/579,900 = 23.633...   together 79.883...
    # Meerstroom   75 x 60/100 = 45        25 x 548,200/548,200 = 25          together 70
    by_hand = {
        "Kade Zeven Software bv": Fraction(135, 2) + Fraction(25 * 5482, 6124),
        "Zilverdijk Informatica nv": Fraction(225, 4) + Fraction(25 * 5482, 5799),
        "Meerstroom Digitaal bv": Fraction(70),
    }
    exact = {name: Fraction(total["exact"]) for name, total in told["totals"].items()}
    assert exact == by_hand
    shown = {name: total["shown"] for name, total in told["totals"].items()}
    assert shown == {
        "Kade Zeven Software bv": "89.88",
        "Zilverdijk Informatica nv": "79.88",
        "Meerstroom Digitaal bv": "70.00",
    }
    kinds = [document["kind"] for document in told["documents"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "D-02": 1,
        "D-04": 1,
        "D-07": 1,
        "D-10": 1,
        "D-12": 1,
        "D-14": 3,
        "D-15": 1,
        "D-18": 3,
        "D-19": 1,
        "D-21": 3,
    }
    assert all(hash_of(document["path"]) == document["sha256"] for document in told["documents"])
    second = told["second"]
    assert (second["tender_state"], second["contract_state"]) == ("concluded", "completed")
    # The totals that the source publishes for its bids A to D, in that order.
    assert [total["shown"] for total in second["totals"].values()] == [
        "95.14",
        "97.27",
        "96.85",
        "92.56",
    ]
    assert second["winner"] == "Zilverdijk Informatica nv"
    again = played(tmp_path / "data")
    assert again == told | {"seconds": again["seconds"]}
