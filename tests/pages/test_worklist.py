"""*Wacht op mij*: what waits, in which order, and where each line leads."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.pages import happened, places, worklist
from contracts import envelope, names
from contracts import tendering as preparing
from contracts.base import Language
from infra import rulebook
from infra.store import clock
from infra.store.queries.tasks import Row
from infra.texts.catalogue import Texts
from tests import builders, opened
from tests.builders import START, uid
from tests.pages import preparing as draft
from tests.pages import site
from tests.pages.site import Site
from tests.pages.test_people import every_route
from tests.texts.test_catalogue import _tasks as every_task

NOW = START


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


def row(due: datetime | None = None, rule: str | None = None, **changes: Any) -> Row:
    """A task of a tender."""
    fields: dict[str, Any] = {
        "what": "complete_draft",
        "aggregate": names.tender(uid("tender")),
        "dossier": uid("tender"),
        "reference": "SS-2026-001",
        "title": "Servers",
        "organisation": builders.CITY,
        "person": None,
        "role": "project_manager",
        "since": NOW,
        "due": due,
        "rule": rule,
        "edition": rulebook.edition_for(NOW.date()),
    }
    return Row(**fields | changes)


LEGAL = "rule.verification_period"


@pytest.mark.parametrize(
    ("due", "rule", "group"),
    [
        (None, None, "later"),
        (NOW - timedelta(minutes=1), None, "overdue"),
        (NOW, None, "overdue"),
        (NOW + timedelta(hours=2), None, "today"),
        (NOW + timedelta(hours=15), None, "today"),  # midnight belongs to the day that ends
        (NOW + timedelta(hours=16), None, "later"),
        (NOW + timedelta(days=7, hours=15), LEGAL, "legal"),  # Monday after: five working days
        (NOW + timedelta(days=8, hours=15), LEGAL, "later"),
        (NOW + timedelta(days=2), "rule.milestone_day", "later"),
    ],
)
def test_tasks_stand_by_their_urgency(due: datetime | None, rule: str | None, group: str) -> None:
    assert worklist._group(row(due, rule), NOW) == group


@pytest.mark.parametrize("what", sorted(every_task()))
def test_every_task_leads_to_a_page(what: str) -> None:
    aggregate = {
        "confirm_delivery": names.contract(uid("contract")),
        "sign_off": names.acceptance(uid("milestone"), 1),
        "confirm_remedy": names.acceptance(uid("milestone"), 1),
    }.get(what, names.tender(uid("tender")))
    path = f"/nl{places.of_task(row(what=what, aggregate=aggregate))}"
    leads = [route for route in every_route() if route.path_regex.fullmatch(path)]
    assert any("GET" in route.methods for route in leads), path


def test_every_event_is_said_or_follows_from_another() -> None:
    texts = Texts("nl")
    kinds = {event.model_fields["kind"].default for event in envelope.EVOLVE}
    said = {kind for kind in kinds if texts.has(f"happened.{kind}")}
    assert said | happened.FOLLOWING == kinds
    assert not said & happened.FOLLOWING


def test_every_instant_of_an_agenda_is_named() -> None:
    assert [what for what in envelope.ON_DUE if not Texts("nl").has(f"agenda.{what}")] == []


@pytest.mark.parametrize("language", Language)
def test_an_event_says_its_round_and_its_step(language: Language) -> None:
    texts = Texts(language)
    at: Any = {"at": NOW, "actor": uid("Noor")}
    sent = preparing.process.TenderSubmitted(**at, draft_hash="0" * 64, round=3, officers=())
    given = preparing.process.ApprovalGiven(**at, step=preparing.Step.LEGAL)
    assert "3" in happened.said(sent, texts)
    assert texts.say("approval.step_legal") in happened.said(given, texts)


async def test_what_i_asked_of_others_stands_in_my_list_and_mine_in_theirs(here: Site) -> None:
    path = await draft.submitted(here)
    noor = await here.people.see("Noor", "/")
    assert "Niets wacht op u." in noor.text
    assert "U wacht op 2 zaken bij anderen." in noor.text
    assert "Geef kredietadvies SS-2026-001 · Servers en opslag Koenraad" in noor.text
    assert "9.00 Ontwerp voorgelegd ter goedkeuring (versie 1)" in noor.text
    ilse = await here.people.see("Ilse", "/")
    assert "1 taak wacht op u." in ilse.text
    assert "voor Noor" in ilse.text
    assert f"/nl{path}/approval" in ilse.links
    wouter = await here.people.see("Wouter", "/")
    assert "Niets wacht op u." in wouter.text


async def test_a_deed_of_yesterday_is_not_done_today(here: Site) -> None:
    await draft.submitted(here)
    await here.store.write(lambda c: clock.move(c, NOW + timedelta(hours=15, minutes=1)))
    assert "Nog niets vandaag." in (await here.people.see("Noor", "/")).text


async def test_the_dates_of_ten_days_stand_beside_the_list(here: Site) -> None:
    await here.store.write(lambda c: opened.publish(c, builders.draft()))
    early = await here.people.see("Bram", "/")
    assert "Data van de komende 10 dagen Geen." in early.text
    said = "Eerstvolgende datum: maandag 2 maart 2026, 10.00 uur – Uiterste datum en uur"
    assert said in early.text
    await here.store.write(lambda c: clock.move(c, builders.DEADLINE - timedelta(days=9)))
    late = await here.people.see("Bram", "/")
    assert "ma 02/03/2026 10.00 Uiterste datum en uur voor de offertes" in late.text
    firm = await here.people.see("Kade Zeven person", "/")
    assert "ma 02/03/2026 10.00 Uiterste datum en uur voor de offertes" in firm.text


async def test_an_administrator_finds_no_dossiers(here: Site) -> None:
    await here.store.write(lambda c: opened.publish(c, builders.draft()))
    page = await here.people.see("Joris", "/")
    assert "Er staat ook geen volgende datum vast." in page.text
    assert "Nog geen opdrachten" in (await here.people.see("Joris", "/tenders")).text
