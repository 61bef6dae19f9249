"""A firm reads the notice, hands a bid in by the form, replaces it; all without script."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from contracts import names
from infra.store import clock
from infra.store.queries import bidding as bids
from infra.store.tables.dossier import uploads
from tests import builders, opened
from tests.builders import uid
from tests.pages import site
from tests.pages.browsing import Seen
from tests.pages.site import Site

TENDER = uid("tender")
NOTICE = f"/tenders/{TENDER}/notice"
BID = f"/tenders/{TENDER}/bid"
FIRM = "Kade Zeven person"
PLAN = b"%PDF Het plan van aanpak."


@pytest.fixture
async def open_site(tmp_path: Path) -> AsyncIterator[Site]:
    """A published tender, its key in place, a day after its notice."""
    async with site.opened(tmp_path) as found:
        await found.store.write(lambda c: opened.publish(c, builders.draft()))
        found.running.parts.keyring.create_tender_key(TENDER)
        yield found


async def filled_in(open_site: Site, price: str = "612.000,00") -> Seen:
    """The last step of the form, with one file sealed."""
    people = open_site.people
    page = await people.see(FIRM, f"{BID}/new")
    page = await people.press(page, "Verzegel en voeg toe", files={"plan.pdf": PLAN})
    assert "plan.pdf" in page.text
    page = await people.press(page, "Verder naar de prijs")
    return await people.press(
        page, "Verder naar het nazicht", price=price, signatory="Mehdi Lindenhart"
    )


async def handed_in(open_site: Site) -> Seen:
    """The receipt of a bid."""
    page = await filled_in(open_site)
    return await open_site.people.press(page, "Verzegel en dien in", agreed="yes")


async def test_everybody_reads_the_notice(open_site: Site) -> None:
    visitor = await open_site.people.see("", NOTICE)
    assert visitor.status == 200
    assert "U kunt een offerte indienen vóór maandag 2 maart 2026, 10.00 uur." in visitor.text
    assert "Meld u aan als onderneming" in visitor.text
    assert "Borgtocht 5 % Bepaald in deze opdracht · art. 25 " in visitor.text
    firm = await open_site.people.see(FIRM, NOTICE)
    assert f"/nl{BID}/new" in firm.links


async def test_a_bid_is_handed_in_and_receipted(open_site: Site) -> None:
    receipt = await handed_in(open_site)
    assert receipt.status == 200, receipt.text
    assert "Uw offerte is ontvangen en verzegeld" in receipt.text
    assert "geldig" in receipt.text
    found = await open_site.store.read(lambda c: bids.of_tender(c, names.tender(TENDER)))
    assert [bid.status for bid in found] == ["received"]
    assert found[0].manifest_hash[:4] in receipt.text
    milliseconds = f",{found[0].received_at.microsecond // 1000:03} uur"
    assert milliseconds in receipt.text
    link = next(link for link in receipt.links if link.endswith(".jws"))
    signed = await open_site.people.see(FIRM, link.removeprefix("/nl"))
    payload = open_site.running.parts.signer.verify_receipt(signed.answer.text)
    assert payload["bid"] == found[0].id


async def test_the_sums_are_shown_before_the_seal(open_site: Site) -> None:
    page = await filled_in(open_site, "€ 612.000,55")
    assert "€ 612.000,55" in page.text
    assert "Btw 21 % € 128.520,12" in page.text
    assert "€ 740.520,67" in page.text


async def test_a_price_with_letters_is_refused_in_words_and_kept(open_site: Site) -> None:
    page = await filled_in(open_site, "zeshonderd")
    assert page.status == 422
    assert "“zeshonderd” is geen getal." in page.text
    form = page.form_with("Verder naar het nazicht")
    assert form.fields["price"] == "zeshonderd"
    assert "plan.pdf" in form.fields["file-0"]


async def test_a_bid_needs_somebody_who_binds_the_company(open_site: Site) -> None:
    page = await filled_in(open_site)
    refused = await open_site.people.press(page, "Verzegel en dien in")
    assert refused.status == 422
    assert "Bevestig dat u bevoegd bent" in refused.text


async def test_sending_twice_is_one_bid(open_site: Site) -> None:
    page = await filled_in(open_site)
    first = await open_site.people.press(page, "Verzegel en dien in", agreed="yes")
    again = await open_site.people.press(page, "Verzegel en dien in", agreed="yes")
    assert first.path == again.path
    found = await open_site.store.read(lambda c: bids.of_tender(c, names.tender(TENDER)))
    assert len(found) == 1


async def test_a_bid_is_replaced_and_the_earlier_receipt_stays(open_site: Site) -> None:
    await handed_in(open_site)
    page = await open_site.people.see(FIRM, BID)
    assert "blijft verzegeld tot de opening" in page.text
    assert f"/nl{BID}/new" in page.links
    replaced = await handed_in(open_site)
    assert "Uw offerte is ontvangen en verzegeld" in replaced.text
    own = await open_site.people.see(FIRM, BID)
    assert "Eerdere offertes" in own.text
    found = await open_site.store.read(lambda c: bids.of_tender(c, names.tender(TENDER)))
    assert sorted(bid.status for bid in found) == ["received", "replaced"]


async def test_a_late_bid_is_refused_in_words(open_site: Site) -> None:
    page = await filled_in(open_site)
    await open_site.store.write(lambda c: clock.move(c, builders.DEADLINE))
    late = await open_site.people.press(page, "Verzegel en dien in", agreed="yes")
    assert late.status == 409
    assert "Ze kan niet meer worden aanvaard." in late.text


async def test_a_file_that_is_too_large_is_refused_beside_its_field(tmp_path: Path) -> None:
    async with site.opened(tmp_path, max_file_bytes=1000) as found:
        await found.store.write(lambda c: opened.publish(c, builders.draft()))
        found.running.parts.keyring.create_tender_key(TENDER)
        page = await found.people.see(FIRM, f"{BID}/new")
        files = {"klein.pdf": b"x" * 600, "groot.pdf": b"x" * 700_000, "meer.pdf": b"x" * 10}
        page = await found.people.press(page, "Verzegel en voeg toe", files=files)
        assert page.status == 422
        assert "klein.pdf" in page.text
        assert "meer.pdf" not in page.text
        assert "Een bestand mag hoogstens 1 kB zijn" in page.text


async def test_nothing_of_a_bid_lies_in_clear_on_disk(open_site: Site, tmp_path: Path) -> None:
    await handed_in(open_site)
    assert _holding(tmp_path, PLAN) == _holding(tmp_path, b"Mehdi Lindenhart") == []


def _holding(folder: Path, said: bytes) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path for path in files if said in path.read_bytes()]


async def test_a_form_of_another_session_uploads_nothing(open_site: Site) -> None:
    page = await open_site.people.see(FIRM, f"{BID}/new")
    refused = await open_site.people.press(
        page, "Verzegel en voeg toe", files={"plan.pdf": PLAN}, form_token="another"
    )
    assert refused.status == 403
    assert await open_site.store.read(lambda c: c.execute(select(uploads)).all()) == []


async def test_the_buyer_hands_in_no_bid(open_site: Site) -> None:
    assert (await open_site.people.see("Bram", f"{BID}/new")).status == 403


async def test_a_receipt_is_read_by_its_own_firm_only(open_site: Site) -> None:
    receipt = await handed_in(open_site)
    other = await open_site.people.see("Zilverdijk person", receipt.path.removeprefix("/nl"))
    assert other.status == 404


async def test_nobody_reads_a_number_of_bids_before_the_opening(open_site: Site) -> None:
    await handed_in(open_site)
    for page in ("submission", "opening"):
        seen = await open_site.people.see("Bram", f"/tenders/{TENDER}/{page}")
        assert seen.status == 200, seen.text
        assert "Kade Zeven" not in seen.text
        assert "Ook het aantal offertes is voor niemand zichtbaar" in seen.text
    away = builders.DEADLINE + timedelta(minutes=1)
    await open_site.store.write(lambda c: clock.move(c, away))
    late = await open_site.people.see("Bram", f"/tenders/{TENDER}/submission")
    assert "De uiterste datum is voorbij." in late.text
