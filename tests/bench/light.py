"""Light commands as whole processes, against a Python that does nothing."""

import statistics
import subprocess
import sys
import time

from tests.servers import ROOT

RUNS = 20
MOST = 25
COMMANDS = {
    "bestek period": "period --from 2026-12-10 --length 15 --unit calendar --direction forward",
    "bestek advise": "advise --kind services --estimate 180000 --date 2026-11-23",
}


def measure() -> None:
    """Print the median of each command in turn with `python -c pass`, and their ratio."""
    nothing: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        nothing.append(_timed("-c", "pass"))
        for name, line in COMMANDS.items():
            taken[name].append(_timed("-m", "bestek", *line.split()))
    floor = statistics.median(nothing)
    print(f"{'python -c pass':<37}{1000 * floor:7.2f} ms (median of {RUNS})")
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(
            f"{name:<37}{1000 * median:7.2f} ms, {median / floor:5.2f} times that "
            f"(aim: at most {MOST})"
        )


def _timed(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - began
