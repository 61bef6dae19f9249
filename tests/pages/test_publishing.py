"""A version is published by its page, with the engine at work."""

import asyncio
from pathlib import Path

from tests import running as program
from tests.pages import preparing
from tests.pages.browsing import People
from tests.pages.site import Site


async def test_a_version_that_was_published_runs_to_its_deadline(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> None:
    async with (
        program.run(temporal_address, temporal_namespace, tmp_path) as running,
        People(running.app, running.parts.store) as people,
    ):
        path = await preparing.agreed(Site(running, people))
        page = await people.press(await people.see("Bram", path), "Bekendmaken")
        assert "De aankondiging wordt verzonden." in page.text
        for _ in range(200):
            page = await people.see("Bram", path)
            if "Aankondiging verzonden" in page.text:
                break
            await asyncio.sleep(0.05)
        assert "Verzegeld tot de opening" in page.text
        assert (
            "maandag 2 maart 2026, vóór 10.00 uur (laatste nuttige ogenblik: 9.59.59)" in page.text
        )
        assert "Verzending van de aankondiging: maandag 12 januari 2026" in page.text
        assert "Aankondiging" in page.text
        assert "Dit ontwerp ligt vast" in (await people.see("Noor", f"{path}/draft")).text
        firm = await people.see("Kade Zeven person", path)
        assert firm.path.endswith("/notice")
