"""Wakes the workflow of an aggregate: it catches up with the store, or is started from it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.service import RPCError

from contracts import names
from contracts.envelope import Start

TASK_TIMEOUT = timedelta(seconds=3)
"""A task in hand at a kill waits this long (the server's default is 10 s)."""

PATIENCE = 2.0
"""Seconds that one wake may take."""

Wake = Callable[[str], Awaitable[None]]

REFERENCE = SearchAttributeKey.for_keyword("Reference")


class WakeFailedError(Exception):
    """Temporal did not take the signal; the aggregate is woken again later."""


def waker(client: Client) -> Wake:
    """The function that wakes one aggregate's workflow by signal-with-start."""

    async def wake(aggregate: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await client.start_workflow(
                    names.WORKFLOW_TYPES[names.kind_of(aggregate)],
                    Start(aggregate=aggregate),
                    id=aggregate,
                    task_queue=names.COMMAND_QUEUE,
                    id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    task_timeout=TASK_TIMEOUT,
                    start_signal="catch_up",
                    search_attributes=TypedSearchAttributes(
                        [SearchAttributePair(REFERENCE, names.subject_of(aggregate))]
                    ),
                )
        except (RPCError, RuntimeError, TimeoutError) as error:
            raise WakeFailedError(type(error).__name__) from error

    return wake
