"""Places where a test lets the process die, as if it were killed.

`BESTEK_FAULT=after_commit` dies the first time that point is reached, `after_commit:3` the third
time in one process; a marker in the data folder (`BESTEK_DATA`) makes it once only, so the
restarted program goes on under the same environment. Nothing happens unless `BESTEK_TEST=1`.
"""

import os
from collections import Counter
from enum import StrEnum

from infra.settings import Settings

EXIT_CODE = 9


class Point(StrEnum):
    """The boundaries at which a crash must leave nothing lost and nothing doubled."""

    BEFORE_COMMIT = "before_commit"
    AFTER_COMMIT = "after_commit"
    AFTER_RECEIPT_WRITTEN = "after_receipt_written"
    AFTER_ACTIVITY = "after_activity"
    BEFORE_RELAY_DONE = "before_relay_done"
    AFTER_RELAY_DONE = "after_relay_done"
    BEFORE_ANSWER = "before_answer"
    DURING_OPENING = "during_opening"
    AFTER_DOCUMENT_WRITTEN = "after_document_written"
    AFTER_LETTERS_DELIVERED = "after_letters_delivered"


_reached: Counter[Point] = Counter()


def reach(point: Point) -> None:
    """Die here with exit code 9 if a test asked for it; ValueError if it asked for no point."""
    if "BESTEK_FAULT" not in os.environ:
        return
    settings = Settings()
    if not settings.fault_point:
        return
    wanted, _, turn = settings.fault_point.partition(":")
    if Point(wanted) is not point:
        return
    _reached[point] += 1
    if _reached[point] == int(turn or 1):
        _die_once(settings)


def _die_once(settings: Settings) -> None:
    marker = settings.data_folder / f"fault-{settings.fault_point}.done"
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return
    os._exit(EXIT_CODE)
