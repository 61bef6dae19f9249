"""What a draft says, in the words of the reader."""

from typing import Any

from contracts.tendering.draft import Category, Criterion, Item
from infra.texts import formats
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
    known = f"procedure.{name}"
    said = texts.say(known) if texts.has(known) else name
    return said[:1].upper() + said[1:]


def formula(name: str, texts: Texts) -> str:
    """What the points of a price are, for a formula of the rulebook such as `P1/1`."""
    known = f"formula.{name.lower().replace('/', '_')}"
    return texts.say(known) if texts.has(known) else name


def how(criterion: Criterion, texts: Texts) -> str:
    """How a criterion is scored."""
    if criterion.kind == "price":
        said = formula(criterion.formula, texts) if criterion.formula else "–"
        return said[:1].upper() + said[1:]
    highest = formats.plain(criterion.scale_max, texts.language)
    return texts.say("notice.by_score", max=highest)


def item(bought: Item, texts: Texts) -> dict[str, Any]:
    """A line of what is bought: description, cpv, quantity with its unit."""
    quantity = None
    if bought.quantity is not None:
        figure = formats.plain(bought.quantity, texts.language)
        quantity = f"{figure} {bought.unit or ''}".strip()
    return {"description": bought.description, "cpv": bought.cpv, "quantity": quantity}
