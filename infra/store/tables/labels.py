"""What the codes of the official lists mean, in the languages of the product."""

from sqlalchemy import Column, String, Table, Text

from infra.store.tables.base import metadata

labels = Table(
    "labels",
    metadata,
    Column("scheme", String(10), primary_key=True),
    Column("version", String(10), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
)
"""`folded` is the text without capitals and accents, for looking words up."""
