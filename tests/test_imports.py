"""The import rules of pyproject.toml, each seen to fail once when it is broken on purpose.

The rules are read from the project itself and laid over a small house of empty modules.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
NAMES = {rule["id"]: rule["name"] for rule in RULES["contracts"]}

HOUSE = (
    "bestek/cli.py",
    "api/commands.py",
    "api/routes/tendering.py",
    "activities/commit.py",
    "workflows/tendering.py",
    "infra/clock.py",
    "infra/documents/award.py",
    "infra/signatures/sealing.py",
    "infra/store/commit.py",
    "infra/temporal/server.py",
    "contracts/base.py",
    "contracts/actors.py",
    "contracts/refusals.py",
    "contracts/names.py",
    "contracts/aggregate.py",
    "contracts/rules/scoring.py",
    "contracts/people.py",
    "contracts/tendering.py",
    "contracts/bidding.py",
    "contracts/documents.py",
)

BREACHES = [
    ("storeys", "contracts/base.py", "import infra.clock"),
    ("storeys", "workflows/tendering.py", "import activities.commit"),
    ("storeys", "workflows/tendering.py", "import infra.clock"),
    ("storeys", "infra/clock.py", "from api import commands"),
    ("storeys", "activities/commit.py", "import api.commands"),
    ("storeys", "api/commands.py", "import bestek.cli"),
    ("phases", "contracts/tendering.py", "from contracts import bidding"),
    ("phases", "contracts/rules/scoring.py", "from contracts import tendering"),
    ("phases", "contracts/base.py", "import contracts.rules.scoring"),
    ("phases", "contracts/rules/scoring.py", "import contracts.aggregate"),
    ("phases", "contracts/bidding.py", "import contracts.documents"),
    ("phases", "contracts/errands.py", "import contracts.base"),
    ("pure", "contracts/rules/scoring.py", "import sqlalchemy"),
    ("pure", "contracts/tendering.py", "from temporalio import workflow"),
    ("pure", "contracts/tendering.py", "import reportlab.pdfgen.canvas"),
    ("pure", "contracts/documents.py", "from infra import clock"),
    ("sql", "api/routes/tendering.py", "from sqlalchemy import select"),
    ("sql", "infra/clock.py", "import sqlite3"),
    ("pdf", "activities/commit.py", "import reportlab"),
    ("pdf", "infra/store/commit.py", "import pikepdf"),
    ("signatures", "infra/documents/award.py", "import pyhanko"),
    ("signatures", "activities/commit.py", "from pyhanko.sign import signers"),
    ("temporal", "api/routes/tendering.py", "from temporalio.client import Client"),
    ("temporal", "infra/store/commit.py", "import temporalio"),
    ("replay", "workflows/tendering.py", "import sqlalchemy"),
    ("replay", "workflows/tendering.py", "import fastapi"),
]

ALLOWED = [
    ("contracts/actors.py", "from contracts.base import Message"),
    ("contracts/bidding.py", "from contracts import people, tendering"),
    ("contracts/tendering.py", "from contracts.rules import scoring"),
    ("contracts/aggregate.py", "from contracts.rules import scoring"),
    ("contracts/documents.py", "from contracts import bidding"),
    ("workflows/tendering.py", "from temporalio import workflow"),
    ("infra/store/commit.py", "import sqlalchemy"),
    ("infra/documents/award.py", "import reportlab"),
    ("infra/signatures/sealing.py", "import pyhanko"),
    ("api/commands.py", "from temporalio.client import Client"),
    ("api/routes/tendering.py", "from api import commands"),
    ("activities/commit.py", "import infra.store.commit"),
    ("bestek/cli.py", "import api.commands"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of empty modules with the project's own import rules."""
    for module in HOUSE:
        _write(tmp_path / module, "")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _write(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{line}\n")
    for folder in path.parents:
        if (folder / "pyproject.toml").exists() or folder.name.startswith("test_"):
            return
        (folder / "__init__.py").touch()


def _lint(folder: Path) -> tuple[int, str]:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_house_in_order_breaks_no_rule(house: Path) -> None:
    for module, line in ALLOWED:
        _write(house / module, line)
    code, said = _lint(house)
    assert code == 0, said


@pytest.mark.parametrize(("rule", "module", "line"), BREACHES)
def test_a_breach_breaks_its_rule(house: Path, rule: str, module: str, line: str) -> None:
    _write(house / module, line)
    code, said = _lint(house)
    assert code == 1, said
    assert re.search(rf"^{re.escape(NAMES[rule])} BROKEN", said, re.MULTILINE), said


def test_what_workflow_code_reaches_through_another_module_counts(house: Path) -> None:
    _write(house / "workflows/approvals.py", "import jinja2")
    _write(house / "workflows/tendering.py", "from workflows import approvals")
    code, said = _lint(house)
    assert code == 1
    assert "workflows.approvals -> jinja2" in said


def test_every_rule_is_broken_once_on_purpose() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(NAMES)
