"""Published cases as files of this repository: read, evaluated, and their figures looked up."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from contracts.rules import scoring
from contracts.rules.scoring import EvaluationModel, Mode, Offers, Result

CASES = Path(__file__).parent / "cases"
OF_OFFERS = {"bids", "scores", "comparisons", "decisions"}


def read(name: str) -> dict[str, Any]:
    """A case by the name of its file."""
    case: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return case


def names() -> list[str]:
    """The cases that hold one evaluation each."""
    return sorted(path.stem for path in CASES.glob("*.json") if "evaluation" in read(path.stem))


def evaluate(case: dict[str, Any]) -> Result:
    """The evaluation of a case, with its trace."""
    return scoring.evaluate(*file_of(case["evaluation"]))


def file_of(written: dict[str, Any]) -> tuple[EvaluationModel, Offers]:
    """The method and the offers of one evaluation, from one flat document."""
    method = {key: value for key, value in written.items() if key not in OF_OFFERS}
    offers = {key: value for key, value in written.items() if key in OF_OFFERS}
    return (
        EvaluationModel.model_validate_json(json.dumps(method)),
        Offers.model_validate_json(json.dumps(offers)),
    )


def figure(result: Result, of: str) -> Fraction:
    """A figure by where it stands: `bid`, `bid/criterion` or `screening/figure`."""
    first, _, second = of.partition("/")
    if first == "screening":
        return result.screenings[0].figure(second).exact
    row = next(row for row in result.rows if row.bid == first)
    if not second:
        return row.exact
    return next(points.exact for points in row.points if points.criterion == second)


def shown_as(result: Result, expected: dict[str, str]) -> str:
    """A figure with as many decimals as were published; exact where a fraction was."""
    value = figure(result, expected["of"]) * Fraction(expected.get("times", "1"))
    if "/" in expected["shown"]:
        return str(value)
    decimals = len(expected["shown"].partition(".")[2])
    return scoring.show(value, decimals, Mode(expected.get("mode", "half_up")))


def told(result: Result) -> list[str]:
    """The findings as `code bid criterion`, without what is empty."""
    return [" ".join(filter(None, (f.code.value, f.bid, f.criterion))) for f in result.findings]
