"""`python -m tests.bench.peers`: the table of one run, and which aims it meets."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tests.bench.peers import cases, memory, ours
from tests.bench.peers.others import Others, Unavailable, started
from tests.bench.peers.ours import EXACT, TRACED, WHOLE, WHOLE_TRACED

ROUNDS = 9
RUNS = {10: 30, 100: 10, 1000: 3}
"""How often each case runs in a round; ours and theirs take turns, so that load hits both alike."""

SENSITIVE, SENSITIVITY_RUNS = 100, 5
MB = 1_000_000
NAME, CELL = 44, 11
OURS = (EXACT, TRACED, WHOLE, WHOLE_TRACED)

Medians = dict[str, dict[int, float]]
"""Milliseconds by who and how many bids."""


def main() -> None:
    """Measure and print; what is slow or missing is said, and fails nothing."""
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores; load before: {load}"
    )
    held = _memory()
    try:
        with started() as others:
            print(", ".join(f"{name} {version}" for name, version in others.versions.items()))
            taken = _measured(others)
            print(_agreement(others))
    except Unavailable as unavailable:
        print(f"The other libraries were not measured: {unavailable}. These are our figures alone.")
        taken = _measured(None)
    sensitivity = statistics.median(ours.timed(ours.sensitivity(SENSITIVE), SENSITIVITY_RUNS))
    _table(taken)
    print(f"\nsensitivity S1 to S4 of {SENSITIVE} bids, evaluation included: {sensitivity:.1f} ms")
    print(
        f"memory of {memory.SIZE} bids with trace: the process {held['after'] / MB:.1f} MB at its "
        f"highest, {held['before'] / MB:.1f} MB of it before the evaluation; Python allocated "
        f"{held['most'] / MB:.1f} MB for it and the result keeps {held['kept'] / MB:.1f} MB"
    )
    print("\naims")
    for aim, met in _aims(taken, sensitivity, held):
        print(f"  {'met   ' if met else 'missed'}  {aim}")


def _memory() -> dict[str, int]:
    program = [sys.executable, "-m", memory.__name__]
    said = subprocess.run(program, stdout=subprocess.PIPE, check=True, text=True).stdout
    held: dict[str, int] = json.loads(said)
    return held


def _measured(others: Others | None) -> Medians:
    """The medians over all rounds."""
    runs = {size: ours.runs(size) for size in cases.SIZES}
    taken: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(ROUNDS):
        for size, times in RUNS.items():
            for name, run in runs[size].items():
                taken[name][size] += ours.timed(run, times)
            theirs = others.timed(size, times) if others else {}
            for name, each in theirs.items():
                taken[name][size] += each
    return {
        name: {size: statistics.median(each) for size, each in by_size.items()}
        for name, by_size in taken.items()
    }


def _agreement(others: Others) -> str:
    furthest = max(
        abs(theirs - float(exact))
        for size in cases.SIZES
        for theirs, exact in zip(others.totals[str(size)], ours.totals(size), strict=True)
    )
    return f"the totals of bid-evaluation lie within {furthest:.0e} of ours: it is the same sum"


def _table(taken: Medians) -> None:
    runs = ", ".join(f"{ROUNDS * times}" for times in RUNS.values())
    print(f"\n{len(cases.WEIGHTS)} criteria, median ms of {runs} runs for so many bids")
    _line("", [f"{size}" for size in cases.SIZES])
    for name, by_size in taken.items():
        _line(name, [f"{by_size[size]:.3f}" for size in cases.SIZES])
    _ratio("with trace to without", taken[TRACED], taken[EXACT])
    for name in taken:
        if name not in OURS:
            for own in OURS:
                _ratio(f"{own.removeprefix('ours, ')} to {name}", taken[own], taken[name])


def _line(name: str, cells: list[str]) -> None:
    print(f"{name:{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells))


def _ratio(name: str, part: Mapping[int, float], whole: Mapping[int, float]) -> None:
    _line(name, [f"{part[size] / whole[size]:.2f}" for size in cases.SIZES])


def _aims(
    taken: Medians, sensitivity: float, held: Mapping[str, int]
) -> Iterator[tuple[str, bool]]:
    """Each aim and whether this run met it; those that need the others only when they ran."""
    for source, exact, traced in (("", EXACT, TRACED), (" (from messages)", WHOLE, WHOLE_TRACED)):
        for name, sizes in (("bid-evaluation", cases.SIZES), ("scikit-criteria", (10, 100))):
            for size in sizes if name in taken else ():
                faster = taken[exact][size] < taken[name][size]
                yield f"{size} bids faster than {name}{source}", faster
        if "bid-evaluation" in taken:
            slowest = taken["bid-evaluation"][100]
            aim = "100 bids with full trace no slower than bid-evaluation without any"
            yield f"{aim}{source}", taken[traced][100] <= slowest
    yield "sensitivity S1 to S4 of 100 bids under a second", sensitivity < 1000
    yield "1000 bids with trace under 200 MB", held["after"] < 200 * MB


if __name__ == "__main__":
    main()
