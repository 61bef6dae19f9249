"""`python -m tests.bench.peers.memory`: what one evaluation holds, in a process of its own.

Imports nothing but the rules and prints one line of JSON, in bytes: the highest resident memory of
the process before and after the evaluation, and the highest that Python allocated for it.
"""

import json
import resource
import sys
import tracemalloc
from pathlib import Path

from contracts.rules import scoring
from tests.bench.peers import cases

SIZE = 1000
STATUS = Path("/proc/self/status")


def highest() -> int:
    """The highest resident memory so far. Where the system tells it of this program alone, that:
    `getrusage` also counts what the process held before it became this program."""
    if STATUS.exists():
        lines = STATUS.read_text(encoding="ascii").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Evaluate with trace twice: once for the memory of the process, once for Python's own."""
    method, offers = cases.model(), cases.offers(cases.case(SIZE))
    before = highest()
    result = scoring.evaluate(method, offers, trace=True)
    after = highest()
    del result
    tracemalloc.start()
    result = scoring.evaluate(method, offers, trace=True)
    kept, most = tracemalloc.get_traced_memory()
    print(json.dumps({"before": before, "after": after, "kept": kept, "most": most}))
    del result


if __name__ == "__main__":
    main()
