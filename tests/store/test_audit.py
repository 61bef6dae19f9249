"""The audit log: the tree of RFC 9162, and every change found."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from infra.store import audit
from infra.store.engine import Connection, Store
from infra.store.tables.core import audit_entries


def root_of(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, taken literally: the slow reference."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return audit.node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


@given(st.lists(st.binary(max_size=20), max_size=70))
def test_the_peaks_give_the_root_of_the_definition(entries: list[bytes]) -> None:
    peaks: list[bytes] = []
    for size, entry in enumerate(entries):
        peaks = audit.merged(peaks, size, audit.leaf_hash(entry))
    leaves = [audit.leaf_hash(entry) for entry in entries]
    assert audit.root_of(peaks) == root_of(leaves)


def _thirteen(connection: Connection) -> None:
    for number in range(13):
        audit.append(connection, {"number": number})


async def test_an_untouched_log_verifies(store: Store) -> None:
    await store.write(_thirteen)
    assert await store.read(audit.first_fault) is None
    assert (await store.read(audit.head)).size == 13


@pytest.mark.parametrize("changed", [0, 6, 12])
async def test_a_changed_entry_is_named(store: Store, changed: int) -> None:
    await store.write(_thirteen)
    await store.write(
        lambda c: c.execute(
            update(audit_entries).where(audit_entries.c.seq == changed).values(body='{"number":99}')
        )
    )
    assert await store.read(audit.first_fault) == changed
