"""The bundle of an exported award: an evaluation file with its answer, to be computed again.

`{"bundle": 1, "evaluation": <the file>, "answer": <the answer, with trace and digest>}`
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from contracts.rules.scoring.answer import EXTRAS, answer
from contracts.rules.scoring.evaluation_file import EvaluationFile
from contracts.rules.scoring.result import Node
from contracts.rules.scoring.steps import rebuild

VERSION = 1

ABSENT = "–"
"""What stands for a value that one side does not have."""

_NODE = TypeAdapter(Node)


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A place where an answer does not agree with what is computed from its own file."""

    path: str
    said: str
    computed: str


def bundle(file: EvaluationFile) -> dict[str, Any]:
    """The bundle of a file, with its answer and trace."""
    plain = file.model_dump(mode="json", exclude_defaults=True)
    return {"bundle": VERSION, "evaluation": plain, "answer": answer(file, trace=True)}


def differences(file: EvaluationFile, said: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every value of an answer that does not follow from the file, by its path.

    The answer is computed again with the extras that it has, and each tree of its trace is rebuilt
    from its own bottom: then also a trace that was changed on purpose to agree is found out.
    """
    asked = {name: any(name in part for _, part in _parts(said)) for name in EXTRAS}
    computed = answer(
        file,
        trace=asked["trace"],
        sensitivity=asked["sensitivity"],
        simulation=asked["simulation"],
    )
    found = {*_compared("", said, computed), *_rebuilt(said)}
    return tuple(sorted(found))


def _parts(said: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "", said
    lots = said.get("lots")
    if isinstance(lots, dict):
        yield from ((f"lots.{id_}.", each) for id_, each in lots.items() if isinstance(each, dict))


def _compared(path: str, said: object, computed: object) -> Iterator[Difference]:
    if isinstance(said, dict) and isinstance(computed, dict):
        for key in {**computed, **said}:
            below = f"{path}.{key}" if path else str(key)
            yield from _compared(below, said.get(key, ABSENT), computed.get(key, ABSENT))
    elif isinstance(said, list) and isinstance(computed, list):
        for place in range(max(len(said), len(computed))):
            yield from _compared(f"{path}.{place}", _at(said, place), _at(computed, place))
    elif type(said) is not type(computed) or said != computed:
        yield Difference(path, _written(said), _written(computed))


def _at(items: Sequence[object], place: int) -> object:
    return items[place] if place < len(items) else ABSENT


def _written(value: object) -> str:
    """A value in one line; of lists and objects that one side lacks, only that they are there."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value)


def _rebuilt(said: Mapping[str, Any]) -> Iterator[Difference]:
    for path, part in _parts(said):
        trace = part.get("trace")
        for bid, written in trace.items() if isinstance(trace, dict) else ():
            yield from _of_tree(f"{path}trace.{bid}", written)


def _of_tree(path: str, written: object) -> Iterator[Difference]:
    try:
        again = _NODE.dump_python(rebuild(_NODE.validate_python(written)), mode="json")
    except (ValueError, ArithmeticError, LookupError, TypeError):
        # What is no tree of numbers cannot be rebuilt; that it differs is told by comparing.
        return
    yield from _compared(path, written, again)
