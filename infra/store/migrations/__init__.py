"""Alembic migrations: expand, migrate, contract. A released revision is never edited."""
