"""The bond proved and the accepted milestones paid: how both are judged, and who is waited for.

A contract is completed when its last milestone is accepted, and its workflow ends with that; its
bill is still to be paid. Both acts are therefore committed directly, as an arrival is, in either
stage: nothing of them waits for an instant or a step, and no recorded workflow schedules anything
else than it did.
"""

from collections.abc import Mapping

from contracts import aggregate
from contracts.actors import Role
from contracts.aggregate import Command, Decision, Event, Task
from contracts.awarding import with_vat
from contracts.base import Money, local_date
from contracts.contracting import dues, process
from contracts.contracting.payment import value_of
from contracts.contracting.process import (
    ContractState,
    MoneyFacts,
    PaymentSheet,
    Status,
    plan_of,
)
from contracts.refusals import Code, Refusal, currency_problem, refuse


def _record_bond(
    state: ContractState, facts: MoneyFacts, command: process.RecordBond
) -> Decision | Refusal:
    sheet = facts.bond
    if sheet is None or sheet.contract != state.aggregate or facts.price is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    due = dues.bond(facts.edition, facts.draft, facts.price)
    if due is None:
        return refuse(Code.BOND_NOT_AWAITED)
    if sheet.proved_on > local_date(facts.at):
        return refuse(Code.DAY_IN_FUTURE, "proved_on", day=sheet.proved_on)
    if refusal := currency_problem(sheet.amount, due.amount):
        return refusal
    if sheet.amount.amount < due.amount.amount:
        return refuse(Code.BOND_TOO_LOW, "amount", received=sheet.amount, due=due.amount)
    event = process.BondRecorded(at=facts.at, actor=command.actor, bond=command.bond)
    return Decision((event,))


def payable(facts: MoneyFacts, state: ContractState, milestone: str) -> Money | None:
    """The most that can be paid for a milestone: its value with VAT; None without a price."""
    if facts.price is None:
        return None
    plan = plan_of(facts.draft, state.aggregate, milestone)
    return with_vat(value_of(facts.draft, facts.price, plan), facts.vat_rate)


def _record_payment(
    state: ContractState, facts: MoneyFacts, command: process.RecordPayment
) -> Decision | Refusal:
    sheet, milestone = facts.payment, state.milestone(command.milestone)
    if sheet is None or sheet.contract != state.aggregate or milestone is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    if sheet.milestone != milestone.id:
        return refuse(Code.UNKNOWN_REFERENCE)
    if milestone.status is not Status.ACCEPTED:
        return refuse(Code.PAYMENT_WITHOUT_ACCEPTANCE)
    if milestone.id in facts.paid:
        return refuse(Code.PAYMENT_ALREADY_RECORDED)
    if found := _unpayable(sheet, facts, payable(facts, state, milestone.id)):
        return found
    event = process.PaymentRecorded(
        at=facts.at,
        actor=command.actor,
        milestone=milestone.id,
        payment=command.payment,
        pay_by=facts.pay_by,
    )
    return Decision((event,))


def _unpayable(sheet: PaymentSheet, facts: MoneyFacts, most: Money | None) -> Refusal | None:
    """What is wrong with the amount or the days of a payment."""
    amount = sheet.amount
    if most is None or amount.amount <= 0:
        return refuse(Code.INVALID_INPUT, "amount")
    if refusal := currency_problem(amount, most):
        return refusal
    if amount.amount > most.amount:
        return refuse(Code.PAYMENT_ABOVE_ACCEPTED, "amount", amount=amount, accepted=most)
    if sheet.paid_on > local_date(facts.at):
        return refuse(Code.DAY_IN_FUTURE, "paid_on", day=sheet.paid_on)
    if sheet.invoiced_on > sheet.paid_on:
        return refuse(Code.INVOICE_AFTER_PAYMENT, "invoiced_on")
    return None


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.RecordBond: _record_bond,
    process.RecordPayment: _record_payment,
}


def _proved(state: ContractState, event: process.BondRecorded) -> ContractState:
    return state.model_copy(update={"bond_by": None})


def _paid(state: ContractState, event: process.PaymentRecorded) -> ContractState:
    left = list(state.payable)
    if event.pay_by in left:
        left.remove(event.pay_by)
    return state.model_copy(update={"payable": tuple(left)})


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.BondRecorded: _proved,
    process.PaymentRecorded: _paid,
}


def tasks(state: ContractState) -> tuple[Task, ...]:
    """What the finance director is waited for: the proof of the bond, the first payment due."""
    if state.since is None:
        return ()
    waiting = []
    if state.bond_by is not None:
        waiting.append(("confirm_bond", state.bond_by, "rule.bond_proof"))
    if state.payable:
        waiting.append(("release_payment", min(state.payable), "rule.payment_period"))
    return tuple(
        Task(what=what, role=Role.FINANCE_DIRECTOR, since=state.since, due=due, rule=rule)
        for what, due, rule in waiting
    )
