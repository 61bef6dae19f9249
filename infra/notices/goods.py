"""What is bought, in a notice: lots, items, CPV codes and amounts."""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from contracts.base import Money
from contracts.refusals import fact
from contracts.tendering.draft import Item, Lot
from infra.notices.reading import Node, any_index
from infra.notices.results import Findings, NoteCode

_CENT = Decimal("0.01")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CPV = re.compile(r"[0-9]{8}(?:-[0-9])?")
_CPV_SCHEMES = frozenset({"CPV", "CPV-2008", "CPV2008", "EU-CPV"})


def estimate(tender: Node, lots: Sequence[Node], findings: Findings) -> Money | None:
    """The value of the tender; where it tells none, the sum of its lots if each tells one in the
    same currency. Another currency than the euro is kept, and noted."""
    place = tender.node("value")
    value = money(place, findings)
    if value is not None:
        foreign = value.currency != "EUR"
        code = NoteCode.ESTIMATE_FOREIGN if foreign else NoteCode.ESTIMATE
        findings.take(code, place.path, fact(value))
        return value
    values = [money(lot.node("value"), Findings()) for lot in lots]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(lots) or len({value.currency for value in known}) > 1:
        return None
    total = sum((value.amount for value in known), Decimal(0))
    value = Money(amount=total, currency=known[0].currency)
    findings.take(NoteCode.ESTIMATE_FROM_LOTS, f"{tender.at('lots')}[].value", fact(value))
    return value


def money(place: Node, findings: Findings) -> Money | None:
    """An amount in whole cents, rounded half up with a note if it is finer; None, with a note,
    without currency or for what is not a positive amount."""
    amount = place.number("amount")
    currency = place.peek("currency").upper()
    place.pass_by("currency")
    if amount is None:
        return None
    rounded = amount.quantize(_CENT, ROUND_HALF_UP)
    if rounded <= 0:
        findings.leave(NoteCode.AMOUNT_UNUSABLE, place.at("amount"), fact(amount))
        return None
    if not _CURRENCY.fullmatch(currency):
        findings.leave(NoteCode.AMOUNT_WITHOUT_CURRENCY, place.path, fact(amount))
        return None
    if rounded != amount:
        findings.take(NoteCode.AMOUNT_ROUNDED, place.at("amount"), fact(amount))
    return Money(amount=rounded, currency=currency)


def lots(nodes: Sequence[Node], title: str, findings: Findings) -> tuple[Lot, ...]:
    """The lots, each with an id and a title of its own. A tender without lots is one lot."""
    found: list[Lot] = []
    for node, number in zip(nodes, _numbered(nodes), strict=True):
        name = node.label("title")
        findings.count(NoteCode.LOTS, "tender.lots[]")
        if not name:
            name = title if len(nodes) == 1 else f"{title[:200]} ({number[:80]})".strip()
            findings.count(NoteCode.LOT_NAMED, "tender.lots[].title")
        node.pass_by("status")
        found.append(
            Lot(
                id=number,
                title=name,
                description=node.text("description"),
                value=money(node.node("value"), findings),
            )
        )
    if found or not title:
        return tuple(found)
    findings.take(NoteCode.LOT_MADE, "tender.lots")
    return (Lot(id="1", title=title),)


def cpv(tender: Node, items: Sequence[Node], findings: Findings) -> str | None:
    """The main CPV code: the tender's own, that of its first item that has one, or the first
    additional one. The other codes of the tender are counted as not placed."""
    code, note, path = _main_cpv(tender, items)
    if code is not None:
        findings.take(note, path, fact(code))
    _account_for(tender, code, findings)
    return code


def _main_cpv(tender: Node, items: Sequence[Node]) -> tuple[str | None, NoteCode, str]:
    if code := _code(tender.content.get("classification")):
        return code, NoteCode.CPV, tender.at("classification")
    for item in items:
        if code := _code(item.content.get("classification")):
            return code, NoteCode.CPV_FROM_ITEM, item.at("classification")
    for place in (tender, *items):
        for code in _additional(place):
            return code, NoteCode.CPV_FROM_ADDITIONAL, place.at("additionalClassifications")
    return None, NoteCode.CPV, ""


def items(
    nodes: Sequence[Node], known: Sequence[Lot], title: str, main: str | None, findings: Findings
) -> tuple[Item, ...]:
    """The items, each with a description and, wherever one can be found, a CPV code."""
    names = {lot.id: lot.title for lot in known}
    found: list[Item] = []
    for node, number in zip(nodes, _numbered(nodes), strict=True):
        lot = node.identifier("relatedLot")
        if lot and lot not in names:
            findings.count_left(NoteCode.NOT_PLACED_COUNT, "tender.items[].relatedLot", 1)
        findings.count(NoteCode.ITEMS, "tender.items[]")
        described = node.label("description") or _words(node.content.get("classification"))
        if not described:
            findings.count(NoteCode.ITEM_NAMED, "tender.items[].description")
        found.append(
            Item(
                id=number,
                description=described or names.get(lot) or title or number,
                cpv=_item_cpv(node, main, findings),
                quantity=node.number("quantity"),
                unit=node.node("unit").label("name") or None,
                lot=lot if lot in names else None,
            )
        )
    return tuple(found)


def _item_cpv(node: Node, main: str | None, findings: Findings) -> str | None:
    code = _code(node.content.get("classification"))
    if code is None and (code := next(iter(_additional(node)), None)):
        path = "tender.items[].additionalClassifications"
        findings.count(NoteCode.ITEM_CPV_FROM_ADDITIONAL, path)
    _account_for(node, code, findings)
    if code is None and main is not None:
        findings.count(NoteCode.ITEM_CPV_FROM_TENDER, "tender.items[].classification")
    return code or main


def _account_for(place: Node, used: str | None, findings: Findings) -> None:
    """Count the classifications of a place that were not used: CPV codes, and those of others."""
    own = place.content.get("classification")
    stated = [own, *_listed(place)] if isinstance(own, dict) else _listed(place)
    codes = [_code(each) for each in stated]
    place.pass_by("classification", "additionalClassifications")
    path = any_index(place.at("additionalClassifications"))
    findings.count_left(NoteCode.CPV_MORE, path, sum(bool(c) and c != used for c in codes))
    findings.count_left(NoteCode.CLASSIFICATION_OTHER, path, codes.count(None))


def _listed(place: Node) -> list[object]:
    stated = place.content.get("additionalClassifications")
    return stated if isinstance(stated, list) else []


def _additional(place: Node) -> list[str]:
    return [code for each in _listed(place) if (code := _code(each))]


def _code(classification: object) -> str | None:
    """The CPV code of a classification; None for other schemes and for what is no code."""
    if not isinstance(classification, dict):
        return None
    scheme, code = classification.get("scheme"), classification.get("id")
    if not isinstance(scheme, str) or scheme.strip().upper() not in _CPV_SCHEMES:
        return None
    text = str(code).strip() if isinstance(code, str | Decimal) else ""
    return text if _CPV.fullmatch(text) else None


def _words(classification: object) -> str:
    return Node(classification, "", Findings()).label("description")


def _numbered(nodes: Iterable[Node]) -> list[str]:
    """The ids that the source gives, or the place in the list where one is absent or repeated."""
    found: dict[str, None] = {}
    for number, node in enumerate(nodes, start=1):
        name = node.identifier("id")
        if not name or name in found:
            name = f"#{number}"
        while name in found:
            name += "#"
        found[name] = None
    return list(found)
