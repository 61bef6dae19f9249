"""The other libraries. This program runs in an environment of its own and knows nothing of ours.

`peers.py FILE` reads the bids from a JSON file and tells in one line of JSON which versions there
are and what each bid earns by bid-evaluation. For each line `SIZE RUNS` that it then reads it
answers with a line of JSON: the milliseconds of so many runs by each library, input parsed before.
"""

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pymcdm.methods
import pymcdm.normalizations
import skcriteria
from bid_evaluation import Evaluator
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.invert_objectives import InvertMinimize
from skcriteria.preprocessing.scalers import MaxAbsScaler

PACKAGES = ("bid-evaluation", "pymcdm", "scikit-criteria", "numpy", "pandas", "scipy")

Run = Callable[[], Any]


def main() -> None:
    """Answer line by line until the input ends."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    weights = [float(weight) for weight in given["weights"]]
    scale = float(given["scale"])
    runs = {size: _runs(weights, scale, case) for size, case in given["cases"].items()}
    _say(
        {
            "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
            "totals": {
                size: each["bid-evaluation"]().sort_index()["final_score"].tolist()
                for size, each in runs.items()
            },
        }
    )
    for line in sys.stdin:
        size, times = line.split()
        _say({name: _timed(run, int(times)) for name, run in runs[size].items()})


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


def _timed(run: Run, times: int) -> list[float]:
    run()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def _runs(weights: list[float], scale: float, case: dict[str, Any]) -> dict[str, Run]:
    """The weighted sum and the ranking of one case, by each library; all it reads is made here."""
    columns = [f"c{place}" for place in range(len(weights) - 1)]
    frame = pd.DataFrame(case["scores"], columns=columns, dtype=float)
    frame["price"] = [float(price) for price in case["prices"]]
    matrix, shares = frame.to_numpy(float), np.array(weights) / sum(weights)
    return {
        "bid-evaluation": _bid_evaluation(frame, columns, shares, scale),
        "pymcdm": _pymcdm(matrix, shares),
        "scikit-criteria": _scikit_criteria(matrix, shares),
    }


def _bid_evaluation(frame: Any, columns: list[str], shares: Any, scale: float) -> Run:
    evaluator = Evaluator(normalize_weights=True)
    for column, share in zip(columns, shares, strict=False):
        evaluator.direct(column, float(share), input_scale=scale)
    evaluator.min_ratio("price", float(shares[-1]))
    return lambda: evaluator.evaluate(frame)


def _pymcdm(matrix: Any, shares: Any) -> Run:
    method = pymcdm.methods.WSM(pymcdm.normalizations.minmax_normalization)
    better = np.array([1] * (len(shares) - 1) + [-1])
    return lambda: method.rank(method(matrix, shares, better))


def _scikit_criteria(matrix: Any, shares: Any) -> Run:
    objectives = [max] * (len(shares) - 1) + [min]
    decision = skcriteria.mkdm(matrix, objectives, weights=list(shares))
    pipe = mkpipe(InvertMinimize(), MaxAbsScaler(target="matrix"), WeightedSumModel())
    return lambda: pipe.evaluate(decision)


if __name__ == "__main__":
    main()
