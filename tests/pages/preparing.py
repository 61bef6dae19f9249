"""Dossiers on their way to publication, brought there by their pages."""

from typing import Any

from api.pages.tendering import draft_form
from contracts.base import Language
from contracts.tendering import TenderDraft
from tests import builders
from tests.pages.browsing import Seen
from tests.pages.site import Site


def typed(draft: TenderDraft, language: Language = Language.NL) -> dict[str, str]:
    """What a person types to write this draft, as `People.press` takes it."""
    filled = draft_form.fill(draft, language)
    return {name.replace("-", "__"): value for name, value in filled.items()}


async def begun(here: Site) -> Seen:
    """The draft of a dossier that Noor has just begun."""
    page = await here.people.see("Noor", "/tenders/new")
    page = await here.people.press(page, "Begin het ontwerp", title="Servers")
    assert page.path.endswith("/draft"), page.text
    assert "De opdracht is aangemaakt." in page.text
    return page


async def filled(here: Site, **changes: Any) -> Seen:
    """That draft, complete but for these changes."""
    page = await begun(here)
    return await here.people.press(page, "Bewaren", None, **typed(builders.draft(**changes)))


def place(page: Seen) -> str:
    """The path of the dossier of a page, without the language."""
    return "/".join(page.path.split("/")[2:4]).join(("/", ""))


async def submitted(here: Site) -> str:
    """The path of a dossier that lies for approval."""
    page = await filled(here)
    page = await here.people.see("Noor", f"{place(page)}/draft")
    page = await here.people.press(page, "Voorleggen")
    assert "Het ontwerp is voorgelegd ter goedkeuring." in page.text
    return place(page)


async def agreed(here: Site) -> str:
    """The path of a dossier that both have agreed with."""
    path = await submitted(here)
    for who in ("Koenraad", "Ilse"):
        page = await here.people.see(who, f"{path}/approval")
        page = await here.people.press(page, "Goedkeuren")
        assert "Uw akkoord is vastgelegd." in page.text
    return path
