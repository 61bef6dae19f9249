"""A contract on Temporal's real server: its milestones' days, and deliveries that arrive."""

from datetime import timedelta

import pytest

from api.commands import RefusedError
from contracts.base import local_date
from contracts.contracting import ContractState, Stage, Status, process
from contracts.refusals import Code
from contracts.rules import deadlines
from infra.store import clock
from tests import contracted
from tests.builders import uid
from tests.contracted import CONTRACT, M1, M3, deliver, until
from tests.workflows.conftest import Running


async def test_a_milestone_day_that_passes_is_told(running: Running) -> None:
    concluded = await contracted.conclude(running.parts.store)
    state = await until(running, CONTRACT, lambda s: s.version >= 1)
    assert isinstance(state, ContractState)
    assert state.next_due is not None
    due = state.next_due.at
    await running.parts.store.write(lambda c: clock.move(c, due))
    await running.parts.wake(CONTRACT)
    told = await until(running, CONTRACT, lambda s: s.passed == due)
    assert isinstance(told, ContractState)
    assert told.milestones[0].status is Status.PLANNED
    assert told.next_due is not None
    second = local_date(concluded) + timedelta(days=120)
    assert told.next_due.at == deadlines.end_of(second)


async def test_the_final_milestone_waits_for_the_others(running: Running) -> None:
    await contracted.conclude(running.parts.store)
    with pytest.raises(RefusedError) as refused:
        await deliver(running, M3, "too early")
    assert refused.value.refusal.code is Code.EARLIER_MILESTONE_OPEN


async def test_a_delivery_arrives_once(running: Running) -> None:
    await contracted.conclude(running.parts.store)
    answer = await deliver(running, M1, "delivery")
    assert answer.stage == Stage.RUNNING
    assert (await deliver(running, M1, "delivery")).answer == answer.answer
    with pytest.raises(RefusedError) as refused:
        await deliver(running, M1, "again")
    assert refused.value.refusal.code is Code.DELIVERY_ALREADY_CONFIRMED


async def test_somebody_else_s_supplier_cannot_deliver(running: Running) -> None:
    await contracted.conclude(running.parts.store)
    command = process.ConfirmDelivery(
        id="stranger",
        aggregate=CONTRACT,
        organisation=uid("Zilverdijk"),
        actor=uid("Zilverdijk person"),
        at=await running.commands.instant(),
        milestone=M1,
        note="0" * 64,
    )
    with pytest.raises(RefusedError) as refused:
        await running.commands.arrive(command)
    assert refused.value.refusal.code is Code.UNKNOWN_REFERENCE
