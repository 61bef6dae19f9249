"""Sealed submission, receipts and the opening of bids: the tender's middle stages.

A bid is an arrival (it never depends on Temporal): `SubmitBid` is committed directly, and
judged by `received < deadline`, strictly (repair KB 15 April 2018: a limit of 10.00 has its last
useful moment at 9.59.59).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts import aggregate
from contracts.actors import Actor, Permission
from contracts.aggregate import (
    Command,
    Decision,
    Due,
    Event,
    Facts,
    in_stages,
    to_stage,
    unchanged,
    without,
    wrong_stage,
)
from contracts.base import (
    Attachment,
    Exact,
    Identifier,
    Instant,
    Message,
    Money,
    Sha256,
    TextHash,
)
from contracts.refusals import Code, Refusal, person, refuse
from contracts.rules import deadlines
from contracts.tendering import Stage, TenderState
from contracts.tendering.decisions import CLOSE_SUBMISSION
from contracts.tendering.draft import OPENING_OFFICERS

# --- nouns ------------------------------------------------------------------------------------


class BidForm(Message):
    """What a supplier fills in and seals. It is read only at the opening."""

    price: Money
    """The total bid price, excluding VAT."""
    vat_rate: Exact
    validity_days: Annotated[int, Field(ge=1, le=730)]
    signatory: Annotated[str, Field(min_length=1, max_length=200)]
    """Who signs the submission report (RD 18 April 2017, art. 84)."""
    files: tuple[Attachment, ...] = ()
    """The plain files, by name and the hash of their plain content."""


class SealedFile(Message):
    """A ciphertext as it lies in the file store."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class Manifest(Message):
    """What was received: the sealed form and the sealed files of one bid. Nothing of the bid can
    be read from it."""

    bid: Identifier
    tender: str
    supplier: Identifier
    form: SealedFile
    files: tuple[SealedFile, ...]


class OpenedBid(Message):
    """What the opening found behind one seal."""

    bid: Identifier
    intact: bool
    """Whether every ciphertext still has the hash that stands on the receipt and opens."""
    form: BidForm | None
    """None when the seal could not be opened."""


class OpeningResult(Message):
    """All bids of one opening, in the order of their receipt."""

    tender: str
    bids: tuple[OpenedBid, ...]


# --- commands ---------------------------------------------------------------------------------


class SubmitBid(Command):
    """An arrival: hand in a sealed bid, or replace an earlier one of the same supplier."""

    permission: ClassVar[Permission] = Permission.SUBMIT_BID
    kind: Literal["submit_bid"] = "submit_bid"
    bid: Identifier
    supplier: Identifier
    manifest: Sha256
    replaces: Identifier | None = None


class DecideLateBid(Command):
    """Admit, or leave sealed, a bid that came in time but was committed after the close."""

    permission: ClassVar[Permission] = Permission.DECIDE_LATE_BID
    kind: Literal["decide_late_bid"] = "decide_late_bid"
    bid: Identifier
    admit: bool
    reason: TextHash


class ConfirmOpening(Command):
    """An opening officer confirms their part; the second confirmation opens the bids."""

    permission: ClassVar[Permission] = Permission.OPEN_BIDS
    kind: Literal["confirm_opening"] = "confirm_opening"


class RecordOpening(Command):
    """The engine: every seal was opened and compared with its receipt."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_opening"] = "record_opening"
    result: Sha256


class RecordOpeningRecord(Command):
    """The engine: the record of the opening (D-07) was drawn."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_opening_record"] = "record_opening_record"
    document: Identifier
    sha256: Sha256


# --- events -----------------------------------------------------------------------------------


class BidReceived(Event):
    """A bid arrived in time, stamped `received_at`; it may replace an earlier one."""

    kind: Literal["bid_received"] = "bid_received"
    bid: Identifier
    supplier: Identifier
    manifest: Sha256
    received_at: Instant
    replaces: Identifier | None = None


class BidHeld(Event):
    """A bid arrived in time but our commit came after the close: kept sealed, a person decides."""

    kind: Literal["bid_held"] = "bid_held"
    bid: Identifier
    supplier: Identifier
    manifest: Sha256
    received_at: Instant


class LateBidRefused(Event):
    """A bid was offered at or after the deadline; the attempt stands in the opening record."""

    kind: Literal["late_bid_refused"] = "late_bid_refused"
    supplier: Identifier
    received_at: Instant


class LateBidDecided(Event):
    """A person decided on a held bid."""

    kind: Literal["late_bid_decided"] = "late_bid_decided"
    bid: Identifier
    admit: bool
    reason: TextHash


class SubmissionClosed(Event):
    """The deadline and its grace passed."""

    kind: Literal["submission_closed"] = "submission_closed"


class OpeningConfirmed(Event):
    """One of the opening officers confirmed."""

    kind: Literal["opening_confirmed"] = "opening_confirmed"


class OpeningStarted(Event):
    """Enough officers confirmed: the seals may be opened."""

    kind: Literal["opening_started"] = "opening_started"


class BidsOpened(Event):
    """The seals were opened; `result` is the hash of what was found."""

    kind: Literal["bids_opened"] = "bids_opened"
    result: Sha256


class OpeningRecorded(Event):
    """The record of the opening exists."""

    kind: Literal["opening_recorded"] = "opening_recorded"
    document: Identifier
    sha256: Sha256


@dataclass(frozen=True)
class BiddingFacts(Facts):
    """What the acts around bids are judged by."""

    standing_bid: str | None = None
    """The bid of the same supplier that stands now."""
    standing_at: Instant | None = None
    """When that one was received."""


# --- may --------------------------------------------------------------------------------------


