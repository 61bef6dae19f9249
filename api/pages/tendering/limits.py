"""The date of a tender that matters now, with the sum that it comes from."""

from collections.abc import Sequence
from typing import Any

from api.pages.page import Visit
from contracts.aggregate import Event
from contracts.awarding.process import LettersSent
from contracts.base import Instant
from contracts.rules.deadlines import Computed
from contracts.rules.procedures import AwardProcedure
from contracts.tendering import Stage, TenderDraft, choice
from infra import procedure_files
from infra.store.queries.tendering import Tender
from infra.texts import formats


def procedure(tender: Tender, draft: TenderDraft) -> AwardProcedure | None:
    """The procedure of the tender, or the one that a changed draft chooses instead; None for one
    that no file describes."""
    if draft.procedure == tender.draft.procedure:
        return tender.procedure
    return procedure_files.shipped().find(draft.procedure)


def earliest(tender: Tender, draft: TenderDraft, dispatched_at: Instant) -> Computed | None:
    """The shortest period for bids when the notice leaves then; None where the law fixes none, and
    for a procedure that no file describes."""
    found = procedure(tender, draft)
    if found is None:
        return None
    return choice.earliest(draft, found, tender.edition, dispatched_at)


def of_dossier(tender: Tender, history: Sequence[Event], visit: Visit) -> dict[str, Any] | None:
    """The date as `_deadline.html` shows it, None when none runs."""
    match tender.state.stage:
        case Stage.PREPARING | Stage.APPROVAL | Stage.APPROVED:
            return _planned(tender, visit)
        case Stage.PUBLISHED:
            return _running(tender, visit)
        case Stage.STANDSTILL:
            return _standstill(tender, history, visit)
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
        "reasons": tender.edition.reasons,
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
        "reasons": tender.edition.reasons,
        "text": visit.texts.say("limit.running"),
    }


def _standstill(tender: Tender, history: Sequence[Event], visit: Visit) -> dict[str, Any] | None:
    sent = [event for event in history if isinstance(event, LettersSent)]
    if not sent or sent[-1].ends is None:
        return None
    return {
        "title": visit.texts.say("agenda.standstill_end"),
        "due": sent[-1].ends,
        "explanation": sent[-1].standstill,
        "reasons": tender.edition.reasons,
        "text": visit.texts.say("limit.standstill"),
    }
