"""A delivery is accepted when every member of the committee has signed, and never by silence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import acceptance, actors, contracting, names
from contracts.acceptance import (
    AcceptanceFacts,
    AcceptanceState,
    SignOffReport,
    Stage,
    Verdict,
    process,
)
from contracts.acceptance.report import CriterionResult, Result, Severity, Shortcoming
from contracts.aggregate import Decision, Due
from contracts.base import canonical_json, content_hash
from contracts.contracting.process import ContractState, DeliveryConfirmed, RecordAcceptance
from contracts.refusals import Code, Refusal
from tests.rules import deliveries
from tests.rules.deliveries import CONTRACT, FATIMA, M1, PLANS, STIJN, sign_off

RECEIVED = datetime(2026, 12, 16, 13, 30, tzinfo=UTC)
SIGNED = datetime(2027, 1, 5, 10, 0, tzinfo=UTC)
CERTIFICATE = content_hash(b"D-21")
ACCEPTED, REMARKS, SHORTCOMINGS = Verdict


def _contract() -> ContractState:
    return ContractState(
        aggregate=CONTRACT,
        organisation=deliveries.BUYER,
        edition=deliveries.edition().sha256,
        version=3,
        tender=deliveries.TENDER,
        award=deliveries.AWARD,
        bid=deliveries.BID,
        supplier=deliveries.SUPPLIER,
        draft_hash=deliveries.HASH,
    )


def _opening(committee: tuple[str, ...] = (FATIMA, STIJN)) -> process.OpenAcceptance:
    event = DeliveryConfirmed(
        at=RECEIVED,
        actor=deliveries.MEHDI,
        milestone=M1,
        delivery=1,
        note=content_hash(b"note"),
        received_at=RECEIVED,
        committee=committee,
        verification=contracting.verification(
            deliveries.edition(), deliveries.DRAFT, "delivery_confirmed", RECEIVED
        ),
    )
    (command,) = acceptance.FOLLOW_UPS[DeliveryConfirmed](_contract(), event)
    assert isinstance(command, process.OpenAcceptance)
    return command


def _opened(committee: tuple[str, ...] = (FATIMA, STIJN)) -> AcceptanceState:
    command = _opening(committee)
    facts = deliveries.plain(deliveries.ENGINE, command.at)
    state = acceptance.begin(facts, command)
    events = deliveries.taken(acceptance.DECIDE[process.OpenAcceptance](state, facts, command))
    return deliveries.after(state, events, acceptance.EVOLVE)


def _command(state: AcceptanceState, kind: type[Any], at: datetime, **fields: Any) -> Any:
    return kind(
        id=f"{kind.__name__}-{at.isoformat()}",
        aggregate=state.aggregate,
        organisation=state.organisation,
        actor=fields.pop("actor", actors.SYSTEM),
        at=at,
        **fields,
    )


def _sign(
    state: AcceptanceState, person: str, report: SignOffReport, at: datetime = SIGNED
) -> Decision | Refusal:
    report = report.model_copy(update={"acceptance": state.aggregate, "round": state.round})
    digest = content_hash(report)
    command = _command(state, process.SignOff, at, actor=person, report=digest)
    facts = deliveries.acceptance_facts(person, at, report)
    return acceptance.DECIDE[process.SignOff](state, facts, command)


def _signed(state: AcceptanceState, *reports: SignOffReport) -> AcceptanceState:
    for person, report in zip(state.unsigned, reports, strict=False):
        events = deliveries.taken(_sign(state, person, report))
        state = deliveries.after(state, events, acceptance.EVOLVE)
    return state


def _finish(state: AcceptanceState, report: SignOffReport) -> AcceptanceState:
    (person,) = state.unsigned
    events = deliveries.taken(_sign(state, person, report))
    return deliveries.after(state, events, acceptance.EVOLVE)


def _remedied(state: AcceptanceState, at: datetime) -> AcceptanceState:
    command = _command(
        state, process.ConfirmRemedy, at, actor=deliveries.MEHDI, note=content_hash(b"done")
    )
    facts = AcceptanceFacts(**deliveries.base(deliveries.CONTRACTOR, at), draft=deliveries.DRAFT)
    events = deliveries.taken(acceptance.DECIDE[process.ConfirmRemedy](state, facts, command))
    return deliveries.after(state, events, acceptance.EVOLVE)


def _certified(state: AcceptanceState, at: datetime = SIGNED) -> AcceptanceState:
    command = _command(
        state, process.RecordCertificate, at, document=deliveries.BID, sha256=CERTIFICATE
    )
    facts = deliveries.plain(deliveries.ENGINE, at)
    events = deliveries.taken(acceptance.DECIDE[process.RecordCertificate](state, facts, command))
    return deliveries.after(state, events, acceptance.EVOLVE)


def _tick(state: AcceptanceState) -> AcceptanceState:
    due = state.next_due
    assert due is not None
    facts = deliveries.plain(deliveries.ENGINE, due.at)
    events = acceptance.ON_DUE[due.what](state, facts, due)
    return deliveries.after(state, events, acceptance.EVOLVE)


def _reviewed(report: SignOffReport, plan: int = 0) -> list[tuple[Code, str | None]]:
    found = acceptance.review(report, PLANS[plan], SIGNED.date())
    return [(refusal.code, refusal.field) for refusal in found]


GOOD = sign_off(PLANS[0], ACCEPTED)
BAD = sign_off(PLANS[0], SHORTCOMINGS)


def test_a_confirmed_delivery_opens_its_acceptance() -> None:
    command = _opening()
    assert command.aggregate == names.acceptance(M1, 1)
    assert command.id == f"{CONTRACT}@3/open_acceptance"
    assert command.at == RECEIVED
    state = _opened()
    assert state.stage is Stage.VERIFYING
    assert state.agenda == (Due(at=state.verification_ends, what="verification_end"),)
    assert deliveries.TENDER.endswith(state.dossier)


def test_two_sign_offs_accept_a_delivery() -> None:
    state = _signed(_opened(), GOOD)
    assert state.stage is Stage.VERIFYING
    assert state.unsigned == (STIJN,)
    state = _finish(state, GOOD)
    assert state.stage is Stage.ACCEPTED
    assert state.accepted_at == SIGNED
    assert state.agenda == ()


def test_remarks_accept_and_are_told() -> None:
    state = _signed(_opened(), GOOD)
    events = deliveries.taken(_sign(state, STIJN, sign_off(PLANS[0], REMARKS)))
    (accepted,) = (e for e in events if isinstance(e, process.DeliveryAccepted))
    assert accepted.with_remarks


def test_one_member_who_finds_shortcomings_is_enough() -> None:
    state = _finish(_signed(_opened(), BAD), GOOD)
    assert state.stage is Stage.REMEDYING
    assert state.remedy_before == date(2027, 1, 20)
    # Before 20 January: the last useful moment is 19 January, 23.59.59.
    ends = datetime(2027, 1, 19, 23, 0, tzinfo=UTC)
    assert state.agenda == (Due(at=ends, what="remedy_end"),)


def test_the_latest_day_given_binds_for_all_shortcomings() -> None:
    later = sign_off(PLANS[0], SHORTCOMINGS, remedy_before=date(2027, 2, 1))
    state = _finish(_signed(_opened(), later), BAD)
    assert state.remedy_before == date(2027, 2, 1)


def test_a_remedy_starts_a_new_round_with_a_new_period() -> None:
    state = _finish(_signed(_opened(), BAD), BAD)
    state = _remedied(state, datetime(2027, 1, 18, 9, 0, tzinfo=UTC))
    assert (state.stage, state.round, state.signed) == (Stage.VERIFYING, 2, ())
    # Monday 18 January and 30 calendar days: Wednesday 17 February 2027, 24.00.
    assert state.verification_ends == datetime(2027, 2, 17, 23, 0, tzinfo=UTC)
    assert state.agenda == (Due(at=state.verification_ends, what="verification_end"),)
    assert state.remedy_before is None
    assert _finish(_signed(state, GOOD), GOOD).stage is Stage.ACCEPTED


def test_a_remedy_after_its_day_is_still_taken() -> None:
    state = _tick(_finish(_signed(_opened(), BAD), BAD))
    assert (state.stage, state.agenda) == (Stage.REMEDYING, ())
    assert _remedied(state, datetime(2027, 3, 1, 9, 0, tzinfo=UTC)).round == 2


def test_nobody_accepts_by_silence() -> None:
    state = _tick(_opened())
    assert (state.stage, state.agenda) == (Stage.VERIFYING, ())
    assert _finish(_signed(state, GOOD), GOOD).stage is Stage.ACCEPTED


def test_a_member_signs_once_a_round_and_only_a_member_signs() -> None:
    may, state = acceptance.MAY["sign_off"], _signed(_opened(), GOOD)
    fatima, dirk = (
        actors.Actor(person=each, organisation=deliveries.BUYER, roles=frozenset())
        for each in (FATIMA, deliveries.DIRK)
    )
    assert _code(may(state, fatima, SIGNED)) is Code.ALREADY_SIGNED_OFF
    assert _code(may(state, dirk, SIGNED)) is Code.NOT_ALLOWED
    assert _code(may(_finish(state, BAD), fatima, SIGNED)) is Code.WRONG_STAGE
    assert may(_opened(), fatima, SIGNED) is None


def test_only_the_contractor_confirms_a_remedy_and_only_when_asked() -> None:
    may, asked = acceptance.MAY["confirm_remedy"], _finish(_signed(_opened(), BAD), BAD)
    assert may(asked, deliveries.CONTRACTOR, SIGNED) is None
    other = deliveries.CONTRACTOR.model_copy(update={"organisation": deliveries.BUYER})
    assert _code(may(asked, other, SIGNED)) is Code.NOT_ALLOWED
    assert _code(may(_opened(), deliveries.CONTRACTOR, SIGNED)) is Code.WRONG_STAGE


def _code(refusal: Refusal | None) -> Code:
    assert refusal is not None
    return refusal.code


def test_a_sound_report_has_nothing_against_it() -> None:
    for verdict in Verdict:
        assert _reviewed(sign_off(PLANS[0], verdict)) == []


LIGHT = Shortcoming(criterion=PLANS[0].criteria[0], text="Typfout.", severity=Severity.LIGHT)
BLOCKING = LIGHT.model_copy(update={"severity": Severity.BLOCKING})
ELSEWHERE = LIGHT.model_copy(update={"criterion": "Iets anders"})
UNTESTED = tuple(
    CriterionResult(criterion=each, result=Result.NOT_TESTED) for each in PLANS[0].criteria
)


@pytest.mark.parametrize(
    ("verdict", "changes", "expected"),
    [
        (ACCEPTED, {"results": ()}, (Code.INVALID_INPUT, "results")),
        (ACCEPTED, {"results": UNTESTED}, (Code.TEXT_MISSING, "remark")),
        (REMARKS, {"shortcomings": ()}, (Code.SHORTCOMINGS_MISSING, "shortcomings")),
        (SHORTCOMINGS, {"shortcomings": ()}, (Code.SHORTCOMINGS_MISSING, "shortcomings")),
        (SHORTCOMINGS, {"shortcomings": (ELSEWHERE,)}, (Code.INVALID_INPUT, "shortcomings")),
        (
            ACCEPTED,
            {"shortcomings": (LIGHT,), "remedy_before": date(2027, 2, 1)},
            (Code.VERDICT_DIFFERS, "verdict"),
        ),
        (REMARKS, {"shortcomings": (BLOCKING,)}, (Code.VERDICT_DIFFERS, "verdict")),
        (REMARKS, {"results": BAD.results}, (Code.VERDICT_DIFFERS, "verdict")),
        (REMARKS, {"remedy_before": None}, (Code.REMEDY_DATE_MISSING, "remedy_before")),
        (
            SHORTCOMINGS,
            {"remedy_before": SIGNED.date()},
            (Code.REMEDY_DATE_PASSED, "remedy_before"),
        ),
    ],
)
def test_a_verdict_follows_from_what_was_found(
    verdict: Verdict, changes: dict[str, object], expected: tuple[Code, str]
) -> None:
    assert expected in _reviewed(sign_off(PLANS[0], verdict, **changes))


def test_a_report_without_a_verdict_is_a_draft() -> None:
    written = sign_off(PLANS[0], ACCEPTED).model_copy(update={"verdict": None})
    assert _reviewed(written) == [(Code.VERDICT_MISSING, "verdict")]


def test_what_was_not_tested_can_be_accepted_with_a_word() -> None:
    report = sign_off(PLANS[0], ACCEPTED, results=UNTESTED, remark="Geen testomgeving.")
    assert _reviewed(report) == []


def test_a_final_acceptance_leaves_no_remark_open() -> None:
    report = sign_off(PLANS[2], REMARKS)
    assert _reviewed(report, plan=2) == [(Code.REMARKS_LEFT_OPEN, "verdict")]


def test_a_milestone_without_criteria_is_tested_as_a_whole() -> None:
    assert _reviewed(sign_off(PLANS[1], ACCEPTED), plan=1) == []


def test_a_lost_report_is_refused() -> None:
    command = _command(
        _opened(), process.SignOff, SIGNED, actor=FATIMA, report=content_hash(b"nowhere")
    )
    facts = deliveries.acceptance_facts(FATIMA, SIGNED, None)
    refusal = acceptance.DECIDE[process.SignOff](_opened(), facts, command)
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.UNKNOWN_REFERENCE


def test_a_report_of_an_earlier_round_is_refused() -> None:
    state = _remedied(_finish(_signed(_opened(), BAD), BAD), SIGNED)
    command = _command(state, process.SignOff, SIGNED, actor=FATIMA, report=content_hash(GOOD))
    facts = deliveries.acceptance_facts(FATIMA, SIGNED, GOOD)
    refusal = acceptance.DECIDE[process.SignOff](state, facts, command)
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.UNKNOWN_REFERENCE


def test_a_remedy_day_that_passed_while_others_signed_is_set_again() -> None:
    state = _signed(_opened(), BAD)
    late = datetime(2027, 1, 25, 10, 0, tzinfo=UTC)
    refusal = _sign(state, STIJN, GOOD, at=late)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == (Code.REMEDY_DATE_PASSED, "remedy_before")
    again = GOOD.model_copy(update={"remedy_before": date(2027, 2, 10)})
    assert isinstance(_sign(state, STIJN, again, at=late), Decision)


def test_the_certificate_tells_the_contract_when_it_took_effect() -> None:
    state = _certified(_finish(_signed(_opened(), GOOD), GOOD), at=SIGNED + timedelta(minutes=5))
    assert state.ended
    event = process.CertificateRecorded(
        at=SIGNED + timedelta(minutes=5),
        actor=actors.SYSTEM,
        document=deliveries.BID,
        sha256=CERTIFICATE,
    )
    (command,) = acceptance.FOLLOW_UPS[process.CertificateRecorded](state, event)
    assert isinstance(command, RecordAcceptance)
    assert command.aggregate == CONTRACT
    assert (command.milestone, command.accepted_at) == (M1, SIGNED)
    assert command.id == f"{state.aggregate}@{state.version}/record_acceptance"


def test_each_member_and_then_the_contractor_is_waited_for() -> None:
    opened = _opened()
    asked = [(task.what, task.person, task.due) for task in acceptance.tasks(opened)]
    ends = opened.verification_ends
    assert asked == [("sign_off", FATIMA, ends), ("sign_off", STIJN, ends)]
    wanting = _finish(_signed(opened, BAD), BAD)
    (task,) = acceptance.tasks(wanting)
    assert (task.what, task.party) == ("confirm_remedy", deliveries.SUPPLIER)
    assert task.due == wanting.agenda[0].at
    assert acceptance.tasks(_finish(_signed(opened, GOOD), GOOD)) == ()


STEPS = st.sampled_from(["tick", "remedy", "certificate", *Verdict])


@given(st.lists(STEPS, max_size=25))
def test_no_walk_accepts_what_a_member_found_wanting(walk: list[str]) -> None:
    state, before = _opened(), _opened()
    for step in walk:
        before, state = state, _stepped(state, step)
        signers = [signature.person for signature in state.signed]
        assert len(set(signers)) == len(signers)
        assert set(signers) <= set(state.committee)
        assert len(state.agenda) <= 1
        assert state.round in (before.round, before.round + 1)
        verdicts = {signature.verdict for signature in state.signed}
        match state.stage:
            case Stage.VERIFYING:
                assert state.unsigned
            case Stage.REMEDYING:
                assert Verdict.SHORTCOMINGS in verdicts
            case _:
                assert verdicts <= {Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_REMARKS}
                assert not state.unsigned
                assert not state.agenda


def _stepped(state: AcceptanceState, step: str) -> AcceptanceState:
    if step == "tick":
        return _tick(state) if state.next_due else state
    if step == "remedy" and state.stage is Stage.REMEDYING:
        return _remedied(state, SIGNED)
    if step == "certificate" and state.stage is Stage.ACCEPTED:
        return _certified(state)
    if step in set(Verdict) and state.stage is Stage.VERIFYING:
        report = sign_off(PLANS[0], Verdict(step))
        events = deliveries.taken(_sign(state, state.unsigned[0], report))
        return deliveries.after(state, events, acceptance.EVOLVE)
    return state


def test_a_committee_of_twelve_stays_within_four_kibibytes() -> None:
    committee = tuple(f"01939d2c-0000-7000-8000-{n:012d}" for n in range(101, 113))
    state = _signed(_opened(committee), *[sign_off(PLANS[0], REMARKS)] * 11)
    assert len(canonical_json(state)) <= 4096
