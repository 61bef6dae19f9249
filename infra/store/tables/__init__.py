"""The tables, by noun. Importing this package registers all of them on one MetaData."""

from infra.store.tables import core, dossier, people
from infra.store.tables.base import metadata

__all__ = ["core", "dossier", "metadata", "people"]
