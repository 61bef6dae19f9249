"""Deliveries and their verification: what was handed over, who signed what, what was remedied."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from contracts import contracting
from contracts.acceptance import AcceptanceState, SignOffReport, process
from contracts.actors import Permission
from contracts.contracting import ContractState, DeliveryNote
from contracts.contracting.process import DeliveryConfirmed
from contracts.documents.order import Order
from contracts.rules import deadlines
from contracts.rules.editions import Edition
from contracts.tendering import TenderDraft
from contracts.tendering.draft import MilestonePlan
from infra.store import documents, editions, records, sheets
from infra.store.drafts import Saved
from infra.store.engine import Connection
from infra.store.sheets import Sheet
from infra.store.tables.core import aggregates


def sheet(round_number: int) -> Sheet[SignOffReport]:
    """The sign-off reports of a round: each round is tested anew, so each has sheets of its own."""
    return Sheet(
        f"sign_off/{round_number}",
        SignOffReport,
        "edit_report",
        Permission.SIGN_OFF,
        personal=True,
    )


@dataclass(frozen=True)
class Signed:
    """One member's report, with the moment of its signature."""

    person: str
    at: datetime
    report: SignOffReport


@dataclass(frozen=True)
class Round:
    """One verification: of the delivery (1), or of a remedy.

    `remedy` is the contractor's note that began the round, None for the first. `remedy_before` is
    the first day that is too late to remedy what this round found, None when it found nothing
    that keeps the delivery from being accepted.
    """

    number: int
    received_at: datetime
    ends: deadlines.Computed
    remedy: str | None
    reports: tuple[Signed, ...]
    complete: bool
    remedy_before: date | None


@dataclass(frozen=True)
class Delivery:
    """A delivery with all its rounds, the first one first. `due` is its last planned day."""

    state: AcceptanceState
    contract: ContractState
    draft: TenderDraft
    plan: MilestonePlan
    criteria: tuple[str, ...]
    due: date
    delivered_at: datetime
    note: DeliveryNote
    rounds: tuple[Round, ...]
    certificate: str | None
    edition: Edition
    """The law of the tender, which goes on binding its deliveries."""


def state_of(connection: Connection, aggregate: str) -> AcceptanceState:
    """The State of an acceptance; LookupError when there is none."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, AcceptanceState):
        raise LookupError(aggregate)
    return state


def stage_of(connection: Connection, aggregate: str) -> str | None:
    """The stage of an acceptance, None while there is none."""
    return connection.execute(
        select(aggregates.c.stage).where(aggregates.c.id == aggregate)
    ).scalar()


def certificate_of(connection: Connection, aggregate: str) -> str | None:
    """The document that certifies an acceptance, None while it is not drawn."""
    for event in records.read_events(connection, aggregate):
        if isinstance(event, process.CertificateRecorded):
            return event.document
    return None


def papers_of(connection: Connection, found: Delivery) -> tuple[documents.Document, ...]:
    """The delivery note and the records of shortcomings of a delivery, as far as they are drawn."""
    state = found.state
    of = f"{state.milestone}/{state.delivery}"
    orders = [Order(document="D-18", aggregate=state.contract, of=of)]
    orders += [
        Order(document="D-19", aggregate=state.aggregate, of=str(each.number))
        for each in found.rounds
    ]
    return tuple(documents.find_all(connection, (order.key for order in orders)))


def get(connection: Connection, aggregate: str) -> Delivery:
    """The whole of one delivery; LookupError when there is none."""
    state = state_of(connection, aggregate)
    contract = records.read_state(connection, state.contract)
    if not isinstance(contract, ContractState):
        raise LookupError(state.contract)
    confirmed = _confirmation(connection, state)
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    plan = contracting.plan_of(draft, state.contract, state.milestone)
    milestone = contract.milestone(state.milestone)
    if milestone is None:
        raise LookupError(state.milestone)
    return Delivery(
        state=state,
        contract=contract,
        draft=draft,
        plan=plan,
        criteria=contracting.criteria_of(plan),
        due=contracting.due_day(milestone.due),
        delivered_at=confirmed.received_at,
        note=records.bound(connection, confirmed.note, DeliveryNote),
        rounds=_rounds(connection, aggregate, confirmed),
        certificate=certificate_of(connection, aggregate),
        edition=editions.pinned(connection, contract.edition),
    )


def _confirmation(connection: Connection, state: AcceptanceState) -> DeliveryConfirmed:
    for event in records.read_events(connection, state.contract):
        if isinstance(event, DeliveryConfirmed) and (event.milestone, event.delivery) == (
            state.milestone,
            state.delivery,
        ):
            return event
    raise LookupError(state.aggregate)


def _begun(
    number: int, received_at: datetime, ends: deadlines.Computed, remedy: str | None
) -> Round:
    return Round(number, received_at, ends, remedy, (), complete=False, remedy_before=None)


def _rounds(
    connection: Connection, aggregate: str, confirmed: DeliveryConfirmed
) -> tuple[Round, ...]:
    rounds = [_begun(1, confirmed.received_at, confirmed.verification, None)]
    for event in records.read_events(connection, aggregate):
        match event:
            case process.SignedOff():
                report = records.bound(connection, event.report, SignOffReport)
                signed = Signed(event.actor, event.at, report)
                rounds[-1] = replace(rounds[-1], reports=(*rounds[-1].reports, signed))
            case process.ShortcomingsRecorded():
                rounds[-1] = replace(rounds[-1], complete=True, remedy_before=event.remedy_before)
            case process.DeliveryAccepted():
                rounds[-1] = replace(rounds[-1], complete=True)
            case process.RemedyConfirmed():
                note = records.read_text(connection, event.note)
                rounds.append(_begun(event.round, event.received_at, event.verification, note))
            case _:
                pass
    return tuple(rounds)


def own_report(
    connection: Connection, state: AcceptanceState, person: str
) -> Saved[SignOffReport] | None:
    """The report that a member is writing in the present round; nobody else reads it."""
    return sheets.read(connection, state.aggregate, sheet(state.round), person)
