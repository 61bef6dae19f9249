"""Time that passes in a demo store, whatever dies meanwhile."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bestek import worker
from bestek.demo.timekeeper import Stalled, Timekeeper, Turns
from bestek.parts import Parts
from contracts.envelope import Start
from contracts.names import WORKFLOW_TYPES
from contracts.tendering import GRACE, Stage
from infra.store import audit, clock, outbox, records, schema
from infra.store.engine import Store
from infra.store.queries import aggregates
from tests import builders
from tests.program import acts, programs
from tests.program.conftest import Playing

LATER = builders.DEADLINE + timedelta(days=3)


async def _moves(parts: Parts) -> list[tuple[str, str]]:
    """The moves of the clock as the audit log has them, to the second."""
    found = [json.loads(each.body) for each in await parts.store.read(audit.entries)]
    return [(each["from"][:19], each["to"][:19]) for each in found if each["act"] == "clock_moved"]


async def test_days_pass_from_due_instant_to_due_instant(playing: Playing) -> None:
    parts = playing.parts
    await acts.publish(parts, playing.timekeeper)
    assert (await acts.state(parts)).stage is Stage.PUBLISHED
    await playing.timekeeper.advance(LATER)
    state = await acts.state(parts)
    assert state.stage is Stage.CLOSED
    assert state.since is not None
    assert timedelta(0) <= state.since - (builders.DEADLINE + GRACE) < timedelta(seconds=20)
    now = await playing.timekeeper.now()
    assert timedelta(0) <= now - LATER < timedelta(seconds=20)
    assert [to for _, to in await _moves(parts)] == ["2026-03-02T09:00:30", "2026-03-05T09:00:00"]
    assert await parts.store.read(audit.first_fault) is None


async def test_an_instant_that_is_past_moves_nothing(playing: Playing) -> None:
    await playing.timekeeper.advance(builders.START)
    assert await _moves(playing.parts) == []


async def test_settling_waits_for_the_step_under_way(playing: Playing) -> None:
    await acts.publish(playing.parts, playing.timekeeper)
    assert await playing.parts.store.read(aggregates.busy) == []
    assert await playing.parts.store.read(outbox.open_count) == 0


async def test_a_clock_of_real_work_is_not_moved(idle: Playing, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'real.db'}")
    await schema.prepare(store)
    with pytest.raises(clock.ClockNotMovableError):
        await Timekeeper(store, idle.parts.wake).advance(LATER)
    assert await store.read(audit.count) == 0
    await store.close()


async def test_who_does_not_come_to_an_end_is_named(idle: Playing) -> None:
    await acts.create(idle.parts)
    hurried = Timekeeper(idle.parts.store, idle.parts.wake, patience=0)
    with pytest.raises(Stalled, match=acts.TENDER):
        await hurried.advance(LATER)
    assert await _moves(idle.parts) == []


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", ["before_commit", "after_commit"])
async def test_a_worker_that_dies_at_the_instant_loses_and_doubles_nothing(
    idle: Playing, tmp_path: Path, temporal_address: str, fault: str
) -> None:
    parts = idle.parts
    surroundings = {
        "BESTEK_TEMPORAL_ADDRESS": temporal_address,
        "BESTEK_NAMESPACE": parts.settings.namespace,
    }
    async with programs.program(tmp_path, "worker", **surroundings) as first:
        await first.says("The worker serves")
        await acts.publish(parts, idle.timekeeper)
        first.process.kill()
        await first.ended()
    waiting = asyncio.create_task(idle.timekeeper.advance(LATER))
    dying = surroundings | {"BESTEK_TEST": "1", "BESTEK_FAULT": fault}
    async with programs.program(tmp_path, "worker", **dying) as second:
        assert await second.ended() == 9
    async with programs.program(tmp_path, "worker", **dying):
        await waiting
    assert (await acts.state(parts)).stage is Stage.CLOSED
    events = await parts.store.read(lambda c: records.read_events(c, acts.TENDER))
    assert [event.kind for event in events].count("submission_closed") == 1
    assert len(await _moves(parts)) == 2


async def test_nobody_acts_while_the_clock_moves_and_it_waits_for_who_acts() -> None:
    turns = Turns()
    order = []

    async def one(name: str) -> None:
        async with turns.acting():
            order.append(f"{name} begins")
            await asyncio.sleep(0.02)
            order.append(f"{name} ends")

    async def move() -> None:
        async with turns.moving():
            order.append("moves")
            await asyncio.sleep(0.02)
            order.append("moved")

    early = [asyncio.create_task(one("a")), asyncio.create_task(one("b"))]
    await asyncio.sleep(0.005)
    moving = asyncio.create_task(move())
    await asyncio.sleep(0.005)
    late = asyncio.create_task(one("c"))
    await asyncio.gather(*early, moving, late)
    assert order == [
        "a begins",
        "b begins",
        "a ends",
        "b ends",
        "moves",
        "moved",
        "c begins",
        "c ends",
    ]


async def test_a_move_that_is_given_up_lets_people_act_again() -> None:
    turns = Turns()
    async with turns.acting():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), turns.moving():
                pass
    async with asyncio.timeout(1), turns.acting():
        pass


@pytest.mark.parametrize("workflow", worker.WORKFLOWS)
def test_the_store_knows_the_stages_in_which_the_engine_acts(workflow: type) -> None:
    kind = {name: kind for kind, name in WORKFLOW_TYPES.items()}[workflow.__name__]
    steps = workflow(Start(aggregate=f"{kind}/x")).steps()
    assert set(steps) == aggregates.ENGINE_ACTS[kind]
