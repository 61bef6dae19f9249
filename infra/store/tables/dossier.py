"""What a dossier is made of: drafts, bound contents, bids, documents, tasks, messages."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from infra.store.tables.base import metadata
from infra.store.types import UtcInstant

tenders = Table(
    "tenders",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation", String(36), nullable=False),
    Column("reference", String(60), nullable=False, unique=True),
    Column("title", String(300), nullable=False),
    Column("department", String(200), nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("published_at", UtcInstant),
    Column("deadline", UtcInstant),
    Index("ix_tenders_organisation", "organisation", "created_at"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("aggregate", String(120), primary_key=True),
    Column("sheet", String(40), primary_key=True),
    Column("author", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("saved_by", String(36), nullable=False),
    Column("saved_at", UtcInstant, nullable=False),
)
"""A work in progress. `author` is empty for a sheet that several people write together."""

contents = Table(
    "contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("body", Text, nullable=False),
)
"""What was bound, by the hash of its bytes; never changed."""

uploads = Table(
    "uploads",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("tender", String(36), nullable=False),
    Column("supplier", String(36), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("key", String(250), nullable=False, unique=True),
)

bids = Table(
    "bids",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("tender", String(120), nullable=False),
    Column("supplier", String(36), nullable=False),
    Column("received_at", UtcInstant, nullable=False),
    Column("manifest", String(64), nullable=False),
    Column("status", String(20), nullable=False),
    Index("ix_bids_tender", "tender", "received_at"),
)

late_attempts = Table(
    "late_attempts",
    metadata,
    Column("tender", String(120), primary_key=True),
    Column("supplier", String(36), primary_key=True),
    Column("received_at", UtcInstant, primary_key=True),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("business_key", String(250), nullable=False, unique=True),
    Column("dossier", String(36), nullable=False),
    Column("aggregate", String(120), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("party", String(36)),
    Column("name", String(200), nullable=False),
    Column("title", String(300), nullable=False),
    Column("language", String(2), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("drawn_at", UtcInstant, nullable=False),
    Column("drawn", String(64), nullable=False),
    Column("leaf", BigInteger),
    Column("path", Text),
    Column("original", String(36)),
    Index("ix_documents_dossier", "dossier", "drawn_at"),
    Index("ix_documents_drawn", "drawn"),
)
"""`party` is the organisation that a letter is for; empty for a document of the dossier. `sha256`
is the file as it is issued, `drawn` the same before its seal. `leaf` and `path` lead to its entry
in the audit log; documents from before the seal have none. `original` is the document of which
this is a copy in another language."""

undrawn = Table(
    "undrawn",
    metadata,
    Column("business_key", String(250), primary_key=True),
    Column("dossier", String(36), nullable=False),
    Column("aggregate", String(120), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("party", String(36)),
    Column("ordered", Text),
    Column("reason", String(20), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("in_a_row", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("failed_at", UtcInstant, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Index("ix_undrawn_dossier", "dossier"),
)
"""Documents that could not be drawn; a row goes when its document is there."""

signed_files = Table(
    "signed_files",
    metadata,
    Column("document", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("signed", String(64), nullable=False),
    Column("actor", String(36), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Index("ix_signed_files_sha256", "sha256"),
)
"""Copies of documents that people signed with a tool of their own; `signed` is the bound content
with what was found in the copy when it came in."""

tasks = Table(
    "tasks",
    metadata,
    Column("aggregate", String(120), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("organisation", String(36), nullable=False),
    Column("dossier", String(36), nullable=False),
    Column("what", String(40), nullable=False),
    Column("person", String(36)),
    Column("role", String(30)),
    Column("since", UtcInstant, nullable=False),
    Column("due", UtcInstant),
    Column("rule", String(60)),
    Index("ix_tasks_organisation", "organisation"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("business_key", String(250), nullable=False, unique=True),
    Column("organisation", String(36), nullable=False),
    Column("dossier", String(36), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("body", Text, nullable=False),
    Column("document", String(36)),
    Column("sent_at", UtcInstant, nullable=False),
    Index("ix_messages_organisation", "organisation", "sent_at"),
)
