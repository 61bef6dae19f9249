"""The program of the other libraries (`peers.py`), started in the environment that it needs."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.bench.peers import cases

ENVIRONMENT = Path(__file__).parents[3] / ".venv-peers"
PROGRAM = Path(__file__).with_name("peers.py")


class Unavailable(Exception):
    """The environment is not there, or the program in it does not answer; the text says why."""


class Others:
    """The program as it runs; it answers line by line."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        self.process, self.errors = process, errors
        told = self._hear()
        self.versions: dict[str, str] = told["versions"]
        self.totals: dict[str, list[float]] = told["totals"]
        """What each bid earns by bid-evaluation, by the number of bids."""

    def timed(self, size: int, times: int) -> dict[str, list[float]]:
        """The milliseconds of so many runs by each library."""
        if self.process.stdin is None or self.process.poll() is not None:
            raise Unavailable(self._why())
        self.process.stdin.write(f"{size} {times}\n")
        self.process.stdin.flush()
        answer: dict[str, list[float]] = self._hear()
        return answer

    def _hear(self) -> Any:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise Unavailable(self._why())
        return json.loads(line)

    def _why(self) -> str:
        self.process.wait()
        self.errors.seek(0)
        said = self.errors.read().strip().splitlines()
        return said[-1] if said else f"{PROGRAM.name} ended without a word"


@contextmanager
def started() -> Iterator[Others]:
    """The others, ready to be asked. Raises `Unavailable`."""
    if not (ENVIRONMENT / ".installed").exists():
        raise Unavailable(f"{ENVIRONMENT.name} is not there or not complete")
    with tempfile.TemporaryDirectory(prefix="bestek-bench-") as name:
        given = Path(name) / "cases.json"
        given.write_text(json.dumps(_given()), encoding="utf-8")
        with (
            (Path(name) / "errors").open("w+", encoding="utf-8") as errors,
            subprocess.Popen(
                [str(ENVIRONMENT / "bin" / "python"), "-P", "-W", "ignore", PROGRAM, given],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            try:
                yield Others(process, errors)
            finally:
                process.kill()


def _given() -> dict[str, Any]:
    return {
        "weights": cases.WEIGHTS,
        "scale": cases.SCALE,
        "cases": {size: cases.case(size)._asdict() for size in cases.SIZES},
    }
