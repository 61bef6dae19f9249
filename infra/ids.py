"""Ids of new things, made at the edge: by the API, an import or a loop of the worker."""

import uuid

import uuid_utils


def new_id() -> str:
    """A uuid7 in canonical form. It sorts by the wall clock; nothing legal may rest on that."""
    return str(uuid_utils.uuid7())


def derived(namespace: str, key: str) -> str:
    """The uuid5 of a key under another id: the same two give the same id, always."""
    return str(uuid.uuid5(uuid.UUID(namespace), key))
