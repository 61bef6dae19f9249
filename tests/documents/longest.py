"""A document with the longest values that people will write in it, made from any sample."""

from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import StringConstraints

from contracts.base import Language, Message, Money
from contracts.documents.imprint import Line, Prose

M = TypeVar("M", bound=Message)

KEPT = {
    *("number", "lot", "lots", "label", "enterprise_number", "telephone"),
    *("reference", "rule_edition", "verification", "peppol"),
}
"""Codes and addresses of our own: short by their kind."""

PEOPLE = {"attention", "found_by", "managing_official", "officer", "signatory", "tester"}
ADDRESSES = {"email", "warn_at"}

THOUSANDFOLD = 1000
"""From millions to billions: what a framework of the whole country costs."""

PERSON = "Van den Bossche-de la Vallée Poussin"
ADDRESS = "offertes.overheidsopdrachten.en.raamovereenkomsten."
FILE = "aanvullende-vergunning_en_bijbehorende-documenten.tweede-herziene-versie.ondertekend-"
LINES = {
    Language.NL: "en de Verenigde Rioolwaterzuiveringsinstallatiebeheersmaatschappijen van "
    "Antwerpen, Limburg, Oost- en West-Vlaanderen",
    Language.FR: "et la Société intercommunale d’approvisionnement en électricité, de gestion des "
    "télécommunications et d’assainissement",
    Language.DE: "und die Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsgesellschaft "
    "für Brandenburg und Nordrhein-Westfalen",
    Language.EN: "and the United Intermunicipal Telecommunications, Waste-water Treatment and "
    "Infrastructure Maintenance Companies",
}


def longest(model: M, language: Language) -> M:
    """The model with every text and amount as long as it gets; equal texts stay equal."""
    hints = get_type_hints(type(model), include_extras=True)
    changes = {
        name: _value(name, getattr(model, name), hints[name], model, language)
        for name in type(model).model_fields
    }
    return model.model_copy(update=changes)


def _value(name: str, value: Any, hint: Any, within: Message, language: Language) -> Any:
    match value:
        case Money():
            return value.model_copy(update={"amount": value.amount * THOUSANDFOLD})
        case Message():
            return longest(value, language)
        case tuple():
            return tuple(_value(name, each, hint, within, language) for each in value)
        case str() if name not in KEPT:
            return _text(name, value, _limits(hint), within, language)
        case _:
            return value


def _text(name: str, text: str, limits: set[Any], within: Message, language: Language) -> str:
    if limits & _limits(Prose):
        return f"{text} {LINES[language]}.\n{text}"
    if not limits & _limits(Line):
        return text
    if name in ADDRESSES:
        return f"{ADDRESS}{text}"
    if name == "file":
        return f"{FILE}{text}"
    if name in PEOPLE or (name == "name" and "capacity" in type(within).model_fields):
        return f"{text} {PERSON}"
    return f"{text} {LINES[language]}"


def _limits(hint: Any) -> set[Any]:
    """The limits on a text anywhere in the type of a field."""
    if get_origin(hint) is Annotated:
        return {each for each in hint.__metadata__ if isinstance(each, StringConstraints)} | (
            _limits(hint.__origin__)
        )
    return {limit for each in get_args(hint) for limit in _limits(each)}
