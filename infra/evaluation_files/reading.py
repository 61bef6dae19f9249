"""An evaluation file or a bundle from its bytes; what is wrong with it, by field.

Numbers are made from their literal text, never through a float. Nothing is guessed: a key that
stands twice, an exponent, NaN or a character that is no text is refused, with its place.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from contracts.rules.scoring.bundle import VERSION
from contracts.rules.scoring.evaluation_file import EvaluationFile
from infra.evaluation_files import refused
from infra.evaluation_files.refused import Wrong

LARGEST = 100_000_000
"""Bytes of the largest file that is read: a thousand bids with their trace have half of it."""

DEEPEST = 60
"""Levels of nesting of an evaluation file: a tree of criteria has two for each of its own."""

DEEPEST_BUNDLE = 240
"""Of a bundle: a trace has two more for each level of criteria, and as many for their weights."""

_LONGEST_NUMBER = 200
_HALF = re.compile(r"[\ud800-\udfff]")
STDIN = "-"


class BadFile(Exception):
    """Why a file cannot be used: one or more reasons, each with its place."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(", ".join(f"{each.where}: {each.reason}" for each in wrong))
        self.wrong = wrong


@dataclass(frozen=True)
class Bundle:
    """An evaluation file and the answer that was exported with it."""

    file: EvaluationFile
    answer: dict[str, Any]


@dataclass(frozen=True)
class _Literal:
    """A number that is not taken, as it was written."""

    text: str


@dataclass(frozen=True)
class _Repeated:
    """An object in which a key stands twice."""

    key: str


def read(source: str) -> bytes:
    """The content of a file, or of standard input for `-`. Raises `BadFile`."""
    try:
        if source == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(source).open("rb") as opened:
                content = opened.read(LARGEST + 1)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise BadFile(Wrong("unreadable", given=source, limit=reason)) from fault
    if len(content) > LARGEST:
        raise BadFile(Wrong("too_large", limit=str(LARGEST // 1_000_000)))
    return content


def evaluation(content: bytes) -> EvaluationFile:
    """The evaluation file with this content. Raises `BadFile`."""
    return _file(_document(content, DEEPEST), ())


def bundle(content: bytes) -> Bundle:
    """The bundle with this content. Raises `BadFile`."""
    document = _document(content, DEEPEST_BUNDLE)
    if document.get("bundle") != VERSION or isinstance(document.get("bundle"), bool):
        raise BadFile(Wrong("no_bundle", "bundle", limit=str(VERSION)))
    for unknown in sorted(document.keys() - {"bundle", "evaluation", "answer"}):
        raise BadFile(Wrong("unknown_field", unknown))
    for name in ("evaluation", "answer"):
        if name not in document:
            raise BadFile(Wrong("missing", name))
        if not isinstance(document[name], dict):
            raise BadFile(Wrong("object", name, refused.shown(document[name])))
    return Bundle(_file(document["evaluation"], ("evaluation",)), document["answer"])


def _file(document: object, above: Sequence[str]) -> EvaluationFile:
    try:
        return EvaluationFile.model_validate(document)
    except ValidationError as wrong:
        raise BadFile(*(refused.of(error, above) for error in wrong.errors())) from wrong


def _document(content: bytes, deepest: int) -> dict[str, Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadFile(Wrong("not_utf8", limit=str(wrong.start))) from wrong
    try:
        document = json.loads(
            text,
            parse_int=_whole,
            parse_float=_number,
            parse_constant=_Literal,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as wrong:
        place = f"{wrong.lineno}:{wrong.colno}"
        raise BadFile(Wrong("not_json", limit=place)) from wrong
    except RecursionError as wrong:
        raise BadFile(Wrong("too_deep", limit=str(deepest))) from wrong
    found = tuple(_walked(document, (), deepest))
    if found:
        raise BadFile(*found)
    if not isinstance(document, dict):
        raise BadFile(Wrong("object", given=refused.shown(document)))
    return document


def _whole(text: str) -> object:
    return int(text) if len(text) <= _LONGEST_NUMBER else _Literal(text)


def _number(text: str) -> object:
    if "e" in text.lower() or len(text) > _LONGEST_NUMBER:
        return _Literal(text)
    return Decimal(text)


def _object(pairs: list[tuple[str, object]]) -> object:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        return _Repeated(next(key for key in keys if keys.count(key) > 1))
    return made


def _walked(value: object, path: tuple[str | int, ...], deepest: int) -> Iterator[Wrong]:
    if isinstance(value, _Literal):
        yield Wrong("number", refused.path(path), refused.cut(value.text))
    elif isinstance(value, _Repeated):
        yield Wrong("repeated", refused.path((*path, value.key)))
    elif len(path) > deepest:
        yield Wrong("too_deep", refused.cut(refused.path(path)), limit=str(deepest))
    elif isinstance(value, str):
        yield from _strange(value, path)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _walked(each, (*path, place), deepest)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strange(key, (*path, key))
            yield from _walked(each, (*path, key), deepest)


def _strange(text: str, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """A half character, which JSON can escape and no text can hold."""
    if _HALF.search(text):
        yield Wrong("text", refused.path(path), refused.cut(text))
