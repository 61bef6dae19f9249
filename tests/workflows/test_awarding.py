"""An award on Temporal's real server: decision and letters drawn, sent, waited for, concluded."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities.awarding import MAIL_ATTEMPTS, AwardingActivities
from api.commands import RefusedError
from contracts import awarding, contracting, names, tendering
from contracts.awarding import Channel, LetterProofs
from contracts.awarding import process as award
from contracts.documents.award import NoStandstill
from contracts.envelope import StepRequest
from contracts.refusals import Code
from contracts.tendering.draft import Category
from infra import mail
from infra.store import clock, documents, messages, records
from infra.store.papers import tenderer_letter
from infra.store.papers.voice import Voice
from tests import builders, opened
from tests.builders import uid
from tests.evaluated import AWARD, TENDER, Course
from tests.histories import keeping
from tests.running import Running

LETTERS = StepRequest(aggregate=AWARD, key=f"{AWARD}/letters")
NEXT_DAY = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
"""The morning after the tests' decisions, which are registered on Monday 2 March 2026."""


def step(running: Running, mailer: Any = None) -> AwardingActivities:
    """The activities of the program at work, for a repeat by hand."""
    parts = running.parts
    return AwardingActivities(
        parts.store, parts.drawer(), mailer or parts.mailer, parts.voice, parts.address
    )


async def happened(course: Course, kind: type[Any]) -> list[Any]:
    """The events of a kind of the award."""
    events = await course.store.read(lambda c: records.read_events(c, AWARD))
    return [event for event in events if isinstance(event, kind)]


async def inbox(course: Course, supplier: str) -> list[messages.Message]:
    """What a supplier was sent."""
    return await course.store.read(lambda c: messages.of_organisation(c, uid(supplier)))


async def drawn(course: Course, kind: str) -> list[documents.Document]:
    """The documents of a kind in the register."""
    found = await course.store.read(lambda c: documents.of_dossier(c, names.subject_of(TENDER)))
    return [document for document in found if document.kind == kind]


