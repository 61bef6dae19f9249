"""Evaluation files as documents, and what they answer."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.rules.scoring.answer import answer
from contracts.rules.scoring.evaluation_file import EvaluationFile

Document = dict[str, Any]

EXAMPLES = Path(__file__).parents[2] / "docs" / "rules" / "scoring" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def example(name: str) -> Document:
    """An example of the documentation, its numbers as they are written."""
    written: Document = json.loads(
        (EXAMPLES / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
    return written


def file_of(document: Document) -> EvaluationFile:
    """The file of a document."""
    return EvaluationFile.model_validate(document)


def answered(document: Document, **extras: bool) -> Document:
    """The answer to a document."""
    return answer(file_of(document), **extras)


def shown(told: Document) -> dict[str, str]:
    """The shown totals of an answer."""
    return {bid: total["shown"] for bid, total in told["totals"].items()}


def codes(told: Document) -> list[str]:
    """The codes of an answer's own findings."""
    return [found["code"] for found in told["findings"]]
