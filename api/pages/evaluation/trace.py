"""How each total comes about, from the trace of the ranking: one line a criterion."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from api.pages import ranked
from contracts.base import Money
from contracts.evaluation import RankingResult
from contracts.rules.scoring import Node
from contracts.tendering.draft import TenderDraft
from infra.texts import formats
from infra.texts.catalogue import Texts

_SUMS = {
    "P1/1": "trace.price_ratio",
    "P2/1": "trace.price_linear",
    "Q1/1": "trace.of_scale",
    "Q2/1": "trace.of_best",
}
"""The sum of each formula, in words."""

PRICES = frozenset({"price", "lowest_price"})


def sums(
    result: RankingResult, draft: TenderDraft, name: Callable[[str], str], texts: Texts
) -> list[dict[str, Any]]:
    """The bids, first place first, each with its total and the lines that make it."""
    roots = {node.subject: node for node in result.trace}
    return [
        {
            "supplier": name(row.bid),
            "total": ranked.points(row.exact, texts.language),
            "exact": _exact(row.exact),
            "lines": _lines(roots[row.bid], draft, texts),
        }
        for row in result.rows
    ]


def _lines(root: Node, draft: TenderDraft, texts: Texts) -> list[dict[str, str]]:
    """The criteria in the order of the documents."""
    by_criterion = {node.subject: node for node in _unrounded(root).children}
    return [
        {
            "criterion": criterion.name,
            "sum": _sum(_unrounded(by_criterion[criterion.id]), draft, texts),
            "shown": ranked.points(by_criterion[criterion.id].exact, texts.language),
            "exact": _exact(by_criterion[criterion.id].exact),
        }
        for criterion in draft.criteria
        if criterion.id in by_criterion
    ]


def _unrounded(node: Node) -> Node:
    """What a rounded number was made of; a number that was not rounded itself."""
    return node.children[0] if node.rounding else node


def _sum(node: Node, draft: TenderDraft, texts: Texts) -> str:
    given = {child.name: _given(child, draft, texts) for child in node.children}
    return texts.say(_SUMS[node.formula], **given)


def _given(node: Node, draft: TenderDraft, texts: Texts) -> str:
    """A number that was given, as it was given: every one has a finite decimal form."""
    exact = Fraction(node.exact)
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    if node.name in PRICES:
        currency = draft.estimate.currency if draft.estimate else "EUR"
        return formats.money(Money(amount=value, currency=currency), texts.language)
    return formats.plain(value, texts.language)


def _exact(value: Fraction) -> str:
    exact = Fraction(value)
    return f"{exact.numerator}/{exact.denominator}"
