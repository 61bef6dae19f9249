"""The tables, by noun. Importing this package registers all of them on one MetaData."""

from infra.store.tables import core, dossier, labels, people
from infra.store.tables.base import metadata

__all__ = ["core", "dossier", "labels", "metadata", "people"]
