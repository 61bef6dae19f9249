"""Bids as they lie in the records: sealed before the opening, read after it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from contracts.bidding import BidForm, BidsOpened, Manifest, OpenedBid, OpeningResult
from infra.store import records
from infra.store.tables.dossier import bids, late_attempts


@dataclass(frozen=True)
class ReceivedBid:
    """One bid with its manifest. `status` is received, replaced, held or left_sealed."""

    id: str
    supplier: str
    received_at: datetime
    manifest_hash: str
    manifest: Manifest
    status: str


@dataclass(frozen=True)
class LateAttempt:
    """A bid that was offered after the deadline and refused."""

    supplier: str
    received_at: datetime


def of_tender(connection: Connection, tender: str) -> list[ReceivedBid]:
    """Every bid of a tender in the order of receipt; ties by id."""
    rows = connection.execute(
        select(bids).where(bids.c.tender == tender).order_by(bids.c.received_at, bids.c.id)
    )
    return [
        ReceivedBid(
            row.id,
            row.supplier,
            row.received_at,
            row.manifest,
            _manifest(connection, row.manifest),
            row.status,
        )
        for row in rows
    ]


def _manifest(connection: Connection, sha256: str) -> Manifest:
    manifest = records.read_content(connection, sha256, Manifest)
    if manifest is None:
        raise LookupError(f"no manifest {sha256}")
    return manifest


def late(connection: Connection, tender: str) -> list[LateAttempt]:
    """The attempts after the deadline, in order."""
    rows = connection.execute(
        select(late_attempts)
        .where(late_attempts.c.tender == tender)
        .order_by(late_attempts.c.received_at)
    )
    return [LateAttempt(row.supplier, row.received_at) for row in rows]


def opened(connection: Connection, tender: str) -> tuple[OpenedBid, ...]:
    """What the opening found, in the order of receipt; empty before the opening."""
    for event in records.read_events(connection, tender):
        if isinstance(event, BidsOpened):
            result = records.read_content(connection, event.result, OpeningResult)
            return result.bids if result else ()
    return ()


def form_of(connection: Connection, tender: str, bid: str) -> BidForm | None:
    """The form of one bid of the opening; None when the opening could not read it."""
    return next((each.form for each in opened(connection, tender) if each.bid == bid), None)


def of_supplier(connection: Connection, tender: str, supplier: str) -> list[ReceivedBid]:
    """The bids of one supplier, in the order of receipt."""
    return [bid for bid in of_tender(connection, tender) if bid.supplier == supplier]
