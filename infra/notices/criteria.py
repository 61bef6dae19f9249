"""The award criteria of a notice and their weights, wherever the publisher put them.

Weights stand in `numbers` (eForms by way of the EU profile), alone in a description ("75",
"75 %"), in a name ("Quality (60%)"), or only in prose ("Technical 75% and Commercial 25%"). Prose
is believed where one sentence names shares that sum to exactly 100. Each way of finding a weight
has a note of its own, so that a person can check it.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from contracts.refusals import fact
from contracts.tendering.draft import WEIGHTS_TOTAL, Criterion
from infra.notices.reading import TEXT, Node, shown, usable
from infra.notices.results import Findings, NoteCode

Kind = Literal["price", "quality"]

_KINDS: Mapping[str, Kind] = {"price": "price", "cost": "price", "quality": "quality"}
_PRICE_CODES = frozenset({"priceOnly", "lowestCost"})
_EXACT = frozenset({"percentageExact", "pointsExact"})

_PRICE_WORDS = re.compile(
    r"price|cost|commercial|financial|prijs|kost|prix|co[uû]t|preis|precio", re.IGNORECASE
)
_SHARE = r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)"
_PERCENT = r"\s?(?:%|per ?cent\b|procent\b|pour ?cent\b|[Pp]rozent\b)"
_ALONE = re.compile(
    rf"(?:weight(?:ing)?|weging|gewicht|gewichtung|pond[ée]ration)?\s*[:=]?\s*{_SHARE}"
    rf"(?:{_PERCENT}|\s?(?:points?|punten|punkte))?\.?",
    re.IGNORECASE,
)
_LONGEST_ALONE = 40
_ONE_SHARE = re.compile(rf"(?<![0-9.,]){_SHARE}{_PERCENT}")
_WORD = r"[^\W\d_][\w'/&-]{0,39}"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'/&-]{0,39}"
_NAME = rf"({_CAPITAL}(?: (?:(?:and|en|et|und|&) )?{_CAPITAL}){{0,3}}|{_WORD})"
_BEFORE = re.compile(rf"(?<![\w'/&-]){_NAME}\s?[:=(–-]?\s?{_SHARE}{_PERCENT}")
_AFTER = re.compile(rf"(?<![0-9.,]){_SHARE}{_PERCENT} (?:(?:for|on|voor|pour|für) )?{_NAME}")
_SENTENCE = re.compile(r"[\n;]|\.(?![0-9])")


class Shares(NamedTuple):
    """The shares that one sentence of the source gives, by name, and where it stands."""

    path: str = ""
    weights: Mapping[str, Decimal] = MappingProxyType({})


def read(
    tender: Node, lots: Sequence[Node], release: Node, names: Mapping[str, str], findings: Findings
) -> tuple[Criterion, ...]:
    """The criteria of the tender, or of its first lot that has any.

    `names` gives the name of a criterion that has none, by its OCDS type. What other lots say
    differently is noted.
    """
    holder = tender.node("awardCriteria") or _of_lots(lots, findings)
    nodes = holder.nodes("criteria")
    shares = _in_prose(
        (holder, "weightingDescription"),
        *((node, "description") for node in nodes),
        (tender, "awardCriteriaDetails"),
        (release, "description"),
        (tender, "description"),
    )
    if nodes:
        numbered = enumerate(nodes, start=1)
        return tuple(_criterion(str(n), node, names, shares, findings) for n, node in numbered)
    return _of_code(tender, names, findings) or _of_shares(shares, findings)


def _of_lots(lots: Sequence[Node], findings: Findings) -> Node:
    having = [lot for lot in lots if isinstance(lot.content.get("awardCriteria"), dict)]
    if not having:
        return Node({}, "", findings)
    first = having[0]
    said = [lot.content["awardCriteria"] for lot in having]
    if differing := sum(each != said[0] for each in said):
        findings.leave(NoteCode.CRITERIA_DIFFER, first.at("awardCriteria"), fact(differing))
    for lot in having[1:]:
        lot.pass_by("awardCriteria")
    return first.node("awardCriteria")


def _of_code(
    tender: Node, names: Mapping[str, str], findings: Findings
) -> tuple[Criterion, ...] | None:
    """The criteria that the codelist of the core standard implies: the price alone, or unsaid."""
    code = tender.peek("awardCriteria")
    if not code:
        return None
    path = tender.at("awardCriteria")
    tender.pass_by("awardCriteria")
    if code not in _PRICE_CODES:
        findings.leave(NoteCode.CRITERIA_CODE, path, shown(code))
        return None
    findings.take(NoteCode.PRICE_ONLY, path)
    return (Criterion(id="1", name=names["price"], kind="price", weight=WEIGHTS_TOTAL),)


def _of_shares(shares: Shares, findings: Findings) -> tuple[Criterion, ...]:
    """Criteria made of prose; only where it speaks of money and of something else, since a
    payment scheme sums to 100 too."""
    kinds = {name: _kind(name) for name in shares.weights}
    if set(kinds.values()) != {"price", "quality"}:
        return ()
    findings.take(NoteCode.CRITERIA_FROM_TEXT, shares.path, fact(len(kinds)))
    return tuple(
        Criterion(id=str(number), name=name, kind=kinds[name], weight=weight)
        for number, (name, weight) in enumerate(shares.weights.items(), start=1)
    )


def _criterion(
    number: str, node: Node, names: Mapping[str, str], shares: Shares, findings: Findings
) -> Criterion:
    stated = node.label("type").lower()
    name = node.label("name")
    if name:
        findings.take(NoteCode.CRITERION, node.at("name"), shown(name))
    else:
        name = names.get(stated, names["quality"])
        findings.take(NoteCode.CRITERION_NAMED, node.path, fact(name))
    if stated not in _KINDS:
        findings.leave(NoteCode.CRITERION_TYPE, node.at("type"), shown(stated or name))
    elif stated == "cost":
        findings.take(NoteCode.COST_AS_PRICE, node.at("type"), shown(name))
    kind = _KINDS.get(stated) or _kind(name)
    weight = _weight(node, kind, shares, findings)
    if weight is None:
        findings.lack(NoteCode.CRITERION_WEIGHT, node.path, shown(name))
    if weight is not None and _alone(node) == weight:
        node.pass_by("description")
        return Criterion(id=number, name=name, kind=kind, weight=weight)
    return Criterion(
        id=number, name=name, kind=kind, weight=weight, description=node.text("description")
    )


def _weight(node: Node, kind: Kind, shares: Shares, findings: Findings) -> Decimal | None:
    ways = (
        _weight_in_numbers(node, findings),
        (NoteCode.WEIGHT, node.at("weight"), node.number("weight")),
        (NoteCode.WEIGHT_FROM_DESCRIPTION, node.at("description"), _alone(node)),
        (NoteCode.WEIGHT_FROM_NAME, node.at("name"), _one_share(node.peek("name"))),
        (NoteCode.WEIGHT_FROM_DESCRIPTION, node.at("description"), _described(node)),
        (NoteCode.WEIGHT_FROM_TEXT, shares.path, _named(node.peek("name"), kind, shares)),
    )
    for code, path, weight in ways:
        if weight is not None:
            findings.take(code, path, fact(weight))
            return weight
    return None


def _weight_in_numbers(node: Node, findings: Findings) -> tuple[NoteCode, str, Decimal | None]:
    """The exact weight among the numbers of a criterion; ranges and orders are noted."""
    for each in node.nodes("numbers"):
        sort = each.peek("weight")
        if not sort:
            continue
        value = each.number("number")
        each.pass_by("weight")
        if sort == "decimalExact" and value is not None:
            return NoteCode.WEIGHT_FROM_FRACTION, each.path, value * 100
        if sort in _EXACT and value is not None:
            return NoteCode.WEIGHT, each.path, value
        findings.leave(NoteCode.WEIGHT_INEXACT, each.path, shown(sort))
    return NoteCode.WEIGHT, node.path, None


def _alone(node: Node) -> Decimal | None:
    """The weight that is all a description says."""
    text = node.peek("description")
    found = _ALONE.fullmatch(text) if len(text) <= _LONGEST_ALONE else None
    return _share(found[1]) if found else None


def _described(node: Node) -> Decimal | None:
    return _one_share(node.peek("description"))


def _one_share(text: str) -> Decimal | None:
    found = _ONE_SHARE.findall(text)
    return _share(found[0]) if len(found) == 1 else None


def _named(name: str, kind: Kind, shares: Shares) -> Decimal | None:
    """The share of the criterion of this name; of the only one about money for a nameless price."""
    for each, weight in shares.weights.items():
        if name and each.casefold() == name.casefold():
            return weight
    prices = [weight for each, weight in shares.weights.items() if _kind(each) == "price"]
    return prices[0] if kind == "price" and not name and len(prices) == 1 else None


def _in_prose(*places: tuple[Node, str]) -> Shares:
    """The first sentence whose named shares sum to exactly 100."""
    for node, key in places:
        for sentence in _SENTENCE.split(node.peek(key)[:TEXT]):
            before = [(name, _share(share)) for name, share in _BEFORE.findall(sentence)]
            after = [(name, _share(share)) for share, name in _AFTER.findall(sentence)]
            for pairs in (before, after):
                weights = {name: weight for name, weight in pairs if weight is not None}
                if len(weights) == len(pairs) > 1 and sum(weights.values()) == WEIGHTS_TOTAL:
                    return Shares(node.at(key), weights)
    return Shares()


def _share(text: str) -> Decimal | None:
    share = usable(Decimal(text.replace(",", ".")))
    return share if share is not None and share <= WEIGHTS_TOTAL else None


def _kind(name: str) -> Kind:
    return "price" if _PRICE_WORDS.search(name) else "quality"
