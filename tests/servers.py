"""The servers that tests share: one of each in a test session, whatever the number of workers.

`python -m tests.servers NAME FOLDER` is a keeper: it is started by the first test that asks, runs
one server, and ends with the session. The session is a lock held by the process that pytest was
started as; the kernel frees it when that process ends, so that nothing is left behind after
Ctrl-C, nor after `kill -9`.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from infra.process_lock import FolderInUse, ProcessLock
from infra.temporal.server import EmbeddedServer
from tests import postgres

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
_LOOK_AGAIN = 0.1


class Absent(Exception):
    """This machine lacks what the server needs; the text says what, for the reason of a skip."""


class Broken(Exception):
    """The server should have started and did not; the text is what its keeper saw."""


@dataclass(frozen=True)
class Session:
    """One test session's servers, known by the folder they share."""

    folder: Path

    def address(self, name: str) -> str:
        """Where the server `name` (a key of SERVERS) answers; starts it if nobody did.

        Raises Absent where this machine cannot run it and Broken where it failed to start.
        """
        asking = ProcessLock(self.folder / f"{name}.asking")
        asking.acquire(patience=PATIENCE)
        try:
            answer = self.folder / f"{name}.json"
            if not answer.exists():
                _await_answer(answer, self._start_keeper(name))
            found: dict[str, str] = json.loads(answer.read_text())
        finally:
            asking.release()
        if "absent" in found:
            raise Absent(found["absent"])
        if "broken" in found:
            raise Broken(found["broken"])
        return found["address"]

    def _start_keeper(self, name: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.servers", name, str(self.folder)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the terminal is pytest's to handle
            )


class Host:
    """The side of the process that pytest was started as: holds the session, and ends it."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="bestek-tests-"))
        folder.chmod(0o711)  # a database server may run as another user, in a folder below
        self.session = Session(folder)
        self._alive = ProcessLock(folder / "session")
        self._alive.acquire()

    def end(self) -> None:
        """Stop every server and remove the folder; returns when they are gone."""
        self._alive.release()
        for keeper in self.session.folder.glob("*.keeper"):
            lock = ProcessLock(keeper)
            with contextlib.suppress(FolderInUse):
                lock.acquire(patience=PATIENCE)
            lock.release()
        shutil.rmtree(self.session.folder, ignore_errors=True)


def _await_answer(answer: Path, keeper: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not answer.exists():
        if keeper.poll() is not None or time.monotonic() > until:
            log = answer.with_suffix(".log").read_text(errors="replace")
            raise Broken(f"the keeper of {answer.stem} gave no address:\n{log}")
        time.sleep(_LOOK_AGAIN)
    # The keeper outlives this process on purpose; without this its handle would warn when freed.
    keeper.returncode = 0


@contextlib.asynccontextmanager
async def temporal(folder: Path) -> AsyncIterator[str]:
    """Temporal's development server, as the product starts it."""
    server = EmbeddedServer(folder)
    await server.start()
    try:
        yield server.address
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def postgresql(folder: Path) -> AsyncIterator[str]:
    """A PostgreSQL cluster of the tests' own; the address is a libpq URL of its superuser."""
    programs = postgres.programs()
    if programs is None:
        raise Absent(postgres.ABSENT)
    cluster = postgres.Cluster(programs, folder)
    await asyncio.to_thread(cluster.create)
    await cluster.start()
    try:
        yield cluster.url
    finally:
        await cluster.stop()


SERVERS: dict[str, Callable[[Path], AbstractAsyncContextManager[str]]] = {
    "temporal": temporal,
    "postgresql": postgresql,
}


async def _keep(name: str, session: Path) -> None:
    own = session / name
    own.mkdir(mode=0o700)
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    try:
        async with SERVERS[name](own) as address:
            _answer(session, name, {"address": address})
            await _session_over(session)
    finally:
        shutil.rmtree(own, ignore_errors=True)


async def _session_over(session: Path) -> None:
    lock = ProcessLock(session / "session")
    while True:
        with contextlib.suppress(FolderInUse):
            return lock.acquire()
        await asyncio.sleep(_LOOK_AGAIN)


def _answer(session: Path, name: str, content: dict[str, str]) -> None:
    draft = session / f"{name}.draft"
    draft.write_text(json.dumps(content))
    os.replace(draft, session / f"{name}.json")


def main(name: str, folder: str) -> None:
    """Run one keeper until the session is over."""
    session = Path(folder)
    ProcessLock(session / f"{name}.keeper").acquire()
    try:
        asyncio.run(_keep(name, session))
    except Absent as absence:
        _answer(session, name, {"absent": str(absence)})
    except asyncio.CancelledError:
        return
    except Exception:
        _answer(session, name, {"broken": traceback.format_exc()})
        raise


if __name__ == "__main__":
    main(*sys.argv[1:])
