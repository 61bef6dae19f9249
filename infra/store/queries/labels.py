"""What codes mean, and which codes have certain words; empty until a list was loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from contracts.base import Language
from contracts.rules.identifiers.lists import Scheme
from infra.store.labels import folded
from infra.store.tables.labels import labels

MOST = 50
"""Codes that one search answers."""

LONGEST = 200
"""Characters of a search that are looked at."""

_CODE_LENGTH = {Scheme.CPV: 8, Scheme.NUTS: 5}


@dataclass(frozen=True)
class Labelled:
    """A code and what it means."""

    code: str
    text: str


def loaded(connection: Connection, scheme: Scheme) -> bool:
    """Whether a list of this scheme was ever loaded."""
    first = select(labels.c.code).where(labels.c.scheme == scheme.value).limit(1)
    return connection.execute(first).first() is not None


def named(
    connection: Connection, scheme: Scheme, codes: Iterable[str | None], language: Language
) -> dict[str, str]:
    """What these codes mean, by the code as it was asked; one that is not in the list is left out.

    A CPV code may bear its check digit or not. Of several versions of a list the newest counts.
    """
    asked = {code: code[: _CODE_LENGTH[scheme]] for code in codes if code}
    if not asked:
        return {}
    rows = connection.execute(
        _of(scheme, language).where(labels.c.code.in_(set(asked.values()))).order_by("version")
    )
    known = {row.code: row.text for row in rows}
    return {code: known[key] for code, key in asked.items() if key in known}


def search(
    connection: Connection, scheme: Scheme, asked: str, language: Language, most: int = MOST
) -> list[Labelled]:
    """The codes that begin as asked, or whose label holds all the words asked for.

    Those whose label begins with the first word come first, then by code: headings before what
    is under them.
    """
    words = folded(asked[:LONGEST]).split()
    if not words:
        return []
    newest = select(func.max(labels.c.version)).where(labels.c.scheme == scheme.value)
    matching = and_(
        *(
            labels.c.folded.contains(word, autoescape=True)
            | labels.c.code.startswith(word.upper().split("-")[0] or word, autoescape=True)
            for word in words
        )
    )
    first = labels.c.folded.startswith(words[0], autoescape=True)
    query = (
        _of(scheme, language)
        .where(labels.c.version == newest.scalar_subquery(), matching)
        .order_by(first.desc(), labels.c.code)
        .limit(most)
    )
    return [Labelled(row.code, row.text) for row in connection.execute(query)]


def _of(scheme: Scheme, language: Language) -> Select[Any]:
    return select(labels.c.code, labels.c.text, labels.c.version).where(
        labels.c.scheme == scheme.value, labels.c.language == language.value
    )