def _may_submit(state: TenderState, actor: Actor, at: Instant) -> Refusal | None:
    if state.deadline is None or state.stage in (Stage.PREPARING, Stage.PUBLISHING):
        return wrong_stage(state)
    return None


def _may_confirm(state: TenderState, actor: Actor, at: Instant) -> Refusal | None:
    if state.deadline is not None and deadlines.is_in_time(at, state.deadline):
        return refuse(Code.OPENING_TOO_EARLY, deadline=state.deadline, now=at)
    if state.stage is not Stage.CLOSED:
        return wrong_stage(state)
    if state.late_undecided:
        return refuse(Code.LATE_BIDS_UNDECIDED, count=len(state.late_undecided))
    if actor.person not in state.officers:
        return refuse(Code.NOT_ALLOWED)
    if actor.person in state.confirmed:
        waited_for = next(o for o in state.officers if o not in state.confirmed)
        return refuse(
            Code.OPENING_SECOND_PERSON, name=person(actor.person), other=person(waited_for)
        )
    return None


MAY: Mapping[str, aggregate.May] = {
    "submit_bid": _may_submit,
    "decide_late_bid": in_stages(Stage.CLOSED),
    "confirm_opening": _may_confirm,
    "record_opening": in_stages(Stage.OPENING),
    "record_opening_record": in_stages(Stage.RECORDING),
}


# --- decide -----------------------------------------------------------------------------------


def _submit(state: TenderState, facts: BiddingFacts, command: SubmitBid) -> Decision | Refusal:
    received_at = command.at
    if state.deadline is None or not deadlines.is_in_time(received_at, state.deadline):
        late = LateBidRefused(
            at=facts.at, actor=command.actor, supplier=command.supplier, received_at=received_at
        )
        refusal = refuse(Code.BID_LATE, time=received_at, deadline=state.deadline or received_at)
        return Decision((late,), refusal=refusal)
    if facts.standing_bid != command.replaces:
        if facts.standing_bid and facts.standing_at:
            return refuse(Code.BID_ALREADY_SUBMITTED, time=facts.standing_at)
        return refuse(Code.BID_NOT_REPLACEABLE)
    arrived = BidHeld(
        at=facts.at,
        actor=command.actor,
        bid=command.bid,
        supplier=command.supplier,
        manifest=command.manifest,
        received_at=received_at,
    )
    answer = {"bid": command.bid, "received_at": received_at.isoformat()}
    if state.stage is not Stage.PUBLISHED:
        return Decision((arrived,), answer)
    fields = arrived.model_dump(exclude={"kind"})
    return Decision((BidReceived(**fields, replaces=command.replaces),), answer)


def _decide_late(
    state: TenderState, facts: BiddingFacts, command: DecideLateBid
) -> Decision | Refusal:
    if command.bid not in state.late_undecided:
        return refuse(Code.BID_NOT_LATE)
    event = LateBidDecided(
        at=facts.at,
        actor=command.actor,
        bid=command.bid,
        admit=command.admit,
        reason=command.reason,
    )
    return Decision((event,))


def _confirm(
    state: TenderState, facts: BiddingFacts, command: ConfirmOpening
) -> Decision | Refusal:
    confirmed = OpeningConfirmed(at=facts.at, actor=command.actor)
    if len({*state.confirmed, command.actor}) < OPENING_OFFICERS:
        return Decision((confirmed,))
    return Decision((confirmed, OpeningStarted(at=facts.at, actor=command.actor)))


def _record_opening(state: TenderState, facts: BiddingFacts, command: RecordOpening) -> Decision:
    return Decision((BidsOpened(at=facts.at, actor=command.actor, result=command.result),))


def _record_document(
    state: TenderState, facts: BiddingFacts, command: RecordOpeningRecord
) -> Decision:
    event = OpeningRecorded(
        at=facts.at, actor=command.actor, document=command.document, sha256=command.sha256
    )
    return Decision((event,))


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    SubmitBid: _submit,
    DecideLateBid: _decide_late,
    ConfirmOpening: _confirm,
    RecordOpening: _record_opening,
    RecordOpeningRecord: _record_document,
}


def _close(state: TenderState, facts: Facts, due: Due) -> tuple[Event, ...]:
    return (SubmissionClosed(at=facts.at, actor=facts.actor.person),)


ON_DUE: Mapping[str, aggregate.OnDue] = {CLOSE_SUBMISSION: _close}


# --- evolve -----------------------------------------------------------------------------------


def _held(state: TenderState, event: BidHeld) -> TenderState:
    return state.model_copy(update={"late_undecided": (*state.late_undecided, event.bid)})


def _decided(state: TenderState, event: LateBidDecided) -> TenderState:
    left = tuple(bid for bid in state.late_undecided if bid != event.bid)
    return state.model_copy(update={"late_undecided": left})


def _closed(state: TenderState, event: SubmissionClosed) -> TenderState:
    return state.model_copy(
        update={
            "stage": Stage.CLOSED,
            "since": event.at,
            "agenda": without(state.agenda, CLOSE_SUBMISSION),
        }
    )


def _confirmed(state: TenderState, event: OpeningConfirmed) -> TenderState:
    return state.model_copy(update={"confirmed": (*state.confirmed, event.actor)})


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    BidReceived: unchanged,
    BidHeld: _held,
    LateBidRefused: unchanged,
    LateBidDecided: _decided,
    SubmissionClosed: _closed,
    OpeningConfirmed: _confirmed,
    OpeningStarted: to_stage(Stage.OPENING),
    BidsOpened: to_stage(Stage.RECORDING),
    OpeningRecorded: to_stage(Stage.OPENED),
}
