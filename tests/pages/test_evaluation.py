"""A committee evaluates by the pages alone, without script, from appointment to ranking."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contracts import names
from contracts.evaluation import EvaluationState, Stage
from infra.store import records
from tests import opened
from tests.builders import uid
from tests.pages import compared, site
from tests.pages.browsing import Seen
from tests.pages.compared import ADMITTED, CELLS, IRREGULAR, cell
from tests.pages.site import Site

TENDER = f"/tenders/{names.subject_of(opened.TENDER)}"
ROUND = f"{TENDER}/evaluation"
AGGREGATE = names.evaluation(names.subject_of(opened.TENDER), 1)
COMMITTEE = ("Griet", "Tine", "Yassin")
REASON = "De offerte voldoet ruim aan wat gevraagd is."


@pytest.fixture
async def round_site(tmp_path: Path) -> AsyncIterator[Site]:
    """Four opened bids, and a committee that the published version names."""
    async with site.opened(tmp_path) as found:
        await found.store.write(lambda c: opened.tender(c, compared.draft(), compared.PRICES))
        yield found


async def state(found: Site) -> EvaluationState:
    """The evaluation as it stands."""
    read: EvaluationState = await found.store.read(lambda c: records.read_state(c, AGGREGATE))
    return read


async def appointed(found: Site) -> None:
    """The committee at work."""
    page = await found.people.see("Bram", ROUND)
    page = await found.people.press(page, "Stel de commissie aan")
    assert "De commissie is aangesteld." in page.text, page.text


async def declared(found: Site, who: str, choice: str = "none", statement: str = "") -> Seen:
    """One member's declaration."""
    page = await found.people.see(who, f"{ROUND}/declaration")
    return await found.people.press(page, "Leg verklaring af", choice=choice, statement=statement)


async def examined(found: Site) -> Seen:
    """Three bids admitted, one set aside with its reason."""
    page = await found.people.see("Ilse", f"{ROUND}/examination")
    filled = {}
    for supplier in compared.PRICES:
        for check in ("not_excluded", "selected", "regular"):
            filled[f"{check}-{opened.bid(supplier)}"] = "yes"
    bid = opened.bid(IRREGULAR)
    filled |= {f"regular-{bid}": "no", f"reason-{bid}": "Voorbehoud bij de aansprakelijkheid."}
    page = await found.people.press(page, "Bewaren", None, **filled)
    assert "Het nazicht is bewaard." in page.text
    page = await found.people.see("Ilse", f"{ROUND}/examination")
    return await found.people.press(page, "Stel het nazicht vast", to="/record")


async def to_scoring(found: Site) -> None:
    """Every bid examined, so that members can score."""
    await appointed(found)
    for who in COMMITTEE:
        await declared(found, who)
    assert "Het nazicht is vastgesteld." in (await examined(found)).text


async def scored(found: Site, who: str, score: str) -> Seen:
    """A whole matrix with one score, its reasons given cell by cell; then handed in."""
    page = await found.people.see(who, f"{ROUND}/scores")
    page = await found.people.press(page, "Bewaar alles", None, **dict.fromkeys(CELLS, score))
    assert "15 van 15 scores" in page.text
    for name in CELLS:
        page = await found.people.see(who, f"{ROUND}/scores?cell={name}")
        on = "Bewaren" if name == CELLS[-1] else "Bewaar en ga verder"
        await found.people.press(page, on, motivation=f"{REASON} {name}")
    page = await found.people.see(who, f"{ROUND}/scores")
    page = await found.people.press(page, "Dien scores in", to="/scores")
    return await found.people.press(page, "Dien scores in", to="/submit")


async def to_consensus(found: Site) -> None:
    """All scores are in."""
    await to_scoring(found)
    for who, score in zip(COMMITTEE, ("8", "7,5", "5"), strict=True):
        page = await scored(found, who, score)
        assert "Uw scores zijn ingediend." in page.text


async def agreed(found: Site) -> None:
    """Every cell with a consensus that the chair records."""
    for name in CELLS:
        page = await found.people.see("Griet", f"{ROUND}/consensus?cell={name}")
        score = "9" if opened.bid("Zilverdijk") in name else "7,5"
        await found.people.press(page, "Leg consensus vast", score=score, motivation=REASON)


