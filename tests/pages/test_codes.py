"""What CPV and NUTS codes mean, on the pages that show them, once their list was loaded."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra import label_files
from infra.store import labels
from tests import builders, opened
from tests.builders import uid
from tests.label_lists import CPV, NUTS, written
from tests.pages import site
from tests.pages.preparing import begun, filled, place
from tests.pages.site import Site

TENDER = f"/tenders/{uid('tender')}"


async def load(here: Site, folder: Path) -> None:
    """Take a small list of each scheme over."""
    for text in (CPV, NUTS):
        found = label_files.read(written(folder, text))
        await here.store.write(lambda c, found=found: labels.load(c, found))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast and a small list of codes in it."""
    async with site.opened(tmp_path) as found:
        await load(found, tmp_path)
        yield found


async def test_the_draft_says_below_each_code_what_it_means(here: Site) -> None:
    page = await filled(here)
    page = await here.people.see("Noor", f"{place(page)}/draft")
    assert '<p class="hint means" id="items-0-cpv-means">Servers</p>' in page.html
    assert '<p class="hint means" id="cpv-means"></p>' in page.html  # 48800000 is not in the list
    assert 'aria-describedby="cpv-hint cpv-means"' in page.html
    assert "Zoek een CPV-code" in page.text


async def test_a_draft_that_saves_itself_is_told_what_its_codes_mean(here: Site) -> None:
    page = await begun(here)
    browser = await here.people._browser("Noor")
    sent = page.form_with("Bewaren").fields | {"cpv": "48000000-8", "items-0-cpv": "99999999"}
    answer = await browser.post(page.path, data=sent, headers={"X-Autosave": "1"})
    parts = answer.json()["parts"]
    assert (parts["cpv-means"], parts["items-0-cpv-means"]) == ("Softwarepakketten", "")


async def test_places_of_performance_are_typed_with_their_meaning_below(here: Site) -> None:
    page = await begun(here)
    page = await here.people.press(page, "Bewaren", places__0="be21")
    page = await here.people.see("Noor", f"{place(page)}/draft")
    assert page.form_with("Bewaren").fields["places-0"] == "BE21"
    assert '<p class="hint means" id="places-0-means">Prov. Antwerpen</p>' in page.html
    assert "Zoek een NUTS-code" in page.text
    page = await here.people.press(page, "Bewaren", places__1="GR30")
    assert page.status == 422
    assert page.form_with("Bewaren").fields["places-1"] == "GR30"
    assert page.text.count("die nomenclatuur noemt dit land EL") == 2


async def test_approvers_read_where_the_contract_is_performed(here: Site) -> None:
    page = await filled(here, places=("BE21", "BE234"))
    page = await here.people.see("Noor", f"{place(page)}/draft")
    page = await here.people.press(page, "Voorleggen")
    page = await here.people.see("Koenraad", f"{place(page)}/approval")
    assert "Plaats van uitvoering BE21 (Prov. Antwerpen) · BE234" in page.text


async def test_a_wrong_check_digit_is_refused_with_the_right_code(here: Site) -> None:
    page = await begun(here)
    page = await here.people.press(page, "Bewaren", cpv="48820000-3")
    assert page.status == 422
    assert page.text.count("Bedoelt u 48820000-2?") == 2  # among the problems, and at the field


@pytest.mark.parametrize(
    ("language", "meaning", "region"),
    [("nl", "Servers", "Prov. Antwerpen"), ("fr", "Serveurs", "Prov. d'Anvers")],
)
async def test_the_dossier_and_the_notice_say_it_in_the_language_of_the_page(
    tmp_path: Path, language: str, meaning: str, region: str
) -> None:
    async with site.opened(tmp_path, language) as here:
        await here.store.write(lambda c: opened.publish(c, builders.draft(places=("BE21",))))
        without = await here.people.see("Bram", TENDER)
        assert '48820000<span class="sub">' not in without.html
        assert "<dd>BE21</dd>" in without.html
        await load(here, tmp_path)
        for who, where in (
            ("Bram", TENDER),
            ("Bram", f"{TENDER}/notice"),
            ("", f"{TENDER}/notice"),
        ):
            page = await here.people.see(who, where)
            assert f'48820000<span class="sub">{meaning}</span>' in page.html
            assert f"BE21 ({region})" in page.text


async def test_codes_are_looked_up_by_words_without_script(here: Site) -> None:
    page = await here.people.see("Noor", "/codes/cpv?text=audit")
    assert "72810000-1 Computerauditdiensten" in page.text
    nothing = await here.people.see("Noor", "/codes/cpv?text=paarden")
    assert "Geen code gevonden." in nothing.text
    assert "Geen code gevonden." not in (await here.people.see("Noor", "/codes/cpv")).text


async def test_regions_are_looked_up_by_code_or_words(here: Site) -> None:
    page = await here.people.see("Noor", "/codes/nuts?text=antwerpen")
    assert "NUTS-codes" in page.text
    assert "BE21 Prov. Antwerpen" in page.text
    answer = await here.people.fetch("Noor", "/fr/codes/nuts.json?text=be2")
    assert [each["code"] for each in answer.json()] == ["BE2", "BE21"]
    unknown = await here.people.see("Noor", "/codes/lau?text=antwerpen")
    assert unknown.status == 404


async def test_a_field_is_proposed_codes_as_json(here: Site) -> None:
    answer = await here.people.fetch("Noor", "/de/codes/cpv.json?text=software%00")
    assert answer.json() == [
        {"code": "48000000-8", "text": "Softwarepakete"},
        {"code": "72200000-7", "text": "Software"},
    ]


async def test_a_visitor_is_asked_to_sign_in_first(here: Site) -> None:
    page = await here.people.see("", "/codes/cpv?text=audit")
    assert "Computerauditdiensten" not in page.text


async def test_without_a_list_nothing_is_proposed(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as here:
        page = await begun(here)
        assert "data-lookup" not in page.html
        assert "Zoek een CPV-code" not in page.text
        empty = await here.people.see("Noor", "/codes/cpv?text=audit")
        assert "De lijst van CPV-codes is nog niet ingeladen." in empty.text
        empty = await here.people.see("Noor", "/codes/nuts?text=be")
        assert "De lijst van NUTS-codes is nog niet ingeladen." in empty.text
