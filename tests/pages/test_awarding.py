"""From the ranking to a concluded contract on the pages, all without script."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.services import Services
from contracts import awarding
from infra.store import clock
from infra.store.queries import awarding as awards
from tests import direct, opened
from tests.builders import uid
from tests.evaluated import AWARD
from tests.pages import site
from tests.pages.browsing import Seen
from tests.pages.site import Site

TENDER = opened.TENDER.partition("/")[2]
PATH = f"/tenders/{TENDER}"
WINNER = "Zilverdijk person"
LOSER = "Kade Zeven person"
TOO_LOW = "Het visum dekt € 640.000,00. Het gunningsbedrag is € 774.400,00."


@pytest.fixture
async def evaluated(tmp_path: Path) -> AsyncIterator[Site]:
    """A tender whose evaluation is concluded: Zilverdijk is first of three."""
    async with site.opened(tmp_path) as found:
        await direct.course(found.store, tmp_path).evaluate()
        yield found


async def state(found: Site) -> awarding.AwardState:
    """The State of the award."""
    read: awarding.AwardState = await found.store.read(lambda c: awards.state_of(c, AWARD))
    return read


async def proposed(found: Site) -> Seen:
    """The proposal as the ranking fills it in, put forward."""
    page = await found.people.see("Bram", f"{PATH}/award")
    page = await found.people.press(page, "Voorleggen")
    return await found.people.press(page, "Voorleggen")


async def granted(found: Site) -> Seen:
    """The visum for what was proposed."""
    page = await found.people.see("Koenraad", f"{PATH}/visum")
    page = await found.people.press(page, "Visum verlenen", number="2026-V-0412")
    return await found.people.press(page, "Visum verlenen")


async def registered(found: Site, who: str = "Wouter", **changes: str) -> Seen:
    """What the college decided, read and registered."""
    page = await found.people.see(who, f"{PATH}/decision")
    today = (await found.store.read(clock.now)).strftime("%d/%m/%Y")
    typed: dict[str, Any] = {"organ": "het college", "number": "2026_CBS_01874", "date": today}
    page = await found.people.press(page, "Registreer besluit", **typed | changes)
    if page.status != 200:
        return page
    return await found.people.press(page, "Registreer besluit")


async def decided(found: Site) -> Seen:
    """From the ranking to letters that were sent."""
    await proposed(found)
    await granted(found)
    return await registered(found)


async def test_the_proposal_begins_with_what_the_ranking_says(evaluated: Site) -> None:
    page = await evaluated.people.see("Bram", f"{PATH}/award")
    assert page.status == 200, page.text
    assert "Zilverdijk nv is eerste van 3 offertes, met 90,94 punten." in page.text
    assert "€ 640.000,00 excl. btw (€ 774.400,00 incl. 21 % btw)" in page.text
    form = page.form_with("Voorleggen")
    assert form.fields["motivation"].startswith("De offerte van Zilverdijk nv behaalt met 90,94")
    other = form.fields[f"advantage-{opened.bid('Kade Zeven')}"]
    assert "Op “Technisch” behaalt de gekozen offerte 67,50 van 75 punten" in other
    assert "Op “Prijs”" not in other


async def test_a_proposal_without_reasons_is_refused_at_its_field(evaluated: Site) -> None:
    page = await evaluated.people.see("Bram", f"{PATH}/award")
    page = await evaluated.people.press(page, "Voorleggen", motivation=" ")
    assert page.status == 422
    assert 'id="motivation-error"' in page.html
    bid = opened.bid("Meerstroom")
    typed: dict[str, Any] = {"motivation": "Best.", f"advantage__{bid}".replace("-", "__"): ""}
    page = await evaluated.people.press(page, "Voorleggen", **typed)
    assert page.status == 422
    assert f'id="advantage-{bid}-error"' in page.html
    assert page.form_with("Voorleggen").fields["motivation"] == "Best."
    assert (await state(evaluated)).stage == awarding.Stage.PROPOSING


async def test_a_proposal_is_kept_and_read_before_it_binds(evaluated: Site) -> None:
    page = await evaluated.people.see("Bram", f"{PATH}/award")
    kept = await evaluated.people.press(page, "Bewaren", motivation="Het plan is uitgewerkt.")
    assert "Het voorstel is bewaard." in kept.text
    assert kept.form_with("Bewaren").fields["motivation"] == "Het plan is uitgewerkt."
    sheet = await evaluated.people.press(kept, "Voorleggen")
    assert "Wat er gebeurt" in sheet.text
    assert (await state(evaluated)).stage == awarding.Stage.PROPOSING
    done = await evaluated.people.press(sheet, "Voorleggen")
    assert done.path == f"/nl{PATH}/visum"
    assert "Het gunningsvoorstel is voorgelegd." in done.text
    again = await evaluated.people.press(sheet, "Voorleggen")
    assert again.path == done.path
    assert (await state(evaluated)).stage == awarding.Stage.VISUM


async def test_two_windows_do_not_write_over_each_other(evaluated: Site) -> None:
    page = await evaluated.people.see("Bram", f"{PATH}/award")
    await evaluated.people.press(page, "Bewaren", motivation="Eerst.")
    other = await evaluated.people.press(page, "Bewaren", motivation="Ook.")
    assert other.status == 409
    assert "Iemand anders wijzigde dit om" in other.text
    assert other.form_with("Bewaren").fields["motivation"] == "Ook."


async def test_a_visum_below_the_award_is_refused_with_both_amounts(evaluated: Site) -> None:
    await proposed(evaluated)
    page = await evaluated.people.see("Koenraad", f"{PATH}/visum")
    assert "Gevraagd: visum voor € 774.400,00 incl. btw" in page.text
    wrong: dict[str, Any] = {"number": "V1", "amount": "640.000,00"}
    page = await evaluated.people.press(page, "Visum verlenen", **wrong)
    assert page.status == 409
    assert TOO_LOW in page.text
    page = await evaluated.people.press(page, "Visum verlenen", number="V1", amount="veel")
    assert page.status == 422
    assert "“veel” is geen getal." in page.text
    page = await evaluated.people.press(page, "Visum verlenen", number="V1", date="31/2/2026")
    assert "“31/2/2026” is geen datum." in page.text


async def test_a_refused_visum_goes_back_with_its_reason(evaluated: Site) -> None:
    await proposed(evaluated)
    page = await evaluated.people.see("Koenraad", f"{PATH}/visum")
    silent = await evaluated.people.press(page, "Visum weigeren", reason=" ")
    assert silent.status == 422
    back = await evaluated.people.press(page, "Visum weigeren", reason="Het krediet volstaat niet.")
    assert "Het voorstel ligt opnieuw bij de dossierbeheerder." in back.text
    read = await evaluated.people.see("Bram", f"{PATH}/award")
    assert "Het krediet volstaat niet." in read.text
    assert (await proposed(evaluated)).path == f"/nl{PATH}/visum"


async def test_who_proposed_reads_why_they_do_not_decide(evaluated: Site) -> None:
    await proposed(evaluated)
    page = await evaluated.people.see("Bram", f"{PATH}/decision")
    assert "Wie dit kan: algemeen directeur" in page.text
    assert 'aria-disabled="true"' in page.html
    assert "Registreer besluit" not in [name for form in page.forms for name in form.buttons]


async def test_a_decision_that_differs_from_the_proposal_is_refused(evaluated: Site) -> None:
    await proposed(evaluated)
    await granted(evaluated)
    page = await registered(evaluated, amount="630.000,00")
    assert page.status == 409
    assert "De beslissing wijkt af van het voorstel." in page.text
    assert 'id="amount-error"' in page.html
    page = await registered(evaluated, date="31/12/2030")
    assert "De beslissing draagt een datum in de toekomst" in page.text


async def test_the_decision_shows_what_one_decides_with(evaluated: Site) -> None:
    await proposed(evaluated)
    await granted(evaluated)
    page = await evaluated.people.see("Wouter", f"{PATH}/decision")
    assert "Voorstel: gun de opdracht aan Zilverdijk nv voor € 640.000,00 excl. btw" in page.text
    assert "Niet de laagste prijs: Kade Zeven nv vraagt € 40.000,00 minder" in page.text
    assert "Visum 2026-V-0412" in page.text
    for step in ("Juridisch nazicht", "Kredietadvies", "Beoordeling en rangschikking", "Visum"):
        assert step in page.text


async def test_who_decides_may_take_the_calculation_along(evaluated: Site) -> None:
    await proposed(evaluated)
    await granted(evaluated)
    page = await evaluated.people.see("Wouter", f"{PATH}/decision")
    assert "Download de herberekenbare beoordeling (JSON)" in page.text
    address = f"/api/v1{PATH}/evaluations/1/bundle"
    assert f'href="{address}" download' in page.html
    assert (await evaluated.people.fetch("Wouter", address)).json()["bundle"] == 1


async def test_letters_are_proved_and_the_standstill_holds_the_conclusion(evaluated: Site) -> None:
    page = await decided(evaluated)
    assert page.path == f"/nl{PATH}/letters"
    award = await evaluated.store.read(lambda c: awards.read(c, AWARD))
    assert award.standstill is not None
    assert page.text.count("Niet gekozen") == 2
    assert "postvak" in page.text.lower()
    assert 'aria-disabled="true"' in page.html
    assert "De wachttermijn loopt tot" in page.text
    assert page.html.count('class="days__cell') >= 17
    ends = award.standstill.ends
    await evaluated.store.write(lambda c: clock.move(c, ends))
    free = await evaluated.people.see("Bram", f"{PATH}/letters")
    done = await evaluated.people.press(free, "Sluit de opdracht")
    assert "De opdracht is gesloten." in done.text
    contract = (await state(evaluated)).contract
    assert f"/nl/contracts/{contract}" in done.links


async def test_a_bidder_reads_its_letter_and_its_own_points(evaluated: Site) -> None:
    early = await evaluated.people.see(LOSER, f"{PATH}/award")
    assert early.status in (403, 404)
    await decided(evaluated)
    lost = await evaluated.people.see(LOSER, f"{PATH}/award")
    assert lost.status == 200, lost.text
    assert "Uw offerte is niet gekozen. De opdracht is gegund aan Zilverdijk nv." in lost.text
    assert "60,00" in lost.text
    assert "Meerstroom" not in lost.text
    letters = [link for link in lost.links if link.startswith("/nl/documents/")]
    for link in letters:
        answer = await evaluated.people.see(LOSER, link.removeprefix("/nl"))
        assert answer.answer.content.startswith(b"%PDF")
    assert len(letters) == 2
    won = await evaluated.people.see(WINNER, f"{PATH}/award")
    assert "Uw offerte is gekozen." in won.text
    for page in ("visum", "decision", "letters"):
        assert (await evaluated.people.see(LOSER, f"{PATH}/{page}")).status == 404


async def test_what_lies_ahead_leads_back_to_the_step_in_hand(evaluated: Site) -> None:
    for step in ("visum", "decision", "letters"):
        page = await evaluated.people.see("Wouter", f"{PATH}/{step}")
        assert page.path == f"/nl{PATH}/award"


async def test_a_form_from_elsewhere_is_refused(evaluated: Site) -> None:
    page = await evaluated.people.see("Bram", f"{PATH}/award")
    sent: dict[str, Any] = {"form_token": "forged"}
    refused = await evaluated.people.press(page, "Voorleggen", **sent)
    assert refused.status == 403
    assert (await state(evaluated)).stage == awarding.Stage.PROPOSING


async def test_an_unknown_tender_is_not_found(evaluated: Site) -> None:
    for step in ("award", "visum", "decision", "letters", "documents"):
        page = await evaluated.people.see("Bram", f"/tenders/{uid('nobody')}/{step}")
        assert page.status == 404


async def test_an_auditor_reads_everything_and_changes_nothing(evaluated: Site) -> None:
    await decided(evaluated)
    for step in ("award", "visum", "decision", "letters", "documents"):
        page = await evaluated.people.see("Els", f"{PATH}/{step}")
        assert page.status == 200, page.text
        assert [name for form in page.forms for name in form.buttons] == ["Afmelden"]


async def test_an_administrator_finds_no_award(evaluated: Site) -> None:
    await decided(evaluated)
    for step in ("award", "visum", "decision", "letters", "documents"):
        assert (await evaluated.people.see("Joris", f"{PATH}/{step}")).status in (403, 404)


async def test_while_the_engine_is_away_reading_and_writing_go_on(evaluated: Site) -> None:
    services: Services = evaluated.app.state.services
    page = await evaluated.people.see("Bram", f"{PATH}/award")
    evaluated.app.state.services = replace(services, commands=evaluated.running.commands)
    kept = await evaluated.people.press(page, "Voorleggen", motivation="Het plan is uitgewerkt.")
    assert kept.status == 200
    away = await evaluated.people.press(kept, "Voorleggen")
    assert away.status == 503
    assert "Het systeem is even niet bereikbaar voor deze stap." in away.text
    assert away.answer.headers["retry-after"]
    assert away.form_with("Bewaren").fields["motivation"] == "Het plan is uitgewerkt."
    assert (await state(evaluated)).stage == awarding.Stage.PROPOSING
    evaluated.app.state.services = services
    done = await evaluated.people.press(kept, "Voorleggen")
    assert "Het gunningsvoorstel is voorgelegd." in done.text
