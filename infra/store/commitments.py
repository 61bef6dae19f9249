"""What an act commits, by the kind of its command: the amount that a mandate must reach.

Excluding VAT, as the limits of mandates are. An act that is not named here commits nothing.
"""

from collections.abc import Callable, Mapping

from contracts.actors import Actor
from contracts.aggregate import Command, State
from contracts.awarding import AwardState
from contracts.base import Money
from contracts.contracting import ContractState, value_of
from contracts.contracting.process import RecordPayment, plan_of
from contracts.tendering import TenderDraft, TenderState
from infra.store import records
from infra.store.engine import Connection
from infra.store.queries import bidding as bids


def _estimate(connection: Connection, state: State, command: Command | None) -> Money | None:
    """What the version of the draft that lies there is thought to cost."""
    if not isinstance(state, TenderState) or state.draft_hash is None:
        return None
    return records.bound(connection, state.draft_hash, TenderDraft).estimate


def _price(connection: Connection, state: State, command: Command | None) -> Money | None:
    """The price of the bid that the award names."""
    if not isinstance(state, AwardState):
        return None
    form = bids.form_of(connection, state.tender, state.winner)
    return form.price if form else None


def _payment(connection: Connection, state: State, command: Command | None) -> Money | None:
    """What the milestone that is paid is worth; unknown before one is named."""
    if not isinstance(state, ContractState) or not isinstance(command, RecordPayment):
        return None
    form = bids.form_of(connection, state.tender, state.bid)
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    if form is None or state.milestone(command.milestone) is None:
        return None
    plan = plan_of(draft, state.aggregate, command.milestone)
    return value_of(draft, form.price, plan)


Reader = Callable[[Connection, State, Command | None], Money | None]
"""(connection, State, the command when there is one already)."""

AMOUNTS: Mapping[str, Reader] = {
    "approve_legal": _estimate,
    "approve_budget": _estimate,
    "publish_tender": _estimate,
    "propose_award": _price,
    "grant_visum": _price,
    "register_decision": _price,
    "conclude_contract": _price,
    "record_payment": _payment,
}
"""By the kind of the command."""


def amount_of(
    connection: Connection, state: State, actor: Actor, kind: str, command: Command | None = None
) -> Money | None:
    """What this act of this actor commits; None when nothing, and for who acts in own right:
    only mandates have limits."""
    reader = AMOUNTS.get(kind)
    return reader(connection, state, command) if reader and actor.mandates else None


def amounts(connection: Connection, state: State, actor: Actor) -> Mapping[str, Money]:
    """The same of every kind that commits something here, for pages that grey acts."""
    found = ((kind, amount_of(connection, state, actor, kind)) for kind in AMOUNTS)
    return {kind: amount for kind, amount in found if amount is not None}
