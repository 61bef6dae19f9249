"""Commands that only compute load nothing that they do not need."""

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from bestek import cli
from bestek.__main__ import LIGHT
from tests.bench.light import COMMANDS
from tests.servers import ROOT

HEAVY = {"temporalio", "fastapi", "sqlalchemy", "reportlab", "typer", "rich"}


def test_every_light_command_is_measured_and_listed() -> None:
    assert {line.split()[0] for line in COMMANDS.values()} == set(LIGHT)
    assert set(LIGHT) <= set(typer.main.get_group(cli.app).commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_light_command_loads_no_server_no_store_and_no_paper(name: str) -> None:
    program = (
        "import atexit, sys\n"
        "loaded = lambda: {name.partition('.')[0] for name in sys.modules}\n"
        f"atexit.register(lambda: print(sorted(loaded() & {HEAVY!r}), file=sys.stderr))\n"
        f"sys.argv = ['bestek', *{COMMANDS[name].split()!r}]\n"
        "from bestek.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)
    assert done.stderr == "[]\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_other_entrance_answers_a_light_command_too(name: str) -> None:
    answered = CliRunner().invoke(cli.app, COMMANDS[name].split())
    assert answered.exit_code == 0
    assert json.loads(answered.stdout)