async def test_a_committee_evaluates_from_appointment_to_ranking(round_site: Site) -> None:
    people = round_site.people
    await to_consensus(round_site)
    page = await people.see("Griet", f"{ROUND}/consensus")
    assert "0 van 15 cellen vastgelegd" in page.text
    await agreed(round_site)
    page = await people.see("Griet", f"{ROUND}/consensus")
    assert "Elke cel heeft een consensus." in page.text
    page = await people.press(page, "Sluit de consensus af")
    assert "De totalen zijn nog niet gemaakt; niemand kent ze." in page.text
    page = await people.press(page, "Toon rangschikking")
    page = await people.see("Tine", f"{ROUND}/ranking")
    assert "is eerste met" in page.text
    assert "Voorbehoud bij de aansprakelijkheid." in page.text
    assert "22 × 7,5 ÷ 10 16,50 33/2" in page.text
    page = await people.see("Griet", f"{ROUND}/ranking")
    page = await people.press(page, "Rond de beoordeling af")
    assert "De beoordeling is afgerond." in page.text
    assert (await state(round_site)).stage is Stage.CONCLUDED


async def test_a_declaration_needs_its_choice_and_its_text(round_site: Site) -> None:
    await appointed(round_site)
    page = await declared(round_site, "Tine", choice="")
    assert page.status == 422
    assert "Kies een van de drie verklaringen." in page.text
    page = await declared(round_site, "Tine", choice="possible")
    assert page.status == 422
    assert "Hier is tekst nodig." in page.text
    page = await declared(round_site, "Tine", "possible", "Mijn broer werkt bij Zilverdijk.")
    assert "U meldde een mogelijk conflict" in page.text


async def test_the_jurist_judges_a_possible_conflict(round_site: Site) -> None:
    await appointed(round_site)
    await declared(round_site, "Tine", "possible", "Mijn broer werkt bij Zilverdijk.")
    page = await round_site.people.see("Bram", ROUND)
    assert "Mijn broer" not in page.text
    page = await round_site.people.see("Ilse", ROUND)
    assert "Mijn broer werkt bij Zilverdijk." in page.text
    refused = await round_site.people.press(page, "Niet toelaten")
    assert refused.status == 422
    assert " open data-shown>" in refused.html
    reason = f"refuse-{uid('Tine')}-reason"
    page = await round_site.people.press(
        page, "Niet toelaten", None, **{reason: "Te nauw betrokken."}
    )
    assert "Uw beslissing is geregistreerd." in page.text
    assert "Vervang wie niet deelneemt." in page.text


async def test_a_member_who_steps_out_is_replaced(round_site: Site) -> None:
    await appointed(round_site)
    page = await declared(round_site, "Yassin", "conflict", "Ik werkte voor Meerstroom.")
    assert "U neemt niet deel" in page.text
    page = await round_site.people.see("Bram", ROUND)
    page = await round_site.people.press(
        page, "Vervang een lid", person=uid("Yassin"), by=uid("Pieter")
    )
    assert "Het lid is vervangen." in page.text
    assert "Pieter" in page.text
    barred = await round_site.people.see("Yassin", f"{ROUND}/declaration")
    assert "U neemt niet deel" in barred.text
    assert "Leg verklaring af" not in barred.text


async def test_nobody_scores_before_a_declaration(round_site: Site) -> None:
    await appointed(round_site)
    page = await round_site.people.see("Tine", f"{ROUND}/scores")
    assert page.status == 409
    assert "U hebt uw verklaring over belangenconflicten nog niet afgelegd." in page.text


async def test_an_examination_without_reason_is_refused_beside_its_bid(round_site: Site) -> None:
    await appointed(round_site)
    for who in COMMITTEE:
        await declared(round_site, who)
    page = await round_site.people.see("Ilse", f"{ROUND}/examination")
    filled = {}
    for supplier in compared.PRICES:
        for check in ("not_excluded", "selected", "regular"):
            filled[f"{check}-{opened.bid(supplier)}"] = "no" if check == "regular" else "yes"
    page = await round_site.people.press(
        page, "Stel het nazicht vast", None, "/examination", **filled
    )
    assert page.status == 422
    assert "Hier is tekst nodig." in page.text


