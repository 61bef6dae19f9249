"""Foreign JSON, read exactly and warily.

Numbers are made from their literal text, never through a float. `Node` is one object of the
document; it remembers which of its keys were read, so that all the others can be named. Nothing
here raises on any content.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.refusals import Fact, fact
from infra.notices.results import Findings, ImportProblem, NoteCode, ProblemCode, refused

LARGEST = 20_000_000
"""Bytes of the largest file that is read: a release of one purchase has some thousand."""

DEEPEST = 100
"""Levels of nesting; OCDS with all its extensions has ten."""

TEXT, LABEL = 20_000, 300
"""Characters of the two kinds of text in a draft."""

SHOWN = 160
"""Characters of a source text that a note repeats."""

_LARGEST_NUMBER = 20
_FINEST_NUMBER = 20
_MOST_DIGITS = 28

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,20})?")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


def too_large() -> ImportProblem:
    """What is said of a file that is not even opened."""
    return refused(ProblemCode.TOO_LARGE, LARGEST // (1000 * 1000))


def decode(content: bytes) -> str | ImportProblem:
    """The text of a file: UTF-8, with or without mark, or UTF-16 and 32 as JSON may have it."""
    if len(content) > LARGEST:
        return too_large()
    if content.startswith(_BINARY):
        return refused(ProblemCode.BINARY)
    try:
        text = content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return refused(ProblemCode.NOT_UTF8)
    if not text.strip():
        return refused(ProblemCode.EMPTY)
    return refused(ProblemCode.BINARY) if "\0" in text else text


def parse(text: str) -> object | ImportProblem:
    """The JSON document, all numbers as `Decimal`."""
    if text.lstrip().startswith("<"):
        return refused(ProblemCode.XML)
    try:
        document: object = json.loads(
            text, parse_float=_decimal, parse_int=_decimal, parse_constant=str
        )
    except json.JSONDecodeError as wrong:
        return refused(ProblemCode.BROKEN_JSON, wrong.lineno)
    except RecursionError:
        return refused(ProblemCode.TOO_DEEP)
    return refused(ProblemCode.TOO_DEEP) if _too_deep(document) else document


def clean(text: str) -> str:
    """Text that every store and terminal takes: no control characters, no half characters."""
    return _CONTROL.sub(
        "\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n")
    ).strip()


def usable(number: Decimal) -> Decimal | None:
    """The number without exponent and trailing zeros; None if no figure of a tender is so large
    or so fine."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or len(number.as_tuple().digits) > _MOST_DIGITS:
        return None
    if number.adjusted() >= _LARGEST_NUMBER or exponent < -_FINEST_NUMBER:
        return None
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def shown(text: str) -> Fact:
    """A source text as a note repeats it: on one line, cut where it grows long."""
    line = " ".join(clean(text).split())
    return fact(line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…")


class Node:
    """One object of the document and its place in it. What is absent, or of another type than
    asked, reads as empty; a value of another type stays unread."""

    def __init__(self, content: object, path: str, findings: Findings) -> None:
        self.content: Mapping[str, Any] = content if isinstance(content, dict) else {}
        self.path = path
        self._findings = findings
        self._read: set[str] = set()
        self._nodes: list[Node] = []

    def __bool__(self) -> bool:
        return bool(self.content)

    def at(self, key: str) -> str:
        """The place of a key of this object."""
        return f"{self.path}.{key}" if self.path else clean(key)

    def peek(self, key: str) -> str:
        """The text of a key, which stays unread."""
        value = self.content.get(key)
        return clean(value) if isinstance(value, str) else ""

    def text(self, key: str) -> str:
        """The text of a key, with its lines; what is longer than a text of a draft is cut, and
        that is noted."""
        return self._cut(key, self.peek(key), TEXT)

    def label(self, key: str) -> str:
        """The text of a key on one line, cut at the length of a label."""
        return self._cut(key, " ".join(self.peek(key).split()), LABEL)

    def identifier(self, key: str) -> str:
        """An id, which may be a text or a number; cut like a label."""
        if not isinstance(self.content.get(key), Decimal):
            return self.label(key)
        number = self.number(key)
        return "" if number is None else str(number)

    def _cut(self, key: str, text: str, limit: int) -> str:
        if text:
            self._read.add(key)
        if len(text) > limit:
            self._findings.take(NoteCode.SHORTENED, self.at(key), fact(limit))
        return text[:limit].rstrip()

    def number(self, key: str) -> Decimal | None:
        """A usable number, also when it stands there as a plain decimal text."""
        value = self.content.get(key)
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            value = Decimal(value.strip())
        number = usable(value) if isinstance(value, Decimal) else None
        if number is not None:
            self._read.add(key)
        return number

    def flag(self, key: str) -> bool:
        """Whether the key says true."""
        if isinstance(self.content.get(key), bool):
            self._read.add(key)
        return self.content.get(key) is True

    def node(self, key: str) -> "Node":
        """The object under a key, or an empty one."""
        value = self.content.get(key)
        node = Node(value, self.at(key), self._findings)
        if isinstance(value, dict):
            self._read.add(key)
            self._nodes.append(node)
        return node

    def nodes(self, key: str) -> list["Node"]:
        """The objects of a list, in their order."""
        value = self.content.get(key)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            return []
        self._read.add(key)
        found = [
            Node(each, f"{self.at(key)}[{index}]", self._findings)
            for index, each in enumerate(value)
        ]
        self._nodes += found
        return found

    def pass_by(self, *keys: str) -> None:
        """These keys are accounted for in another way, or say nothing about the purchase."""
        self._read.update(keys)

    def unread(self) -> Iterator[tuple[str, object]]:
        """Place and value of every key that says something and was not read, with those of the
        objects that were opened."""
        for key, value in self.content.items():
            if key not in self._read and _says(value):
                yield self.at(clean(key)), value
        for node in self._nodes:
            yield from node.unread()


def any_index(path: str) -> str:
    """The place for all of a list: `tender.lots[].title` of `tender.lots[3].title`."""
    return re.sub(r"\[[0-9]+\]", "[]", path)


def account(node: Node, findings: Findings) -> None:
    """Note all that was not read: places that differ by their index only are one note."""
    places: dict[str, list[object]] = {}
    for path, value in node.unread():
        places.setdefault(any_index(path), []).append(value)
    for path, values in places.items():
        number = sum(len(value) if isinstance(value, list) else 1 for value in values)
        only = values[0]
        if number > 1 or isinstance(only, list):
            findings.leave(NoteCode.NOT_PLACED_COUNT, path, fact(number))
        elif isinstance(only, str | Decimal):
            findings.leave(NoteCode.NOT_PLACED_VALUE, path, shown(str(only)))
        else:
            findings.leave(NoteCode.NOT_PLACED, path)


def _decimal(literal: str) -> Decimal | str:
    """A number too large for a `Decimal` stays the text it was."""
    try:
        return Decimal(literal)
    except InvalidOperation:
        return literal


def _says(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    if isinstance(value, list):
        return any(map(_says, value))
    return value is not None and value is not False and value != ""


def _too_deep(document: object) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in found if isinstance(each, dict | list)]
