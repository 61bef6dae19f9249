"""Reads, validates and hashes the procedures that ship with the product (`infra/procedures`).

One TOML file is one procedure or one technique, named after its id. A faulty file stops the
program with the file and the field at fault.
"""

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from contracts.rules import procedures
from contracts.rules.procedures import AwardProcedure, Procedures, Technique


class ProcedureFileError(RuntimeError):
    """A procedure file that cannot be used; the message names the file and the reason."""


def parse(name: str, text: str) -> AwardProcedure | Technique:
    """One procedure or technique from the text of its file; ProcedureFileError says what is wrong
    with it."""
    try:
        read = tomllib.loads(text, parse_float=Decimal)
        shape = Technique if read.get("form") == "technique" else AwardProcedure
        found = shape.model_validate(read)
    except tomllib.TOMLDecodeError as error:
        raise ProcedureFileError(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProcedureFileError(f"{name}: {where}: {first['msg']}") from None
    if name != f"{found.id}.toml":
        raise ProcedureFileError(f"{name}: holds {found.id}")
    return found


def read(*folders: Traversable) -> Procedures:
    """The procedures and techniques of one or more folders of files, in the order of their names.

    ProcedureFileError also for an id that stands in two folders, and for a technique on a
    procedure that no file describes.
    """
    found: dict[str, AwardProcedure | Technique] = {}
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if not file.name.endswith(".toml"):
                continue
            each = parse(file.name, file.read_text(encoding="utf-8"))
            if each.id in found:
                raise ProcedureFileError(f"{file.name}: {each.id} stands in two folders")
            found[each.id] = each
    known = Procedures(
        procedures=tuple(each for each in found.values() if isinstance(each, AwardProcedure)),
        techniques=tuple(each for each in found.values() if isinstance(each, Technique)),
    )
    for where in procedures.strange(known):
        raise ProcedureFileError(f"{where}: no file describes this procedure")
    return known


@cache
def shipped() -> Procedures:
    """The procedures that ship with the product, read once."""
    return read(resources.files("infra").joinpath("procedures"))
