"""The worker: workflows, activities, and the loops that carry what Temporal cannot."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from temporalio.worker import Worker

from activities.acceptance import AcceptanceActivities
from activities.awarding import AwardingActivities
from activities.commit import CommitActivities
from activities.documents import Desk
from activities.evaluation import EvaluationActivities
from activities.heartbeats import Beating
from activities.notifications import Notifier
from activities.relay import Relay
from activities.sweep import Sweep
from activities.tendering import TenderingActivities
from bestek.parts import Parts
from contracts import names
from infra.temporal import connect
from workflows import acceptance, awarding, contracting, evaluation, runner, tendering

WORKFLOWS: Sequence[type] = (
    tendering.TenderWorkflow,
    evaluation.EvaluationWorkflow,
    awarding.AwardWorkflow,
    contracting.ContractWorkflow,
    acceptance.AcceptanceWorkflow,
)

GRACE = timedelta(seconds=5)
"""What a worker that is asked to stop may still finish."""

_PAUSE = 0.5
"""Seconds between two attempts to work with a Temporal that is away."""

_log = logging.getLogger(__name__)


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
        interceptors=[Beating()],
        max_concurrent_activities=4,
        graceful_shutdown_timeout=GRACE,
    )


def step_activities(parts: Parts) -> list[Any]:
    """Every step activity, bound to its parts."""
    drawer = parts.drawer()
    tender = TenderingActivities(
        parts.store, parts.files, parts.keyring, parts.sealer, parts.voice, drawer
    )
    ranking = EvaluationActivities(parts.store)
    award = AwardingActivities(parts.store, drawer, parts.mailer, parts.voice, parts.address)
    delivery = AcceptanceActivities(parts.store, drawer, parts.voice)
    return [
        tender.dispatch_notice,
        tender.open_bids,
        tender.draw_opening_record,
        ranking.compute_ranking,
        award.draw_award_letters,
        award.dispatch_award_letters,
        delivery.draw_certificate,
    ]


async def run(parts: Parts, stop: asyncio.Event) -> None:
    """Work until `stop` is set, then drain; raises what a worker died of."""
    async with loops(parts):
        await work((step_worker(parts), command_worker(parts)), stop)


async def keep_running(parts: Parts, address: str, stop: asyncio.Event) -> None:
    """As `run`, whatever happens to Temporal at `address`.

    The loops run from the beginning. The worker starts when Temporal can be reached, with a client
    of its own, and is started again if it dies.
    """
    told = ""
    async with loops(parts):
        while not stop.is_set():
            try:
                client = await connect.connect(
                    address, parts.settings.namespace, retry=connect.PATIENT
                )
                reached = replace(parts, client=client)
                await work((step_worker(reached), command_worker(reached)), stop)
            except Exception as error:
                if told != str(error):
                    _log.warning("no work with Temporal at %s, trying on: %s", address, error)
                told = str(error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _PAUSE)


@contextlib.asynccontextmanager
async def loops(parts: Parts) -> AsyncIterator[None]:
    """Relay, desk and sweep at work: they do not need Temporal to run, and find it when it is
    back."""
    notifier = Notifier(parts.store, parts.mailer, parts.address)
    desk = Desk(parts.drawer(), notifier, parts.voice)
    running = [
        asyncio.create_task(Relay(parts.store, parts.wake).run(), name="relay"),
        asyncio.create_task(desk.run(), name="desk"),
        asyncio.create_task(Sweep(parts.store, parts.wake).run(), name="sweep"),
    ]
    try:
        yield
    finally:
        for loop in running:
            loop.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def work(workers: Sequence[Worker], stop: asyncio.Event) -> None:
    """Run these workers until `stop` is set or one of them dies; then all drain."""
    runs = [asyncio.create_task(each.run()) for each in workers]
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([*runs, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        await asyncio.gather(*(each.shutdown() for each in workers))
        ended = await asyncio.gather(*runs, return_exceptions=True)
    for each in ended:
        if isinstance(each, BaseException):
            raise each
