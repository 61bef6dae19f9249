"""A drawing of lots that anyone can do again, to break a tie as the tender announced.

Before the opening, the buyer writes down a secret seed and publishes its commitment, the SHA-256
of the seed. When a tie is to be broken, the seed is published: everyone sees that it is the one
committed to, and that the order follows from it. Nobody could choose the outcome, provided that
the ids of the bids and the context were fixed without knowledge of the seed, and the seed
without knowledge of them.

How to do it again without this program, in a shell with `sha256sum`, for the seed
`5f0c…` (write it in full), the context `SB-2026-031 lot 2` and a bid `b1`:

    printf '%s' '5f0c…' | sha256sum
    printf '%s' '{"bid":"b1","context":"SB-2026-031 lot 2","seed":"5f0c…"}' | sha256sum

The first line must print the published commitment. The second prints the ticket of the bid; do it
for every bid. The tickets, sorted as text from low to high (`sort`), are the order: the lowest
comes first.

The text of a ticket is JSON in one fixed form: the three keys in this order, no spaces, every
character as it is in UTF-8, except that `"` and `\\` have a `\\` before them and that control
characters are written as JSON writes them. So no two different drawings share a text.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.base import canonical_json
from contracts.rules.errors import RuleError

_SEED = re.compile(r"[A-Za-z0-9._-]{32,200}")
"""Enough characters that no one can find it by trying, and none that a shell or JSON changes."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a bid drew: the SHA-256 that places it, 64 hexadecimal digits."""

    bid: str
    ticket: str


def commitment(seed: str) -> str:
    """The SHA-256 of a seed, to be published before the opening.

    Raises `RuleError("seed_form")` unless the seed has 32 to 200 letters, digits, dots, hyphens or
    underscores (ASCII). It should come from a source of randomness.
    """
    if _SEED.fullmatch(seed) is None:
        raise RuleError("seed_form")
    return hashlib.sha256(seed.encode()).hexdigest()


def verify(published: str, seed: str) -> bool:
    """Whether a seed is the one whose commitment was published; false also for a text that can be
    no seed at all."""
    return _SEED.fullmatch(seed) is not None and commitment(seed) == published


def draw(seed: str, context: str, bids: Iterable[str]) -> tuple[Ticket, ...]:
    """The bids in the order drawn, first place first, each with its ticket. `context` names what
    is drawn for, so that one seed serves several ties, each with a draw of its own.

    Raises `RuleError("seed_form")` as `commitment` does, and `RuleError("duplicate_bid")`.
    """
    commitment(seed)
    tickets: dict[str, Ticket] = {}
    for bid in bids:
        if bid in tickets:
            raise RuleError("duplicate_bid", bid=bid)
        text = canonical_json({"bid": bid, "context": context, "seed": seed})
        tickets[bid] = Ticket(bid, hashlib.sha256(text).hexdigest())
    return tuple(sorted(tickets.values(), key=lambda t: t.ticket))
