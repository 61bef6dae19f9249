"""An award is proposed, endorsed, decided by others, told, waited for, and only then concluded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import actors, awarding, tendering
from contracts.awarding import Advantage, AwardState, DrawnDocument, Stage
from contracts.awarding.process import (
    AwardOpened,
    ConcludeContract,
    ContractConcluded,
    GrantVisum,
    LettersSent,
    OpenAward,
    ProposeAward,
    RecordDocuments,
    RecordLettersSent,
    RefuseVisum,
    RegisterDecision,
)
from contracts.base import Money, canonical_json, content_hash, local_date
from contracts.refusals import Code, Refusal
from contracts.tendering.draft import Category
from infra.texts import refusals
from tests.rules import casework
from tests.rules.casework import (
    BRAM,
    DRAFT,
    KADE,
    KOENRAAD,
    LINDE,
    MEER,
    SUPPLIER,
    TEXT,
    WOUTER,
    ZILVER,
    Run,
    uid,
)

LIMIT = 4096
CONTRACT = uid(61)
DOCUMENTS = (
    DrawnDocument(document=uid(71), kind="D-12", sha256=TEXT),
    DrawnDocument(document=uid(72), kind="D-14a", sha256=TEXT),
)
SENT = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
SENT_ON = date(2026, 11, 10)
AFTER = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
"""24.00 in Brussels on the fifteenth day after SENT; Armistice Day counts."""


def _code(refusal: Refusal | None) -> Code | None:
    return refusal.code if refusal else None


def _propose(run: Run[Any], by: str = BRAM, **changes: Any) -> Refusal | None:
    sheet = casework.proposal(**changes)
    return run.ask(ProposeAward, by, {"proposal": sheet}, proposal=content_hash(sheet))


def _grant(run: Run[Any], **changes: Any) -> Refusal | None:
    sheet = casework.visum(**changes)
    facts = {"visum": sheet, "proposal": casework.proposal()}
    return run.ask(GrantVisum, KOENRAAD, facts, visum=content_hash(sheet))


def _register(run: Run[Any], by: str = WOUTER, **changes: Any) -> Refusal | None:
    sheet = casework.decision(**changes)
    facts = {"decision": sheet, "proposal": casework.proposal()}
    return run.ask(RegisterDecision, by, facts, decision=content_hash(sheet))


def _send(run: Run[Any], at: datetime = SENT, draft: Any = DRAFT, **sheet: Any) -> Refusal | None:
    run.at = at - timedelta(minutes=1)
    facts = {"proposal": casework.proposal(**sheet), "draft": draft}
    return run.ask(RecordLettersSent, actors.SYSTEM, facts, proof=TEXT)


def _conclude(run: Run[Any], at: datetime) -> Refusal | None:
    run.at = at - timedelta(minutes=1)
    return run.ask(ConcludeContract, BRAM, contract=CONTRACT)


def _proposed() -> Run[Any]:
    run = casework.award()
    assert _propose(run) is None
    return run


def _endorsed() -> Run[Any]:
    run = _proposed()
    assert _grant(run) is None
    return run


def _decided() -> Run[Any]:
    run = _endorsed()
    assert _register(run) is None
    return run


def _drawn(day: date = SENT_ON) -> Run[Any]:
    run = _decided()
    run.tell(RecordDocuments, actors.SYSTEM, documents=DOCUMENTS, day=day)
    return run


def _waiting() -> Run[Any]:
    run = _drawn()
    assert _send(run) is None
    return run


def _progress(run: Run[Any]) -> list[tendering.Stage]:
    asked = [c for c in run.follow_ups if isinstance(c, tendering.process.RecordProgress)]
    assert len({command.id for command in asked}) == len(asked)
    return [command.stage for command in asked]


# --- opening and proposing --------------------------------------------------------------------


def test_an_award_knows_how_long_the_chosen_bid_binds() -> None:
    run = casework.award()
    # 180 days from Tuesday 13 October 2026 end on Sunday 11 April 2027, and run on to Monday.
    assert run.state.valid_until == datetime(2027, 4, 12, 22, 0, tzinfo=UTC)
    opened = run.events[0]
    assert isinstance(opened, AwardOpened)
    assert (opened.validity.length, opened.validity.result) == (180, date(2027, 4, 12))
    assert opened.validity.article == "RD 18 April 2017 art. 58"
    assert run.state.edition == casework.LAW.sha256
    assert (run.state.winner, run.state.supplier) == (ZILVER, SUPPLIER)


@pytest.mark.parametrize("missing", ["tender", "supplier", "bid"])
def test_an_award_opens_only_on_a_bid_that_is_known(missing: str) -> None:
    run = casework.award()
    fields = {"evaluation": casework.EVALUATION, "winner": ZILVER, "ranking": TEXT}
    refusal = run.ask(OpenAward, actors.SYSTEM, {missing: None}, **fields, draft_hash=TEXT)
    assert _code(refusal) is Code.UNKNOWN_REFERENCE


def test_a_proposal_follows_the_ranking() -> None:
    run = _proposed()
    assert run.stage() is Stage.VISUM
    assert run.state.proposer == BRAM
    assert [task.what for task in awarding.tasks(run.state)] == ["grant_visum"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"winner": KADE}, "winner"),
        ({"amount": Money(amount=Decimal("1482600.01"))}, "amount"),
        ({"amount": Money(amount=Decimal("1482600.00"), currency="USD")}, "amount"),
        ({"vat_rate": Decimal(6)}, "vat_rate"),
    ],
)
def test_another_bid_or_price_than_that_of_the_ranking_is_refused(
    change: dict[str, Any], field: str
) -> None:
    refusal = _propose(casework.award(), **change)
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.PROPOSAL_DIFFERS, field)


def test_a_proposal_is_motivated_against_every_bid_that_is_not_chosen() -> None:
    run = casework.award()
    silent = _propose(run, motivation=" ")
    assert silent is not None
    assert (silent.code, silent.field) == (Code.TEXT_MISSING, "motivation")
    some = tuple(Advantage(bid=bid, text="Beter.") for bid in (KADE, LINDE))
    short = _propose(run, advantages=some)
    assert short is not None
    assert (short.code, short.field) == (Code.TEXT_MISSING, f"{MEER}.text")
    twice = _propose(run, advantages=(*some, some[0]))
    assert _code(twice) is Code.INVALID_INPUT


# --- visum ------------------------------------------------------------------------------------


def test_the_amount_with_vat_is_rounded_half_up_to_the_cent() -> None:
    sheet = casework.proposal(amount=Money(amount=Decimal("0.50")), vat_rate=Decimal(21))
    assert sheet.including_vat == Money(amount=Decimal("0.61"))
    assert casework.proposal().including_vat == Money(amount=Decimal("1793946.00"))


def test_a_visum_covers_the_amount_with_vat() -> None:
    run = _proposed()
    low = _grant(run, amount=Money(amount=Decimal("1793945.99")))
    assert low is not None
    assert low.code is Code.VISUM_TOO_LOW
    assert "1.793.946,00" in refusals.sentence(low, "nl", {})
    assert _grant(run) is None
    assert run.stage() is Stage.DECIDING


def test_a_visum_has_a_number_and_a_day_that_has_come() -> None:
    run = _proposed()
    assert _code(_grant(run, number=" ")) is Code.TEXT_MISSING
    assert _code(_grant(run, date=date(2026, 10, 20))) is Code.INVALID_INPUT
    dollars = casework.visum().amount.model_copy(update={"currency": "USD"})
    assert _code(_grant(run, amount=dollars)) is Code.CURRENCY_DIFFERS


def test_a_refused_visum_sends_the_proposal_back() -> None:
    run = _proposed()
    run.tell(RefuseVisum, KOENRAAD, reason=TEXT)
    assert run.stage() is Stage.PROPOSING
    assert (run.state.proposal, run.state.proposer) == (None, None)
    assert _propose(run) is None


def test_no_decision_without_a_visum() -> None:
    assert _code(_register(_proposed())) is Code.VISUM_MISSING


# --- decision ---------------------------------------------------------------------------------


def test_another_person_than_the_proposer_registers_the_decision() -> None:
    run = _endorsed()
    own = _register(run, by=BRAM)
    assert own is not None
    assert own.code is Code.SEPARATION_OF_DUTIES
    assert "gunningsvoorstel" in refusals.sentence(own, "nl", {})
    assert _register(run) is None
    assert run.stage() is Stage.DRAWING


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"winner": KADE}, Code.DECISION_DIFFERS),
        ({"amount": Money(amount=Decimal("1.00"))}, Code.DECISION_DIFFERS),
        ({"date": date(2026, 10, 20)}, Code.DECISION_IN_FUTURE),
        ({"organ": ""}, Code.TEXT_MISSING),
        ({"number": " "}, Code.TEXT_MISSING),
        ({"award": "award/x/1"}, Code.UNKNOWN_REFERENCE),
    ],
)
def test_the_decision_is_the_one_that_was_proposed(change: dict[str, Any], code: Code) -> None:
    assert _code(_register(_endorsed(), **change)) is code


def test_a_decision_of_today_is_not_in_the_future_at_midnight_in_brussels() -> None:
    run = _endorsed()
    run.at = datetime(2026, 10, 19, 22, 29, tzinfo=UTC)
    assert _register(run, date=date(2026, 10, 20)) is None


# --- letters, standstill, conclusion ----------------------------------------------------------


def test_the_standstill_runs_from_the_letters_that_were_sent() -> None:
    run = _waiting()
    assert run.stage() is Stage.STANDSTILL
    assert run.state.standstill_ends == AFTER
    due = run.state.next_due
    assert due is not None
    assert (due.at, due.what) == (AFTER, awarding.STANDSTILL_END)
    sent = run.events[-1]
    assert isinstance(sent, LettersSent)
    assert sent.standstill is not None
    assert (sent.standstill.length, sent.standstill.start) == (15, date(2026, 11, 10))
    assert _progress(run) == [tendering.Stage.STANDSTILL]


def test_no_contract_is_concluded_during_the_standstill() -> None:
    run = _waiting()
    refusal = _conclude(run, AFTER - timedelta(microseconds=1))
    assert refusal is not None
    assert refusal.code is Code.STANDSTILL_RUNS
    said = refusals.sentence(refusal, "nl", {})
    assert said.startswith("De wachttermijn loopt tot woensdag 25 november 2026, 24.00")
    assert said.endswith("vanaf donderdag 26 november 2026.")


def test_the_contract_is_concluded_after_the_standstill() -> None:
    run = _waiting()
    due = run.state.next_due
    assert due is not None
    run.fall_due(due)
    assert run.stage() is Stage.CONCLUDABLE
    assert run.state.next_due is None
    assert [task.what for task in awarding.tasks(run.state)] == ["conclude_contract"]
    assert _conclude(run, AFTER + timedelta(hours=9)) is None
    assert run.state.ended
    assert _progress(run) == [
        tendering.Stage.STANDSTILL,
        tendering.Stage.AWARDED,
        tendering.Stage.CONCLUDED,
    ]
    concluded = run.events[-1]
    assert isinstance(concluded, ContractConcluded)
    assert (concluded.contract, concluded.bid) == (CONTRACT, ZILVER)
    assert concluded.supplier == SUPPLIER


def test_a_standstill_that_passed_needs_no_timer_to_have_said_so() -> None:
    run = _waiting()
    assert _conclude(run, AFTER) is None
    assert run.state.agenda == ()
    assert _progress(run) == [tendering.Stage.STANDSTILL, tendering.Stage.CONCLUDED]


def test_below_the_european_threshold_no_standstill_is_imposed() -> None:
    run = _drawn()
    small = DRAFT.model_copy(update={"estimate": Money(amount=Decimal("215999.99"))})
    far = _drawn()  # Act of 17 June 2013, art. 3 al. 4: more than 20 % above the threshold
    assert _send(far, draft=small, amount=Money(amount=Decimal("259200.01"))) is None
    assert far.stage() is Stage.STANDSTILL
    assert _send(run, draft=small, amount=Money(amount=Decimal("259200.00"))) is None
    assert run.stage() is Stage.CONCLUDABLE
    assert run.state.standstill_ends is None
    assert _progress(run) == [tendering.Stage.AWARDED]


def test_works_below_half_the_threshold_need_no_standstill() -> None:
    run = _drawn()
    works = DRAFT.model_copy(update={"category": Category.WORKS})
    assert _send(run, draft=works) is None  # 1 482 600 is less than half of 5 404 000
    assert run.stage() is Stage.CONCLUDABLE


def test_a_standstill_suspends_the_validity_of_the_bid() -> None:
    run = casework.award()
    before = run.state.valid_until
    for step in (_propose, _grant, _register):
        assert step(run) is None
    run.tell(RecordDocuments, actors.SYSTEM, documents=DOCUMENTS, day=SENT_ON)
    assert _send(run) is None
    assert run.state.valid_until == before + timedelta(days=15)


def test_a_bid_that_no_longer_binds_is_not_accepted() -> None:
    run = _waiting()
    late = run.state.valid_until
    assert _code(_conclude(run, late - timedelta(microseconds=1))) is None
    run = _waiting()
    refusal = _conclude(run, late)
    assert refusal is not None
    assert refusal.code is Code.VALIDITY_ENDED
    assert refusal.facts["date"].value == "2027-04-27"


# --- what holds always ------------------------------------------------------------------------


def _invariants(state: AwardState) -> None:
    order = list(Stage)
    if order.index(state.stage) > order.index(Stage.PROPOSING):
        assert state.proposal is not None
    if order.index(state.stage) > order.index(Stage.VISUM):
        assert state.visum is not None
    if order.index(state.stage) > order.index(Stage.DECIDING):
        assert state.decision is not None
    assert (state.stage is Stage.STANDSTILL) == (state.next_due is not None)
    assert (state.stage is Stage.CONCLUDED) == (state.contract is not None)
    assert AwardState.model_validate_json(state.model_dump_json()) == state
    assert len(canonical_json(state)) <= LIMIT


def _pass_time(run: Run[Any]) -> None:
    if due := run.state.next_due:
        run.fall_due(due)


ACTS = (
    _propose,
    _grant,
    _register,
    lambda run: run.ask(RefuseVisum, KOENRAAD, reason=TEXT),
    lambda run: run.ask(
        RecordDocuments, actors.SYSTEM, documents=DOCUMENTS, day=local_date(max(run.at, SENT))
    ),
    lambda run: _send(run, max(run.at, SENT)),
    lambda run: run.ask(ConcludeContract, BRAM, contract=CONTRACT),
    _pass_time,
)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from((casework.award, _proposed, _endorsed, _drawn, _waiting)),
    st.lists(st.sampled_from(ACTS), max_size=20),
)
def test_no_walk_breaks_the_state(start: Any, acts: list[Any]) -> None:
    run = start()
    for act in acts:
        act(run)
        _invariants(run.state)
