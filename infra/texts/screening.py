"""The policies on abnormally low prices in words: what each asks, what it found, what is unsure."""

from decimal import Decimal

from contracts.base import Money
from contracts.rules.scoring.abnormally_low import POLICIES, Figure, Unit
from infra.texts import formats
from infra.texts.catalogue import Texts

DECIMALS = 2
"""Of a percentage, as outcomes show it."""


def policy(name: str, texts: Texts) -> str:
    """What a policy such as `be_works_15/1` is called; its own name, when the rulebook does not
    know it."""
    return texts.say(_key(name)) if name in POLICIES else name


def text(name: str, texts: Texts) -> str:
    """A policy of the rulebook in one sentence, with its article."""
    return texts.say(f"{_key(name)}.text")


def _key(name: str) -> str:
    return f"screening.policy.{name.replace('/', '_')}"


def reason(found: str, texts: Texts) -> str:
    """Why a policy compared nothing: a `Reason`."""
    return texts.say(f"screening.reason.{found}")


def note(found: str, texts: Texts) -> str:
    """What the reader of an outcome must know about the rule itself: a `Note`."""
    return texts.say(f"screening.note.{found}")


def figure(found: Figure, currency: str, texts: Texts) -> str:
    """A number that a policy computed, after its name."""
    name = texts.say(f"screening.figure.{found.name}")
    return texts.say("screening.figure_of", name=name, value=_value(found, currency, texts))


def _value(found: Figure, currency: str, texts: Texts) -> str:
    if found.unit is Unit.AMOUNT:
        amount = Money(amount=Decimal(found.shown), currency=currency)
        return formats.money(amount, texts.language)
    if found.unit is Unit.PERCENT:
        return formats.percentage(Decimal(found.shown), texts.language, DECIMALS)
    return formats.number(Decimal(found.shown), 0, texts.language)
