"""What the performance of a contract is told by: letters and records, from the store alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from activities.documents import Desk
from activities.notifications import Notifier
from contracts import names
from contracts.awarding import process as award
from contracts.base import Money, local_date
from contracts.documents import Document
from contracts.documents.acceptance import Severity
from contracts.documents.order import Order
from infra.mail import Mailer
from infra.store import audit, clock, documents, messages, outbox
from infra.store.engine import Store
from infra.store.papers import (
    conclusion_letter,
    delivery_confirmation,
    ordered,
    shortcomings_record,
)
from infra.store.papers.voice import Voice
from tests import contracted, direct, drawers
from tests.builders import CITY, uid
from tests.contracted import CONTRACT, CRITERIA, M1
from tests.evaluated import AWARD
from tests.performed import FIRST, KADE, deliver, met, move, sign

DOSSIER = names.subject_of(contracted.TENDER)
ADDRESS = "https://bestek.example"


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> AsyncIterator[Desk]:
    """The loop that draws what was ordered."""
    mailer = Mailer(None, "bestek@localhost", tmp_path / "mail")
    async with drawers.drawer(store, tmp_path) as drawer:
        yield Desk(drawer, Notifier(store, mailer, ADDRESS), Voice("x"))


async def find_wanting(store: Store) -> None:
    """A delivery in which a criterion is not met, seven days late."""
    await contracted.conclude(store)
    await move(store, 67)
    await deliver(store)
    await move(store, 2)
    today = local_date(await store.read(clock.now))
    wrong = {"criterion": CRITERIA[1], "text": "Haalt 82 %.", "severity": "blocking"}
    await sign(
        store,
        "Fatima",
        verdict="shortcomings",
        results=(met(CRITERIA[0]), met(CRITERIA[1], "not_met")),
        shortcomings=(wrong,),
        remedy_before=today + timedelta(days=14),
        remark="De proef liep een nacht.",
    )
    await move(store, 1)
    await sign(store, "Stijn")


async def test_the_conclusion_says_what_was_concluded(store: Store) -> None:
    at = await contracted.conclude(store)
    letter = await store.read(lambda c: conclusion_letter.model(c, CONTRACT, Voice("x")))
    assert letter.concluded_on == local_date(at)
    assert letter.imprint.drawn_at == at
    assert letter.price.excluding == contracted.PRICE
    assert letter.addressee.party.name == "Kade Zeven nv"
    assert letter.managing_official == letter.contact.name == "Dirk"
    assert [(each.number, each.share) for each in letter.deliveries] == [
        ("M1", Decimal(40)),
        ("M2", Decimal(40)),
        ("M3", Decimal(20)),
    ]
    assert letter.deliveries[0].due_on == local_date(at) + timedelta(days=60)
    assert letter.duration is not None
    assert letter.duration.months == 36
    assert letter.bond is not None
    assert letter.bond.rate == Decimal(5)
    assert letter.bond.amount == Money(amount=Decimal("30617.28"))
    assert letter.bond.proof is not None
    assert (letter.bond.proof.length, letter.bond.proof.source.article) == (30, "27")
    assert letter.decision is None


async def test_the_conclusion_names_the_decision_and_who_concluded(
    store: Store, tmp_path: Path
) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate()
    await course.decide()
    waiting = await course.state(AWARD)
    await store.write(lambda c: clock.move(c, waiting.standstill_ends))
    await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    letter = await store.read(lambda c: conclusion_letter.model(c, CONTRACT, Voice("x")))
    assert letter.decision is not None
    assert letter.decision.number == "2026_CBS_01874"
    assert [place.name for place in letter.signatures] == ["Bram"]
    assert letter.addressee.party.name == "Zilverdijk nv"


async def test_a_delivery_is_told_as_the_contractor_confirmed_it(store: Store) -> None:
    await contracted.conclude(store)
    await move(store, 67)
    await deliver(store)
    voice = Voice("x")
    paper = await store.read(lambda c: delivery_confirmation.model(c, CONTRACT, f"{M1}/1", voice))
    assert paper.milestone == "Levering"
    assert (local_date(paper.received_at) - paper.due_on).days == 7
    assert paper.signatory == "Mehdi Lindenhart"
    assert [(each.criterion, each.evidence) for each in paper.criteria] == [
        (criterion, None) for criterion in CRITERIA
    ]
    assert paper.open_points == "Volledig."
    assert paper.verification.starts == local_date(paper.received_at)
    with pytest.raises(LookupError):
        await store.read(lambda c: delivery_confirmation.model(c, CONTRACT, f"{M1}/2", Voice("x")))


async def test_shortcomings_are_told_with_the_period_to_answer(store: Store) -> None:
    await find_wanting(store)
    record = await store.read(lambda c: shortcomings_record.model(c, FIRST, "1", Voice("x")))
    day = local_date(record.imprint.drawn_at)
    (finding,) = record.findings
    assert (finding.requirement, finding.fact) == (CRITERIA[1], "Haalt 82 %.")
    assert (finding.severity, finding.found_by) == (Severity.BLOCKING, "Fatima")
    assert finding.found_on == day - timedelta(days=1)
    assert record.remedy_by == finding.remedy_by == day + timedelta(days=12)
    assert [each.name for each in record.present] == ["Fatima", "Stijn"]
    assert [each.text for each in record.notes] == ["De proef liep een nacht."]
    assert (record.defence.length, record.source.article) == (15, "44")
    assert record.defence.last_day >= day + timedelta(days=15)
    assert [place.signed_at is None for place in record.signatures] == [True, False, False]
    with pytest.raises(LookupError):
        await store.read(lambda c: shortcomings_record.model(c, FIRST, "2", Voice("x")))


async def test_a_document_is_the_same_whenever_it_is_drawn(store: Store) -> None:
    await contracted.conclude(store)
    order = Order(document="D-15", aggregate=CONTRACT)

    async def model() -> Document:
        return await store.read(lambda c: ordered.model(c, order, Voice("x")))

    first = await model()
    await move(store, 67)
    await deliver(store)
    assert await model() == first


async def test_what_was_ordered_is_drawn_once_and_sent_to_the_contractor(
    store: Store, desk: Desk, tmp_path: Path
) -> None:
    await find_wanting(store)
    assert await desk.deliver_open() == 4
    drawn = await store.read(lambda c: documents.of_dossier(c, DOSSIER))
    found = [each for each in drawn if each.kind != "D-02"]
    assert {each.kind: each.party for each in found} == dict.fromkeys(
        ("D-15", "D-18", "D-19"), KADE
    )
    inbox = await store.read(lambda c: messages.of_organisation(c, KADE))
    kind_of = {each.id: each.kind for each in found}
    assert {kind_of[each.document or ""] for each in inbox} == {"D-15", "D-19"}
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
    assert await store.read(lambda c: messages.of_organisation(c, CITY)) == []
    logged = await store.read(lambda c: [each.body for each in audit.entries(c)])
    for each in found:
        assert sum(each.sha256 in body and "document_issued" in body for body in logged) == 1
    assert await desk.deliver_open() == 0


async def test_a_drawing_that_was_interrupted_is_finished_without_a_second(
    store: Store, desk: Desk
) -> None:
    await contracted.conclude(store)
    _, row = await store.read(lambda c: outbox.open_rows(c, clock.wall(c), desk.topics))
    assert await desk.deliver(row)
    assert await desk.deliver(row)
    (drawn,) = await store.read(lambda c: documents.of_dossier(c, DOSSIER))
    assert drawn.kind == "D-15"
    assert len(await store.read(lambda c: messages.of_organisation(c, KADE))) == 1


async def test_a_document_that_cannot_be_drawn_keeps_no_other_waiting(
    store: Store, desk: Desk
) -> None:
    lost = Order(document="D-19", aggregate=FIRST, of="1")
    await store.write(lambda c: outbox.add_order(c, lost))
    await contracted.conclude(store)
    assert await desk.deliver_open() == 2
    assert await store.read(outbox.open_count) > 0


async def test_an_earlier_head_of_the_log_is_found_again(store: Store) -> None:
    heads = [await store.read(audit.head)]
    for number in range(9):
        entry = {"act": str(number)}
        heads.append(await store.write(partial(audit.append, entry=entry)))
    for head in heads:
        assert await store.read(partial(audit.head_at, size=head.size)) == head
    with pytest.raises(LookupError):
        await store.read(lambda c: audit.head_at(c, heads[-1].size + 1))
