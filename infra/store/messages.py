"""The inbox of an organisation on the portal: each message once under its business key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from infra.store.engine import Connection
from infra.store.tables.dossier import messages


@dataclass(frozen=True)
class Message:
    """A message that was put in an inbox; `document` is the letter that it brings."""

    id: str
    business_key: str
    organisation: str
    dossier: str
    subject: str
    body: str
    document: str | None
    sent_at: datetime


def _message(row: object) -> Message:
    return Message(*(getattr(row, field) for field in Message.__dataclass_fields__))


def find(connection: Connection, business_key: str) -> Message | None:
    """The message sent under this key, None when it is still to be sent."""
    row = connection.execute(
        select(messages).where(messages.c.business_key == business_key)
    ).first()
    return None if row is None else _message(row)


def add(connection: Connection, message: Message) -> Message:
    """Put a message in an inbox; if its key is there already, that one is answered."""
    if there := find(connection, message.business_key):
        return there
    connection.execute(insert(messages).values(vars(message)))
    return message


def of_organisation(connection: Connection, organisation: str) -> list[Message]:
    """The inbox of an organisation, newest first."""
    rows = connection.execute(
        select(messages)
        .where(messages.c.organisation == organisation)
        .order_by(messages.c.sent_at.desc(), messages.c.id)
    )
    return [_message(row) for row in rows]


def received(connection: Connection, organisation: str, documents: Iterable[str]) -> set[str]:
    """Which of these documents were sent to an organisation."""
    rows = connection.execute(
        select(messages.c.document)
        .where(messages.c.organisation == organisation)
        .where(messages.c.document.in_(set(documents)))
    )
    return set(rows.scalars())
