"""The money of a contract on its page: the bond proved, fines proposed, milestones paid."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import billed, contracted, performed
from tests.contracted import M1
from tests.pages import site
from tests.pages.site import Site

CONTRACT = f"/contracts/{contracted.CONTRACT.partition('/')[2]}"
MONEY = f"{CONTRACT}/money"
FIRM = "Kade Zeven person"


@pytest.fixture
async def concluded(tmp_path: Path) -> AsyncIterator[Site]:
    """A contract of 612.345,67 euro, concluded just now."""
    async with site.opened(tmp_path) as found:
        await contracted.conclude(found.store)
        yield found


async def late(here: Site) -> None:
    """The bond proved; the first milestone delivered 17 days late, and accepted."""
    await billed.proved(here.store)
    await performed.move(here.store, 77)
    await performed.deliver(here.store)
    await billed.accepted(here.store, M1)


async def test_the_bond_is_awaited_and_proved(concluded: Site) -> None:
    people = concluded.people
    home = await people.see("Koenraad", "/")
    assert "Bevestig borgtocht" in home.text
    assert f"/nl{MONEY}" in home.links
    one = await people.see("Dirk", CONTRACT)
    assert "De borgtocht van € 30.617,28 is nog niet bewezen." in one.text
    page = await people.see("Dirk", MONEY)
    assert "Gevraagd bedrag € 30.617,28 art. 25 van het koninklijk besluit" in page.text
    assert "wo 01/04/2026 art. 27 van het koninklijk besluit" in page.text
    low = await people.press(
        page, "Bevestig borgtocht", bond__amount="30.617,27", bond__reference="x"
    )
    assert low.status == 409
    assert "is te laag: er is € 30.617,28 gevraagd." in low.text
    assert 'aria-invalid="true"' in low.html
    wrong = await people.press(page, "Bevestig borgtocht", bond__reference="")
    assert wrong.status == 422
    done = await people.press(page, "Bevestig borgtocht", bond__reference="DCK 4711")
    assert "De borgtocht is bevestigd." in done.text
    assert "DCK 4711, vastgelegd door Dirk" in done.text
    assert "Bevestig borgtocht" not in (await people.see("Koenraad", "/")).text


async def test_a_bond_that_stays_away_is_red(concluded: Site) -> None:
    await performed.move(concluded.store, 40)
    page = await concluded.people.see("Koenraad", CONTRACT)
    assert "De borgtocht van € 30.617,28 ontbreekt" in page.text
    assert "alert--bad" in page.html


async def test_a_late_milestone_has_a_proposal_and_is_paid_once(concluded: Site) -> None:
    people = concluded.people
    await late(concluded)
    page = await people.see("Koenraad", MONEY)
    assert "17 dagen voorstel: € 4.163,95" in page.text
    assert "er is geen automatische boete, een persoon beslist" in page.text
    assert "art. 154 van het koninklijk besluit van 14 januari 2013 (te bevestigen" in page.text
    await performed.move(concluded.store, 40)
    name = "payment-M1"
    typed = {f"{name}-invoiced_on": "18/05/2026", f"{name}-reference": "2026/F/1"}
    typed = {field.replace("-", "__"): value for field, value in typed.items()}
    page = await people.see("Koenraad", MONEY)
    above = await people.press(
        page, "Leg betaling M1 vast", None, **typed | {"payment__M1__amount": "296.375,32"}
    )
    assert above.status == 409
    assert "is meer dan er aanvaard is (€ 296.375,31, btw inbegrepen)" in above.text
    done = await people.press(page, "Leg betaling M1 vast", None, **typed)
    assert "De betaling is vastgelegd." in done.text
    assert "een forfait van € 40,00 is verschuldigd" in done.text
    assert "De referentierentevoet staat niet in de editie" in done.text
    assert "Er wacht geen aanvaarde mijlpaal op betaling." in done.text


async def test_who_may_not_pay_is_told_who_can_and_the_firm_only_reads(concluded: Site) -> None:
    await late(concluded)
    page = await concluded.people.see("Dirk", MONEY)
    assert "financieel directeur" in page.text
    assert not [form for form in page.forms if "Leg betaling M1 vast" in form.buttons]
    firm = await concluded.people.see(FIRM, MONEY)
    assert firm.status == 200
    assert "Leg betaling M1 vast" not in firm.text
    assert (await concluded.people.see("Zilverdijk person", MONEY)).status == 404
