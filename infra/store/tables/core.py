"""What the command path stands on: clock, aggregates, events, commands, outbox, audit log."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from infra.store.tables.base import metadata
from infra.store.types import UtcInstant

clock = Table(
    "clock",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("demo", Boolean, nullable=False),
    Column("offset_us", BigInteger, nullable=False),
)

aggregates = Table(
    "aggregates",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("organisation", String(36), nullable=False),
    Column("dossier", String(36), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("next_at", UtcInstant),
    Column("state", Text, nullable=False),
    Column("opened_at", UtcInstant, nullable=False),
    Index("ix_aggregates_next_at", "next_at"),
    Index("ix_aggregates_dossier", "dossier"),
)

events = Table(
    "events",
    metadata,
    Column("aggregate", String(120), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("dossier", String(36), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("actor", String(36), nullable=False),
    Column("on_behalf_of", String(36)),
    Column("body", Text, nullable=False),
    Column("leaf", BigInteger, nullable=False),
    Index("ix_events_dossier", "dossier", "at"),
)

commands = Table(
    "commands",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("aggregate", String(120), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("actor", String(36), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("answer", Text, nullable=False),
    Column("refusal", Text),
    Column("committed_at", UtcInstant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("topic", String(20), nullable=False),
    Column("business_key", String(250), nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", UtcInstant),
    Column("done", Boolean, nullable=False, default=False),
    Index("ix_outbox_open", "done", "id"),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("body", Text, nullable=False),
    Column("leaf", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("peaks", Text, nullable=False),
    Column("root", String(64), nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Integer, nullable=False),
)
