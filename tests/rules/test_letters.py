"""Letters state an exact standstill, so they are right on one day only."""

from datetime import date, timedelta

from contracts import actors
from contracts.awarding import LettersOutdated, Stage
from contracts.awarding.process import RecordDocuments, RecordLettersSent, RecordOutdatedLetters
from contracts.base import local_date
from contracts.refusals import Code
from tests.rules import casework
from tests.rules.casework import DRAFT, TEXT
from tests.rules.test_awarding import DOCUMENTS, SENT, SENT_ON, _code, _drawn, _send


def test_letters_sent_after_the_validity_suspend_nothing() -> None:
    ended = _drawn().state.valid_until
    run = _drawn(day=local_date(ended))
    assert _send(run, ended) is None
    assert run.state.valid_until == ended


def test_letters_that_missed_their_day_are_drawn_again() -> None:
    run = _drawn()
    run.at = SENT + timedelta(days=1)
    assert run.ask(RecordOutdatedLetters, actors.SYSTEM) is None
    assert run.stage() is Stage.DRAWING
    outdated = run.events[-1]
    assert isinstance(outdated, LettersOutdated)
    assert outdated.day == SENT_ON
    assert run.state.letters_day is None
    run.tell(RecordDocuments, actors.SYSTEM, documents=DOCUMENTS, day=date(2026, 11, 11))
    assert _send(run, SENT + timedelta(days=1)) is None
    assert run.state.standstill_ends.date() == date(2026, 11, 26)


def test_a_last_dispatch_after_midnight_outdates_all_letters() -> None:
    run = _drawn()
    midnight = SENT.replace(hour=23, minute=0)  # 0.00 in Brussels on the next day
    assert _send(run, midnight) is None
    assert run.stage() is Stage.DRAWING
    assert run.state.standstill_ends is None
    assert run.follow_ups == _drawn().follow_ups


def test_the_last_second_of_the_day_is_in_time() -> None:
    run = _drawn()
    assert _send(run, SENT.replace(hour=22, minute=59, second=59)) is None
    assert run.stage() is Stage.STANDSTILL


def test_nothing_is_dispatched_that_was_not_drawn() -> None:
    run = casework.award()
    facts = {"proposal": casework.proposal(), "draft": DRAFT}
    refused = run.ask(RecordLettersSent, actors.SYSTEM, facts, proof=TEXT)
    assert _code(refused) is Code.WRONG_STAGE
    assert _code(run.ask(RecordOutdatedLetters, actors.SYSTEM)) is Code.WRONG_STAGE
