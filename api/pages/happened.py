"""Events in words, for the history of a dossier and for what somebody did today."""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.aggregate import Event
from infra.store.queries.history import Happened
from infra.texts import deputies
from infra.texts.catalogue import Texts

FOLLOWING = frozenset(
    {
        *("tender_approved", "progress_recorded", "opening_started", "committee_completed"),
        *("award_opened", "contract_opened", "acceptance_opened"),
    }
)
"""Events that only follow from the one before them: they tell people nothing new."""

ABOUT_BIDS = frozenset({"bid_received", "bid_held", "late_bid_refused", "late_bid_decided"})
"""Events that would tell before the opening how many bids there are."""

MARK = 4


def said(event: Event, texts: Texts) -> str:
    """The event as a past participle, without who did it."""
    step = getattr(event, "step", None)
    return texts.say(
        f"happened.{event.kind}",
        round=getattr(event, "round", ""),
        step=texts.say(f"approval.step_{step}") if step else "",
    )


def log(
    history: Iterable[Happened], named: Mapping[str, str], texts: Texts, *, with_bids: bool
) -> list[dict[str, Any]]:
    """The history as `_log.html` shows it, the last first; bids only where they may be known."""
    left_out = FOLLOWING if with_bids else FOLLOWING | ABOUT_BIDS
    shown = [
        {
            "at": each.event.at,
            "who": deputies.who(each.event, named, texts),
            "text": said(each.event, texts),
            "mark": f"{each.leaf[:MARK]}…{each.leaf[-MARK:]}",
        }
        for each in history
        if each.event.kind not in left_out
    ]
    return shown[::-1]
