"""The evaluation report is read from what the committee recorded, and by who may read a ranking."""

from pathlib import Path

import pytest

from activities.documents import Desk
from activities.notifications import Notifier
from contracts import names
from contracts.base import local_date
from contracts.documents import report
from contracts.documents.award import Outcome
from infra import documents as drawing
from infra.mail import Mailer
from infra.store import documents
from infra.store.engine import Store
from infra.store.papers import award_decision, evaluation_report
from infra.store.papers.voice import Voice
from infra.texts.catalogue import Texts
from tests import direct, drawers
from tests.builders import draft
from tests.evaluated import AWARD, EVALUATION, TENDER


async def test_the_report_says_what_the_committee_recorded(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate(Meerstroom="De prijs is niet ingevuld.")
    found = await store.read(lambda c: evaluation_report.model(c, EVALUATION, Voice("x")))
    assert [(seat.name, seat.chair, seat.declared) for seat in found.seats] == [
        ("Griet", True, report.Declared.NONE),
        ("Tine", False, report.Declared.NONE),
        ("Yassin", False, report.Declared.NONE),
    ]
    assert [tenderer.outcome for tenderer in found.tenderers] == [
        Outcome.NOT_CHOSEN,
        Outcome.CHOSEN,
        Outcome.IRREGULAR,
    ]
    assert found.irregularities[0].finding == "De prijs is niet ingevuld."
    assert found.motivations[0].motives[0].text == "Zilverdijk: waarom 9 op Technisch."
    assert [(bid.tenderer, bid.total) for bid in found.ranking.bids] == [
        ("Zilverdijk nv", "1455/16"),
        ("Kade Zeven nv", "85"),
    ]
    assert found.proposed.party.name == "Zilverdijk nv"
    (scored,) = found.scores
    assert [(row.tenderer, row.given, row.agreed) for row in scored.rows] == [
        ("Kade Zeven nv", ("8", "8", "8"), "8"),
        ("Zilverdijk nv", ("9", "9", "9"), "9"),
    ]
    assert [method.criterion for method in found.methods] == [c.name for c in draft().criteria]
    assert [place.name for place in found.signatures] == ["Griet", "Tine", "Yassin"]
    assert drawing.draw(found, Texts("nl")).startswith(b"%PDF")


async def test_the_decision_approves_the_report_of_its_day(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate()
    before = await store.read(lambda c: evaluation_report.model(c, EVALUATION, Voice("x")))
    await course.decide()
    decision = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert decision.report_on == local_date(before.imprint.drawn_at)
    assert decision.awards[0].workings == before.workings
    assert await store.read(lambda c: evaluation_report.model(c, EVALUATION, Voice("x"))) == before


async def test_a_report_exists_once_the_evaluation_is_concluded(
    store: Store, tmp_path: Path
) -> None:
    course = direct.course(store, tmp_path)
    await course.open()
    with pytest.raises(LookupError):
        await store.read(lambda c: evaluation_report.model(c, EVALUATION, Voice("x")))
    await course.declare()
    await course.examine()
    await course.score()
    notifier = Notifier(store, Mailer(None, "bestek@localhost", tmp_path / "mail"), "http://x")
    async with drawers.drawer(store, tmp_path) as drawer:
        desk = Desk(drawer, notifier, Voice("x"))
        assert await desk.deliver_open() == 1
        await course.rank()
        assert await desk.deliver_open() == 1
    found = await store.read(lambda c: documents.of_dossier(c, names.subject_of(TENDER)))
    assert [(each.kind, each.party) for each in found] == [("D-02", None), ("D-10", None)]
