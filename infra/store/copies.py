"""Asking for a copy of a document in another language: audit entry and outbox row, once."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from contracts.actors import Actor
from contracts.base import Language
from contracts.documents.order import COPIED, Order
from infra.store import audit, clock, documents, outbox
from infra.store.documents import Document
from infra.store.tables.dossier import documents as register
from infra.store.tables.dossier import undrawn


class Standing(StrEnum):
    """How it stands with the copy of a document in one language."""

    ABSENT = "absent"
    """Nobody asked for it yet."""
    WAITING = "waiting"
    """It was asked for, and is not drawn yet."""
    STOPPED = "stopped"
    """It could not be drawn, and waits for a person."""
    DRAWN = "drawn"


@dataclass(frozen=True)
class Asked:
    """The copies of some originals that were asked for and are not there: (original, language)."""

    waiting: frozenset[tuple[str, Language]]
    stopped: frozenset[tuple[str, Language]]
    """Those that could not be drawn, and wait for a person."""

    def standing(self, original: Document, language: Language, copy: Document | None) -> Standing:
        """How it stands with the copy of one of these originals, given where it is drawn."""
        which = (original.id, language)
        if copy is not None:
            return Standing.DRAWN
        if which in self.stopped:
            return Standing.STOPPED
        return Standing.WAITING if which in self.waiting else Standing.ABSENT


def order(original: Document, language: Language) -> Order:
    """The order for a copy; ValueError for what has none in this language: a file that is not drawn
    from a model, a copy itself, the language of the original."""
    if language not in languages(original):
        raise ValueError(f"no copy of {original.id} in {language}")
    fields = {"document": original.kind, "aggregate": original.aggregate}
    return Order.model_validate(fields | {"original": original.id, "language": language})


def ask(connection: Connection, original: Document, language: Language, actor: Actor) -> None:
    """Have the copy drawn, for somebody who may read the original; nothing when it was asked for
    before. ValueError as `order`."""
    wanted = order(original, language)
    # Two people who ask at once wait for each other here.
    connection.execute(select(register.c.id).where(register.c.id == original.id).with_for_update())
    if documents.find(connection, wanted.key) or outbox.asked(connection, [wanted]):
        return
    entry = {
        "act": "copy_asked",
        "document": original.id,
        "language": language.value,
        "actor": actor.person,
        "at": clock.now(connection).isoformat(),
    }
    audit.append(connection, entry)
    outbox.add_order(connection, wanted)


def languages(original: Document) -> tuple[Language, ...]:
    """The languages in which there can be a copy of this document."""
    if original.original is not None or original.kind not in COPIED:
        return ()
    return tuple(each for each in Language if each != original.language)


def asked(connection: Connection, found: Collection[Document]) -> Asked:
    """Which copies of these documents were asked for and are not drawn yet."""
    wanted = {
        order(each, language): (each.id, language) for each in found for language in languages(each)
    }
    which = {each.key: what for each, what in wanted.items()}
    drawn = {each.business_key for each in documents.find_all(connection, which)}
    keys = outbox.asked(connection, wanted) - drawn
    stuck = connection.execute(
        select(undrawn.c.business_key)
        .where(undrawn.c.business_key.in_(keys))
        .where(undrawn.c.stopped)
    ).scalars()
    stopped = frozenset(which[key] for key in stuck)
    return Asked(frozenset(which[key] for key in keys) - stopped, stopped)
