"""The demo as a process that may be killed, and an independent look at what it left."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

LIMIT = 240.0


class Program:
    """`bestek demo --exit` on one data folder, started as often as it takes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.starts = 0

    async def start(self, fault: str | None = None) -> asyncio.subprocess.Process:
        """Start it; with a fault it dies there by itself, once."""
        self.starts += 1
        environment = os.environ | {"BESTEK_DATA": str(self.folder), "BESTEK_PORT": "0"}
        if fault is not None:
            environment |= {"BESTEK_TEST": "1", "BESTEK_FAULT": fault}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bestek", "demo", "--exit"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def finish(self, process: asyncio.subprocess.Process) -> tuple[int, str]:
        """Its exit code and all it said."""
        async with asyncio.timeout(LIMIT):
            out, err = await process.communicate()
        return process.returncode or 0, out.decode() + err.decode()

    async def complete(self) -> dict[str, Any]:
        """Run it to the end; what it tells there."""
        code, said = await self.finish(await self.start())
        assert code == 0, said[-3000:]
        lines = [line for line in said.splitlines() if line.startswith("{")]
        told: dict[str, Any] = json.loads(lines[-1])
        return told

    async def comes_to(self, process: asyncio.subprocess.Process, moment: str) -> None:
        """Wait until this question to the store is answered with yes; it must not end before."""
        async with asyncio.timeout(LIMIT):
            while not await asyncio.to_thread(_is_so, self.folder, moment):
                if process.returncode is not None:
                    raise AssertionError((await self.finish(process))[1][-3000:])
                await asyncio.sleep(0.02)

    def kill(self, process: asyncio.subprocess.Process) -> None:
        """The program, without a word."""
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)


def rows(folder: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    """What lies in the store, read without any code of the product."""
    store = f"file:{folder / 'store.db'}?mode=rw"  # which never makes one
    with contextlib.closing(sqlite3.connect(store, uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def _is_so(folder: Path, question: str) -> bool:
    with contextlib.suppress(sqlite3.OperationalError):  # not made yet, or in the making
        [(answer,)] = rows(folder, question)
        return bool(answer)
    return False


def check(folder: Path) -> None:
    """Nothing lost, nothing doubled, nobody left: judged from the records, the receipts and the
    processes alone."""
    left = [each.info["cmdline"] or () for each in psutil.process_iter(["cmdline"])]
    assert not [command for command in left if str(folder) in " ".join(command)]
    receipts = {path.stem for path in (folder / "receipts").rglob("*.json")}
    bids = {row[0] for row in rows(folder, "select id from bids")}
    assert receipts == bids
    versions: dict[str, list[int]] = {}
    for aggregate, version in rows(
        folder, "select aggregate, version from events order by aggregate, version"
    ):
        versions.setdefault(aggregate, []).append(version)
    for aggregate, found in versions.items():
        assert found == list(range(1, len(found) + 1)), aggregate
    states = rows(folder, "select id, version, seen, ended from aggregates")
    assert all(version == len(versions[name]) for name, version, _, _ in states)
    for kind in ("tender_published", "bids_opened", "letters_sent", "contract_concluded"):
        happened = rows(folder, "select aggregate from events where kind = ?", kind)
        counted = Counter(aggregate for (aggregate,) in happened)
        assert set(counted.values()) <= {1}, (kind, counted)
    assert rows(folder, "select count(*) from outbox where not done") == [(0,)]
    documents = rows(folder, "select business_key, sha256 from documents")
    assert len({key for key, _ in documents}) == len(documents)
    letters = rows(folder, "select business_key from messages")
    assert len(set(letters)) == len(letters)
    for (sha256,) in rows(folder, "select sha256 from documents"):
        assert (folder / "files" / sha256[:2] / sha256[2:4] / sha256).exists()
