"""Organisations, people, their roles, and how they sign in."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text

from infra.store.tables.base import metadata
from infra.store.types import UtcInstant

organisations = Table(
    "organisations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", String(200), nullable=False),
    Column("enterprise_number", String(20)),
    Column("address", Text, nullable=False),
    Column("seat", String(200), nullable=False),
    Column("prefix", String(6), nullable=False),
    Column("email", String(200), nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation", ForeignKey("organisations.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("function", String(200), nullable=False),
    Column("department", String(200), nullable=False),
    Column("email", String(200), nullable=False, unique=True),
    Column("language", String(2), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("password_hash", String(200)),
    Column("active", Boolean, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("role", String(30), primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("started_at", UtcInstant, nullable=False),
    Column("last_seen_at", UtcInstant, nullable=False),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("expires_at", UtcInstant, nullable=False),
    Column("reusable", Boolean, nullable=False),
    Column("used_at", UtcInstant),
)

relations = Table(
    "relations",
    metadata,
    Column("dossier", String(36), primary_key=True),
    Column("person", String(36), primary_key=True),
    Column("relation", String(20), primary_key=True),
    Index("ix_relations_person", "person"),
)
