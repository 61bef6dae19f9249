"""`bestek verify`: the audit log recomputed. It only reads, so it may run beside anything."""

from collections.abc import Callable
from pathlib import Path

from bestek import signals
from bestek.errors import CannotGoOn
from infra.settings import Settings
from infra.store import audit
from infra.store.engine import Store

FAULTY = 1
"""Exit code: the audit log does not agree with itself."""


def require_store(settings: Settings) -> None:
    """CannotGoOn when the data folder holds no store: opening it would make one."""
    if settings.is_postgresql:
        return
    _, path = settings.database_url.split(":///", 1)
    if not Path(path).exists():
        raise CannotGoOn(f"There is no store in {settings.data_folder}; is it the right folder?")


def run_verify(settings: Settings, say: Callable[[str], None]) -> int:
    """Recompute every entry and the head; 0, or FAULTY when one does not agree."""

    async def main() -> int:
        require_store(settings)
        store = Store(settings.database_url)
        try:
            fault, head = await _first_fault(store), await store.read(audit.head)
        finally:
            await store.close()
        if fault is None:
            say(f"All {head.size} entries of the audit log agree with its root {head.root}.")
            return 0
        what = f"Entry {fault}" if fault < head.size else "The head"
        say(f"{what} of the audit log does not agree with what was recorded: it was changed.")
        return FAULTY

    return signals.run(main(), interrupted=1)


async def _first_fault(store: Store) -> int | None:
    """The first fault that stays: an entry that is added while the log is read looks like one."""
    before = None
    while (fault := await store.read(audit.first_fault)) != before:
        before = fault
    return fault
