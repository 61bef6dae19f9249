"""The course of a procedure: which step is done, which is now, which is planned, and when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from contracts.aggregate import Event
from contracts.awarding.process import LettersSent
from contracts.base import local_date
from contracts.rules import procedures
from contracts.rules.procedures import AwardProcedure, Step
from contracts.tendering import Stage, TenderState
from infra.store.queries.tendering import Tender
from infra.texts.catalogue import Texts

SHOWN: Mapping[Step, str] = {
    Step.PREPARATION: "preparation",
    Step.APPROVAL: "approval",
    Step.PUBLICATION: "publication",
    Step.SUBMISSION: "submission",
    Step.OPENING: "opening",
    Step.EXAMINATION: "evaluation",
    Step.EVALUATION: "evaluation",
    Step.PROPOSAL: "award",
    Step.VISUM: "award",
    Step.DECISION: "award",
    Step.NOTIFICATION: "award",
    Step.STANDSTILL: "standstill",
    Step.CONCLUSION: "conclusion",
}
"""Where each step of a procedure is drawn."""

STEPS: Mapping[str, tuple[str, str]] = {
    "preparation": ("tender_created", "tender_submitted"),
    "approval": ("tender_submitted", "tender_approved"),
    "publication": ("tender_published", "tender_published"),
    "submission": ("tender_published", "submission_closed"),
    "opening": ("bids_opened", "opening_recorded"),
    "evaluation": ("evaluation_opened", "evaluation_concluded"),
    "award": ("award_proposed", "decision_registered"),
    "standstill": ("letters_sent", "standstill_ended"),
    "conclusion": ("contract_concluded", "contract_concluded"),
}
"""Each step with the event that begins it and the one that ends it."""

NOW: Mapping[Stage, str] = {
    Stage.PREPARING: "preparation",
    Stage.APPROVAL: "approval",
    Stage.APPROVED: "publication",
    Stage.PUBLISHING: "publication",
    Stage.PUBLISHED: "submission",
    Stage.CLOSED: "opening",
    Stage.OPENING: "opening",
    Stage.RECORDING: "opening",
    Stage.OPENED: "evaluation",
    Stage.EVALUATING: "evaluation",
    Stage.AWARDING: "award",
    Stage.STANDSTILL: "standstill",
    Stage.AWARDED: "conclusion",
}
"""The step that a stage belongs to; after the last of them every step is done."""

HALF = 50


def course(
    tender: Tender, history: Sequence[Event], now: datetime, texts: Texts
) -> list[dict[str, Any]]:
    """The steps of the tender's procedure as `_course.html` draws them; those of every procedure
    that runs while the draft names one that does not."""
    state = tender.state
    names = list(dict.fromkeys(SHOWN[step] for step in _played(tender.procedure)))
    place = names.index(NOW[state.stage]) if state.stage in NOW else len(names)
    return [
        {
            "step": name,
            "state": "done" if n < place else "now" if n == place else "planned",
            "when": _when(name, state, history, n - place, texts),
            "gone": _gone(name, state, history, now) if n == place else 0,
        }
        for n, name in enumerate(names)
    ]


def _played(procedure: AwardProcedure | None) -> Sequence[Step]:
    if procedure is None or not procedures.runs(procedure):
        return procedures.RUN
    return procedures.steps(procedure)


def _when(
    name: str, state: TenderState, history: Sequence[Event], ahead: int, texts: Texts
) -> str | None:
    begun, ended = (_last(history, kind) for kind in STEPS[name])
    end = _known_end(name, state, history)
    if ahead < 0 and begun is not None:
        return _span(local_date(begun), local_date(ended or begun), texts)
    if ahead == 0 and end is not None:
        return texts.say("course.until", day=_day(end, texts))
    if ahead == 0 and begun is not None:
        return texts.say("course.since", day=_day(local_date(begun), texts))
    if name == "opening" and ahead == 1 and state.deadline is not None:
        return texts.say("course.from", day=_day(local_date(state.deadline), texts))
    return None


def _known_end(name: str, state: TenderState, history: Sequence[Event]) -> date | None:
    """The last day of a step whose end is known while it runs."""
    limit = _limit(name, state, history)
    # What ends at midnight ends on the day before.
    return local_date(limit - timedelta(seconds=1)) if limit else None


def _limit(name: str, state: TenderState, history: Sequence[Event]) -> datetime | None:
    if name == "submission":
        return state.deadline
    if name == "standstill":
        sent = [event.ends for event in history if isinstance(event, LettersSent)]
        return sent[-1] if sent else None
    return None


def _gone(name: str, state: TenderState, history: Sequence[Event], now: datetime) -> int:
    """How much of the present step is behind us, in percent; half where its end is open."""
    begun, limit = _last(history, STEPS[name][0]), _limit(name, state, history)
    if begun is None or limit is None or limit <= begun:
        return HALF
    return max(0, min(100, 100 * (now - begun) // (limit - begun)))


def _last(history: Sequence[Event], kind: str) -> datetime | None:
    if kind == "tender_created":
        return history[0].at if history else None
    return next((event.at for event in reversed(history) if event.kind == kind), None)


def _span(first: date, last: date, texts: Texts) -> str:
    if first == last:
        return _day(first, texts)
    return f"{_day(first, texts)} – {_day(last, texts)}"


def _day(day: date, texts: Texts) -> str:
    weekday = texts.say(f"format.weekday.{day.isoweekday()}")
    return texts.say("course.day", weekday=weekday, day=f"{day.day:02}", month=f"{day.month:02}")