async def test_a_score_off_its_scale_keeps_what_was_typed(round_site: Site) -> None:
    await to_scoring(round_site)
    page = await round_site.people.see("Tine", f"{ROUND}/scores")
    wrong, right = cell("Kade Zeven", 0), cell("Zilverdijk", 0)
    page = await round_site.people.press(page, "Bewaar alles", None, **{wrong: "12", right: "7,5"})
    assert page.status == 422
    assert "Een score buiten 0–10 is niet mogelijk." in page.text
    form = page.form_with("Bewaar alles")
    assert form.fields[wrong] == "12"
    page = await round_site.people.see("Tine", f"{ROUND}/scores")
    assert page.form_with("Bewaar alles").fields[right] == "7,5"


async def test_scores_without_reasons_are_not_handed_in(round_site: Site) -> None:
    await to_scoring(round_site)
    page = await round_site.people.see("Tine", f"{ROUND}/scores")
    filled = dict.fromkeys(CELLS, "8")
    page = await round_site.people.press(page, "Dien scores in", None, "/scores", **filled)
    assert page.status == 422
    assert "Motiveer deze score." in page.text
    assert (await state(round_site)).stage is Stage.SCORING


async def test_a_member_reads_no_price_and_no_score_of_another(round_site: Site) -> None:
    await to_scoring(round_site)
    await scored(round_site, "Tine", "3,25")
    for page in ("", "/scores", "/examination"):
        seen = await round_site.people.see("Yassin", f"{ROUND}{page}")
        assert seen.status == 200
        assert "3,25" not in seen.text
        assert "612.000" not in seen.text
    for page in ("/consensus", "/ranking"):
        seen = await round_site.people.see("Yassin", f"{ROUND}{page}")
        assert "3,25" not in seen.text
        assert "612.000" not in seen.text


async def test_the_chair_sees_how_far_each_is_and_no_number_more(round_site: Site) -> None:
    await to_scoring(round_site)
    page = await round_site.people.see("Tine", f"{ROUND}/scores?cell={CELLS[0]}")
    await round_site.people.press(
        page, "Bewaar en ga verder", panel__score="6,75", motivation=REASON
    )
    page = await round_site.people.see("Griet", ROUND)
    assert "1 van 15 cellen met score en motivering" in page.text
    assert "6,75" not in page.text
    page = await round_site.people.see("Bram", ROUND)
    assert "van 15 cellen" not in page.text


async def test_the_consensus_shows_who_gave_what_and_no_total(round_site: Site) -> None:
    await to_consensus(round_site)
    page = await round_site.people.see("Tine", f"{ROUND}/consensus")
    assert "Spreiding 3." in page.text
    assert "Totaal" not in page.text
    assert "612.000" not in page.text
    assert not any("Leg consensus vast" in form.buttons for form in page.forms)
    page = await round_site.people.see("Griet", f"{ROUND}/consensus")
    assert "Nog 15 cellen hebben geen consensus." in page.text
    page = await round_site.people.press(page, "Leg consensus vast", score="7", motivation="")
    assert page.status == 422
    assert "Motiveer deze score." in page.text


async def test_the_ranking_stays_locked_until_the_chair_shows_it(round_site: Site) -> None:
    await to_consensus(round_site)
    page = await round_site.people.see("Griet", f"{ROUND}/ranking")
    assert "De rangschikking bestaat nog niet." in page.text
    await agreed(round_site)
    page = await round_site.people.see("Griet", f"{ROUND}/consensus")
    await round_site.people.press(page, "Sluit de consensus af")
    page = await round_site.people.see("Tine", f"{ROUND}/ranking")
    assert "niemand kent ze" in page.text
    assert "Wie dit kan: voorzitter" in page.text
    assert all(supplier not in page.text for supplier in ADMITTED)


async def test_a_supplier_finds_no_evaluation(round_site: Site) -> None:
    await appointed(round_site)
    for page in ("", "/scores", "/consensus", "/ranking"):
        seen = await round_site.people.see("Kade Zeven person", f"{ROUND}{page}")
        assert seen.status in (403, 404)


async def test_the_opening_is_read_by_who_may(round_site: Site) -> None:
    page = await round_site.people.see("Bram", f"{TENDER}/opening")
    assert "4 offertes zijn geopend." in page.text
    assert "€ 612.000,00" in page.text
    page = await round_site.people.see("Noor", f"{TENDER}/opening")
    assert "De offertes zijn niet voor u zichtbaar" in page.text
    assert "612.000" not in page.text
