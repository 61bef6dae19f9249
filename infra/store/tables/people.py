"""Organisations, people, their roles, and how they sign in."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

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

own_figures = Table(
    "own_figures",
    metadata,
    Column("organisation", ForeignKey("organisations.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("parameter", String(80), nullable=False),
    Column("figure", String(64), nullable=False),
    Column("edition", String(20), nullable=False),
    Column("actor", String(36), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("ended_at", UtcInstant),
    Column("ended_by", String(36)),
    Column("ended_reason", String(64)),
    Index(
        "ux_own_figures_in_force",
        "organisation",
        "parameter",
        unique=True,
        sqlite_where=text("ended_at is null"),
        postgresql_where=text("ended_at is null"),
    ),
)
"""The figures that a buyer puts over those of the law; none is ever taken out. `version` is that of
the organisation when it came, `figure` and `ended_reason` are bound contents; one that gave way to
another figure ended without a reason of its own."""

mandates = Table(
    "mandates",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation", ForeignKey("organisations.id"), nullable=False),
    Column("role", String(30), nullable=False),
    Column("titular", ForeignKey("people.id"), nullable=False),
    Column("holder", ForeignKey("people.id"), nullable=False),
    Column("decision", String(60), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("acting", Boolean, nullable=False),
    # An amount is text, as everywhere: SQLite knows no decimals.
    Column("limit_amount", String(32)),
    Column("limit_currency", String(3)),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("given_by", ForeignKey("people.id"), nullable=False),
    Column("given_at", UtcInstant, nullable=False),
    Column("ended_by", ForeignKey("people.id")),
    Column("ended_at", UtcInstant),
    Index("ix_mandates_holder", "holder"),
    Index("ix_mandates_organisation", "organisation"),
)
"""Never deleted: an act of years ago was done on one of them."""
