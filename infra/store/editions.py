"""The law that a dossier is judged by: an edition that ships, with the figures of its own that the
organisation had when the dossier began.

An edition is found again by the hash of its content. One that ships is in the rulebook; one with
own figures is kept whole among the bound contents, as it was when a dossier first pinned it.
"""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from contracts.base import canonical_json, local_date
from contracts.rules import overrides
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError
from infra import rulebook
from infra.store import records
from infra.store.queries import own_figures


def pinned(connection: Connection, sha256: str) -> Edition:
    """The edition with this content; `RuleError("edition_missing")` when there is none."""
    try:
        return rulebook.shipped().pinned(sha256)
    except RuleError:
        body = records.read_text(connection, sha256)
        if body is None:
            raise
        return _read(body)


@lru_cache(maxsize=32)
def _read(body: str) -> Edition:
    return Edition.model_validate_json(body)


def in_force(connection: Connection, organisation: str, at: datetime) -> Edition:
    """What a dossier of this organisation that begins at this moment is judged by: the edition of
    the day with the organisation's own figures, as far as that edition can take them.

    Raises `RuleError("edition_missing")` when no edition holds on that day.
    """
    return with_own(connection, rulebook.edition_for(local_date(at)), organisation, at)


def with_own(connection: Connection, edition: Edition, organisation: str, at: datetime) -> Edition:
    """An edition with the figures that the organisation has of its own at this moment."""
    own = (each.override for each in own_figures.in_force(connection, organisation, at))
    return overrides.overridden(edition, overrides.fitting(edition, own))


def keep(connection: Connection, edition: Edition) -> None:
    """Have it found again by its hash. One that ships is kept with the program."""
    if any(each.override for each in edition.parameters.values()):
        records.put_content(connection, canonical_json(edition.pinned_form).decode())
