"""A refusal in words: its sentence of the catalogue, with the facts written out for the reader."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from contracts.base import Language, Money
from contracts.refusals import Fact, Refusal
from infra.texts import citations, formats, parameters, procedures
from infra.texts.catalogue import Texts


def sentence(
    refusal: Refusal, language: Language | str, people: Mapping[str, str], *, program: bool = False
) -> str:
    """Why not, and what now; for a `program`, in the forms that the API reads and writes.

    `people` gives the name of every person id among the facts. A moment called `time` is written
    hour first, to the second (*10.00.27 uur op vrijdag ...*), one called `end` as the end of a
    period (*24.00 uur*), an `article` in the words of the language, a number called `limit` as a
    size in bytes. A refusal with the moments
    `now` and `deadline` may speak of `{remaining}`, every one of its field as `{where}`; a sentence
    with plural forms counts by the fact `count`. KeyError if a fact or a name is missing.
    """
    texts = Texts(language)
    key = f"problem.{refusal.code}"
    if not (program and texts.has(key)):
        key = f"refusal.{refusal.code}"
    values = {"where": refusal.field or "–"}
    values |= {name: _written(fact, texts, people) for name, fact in refusal.facts.items()}
    if "time" in refusal.facts and refusal.facts["time"].type == "moment":
        time = datetime.fromisoformat(refusal.facts["time"].value)
        values["time"] = formats.hour_and_day(time, language)
    if "end" in refusal.facts and refusal.facts["end"].type == "moment":
        end = datetime.fromisoformat(refusal.facts["end"].value)
        values["end"] = formats.moment(end, language, closing=True)
    if "article" in refusal.facts:
        values["article"] = citations.cited(refusal.facts["article"].value, texts)
    if "limit" in refusal.facts and refusal.facts["limit"].type == "number":
        values["limit"] = formats.file_size(int(refusal.facts["limit"].value), language)
    if "now" in refusal.facts and "deadline" in refusal.facts:
        values["remaining"] = formats.remaining(
            datetime.fromisoformat(refusal.facts["now"].value),
            datetime.fromisoformat(refusal.facts["deadline"].value),
            language,
        )
    if texts.has_plural(key):
        return texts.plural(key, int(refusal.facts["count"].value), **values)
    return texts.say(key, **values)


_NAMED = {"procedure": procedures.name, "parameter": parameters.name}
"""How what the rulebook has under an id is called."""


def _written(fact: Fact, texts: Texts, people: Mapping[str, str]) -> str:
    match fact.type:
        case "text":
            return fact.value
        case "key":
            return texts.say(fact.value)
        case "procedure" | "parameter":
            return _NAMED[fact.type](fact.value, texts)
        case "person":
            return people[fact.value]
        case "number":
            return formats.plain(Decimal(fact.value), texts.language)
        case "money":
            amount, currency = fact.value.split(" ")
            money = Money(amount=Decimal(amount), currency=currency)
            return formats.money(money, texts.language)
        case "moment":
            return formats.moment(datetime.fromisoformat(fact.value), texts.language)
        case "day":
            return formats.day(date.fromisoformat(fact.value), texts.language)
