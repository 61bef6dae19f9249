"""Contracts: the line of a list, and the whole of one on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from contracts import contracting, names
from contracts.actors import Relation
from contracts.aggregate import Event
from contracts.base import Money, local_date
from contracts.contracting import ContractState, Stage, Status, process
from contracts.people import OrganisationCard
from contracts.rules import permissions
from contracts.rules.editions import Edition
from contracts.tendering import TenderDraft
from infra.store import clock, editions, records
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import tenders
from infra.store.tables.people import people, relations


@dataclass(frozen=True)
class Row:
    """One line of the list of contracts. `due` is the last day of the first milestone that is
    still to be delivered."""

    id: str
    tender: str
    reference: str
    title: str
    stage: Stage
    supplier: str
    concluded_at: datetime
    milestones: int
    accepted: int
    due: date | None


@dataclass(frozen=True)
class MilestoneLine:
    """Plan, forecast and reality of one milestone; its days are days in Brussels.

    `forecast` is the day of the delivery once there is one; before it, the last planned day, or
    today when that has passed. `slip` counts calendar days from `due` to `forecast`; negative is
    early. `value` excludes VAT. `deliveries` counts the delivery notes: each has an acceptance,
    of which the last one's stage and certificate are told.
    """

    id: str
    plan: str
    title: str
    share: Decimal
    value: Money | None
    final: bool
    status: Status
    due: date
    forecast: date
    slip: int
    delivered_at: datetime | None
    accepted_at: datetime | None
    deliveries: int
    acceptance: str | None
    certificate: str | None


@dataclass(frozen=True)
class Contract:
    """A contract on one page. `price` excludes VAT; None when its bid could not be read."""

    id: str
    state: ContractState
    reference: str
    title: str
    buyer: OrganisationCard
    supplier: OrganisationCard
    contract_manager: str | None
    concluded_at: datetime
    months: int | None
    renewal: str
    price: Money | None
    vat_rate: Decimal | None
    milestones: tuple[MilestoneLine, ...]
    edition: Edition
    """The law of the tender, which goes on binding its contract."""


def state_of(connection: Connection, aggregate: str) -> ContractState:
    """The State of a contract; LookupError when there is none."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, ContractState):
        raise LookupError(aggregate)
    return state


def of_dossier(connection: Connection, tender_id: str) -> list[str]:
    """The aggregate ids of the contracts that came from a tender, in the order of conclusion."""
    return list(
        connection.execute(
            select(aggregates.c.id)
            .where(aggregates.c.dossier == tender_id)
            .where(aggregates.c.kind == names.Kind.CONTRACT)
            .order_by(aggregates.c.opened_at, aggregates.c.id)
        ).scalars()
    )


def price_of(connection: Connection, state: ContractState) -> tuple[Money, Decimal] | None:
    """The price excluding VAT and the VAT rate of the bid that became this contract; None when
    the opening could not read it."""
    form = bids.form_of(connection, state.tender, state.bid)
    return None if form is None else (form.price, form.vat_rate)


def listed(connection: Connection, scope: permissions.Scope) -> list[Row]:
    """The contracts that a scope shows, the last concluded first."""
    wanted = []
    if scope.whole:
        wanted.append(aggregates.c.organisation == scope.organisation)
    if scope.party:
        own = (
            select(relations.c.dossier)
            .join(people, people.c.id == relations.c.person)
            .where(people.c.organisation == scope.organisation)
            .where(relations.c.relation == Relation.CONTRACTOR)
        )
        wanted.append(aggregates.c.dossier.in_(own))
    if not wanted:
        return []
    found = connection.execute(
        select(
            aggregates.c.state,
            aggregates.c.opened_at,
            tenders.c.id.label("tender"),
            tenders.c.reference,
            tenders.c.title,
        )
        .join(tenders, tenders.c.id == aggregates.c.dossier)
        .where(aggregates.c.kind == names.Kind.CONTRACT)
        .where(or_(*wanted))
        .order_by(aggregates.c.opened_at.desc(), aggregates.c.id)
    ).all()
    rows = [(row, _contract_state(row.state)) for row in found]
    named = organisations.named(connection, (state.supplier for _, state in rows))
    return [
        _row(row, state, named)
        for row, state in rows
        # A dossier may have several contracts: a contractor finds its own.
        if permissions.sees(scope, state.organisation, parties=frozenset({state.supplier}))
    ]


def _contract_state(body: str) -> ContractState:
    return ContractState.model_validate_json(body)


def _row(row: Any, state: ContractState, named: dict[str, str]) -> Row:
    planned = [m.due for m in state.milestones if m.status is Status.PLANNED]
    return Row(
        id=names.subject_of(state.aggregate),
        tender=row.tender,
        reference=row.reference,
        title=row.title,
        stage=state.stage,
        supplier=named[state.supplier],
        concluded_at=row.opened_at,
        milestones=len(state.milestones),
        accepted=sum(m.status is Status.ACCEPTED for m in state.milestones),
        due=contracting.due_day(min(planned)) if planned else None,
    )


def get(connection: Connection, aggregate: str) -> Contract:
    """The whole of one contract; LookupError when there is none."""
    state = state_of(connection, aggregate)
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    tender = connection.execute(select(tenders).where(tenders.c.id == state.dossier)).one()
    happened = records.read_events(connection, aggregate)
    price = price_of(connection, state)
    return Contract(
        id=names.subject_of(aggregate),
        state=state,
        reference=tender.reference,
        title=draft.title,
        buyer=organisations.get(connection, state.organisation),
        supplier=organisations.get(connection, state.supplier),
        contract_manager=draft.team.contract_manager,
        concluded_at=happened[0].at,
        months=draft.contract_months,
        renewal=draft.renewal,
        price=price[0] if price else None,
        vat_rate=price[1] if price else None,
        milestones=tuple(_lines(connection, state, draft, price[0] if price else None, happened)),
        edition=editions.pinned(connection, state.edition),
    )


def _lines(
    connection: Connection,
    state: ContractState,
    draft: TenderDraft,
    price: Money | None,
    happened: Sequence[Event],
) -> Iterator[MilestoneLine]:
    today = local_date(clock.now(connection))
    received = {
        e.milestone: e.received_at for e in happened if isinstance(e, process.DeliveryConfirmed)
    }
    accepted = {
        e.milestone: e.accepted_at for e in happened if isinstance(e, process.MilestoneAccepted)
    }
    for milestone in state.milestones:
        plan = contracting.plan_of(draft, state.aggregate, milestone.id)
        due = contracting.due_day(milestone.due)
        delivered_at = received.get(milestone.id)
        forecast = local_date(delivered_at) if delivered_at else max(due, today)
        verified = names.acceptance(milestone.id, milestone.deliveries)
        yield MilestoneLine(
            id=milestone.id,
            plan=plan.id,
            title=plan.title,
            share=plan.share,
            value=contracting.value_of(draft, price, plan) if price else None,
            final=milestone.final,
            status=milestone.status,
            due=due,
            forecast=forecast,
            slip=(forecast - due).days,
            delivered_at=delivered_at,
            accepted_at=accepted.get(milestone.id),
            deliveries=milestone.deliveries,
            acceptance=deliveries.stage_of(connection, verified),
            certificate=deliveries.certificate_of(connection, verified),
        )
