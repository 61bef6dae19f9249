"""The tests' own servers end with the session, however it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests import postgres, servers

ENDLESS = """
import time

def test_that_never_ends(server_session, temporal_address, {second}):
    with open({note!r}, "w") as note:
        note.write(f"{{server_session.folder}} {{temporal_address}}\\n")
    time.sleep(100)
"""


@pytest.fixture
def interrupted(tmp_path: Path) -> tuple[subprocess.Popen[bytes], Path, str]:
    """A pytest of its own in the middle of a test, its session's folder, Temporal's address."""
    note = tmp_path / "note"
    second = "postgres_url" if postgres.programs() else "tmp_path"
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_endless.py").write_text(ENDLESS.format(note=str(note), second=second))
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", "2", str(tmp_path)],
        cwd=servers.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if "PYTEST" not in name},
    )
    _await(lambda: note.exists() and note.read_text().endswith("\n"))
    folder, address = note.read_text().split()
    return run, Path(folder), address


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL])
def test_no_server_outlives_its_session(
    interrupted: tuple[subprocess.Popen[bytes], Path, str], signal_number: signal.Signals
) -> None:
    run, folder, address = interrupted
    assert _answers(address)
    assert _processes(folder)

    os.killpg(run.pid, signal_number)
    run.wait(60)

    _await(lambda: not _processes(folder))
    assert not _answers(address)
    if signal_number == signal.SIGINT:
        assert not folder.exists()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_server_that_cannot_start_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "programs", lambda: None)
    servers.main("postgresql", str(tmp_path))
    with pytest.raises(servers.Absent, match="initdb"):
        servers.Session(tmp_path).address("postgresql")


def test_a_server_that_fails_to_start_shows_why(tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()  # in the way of the keeper's own
    with pytest.raises(servers.Broken, match="FileExistsError"):
        servers.Session(tmp_path).address("postgresql")


def _await(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "waited for a minute in vain"
        time.sleep(0.05)


def _answers(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) == 0


def _processes(folder: Path) -> list[psutil.Process]:
    """The processes that were started with the folder's name."""
    found = psutil.process_iter(["cmdline"])
    return [each for each in found if str(folder) in " ".join(each.info["cmdline"] or ())]
