"""When a document that could not be drawn is tried again, and when a person must decide.

A failure is told by a code, never by the text of an error: that could hold what a record says.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Reason(StrEnum):
    """Why a document was not drawn; its sentence stands under `undrawn.reason.*`."""

    TOO_HEAVY = "too_heavy"
    """Its drawing asked more time or memory than one piece of work may take."""
    REFUSED = "refused"
    """The records make no valid document of this kind."""
    NOT_DRAWN = "not_drawn"
    """The drawing itself failed."""
    SEAL = "seal"
    """It could not be sealed: key, certificate or timestamp authority."""
    AWAY = "away"
    """Store, disk or process were not at hand."""
    CHANGED = "changed"
    """A copy of a document whose records say something else today."""


PATIENCE: Mapping[Reason, int] = MappingProxyType(
    {Reason.TOO_HEAVY: 2, Reason.REFUSED: 1, Reason.NOT_DRAWN: 3, Reason.CHANGED: 1}
)
"""How often in a row the same must go wrong before nothing is tried any more: the same facts give
the same document, so trying again gives the same failure. A machine under load may be too slow
once. What lies outside the document (its seal, the disk) comes back, and is tried for ever."""

TELLING = 3
"""From so many failures on a person hears of a document that is still tried: earlier ones pass."""


def stops(reason: Reason, in_a_row: int) -> bool:
    """Whether a document that failed so often in a row for this reason waits for a person."""
    return in_a_row >= PATIENCE[reason] if reason in PATIENCE else False


def is_told(failures: int, *, stopped: bool) -> bool:
    """Whether the pages tell of a document that failed so often."""
    return stopped or failures >= TELLING
