"""A contract on its pages: delivered, verified, remedied, certified; all without script."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from activities.acceptance import AcceptanceActivities
from api.services import Services
from contracts import acceptance, names
from contracts.acceptance import process
from contracts.actors import SYSTEM
from contracts.envelope import StepRequest
from infra.store import clock, records
from infra.store.papers.voice import Voice
from tests import builders, contracted, opened
from tests.builders import uid
from tests.contracted import CRITERIA, M1, M3
from tests.pages import site
from tests.pages.browsing import Seen
from tests.pages.site import Site

CONTRACT = contracted.CONTRACT.partition("/")[2]
PATH = f"/contracts/{CONTRACT}"
FIRST = f"{PATH}/milestones/{M1}"
CHECK = f"/acceptances/{M1}/1"
FIRM = "Kade Zeven person"
ACCEPTANCE = names.acceptance(M1, 1)


@pytest.fixture
async def concluded(tmp_path: Path) -> AsyncIterator[Site]:
    """A contract with three milestones, concluded just now."""
    async with site.opened(tmp_path) as found:
        await contracted.conclude(found.store)
        yield found


async def delivered(found: Site) -> Seen:
    """The first milestone, handed over with evidence of everything."""
    page = await found.people.see(FIRM, FIRST)
    typed: dict[str, Any] = {
        "deliverables__0__name": "Servers",
        "deliverables__0__version": "12 stuks",
        "signatory": "Mehdi Lindenhart",
    }
    typed |= {f"evidence__{n}": f"Verslag {n}" for n in range(len(CRITERIA))}
    page = await found.people.press(page, "Levering bevestigen", **typed)
    return await found.people.press(page, "Levering bevestigen")


async def signed(found: Site, who: str, **report: str) -> Seen:
    """A report written and signed off by a member."""
    page = await found.people.see(who, CHECK)
    results = {f"result__{n}": "met" for n in range(len(CRITERIA))}
    typed: dict[str, Any] = {"verdict": "accepted"} | results | report
    page = await found.people.press(page, "Teken af", **typed)
    if page.status != 200:
        return page
    return await found.people.press(page, "Teken af")


async def certify(found: Site) -> None:
    """What the engine does after the last signature."""
    step = AcceptanceActivities(found.store, found.running.parts.drawer(), Voice("x"))
    drawn = await step.draw_certificate(StepRequest(aggregate=ACCEPTANCE, key="certificate"))
    command = process.RecordCertificate(
        id="certified",
        aggregate=ACCEPTANCE,
        organisation=builders.CITY,
        actor=SYSTEM,
        at=drawn.at,
        document=drawn.document or "",
        sha256=drawn.sha256,
    )
    await found.running.app.state.services.commands.send(command)


async def stage(found: Site) -> str:
    """Where the acceptance stands."""
    state = await found.store.read(lambda c: records.read_state(c, ACCEPTANCE))
    return str(state.stage)


async def test_a_contract_is_read_on_one_page(concluded: Site) -> None:
    page = await concluded.people.see("Dirk", PATH)
    assert page.status == 200, page.text
    assert "Kade Zeven nv levert voor € 612.345,67 excl. btw, in 3 mijlpalen." in page.text
    assert "36 maanden" in page.text
    assert "tot en met vr 02/03/2029" in page.text
    assert "60 dagen na de sluiting" in page.text
    assert "Fatima, Stijn" in page.text
    for who, status in ((FIRM, 200), ("Els", 200), ("Zilverdijk person", 404), ("Joris", 404)):
        assert (await concluded.people.see(who, PATH)).status in (status, 403)


async def test_each_side_lists_its_contracts(concluded: Site) -> None:
    assert "Kade Zeven nv" in (await concluded.people.see("Dirk", "/contracts")).text
    assert "Stad Scheldeburg" in (await concluded.people.see(FIRM, "/contracts")).text
    none = await concluded.people.see("Zilverdijk person", "/contracts")
    assert "Nog geen contracten" in none.text


async def test_milestones_stand_in_a_drawing_and_in_a_table(concluded: Site) -> None:
    page = await concluded.people.see("Dirk", f"{PATH}/milestones")
    assert page.html.count('<svg class="chart"') == 2
    assert "0 van 3 mijlpalen zijn aanvaard." in page.text
    assert "€ 244.938,27" in page.text
    assert page.html.count('role="rowheader"') == 4
    firm = await concluded.people.see(FIRM, f"{PATH}/milestones")
    assert f"/nl{FIRST}" in firm.links
    assert "Bevestig levering M1" in firm.text
    assert "Bevestig levering M1" not in page.text


async def test_a_delivery_is_read_once_more_before_it_is_confirmed(concluded: Site) -> None:
    receipt = await delivered(concluded)
    assert receipt.status == 200, receipt.text
    assert "Uw levering is ontvangen" in receipt.text
    assert "Nazicht uiterlijk" in receipt.text
    assert "Servers" in receipt.text
    assert await stage(concluded) == acceptance.Stage.VERIFYING


async def test_a_delivery_without_evidence_asks_why(concluded: Site) -> None:
    page = await concluded.people.see(FIRM, FIRST)
    page = await concluded.people.press(page, "Levering bevestigen", signatory="Mehdi")
    assert page.status == 422
    assert "2 van 2 eisen hebben geen bewijs." in page.text
    assert 'id="remarks-error"' in page.html
    page = await concluded.people.press(page, "Levering bevestigen", signatory=" ")
    assert 'id="signatory-error"' in page.html
    page = await concluded.people.press(page, "Stuk toevoegen")
    assert "Stuk 4" in page.text
    page = await concluded.people.press(
        page, "Levering bevestigen", signatory="Mehdi", remarks="De verslagen volgen."
    )
    assert "Wat niet meer ongedaan kan" in page.text
    done = await concluded.people.press(page, "Levering bevestigen")
    assert "De verslagen volgen." in done.text


async def test_confirming_twice_is_one_delivery(concluded: Site) -> None:
    page = await concluded.people.see(FIRM, FIRST)
    typed = {"signatory": "Mehdi", "remarks": "Alles geleverd."}
    sheet = await concluded.people.press(page, "Levering bevestigen", None, **typed)
    first = await concluded.people.press(sheet, "Levering bevestigen")
    again = await concluded.people.press(sheet, "Levering bevestigen")
    assert (first.path, first.status) == (again.path, again.status)
    assert "Uw levering is ontvangen" in again.text


async def test_the_buyer_reads_why_it_does_not_deliver(concluded: Site) -> None:
    page = await concluded.people.see("Dirk", FIRST)
    assert 'aria-disabled="true"' in page.html
    assert "Wie dit kan: Kade Zeven nv." in page.text
    last = await concluded.people.see(FIRM, f"{PATH}/milestones/{M3}")
    typed = {"signatory": "Mehdi", "remarks": "Klaar."}
    last = await concluded.people.press(last, "Levering bevestigen", None, **typed)
    refused = await concluded.people.press(last, "Levering bevestigen")
    assert "De mijlpaal “Levering” is nog niet aanvaard." in refused.text


async def test_exactly_what_was_written_is_signed(concluded: Site) -> None:
    await delivered(concluded)
    page = await concluded.people.see("Fatima", CHECK)
    typed: dict[str, Any] = {
        "result__0": "met",
        "result__1": "met_with_remark",
        "remark__1": "Eén meting herhaald.",
        "verdict": "accepted",
    }
    sheet = await concluded.people.press(page, "Teken af", None, **typed)
    assert "U ondertekent" in sheet.text
    assert "Eén meting herhaald." in sheet.text
    form = sheet.form_with("Teken af")
    shown = " ".join(form.fields["sha256"][n : n + 4] for n in range(0, 64, 4))
    assert shown in sheet.text
    done = await concluded.people.press(sheet, "Teken af")
    assert "U hebt de levering afgetekend." in done.text
    assert "1 van 2 leden tekenden af" in done.text
    state: Any = await concluded.store.read(lambda c: records.read_events(c, ACCEPTANCE))
    assert state[-1].report == form.fields["sha256"]


async def test_a_report_that_was_changed_meanwhile_is_not_signed(concluded: Site) -> None:
    await delivered(concluded)
    page = await concluded.people.see("Fatima", CHECK)
    typed: dict[str, Any] = {"result__0": "met", "result__1": "met", "verdict": "accepted"}
    sheet = await concluded.people.press(page, "Teken af", None, **typed)
    other = await concluded.people.see("Fatima", CHECK)
    await concluded.people.press(other, "Bewaren", remark="Toch nog iets.")
    refused = await concluded.people.press(sheet, "Teken af")
    assert refused.status == 409
    assert "Iemand anders wijzigde dit om" in refused.text


async def test_a_report_that_does_not_follow_is_refused_at_its_field(concluded: Site) -> None:
    await delivered(concluded)
    page = await signed(concluded, "Fatima", result__1="not_met")
    assert page.status == 409
    assert "noemt ten minste één tekortkoming" in page.text
    page = await signed(concluded, "Fatima", result__1="")
    assert page.status == 422
    assert 'id="result-1-error"' in page.html
    page = await signed(concluded, "Fatima", result__1="not_tested")
    assert 'id="remark-error"' in page.html
    page = await signed(concluded, "Fatima", remedy_before="gisteren")
    assert "“gisteren” is geen datum." in page.text


async def test_shortcomings_go_to_the_contractor_after_the_last_signature(
    concluded: Site,
) -> None:
    await delivered(concluded)
    page = await concluded.people.see("Fatima", CHECK)
    page = await concluded.people.press(page, "Tekortkoming toevoegen", result__1="not_met")
    typed: dict[str, Any] = {
        "result__0": "met",
        "shortcomings__0__text": "Haalt 82 %.",
        "shortcomings__0__criterion": "1",
        "shortcomings__0__severity": "blocking",
        "remedy_before": "2/4/2026",
        "verdict": "shortcomings",
    }
    page = await concluded.people.press(page, "Teken af", None, **typed)
    assert "Haalt 82 %." in page.text
    await concluded.people.press(page, "Teken af")
    hidden = await concluded.people.see(FIRM, CHECK)
    assert "Haalt 82 %." not in hidden.text
    await signed(concluded, "Stijn")
    told = await concluded.people.see(FIRM, CHECK)
    assert "Haalt 82 %." in told.text
    assert "herstelt ze vóór donderdag 2 april 2026" in told.text
    silent = await concluded.people.press(told, "Herstel bevestigen", note=" ")
    assert silent.status == 422
    again = await concluded.people.press(told, "Herstel bevestigen", note="Vervangen.")
    assert "Uw herstel is bevestigd." in again.text
    assert "Vervangen." in again.text
    read = await concluded.people.see("Stijn", CHECK)
    assert "hertest 1" in read.text
    assert "Teken af" in read.form_with("Teken af").buttons


async def test_a_certificate_is_read_by_both_sides_and_checked_by_anybody(
    concluded: Site,
) -> None:
    await delivered(concluded)
    for who in ("Fatima", "Stijn"):
        await signed(concluded, who)
    assert await stage(concluded) == acceptance.Stage.ACCEPTED
    await certify(concluded)
    page = await concluded.people.see(FIRM, CHECK)
    assert "De levering is aanvaard op maandag 2 maart 2026." in page.text
    link = next(link for link in page.links if link.startswith("/nl/documents/"))
    content = (await concluded.people.see(FIRM, link.removeprefix("/nl"))).answer.content
    assert content.startswith(b"%PDF")
    tender = names.subject_of(opened.TENDER)
    listed = await concluded.people.see("Dirk", f"/tenders/{tender}/documents")
    assert "Uitvoering en oplevering" in listed.text
    assert "Proces-verbaal van oplevering" in listed.text
    visitor = await concluded.people.see("", "/documents")
    browser = await concluded.people._browser("")
    form = visitor.form_with("Nakijken")
    told = (
        (content, "Dit is het document zoals het werd uitgereikt"),
        (content + b" ", "Dit bestand is gewijzigd na de uitreiking"),
        (b"%PDF-1.7\n%%EOF\n", "Niet door ons uitgereikt"),
    )
    for sent, said in told:
        answer = await browser.post(form.action, files={"file": ("x.pdf", sent)})
        assert said in answer.text
        assert uid("Kade Zeven") not in answer.text
    nothing = await browser.post(form.action, files={"file": ("", b"")})
    assert nothing.status_code == 422
    assert "Er is geen bestand bijgevoegd." in nothing.text


async def test_a_day_that_passed_is_told_and_can_still_be_delivered(concluded: Site) -> None:
    now = await concluded.store.read(clock.now)
    await concluded.store.write(lambda c: clock.move(c, now.replace(month=6)))
    page = await concluded.people.see("Dirk", f"{PATH}/milestones")
    assert "Levering had op vrijdag 1 mei 2026 geleverd moeten zijn." in page.text
    assert "32 dagen te laat" in page.text
    firm = await concluded.people.see(FIRM, FIRST)
    assert "Deze levering is 32 dagen te laat." in firm.text
    assert (await delivered(concluded)).status == 200


async def test_a_delivery_arrives_while_the_engine_is_away(concluded: Site) -> None:
    services: Services = concluded.app.state.services
    concluded.app.state.services = replace(services, commands=concluded.running.commands)
    page = await concluded.people.see(FIRM, FIRST)
    typed: dict[str, Any] = {"signatory": "Mehdi", "remarks": "Alles geleverd."}
    page = await concluded.people.press(page, "Levering bevestigen", None, **typed)
    done = await concluded.people.press(page, "Levering bevestigen")
    assert done.status == 200
    assert "Uw levering is bevestigd." in done.text
    assert "Uw levering is ontvangen" in done.text
    assert [name for form in done.forms for name in form.buttons] == ["Afmelden"]
    assert f"/nl{CHECK}" not in done.links
