"""D-07, the record of the opening, from what the opening found."""

from sqlalchemy import Connection

from contracts import bidding
from contracts.base import Language
from contracts.documents import opening
from contracts.documents.imprint import Signature, SignatureKind
from infra.store import records
from infra.store.papers.imprint import capacity, imprint, party
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts.catalogue import Texts


def model(connection: Connection, aggregate: str, verification: str) -> opening.OpeningRecord:
    """The model of the record of one opening session."""
    tender = tenders.get(connection, aggregate)
    texts = Texts(Language.NL)
    happened = records.read_events(connection, aggregate)
    started = next(e for e in happened if isinstance(e, bidding.OpeningStarted))
    opened = next(e for e in happened if isinstance(e, bidding.BidsOpened))
    if tender.state.deadline is None:
        raise LookupError("an opening follows a deadline")
    return opening.OpeningRecord(
        imprint=imprint(connection, tender, opened.at, verification),
        procedure=texts.say(f"procedure.{tender.draft.procedure}"),
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
        signatures=tuple(
            _signature(connection, event)
            for event in happened
            if isinstance(event, bidding.OpeningConfirmed)
        ),
    )


def _officer(connection: Connection, event: bidding.OpeningConfirmed) -> opening.Officer:
    person = organisations.person(connection, event.actor)
    return opening.Officer(name=person.name, capacity=capacity(person), confirmed_at=event.at)


def _signature(connection: Connection, event: bidding.OpeningConfirmed) -> Signature:
    """The officer's confirmation is the sign-off; the audit log keeps it."""
    person = organisations.person(connection, event.actor)
    return Signature(
        name=person.name,
        capacity=capacity(person),
        kind=SignatureKind.SIGNED_OFF,
        signed_at=event.at,
    )


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
