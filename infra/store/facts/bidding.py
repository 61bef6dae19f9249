"""Facts of submission and opening."""

from typing import Any

from sqlalchemy import Connection, select

from contracts import bidding
from contracts.aggregate import Facts
from contracts.tendering import TenderState
from infra.store.facts.reading import Readers, base_of
from infra.store.tables.dossier import bids


def _submitted(
    connection: Connection, state: TenderState, command: bidding.SubmitBid, base: Facts
) -> bidding.BiddingFacts:
    row = connection.execute(
        select(bids.c.id, bids.c.received_at)
        .where(bids.c.tender == command.aggregate)
        .where(bids.c.supplier == command.supplier)
        .where(bids.c.status.in_(("received", "held")))
        .order_by(bids.c.received_at.desc())
    ).first()
    return bidding.BiddingFacts(
        **base_of(base),
        standing_bid=row.id if row else None,
        standing_at=row.received_at if row else None,
    )


def _plain(connection: Connection, state: Any, command: Any, base: Facts) -> bidding.BiddingFacts:
    return bidding.BiddingFacts(**base_of(base))


READERS: Readers = {
    bidding.SubmitBid: _submitted,
    bidding.DecideLateBid: _plain,
    bidding.ConfirmOpening: _plain,
    bidding.RecordOpening: _plain,
    bidding.RecordOpeningRecord: _plain,
}
