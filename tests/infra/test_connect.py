"""How we reach a Temporal server."""

import socket
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import activity, workflow
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker

from infra.temporal import connect
from infra.temporal.server import EmbeddedServer

with workflow.unsafe.imports_passed_through():
    from contracts.base import Money


REFUSED = (("10.05", "TOO_MUCH", "too much"), ("101", "FAR_TOO_MUCH", "far too much"))


@workflow.defn
class Purse:
    """Takes money, but not too much at once."""

    def __init__(self) -> None:
        self._closed = False

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: self._closed)

    @workflow.update
    async def take(self, money: Money) -> Money:
        """Give the same back."""
        if money.amount > 100:
            raise ApplicationError("far too much", money, type="FAR_TOO_MUCH")
        return money

    @take.validator
    def refuse(self, money: Money) -> None:
        """Refuse more than ten."""
        if 10 < money.amount < 100:
            raise ApplicationError("too much", money, type="TOO_MUCH", non_retryable=True)


async def test_messages_and_refusals_cross_whole(
    temporal_address: str, temporal_namespace: str
) -> None:
    client = await connect.connect(temporal_address, temporal_namespace, retry=connect.PATIENT)
    async with Worker(client, task_queue="purses", workflows=[Purse]):
        handle = await client.start_workflow(
            Purse.run, id=f"purse/{uuid.uuid4()}", task_queue="purses", request_eager_start=True
        )
        small = Money.model_validate({"amount": "9.95"})
        assert await handle.execute_update(Purse.take, small) == small
        for amount, kind, text in REFUSED:
            money = Money.model_validate({"amount": amount})
            with pytest.raises(WorkflowUpdateFailedError) as refused:
                await handle.execute_update(Purse.take, money)
            cause = refused.value.cause
            assert isinstance(cause, ApplicationError)
            assert (cause.type, cause.message) == (kind, text)
            assert Money.model_validate(cause.details[0]) == money
        history = await handle.fetch_history()
        answers = [
            event.workflow_execution_update_completed_event_attributes.outcome
            for event in history.events
        ]
        [failure] = [answer.failure for answer in answers if answer.HasField("failure")]
        assert failure.message == "Encoded failure"
        assert failure.stack_trace == ""
        await handle.terminate()


@activity.defn
async def quote_a_record() -> None:
    """Fails as code fails: with what it had in hand."""
    try:
        raise LookupError("Mehdi Lindenhart")
    except LookupError as error:
        raise ValueError("612345.67") from error


@workflow.defn
class Quoting:
    """Runs into a fault."""

    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity(
            quote_a_record,
            start_to_close_timeout=timedelta(seconds=5),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )


async def test_of_a_fault_only_its_type_travels(
    temporal_address: str, temporal_namespace: str
) -> None:
    client = await connect.connect(temporal_address, temporal_namespace, retry=connect.PATIENT)
    async with Worker(
        client, task_queue="quotes", workflows=[Quoting], activities=[quote_a_record]
    ):
        handle = await client.start_workflow(Quoting.run, id="quoting", task_queue="quotes")
        with pytest.raises(WorkflowFailureError):
            await handle.result()
        history = await handle.fetch_history()
    kept = b"".join(event.SerializeToString() for event in history.events)
    assert b"ValueError" in kept
    assert b"LookupError" in kept
    assert b"612345.67" not in kept
    assert b"Lindenhart" not in kept


async def test_an_absent_server_is_known_within_a_second() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{reserved.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(RuntimeError, match="connect"):
            await connect.connect(address, "default")
        lazy = await connect.connect(address, "default", lazy=True)
        with pytest.raises(RuntimeError, match="connect"):
            await lazy.get_workflow_handle("any").describe()
        assert time.monotonic() - began < 1


@pytest.mark.faults
async def test_a_client_survives_the_absence_of_its_server(tmp_path: Path) -> None:
    embedded = EmbeddedServer(tmp_path)
    await embedded.start()
    await embedded.stop()
    lazy = await connect.connect(embedded.address, "default", lazy=True)
    with pytest.raises(RuntimeError):
        await lazy.get_workflow_handle("any").describe()
    await embedded.start()
    with pytest.raises(RPCError) as unknown:
        await lazy.get_workflow_handle("any").describe()
    assert unknown.value.status is RPCStatusCode.NOT_FOUND
    await embedded.stop()
    began = time.monotonic()
    with pytest.raises(RPCError) as absent:
        await lazy.get_workflow_handle("any").describe()
    assert absent.value.status is RPCStatusCode.UNAVAILABLE
    assert time.monotonic() - began < 1
