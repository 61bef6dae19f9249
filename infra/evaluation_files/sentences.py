"""What an answer found, and what is wrong with a file, in words."""

from collections.abc import Mapping
from typing import Any

from contracts.base import Language
from infra.evaluation_files import figures, refused
from infra.evaluation_files.refused import Wrong
from infra.texts.catalogue import Texts

Plain = Mapping[str, Any]
Names = Mapping[str, str]
"""What people call a criterion, by its id."""

NUMBERS = {
    *("weight", "minimum", "maximum", "sum", "target", "difference", "value", "price", "ceiling"),
    *("points", "spread", "announced"),
}
"""The facts that are numbers."""

_REASONS = {
    "formula_undefined": "formula.undefined",
    "screening_not_applicable": "screening.reason",
}
"""Where the sentences of a reason stand, by the finding that has it."""


def wrong(each: Wrong, language: Language) -> str:
    """One thing that is wrong with a file: its field, and what was expected."""
    said = Texts(language).say(f"evaluate.wrong.{each.reason}", given=each.given, limit=each.limit)
    return _after(each.where, said)


def finding(found: Plain, language: Language, names: Names, place: str = "") -> str:
    """A finding as JSON in one sentence: about whom or what, and what follows. With the `place`
    of its field before it, when that is known."""
    texts = Texts(language)
    values = {name: fact(found["code"], name, value, texts) for name, value in _facts(found)}
    if "unit" in values:
        unit = f"evaluate.unit.{values['unit']}"
        values |= {name: texts.say(unit, value=values[name]) for name in ("value", "minimum")}
    key = f"finding.{found['code']}"
    of = (f"{key}_of_{name}" for name in sorted(values))
    variant = next((each for each in of if texts.has(each)), key)
    about = " · ".join(subject(found, texts, names))
    head = f"{place} ({about})" if place and about else place or about
    return _after(head, texts.say(variant, **values))


def subject(found: Plain, texts: Texts, names: Names) -> list[str]:
    """The lot, bid and criterion that a finding is about."""
    lot = [texts.say("evaluate.lot", lot=refused.clean(found["lot"]))] if found.get("lot") else []
    criterion = found.get("criterion", "")
    about = [found.get("bid", ""), names.get(criterion, criterion)]
    member = found["facts"].get("member", "")
    return [*lot, *(refused.clean(each) for each in (*about, member) if each)]


def _facts(found: Plain) -> list[tuple[str, str]]:
    bids = {"bids": ", ".join(found["bids"])} if "bids" in found else {}
    return list({**bids, **found["facts"]}.items())


def fact(code: str, name: str, value: str, texts: Texts) -> str:
    """A fact of a finding as its sentence says it."""
    if name == "reason":
        return texts.say(f"{_REASONS.get(code, 'finding.reason')}.{value}")
    if name == "policy":
        key = "screening.policy." + value.replace("/", "_")
        return texts.say(key) if texts.has(key) else refused.clean(value)
    if name == "stage":
        return texts.say(f"evaluate.stage.{value}")
    if name == "deviation":
        return texts.say("evaluate.unit.percent", value=figures.shown(value or "0", texts.language))
    return figures.exact(value, texts.language) if name in NUMBERS else refused.clean(value)


def _after(head: str, said: str) -> str:
    return f"{head}: {said}" if head else said[:1].upper() + said[1:]
