"""The `bestek` command as a process of its own."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.servers import ROOT

PATIENCE = 100.0
"""Seconds until a program is given up: on a loaded machine its start takes its time. Less than a
test may take, so that the one that waited in vain tells where the program stood."""


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The surroundings of a program on this data folder, without what the tests run in."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("BESTEK_")}
    always = {"BESTEK_DATA": str(folder), "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"}
    return own | always | more


async def run(folder: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    """Run a command to its end: exit code, what it said, what it complained of."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bestek", *arguments),
        cwd=ROOT,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said, complained = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode, said.decode(), complained.decode()


@dataclass
class Program:
    """A program that stays until it is told to end."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """Wait for a line with these words."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stdout.readline()).decode():
                self.said.append(line)
                if words in line:
                    return line
        raise AssertionError(f"it never said {words!r} but {self.said}")

    def family(self) -> list[psutil.Process]:
        """The program and every process that it started."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Its exit code, once it has ended; AssertionError with what it said, and the stack of
        each of its threads, if it does not."""
        assert self.process.stdout is not None
        # Read meanwhile: who writes into a full pipe does not end.
        saying = asyncio.create_task(self.process.stdout.read())
        try:
            return await asyncio.wait_for(self.process.wait(), PATIENCE)
        except TimeoutError:
            self.tell(signal.SIGABRT)  # its fault handler writes the stacks
            said = (await saying).decode()
            raise AssertionError(f"it does not end, and said {self.said} {said[-6000:]}") from None
        finally:
            saying.cancel()


@contextlib.asynccontextmanager
async def program(folder: Path, *arguments: str, **more: str) -> AsyncIterator[Program]:
    """A running `bestek` command, killed at the end if it is still there."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bestek", *arguments),
        cwd=ROOT,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield Program(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def gone(processes: list[psutil.Process], within: float = 10.0) -> bool:
    """Whether none of these is left after so many seconds."""
    until = time.monotonic() + within
    while any(_lives(each) for each in processes):
        if time.monotonic() > until:
            return False
        await asyncio.sleep(0.05)
    return True


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
