"""A contract in the store: who is tied to it, what a page reads of it, what its papers say."""

from datetime import date, timedelta

import pytest

from contracts import names
from contracts.acceptance import SignOffReport, process
from contracts.acceptance.report import CriterionResult
from contracts.actors import Relation
from contracts.base import local_date
from contracts.contracting import Status
from contracts.documents.acceptance import AcceptanceKind, TestResult
from contracts.refusals import Code
from contracts.rules import permissions
from infra.store import clock, drafts, records
from infra.store.engine import Store
from infra.store.papers import acceptance_certificate
from infra.store.papers.voice import Voice
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from infra.store.queries import people
from tests import builders, contracted
from tests.builders import uid
from tests.contracted import CONTRACT, CRITERIA, M3
from tests.performed import FIRST, KADE, act, deliver, met, move, sign


async def test_a_contract_ties_its_people_to_the_dossier(store: Store) -> None:
    await contracted.conclude(store)
    await deliver(store)
    dossier = names.subject_of(contracted.TENDER)

    async def held(who: str) -> frozenset[Relation]:
        return await store.read(lambda c: people.relations(c, dossier, uid(who)))

    assert Relation.CONTRACTOR in await held("Kade Zeven person")
    assert await held("Dirk") == {Relation.CONTRACT_MANAGER}
    assert await held("Fatima") == await held("Stijn") == {Relation.ACCEPTOR}
    assert Relation.CONTRACTOR not in await held("Zilverdijk person")


async def test_who_is_not_the_contractor_delivers_nothing(store: Store) -> None:
    await contracted.conclude(store)
    refused = {"Dirk": Code.NOT_ALLOWED, "Zilverdijk person": Code.UNKNOWN_REFERENCE}
    for who, code in refused.items():
        outcome = await deliver(store, who=who)
        assert outcome.refusal is not None
        assert outcome.refusal.code is code


async def test_a_page_shows_plan_forecast_and_reality(store: Store) -> None:
    concluded = local_date(await contracted.conclude(store))
    await move(store, 67)
    await deliver(store)
    await move(store, 60)
    found = await store.read(lambda c: contracts.get(c, CONTRACT))
    first, second, third = found.milestones
    assert first.due == concluded + timedelta(days=60)
    assert (first.status, first.slip, first.deliveries) == (Status.DELIVERED, 7, 1)
    assert first.acceptance == "verifying"
    assert (second.forecast, second.slip) == (concluded + timedelta(days=127), 7)
    assert (third.forecast, third.slip) == (third.due, 0)
    assert found.price == contracted.PRICE


async def test_a_list_shows_a_contract_to_its_parties_alone(store: Store) -> None:
    await contracted.conclude(store)

    async def listed(who: str) -> list[str]:
        actor = await store.read(lambda c: people.actor(c, uid(who), builders.START))
        assert actor is not None
        scope = permissions.visible(actor)
        return [row.id for row in await store.read(lambda c: contracts.listed(c, scope))]

    assert await listed("Dirk") == await listed("Kade Zeven person") == [uid("contract")]
    assert await listed("Zilverdijk person") == await listed("Joris") == []


async def test_every_round_has_reports_of_its_own(store: Store) -> None:
    await contracted.conclude(store)
    await deliver(store)
    results = tuple(CriterionResult.model_validate(met(each)) for each in CRITERIA)
    report = SignOffReport.model_validate(
        {"acceptance": FIRST, "round": 1, "verdict": "accepted", "results": results}
    )
    at = await store.read(clock.now)
    author = uid("Fatima")
    await store.write(
        lambda c: drafts.save(
            c, FIRST, deliveries.sheet(1).name, report, by=author, at=at, known=0, author=author
        )
    )
    state = await store.read(lambda c: deliveries.state_of(c, FIRST))
    own = await store.read(lambda c: deliveries.own_report(c, state, author))
    assert own is not None
    assert own.content == report
    later = state.model_copy(update={"round": 2})
    assert await store.read(lambda c: deliveries.own_report(c, later, author)) is None
    other = uid("Stijn")
    assert await store.read(lambda c: deliveries.own_report(c, state, other)) is None


async def test_a_certificate_says_what_the_records_say(store: Store) -> None:
    await contracted.conclude(store)
    await move(store, 67)
    await deliver(store)
    today = local_date(await store.read(clock.now))
    wanting = {
        "verdict": "shortcomings",
        "results": (met(CRITERIA[0]), met(CRITERIA[1], "not_met")),
        "shortcomings": (
            {"criterion": CRITERIA[1], "text": "Haalt 82 %.", "severity": "blocking"},
        ),
        "remedy_before": today + timedelta(days=14),
    }
    assert (await sign(store, "Fatima", **wanting)).refusal is None
    with pytest.raises(LookupError):
        await store.read(lambda c: acceptance_certificate.model(c, FIRST, Voice("https://x/v")))
    assert (await sign(store, "Stijn")).refusal is None
    await move(store, 5)
    note = await store.write(lambda c: records.put_content(c, "Vervangen."))
    await act(store, process.ConfirmRemedy, "Kade Zeven person", KADE, FIRST, note=note)
    await move(store, 1)
    labelled = {
        "round": 2,
        "verdict": "accepted_with_remarks",
        "results": (met(CRITERIA[0], "met_with_remark", "Rek 4 mist."), met(CRITERIA[1])),
        "shortcomings": ({"criterion": CRITERIA[0], "text": "Geen labels.", "severity": "light"},),
        "remedy_before": today + timedelta(days=40),
    }
    assert (await sign(store, "Stijn", **labelled)).refusal is None
    assert (await sign(store, "Fatima", round=2)).refusal is None
    paper = await store.read(lambda c: acceptance_certificate.model(c, FIRST, Voice("https://x/v")))
    assert paper.kind is AcceptanceKind.PROVISIONAL
    assert paper.effective_on == today + timedelta(days=6)
    assert [(t.number, t.tester, t.result) for t in paper.tests] == [
        ("M1-01", "Stijn", TestResult.MEETS_WITH_REMARK),
        ("M1-01", "Fatima", TestResult.MEETS),
        ("M1-02", "Stijn", TestResult.MEETS),
        ("M1-02", "Fatima", TestResult.MEETS),
    ]
    remedied, left = paper.remarks
    assert (remedied.remedy_by, remedied.remedied_on) == (days(today, 13), days(today, 5))
    assert (left.remedy_by, left.remedied_on) == (days(today, 39), None)
    assert str(paper.settlement.payable.amount) == "244938.27"
    assert str(paper.settlement.payable_including.amount) == "296375.31"
    assert [s.signed_at is None for s in paper.signatures] == [False, False, True]


def days(day: date, count: int) -> date:
    """Some days later."""
    return day + timedelta(days=count)


async def test_the_final_milestone_waits_for_the_others(store: Store) -> None:
    await contracted.conclude(store)
    outcome = await deliver(store, M3)
    assert outcome.refusal is not None
    assert outcome.refusal.code is Code.EARLIER_MILESTONE_OPEN
