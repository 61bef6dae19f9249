"""The worker: workflows, activities, and the loops that carry what Temporal cannot."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from temporalio.worker import Worker

from activities.commit import CommitActivities
from activities.relay import Relay
from activities.sweep import Sweep
from activities.tendering import TenderingActivities
from bestek.parts import Parts
from contracts import names
from workflows import runner, tendering

WORKFLOWS: Sequence[type] = (tendering.TenderWorkflow,)

GRACE = timedelta(seconds=5)
"""What a worker that is asked to stop may still finish."""


def command_worker(parts: Parts) -> Worker:
    """Workflows and the local activity that commits for them."""
    return Worker(
        parts.client,
        task_queue=names.COMMAND_QUEUE,
        workflows=WORKFLOWS,
        activities=[CommitActivities(parts.store).commit],
        workflow_runner=runner.sandbox(),
        max_concurrent_workflow_tasks=20,
        graceful_shutdown_timeout=GRACE,
    )


def step_worker(parts: Parts) -> Worker:
    """The steps: drawing, opening, dispatching; on a queue of their own."""
    return Worker(
        parts.client,
        task_queue=names.DOCUMENT_QUEUE,
        activities=step_activities(parts),
        max_concurrent_activities=4,
        graceful_shutdown_timeout=GRACE,
    )


def step_activities(parts: Parts) -> list[Any]:
    """Every step activity, bound to its parts."""
    tender = TenderingActivities(parts.store, parts.files, parts.sealer, parts.verification)
    return [tender.dispatch_notice, tender.open_bids, tender.draw_opening_record]


async def run(parts: Parts, stop: asyncio.Event) -> None:
    """Work until `stop` is set, then drain."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(step_worker(parts))
        await stack.enter_async_context(command_worker(parts))
        loops = [
            asyncio.create_task(Relay(parts.store, parts.wake).run(), name="relay"),
            asyncio.create_task(Sweep(parts.store, parts.wake).run(), name="sweep"),
        ]
        try:
            await stop.wait()
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
