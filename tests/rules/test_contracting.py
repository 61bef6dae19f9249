"""A contract runs from its conclusion to the acceptance of its last milestone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import actors, contracting, names
from contracts.aggregate import Decision, Due
from contracts.awarding import AwardState, ContractConcluded
from contracts.base import canonical_json, content_hash
from contracts.contracting import ContractState, DeliveryNote, Stage, Status, dues, process
from contracts.contracting.process import Evidence
from contracts.refusals import Code, Refusal
from contracts.tendering import TenderDraft
from contracts.tendering.draft import ContractTerms, MilestonePlan, Team
from tests.rules import deliveries
from tests.rules.deliveries import CONCLUDED, CONTRACT, M1, M2, M3, PLANS, days

ARRIVED = datetime(2026, 12, 16, 13, 30, tzinfo=UTC)


def _command(kind: type[Any], at: datetime, **fields: Any) -> Any:
    return kind(
        id=f"{kind.__name__}-{at.isoformat()}-{fields.get('milestone', '')}",
        aggregate=CONTRACT,
        organisation=deliveries.BUYER,
        actor=fields.pop("actor", actors.SYSTEM),
        at=at,
        **fields,
    )


def _opened(draft: TenderDraft = deliveries.DRAFT, at: datetime = CONCLUDED) -> ContractState:
    command = _command(
        process.OpenContract,
        at,
        tender=deliveries.TENDER,
        award=deliveries.AWARD,
        bid=deliveries.BID,
        supplier=deliveries.SUPPLIER,
        draft_hash=content_hash(draft),
        edition=deliveries.edition().sha256,
    )
    facts = deliveries.contract_facts(deliveries.ENGINE, at, draft=draft)
    state = contracting.begin(facts, command)
    events = deliveries.taken(contracting.DECIDE[process.OpenContract](state, facts, command))
    return deliveries.after(state, events, contracting.EVOLVE)


def _deliver(
    state: ContractState,
    milestone: str,
    at: datetime = ARRIVED,
    note: DeliveryNote | None = None,
    law: Any = None,
) -> Decision | Refusal:
    index = (M1, M2, M3).index(milestone) if milestone in (M1, M2, M3) else 0
    written = note or deliveries.note(PLANS[index])
    command = _command(
        process.ConfirmDelivery,
        at,
        actor=deliveries.MEHDI,
        milestone=milestone,
        note=content_hash(written),
    )
    facts = deliveries.contract_facts(deliveries.CONTRACTOR, at, written, law=law)
    return contracting.DECIDE[process.ConfirmDelivery](state, facts, command)


def _accept(state: ContractState, milestone: str, at: datetime = ARRIVED) -> Decision | Refusal:
    command = _command(process.RecordAcceptance, at, milestone=milestone, accepted_at=at)
    facts = deliveries.contract_facts(deliveries.ENGINE, at)
    return contracting.DECIDE[process.RecordAcceptance](state, facts, command)


def _tick(state: ContractState) -> ContractState:
    due = state.next_due
    assert due is not None
    facts = deliveries.plain(deliveries.ENGINE, due.at)
    events = contracting.ON_DUE[due.what](state, facts, due)
    return deliveries.after(state, events, contracting.EVOLVE)


def _done(state: ContractState, *milestones: str) -> ContractState:
    for milestone in milestones:
        for answer in (_deliver, _accept):
            events = deliveries.taken(answer(state, milestone))
            state = deliveries.after(state, events, contracting.EVOLVE)
    return state


def _code(answer: Decision | Refusal) -> Code:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_a_milestone_is_due_at_the_end_of_its_day_in_brussels() -> None:
    state = _opened()
    assert [m.due for m in state.milestones] == [
        datetime(2026, 12, 26, 23, 0, tzinfo=UTC),
        datetime(2027, 1, 25, 23, 0, tzinfo=UTC),
        datetime(2027, 2, 24, 23, 0, tzinfo=UTC),
    ]
    assert [m.final for m in state.milestones] == [False, False, True]
    assert state.next_due == Due(at=state.milestones[0].due, what="milestone_due")


def test_a_contract_keeps_the_law_and_the_dossier_of_its_tender() -> None:
    state = _opened()
    assert state.edition == deliveries.edition().sha256
    assert deliveries.TENDER.endswith(state.dossier)


def test_a_conclusion_opens_the_contract_with_what_it_needs() -> None:
    award = AwardState(
        aggregate=deliveries.AWARD,
        organisation=deliveries.BUYER,
        version=9,
        edition=deliveries.edition().sha256,
        draft_hash=deliveries.HASH,
        ranking=content_hash(b"ranking"),
        winner=deliveries.BID,
    )
    concluded = ContractConcluded(
        at=CONCLUDED,
        actor=deliveries.DIRK,
        contract=names.subject_of(CONTRACT),
        bid=deliveries.BID,
        supplier=deliveries.SUPPLIER,
    )
    (command,) = contracting.FOLLOW_UPS[ContractConcluded](award, concluded)
    assert isinstance(command, process.OpenContract)
    assert command.id == f"{deliveries.AWARD}@9/open_contract"
    assert (command.aggregate, command.at) == (CONTRACT, CONCLUDED)
    assert command.tender == deliveries.TENDER
    assert command.edition == award.edition


def test_a_milestone_has_the_same_id_wherever_it_is_asked() -> None:
    assert contracting.plan_of(deliveries.DRAFT, CONTRACT, M2) == PLANS[1]
    with pytest.raises(LookupError):
        contracting.plan_of(deliveries.DRAFT, CONTRACT, deliveries.BID)


def test_a_delivery_starts_a_verification_of_thirty_days() -> None:
    # Wednesday 16 December 2026 and 30 calendar days: Friday 15 January 2027, 24.00.
    (event,) = deliveries.taken(_deliver(_opened(), M1))
    assert isinstance(event, process.DeliveryConfirmed)
    assert event.received_at == ARRIVED
    assert event.committee == (deliveries.FATIMA, deliveries.STIJN)
    assert event.verification.last_day == date(2027, 1, 15)
    assert event.verification.instant == datetime(2027, 1, 15, 23, 0, tzinfo=UTC)
    assert "RD 14 January 2013" in event.verification.explanation.article


def test_a_verification_ends_with_the_payment_period_of_the_documents() -> None:
    """Twenty days to verify and pay leave no thirty to verify."""
    terms = ContractTerms(payment_days=20)
    draft = deliveries.DRAFT.model_copy(update={"terms": terms})
    facts = deliveries.contract_facts(deliveries.CONTRACTOR, ARRIVED, draft=draft)
    found = process.verification(facts.edition, draft, "delivery_confirmed", ARRIVED)
    assert (found.explanation.length, found.last_day) == (20, date(2027, 1, 5))
    delivered = date(2026, 12, 16)
    (paid,) = dues.payment(facts.edition, draft, delivered)
    assert found.instant == paid.instant


def test_the_law_of_an_older_tender_gives_its_own_verification_period() -> None:
    older = deliveries.edition(date(2024, 6, 1))
    (event,) = deliveries.taken(_deliver(_opened(), M1, law=older))
    assert isinstance(event, process.DeliveryConfirmed)
    assert event.verification.explanation.edition == "be-2024-03"


def test_a_delivery_is_confirmed_once() -> None:
    state = deliveries.after(
        _opened(), deliveries.taken(_deliver(_opened(), M1)), contracting.EVOLVE
    )
    assert state.milestones[0].status is Status.DELIVERED
    assert _code(_deliver(state, M1)) is Code.DELIVERY_ALREADY_CONFIRMED
    assert _code(_deliver(_done(_opened(), M1), M1)) is Code.DELIVERY_ALREADY_CONFIRMED


def test_the_final_milestone_waits_for_the_earlier_ones() -> None:
    refusal = _deliver(_done(_opened(), M1), M3)
    assert _code(refusal) is Code.EARLIER_MILESTONE_OPEN
    assert isinstance(refusal, Refusal)
    assert refusal.facts["milestone"].value == "Migratie"
    assert isinstance(_deliver(_done(_opened(), M2, M1), M3), Decision)


def test_an_unknown_milestone_or_a_lost_note_is_refused() -> None:
    assert _code(_deliver(_opened(), deliveries.BID)) is Code.UNKNOWN_REFERENCE
    command = _command(
        process.ConfirmDelivery, ARRIVED, milestone=M1, note=content_hash(b"nowhere")
    )
    facts = deliveries.contract_facts(deliveries.CONTRACTOR, ARRIVED)
    lost = contracting.DECIDE[process.ConfirmDelivery](_opened(), facts, command)
    assert _code(lost) is Code.UNKNOWN_REFERENCE


def test_a_note_for_another_milestone_is_refused() -> None:
    refusal = _deliver(_opened(), M1, note=deliveries.note(PLANS[1]))
    assert _code(refusal) is Code.UNKNOWN_REFERENCE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": (), "remarks": " "}, "remarks"),
        ({"evidence": (Evidence(criterion="Iets anders", text="Hier."),)}, "evidence"),
    ],
)
def test_a_criterion_without_evidence_asks_for_a_word(
    changes: dict[str, object], field: str
) -> None:
    refusal = _deliver(_opened(), M1, note=deliveries.note(PLANS[0], **changes))
    assert isinstance(refusal, Refusal)
    assert refusal.field == field


def test_a_delivery_without_evidence_but_with_a_word_is_taken() -> None:
    assert contracting.review(deliveries.note(PLANS[0], evidence=()), PLANS[0]) == ()


def test_only_the_contractor_delivers() -> None:
    may = contracting.MAY["confirm_delivery"]
    assert may(_opened(), deliveries.CONTRACTOR, ARRIVED) is None
    other = deliveries.CONTRACTOR.model_copy(update={"organisation": deliveries.BUYER})
    assert _code(may(_opened(), other, ARRIVED) or Decision(())) is Code.NOT_ALLOWED


def test_what_was_not_delivered_is_not_accepted() -> None:
    assert _code(_accept(_opened(), M1)) is Code.DELIVERY_NOT_CONFIRMED
    assert _code(_accept(_opened(), deliveries.BID)) is Code.UNKNOWN_REFERENCE


def test_a_day_that_passes_is_told_and_changes_nothing_else() -> None:
    state = _tick(_opened())
    assert state.milestones == _opened().milestones
    assert state.next_due == Due(at=state.milestones[1].due, what="milestone_due")
    assert isinstance(_deliver(state, M1, at=days(40)), Decision)


def test_a_delivered_milestone_is_no_longer_waited_for() -> None:
    state = deliveries.after(
        _opened(), deliveries.taken(_deliver(_opened(), M1)), contracting.EVOLVE
    )
    assert state.next_due == Due(at=state.milestones[1].due, what="milestone_due")


def test_milestones_of_one_day_fall_due_together() -> None:
    plans = tuple(plan.model_copy(update={"days_after_start": 30}) for plan in PLANS)
    state = _opened(deliveries.DRAFT.model_copy(update={"milestones": plans}))
    due = state.next_due
    assert due is not None
    facts = deliveries.plain(deliveries.ENGINE, due.at)
    events = contracting.ON_DUE[due.what](state, facts, due)
    assert len(events) == len(plans)
    assert deliveries.after(state, events, contracting.EVOLVE).agenda == ()


def test_the_last_acceptance_completes_the_contract() -> None:
    state = _done(_opened(), M1, M2)
    assert state.stage is Stage.RUNNING
    state = deliveries.after(state, deliveries.taken(_deliver(state, M3)), contracting.EVOLVE)
    events = deliveries.taken(_accept(state, M3))
    assert [event.kind for event in events] == ["milestone_accepted", "contract_completed"]
    state = deliveries.after(state, events, contracting.EVOLVE)
    assert state.ended
    assert state.agenda == ()


def test_the_contractor_is_asked_for_the_next_delivery_that_can_be_made() -> None:
    (task,) = contracting.tasks(_opened())
    assert (task.what, task.party, task.due) == (
        "confirm_delivery",
        deliveries.SUPPLIER,
        _opened().milestones[0].due,
    )
    delivered = _done(_opened(), M2)
    state = deliveries.after(
        delivered, deliveries.taken(_deliver(delivered, M1)), contracting.EVOLVE
    )
    assert contracting.tasks(state) == ()


KINDS = {"deliver": "confirm_delivery", "accept": "record_acceptance"}
ACTS = st.sampled_from([*KINDS, "tick"])


@given(st.lists(st.tuples(ACTS, st.sampled_from([M1, M2, M3])), max_size=20))
def test_no_walk_brings_a_contract_out_of_order(walk: list[tuple[str, str]]) -> None:
    state = _opened()
    for act, milestone in walk:
        state = _stepped(state, act, milestone)
        statuses = {m.id: m.status for m in state.milestones}
        planned = [m for m in state.milestones if m.status is Status.PLANNED]
        assert state.ended == (set(statuses.values()) == {Status.ACCEPTED})
        assert all(m.deliveries == (m.status is not Status.PLANNED) for m in state.milestones)
        if statuses[M3] is not Status.PLANNED:
            assert statuses[M1] is statuses[M2] is Status.ACCEPTED
        assert {due.at for due in state.agenda} <= {m.due for m in planned}
        coming = [m.due for m in planned if state.passed is None or m.due > state.passed]
        assert [due.at for due in state.agenda] == sorted(coming)[:1]


def _stepped(state: ContractState, act: str, milestone: str) -> ContractState:
    if act == "tick":
        return _tick(state) if state.next_due else state
    if contracting.MAY[KINDS[act]](state, deliveries.CONTRACTOR, ARRIVED):
        return state
    answer = _deliver(state, milestone) if act == "deliver" else _accept(state, milestone)
    if isinstance(answer, Refusal):
        return state
    return deliveries.after(state, answer.events, contracting.EVOLVE)


def test_a_contract_of_twenty_four_milestones_stays_within_four_kibibytes() -> None:
    plans = tuple(
        MilestonePlan(
            id=f"M{n}", title=f"Maand {n}", days_after_start=30 * n, share=Decimal(4), final=n == 24
        )
        for n in range(1, 25)
    )
    team = Team(acceptance_committee=(deliveries.FATIMA, deliveries.STIJN))
    state = _tick(_opened(TenderDraft(milestones=plans, team=team)))
    assert len(canonical_json(state)) <= 4096
