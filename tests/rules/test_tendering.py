"""Preparation and publication, judged without a store: by example, and by a random walk."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import names
from contracts.actors import Actor, Role
from contracts.aggregate import Command, Decision
from contracts.base import Money, content_hash
from contracts.envelope import DECIDE, EVOLVE, MAY
from contracts.refusals import Code, Refusal
from contracts.tendering import (
    Stage,
    TenderDraft,
    TenderFacts,
    TenderState,
    begin,
    process,
    review,
    tasks,
)
from contracts.tendering.draft import Criterion, Lot
from infra import procedure_files, rulebook
from tests import builders
from tests.builders import CITY, uid

AT = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
TENDER = names.tender(uid("tender"))
EDITION = rulebook.edition_for(AT.date())


def facts(draft: TenderDraft | None, at: datetime = AT) -> TenderFacts:
    """Facts of an act by Noor."""
    actor = Actor(person=uid("Noor"), organisation=CITY, roles=frozenset({Role.PROJECT_MANAGER}))
    return TenderFacts(
        actor=actor,
        relations=frozenset(),
        now=at,
        at=at,
        edition=EDITION,
        draft=draft,
        procedure=procedure_files.shipped().find(draft.procedure) if draft else None,
        reference="SS-2026-001",
    )


def act(kind: type[Command], who: str = "Noor", *, at: datetime = AT, **more: Any) -> Command:
    """A command on the tender."""
    return kind.model_validate(
        {
            "kind": kind.model_fields["kind"].default,
            "id": "k",
            "aggregate": TENDER,
            "organisation": CITY,
            "actor": uid(who),
            "at": at,
        }
        | more
    )


def new() -> TenderState:
    """A tender with one draft."""
    command = act(process.CreateTender, draft_hash="0" * 64)
    known = facts(None)
    assert isinstance(command, process.CreateTender)
    return after(begin(known, command), command, known)


def after(state: TenderState, command: Command, known: TenderFacts) -> TenderState:
    """The State after an act that must be allowed."""
    judge = MAY.get(command.kind)
    assert judge is None or judge(state, known.actor, known.at) is None
    decision = DECIDE[type(command)](state, known, command)
    assert isinstance(decision, Decision), decision
    for event in decision.events:
        state = EVOLVE[type(event)](state, event)
        state = state.model_copy(update={"version": state.version + 1, "last": event.at})
    return state


def refusal(state: TenderState, command: Command, known: TenderFacts) -> Code:
    """Why an act is refused."""
    judge = MAY.get(command.kind)
    early = judge(state, known.actor, known.at) if judge else None
    found = early or DECIDE[type(command)](state, known, command)
    assert isinstance(found, Refusal), found
    return found.code


DRAFT = builders.draft()
BOUND = content_hash(DRAFT)


def submitted() -> TenderState:
    """A tender that lies with its approvers."""
    return after(new(), act(process.SubmitForApproval, draft_hash=BOUND), facts(DRAFT))


def approved() -> TenderState:
    """A tender that both agree with."""
    state = after(submitted(), act(process.ApproveLegal, "Ilse", draft_hash=BOUND), facts(DRAFT))
    return after(state, act(process.ApproveBudget, "Koenraad", draft_hash=BOUND), facts(DRAFT))


def test_a_complete_draft_goes_to_its_approvers() -> None:
    state = submitted()
    assert state.stage is Stage.APPROVAL
    assert {task.what for task in tasks(state)} == {"approve_legal", "approve_budget"}


def test_two_agreements_approve_it() -> None:
    assert approved().stage is Stage.APPROVED


def test_one_agreement_is_given_once() -> None:
    command = act(process.ApproveLegal, "Ilse", draft_hash=BOUND)
    state = after(submitted(), command, facts(DRAFT))
    assert refusal(state, command, facts(DRAFT)) is Code.ALREADY_APPROVED


def test_an_agreement_with_another_version_counts_for_nothing() -> None:
    command = act(process.ApproveLegal, "Ilse", draft_hash="f" * 64)
    assert refusal(submitted(), command, facts(DRAFT)) is Code.APPROVAL_OUTDATED


def test_a_return_takes_both_agreements_back() -> None:
    state = after(submitted(), act(process.ApproveLegal, "Ilse", draft_hash=BOUND), facts(DRAFT))
    command = act(process.ReturnBudget, "Koenraad", draft_hash=BOUND, reason="a" * 64)
    state = after(state, command, facts(DRAFT))
    assert state.stage is Stage.PREPARING
    again = after(state, act(process.SubmitForApproval, draft_hash=BOUND), facts(DRAFT))
    assert (again.approvals, again.round) == ((), 2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, Code.DRAFT_INCOMPLETE),
        ({"estimate": Money(amount=Decimal(0))}, Code.DRAFT_INCOMPLETE),
        ({"lots": (Lot(id="1", title="A"), Lot(id="2", title="B"))}, Code.ONE_LOT_ONLY),
        (
            {
                "criteria": (
                    Criterion(id="K1", name="T", kind="quality", weight=Decimal(74)),
                    Criterion(id="K2", name="P", kind="price", weight=Decimal(25), formula="P1/1"),
                )
            },
            Code.WEIGHTS_SUM,
        ),
        ({"submission_deadline": AT + timedelta(days=29)}, Code.PERIOD_TOO_SHORT),
    ],
)
def test_an_unfit_draft_is_refused_with_its_reason(changes: dict[str, object], code: Code) -> None:
    draft = builders.draft(**changes)
    command = act(process.SubmitForApproval, draft_hash=content_hash(draft))
    assert refusal(new(), command, facts(draft)) is code


def test_the_whole_legal_period_must_be_left() -> None:
    # 30 days from 20 January, that day not counted, end at 19 February 24.00 in Brussels.
    end = datetime(2026, 2, 19, 23, 0, tzinfo=UTC)
    fits = builders.draft(submission_deadline=end)
    command = act(process.SubmitForApproval, draft_hash=content_hash(fits))
    assert after(new(), command, facts(fits)).stage is Stage.APPROVAL
    short = builders.draft(submission_deadline=end - timedelta(microseconds=1))
    command = act(process.SubmitForApproval, draft_hash=content_hash(short))
    assert refusal(new(), command, facts(short)) is Code.PERIOD_TOO_SHORT


def test_a_notice_that_leaves_too_late_takes_the_tender_back() -> None:
    state = after(approved(), act(process.PublishTender, "Bram", draft_hash=BOUND), facts(DRAFT))
    late = builders.DEADLINE - timedelta(days=10)
    command = act(process.RecordNotice, at=late, notice="b" * 64)
    state = after(state, command, facts(DRAFT, late))
    assert state.stage is Stage.PREPARING
    assert state.deadline is None


def test_a_dispatched_notice_arms_the_close() -> None:
    state = after(approved(), act(process.PublishTender, "Bram", draft_hash=BOUND), facts(DRAFT))
    state = after(state, act(process.RecordNotice, notice="b" * 64), facts(DRAFT))
    due = state.next_due
    assert due is not None
    assert due.at == builders.DEADLINE + timedelta(seconds=30)


KINDS = (
    process.SubmitForApproval,
    process.ApproveLegal,
    process.ApproveBudget,
    process.ReturnLegal,
    process.ReturnBudget,
    process.PublishTender,
    process.RecordNotice,
)


@given(st.lists(st.sampled_from(KINDS), max_size=25))
def test_no_order_of_acts_publishes_without_two_agreements(kinds: list[type[Command]]) -> None:
    state = new()
    for kind in kinds:
        command = act(kind, "Noor", **_fields(kind))
        judge = MAY.get(command.kind)
        if judge is not None and judge(state, facts(DRAFT).actor, AT) is not None:
            continue
        decision = DECIDE[kind](state, facts(DRAFT), command)
        if isinstance(decision, Decision):
            before = state
            for event in decision.events:
                state = EVOLVE[type(event)](state, event)
            if state.stage is Stage.PUBLISHING and before.stage is not Stage.PUBLISHING:
                assert {approval.step for approval in before.approvals} == set(process.Step)
        assert len(state.model_dump_json()) < 4096


def _fields(kind: type[Command]) -> dict[str, Any]:
    if kind is process.RecordNotice:
        return {"notice": "b" * 64}
    reason = {"reason": "a" * 64} if "reason" in kind.model_fields else {}
    return {"draft_hash": BOUND} | reason


def test_a_draft_tells_all_that_it_lacks() -> None:
    found = {finding.field for finding in review(TenderDraft())}
    assert {"title", "estimate", "criteria", "submission_deadline", "milestones"} <= found
