"""Read tables of submission and opening."""

from sqlalchemy import Connection, insert, update

from contracts import bidding
from contracts.actors import Relation
from contracts.aggregate import Command, Facts
from contracts.tendering import TenderState
from infra.store.tables.dossier import bids, late_attempts
from infra.store.writes.writing import Writers, relate


def _arrived(
    connection: Connection,
    state: TenderState,
    event: bidding.BidReceived | bidding.BidHeld,
    command: Command,
    facts: Facts,
) -> None:
    held = isinstance(event, bidding.BidHeld)
    if isinstance(event, bidding.BidReceived) and event.replaces is not None:
        connection.execute(
            update(bids).where(bids.c.id == event.replaces).values(status="replaced")
        )
    connection.execute(
        insert(bids).values(
            id=event.bid,
            tender=state.aggregate,
            supplier=event.supplier,
            received_at=event.received_at,
            manifest=event.manifest,
            status="held" if held else "received",
        )
    )
    relate(connection, state.dossier, event.actor, Relation.BIDDER)


def _late(
    connection: Connection,
    state: TenderState,
    event: bidding.LateBidRefused,
    command: Command,
    facts: Facts,
) -> None:
    connection.execute(
        insert(late_attempts).values(
            tender=state.aggregate, supplier=event.supplier, received_at=event.received_at
        )
    )


def _decided(
    connection: Connection,
    state: TenderState,
    event: bidding.LateBidDecided,
    command: Command,
    facts: Facts,
) -> None:
    status = "received" if event.admit else "left_sealed"
    connection.execute(update(bids).where(bids.c.id == event.bid).values(status=status))


def _opener(
    connection: Connection,
    state: TenderState,
    event: bidding.OpeningConfirmed,
    command: Command,
    facts: Facts,
) -> None:
    relate(connection, state.dossier, event.actor, Relation.OPENER)


WRITERS: Writers = {
    bidding.BidReceived: _arrived,
    bidding.BidHeld: _arrived,
    bidding.LateBidRefused: _late,
    bidding.LateBidDecided: _decided,
    bidding.OpeningConfirmed: _opener,
}
