"""D-07, the record of the opening, from what the opening found."""

from sqlalchemy import Connection

from contracts import bidding
from contracts.documents import opening
from infra.store import records
from infra.store.papers.imprint import Signatory, capacity, imprint, party, places, signed
from infra.store.papers.voice import Voice
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts import procedures
from infra.texts.catalogue import Texts


def model(connection: Connection, aggregate: str, voice: Voice) -> opening.OpeningRecord:
    """The model of the record of one opening session."""
    tender = tenders.get(connection, aggregate)
    texts = voice.texts
    happened = records.read_events(connection, aggregate)
    started = next(e for e in happened if isinstance(e, bidding.OpeningStarted))
    opened = next(e for e in happened if isinstance(e, bidding.BidsOpened))
    if tender.state.deadline is None:
        raise LookupError("an opening follows a deadline")
    return opening.OpeningRecord(
        imprint=imprint(connection, tender, opened.at, voice),
        procedure=procedures.name(tender.draft.procedure, texts),
        channel=opening.Channel.BESTEK,
        deadline=tender.state.deadline,
        place=texts.say("bidding.opening.place"),
        opened_at=started.at,
        closed_at=opened.at,
        officers=tuple(
            _officer(connection, event)
            for event in happened
            if isinstance(event, bidding.OpeningConfirmed)
        ),
        bids=_opened(connection, aggregate),
        replaced=_replaced(connection, aggregate),
        late=_late(connection, aggregate, texts),
        signatures=places(signatories(connection, aggregate)),
    )


def signatories(connection: Connection, aggregate: str) -> tuple[Signatory, ...]:
    """The officers who confirmed the opening, in the order in which they did."""
    return tuple(
        signed(connection, event)
        for event in records.read_events(connection, aggregate)
        if isinstance(event, bidding.OpeningConfirmed)
    )


def _officer(connection: Connection, event: bidding.OpeningConfirmed) -> opening.Officer:
    person = organisations.person(connection, event.actor)
    return opening.Officer(name=person.name, capacity=capacity(person), confirmed_at=event.at)


def _numbered(connection: Connection, aggregate: str) -> dict[str, int]:
    standing = [b for b in bids.of_tender(connection, aggregate) if b.status == "received"]
    return {bid.id: number for number, bid in enumerate(standing, start=1)}


def _opened(connection: Connection, aggregate: str) -> tuple[opening.OpenedBid, ...]:
    numbers = _numbered(connection, aggregate)
    received = {bid.id: bid for bid in bids.of_tender(connection, aggregate)}
    rows = []
    for found in bids.opened(connection, aggregate):
        bid = received[found.bid]
        rows.append(
            opening.OpenedBid(
                number=numbers[found.bid],
                tenderer=party(organisations.get(connection, bid.supplier)),
                signatory=found.form.signatory if found.form else "–",
                received_at=bid.received_at,
                files=len(bid.manifest.files),
                fingerprint=bid.manifest_hash,
                intact=found.intact,
            )
        )
    return tuple(rows)


def _replaced(connection: Connection, aggregate: str) -> tuple[opening.ReplacedBid, ...]:
    numbers = _numbered(connection, aggregate)
    received = {bid.id: bid for bid in bids.of_tender(connection, aggregate)}
    rows = []
    for event in records.read_events(connection, aggregate):
        if isinstance(event, bidding.BidReceived) and event.replaces is not None:
            earlier = received[event.replaces]
            supplier = organisations.get(connection, earlier.supplier)
            rows.append(
                opening.ReplacedBid(
                    tenderer=supplier.name,
                    received_at=earlier.received_at,
                    withdrawn_at=event.received_at,
                    replaced_by=numbers.get(event.bid),
                )
            )
    return tuple(rows)


def _late(connection: Connection, aggregate: str, texts: Texts) -> tuple[opening.LateBid, ...]:
    attempts = bids.late(connection, aggregate)
    named = organisations.named(connection, (attempt.supplier for attempt in attempts))
    return tuple(
        opening.LateBid(
            tenderer=named[attempt.supplier],
            arrived_at=attempt.received_at,
            outcome=texts.say("bidding.late.refused"),
        )
        for attempt in attempts
    )
