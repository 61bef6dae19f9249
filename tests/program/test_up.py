"""Starting and ending: two processes, no orphan, one writer to a folder."""

import asyncio
import json
import re
import signal
import socket
from pathlib import Path

import httpx2
import pytest
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from contracts import names
from tests.program import programs
from tests.program.programs import Program


async def _url(program: Program) -> str:
    found = re.search(r"http://[\w.:]+", await program.says("Bestek is at"))
    assert found is not None
    return found[0]


async def _status(url: str, path: str) -> int:
    async with httpx2.AsyncClient(
        base_url=url, trust_env=False, timeout=programs.PATIENCE
    ) as client:
        return (await client.get(path)).status_code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_is_two_processes_and_a_signal_ends_both(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with programs.program(tmp_path, "up", "--port=0") as up:
        url = await _url(up)
        assert await _status(url, "/readyz") == 200
        family = up.family()
        assert [each.name() for each in family[1:]] == ["temporal"]
        up.tell(number)
        assert await up.ended() == 0
        assert await programs.gone(family)


async def test_a_second_signal_ends_it_at_once_without_orphan(tmp_path: Path) -> None:
    async with programs.program(tmp_path, "up", "--port=0") as up:
        await _url(up)
        family = up.family()
        family[1].suspend()  # so that ending in good order takes its time
        up.tell(signal.SIGINT)
        await asyncio.sleep(0.5)
        up.tell(signal.SIGINT)
        assert await asyncio.wait_for(up.ended(), 2) == 128 + signal.SIGINT
        assert await programs.gone(family)


@pytest.mark.faults
async def test_a_killed_program_leaves_nothing_behind_and_starts_again(tmp_path: Path) -> None:
    async with programs.program(tmp_path, "up", "--port=0") as up:
        await _url(up)
        family = up.family()
        up.tell(signal.SIGKILL)
        assert await programs.gone(family)
    async with programs.program(tmp_path, "up", "--port=0") as up:
        assert await _status(await _url(up), "/readyz") == 200


async def test_a_second_program_on_the_folder_is_refused_and_harms_nothing(
    tmp_path: Path,
) -> None:
    async with programs.program(tmp_path, "up", "--port=0") as up:
        url = await _url(up)
        code, _, complained = await programs.run(tmp_path, "up", "--port=0")
        assert code == 1
        assert f"in use by process {up.process.pid}" in complained
        assert await _status(url, "/readyz") == 200


async def test_a_signal_while_it_starts_ends_it_in_good_order(tmp_path: Path) -> None:
    async with programs.program(tmp_path, "up", "--port=0") as up:
        while len(family := up.family()) < 2:
            await asyncio.sleep(0.01)
        up.tell(signal.SIGTERM)
        assert await up.ended() == 0
        assert await programs.gone(family)


@pytest.mark.faults
async def test_the_web_answers_while_temporal_is_away_and_it_comes_back(tmp_path: Path) -> None:
    async with programs.program(tmp_path, "up", "--port=0") as up:
        url = await _url(up)
        temporal = up.family()[1]
        temporal.suspend()
        assert await _status(url, "/healthz") == 200
        assert await _status(url, "/readyz") == 503
        temporal.resume()
        temporal.kill()
        while await _status(url, "/readyz") != 200:
            await asyncio.sleep(0.1)
        family = up.family()
        assert [each.name() for each in family[1:]] == ["temporal"]
        assert family[1].pid != temporal.pid
        up.tell(signal.SIGINT)
        assert await up.ended() == 0
        assert await programs.gone(family)


async def test_the_program_starts_without_temporal_and_works_when_it_is_there(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"127.0.0.1:{port}"
    elsewhere = tmp_path / "temporal"
    elsewhere.mkdir()
    (elsewhere / "runtime.json").write_text(json.dumps({"temporal_port": port}))
    async with programs.program(tmp_path, "up", "--port=0", f"--temporal-address={address}") as up:
        url = await _url(up)
        assert await _status(url, "/healthz") == 200
        assert await _status(url, "/readyz") == 503
        async with programs.program(elsewhere, "server") as server:
            assert address in await server.says("Temporal is at")
            while await _status(url, "/readyz") != 200 or not await _is_served(address):
                await asyncio.sleep(0.1)
            up.tell(signal.SIGTERM)
            assert await up.ended() == 0


async def _is_served(address: str) -> bool:
    """Whether a worker asks this Temporal for workflow tasks."""
    client = await Client.connect(address)
    queue = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace="default",
            task_queue=TaskQueue(name=names.COMMAND_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
    )
    return bool(queue.pollers)


async def test_server_and_worker_and_api_run_apart(tmp_path: Path) -> None:
    async with programs.program(tmp_path / "temporal", "server") as server:
        found = re.search(r"127\.0\.0\.1:\d+", await server.says("Temporal is at"))
        assert found is not None
        for command, words in (("worker", "serves Temporal"), ("api", "Bestek is at")):
            async with programs.program(
                tmp_path, command, BESTEK_PORT="0", BESTEK_TEMPORAL_ADDRESS=found[0]
            ) as apart:
                await apart.says(words)
                assert len(apart.family()) == 1
                apart.tell(signal.SIGTERM)
                assert await apart.ended() == 0
        family = server.family()
        server.tell(signal.SIGINT)
        assert await server.ended() == 0
        assert await programs.gone(family)


async def test_any_number_of_apis_share_a_postgresql_store(
    tmp_path: Path, postgres_url: str
) -> None:
    shared = {
        "BESTEK_STORE_URL": postgres_url,
        "BESTEK_PORT": "0",
        "BESTEK_TEMPORAL_ADDRESS": "127.0.0.1:9",
    }
    async with programs.program(tmp_path, "api", **shared) as one:
        first = await _url(one)
        async with programs.program(tmp_path, "api", **shared) as other:
            for url in (first, await _url(other)):
                assert await _status(url, "/healthz") == 200
            for api in (one, other):
                api.tell(signal.SIGTERM)
                assert await api.ended() == 0
