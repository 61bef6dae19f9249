"""The audit log: a Merkle tree (RFC 9162) that grows in the transaction of the act it records.

A leaf is SHA-256(0x00 || entry), a node SHA-256(0x01 || left || right). The head row keeps the
size, the root and the peaks (the roots of the complete subtrees, largest first), so that an
append costs O(log n) and takes one lock, last in its transaction.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from contracts.base import canonical_json
from infra.store.tables.core import audit_entries, audit_head

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Head:
    """A state of the log: how many entries, and the root over them."""

    size: int
    root: str


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def create(connection: Connection) -> None:
    """Begin an empty log."""
    connection.execute(insert(audit_head).values(one=1, size=0, peaks="", root=EMPTY_ROOT))


# Built once: every commit runs them.
_LOCKED_HEAD = select(audit_head.c.size, audit_head.c.peaks).with_for_update()
_NEW_ENTRY = insert(audit_entries)
_NEXT_HEAD = update(audit_head)


def append(connection: Connection, entry: dict[str, Any]) -> Head:
    """Add an entry; the new head. Entries carry ids and hashes, never names or contents."""
    return append_placed(connection, entry).head


@dataclass(frozen=True)
class Placed:
    """An entry that was added: the head right after it, and its path to that root (hexadecimal).

    The last leaf of a tree has left neighbours only: the peaks of the tree before it, the smallest
    first. So its proof of inclusion (RFC 9162, 2.1.3) costs nothing more than the append.
    """

    head: Head
    path: tuple[str, ...]


def append_placed(connection: Connection, entry: dict[str, Any]) -> Placed:
    """As `append`, with what proves later that the entry stands in the log."""
    row = connection.execute(_LOCKED_HEAD).one()
    body = canonical_json(entry)
    leaf = leaf_hash(body)
    peaks_before = row.peaks.split()
    peaks = merged([bytes.fromhex(p) for p in peaks_before], row.size, leaf)
    head = Head(row.size + 1, root_of(peaks).hex())
    connection.execute(_NEW_ENTRY, {"seq": row.size, "body": body.decode(), "leaf": leaf.hex()})
    connection.execute(
        _NEXT_HEAD,
        {"size": head.size, "peaks": " ".join(p.hex() for p in peaks), "root": head.root},
    )
    return Placed(head, tuple(reversed(peaks_before)))


def merged(peaks: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The peaks of a tree of `size` leaves after one more leaf."""
    # As in binary addition: every trailing 1 bit of the size is a subtree to join with.
    while size & 1:
        leaf = node_hash(peaks.pop(), leaf)
        size >>= 1
    return [*peaks, leaf]


def root_of(peaks: list[bytes]) -> bytes:
    """The root over the peaks; that of the empty tree when there are none."""
    if not peaks:
        return bytes.fromhex(EMPTY_ROOT)
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def head(connection: Connection) -> Head:
    """The present head."""
    row = connection.execute(select(audit_head.c.size, audit_head.c.root)).one()
    return Head(row.size, row.root)


def head_at(connection: Connection, size: int) -> Head:
    """The head when the log had this many entries; LookupError when it never had so many.

    An earlier head is made again from the leaves, which takes as long as the log was.
    """
    present = head(connection)
    if present.size == size:
        return present
    if present.size < size:
        raise LookupError(f"the log has no {size} entries")
    leaves = connection.execute(
        select(audit_entries.c.leaf).where(audit_entries.c.seq < size).order_by(audit_entries.c.seq)
    ).scalars()
    peaks: list[bytes] = []
    for seq, leaf in enumerate(leaves):
        peaks = merged(peaks, seq, bytes.fromhex(leaf))
    return Head(size, root_of(peaks).hex())


@dataclass(frozen=True)
class Entry:
    """One entry of the log as it lies in the store."""

    seq: int
    body: str
    leaf: str


def entries(connection: Connection, start: int = 0, limit: int = 1000) -> list[Entry]:
    """Entries in order, from `start`."""
    rows = connection.execute(
        select(audit_entries)
        .where(audit_entries.c.seq >= start)
        .order_by(audit_entries.c.seq)
        .limit(limit)
    )
    return [Entry(row.seq, row.body, row.leaf) for row in rows]


def first_fault(connection: Connection) -> int | None:
    """Recompute the whole log: the first entry that does not agree, or None when all do.

    A fault of the head itself is told as the size of the log.
    """
    peaks: list[bytes] = []
    size = 0
    while batch := entries(connection, size):
        for entry in batch:
            leaf = leaf_hash(entry.body.encode())
            if entry.seq != size or leaf.hex() != entry.leaf:
                return size
            peaks = merged(peaks, size, leaf)
            size += 1
    stored = head(connection)
    root = root_of(peaks).hex()
    return None if (stored.size, stored.root) == (size, root) else size


def count(connection: Connection) -> int:
    """How many entries lie in the store."""
    return connection.execute(select(func.count()).select_from(audit_entries)).scalar_one()


def moved_clock(connection: Connection, before: datetime, after: datetime, who: str) -> None:
    """Record that a demo clock was moved."""
    append(
        connection,
        {
            "act": "clock_moved",
            "from": before.isoformat(),
            "to": after.isoformat(),
            "actor": who,
        },
    )
