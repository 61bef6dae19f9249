"""What the command line says: of itself, and of what can be expected to go wrong."""

import functools
import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bestek import cli
from infra.process_lock import ProcessLock
from infra.store import audit, schema
from infra.store.engine import Store
from tests.program import programs

SERVICES = ("up", "api", "worker", "demo", "reconcile", "verify")
COMMANDS = (*SERVICES, "server", "import", "evaluate", "schema")
RELEASE = {
    "ocid": "ocds-test-1",
    "id": "1",
    "date": "2026-01-01T00:00:00Z",
    "tag": ["tender"],
    "tender": {"id": "1", "title": "Servers"},
}


async def test_help_names_every_command_and_what_it_does(tmp_path: Path) -> None:
    code, said, complained = await programs.run(tmp_path, "--help", COLUMNS="200")
    assert (code, complained) == (0, "")
    lines = said.splitlines()
    for command in COMMANDS:
        assert any(line.split()[1:2] == [command] and len(line.split()) > 5 for line in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_says_what_each_option_means(command: str) -> None:
    told = CliRunner(env={"COLUMNS": "200"}).invoke(cli.app, [command, "--help"])
    assert told.exit_code == 0
    if command in SERVICES:
        assert "BESTEK_DATA" in told.output
    if command in ("up", "api"):
        assert "BESTEK_PORT" in told.output
    if command == "worker":
        assert "BESTEK_TEMPORAL_ADDRESS" in told.output


async def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said, complained = await programs.run(tmp_path, "up", f"--port={port}")
    assert (code, said) == (1, "")
    assert complained.startswith(f"Port {port} on 127.0.0.1 is taken")
    assert complained.count("\n") == 1


@pytest.mark.parametrize("command", ["up", "api", "worker"])
async def test_a_data_folder_in_use_is_refused_with_its_holder(
    tmp_path: Path, command: str
) -> None:
    with ProcessLock(tmp_path / "bestek.lock"):
        code, said, complained = await programs.run(
            tmp_path, command, BESTEK_PORT="0", BESTEK_TEMPORAL_ADDRESS="127.0.0.1:9"
        )
    assert (code, said) == (1, "")
    assert "is in use by process" in complained
    assert complained.count("\n") == 1


async def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    code, _, complained = await programs.run(tmp_path, "up", BESTEK_BASE_URL="nowhere")
    assert code == 1
    assert complained.startswith("A setting is wrong. BESTEK_BASE_URL: the base url is http://")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            {"BESTEK_LOOK_LOGO": "geen.png"},
            "The logo geen.png is not a file. See BESTEK_LOOK_LOGO.",
        ),
        ({"BESTEK_LOOK_ACCENT": "#ffe680"}, "accent: #ffe680 on #ffffff has a contrast of 1.24"),
    ],
)
async def test_a_look_that_cannot_be_drawn_is_told_at_the_start(
    tmp_path: Path, variables: dict[str, str], said: str
) -> None:
    code, out, complained = await programs.run(
        tmp_path,
        "api",
        "--port=0",
        "--temporal-address=127.0.0.1:1",
        BESTEK_LOOK_NAME="X",
        **variables,
    )
    assert (code, out) == (1, "")
    assert said in complained
    assert complained.count("\n") == 1


async def test_a_worker_that_knows_no_temporal_asks_for_it(tmp_path: Path) -> None:
    code, _, complained = await programs.run(tmp_path, "worker")
    assert code == 1
    assert "--temporal-address" in complained


async def test_reconcile_without_temporal_says_so(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    await schema.prepare(store)
    await store.close()
    code, said, complained = await programs.run(
        tmp_path, "reconcile", "--temporal-address=127.0.0.1:9"
    )
    assert (code, said) == (1, "")
    assert complained.startswith("Temporal does not answer")


@pytest.mark.parametrize("command", ["reconcile", "verify"])
async def test_a_folder_without_store_is_not_given_one(tmp_path: Path, command: str) -> None:
    code, _, complained = await programs.run(tmp_path / "wrong", command)
    assert code == 1
    assert "There is no store" in complained
    assert not (tmp_path / "wrong").exists()


async def test_verify_recomputes_the_log_and_names_the_first_fault(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    await schema.prepare(store)
    for number in range(3):
        await store.write(functools.partial(audit.append, entry={"act": str(number)}))
    code, said, _ = await programs.run(tmp_path, "verify")
    assert code == 0
    assert said.startswith("All 3 entries of the audit log agree with its root ")
    await store.write(lambda c: c.exec_driver_sql("update audit_entries set body='{}' where seq=1"))
    await store.close()
    code, said, _ = await programs.run(tmp_path, "verify")
    assert code == 1
    assert said.startswith("Entry 1 of the audit log does not agree")


async def test_import_tells_what_was_taken_left_and_missing(tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    file.write_text(json.dumps(RELEASE))
    code, said, complained = await programs.run(tmp_path, "import", str(file), "--lang=en")
    assert (code, complained) == (0, "")
    headings = [line for line in said.splitlines() if line and not line.startswith(" ")]
    assert len(headings) == 3
    assert "Servers" in said
    code, said, _ = await programs.run(tmp_path, "import", str(file), "--json")
    assert code == 0
    assert json.loads(said)["draft"]["title"] == "Servers"


async def test_a_file_that_is_no_purchase_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Geachte")
    code, said, complained = await programs.run(tmp_path, "import", str(file))
    assert (code, said) == (2, "")
    assert "letter.txt" in complained
    code, said, _ = await programs.run(tmp_path, "import", str(file), "--json")
    assert code == 2
    assert json.loads(said)["refusal"]["code"] == "import.problem.unknown_format"