async def test_an_award_goes_from_proposal_to_conclusion(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    waiting = await course.reach(AWARD, awarding.Stage.STANDSTILL)
    # Fifteen days from Monday 2 March 2026 end on Tuesday 17 March.
    assert waiting.standstill_ends == datetime(2026, 3, 17, 23, 0, tzinfo=UTC)
    with pytest.raises(RefusedError) as refused:
        await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    assert refused.value.refusal.code is Code.STANDSTILL_RUNS
    await course.reach(TENDER, tendering.Stage.STANDSTILL)
    await course.move(waiting.standstill_ends, AWARD)
    await course.reach(AWARD, awarding.Stage.CONCLUDABLE)
    await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    await course.reach(TENDER, tendering.Stage.CONCLUDED)
    await course.reach(names.contract(uid("contract")), contracting.Stage.RUNNING)
    await keeping.keep(running, AWARD, "concluded")
    await keeping.keep(running, TENDER, "concluded")


async def test_each_tenderer_is_told_once_however_often_it_is_tried(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    await course.reach(AWARD, awarding.Stage.STANDSTILL)
    first = {supplier: await inbox(course, supplier) for supplier in opened.PRICES}
    again = await step(running).dispatch_award_letters(LETTERS)
    assert again.proof is not None
    assert {supplier: await inbox(course, supplier) for supplier in opened.PRICES} == first
    assert all(len(found) == 1 for found in first.values())
    letters = list(running.parts.settings.mail_folder.glob("*.eml"))
    assert len(letters) == len(opened.PRICES)
    assert len(await drawn(course, "D-14")) == len(opened.PRICES)
    redrawn = await step(running).draw_award_letters(LETTERS)
    (event,) = await happened(course, award.DocumentsDrawn)
    assert redrawn.documents == event.documents


async def test_the_proof_lists_document_addressee_channel_and_moment(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    await course.reach(AWARD, awarding.Stage.STANDSTILL)
    (sent,) = await happened(course, award.LettersSent)
    proofs = await course.store.read(lambda c: records.bound(c, sent.proof, LetterProofs))
    told = {(proof.addressee, proof.channel) for proof in proofs.letters}
    assert told == {(uid(each), channel) for each in opened.PRICES for channel in Channel}
    registered = {document.id: document for document in await drawn(course, "D-14")}
    for proof in proofs.letters:
        document = registered[proof.document]
        assert (document.sha256, document.party) == (proof.sha256, proof.addressee)
    assert sent.at == proofs.last_sent_at
    assert proofs.day == date(2026, 3, 2)


async def test_a_notice_holds_no_price_name_or_score(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    await course.reach(AWARD, awarding.Stage.STANDSTILL)
    for supplier in opened.PRICES:
        (message,) = await inbox(course, supplier)
        said = message.subject + message.body
        assert "dinsdag 17 maart 2026 om 24.00 uur" in said
        assert not [name for name in opened.PRICES if name in said]
        assert "€" not in said
        assert "640" not in said
    assert len({(await inbox(course, each))[0].body for each in opened.PRICES}) == 1


def after_first(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, then: Callable[[], Awaitable[Any]]
) -> None:
    """Let something happen right after the first call of a method."""
    original = getattr(owner, name)
    called: list[str] = []

    async def once(self: Any, *given: Any) -> Any:
        result = await original(self, *given)
        if not called:
            called.append(name)
            await then()
        return result

    monkeypatch.setattr(owner, name, once)


async def test_letters_that_miss_their_day_are_drawn_again_before_any_is_sent(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(running)
    await course.evaluate()

    async def midnight() -> None:
        await course.store.write(lambda c: clock.move(c, NEXT_DAY))

    after_first(monkeypatch, AwardingActivities, "_letter", midnight)
    await course.decide()
    waiting = await course.reach(AWARD, awarding.Stage.STANDSTILL)
    assert [e.day for e in await happened(course, award.LettersOutdated)] == [date(2026, 3, 2)]
    assert waiting.letters_day == date(2026, 3, 3)
    assert waiting.standstill_ends == datetime(2026, 3, 18, 23, 0, tzinfo=UTC)
    assert len(await drawn(course, "D-12")) == 1
    for supplier in opened.PRICES:
        (message,) = await inbox(course, supplier)
        assert "woensdag 18 maart 2026" in message.body
    await keeping.keep(running, AWARD, "letters-redrawn", ended=False)


async def test_a_dispatch_that_passes_midnight_is_done_again_and_says_so(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(running)
    await course.evaluate()

    async def midnight() -> None:
        await course.store.write(lambda c: clock.move(c, NEXT_DAY))

    after_first(monkeypatch, mail.Mailer, "send", midnight)
    await course.decide()
    waiting = await course.reach(AWARD, awarding.Stage.STANDSTILL)
    assert waiting.standstill_ends == datetime(2026, 3, 18, 23, 0, tzinfo=UTC)
    for supplier in opened.PRICES:
        last, first = await inbox(course, supplier)
        assert "vervangt die van maandag 2 maart 2026" in last.body
        assert "dinsdag 17 maart 2026" in first.body
        assert "woensdag 18 maart 2026" in last.body


async def test_a_mail_server_that_stays_away_does_not_stop_the_letters(
    running: Running,
) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    await course.reach(AWARD, awarding.Stage.STANDSTILL)

    class Away(mail.Mailer):
        async def send(self, letter: mail.Letter) -> str:
            raise mail.MailFailed("away")

    folder = running.parts.settings.mail_folder
    away = step(running, Away(None, "bestek@localhost", folder))
    environment = ActivityEnvironment()
    with pytest.raises(mail.MailFailed):
        await environment.run(away.dispatch_award_letters, LETTERS)
    environment.info = environment.info.__class__(
        **{**vars(environment.info), "attempt": MAIL_ATTEMPTS}
    )
    sent = await environment.run(away.dispatch_award_letters, LETTERS)
    assert sent.proof is not None
    proof_hash = sent.proof
    proofs = await course.store.read(lambda c: records.bound(c, proof_hash, LetterProofs))
    left = {p.channel for p in proofs.letters if p.sent_at is not None}
    assert left == {Channel.PORTAL}


async def test_below_the_european_threshold_the_letters_state_no_standstill(
    running: Running,
) -> None:
    course = Course(running)
    works = builders.draft(category=Category.WORKS)  # its offers stay below half the threshold
    await course.evaluate(works)
    await course.decide()
    free = await course.reach(AWARD, awarding.Stage.CONCLUDABLE)
    assert free.standstill_ends is None
    now = await course.store.read(clock.now)
    letter = await course.store.read(
        lambda c: tenderer_letter.model(c, AWARD, opened.bid("Zilverdijk"), now, Voice("x"))
    )
    assert isinstance(letter.standstill, NoStandstill)
    assert letter.standstill.source.article == "30"
    assert letter.concludes_from == date(2026, 3, 2)
    (message,) = await inbox(course, "Zilverdijk")
    assert "geen wachttermijn" in message.body


async def test_who_scored_or_proposed_neither_endorses_nor_decides(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.propose()
    reason = await course.bind("Het krediet volstaat niet.")
    for who in ("Griet", "Bram"):
        with pytest.raises(RefusedError) as refused:
            await course.act(award.RefuseVisum, AWARD, who, reason=reason)
        assert refused.value.refusal.code is Code.SEPARATION_OF_DUTIES
    await course.act(award.RefuseVisum, AWARD, "Koenraad", reason=reason)
    assert (await course.state(AWARD)).proposal is None
    await course.decide()
    await course.reach(AWARD, awarding.Stage.STANDSTILL)
