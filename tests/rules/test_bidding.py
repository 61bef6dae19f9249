"""Arrivals and the opening, judged without a store."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import bidding, names
from contracts.actors import Actor, Role
from contracts.aggregate import Command, Decision, Due
from contracts.envelope import DECIDE, EVOLVE, MAY
from contracts.refusals import Code, Refusal
from contracts.tendering import Stage, TenderState
from contracts.tendering.decisions import CLOSE_SUBMISSION
from infra import rulebook
from tests.builders import CITY, uid

DEADLINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TENDER = names.tender(uid("tender"))
EDITION = rulebook.edition_for(DEADLINE.date())
TICK = timedelta(microseconds=1)


def tender(stage: Stage = Stage.PUBLISHED, **more: object) -> TenderState:
    """A published tender."""
    state = TenderState(
        aggregate=TENDER,
        organisation=CITY,
        edition=EDITION.sha256,
        reference="SS-2026-001",
        stage=stage,
        deadline=DEADLINE,
        officers=(uid("Bram"), uid("Lieve")),
        agenda=(Due(at=DEADLINE + timedelta(seconds=30), what=CLOSE_SUBMISSION),),
    )
    return state.model_copy(update=more)


def facts(at: datetime, who: str = "Kade Zeven person", **more: object) -> bidding.BiddingFacts:
    """Facts of an act."""
    actor = Actor(person=uid(who), organisation=CITY, roles=frozenset({Role.SUPPLIER}))
    return bidding.BiddingFacts(
        actor=actor,
        relations=frozenset(),
        now=at,
        at=at,
        edition=EDITION,
        **more,  # type: ignore[arg-type]
    )


def bid(at: datetime, replaces: str | None = None) -> bidding.SubmitBid:
    """A bid of Kade Zeven."""
    return bidding.SubmitBid(
        id="k",
        aggregate=TENDER,
        organisation=uid("Kade Zeven"),
        actor=uid("Kade Zeven person"),
        at=at,
        bid=uid("bid"),
        supplier=uid("Kade Zeven"),
        manifest="a" * 64,
        replaces=replaces,
    )


def decided(state: TenderState, command: Command, known: bidding.BiddingFacts) -> Decision:
    """A decision that must be yes, or a recorded no."""
    found = DECIDE[type(command)](state, known, command)
    assert isinstance(found, Decision), found
    return found


@pytest.mark.parametrize(
    ("received", "late"),
    [(DEADLINE - TICK, False), (DEADLINE, True), (DEADLINE + TICK, True)],
)
def test_in_time_is_strictly_before_the_deadline(received: datetime, late: bool) -> None:
    decision = decided(tender(), bid(received), facts(received))
    assert (decision.refusal is not None) is late
    kind = bidding.LateBidRefused if late else bidding.BidReceived
    assert isinstance(decision.events[0], kind)


def test_a_late_bid_is_told_its_hour_and_stays_on_record() -> None:
    at = DEADLINE + timedelta(seconds=9)
    decision = decided(tender(), bid(at), facts(at))
    assert decision.refusal is not None
    assert decision.refusal.code is Code.BID_LATE
    assert decision.refusal.facts["time"].value == at.isoformat()


def test_a_bid_in_time_that_is_committed_after_the_close_is_held() -> None:
    at = DEADLINE - TICK
    decision = decided(tender(Stage.CLOSED), bid(at), facts(at))
    event = decision.events[0]
    assert isinstance(event, bidding.BidHeld)
    state = EVOLVE[type(event)](tender(Stage.CLOSED), event)
    assert state.late_undecided == (uid("bid"),)


def test_a_second_bid_must_say_that_it_replaces_the_first() -> None:
    at = DEADLINE - timedelta(days=1)
    standing = facts(at, standing_bid=uid("first"), standing_at=at - timedelta(days=1))
    refused = DECIDE[bidding.SubmitBid](tender(), standing, bid(at))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.BID_ALREADY_SUBMITTED
    replaced = decided(tender(), bid(at, replaces=uid("first")), standing)
    assert isinstance(replaced.events[0], bidding.BidReceived)


def confirm(who: str, at: datetime = DEADLINE + timedelta(minutes=5)) -> bidding.ConfirmOpening:
    """An opening officer's confirmation."""
    return bidding.ConfirmOpening(
        id="k", aggregate=TENDER, organisation=CITY, actor=uid(who), at=at
    )


def may_confirm(state: TenderState, who: str, at: datetime) -> Code | None:
    """Why this officer cannot confirm now."""
    found = MAY["confirm_opening"](state, facts(at, who).actor, at)
    return found.code if found else None


def test_opening_takes_two_people() -> None:
    at = DEADLINE + timedelta(minutes=5)
    state = tender(Stage.CLOSED)
    first = decided(state, confirm("Bram"), facts(at, "Bram"))
    assert [event.kind for event in first.events] == ["opening_confirmed"]
    state = EVOLVE[type(first.events[0])](state, first.events[0])
    assert may_confirm(state, "Bram", at) is Code.OPENING_SECOND_PERSON
    assert may_confirm(state, "Lieve", at) is None
    second = decided(state, confirm("Lieve"), facts(at, "Lieve"))
    assert [event.kind for event in second.events] == ["opening_confirmed", "opening_started"]


def test_nobody_opens_before_the_deadline() -> None:
    assert may_confirm(tender(), "Bram", DEADLINE - TICK) is Code.OPENING_TOO_EARLY


def test_only_the_named_officers_open() -> None:
    at = DEADLINE + timedelta(minutes=5)
    assert may_confirm(tender(Stage.CLOSED), "Noor", at) is Code.NOT_ALLOWED


def test_the_opening_waits_for_a_decision_on_held_bids() -> None:
    at = DEADLINE + timedelta(minutes=5)
    state = tender(Stage.CLOSED, late_undecided=(uid("bid"),))
    assert may_confirm(state, "Bram", at) is Code.LATE_BIDS_UNDECIDED


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_every_instant_is_either_in_time_or_late(microseconds: int) -> None:
    at = DEADLINE + timedelta(microseconds=microseconds)
    decision = decided(tender(), bid(at), facts(at))
    assert (decision.refusal is None) is (at < DEADLINE)
