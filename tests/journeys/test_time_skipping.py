"""Real timers fire: on Temporal's own time skipping, with the workflows as they are.

Everywhere else the Timekeeper wakes a workflow at its instant. Here nobody does: the clock of the
store is moved first, then Temporal skips to the same instant, and no message reaches the workflow
in between (an Update during a jump makes this server leap over timers).
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from activities import sweep
from bestek.demo import timekeeper
from bestek.demo.timekeeper import Timekeeper
from contracts import awarding, tendering
from contracts.aggregate import State
from contracts.tendering.decisions import CLOSE_SUBMISSION, GRACE
from infra.store import clock, records
from infra.temporal.server import EmbeddedServer
from tests import builders, contracted
from tests.evaluated import AWARD, TENDER, Course
from tests.program import acts
from tests.running import Running, run

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(300)]

SLACK = timedelta(seconds=5)
"""How far a jump goes beyond the instant: the timer was armed a moment before the jump began."""

MESSAGES = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
}


class SkippingServer(EmbeddedServer):
    """The server that comes with the product, allowed to skip time."""

    def _command(self) -> list[str]:
        allowed = "frontend.WorkflowTimeSkippingEnabled=true"
        return [*super()._command(), f"--dynamic-config-value={allowed}"]


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """A program at work on such a server; its sweep wakes nothing after the start."""
    monkeypatch.setattr(sweep, "EVERY", 3600.0)
    server = SkippingServer(tmp_path / "server")
    await server.start()
    try:
        async with run(server.address, "default", tmp_path / "data") as at_work:
            yield at_work
    finally:
        await server.stop()


async def state_of(running: Running, aggregate: str) -> State:
    """The State as it is now."""
    found = await running.parts.store.read(lambda c: records.read_state(c, aggregate))
    assert found is not None
    return found


async def history(running: Running, aggregate: str) -> list[EventType.ValueType]:
    """What happened to a workflow, in the terms of Temporal."""
    handle = running.parts.client.get_workflow_handle(aggregate)
    return [event.event_type async for event in handle.fetch_history_events()]


async def jump(running: Running, aggregate: str) -> datetime:
    """Let the time until the next instant of an aggregate pass, and nothing else; the instant."""
    parts = running.parts
    await Timekeeper(parts.store, parts.wake).settle()
    due = (await state_of(running, aggregate)).next_due
    assert due is not None
    before = await parts.store.read(clock.now)
    await parts.store.write(lambda c: timekeeper.move(c, due.at))
    skipper = TimeSkipper(parts.client, config=TimeSkippingConfig(enabled=False))
    handle = parts.client.get_workflow_handle(aggregate)
    async with asyncio.timeout(60):
        assert await skipper.fast_forward(handle, due.at - before + SLACK)
    return due.at


async def reached(running: Running, aggregate: str, stage: str) -> State:
    """Wait, without a word to the workflow, until its aggregate is at a stage."""
    return await contracted.until(running, aggregate, lambda state: state.stage == stage)


async def assert_fired_alone(running: Running, aggregate: str, before: int) -> None:
    """A timer of Temporal's fired after `before`, and no message came."""
    after = (await history(running, aggregate))[before:]
    assert EventType.EVENT_TYPE_TIMER_FIRED in after
    assert not MESSAGES.intersection(after)


async def test_a_published_tender_closes_at_its_deadline_by_its_own_timer(
    running: Running,
) -> None:
    parts = running.parts
    await acts.publish(parts, Timekeeper(parts.store, parts.wake))
    waiting = await state_of(running, acts.TENDER)
    assert waiting.next_due is not None
    assert waiting.next_due.what == CLOSE_SUBMISSION
    before = len(await history(running, acts.TENDER))
    due = await jump(running, acts.TENDER)
    assert due == builders.DEADLINE + GRACE
    closed = await reached(running, acts.TENDER, tendering.Stage.CLOSED)
    assert closed.since is not None
    assert timedelta(0) <= closed.since - due < timedelta(seconds=20)
    await assert_fired_alone(running, acts.TENDER, before)


async def test_a_standstill_ends_by_its_own_timer(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    await reached(running, AWARD, awarding.Stage.STANDSTILL)
    await reached(running, TENDER, tendering.Stage.STANDSTILL)
    before = len(await history(running, AWARD))
    due = await jump(running, AWARD)
    assert due == datetime(2026, 3, 17, 23, 0, tzinfo=UTC)
    await reached(running, AWARD, awarding.Stage.CONCLUDABLE)
    await assert_fired_alone(running, AWARD, before)
