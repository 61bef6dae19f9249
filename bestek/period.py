"""`bestek period`: from a day to the last useful moment of a period, with the reasons.

It needs no server, no store and no settings, and loads little: its options are read by argparse,
which starts five times as fast as what reads those of the other commands. JSON, or sentences for
people; bad input is its code as JSON, or one sentence, on standard error.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bestek import refusing
from contracts.base import BRUSSELS, Language
from contracts.rules import calendars, deadlines
from contracts.rules.deadlines import Computed, Term
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError
from infra import rulebook
from infra.texts import periods
from infra.texts.catalogue import Texts

COMPLETE, BAD_INPUT = 0, 2
"""Exit codes."""

UNITS = {"calendar": "calendar_days", "working": "working_days"}
"""Short for the two units of most periods."""


@dataclass(frozen=True)
class Question:
    """What was typed, unread. `parameter` names a period of the edition instead of a length."""

    start: str | None
    end: str | None
    length: str | None
    parameter: str | None
    unit: str
    direction: str
    edition: str | None
    jurisdiction: str


def main(arguments: Sequence[str]) -> int:
    """The command; its exit code."""
    typed = vars(_options().parse_args(arguments))
    language, as_json = typed.pop("lang"), typed.pop("json")
    return run(Question(**typed), Language(language or Language.NL), as_json or language is None)


def run(question: Question, language: Language, as_json: bool) -> int:
    """Answer; COMPLETE, or BAD_INPUT when no period can be computed from what was typed."""
    texts = Texts(language)
    try:
        document, lines = _answered(question, texts)
    except RuleError as wrong:
        sentence = periods.refused(wrong, texts)
        said = refusing.written(wrong.code, wrong.facts, sentence, as_json=as_json)
        print(said, file=sys.stderr)
        return BAD_INPUT
    shown = json.dumps(document, ensure_ascii=False, indent=2) if as_json else "\n".join(lines)
    sys.stdout.buffer.write(shown.encode() + b"\n")
    return COMPLETE


def _answered(question: Question, texts: Texts) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The JSON document and the sentences."""
    calendar = calendars.calendar_of(question.jurisdiction)
    start = _day(question.start)
    if question.end is not None:
        if question.length is not None or question.parameter is not None:
            raise RuleError("end_with_length")
        span = deadlines.span(start, _day(question.end), calendar)
        line = periods.between(span, texts)
        return {**span.model_dump(mode="json"), "explanation": [line]}, (line,)
    edition = _edition(question, start)
    found = deadlines.compute(_term(question, edition), start, calendar)
    said = periods.sentences(found, texts)
    return told(found, edition, said), said


def _edition(question: Question, day: date) -> Edition:
    if question.edition is None:
        return rulebook.edition_for(day, question.jurisdiction)
    return rulebook.shipped().edition(question.edition)


def _term(question: Question, edition: Edition) -> Term:
    direction = question.direction
    if question.parameter is None:
        unit = UNITS.get(question.unit, question.unit)
        return deadlines.asked(_length(question.length), unit, direction, edition)
    if question.length is not None:
        raise RuleError("length_twice", parameter=question.parameter)
    towards = deadlines.towards(direction)
    return deadlines.term_of(edition, question.parameter, deadlines.GIVEN_DAY, towards)


def _day(typed: str | None) -> date:
    if typed is None:
        raise RuleError("start_missing")
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise RuleError("day_unreadable", day=typed) from None


def _length(typed: str | None) -> int:
    if typed is None:
        raise RuleError("length_missing")
    if not typed.removeprefix("-").isdecimal() or len(typed) > len(str(deadlines.LONGEST)):
        raise RuleError("length_out_of_range", length=typed, most=f"{deadlines.LONGEST}")
    return int(typed)


def told(found: Computed, edition: Edition, said: tuple[str, ...]) -> dict[str, Any]:
    """The answer as one JSON document; `said` are the sentences of its explanation."""
    why = found.explanation
    return {
        "event": why.event,
        "from": why.start.isoformat(),
        "length": why.length,
        "unit": why.unit.value,
        "direction": why.direction.value,
        "counted_to": why.counted.isoformat(),
        "last_day": found.last_day.isoformat(),
        "instant": {
            "last_useful": _both(deadlines.last_useful(found.instant)),
            "too_late": _both(found.instant),
        },
        "shifts": [shift.model_dump(mode="json") for shift in why.shifts],
        "article": why.article,
        "source": why.source,
        "edition": {"id": edition.id, "sha256": edition.sha256},
        "jurisdiction": edition.jurisdiction,
        "confidence": why.confidence.value,
        "to_confirm": [doubt.value for doubt in deadlines.doubts(why)],
        "explanation": said,
    }


def _both(instant: datetime) -> dict[str, str]:
    return {"utc": instant.isoformat(), "brussels": instant.astimezone(BRUSSELS).isoformat()}


def _options() -> argparse.ArgumentParser:
    """The options, each named after its field of `Question`."""
    parser = argparse.ArgumentParser(
        prog="bestek period",
        description="Count a period: its last day, its last useful second, and why. Prints one "
        "JSON document, or sentences with --lang. Ends with exit code 2 and the reason when no "
        "period follows from what was given.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--from", dest="start", metavar="DAY", help="the day of the event, as 2026-12-10")
    add("--to", dest="end", metavar="DAY", help="count the days up to this one instead")
    add("--length", metavar="NUMBER", help="how many units")
    add("--rule", dest="parameter", help="a period of the edition, such as standstill")
    add("--unit", default="calendar", help="calendar (default), working, weeks, months or years")
    add("--direction", default="forward", help="forward (default) or backward")
    add("--edition", help="an edition of the law; by default the one in force on the day")
    add("--jurisdiction", default="BE", help="whose law and holidays; BE")
    add("--lang", choices=[each.value for each in Language], help="for people, in this language")
    add("--json", action="store_true", help="with --lang: JSON, its sentences in that language")
    return parser
