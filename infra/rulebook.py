"""The rulebook: reads, validates and hashes the editions of the law that ship with the product.

One TOML file is one edition, named after its id. Numbers are read from their literal text, never
through a float. A faulty file stops the program at its start with the file and field at fault:
no rule is computed from half a law.
"""

import itertools
import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from contracts.rules import editions
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError

LEFT_OUT = "left-out.toml"
"""The file beside the editions that lists what they do not hold."""

PUBLISHED = "published.toml"
"""The file beside the editions with the hash that each was published with."""


class RulebookError(RuntimeError):
    """An edition file that cannot be used; the message names the file and the reason.

    `code` is `toml`, `not_text`, `field_missing`, `field_unknown`, `field_wrong`, `name` or
    `overlap`; `facts` name the file, and the field or the other edition.
    """

    def __init__(self, message: str, code: str, **facts: str) -> None:
        super().__init__(message)
        self.code = code
        self.facts = facts


_FIELD = {"missing": "field_missing", "extra_forbidden": "field_unknown"}
"""What the reader of a file calls a fault, and what we do."""


class Rulebook:
    """All known editions, in order of their start. Two editions of one jurisdiction never
    overlap."""

    def __init__(self, known: Iterable[Edition]) -> None:
        self.editions = tuple(sorted(known, key=lambda e: (e.jurisdiction, e.valid_from)))
        for earlier, later in itertools.pairwise(self.editions):
            if earlier.jurisdiction == later.jurisdiction and editions.covers(
                earlier, later.valid_from
            ):
                said = f"editions {earlier.id} and {later.id} overlap"
                raise RulebookError(said, "overlap", file=f"{later.id}.toml", other=earlier.id)
        self._by_id = {edition.id: edition for edition in self.editions}
        self._by_hash = {edition.sha256: edition for edition in self.editions}

    def edition_for(self, day: date, jurisdiction: str = "BE") -> Edition:
        """The edition in force on a day; `RuleError("edition_missing")` when there is none."""
        there = (e for e in self.editions if e.jurisdiction == jurisdiction)
        return editions.edition_for(there, day)

    def edition(self, edition_id: str) -> Edition:
        """The edition of this id; `RuleError("edition_missing")` when there is none."""
        if edition_id not in self._by_id:
            raise RuleError("edition_missing", edition=edition_id)
        return self._by_id[edition_id]

    def pinned(self, sha256: str) -> Edition:
        """The edition with this content; `RuleError("edition_missing")` when there is none."""
        if sha256 not in self._by_hash:
            raise RuleError("edition_missing", sha256=sha256)
        return self._by_hash[sha256]


def parse(name: str, text: str) -> Edition:
    """One edition from the text of its file; `RulebookError` names what is wrong with it."""
    try:
        edition = Edition.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{name}: {error}", "toml", file=name) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        code = _FIELD.get(first["type"], "field_wrong")
        said = f"{name}: {where}: {first['msg']}"
        raise RulebookError(said, code, file=name, field=where) from None
    expected = f"{edition.jurisdiction.lower()}-{edition.valid_from:%Y-%m}"
    if (edition.id, name) != (expected, f"{expected}.toml"):
        said = f"{name}: holds {edition.id}, named after its jurisdiction and month {expected}"
        raise RulebookError(said, "name", file=name, expected=expected)
    return edition


def parse_file(file: Traversable) -> Edition:
    """One edition from its file; `RulebookError` names what is wrong with it."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RulebookError(f"{file.name}: is not UTF-8", "not_text", file=file.name) from None
    return parse(file.name, text)


def read(folder: Traversable) -> Rulebook:
    """The rulebook of a folder of edition files."""
    return Rulebook(parse_file(file) for file in edition_files(folder))


def edition_files(folder: Traversable) -> tuple[Traversable, ...]:
    """The files of a folder that are editions after their names, in order."""
    beside = (LEFT_OUT, PUBLISHED)
    found = (f for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in beside)
    return tuple(sorted(found, key=lambda file: file.name))


def published(folder: Traversable) -> dict[str, str] | None:
    """The hash of each edition that was published from this folder; None where none is kept.

    RulebookError if the file with the hashes cannot be read.
    """
    file = folder.joinpath(PUBLISHED)
    if not file.is_file():
        return None
    try:
        return {str(name): str(sha) for name, sha in tomllib.loads(file.read_text("utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError(f"{PUBLISHED}: {error}", "toml", file=PUBLISHED) from None


def left_out() -> dict[str, dict[str, str]]:
    """The researched facts that no shipped edition holds: by group, the reason of each."""
    text = shipped_folder().joinpath(LEFT_OUT).read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)
    return found


def shipped_folder() -> Traversable:
    """The folder of the editions that ship with the product."""
    return resources.files("infra").joinpath("editions")


@cache
def _names() -> tuple[str, ...]:
    """The files of the shipped editions, in order of jurisdiction and start."""
    return tuple(file.name for file in edition_files(shipped_folder()))


@cache
def _one(name: str) -> Edition:
    """One shipped edition, read once."""
    return parse_file(shipped_folder().joinpath(name))


@cache
def shipped() -> Rulebook:
    """The editions that ship with the product, read once."""
    return Rulebook(_one(name) for name in _names())


def edition_for(day: date, jurisdiction: str = "BE") -> Edition:
    """The shipped edition in force on a day; `RuleError("edition_missing")` if there is none.

    Reads no other edition than those whose names say that they may be: the last that began before
    the end of the month of the day, and the one before it.
    """
    end = f"{jurisdiction.lower()}-{day:%Y-%m}.toml"
    begun = [n for n in _names() if n.startswith(f"{jurisdiction.lower()}-") and n <= end]
    return editions.edition_for(map(_one, begun[-2:]), day)
