"""Accounts: passwords, sign-in links and sessions. Wall clock: a demo that moves its time must
not end a session."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from infra.store.tables.people import people, sessions, sign_in_links

IDLE = timedelta(minutes=60)
"""A session that nobody uses ends after this long."""

LONGEST = timedelta(hours=12)
"""Every session ends after this long."""


DEMO_LINK = timedelta(days=365)
"""How long the links of a demo hold."""


@dataclass(frozen=True)
class Account:
    """An active person who can sign in."""

    person: str
    password_hash: str | None


def token_hash(token: str) -> str:
    """Tokens are kept by their hash only."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_email(connection: Connection, email: str) -> Account | None:
    """The account of an address, compared without case."""
    row = connection.execute(
        select(people.c.id, people.c.password_hash)
        .where(people.c.email == email.strip().lower())
        .where(people.c.active)
    ).first()
    return None if row is None else Account(row.id, row.password_hash)


def add_link(
    connection: Connection, token: str, person: str, expires_at: datetime, reusable: bool
) -> None:
    """A link that signs this person in until it expires; once, unless it is reusable."""
    connection.execute(
        insert(sign_in_links).values(
            token_hash=token_hash(token),
            person=person,
            expires_at=expires_at,
            reusable=reusable,
            used_at=None,
        )
    )


def renew_link(connection: Connection, token: str, person: str, expires_at: datetime) -> None:
    """A reusable link of a demo: made the first time, prolonged after that."""
    known = connection.execute(
        update(sign_in_links)
        .where(sign_in_links.c.token_hash == token_hash(token))
        .values(expires_at=expires_at)
    )
    if known.rowcount == 0:
        add_link(connection, token, person, expires_at, reusable=True)


def use_link(connection: Connection, token: str, wall: datetime) -> str | None:
    """The person of a link, which is now used; None when it is unknown, used or expired."""
    row = connection.execute(
        select(sign_in_links)
        .where(sign_in_links.c.token_hash == token_hash(token))
        .with_for_update()
    ).first()
    if row is None or row.expires_at <= wall or (row.used_at is not None and not row.reusable):
        return None
    connection.execute(
        update(sign_in_links)
        .where(sign_in_links.c.token_hash == row.token_hash)
        .values(used_at=wall)
    )
    return str(row.person)


def shown(connection: Connection, wall: datetime) -> list[str]:
    """The people whom a reusable link signs in now: those of a demo."""
    rows = connection.execute(
        select(sign_in_links.c.person)
        .where(sign_in_links.c.reusable)
        .where(sign_in_links.c.expires_at > wall)
    )
    return list(rows.scalars())


def start_session(connection: Connection, token: str, person: str, wall: datetime) -> None:
    """Keep a session, and forget those that ended."""
    connection.execute(delete(sessions).where(sessions.c.started_at < wall - LONGEST))
    connection.execute(
        insert(sessions).values(
            token_hash=token_hash(token), person=person, started_at=wall, last_seen_at=wall
        )
    )


@dataclass(frozen=True)
class Session:
    """A session that holds now."""

    person: str
    last_seen_at: datetime


def find_session(connection: Connection, token: str, wall: datetime) -> Session | None:
    """The session of a token, None when it ended."""
    row = connection.execute(
        select(sessions).where(sessions.c.token_hash == token_hash(token))
    ).first()
    if row is None or row.last_seen_at < wall - IDLE or row.started_at < wall - LONGEST:
        return None
    return Session(row.person, row.last_seen_at)


def touch_session(connection: Connection, token: str, wall: datetime) -> None:
    """The session was used just now."""
    connection.execute(
        update(sessions).where(sessions.c.token_hash == token_hash(token)).values(last_seen_at=wall)
    )


def end_session(connection: Connection, token: str) -> None:
    """Sign out; a repeat changes nothing."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash(token)))
