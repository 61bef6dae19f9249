"""The evaluate command run in this process, and what is evaluated in its tests."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from bestek import cli, evaluating
from contracts.rules.scoring import Effect
from tests.rules.findings_table import EFFECTS
from tests.servers import ROOT

Document = dict[str, Any]

EXAMPLES = ROOT / "docs" / "rules" / "scoring" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))

CASES = [(code, each) for table in EFFECTS.values() for code in table for each in table[code]]
CODES = {
    Effect.METHOD: evaluating.BAD_INPUT,
    Effect.INPUT: evaluating.BAD_INPUT,
    Effect.BLOCKS: evaluating.WAITS,
    Effect.WAITS: evaluating.WAITS,
    Effect.TOLD: evaluating.COMPLETE,
}


class Said(NamedTuple):
    """What the command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Document:
        """Its standard output as JSON."""
        read: Document = json.loads(self.out)
        return read


def run(*arguments: str | Path, given: str | bytes | None = None) -> Said:
    """Run the command in this process."""
    told = CliRunner(env={"COLUMNS": "200"}).invoke(
        cli.app, [str(each) for each in arguments], input=given
    )
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return Said(told.exit_code, told.stdout, told.stderr)


def evaluate(document: object, *options: str) -> Said:
    """Evaluate a document that comes in on standard input."""
    written = document if isinstance(document, str | bytes) else json.dumps(document, default=str)
    return run("evaluate", "-", "--lang", "en", *options, given=written)


def example(name: str) -> Document:
    """An example of the documentation."""
    read: Document = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return read
