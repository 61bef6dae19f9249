"""A tender with opened bids in a store, brought there by its own commands in one transaction.

No workflow sees a stage in between, so none runs a step: the bids need no seal and no file.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from contracts import actors, bidding, names
from contracts.aggregate import Command
from contracts.base import Money, content_hash
from contracts.bidding import BidForm, Manifest, OpenedBid, OpeningResult, SealedFile
from contracts.envelope import CommitRequest, Tick
from contracts.tendering import TenderDraft, process
from contracts.tendering.decisions import CLOSE_SUBMISSION, GRACE
from infra.store import clock, commit, documents, records
from infra.store.documents import Document
from infra.store.engine import Connection
from tests import builders
from tests.builders import uid

TENDER = names.tender(uid("tender"))
PRICES = {"Kade Zeven": "600000.00", "Zilverdijk": "640000.00", "Meerstroom": "700000.00"}


def bid(supplier: str) -> str:
    """The id of a supplier's bid."""
    return uid(f"bid of {supplier}")


def give(connection: Connection, kind: type[Command], who: str, **what: Any) -> None:
    """One act inside the transaction, at the present of its clock; it must be taken."""
    known = records.read_state(connection, TENDER)
    command = kind(
        id=f"{kind.__name__}/{who}/{known.version if known else 0}",
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=who,
        at=clock.now(connection),
        **what,
    )
    request = CommitRequest(aggregate=TENDER, known=0, command=command)
    outcome = commit.commit_in(connection, request, direct=True)
    assert outcome.refusal is None, outcome.refusal


def tender(
    connection: Connection,
    draft: TenderDraft | None = None,
    prices: Mapping[str, str] = PRICES,
) -> datetime:
    """A tender whose bids were opened just now; the moment. A demo store's clock is moved on."""
    draft = draft or builders.draft()
    deadline = draft.submission_deadline
    assert deadline is not None
    publish(connection, draft)
    for supplier in prices:
        _hand_in(connection, supplier)
    clock.move(connection, deadline + GRACE)
    close(connection, deadline)
    for officer in ("Bram", "Lieve"):
        give(connection, bidding.ConfirmOpening, uid(officer))
    found = tuple(_opened(supplier, price) for supplier, price in prices.items())
    result = records.put_content(connection, OpeningResult(tender=TENDER, bids=found))
    give(connection, bidding.RecordOpening, actors.SYSTEM, result=result)
    give(
        connection,
        bidding.RecordOpeningRecord,
        actors.SYSTEM,
        document=uid("D-07"),
        sha256=content_hash(b"D-07"),
    )
    return clock.now(connection)


def close(connection: Connection, deadline: datetime = builders.DEADLINE) -> None:
    """The deadline's tick, which its grace after it is due."""
    what = {"due": deadline + GRACE, "what": CLOSE_SUBMISSION}
    give(connection, Tick, actors.SYSTEM, **what)


def publish(connection: Connection, draft: TenderDraft) -> None:
    """A published tender, a day after its notice was dispatched."""
    draft_hash = records.put_content(connection, draft)
    bound = {"draft_hash": draft_hash}
    give(connection, process.CreateTender, uid("Noor"), **bound)
    give(connection, process.SubmitForApproval, uid("Noor"), **bound)
    give(connection, process.ApproveLegal, uid("Ilse"), **bound)
    give(connection, process.ApproveBudget, uid("Koenraad"), **bound)
    give(connection, process.PublishTender, uid("Bram"), **bound)
    give(connection, process.RecordNotice, actors.SYSTEM, notice=content_hash(b"D-04"))
    clock.move(connection, clock.now(connection) + timedelta(days=1))


def _hand_in(connection: Connection, supplier: str) -> None:
    sealed = SealedFile(sha256=content_hash(supplier.encode()), size=1000)
    manifest = Manifest(
        bid=bid(supplier), tender=TENDER, supplier=uid(supplier), form=sealed, files=(sealed,)
    )
    give(
        connection,
        bidding.SubmitBid,
        uid(f"{supplier} person"),
        bid=bid(supplier),
        supplier=uid(supplier),
        manifest=records.put_content(connection, manifest),
    )


def _opened(supplier: str, price: str) -> OpenedBid:
    form = BidForm(
        price=Money(amount=Decimal(price)),
        vat_rate=Decimal(21),
        validity_days=120,
        signatory="Mehdi Lindenhart",
    )
    return OpenedBid(bid=bid(supplier), intact=True, form=form)


def record(connection: Connection, document: str) -> None:
    """The record of the opening in the register, with no file behind it."""
    found = Document(
        id=document,
        business_key=f"{TENDER}/D-07",
        dossier=uid("tender"),
        aggregate=TENDER,
        kind="D-07",
        party=None,
        name="pv.pdf",
        title="Software",
        language="nl",
        sha256="b" * 64,
        size=9,
        drawn_at=builders.START,
        drawn="a" * 64,
    )
    documents.add(connection, found)
