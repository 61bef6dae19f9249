"""A computed period in words: each step of its explanation, and why no period can be computed."""

from collections.abc import Iterable

from contracts.rules import deadlines
from contracts.rules.deadlines import Computed, Direction, Doubt, Explanation, Shift, Span
from contracts.rules.editions import Basis
from contracts.rules.errors import RuleError
from infra.texts import citations, formats
from infra.texts.catalogue import Texts

SHOWN = 60
"""How much of what was typed a sentence repeats."""

MINUS = "\N{MINUS SIGN}"


def sentences(found: Computed, texts: Texts) -> tuple[str, ...]:
    """Start, length, shifts, outcome, ground and what is to be confirmed: enough to count again."""
    why = found.explanation
    return (
        _labelled("sum.start", _start(why, texts), texts),
        _labelled("sum.length", _length(why, texts), texts),
        *(_labelled("sum.shift", moved, texts) for moved in shifts(why, texts)),
        _labelled("sum.outcome", _outcome(found, texts), texts),
        _labelled("sum.ground", ground(why, texts), texts),
        *remarks(deadlines.doubts(why), texts),
    )


def brief(why: Explanation, texts: Texts) -> str:
    """The whole period on one line: event, start, length, direction, outcome and ground."""
    return texts.say(
        "period.brief",
        event=texts.say(f"event.{why.event}"),
        start=formats.day_short(why.start, texts.language),
        sign="+" if why.direction is Direction.FORWARD else MINUS,
        length=texts.plural(f"rules.unit.{why.unit.value}", why.length),
        end=texts.say("sum.until", day=formats.day_short(why.result, texts.language)),
        ground=_rule(why, texts),
    )


def marks(why: Explanation, texts: Texts) -> tuple[str, ...]:
    """What a reader must know before relying on the outcome, as short marks."""
    said = {
        "sum.own_mark": bool(why.own),
        "sum.to_confirm": bool(deadlines.doubts(why)),
    }
    return tuple(texts.say(key) for key, holds in said.items() if holds)


def remarks(doubts: Iterable[Doubt], texts: Texts) -> tuple[str, ...]:
    """What a jurist must confirm, a sentence for each doubt."""
    return tuple(texts.say(f"period.doubt.{doubt.value}") for doubt in doubts)


def shifts(why: Explanation, texts: Texts) -> tuple[str, ...]:
    """Each step of the last day with its reason, or why there is none."""
    if why.shifts:
        return tuple(_shift(each, texts) for each in why.shifts)
    return (texts.say(f"sum.no_shift_{why.direction.value}"),)


def ground(why: Explanation, texts: Texts) -> str:
    """The article, or the practice of the house, and the edition."""
    edition = texts.say("period.edition", edition=why.edition)
    return texts.say("period.ground", rule=_rule(why, texts), edition=edition)


def _rule(why: Explanation, texts: Texts) -> str:
    cited = citations.cited(why.article, texts)
    return cited if why.basis is Basis.LAW else texts.say("sum.house", rule=cited)


def between(span: Span, texts: Texts) -> str:
    """How many days lie between two."""
    return texts.say(
        "period.span.line",
        start=formats.day(span.start, texts.language),
        end=formats.day(span.end, texts.language),
        calendar=texts.plural("period.span.calendar", span.calendar_days),
        working=texts.plural("period.span.working", span.working_days),
    )


def refused(wrong: RuleError, texts: Texts) -> str:
    """Why no period can be computed, with what was typed and what would do."""
    facts = {name: _shown(value) for name, value in wrong.facts.items()}
    facts["asked"] = facts.get("edition", facts.get("day", "–"))
    return texts.say(f"period.wrong.{wrong.code}", **facts)


def _shown(typed: str) -> str:
    """What was typed, on one line and cut."""
    return "".join(each if each.isprintable() else "�" for each in typed)[:SHOWN]


def _labelled(key: str, text: str, texts: Texts) -> str:
    return texts.say("period.line", title=texts.say(key), text=text)


def _start(why: Explanation, texts: Texts) -> str:
    event = texts.say(f"event.{why.event}")
    return texts.say("period.start", event=event, day=formats.day(why.start, texts.language))


def _length(why: Explanation, texts: Texts) -> str:
    units = texts.plural(f"sum.{why.unit.value}.{why.direction.value}", why.length)
    return texts.say("period.counted", length=units, day=formats.day(why.counted, texts.language))


def _shift(shift: Shift, texts: Texts) -> str:
    days = {
        "from_day": formats.day_short(shift.from_day, texts.language),
        "to_day": formats.day_short(shift.to_day, texts.language),
    }
    if shift.holiday is not None:
        holiday = texts.say(f"holiday.{shift.holiday}")
        return texts.say("sum.shift_holiday", holiday=holiday, **days)
    return texts.say(f"sum.shift_{shift.because.value}", **days)


def _outcome(found: Computed, texts: Texts) -> str:
    return texts.say(
        "period.outcome",
        end=texts.say("sum.until", day=formats.day(found.last_day, texts.language)),
        last=formats.hour_and_day(deadlines.last_useful(found.instant), texts.language),
    )
