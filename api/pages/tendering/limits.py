"""The date of a tender that matters now, with the sum that it comes from."""

from collections.abc import Sequence
from typing import Any

from api.pages.page import Visit
from contracts.aggregate import Event
from contracts.awarding.process import LettersSent
from contracts.base import Instant
from contracts.rules import procedures
from contracts.rules.deadlines import Computed
from contracts.tendering import Stage, TenderDraft
from infra import rulebook
from infra.store.queries.tendering import Tender
from infra.texts import formats


def earliest(tender: Tender, draft: TenderDraft, dispatched_at: Instant) -> Computed | None:
    """The shortest period for bids when the notice leaves then; None for an unknown procedure."""
    if draft.procedure not in procedures.PROCEDURES:
        return None
    edition = rulebook.shipped().pinned(tender.state.edition)
    return procedures.minimum_deadline(draft.procedure, edition, dispatched_at)


def of_dossier(tender: Tender, history: Sequence[Event], visit: Visit) -> dict[str, Any] | None:
    """The date as `_deadline.html` shows it, None when none runs."""
    match tender.state.stage:
        case Stage.PREPARING | Stage.APPROVAL | Stage.APPROVED:
            return _planned(tender, visit)
        case Stage.PUBLISHED:
            return _running(tender, visit)
        case Stage.STANDSTILL:
            return _standstill(history, visit)
        case _:
            return None


def _planned(tender: Tender, visit: Visit) -> dict[str, Any] | None:
    due, least = tender.draft.submission_deadline, earliest(tender, tender.draft, visit.now)
    if due is None or least is None:
        return None
    key = "limit.planned_fits" if due >= least.instant else "limit.planned_short"
    return {
        "title": visit.texts.say("limit.planned"),
        "due": due,
        "explanation": least.explanation,
        "text": visit.texts.say(
            key, earliest=formats.moment(least.instant, visit.language, closing=True)
        ),
    }


def _running(tender: Tender, visit: Visit) -> dict[str, Any] | None:
    state = tender.state
    if state.deadline is None or state.dispatched_at is None:
        return None
    least = earliest(tender, tender.draft, state.dispatched_at)
    return {
        "title": visit.texts.say("agenda.close_submission"),
        "due": state.deadline,
        "explanation": least.explanation if least else None,
        "text": visit.texts.say("limit.running"),
    }


def _standstill(history: Sequence[Event], visit: Visit) -> dict[str, Any] | None:
    sent = [event for event in history if isinstance(event, LettersSent)]
    if not sent or sent[-1].ends is None:
        return None
    return {
        "title": visit.texts.say("agenda.standstill_end"),
        "due": sent[-1].ends,
        "explanation": sent[-1].standstill,
        "text": visit.texts.say("limit.standstill"),
    }
