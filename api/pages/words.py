"""What a draft says, in the words of the reader."""

from collections.abc import Mapping
from typing import Any

from contracts.rules.identifiers.lists import Scheme
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Category, Item
from infra.store.engine import Connection
from infra.store.queries import labels
from infra.texts import formats, methods, procedures
from infra.texts.catalogue import Texts

_CATEGORIES = {
    Category.GOODS: "notice.category_goods",
    Category.SERVICES: "notice.category_services",
    Category.WORKS: "notice.category_works",
}


def category(kind: Category, texts: Texts) -> str:
    """*Diensten*."""
    return texts.say(_CATEGORIES[kind])


def procedure(name: str, texts: Texts) -> str:
    """*Openbare procedure*; what an import called it, where we do not know it."""
    said = procedures.name(name, texts)
    return said[:1].upper() + said[1:]


def codes(connection: Connection, draft: TenderDraft, texts: Texts) -> Mapping[str, str]:
    """What the CPV codes of a draft mean, by code, as far as their list was loaded."""
    bought = [each.cpv for each in draft.items]
    return labels.named(connection, Scheme.CPV, bought, texts.language)


def places(connection: Connection, draft: TenderDraft, texts: Texts) -> list[str]:
    """Where the contract is performed: *BE211 (Arr. Antwerpen)*, the code alone while the list of
    regions was not loaded."""
    meant = labels.named(connection, Scheme.NUTS, draft.places, texts.language)
    return [f"{code} ({meant[code]})" if code in meant else code for code in draft.places]


def item(bought: Item, texts: Texts, meanings: Mapping[str, str]) -> dict[str, Any]:
    """A line of what is bought: description, cpv with its meaning, quantity with its unit."""
    quantity = None
    if bought.quantity is not None:
        figure = formats.plain(bought.quantity, texts.language)
        quantity = f"{figure} {bought.unit or ''}".strip()
    return {
        "description": bought.description,
        "cpv": bought.cpv,
        "meaning": meanings.get(bought.cpv or ""),
        "quantity": quantity,
    }


def criteria(draft: TenderDraft, texts: Texts) -> list[dict[str, Any]]:
    """The award criteria as they are announced: name, description, weight, how points are given,
    and what else is announced of each (terms)."""
    currency = methods.currency(draft)
    return [
        {
            "name": criterion.name,
            "description": criterion.description,
            "weight": criterion.weight or 0,
            "how": methods.how(criterion, texts),
            "terms": methods.terms(criterion, currency, texts),
        }
        for criterion in draft.criteria
    ]
