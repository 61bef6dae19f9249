"""Whether a folder of editions can be used: every file, their days together, and their hashes."""

import itertools
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import NamedTuple

from contracts.rules import editions
from contracts.rules.editions import Edition
from infra import rulebook
from infra.rulebook import RulebookError


class Fault(NamedTuple):
    """One thing that is wrong: a stable code and what its sentence is filled with."""

    code: str
    facts: dict[str, str]


class Checked(NamedTuple):
    """The editions that can be read, in order of their start, and everything that is wrong."""

    editions: tuple[Edition, ...]
    faults: tuple[Fault, ...]


def check(folder: Traversable) -> Checked:
    """Read every file of a folder and compare what was read with what was published.

    The codes are those of `RulebookError`, and `empty` (no edition at all), `changed` (another
    hash than the published one), `unpublished` (a hash is kept for others, not for this one) and
    `gone` (a published edition without its file).
    """
    found: list[Edition] = []
    faults: list[Fault] = []
    files = rulebook.edition_files(folder)
    for file in files:
        try:
            found.append(rulebook.parse_file(file))
        except RulebookError as error:
            faults.append(Fault(error.code, error.facts))
    if not files:
        faults.append(Fault("empty", {}))
    found.sort(key=lambda edition: (edition.jurisdiction, edition.valid_from))
    faults.extend(_overlaps(found))
    names = {file.name.removesuffix(".toml") for file in files}
    try:
        faults.extend(_hashes(found, names, rulebook.published(folder)))
    except RulebookError as error:
        faults.append(Fault(error.code, error.facts))
    return Checked(tuple(found), tuple(faults))


def _overlaps(found: Sequence[Edition]) -> Iterator[Fault]:
    for earlier, later in itertools.pairwise(found):
        same = earlier.jurisdiction == later.jurisdiction
        if same and editions.covers(earlier, later.valid_from):
            yield Fault("overlap", {"file": f"{later.id}.toml", "other": earlier.id})


def _hashes(
    found: Sequence[Edition], names: set[str], published: dict[str, str] | None
) -> Iterator[Fault]:
    if published is None:
        return
    for edition in found:
        if edition.id not in published:
            yield Fault("unpublished", {"edition": edition.id, "sha256": edition.sha256})
        elif published[edition.id] != edition.sha256:
            yield Fault("changed", {"edition": edition.id, "sha256": edition.sha256})
    for edition_id in sorted(set(published) - names):
        yield Fault("gone", {"edition": edition_id})
