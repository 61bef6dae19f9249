"""What differs between two versions of a draft, as people read it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from api.pages.tendering import announcing, draft_form
from api.pages.tendering.draft_form import Row
from infra.texts import methods
from infra.texts.catalogue import Texts

Key = tuple[str, ...]


class Part(NamedTuple):
    """One thing that a draft says, under its name."""

    name: str
    value: str


NOTHING = "–"

_PLACE = re.compile(r"(opening_officers|evaluators|acceptance_committee|tie_break|places)-([0-9]+)")
_PLACES = {
    "opening_officers": "draft.officer",
    "evaluators": "draft.evaluator",
    "acceptance_committee": "draft.acceptor",
    "tie_break": "draft.tie_place",
    "places": "draft.place",
}
_ROWS = {
    "lots": "draft.lot",
    "items": "draft.item",
    "criteria": "draft.criterion",
    "milestones": "draft.milestone",
}
_FIELDS = {
    "deadline_day": "draft.submission_deadline",
    "deadline_hour": "draft.deadline_hour",
    "normalise_quality": "draft.normalise",
    "criteria-description": "draft.criterion_text",
    "milestones-criteria": "draft.tests",
    "lots-value": "draft.lot_value",
}
_CHOSEN = ("category", "procedure", "shortened", "kind", "formula", "chair", "contract_manager")
_TICKED = ("normalise_quality", "payment_fair", "final")


def between(
    before: Row, after: Row, names: Mapping[str, str], texts: Texts
) -> list[dict[str, str]]:
    """Each part that changed: its name, what it was, what it is now.

    Rows are compared with the row of the same id; `names` says what the values of lists are
    called.
    """
    old, new = _parts(before, names, texts), _parts(after, names, texts)
    return [
        {
            "part": (new.get(key) or old[key]).name,
            "before": old[key].value if key in old else NOTHING,
            "after": new[key].value if key in new else NOTHING,
        }
        for key in {**new, **old}
        if _value(old, key) != _value(new, key)
    ]


def _value(parts: Mapping[Key, Part], key: Key) -> str:
    return parts[key].value if key in parts else NOTHING


def _parts(form: Row, names: Mapping[str, str], texts: Texts) -> dict[Key, Part]:
    listed = draft_form.numbered({}, draft_form.rows_of(form))
    found: dict[Key, Part] = {}
    for field, value in form.items():
        if field not in listed:
            found[(field,)] = Part(_name(field, texts), _shown(field, value, names, texts))
    for name, rows in draft_form.rows_of(form).items():
        for n, row in enumerate(rows):
            head = texts.say(_ROWS[name], n=n + 1)
            for field, value in row.items():
                if field != "id":
                    said = _said(name, field, texts)
                    shown = _shown(field, value, names, texts)
                    found[(name, row.get("id", ""), field)] = Part(f"{head}: {said}", shown)
    return found


def _said(name: str, field: str, texts: Texts) -> str:
    if name == "criteria" and field.startswith(announcing.PARAMETER):
        return methods.parameter(field.removeprefix(announcing.PARAMETER), texts)
    return texts.say(_FIELDS.get(f"{name}-{field}", f"draft.{field}"))


def _name(field: str, texts: Texts) -> str:
    if place := _PLACE.fullmatch(field):
        return texts.say(_PLACES[place[1]], n=int(place[2]) + 1)
    return texts.say(_FIELDS.get(field, f"draft.{field}"))


def _shown(field: str, value: str, names: Mapping[str, str], texts: Texts) -> str:
    if field in _TICKED:
        return texts.say("draft.yes" if value == "yes" else "draft.no")
    if field in _CHOSEN or _PLACE.fullmatch(field):
        value = names.get(value, value)
    return value or NOTHING
