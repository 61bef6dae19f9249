"""Advice on the procedure in words: what pages show, and what the command prints for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.base import Money
from contracts.rules.advice import Advice, Fitting, Judged, Option, Shortest
from contracts.rules.duties import Applies, Duty
from contracts.rules.errors import RuleError
from infra.texts import citations, formats, procedures
from infra.texts.catalogue import Texts


@dataclass(frozen=True)
class Point:
    """One thing said: a name, what holds for it, its article; `sure` if no jurist must look,
    `holds` if it opens what it is about."""

    name: str
    said: str
    article: str
    sure: bool
    holds: bool = True


@dataclass(frozen=True)
class Procedure:
    """A procedure with the grounds that decide, and how it runs."""

    id: str
    name: str
    article: str
    sure: bool
    grounds: tuple[Point, ...]
    runs: tuple[str, ...]


@dataclass(frozen=True)
class DutyTold:
    """A duty: whether it follows, in words, and why."""

    applies: str
    answer: str
    point: Point


@dataclass(frozen=True)
class Told:
    """The whole advice in one language."""

    about: str
    edition: str
    open: tuple[Procedure, ...]
    closed: tuple[Procedure, ...]
    duties: tuple[DutyTold, ...]


def told(advice: Advice, texts: Texts) -> Told:
    """The advice in words. A procedure, technique or ground that the catalogue does not know
    (a further file) is called by its id."""
    about = texts.say(
        "advice.about",
        bought=texts.say(f"advice.bought.{advice.bought}"),
        estimate=formats.money(advice.estimate, texts.language),
        authority=texts.say(f"advice.authority.{advice.authority}"),
        day=formats.day(advice.day, texts.language),
    )
    return Told(
        about=about,
        edition=texts.say("advice.edition", edition=advice.edition),
        open=tuple(_option(each, texts) for each in advice.procedures if each.open),
        closed=tuple(_option(each, texts) for each in advice.procedures if not each.open),
        duties=tuple(_duty(each, texts) for each in advice.duties),
    )


def lines(found: Told, texts: Texts) -> Iterator[str]:
    """The advice as lines of plain text."""
    yield from (found.about, found.edition)
    for title, options in (("advice.open", found.open), ("advice.closed", found.closed)):
        yield from ("", texts.say(title))
        for each in options:
            yield f"  {marked(f'{each.name} ({each.article})', each.sure, texts)}"
            for point in each.grounds:
                yield f"    - {line(point, texts)}"
            yield from (f"    {said}" for said in each.runs)
    yield from ("", texts.say("advice.duties"))
    for duty in found.duties:
        yield f"  {duty.answer} - {line(duty.point, texts)}"


def line(point: Point, texts: Texts) -> str:
    """A point on one line, marked where a jurist must confirm it."""
    said = texts.say("advice.line", name=point.name, said=point.said, article=point.article)
    return marked(said, point.sure, texts)


def refused(wrong: RuleError, texts: Texts, known: str = "") -> str:
    """Why there is no advice; `known` are the values that could have been given."""
    facts = {name: _fact(name, value, texts) for name, value in wrong.facts.items()}
    return texts.say(f"advice.wrong.{wrong.code}", known=known, **facts)


def called(kind: str, name: str, texts: Texts) -> str:
    """What a technique or ground is called; its id if the catalogue does not know."""
    key = f"advice.{kind}.{name}"
    return texts.say(key) if texts.has(key) else name


def _fact(name: str, value: str, texts: Texts) -> str:
    if name in ("amount", "base", "lots"):
        return formats.plain(Decimal(value), texts.language)
    if name == "day":
        return formats.day(date.fromisoformat(value), texts.language)
    return value


def marked(said: str, sure: bool, texts: Texts) -> str:
    """A sentence with the mark of what a jurist must confirm, where it is not sure."""
    mark = texts.say("rules.to_confirm")
    return said if sure else texts.say("advice.marked", line=said, mark=mark)


def _option(option: Option, texts: Texts) -> Procedure:
    deciding = [each for each in option.grounds if each.holds] or option.grounds
    return Procedure(
        id=option.procedure,
        name=procedures.name(option.procedure, texts),
        article=citations.cited(option.article, texts),
        sure=option.confirmed,
        grounds=tuple(ground(each, texts) for each in deciding),
        runs=tuple(_runs(option, texts)) if option.open else (),
    )


def ground(judged: Judged, texts: Texts) -> Point:
    """A ground, and why it holds or does not."""
    return Point(
        name=called("ground", judged.code, texts),
        said=texts.say(f"advice.because.{judged.because}", limit=_amount(judged.limit, texts)),
        article=citations.cited(judged.article, texts),
        sure=judged.confirmed,
        holds=judged.holds,
    )


def _runs(option: Option, texts: Texts) -> Iterator[str]:
    yield texts.say(f"advice.published.{option.publication or 'none'}")
    if option.choice_reasoned:
        yield marked(texts.say("advice.choice_reasoned"), option.choice_confirmed, texts)
    for period in option.periods:
        yield marked(_period(period, texts), period.confirmed, texts)
    if option.minimum_candidates is not None:
        yield texts.say("advice.candidates", count=option.minimum_candidates)
    if option.obstacles:
        steps = ", ".join(texts.say(f"procedure.step.{each.step}") for each in option.obstacles)
        yield texts.say("advice.not_run", steps=steps)
    if option.techniques:
        names = ", ".join(_technique(each, texts) for each in option.techniques)
        yield texts.say("advice.techniques", names=names)


def _technique(found: Fitting, texts: Texts) -> str:
    name, article = called("technique", found.id, texts), citations.cited(found.article, texts)
    return marked(
        texts.say("advice.technique_of", name=name, article=article), found.confirmed, texts
    )


def _period(period: Shortest, texts: Texts) -> str:
    of = called("of", period.of, texts)
    of = of[:1].upper() + of[1:]
    if period.days is None:
        return texts.say("advice.period_reasonable", of=of)
    if period.electronic is None:
        return texts.say("advice.period", of=of, days=period.days)
    return texts.say(
        "advice.period_electronic", of=of, days=period.days, electronic=period.electronic
    )


def _duty(duty: Duty, texts: Texts) -> DutyTold:
    point = Point(
        name=texts.say(f"advice.duty.{duty.code}"),
        said=texts.say(f"advice.reason.{duty.reason}", limit=_amount(duty.limit, texts)),
        article=citations.cited(duty.article, texts),
        sure=duty.confirmed,
    )
    answer = texts.say(f"advice.applies.{Applies(duty.applies)}")
    return DutyTold(applies=duty.applies.value, answer=answer, point=point)


def _amount(limit: Money | None, texts: Texts) -> str:
    return "" if limit is None else formats.money(limit, texts.language)
