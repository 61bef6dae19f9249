"""The journey completes whatever is killed, with nothing lost and nothing doubled."""

import os
import signal
from pathlib import Path

import pytest

from infra.faults import EXIT_CODE, Point
from tests.faults.program import Program, check

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

BOUNDARIES = (
    f"{Point.BEFORE_COMMIT}:2",
    f"{Point.AFTER_ACTIVITY}:1",
    f"{Point.AFTER_COMMIT}:4",
    f"{Point.AFTER_RECEIPT_WRITTEN}:2",
    f"{Point.BEFORE_ANSWER}:2",
    f"{Point.DURING_OPENING}:1",
    f"{Point.AFTER_DOCUMENT_WRITTEN}:1",
    f"{Point.AFTER_LETTERS_DELIVERED}:1",
    f"{Point.BEFORE_RELAY_DONE}:5",
    f"{Point.AFTER_RELAY_DONE}:6",
)


async def test_the_journey_completes_though_it_dies_at_every_boundary(tmp_path: Path) -> None:
    assert {boundary.split(":")[0] for boundary in BOUNDARIES} == {str(p) for p in Point}
    program = Program(tmp_path / "data")
    for boundary in BOUNDARIES:
        code, said = await program.finish(await program.start(boundary))
        assert code == EXIT_CODE, (boundary, code, said[-2000:])
    told = await program.complete()
    assert told["contract_state"] == told["second"]["contract_state"] == "completed"
    check(program.folder)


BIDS = "select count(*) >= 2 from bids"
LETTERS = "select count(*) >= 1 from events where kind = 'letters_sent'"
DELIVERY = "select count(*) >= 1 from events where kind = 'acceptance_opened'"


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(BIDS, marks=pytest.mark.nightly),
        LETTERS,
        pytest.param(DELIVERY, marks=pytest.mark.nightly),
    ],
)
async def test_it_completes_after_everything_was_killed_at_once(
    tmp_path: Path, moment: str
) -> None:
    program = Program(tmp_path / "data")
    process = await program.start()
    await program.comes_to(process, moment)
    server = _temporal_pid(program.folder)
    program.kill(process)
    os.kill(server, signal.SIGKILL)
    await process.communicate()
    told = await program.complete()
    assert told["contract_state"] == told["second"]["contract_state"] == "completed"
    check(program.folder)


@pytest.mark.nightly
async def test_it_completes_though_temporal_alone_is_killed(tmp_path: Path) -> None:
    program = Program(tmp_path / "data")
    process = await program.start()
    for moment in (BIDS, LETTERS, DELIVERY):
        await program.comes_to(process, moment)
        os.kill(_temporal_pid(program.folder), signal.SIGKILL)
    code, said = await program.finish(process)
    assert code == 0, said[-3000:]
    check(program.folder)


def _temporal_pid(folder: Path) -> int:
    return int((folder / "temporal.lock").read_text())
