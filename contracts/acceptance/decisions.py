"""How an acceptance is judged (`decide`), what an event makes of it (`evolve`), who is waited
for, and what it asks of its contract."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from contracts import aggregate, contracting, names
from contracts.acceptance import process
from contracts.acceptance.process import AcceptanceFacts, AcceptanceState, Signature, Stage
from contracts.acceptance.report import Verdict, review
from contracts.actors import SYSTEM, Role
from contracts.aggregate import Command, Decision, Due, Event, Facts, Task
from contracts.base import local_date
from contracts.contracting.process import ContractState, DeliveryConfirmed, RecordAcceptance
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines

VERIFICATION_END = "verification_end"
REMEDY_END = "remedy_end"


def _open(state: AcceptanceState, facts: Facts, command: process.OpenAcceptance) -> Decision:
    event = process.AcceptanceOpened(
        at=facts.at,
        actor=command.actor,
        contract=command.contract,
        milestone=command.milestone,
        delivery=command.delivery,
        committee=command.committee,
        verification_ends=command.verification_ends,
    )
    return Decision((event,))


def _sign_off(
    state: AcceptanceState, facts: AcceptanceFacts, command: process.SignOff
) -> Decision | Refusal:
    report = facts.report
    if report is None or (report.acceptance, report.round) != (state.aggregate, state.round):
        return refuse(Code.UNKNOWN_REFERENCE)
    plan = contracting.plan_of(facts.draft, state.contract, state.milestone)
    found = review(report, plan, local_date(facts.at))
    if found or report.verdict is None:
        return found[0]
    signed = process.SignedOff(
        at=facts.at,
        actor=command.actor,
        report=command.report,
        round=state.round,
        verdict=report.verdict,
        remedy_before=report.remedy_before,
    )
    if state.unsigned != (command.actor,):
        return Decision((signed,))
    outcome = _outcome(_signed(state, signed), signed)
    return outcome if isinstance(outcome, Refusal) else Decision((signed, outcome))


def _outcome(state: AcceptanceState, last: process.SignedOff) -> Event | Refusal:
    """What follows from the sign-offs of a full committee."""
    verdicts = {signature.verdict for signature in state.signed}
    if Verdict.SHORTCOMINGS not in verdicts:
        return process.DeliveryAccepted(
            at=last.at,
            actor=last.actor,
            round=state.round,
            with_remarks=Verdict.ACCEPTED_WITH_REMARKS in verdicts,
        )
    if state.remedy_before is None:
        return refuse(Code.REMEDY_DATE_MISSING, field="remedy_before")
    # The contractor hears of the day only now: one that passed while others signed is no term.
    if state.remedy_before <= local_date(last.at):
        return refuse(Code.REMEDY_DATE_PASSED, field="remedy_before", date=state.remedy_before)
    return process.ShortcomingsRecorded(
        at=last.at,
        actor=last.actor,
        round=state.round,
        remedy_before=state.remedy_before,
        remedy_ends=_start_of(state.remedy_before),
    )


def _start_of(day: date) -> datetime:
    return deadlines.end_of(day - timedelta(days=1))


def _confirm_remedy(
    state: AcceptanceState, facts: AcceptanceFacts, command: process.ConfirmRemedy
) -> Decision:
    checked = contracting.verification(facts.edition, facts.draft, "remedy_confirmed", command.at)
    event = process.RemedyConfirmed(
        at=facts.at,
        actor=command.actor,
        note=command.note,
        round=state.round + 1,
        received_at=command.at,
        verification=checked,
    )
    answer = {
        "received_at": command.at.isoformat(),
        "verification_ends": checked.instant.isoformat(),
    }
    return Decision((event,), answer)


def _record_certificate(
    state: AcceptanceState, facts: Facts, command: process.RecordCertificate
) -> Decision:
    event = process.CertificateRecorded(
        at=facts.at, actor=command.actor, document=command.document, sha256=command.sha256
    )
    return Decision((event,))


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.OpenAcceptance: _open,
    process.SignOff: _sign_off,
    process.ConfirmRemedy: _confirm_remedy,
    process.RecordCertificate: _record_certificate,
}


def _verification_end(state: AcceptanceState, facts: Facts, due: Due) -> tuple[Event, ...]:
    return (process.VerificationOverdue(at=facts.at, actor=facts.actor.person),)


def _remedy_end(state: AcceptanceState, facts: Facts, due: Due) -> tuple[Event, ...]:
    return (process.RemedyOverdue(at=facts.at, actor=facts.actor.person),)


ON_DUE: Mapping[str, aggregate.OnDue] = {
    VERIFICATION_END: _verification_end,
    REMEDY_END: _remedy_end,
}


# --- evolve -----------------------------------------------------------------------------------


def _opened(state: AcceptanceState, event: process.AcceptanceOpened) -> AcceptanceState:
    due = Due(at=event.verification_ends, what=VERIFICATION_END)
    return state.model_copy(update={"agenda": (due,), "since": event.at})


def _signed(state: AcceptanceState, event: process.SignedOff) -> AcceptanceState:
    days = [day for day in (state.remedy_before, event.remedy_before) if day is not None]
    signature = Signature(person=event.actor, verdict=event.verdict)
    return state.model_copy(
        update={
            "signed": (*state.signed, signature),
            "remedy_before": max(days, default=None),
        }
    )


def _found_wanting(state: AcceptanceState, event: process.ShortcomingsRecorded) -> AcceptanceState:
    due = Due(at=event.remedy_ends, what=REMEDY_END)
    return state.model_copy(update={"stage": Stage.REMEDYING, "agenda": (due,), "since": event.at})


def _remedied(state: AcceptanceState, event: process.RemedyConfirmed) -> AcceptanceState:
    ends = event.verification.instant
    return state.model_copy(
        update={
            "stage": Stage.VERIFYING,
            "round": event.round,
            "signed": (),
            "remedy_before": None,
            "verification_ends": ends,
            "agenda": (Due(at=ends, what=VERIFICATION_END),),
            "since": event.at,
        }
    )


def _told(state: AcceptanceState, event: Event) -> AcceptanceState:
    return state.model_copy(update={"agenda": ()})


def _accepted(state: AcceptanceState, event: process.DeliveryAccepted) -> AcceptanceState:
    return state.model_copy(
        update={
            "stage": Stage.ACCEPTED,
            "agenda": (),
            "accepted_at": event.at,
            "since": event.at,
        }
    )


EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.AcceptanceOpened: _opened,
    process.SignedOff: _signed,
    process.ShortcomingsRecorded: _found_wanting,
    process.RemedyOverdue: _told,
    process.RemedyConfirmed: _remedied,
    process.VerificationOverdue: _told,
    process.DeliveryAccepted: _accepted,
    process.CertificateRecorded: aggregate.to_stage(Stage.CERTIFIED),
}


# --- who is waited for, and who is told -------------------------------------------------------


def tasks(state: AcceptanceState) -> tuple[Task, ...]:
    """The sign-offs that a delivery waits for, or the remedy that the contractor owes."""
    if state.since is None:
        return ()
    since = state.since
    match state.stage:
        case Stage.VERIFYING:
            return tuple(
                Task(
                    what="sign_off",
                    person=person,
                    since=since,
                    due=state.verification_ends,
                    rule="rule.verification_period",
                )
                for person in state.unsigned
            )
        case Stage.REMEDYING if state.remedy_before is not None:
            return (
                Task(
                    what="confirm_remedy",
                    role=Role.SUPPLIER,
                    party=state.supplier,
                    since=since,
                    due=_start_of(state.remedy_before),
                    rule="rule.remedy_day",
                ),
            )
        case _:
            return ()


def _verify(state: ContractState, event: DeliveryConfirmed) -> tuple[Command, ...]:
    command = process.OpenAcceptance(
        id=f"{state.aggregate}@{state.version}/open_acceptance",
        aggregate=names.acceptance(event.milestone, event.delivery),
        organisation=state.organisation,
        actor=SYSTEM,
        at=event.at,
        tender=state.tender,
        contract=state.aggregate,
        milestone=event.milestone,
        delivery=event.delivery,
        supplier=state.supplier,
        draft_hash=state.draft_hash,
        committee=event.committee,
        verification_ends=event.verification.instant,
        edition=state.edition,
    )
    return (command,)


def _tell_contract(
    state: AcceptanceState, event: process.CertificateRecorded
) -> tuple[Command, ...]:
    command = RecordAcceptance(
        id=f"{state.aggregate}@{state.version}/record_acceptance",
        aggregate=state.contract,
        organisation=state.organisation,
        actor=SYSTEM,
        at=event.at,
        milestone=state.milestone,
        accepted_at=state.accepted_at or event.at,
    )
    return (command,)


FOLLOW_UPS: Mapping[type[Event], aggregate.FollowUp] = {
    DeliveryConfirmed: _verify,
    process.CertificateRecorded: _tell_contract,
}
