"""`bestek demo --exit`: how long it takes, and how much memory the program and Temporal hold."""

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path

import psutil

LOOK_EVERY = 0.2
MIB = 1024 * 1024

FIELD = "pss" if sys.platform == "linux" else "rss"
"""The share of each process where the system tells it; else all that it maps, shared or not."""


async def measure() -> None:
    """Print the seconds of the demo and the highest sum of memory meanwhile."""
    with tempfile.TemporaryDirectory(prefix="bestek-bench-") as folder:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bestek", "demo", "--exit"),
            *("--data", str(Path(folder) / "data"), "--port", "0"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        watching = asyncio.create_task(_highest(process.pid))
        said, _ = await process.communicate()
        took = time.perf_counter() - began
        highest = await watching
    lines = said.decode().splitlines()
    if process.returncode != 0:
        print(f"bestek demo --exit failed:\n{said.decode()[-2000:]}")
        raise SystemExit(1)
    told = json.loads(lines[-1])
    parts = ", ".join(f"{name} {size / MIB:.0f}" for name, size in highest.items())
    print(
        f"bestek demo --exit                   {took:7.1f} s  "
        f"({told['seconds']} s of it after its own start)"
    )
    print(
        f"highest memory meanwhile ({FIELD.upper()})       {sum(highest.values()) / MIB:7.0f} MiB "
        f"({parts}; aim: under 450)"
    )


async def _highest(pid: int) -> dict[str, int]:
    """The memory of each process of the family, at the moment when their sum was highest."""
    highest: dict[str, int] = {}
    with contextlib.suppress(psutil.NoSuchProcess):
        program = psutil.Process(pid)
        while program.status() != psutil.STATUS_ZOMBIE:
            now = await asyncio.to_thread(_family, program)
            if sum(now.values()) > sum(highest.values()):
                highest = now
            await asyncio.sleep(LOOK_EVERY)
    return highest


def _family(program: psutil.Process) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in (program, *program.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            name = "the program" if each == program else each.name()
            found[name] = found.get(name, 0) + getattr(each.memory_full_info(), FIELD)
    return found
