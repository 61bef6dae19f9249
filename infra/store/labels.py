"""Writing the labels of an official list."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from contracts.rules.identifiers.lists import LabelList
from infra.store.records import upsert
from infra.store.tables.labels import labels


@dataclass(frozen=True)
class Loaded:
    """What became of a list: how many labels are new, say something else now, or were so."""

    added: int
    changed: int
    unchanged: int


def load(connection: Connection, found: LabelList) -> Loaded:
    """Take the labels of a list over, in the caller's transaction; a repeat changes nothing.

    A label that this list does not hold stays: a part of a list may be loaded after the whole.
    """
    present = {
        (row.code, row.language): (row.text, row.folded)
        for row in connection.execute(
            select(labels).where(labels.c.scheme == found.scheme, labels.c.version == found.version)
        )
    }
    rows = [
        {
            "scheme": found.scheme.value,
            "version": found.version,
            "language": language.value,
            "code": code,
            "text": text,
            "folded": folded(text),
        }
        for code, texts in found.labels.items()
        for language, text in texts.items()
    ]
    fresh = [row for row in rows if present.get(_key(row)) != (row["text"], row["folded"])]
    if fresh:
        statement: Any = upsert(connection)(labels)
        told = {"text": statement.excluded.text, "folded": statement.excluded.folded}
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["scheme", "version", "language", "code"], set_=told
            ),
            fresh,
        )
    added = sum(_key(row) not in present for row in fresh)
    return Loaded(added, len(fresh) - added, len(rows) - len(fresh))


def _key(row: dict[str, str]) -> tuple[str, str]:
    return row["code"], row["language"]


def folded(text: str) -> str:
    """A text without capitals and accents, so that *beveiligingsaudit* and *ÉTUDE* are found."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
