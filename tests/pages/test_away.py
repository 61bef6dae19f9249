"""A page says in words that an act was not taken now, or is not answered yet."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.commands import PendingError, UnreachableError
from tests import opened
from tests.pages import compared, site, test_evaluation
from tests.pages.site import Site
from tests.pages.test_evaluation import ROUND

STATEMENT = "Mijn broer werkt bij Zilverdijk."


class Away:
    """An engine that does not answer."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def send(self, *asked: Any, **more: Any) -> Any:
        """No answer."""
        raise self.error


async def _without(found: Site, error: Exception) -> None:
    await found.store.write(lambda c: opened.tender(c, compared.draft(), compared.PRICES))
    await test_evaluation.appointed(found)
    engine: Any = Away(error)
    found.app.state.services = replace(found.app.state.services, commands=engine)


async def test_what_cannot_be_taken_now_is_kept_on_the_page(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await _without(found, UnreachableError())
        page = await test_evaluation.declared(found, "Tine", "possible", STATEMENT)
        assert page.status == 503
        assert int(page.answer.headers["retry-after"]) > 0
        assert "Het systeem is even niet bereikbaar voor deze stap." in page.text
        form = page.form_with("Leg verklaring af")
        assert form.fields["statement"] == STATEMENT
        assert form.fields["choice"] == "possible"


@pytest.mark.parametrize("page", ["", "/declaration"])
async def test_reading_goes_on(tmp_path: Path, page: str) -> None:
    async with site.opened(tmp_path) as found:
        await _without(found, UnreachableError())
        assert (await found.people.see("Tine", f"{ROUND}{page}")).status == 200


async def test_what_is_not_answered_yet_is_said(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await _without(found, PendingError("a/b"))
        page = await test_evaluation.declared(found, "Tine", "possible", STATEMENT)
        assert page.status == 200
        assert "Vernieuw" in page.text
