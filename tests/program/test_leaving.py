"""Ending the process: nothing that was said is lost, and Temporal's engine cannot hold it up."""

import subprocess
import sys

from tests.servers import ROOT

WAITS_FOR_CALLS = """
import asyncio
from bestek import leaving
from infra.temporal import connect

async def main():
    calls = [asyncio.create_task(connect.connect("127.0.0.1:9", "default")) for _ in range(200)]
    await asyncio.sleep(0.05)
    for each in calls:
        each.cancel()
    await asyncio.gather(*calls, return_exceptions=True)

asyncio.run(main())
print("all was given back")
leaving.leave(3)
"""
"""Taken down as other interpreters are, half of these hang or abort."""

LOADS_NO_ENGINE = """
import atexit
from bestek import leaving

atexit.register(print, "taken down")
print("all was given back")
leaving.leave(3)
"""


def _ended(program: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def test_cancelled_calls_do_not_hold_the_process_up() -> None:
    endings = {_ended(WAITS_FOR_CALLS) for _ in range(8)}
    assert endings == {(3, "all was given back\n")}


def test_what_loaded_no_engine_ends_as_any_interpreter() -> None:
    assert _ended(LOADS_NO_ENGINE) == (3, "all was given back\ntaken down\n")
