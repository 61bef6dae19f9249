"""What every test may ask for: Temporal, PostgreSQL, a browser. Nothing starts before it is asked.

`temporal_address` and `postgres_url` come from one server a session, shared by all workers
(tests/servers.py); each test has a Temporal namespace, and each module a database, of its own.
"""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from google.protobuf.duration_pb2 import Duration
from playwright.async_api import Browser, async_playwright
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from infra.temporal.server import SEARCH_ATTRIBUTES
from tests import postgres, servers

# A loaded machine is no finding: nothing here is judged by how long it took.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

_HOST = pytest.StashKey[servers.Host]()
_MARK_OF = {"postgres_url": "postgres", "chromium": "browser"}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APPLICATIONS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
)
_BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _host(config: pytest.Config) -> servers.Host:
    """The session's host, in the process that pytest was started as."""
    if _HOST not in config.stash:
        config.stash[_HOST] = servers.Host()
    return config.stash[_HOST]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker which session it belongs to."""
    node.workerinput["bestek_session"] = str(_host(node.config).session.folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the tests had started, also after Ctrl-C."""
    if _HOST in config.stash:
        config.stash[_HOST].end()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it asks for, so that `-m 'not browser'` needs no second list."""
    for item in items:
        for fixture, mark in _MARK_OF.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def server_session(request: pytest.FixtureRequest) -> servers.Session:
    """The servers of this test session."""
    given = getattr(request.config, "workerinput", {}).get("bestek_session")
    return servers.Session(Path(given)) if given else _host(request.config).session


@pytest.fixture(scope="session")
def temporal_address(server_session: servers.Session) -> str:
    """`host:port` of the session's Temporal server."""
    return server_session.address("temporal")


@pytest.fixture
async def temporal_namespace(temporal_address: str) -> str:
    """A namespace that no other test uses: its queues and workflows are this test's alone."""
    name = f"test-{uuid.uuid4().hex}"
    client = await Client.connect(temporal_address)
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(
            namespace=name, workflow_execution_retention_period=Duration(seconds=7 * 86_400)
        )
    )
    kinds = {
        attribute: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")
        for attribute, kind in SEARCH_ATTRIBUTES.items()
    }
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=name, search_attributes=kinds)
    )
    return name


@pytest.fixture(scope="module")
def postgres_url(server_session: servers.Session) -> Iterator[str]:
    """An empty PostgreSQL database of this module's own, as a SQLAlchemy URL for asyncpg."""
    try:
        server = server_session.address("postgresql")
    except servers.Absent as absence:
        pytest.skip(str(absence))
    name = f"test_{uuid.uuid4().hex}"
    _run(postgres.execute(server, f"CREATE DATABASE {name}"))
    yield server.replace("postgresql://", "postgresql+asyncpg://").removesuffix("postgres") + name
    _run(postgres.execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """The distribution's Chromium (or Chrome), headless; one process for each test."""
    program = _browser()
    if program is None:
        pytest.skip(f"no browser here: none of {', '.join(_BROWSERS)} is on PATH")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=program, args=list(_BROWSER_OPTIONS))
        yield browser
        await browser.close()


def _browser() -> str | None:
    applications = (Path("/Applications") / each for each in _APPLICATIONS)
    found = [shutil.which(each) for each in _BROWSERS]
    found += [str(each) for each in applications if each.exists()]
    return next(filter(None, found), None)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end in a thread: a test's own loop, if it has one, is left alone."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
