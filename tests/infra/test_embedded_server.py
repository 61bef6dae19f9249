"""The Temporal server that comes with the product, as a real process."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus

from infra.process_lock import FolderInUse
from infra.temporal import connect, server
from infra.temporal.server import EmbeddedServer, ServerFailed

ROOT = Path(__file__).parents[2]
PROGRAM = """
import asyncio, sys
from pathlib import Path
from infra.temporal import server
async def main():
    server.TIE = sys.argv[2]
    embedded = server.EmbeddedServer(Path(sys.argv[1]))
    await embedded.start()
    print(embedded.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[EmbeddedServer]:
    embedded = EmbeddedServer(folder)
    await embedded.start()
    supervision = asyncio.create_task(embedded.supervise())
    try:
        yield embedded
    finally:
        await embedded.stop()
        await supervision


async def gone(pid: int, within: float = 20) -> bool:
    until = time.monotonic() + within
    with contextlib.suppress(psutil.NoSuchProcess):
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.05)
    return True


async def brought_back(embedded: EmbeddedServer, former: int | None) -> int:
    while embedded.pid in (former, None):
        await asyncio.sleep(0.02)
    client = await _client(embedded)
    while not await client.service_client.check_health():
        await asyncio.sleep(0.02)
    assert embedded.pid is not None
    return embedded.pid


async def _client(embedded: EmbeddedServer) -> Client:
    while True:
        try:
            return await connect.connect(embedded.address, embedded.namespace)
        except RuntimeError:
            await asyncio.sleep(0.02)


async def test_a_new_server_keeps_its_history_for_ten_years_on_loopback(tmp_path: Path) -> None:
    async with running(tmp_path / "new") as embedded:
        client = await _client(embedded)
        described = await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace="default")
        )
        known = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace="default")
        )
        assert described.config.workflow_execution_retention_ttl.seconds == 3650 * 86_400
        assert {"Reference", "Stage"} <= set(known.custom_attributes)
        open_ports = psutil.Process(embedded.pid).net_connections("inet")
        listening = [each.laddr for each in open_ports if each.status == psutil.CONN_LISTEN]
        assert {each.ip for each in listening} == {"127.0.0.1"}
        assert embedded.address in {f"{each.ip}:{each.port}" for each in listening}
        assert _private(tmp_path / "new")
        assert embedded.database_file.with_name("temporal.db-wal").exists()
        assert 0 < embedded.started_in < 30


def _private(folder: Path) -> bool:
    """Whether only the owner gets at it: the folder, and what the server made in it."""
    modes = [folder.stat().st_mode, (folder / "temporal.db").stat().st_mode]
    return not any(mode & 0o077 for mode in modes)


@pytest.mark.faults
async def test_a_killed_server_comes_back_with_everything_at_the_same_place(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as embedded:
        address, former = embedded.address, embedded.pid
        client = await _client(embedded)
        await client.start_workflow("Anything", id="kept", task_queue="nobody")
        assert former is not None
        os.kill(former, signal.SIGKILL)
        await brought_back(embedded, former)
        assert embedded.address == address
        found = await client.get_workflow_handle("kept").describe()
        assert found.status is WorkflowExecutionStatus.RUNNING


async def test_a_server_is_found_at_the_same_port_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as embedded:
        address = embedded.address
    async with running(tmp_path) as embedded:
        assert embedded.address == address
    host, port = address.split(":")
    with socket.create_server((host, int(port))):
        async with running(tmp_path) as embedded:
            assert embedded.address != address


async def test_a_second_server_on_the_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path) as embedded:
        monkeypatch.setattr(server, "_GONE_WITHIN", 0.1)
        with pytest.raises(FolderInUse, match=f"in use by process {embedded.pid}"):
            await EmbeddedServer(tmp_path).start()
        with pytest.raises(RuntimeError, match="started already"):
            await embedded.start()
        assert await (await _client(embedded)).service_client.check_health()
        monkeypatch.undo()


@pytest.mark.faults
async def test_a_server_that_was_left_behind_still_holds_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = EmbeddedServer(tmp_path)
    await embedded.start()
    left, process = embedded.pid, embedded._process
    embedded._lock.release()
    with monkeypatch.context() as patch:
        patch.setattr(server, "_GONE_WITHIN", 0.1)
        with pytest.raises(FolderInUse, match=f"in use by process {left}"):
            await EmbeddedServer(tmp_path).start()
    await embedded.stop()
    assert process is not None
    assert process.returncode is not None
    async with running(tmp_path):
        pass


def _program(folder: Path, tie: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(folder), tie]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.faults
@pytest.mark.parametrize(
    "tie",
    [
        pytest.param(
            "death-signal",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="a signal of Linux"),
        ),
        "watch",
    ],
)
async def test_the_server_ends_with_a_killed_program(tmp_path: Path, tie: str) -> None:
    with _program(tmp_path, tie) as program:
        assert program.stdout is not None
        started = int(await asyncio.to_thread(program.stdout.readline))
        family = [started, *(each.pid for each in psutil.Process(started).children())]
        assert len(family) == (2 if tie == "watch" else 1)
        program.kill()
        for pid in family:
            assert await gone(pid)
    async with running(tmp_path):
        pass


@pytest.mark.faults
async def test_a_watcher_does_not_outlive_its_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "TIE", "watch")
    async with running(tmp_path) as embedded:
        former = embedded.pid
        assert former is not None
        [watcher] = psutil.Process(former).children()
        os.kill(former, signal.SIGKILL)
        present = await brought_back(embedded, former)
        assert await gone(watcher.pid)
        [watcher] = psutil.Process(present).children()
        assert watcher.open_files() == [], "above all not the lock"
    assert await gone(watcher.pid)


async def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "temporal.db").write_text("this is no database, and longer than its header" * 9)
    embedded = EmbeddedServer(tmp_path)
    with pytest.raises(ServerFailed, match="file is not a database"):
        await embedded.start()
    assert embedded.pid is None
    (tmp_path / "temporal.db").unlink()
    async with running(tmp_path):
        pass


@pytest.mark.faults
async def test_a_server_that_finds_its_port_taken_tries_again(tmp_path: Path) -> None:
    embedded = EmbeddedServer(tmp_path)
    await embedded.start()
    former = embedded.pid
    host, port = embedded.address.split(":")
    assert former is not None
    os.kill(former, signal.SIGKILL)
    while embedded.pid is not None:
        await asyncio.sleep(0.02)
    with socket.create_server((host, int(port))):
        supervision = asyncio.create_task(embedded.supervise())
        await asyncio.sleep(1)
        assert embedded.address == f"{host}:{port}"
    await brought_back(embedded, former)
    assert embedded.address == f"{host}:{port}"
    await embedded.stop()
    await supervision


async def test_the_namespace_of_the_settings_is_made(tmp_path: Path) -> None:
    embedded = EmbeddedServer(tmp_path, namespace="bestek")
    with pytest.raises(RuntimeError, match="not started"):
        assert embedded.address
    await embedded.start()
    client = await _client(embedded)
    await client.start_workflow("Anything", id="there", task_queue="nobody")
    await embedded.stop()
    await embedded.stop()
    assert embedded.pid is None
