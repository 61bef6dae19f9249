"""Facts of a contract, its deliveries, its bond and its payments."""

from typing import Any

from contracts.aggregate import Facts
from contracts.contracting import ContractFacts, ContractState, DeliveryNote, process
from contracts.contracting.process import BondSheet, MoneyFacts, PaymentSheet
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.facts.reading import Readers, base_of
from infra.store.queries import bidding as bids


def _agreed(connection: Connection, tender: str, bid: str) -> dict[str, Any]:
    """The price excluding VAT and the VAT rate of the bid, where the opening could read it."""
    form = bids.form_of(connection, tender, bid)
    return {} if form is None else {"price": form.price, "vat_rate": form.vat_rate}


def _of_state(connection: Connection, state: ContractState, base: Facts) -> dict[str, Any]:
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    return base_of(base) | {"draft": draft, **_agreed(connection, state.tender, state.bid)}


def _opened(
    connection: Connection, state: None, command: process.OpenContract, base: Facts
) -> ContractFacts:
    draft = records.bound(connection, command.draft_hash, TenderDraft)
    agreed = _agreed(connection, command.tender, command.bid)
    return ContractFacts(**base_of(base), draft=draft, **agreed)


def _delivered(
    connection: Connection, state: ContractState, command: process.ConfirmDelivery, base: Facts
) -> ContractFacts:
    return ContractFacts(
        **base_of(base),
        draft=records.bound(connection, state.draft_hash, TenderDraft),
        note=records.read_content(connection, command.note, DeliveryNote),
    )


def _accepted(
    connection: Connection, state: ContractState, command: process.RecordAcceptance, base: Facts
) -> ContractFacts:
    received = [
        event.received_at
        for event in records.read_events(connection, state.aggregate)
        if isinstance(event, process.DeliveryConfirmed) and event.milestone == command.milestone
    ]
    return ContractFacts(
        **_of_state(connection, state, base), received_at=received[-1] if received else None
    )


def _proved(
    connection: Connection, state: ContractState, command: process.RecordBond, base: Facts
) -> MoneyFacts:
    sheet = records.read_content(connection, command.bond, BondSheet)
    return MoneyFacts(**_of_state(connection, state, base), bond=sheet)


def _paid(
    connection: Connection, state: ContractState, command: process.RecordPayment, base: Facts
) -> MoneyFacts:
    happened = records.read_events(connection, state.aggregate)
    paid = (each.milestone for each in happened if isinstance(each, process.PaymentRecorded))
    waited = [
        each.pay_by
        for each in happened
        if isinstance(each, process.MilestoneAccepted) and each.milestone == command.milestone
    ]
    return MoneyFacts(
        **_of_state(connection, state, base),
        payment=records.read_content(connection, command.payment, PaymentSheet),
        paid=frozenset(paid),
        pay_by=waited[-1] if waited else None,
    )


READERS: Readers = {
    process.OpenContract: _opened,
    process.ConfirmDelivery: _delivered,
    process.RecordAcceptance: _accepted,
    process.RecordBond: _proved,
    process.RecordPayment: _paid,
}
