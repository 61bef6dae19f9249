"""`bestek advise`: which procedures are open for a purchase, and which duties follow.

It needs no server, no store and no settings, and loads little. JSON, or sentences for people with
`--lang`; bad input is its code as JSON, or one sentence, on standard error.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bestek import refusing
from contracts.base import Language, Money
from contracts.rules import advice
from contracts.rules.advice import Advice, Question
from contracts.rules.errors import RuleError
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import Authority, Bought
from infra import procedure_files, rulebook

COMPLETE, BAD_INPUT = 0, 2
"""Exit codes."""

Choice = TypeVar("Choice", bound=StrEnum)

AMOUNT = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,2})?")


SEVERAL = {
    "lot": "the amount of a lot; once for each",
    "option": "an option, required or allowed; once for each",
    "renewal": "a renewal; once for each",
    "further": "a conditional part, a repetition, a premium; once for each",
}
"""The amounts that may be given more than once."""


@dataclass(frozen=True)
class Typed:
    """What was typed, unread."""

    kind: str
    day: str
    estimate: str | None = None
    lots: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    renewals: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    currency: str = "EUR"
    authority: str = Authority.SUB_CENTRAL.value
    grounds: list[str] = field(default_factory=list)


def run(typed: Typed, language: Language | None, complain: Callable[[str], None]) -> int:
    """Answer in JSON, or in a `language`; COMPLETE, or BAD_INPUT when no advice can follow from
    what was typed, with the reason in the language (Dutch for JSON)."""
    try:
        found = answered(typed)
    except RuleError as wrong:
        from infra.texts import advised
        from infra.texts.catalogue import Texts

        texts = Texts(language or Language.NL)
        sentence = advised.refused(wrong, texts, known=_known(wrong.code))
        as_json = language is None
        complain(refusing.written(wrong.code, wrong.facts, sentence, as_json=as_json))
        return BAD_INPUT
    sys.stdout.buffer.write(_written(found, language).encode() + b"\n")
    return COMPLETE


def answered(typed: Typed) -> Advice:
    """The advice on what was typed; `RuleError` says what is wrong with it."""
    question = read(typed)
    edition = rulebook.edition_for(question.day)
    return advice.advise(question, edition, procedure_files.shipped())


def read(typed: Typed) -> Question:
    """The question that was typed. `RuleError`: `kind_missing`, and with what was `given`
    `not_a_kind`, `not_an_authority`, `not_a_day`, `not_a_currency`, `not_an_amount`."""
    if not re.fullmatch(r"[A-Z]{3}", typed.currency):
        raise RuleError("not_a_currency", given=_shown(typed.currency))

    def amounts(texts: list[str]) -> tuple[Money, ...]:
        return tuple(_amount(text, typed.currency) for text in texts)

    return Question(
        bought=_one_of(Bought, typed.kind, "not_a_kind"),
        authority=_one_of(Authority, typed.authority, "not_an_authority"),
        day=_day(typed.day),
        estimate=Estimate(
            base=None if typed.estimate is None else _amount(typed.estimate, typed.currency),
            lots=amounts(typed.lots),
            options=amounts(typed.options),
            renewals=amounts(typed.renewals),
            further=amounts(typed.further),
        ),
        grounds=frozenset(typed.grounds),
    )


def _one_of(shape: type[Choice], text: str, code: str) -> Choice:
    if not text and shape is Bought:
        raise RuleError("kind_missing")
    if text not in set(shape):
        raise RuleError(code, given=_shown(text))
    return shape(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleError("not_a_day", given=_shown(text)) from None


def _amount(text: str, currency: str) -> Money:
    if not AMOUNT.fullmatch(text):
        raise RuleError("not_an_amount", given=_shown(text))
    return Money(amount=Decimal(text), currency=currency)


def _shown(text: str) -> str:
    """What was typed, short and on one line."""
    return "".join(each if each.isprintable() else "?" for each in text[:40])


def _known(code: str) -> str:
    """What could have been given instead."""
    if code in ("not_a_kind", "kind_missing"):
        return ", ".join(Bought)
    if code == "not_an_authority":
        return ", ".join(Authority)
    grounds = procedure_files.shipped().grounds if code == "ground_unknown" else ()
    return ", ".join(sorted(grounds))


def _written(found: Advice, language: Language | None) -> str:
    if language is None:
        return found.model_dump_json(indent=2)
    from infra.texts import advised
    from infra.texts.catalogue import Texts

    texts = Texts(language)
    return "\n".join(advised.lines(advised.told(found, texts), texts))


def main(arguments: Sequence[str]) -> int:
    """The command: its arguments, and the exit code."""
    given = _parser().parse_args(arguments)
    typed = Typed(
        kind=given.kind,
        day=given.day,
        estimate=given.estimate,
        lots=given.lot,
        options=given.option,
        renewals=given.renewal,
        further=given.further,
        currency=given.currency,
        authority=given.authority,
        grounds=given.ground,
    )
    language = Language(given.lang) if given.lang else None
    return run(typed, language, lambda line: print(line, file=sys.stderr))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bestek advise",
        description="Say which procedures are open for a purchase, why others are not, and which "
        "duties follow. Prints one JSON document, or sentences with --lang. Ends with exit code 2 "
        "and the reason when no advice follows from what was given. It is not legal advice: what a "
        "jurist still has to confirm is marked.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--kind", default="", help="goods, services, works or social")
    add("--estimate", metavar="AMOUNT", help="without VAT, as 180000; with lots it is their sum")
    add("--date", dest="day", default="", metavar="DAY", help="of the notice or the invitation")
    for name, what in SEVERAL.items():
        add(f"--{name}", action="append", default=[], metavar="AMOUNT", help=what)
    add("--currency", default="EUR", metavar="CODE", help="of all amounts; EUR by default")
    add("--authority", default=Authority.SUB_CENTRAL.value, help="sub_central (default), central")
    ground = "a ground that is invoked; once for each, and a wrong one lists them all"
    add("--ground", action="append", default=[], metavar="CODE", help=ground)
    add("--lang", choices=[*Language], help="for people, in this language")
    return parser
