"""When a document that could not be drawn waits for a person, and when people are told of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents import undrawn
from contracts.documents.undrawn import Reason


@pytest.mark.parametrize(
    ("reason", "first"),
    [(Reason.TOO_HEAVY, 2), (Reason.REFUSED, 1), (Reason.NOT_DRAWN, 3)],
)
def test_what_the_same_facts_give_again_stops(reason: Reason, first: int) -> None:
    assert [undrawn.stops(reason, n) for n in range(1, 5)] == [n >= first for n in range(1, 5)]


@given(st.integers(1, 10**6))
def test_what_lies_outside_the_document_is_tried_for_ever(failures: int) -> None:
    assert not undrawn.stops(Reason.SEAL, failures)
    assert not undrawn.stops(Reason.AWAY, failures)


@given(st.sampled_from(Reason), st.integers(1, 100))
def test_who_stopped_stays_stopped_and_is_told(reason: Reason, failures: int) -> None:
    stopped = undrawn.stops(reason, failures)
    assert not stopped or undrawn.stops(reason, failures + 1)
    assert undrawn.is_told(failures, stopped=stopped) == (stopped or failures >= undrawn.TELLING)
