"""How a contract is judged (`decide`), what an event makes of it (`evolve`), who is waited for, and
which conclusion opens it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from contracts import actors, aggregate, names
from contracts.actors import Role
from contracts.aggregate import Command, Decision, Due, Event, Facts, Task
from contracts.awarding import AwardState, ContractConcluded
from contracts.base import local_date
from contracts.contracting import dues, paying, process
from contracts.contracting.process import (
    ContractFacts,
    ContractState,
    DeliveryNote,
    Milestone,
    Stage,
    Status,
    criteria_of,
    plan_of,
)
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines
from contracts.tendering.draft import MilestonePlan

MILESTONE_DUE = "milestone_due"


def _open(state: ContractState, facts: ContractFacts, command: process.OpenContract) -> Decision:
    concluded = local_date(facts.at)
    milestones = tuple(
        Milestone(
            id=process.milestone_id(command.aggregate, plan.id),
            due=deadlines.end_of(concluded + timedelta(days=plan.days_after_start)),
            final=plan.final,
        )
        for plan in facts.draft.milestones
    )
    bond = dues.bond(facts.edition, facts.draft, facts.price) if facts.price else None
    asked = bond is not None and bond.amount.amount > 0
    event = process.ContractOpened(
        at=facts.at,
        actor=command.actor,
        tender=command.tender,
        award=command.award,
        bid=command.bid,
        supplier=command.supplier,
        draft_hash=command.draft_hash,
        milestones=milestones,
        bond_by=dues.bond_proof(facts.edition, concluded).instant if asked else None,
    )
    return Decision((event,))


def review(note: DeliveryNote, plan: MilestonePlan) -> tuple[Refusal, ...]:
    """All that keeps a delivery note from being handed in: evidence of what was not asked, or a
    criterion without evidence and no word why."""
    criteria = criteria_of(plan)
    shown = {each.criterion for each in note.evidence if each.text.strip() or each.file}
    found = []
    if any(each.criterion not in criteria for each in note.evidence):
        found.append(refuse(Code.INVALID_INPUT, field="evidence"))
    if not shown.issuperset(criteria) and not note.remarks.strip():
        found.append(refuse(Code.TEXT_MISSING, field="remarks"))
    return tuple(found)


def _confirm(
    state: ContractState, facts: ContractFacts, command: process.ConfirmDelivery
) -> Decision | Refusal:
    milestone = state.milestone(command.milestone)
    if milestone is None or facts.note is None or facts.note.milestone != milestone.id:
        return refuse(Code.UNKNOWN_REFERENCE)
    if milestone.status is not Status.PLANNED:
        return refuse(Code.DELIVERY_ALREADY_CONFIRMED)
    if milestone.final and (earlier := _open_before(state, milestone)):
        title = plan_of(facts.draft, state.aggregate, earlier.id).title
        return refuse(Code.EARLIER_MILESTONE_OPEN, milestone=title)
    if found := review(facts.note, plan_of(facts.draft, state.aggregate, milestone.id)):
        return found[0]
    checked = process.verification(facts.edition, facts.draft, "delivery_confirmed", command.at)
    event = process.DeliveryConfirmed(
        at=facts.at,
        actor=command.actor,
        milestone=milestone.id,
        delivery=milestone.deliveries + 1,
        note=command.note,
        received_at=command.at,
        committee=tuple(dict.fromkeys(facts.draft.team.acceptance_committee)),
        verification=checked,
    )
    answer = {
        "milestone": milestone.id,
        "received_at": command.at.isoformat(),
        "verification_ends": checked.instant.isoformat(),
    }
    return Decision((event,), answer)


def _open_before(state: ContractState, milestone: Milestone) -> Milestone | None:
    earlier = state.milestones[: state.milestones.index(milestone)]
    return next((m for m in earlier if m.status is not Status.ACCEPTED), None)


def _record_acceptance(
    state: ContractState, facts: ContractFacts, command: process.RecordAcceptance
) -> Decision | Refusal:
    milestone = state.milestone(command.milestone)
    if milestone is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if milestone.status is not Status.DELIVERED:
        return refuse(Code.DELIVERY_NOT_CONFIRMED)
    accepted = process.MilestoneAccepted(
        at=facts.at,
        actor=command.actor,
        milestone=milestone.id,
        accepted_at=command.accepted_at,
        pay_by=_pay_by(facts, command.accepted_at),
    )
    others = (m for m in state.milestones if m is not milestone)
    if all(m.status is Status.ACCEPTED for m in others):
        return Decision((accepted, process.ContractCompleted(at=facts.at, actor=command.actor)))
    return Decision((accepted,))


def _pay_by(facts: ContractFacts, accepted_at: datetime) -> datetime | None:
    """When the payment of what was accepted is late; None when nobody can say."""
    if facts.received_at is None:
        return None
    delivered, accepted = local_date(facts.received_at), local_date(accepted_at)
    periods = dues.payment(facts.edition, facts.draft, delivered, accepted)
    return periods[-1].instant if periods else None


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.OpenContract: _open,
    process.ConfirmDelivery: _confirm,
    process.RecordAcceptance: _record_acceptance,
    **paying.DECIDE,
}


def _fell_due(state: ContractState, facts: Facts, due: Due) -> tuple[Event, ...]:
    return tuple(
        process.MilestoneFellDue(at=facts.at, actor=facts.actor.person, milestone=m.id, due=m.due)
        for m in state.milestones
        if m.status is Status.PLANNED and m.due == due.at
    )


ON_DUE: Mapping[str, aggregate.OnDue] = {MILESTONE_DUE: _fell_due}


# --- evolve -----------------------------------------------------------------------------------


def _agenda(milestones: tuple[Milestone, ...], passed: datetime | None) -> tuple[Due, ...]:
    """The first milestone day still to come. A timer needs no more, and State stays small."""
    days = [m.due for m in milestones if m.status is Status.PLANNED]
    coming = [day for day in days if passed is None or day > passed]
    return (Due(at=min(coming), what=MILESTONE_DUE),) if coming else ()


def _opened(state: ContractState, event: process.ContractOpened) -> ContractState:
    return state.model_copy(
        update={
            "milestones": event.milestones,
            "agenda": _agenda(event.milestones, None),
            "bond_by": event.bond_by,
            "since": event.at,
        }
    )


def _told(state: ContractState, event: process.MilestoneFellDue) -> ContractState:
    return state.model_copy(
        update={"passed": event.due, "agenda": _agenda(state.milestones, event.due)}
    )


def _with(state: ContractState, milestone: str, **changes: object) -> ContractState:
    milestones = tuple(
        m.model_copy(update=changes) if m.id == milestone else m for m in state.milestones
    )
    return state.model_copy(
        update={"milestones": milestones, "agenda": _agenda(milestones, state.passed)}
    )


def _delivered(state: ContractState, event: process.DeliveryConfirmed) -> ContractState:
    return _with(state, event.milestone, status=Status.DELIVERED, deliveries=event.delivery)


def _accepted(state: ContractState, event: process.MilestoneAccepted) -> ContractState:
    after = _with(state, event.milestone, status=Status.ACCEPTED)
    if event.pay_by is None:
        return after
    return after.model_copy(update={"payable": tuple(sorted((*state.payable, event.pay_by)))})


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.ContractOpened: _opened,
    process.MilestoneFellDue: _told,
    process.DeliveryConfirmed: _delivered,
    process.MilestoneAccepted: _accepted,
    process.ContractCompleted: aggregate.to_stage(Stage.COMPLETED),
    **paying.EVOLVE,
}


# --- what opens it ----------------------------------------------------------------------------


def _concluded(state: AwardState, event: ContractConcluded) -> tuple[Command, ...]:
    command = process.OpenContract(
        id=f"{state.aggregate}@{state.version}/open_contract",
        aggregate=names.contract(event.contract),
        organisation=state.organisation,
        actor=actors.SYSTEM,
        at=event.at,
        tender=state.tender,
        award=state.aggregate,
        bid=event.bid,
        supplier=event.supplier,
        draft_hash=state.draft_hash,
        edition=state.edition,
    )
    return (command,)


FOLLOW_UPS: Mapping[type[Event], aggregate.FollowUp] = {ContractConcluded: _concluded}


# --- who is waited for ------------------------------------------------------------------------


def tasks(state: ContractState) -> tuple[Task, ...]:
    """The next delivery that the contractor owes: of those that can be made, the first due; and
    what the finance director owes: the proof of the bond looked at, what was accepted paid."""
    return (*_delivering(state), *paying.tasks(state))


def _delivering(state: ContractState) -> tuple[Task, ...]:
    owed = [m.due for m in state.milestones if m.status is Status.PLANNED and _ready(state, m)]
    if state.since is None or not owed:
        return ()
    return (
        Task(
            what="confirm_delivery",
            role=Role.SUPPLIER,
            party=state.supplier,
            since=state.since,
            due=min(owed),
            rule="rule.milestone_day",
        ),
    )


def _ready(state: ContractState, milestone: Milestone) -> bool:
    return not milestone.final or _open_before(state, milestone) is None
