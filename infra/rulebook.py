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


class RulebookError(RuntimeError):
    """An edition file that cannot be used; the message names the file and the reason."""


class Rulebook:
    """All known editions, in order of their start. Two editions of one jurisdiction never
    overlap."""

    def __init__(self, known: Iterable[Edition]) -> None:
        self.editions = tuple(sorted(known, key=lambda e: (e.jurisdiction, e.valid_from)))
        for earlier, later in itertools.pairwise(self.editions):
            if earlier.jurisdiction == later.jurisdiction and editions.covers(
                earlier, later.valid_from
            ):
                raise RulebookError(f"editions {earlier.id} and {later.id} overlap")
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
        raise RulebookError(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RulebookError(f"{name}: {where}: {first['msg']}") from None
    if name != f"{edition.id}.toml":
        raise RulebookError(f"{name}: holds the edition {edition.id}")
    if edition.id != f"{edition.jurisdiction.lower()}-{edition.valid_from:%Y-%m}":
        raise RulebookError(f"{name}: is not named after its jurisdiction and the month it starts")
    return edition


def read(folder: Traversable) -> Rulebook:
    """The rulebook of a folder of edition files."""
    files = sorted((f for f in folder.iterdir() if _holds_one(f)), key=lambda f: f.name)
    return Rulebook(parse(file.name, file.read_text(encoding="utf-8")) for file in files)


def _holds_one(file: Traversable) -> bool:
    """Whether a file is an edition, after its name."""
    return file.name.endswith(".toml") and file.name != LEFT_OUT


def left_out() -> dict[str, dict[str, str]]:
    """The researched facts that no shipped edition holds: by group, the reason of each."""
    found: dict[str, dict[str, str]] = tomllib.loads(_text(LEFT_OUT))
    return found


def _text(name: str) -> str:
    return resources.files("infra").joinpath("editions", name).read_text(encoding="utf-8")


@cache
def _names() -> tuple[str, ...]:
    """The files of the shipped editions, in order of jurisdiction and start."""
    return tuple(
        sorted(
            f.name for f in resources.files("infra").joinpath("editions").iterdir() if _holds_one(f)
        )
    )


@cache
def _one(name: str) -> Edition:
    """One shipped edition, read once."""
    return parse(name, _text(name))


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
