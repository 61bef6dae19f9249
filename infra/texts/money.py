"""The rules about money in words: what was computed, by which steps and articles, or why not."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.base import Money
from contracts.rules import reckoning
from contracts.rules.amendments import Verdict
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Figure, Kind, Reckoned, Step
from contracts.rules.scoring.exact import written_out
from infra.texts import citations, formats
from infra.texts.catalogue import Texts

_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]{1,2})?) ([A-Z]{3})")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Working:
    """How an amount came about, in words and in the order in which it is read."""

    steps: tuple[tuple[str, str], ...]
    """What and how much, a pair for each step."""
    name: str
    """The rule."""
    amount: str
    """The outcome."""
    reasons: tuple[str, ...]
    """What the reader must know of it."""
    sources: tuple[str, ...]
    """The articles, with their mark where a jurist confirms them."""


def working(found: Reckoned, texts: Texts) -> Working:
    """An outcome as a page shows it. Equal steps are told apart where there are several."""
    currency = found.amount.currency
    single = len({each.of for each in found.steps if each.of}) == 1
    steps = [each.model_copy(update={"of": ""}) if single else each for each in found.steps]
    return Working(
        steps=tuple((_name(each, texts), _value(each, currency, texts)) for each in steps),
        name=texts.say(f"money.rule.{found.rule}"),
        amount=formats.money(found.amount, texts.language),
        reasons=tuple(texts.say(f"money.reason.{reason}") for reason in found.reasons),
        sources=tuple(sources(found.figures, texts)),
    )


def _name(found: Step, texts: Texts) -> str:
    """`Basisbedrag`, or `Basisbedrag (2)`."""
    name = texts.say(f"money.quantity.{found.name}")
    return f"{name} ({found.of})" if found.of else name


def _value(found: Step, currency: str, texts: Texts) -> str:
    match found.kind:
        case Kind.AMOUNT:
            return formats.money(reckoning.cents(found.value, currency), texts.language)
        case Kind.PERCENT:
            return _percent(found.value, texts)
        case Kind.DAYS:
            return texts.plural("format.days", int(found.value))
        case Kind.NUMBER:
            return formats.exact(found.value, texts.language)


def _percent(value: Fraction, texts: Texts) -> str:
    """All its digits where they end, else two decimals after the sign for *about*."""
    if (value * 10**formats.ALL_DIGITS).denominator == 1:
        return formats.percentage(Decimal(written_out(value)), texts.language)
    return f"≈{formats.SPACE}{formats.percentage(value, texts.language, 2)}"


def sources(figures: tuple[Figure, ...], texts: Texts) -> list[str]:
    """The articles of the figures, each once; *to be confirmed* after what is not sure."""
    said = []
    for each in figures:
        article = citations.cited(each.article, texts) if each.article else ""
        if each.confirmed:
            said.append(article)
        else:
            said.append(texts.say("money.unconfirmed", article=article or "–"))
    return [each for each in dict.fromkeys(said) if each]


def verdict(found: Verdict, texts: Texts) -> list[str]:
    """What came of a change to a contract: the ground, whether it carries the change and what
    forbids it, the working, the articles."""
    ground = texts.say(f"money.ground.{found.ground}")
    said = [texts.say("money.allowed" if found.allowed else "money.forbidden", ground=ground)]
    said += [texts.say(f"money.forbidden_by.{each.by}") for each in found.forbidden]
    said += [_line(each, found.cumulated.currency, texts) for each in found.steps]
    return said + sources(found.figures, texts)


def _line(found: Step, currency: str, texts: Texts) -> str:
    value = _value(found, currency, texts)
    return texts.say("money.line", name=_name(found, texts), value=value)


def refused(error: RuleError, texts: Texts) -> str:
    """Why a question about money has no answer. KeyError for a code that is not of `Wrong`."""
    facts = {name: _fact(name, fact, texts) for name, fact in error.facts.items()}
    return texts.say(f"money.wrong.{error.code}", **facts)


def _fact(name: str, fact: str, texts: Texts) -> str:
    if name == "missing":
        return "; ".join(texts.say(f"money.condition.{each}") for each in fact.split(", "))
    if found := _AMOUNT.fullmatch(fact):
        amount = Money(amount=Decimal(found[1]), currency=found[2])
        return formats.money(amount, texts.language)
    if _NUMBER.fullmatch(fact):
        return formats.plain(Decimal(fact), texts.language)
    if _DAY.fullmatch(fact):
        return formats.day(date.fromisoformat(fact), texts.language)
    return fact
