"""The one way to a Temporal server: the same payloads, failures, patience and quiet everywhere."""

import dataclasses
import functools
import os
from datetime import timedelta

from temporalio.api.failure.v1 import Failure
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadConverter,
)
from temporalio.exceptions import ApplicationError, FailureError
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.service import KeepAliveConfig, RetryConfig

QUICK = RetryConfig(max_elapsed_time_millis=800, max_retries=3)
"""For who answers a person: an unreachable server is known within a second."""

PATIENT = RetryConfig()
"""For a worker: it waits ten seconds for a server that restarts."""

_KEEP_ALIVE = KeepAliveConfig(interval_millis=10_000, timeout_millis=5_000)
_CONNECT_TIMEOUT = timedelta(seconds=2)


@functools.cache
def runtime() -> Runtime:
    """The SDK's engine, one a process: errors on standard error, no metrics, nothing sent out."""
    quiet = LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))
    return Runtime(telemetry=TelemetryConfig(logging=quiet, metrics=None))


class _TypesOnly(DefaultFailureConverterWithEncodedAttributes):
    """Of an error that nobody meant to send only the type travels: what it says may quote a
    record. The log of the worker has it whole."""

    def to_failure(
        self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure
    ) -> None:
        if not isinstance(exception, FailureError):
            kind = type(exception).__name__
            told = ApplicationError(kind, type=kind)
            told.__cause__ = exception.__cause__
            exception = told
        super().to_failure(exception, payload_converter, failure)


def converter() -> DataConverter:
    """Messages as pydantic JSON; of a failure only its type stands open in a history.

    Message and stack trace travel as an encoded payload, so that a codec encrypts them too.
    """
    return dataclasses.replace(pydantic_data_converter, failure_converter_class=_TypesOnly)


async def connect(
    address: str, namespace: str, *, lazy: bool = False, retry: RetryConfig = QUICK
) -> Client:
    """A client of the server at `address` (`host:port`); RuntimeError if it does not answer.

    `lazy` connects at the first call instead, for an API that must start while Temporal is down:
    its calls raise RuntimeError until one has reached the server, and RPCError (UNAVAILABLE)
    whenever it is gone after that. A worker needs a client that is not lazy, and `retry=PATIENT`.
    """
    return await Client.connect(
        address,
        namespace=namespace,
        data_converter=converter(),
        retry_config=retry,
        keep_alive_config=_KEEP_ALIVE,
        connect_timeout=_CONNECT_TIMEOUT,
        identity=f"bestek-{os.getpid()}",
        lazy=lazy,
        runtime=runtime(),
    )
