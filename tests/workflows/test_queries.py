"""Somebody looks at a workflow by queries, as Temporal's own pages do, while it is at work."""

import asyncio
import time
from pathlib import Path
from typing import Any

from temporalio import workflow
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, Worker

from activities.commit import CommitActivities
from contracts import names
from contracts.aggregate import Command
from contracts.envelope import Start
from contracts.tendering import process
from infra.store import records
from infra.temporal import connect
from tests import builders
from tests import running as program
from tests.builders import uid
from tests.running import Running
from workflows import commands

ROUNDS = 20
TENDER = names.tender(uid("tender"))


@workflow.defn(name="TenderWorkflow")
class LookedAt(commands.AggregateWorkflow):
    """A tender's workflow with a query that takes longer than the store takes to answer."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        await self.live()

    @workflow.query
    def slowly(self) -> int:
        time.sleep(0.01)
        return self.version


async def test_a_query_while_the_store_is_asked_leaves_a_history_that_replays(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> None:
    async with (
        program.at_rest(temporal_address, temporal_namespace, tmp_path) as running,
        Worker(
            running.parts.client,
            task_queue=names.COMMAND_QUEUE,
            workflows=[LookedAt],
            activities=[CommitActivities(running.parts.store).commit],
            workflow_runner=UnsandboxedWorkflowRunner(),
        ),
    ):
        draft = await _create(running)
        handle = running.parts.client.get_workflow_handle(TENDER)
        for number in range(ROUNDS):
            await asyncio.gather(
                running.parts.wake(TENDER),
                handle.query(LookedAt.slowly),
                running.commands.send(await _next(running, draft, number)),
            )
        history = await handle.fetch_history()
    replayer = Replayer(
        workflows=[LookedAt],
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=connect.converter(),
        runtime=connect.runtime(),
    )
    await replayer.replay_workflow(history)


async def _create(running: Running) -> str:
    parts = running.parts
    draft = await parts.store.write(lambda c: records.put_content(c, builders.draft()))
    fields = await _fields(running, "Noor", "create")
    await running.commands.arrive(process.CreateTender(**fields, draft_hash=draft))
    await parts.wake(TENDER)
    return draft


async def _next(running: Running, draft: str, number: int) -> Command:
    """The draft submitted for approval, and returned, in turn."""
    if number % 2 == 0:
        fields = await _fields(running, "Noor", f"submit {number}")
        return process.SubmitForApproval(**fields, draft_hash=draft)
    fields = await _fields(running, "Ilse", f"return {number}")
    return process.ReturnLegal(**fields, draft_hash=draft, reason=draft)


async def _fields(running: Running, who: str, command: str) -> dict[str, Any]:
    return {
        "id": command,
        "aggregate": TENDER,
        "organisation": builders.CITY,
        "actor": uid(who),
        "at": await running.commands.instant(),
    }
