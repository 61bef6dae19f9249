"""Keeps the history of a workflow that a test has brought to its end."""

import os
from pathlib import Path

from contracts import names
from tests.running import Running

FOLDER = Path(__file__).parent
RELEASE = "BESTEK_KEEP_HISTORIES"


async def keep(running: Running, aggregate: str, name: str, *, ended: bool = True) -> None:
    """Write the history under the release that the environment names; nothing without one, and
    nothing over a history that is there. `ended` waits for the workflow's end."""
    release = os.environ.get(RELEASE)
    if not release:
        return
    folder = FOLDER / names.WORKFLOW_TYPES[names.kind_of(aggregate)] / release
    place = folder / f"{name}.json"
    if place.exists():
        return
    handle = running.parts.client.get_workflow_handle(aggregate)
    if ended:
        await handle.result()
    history = await handle.fetch_history()
    folder.mkdir(parents=True, exist_ok=True)
    place.write_text(history.to_json() + "\n", "utf-8")
