"""How each total comes about, from the trace of the ranking: one line a criterion.

A short formula is written out with its numbers; of another the numbers stand under their names,
with the rule in words. The trace holds the numbers themselves, so nothing is computed again here.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from api.pages import ranked
from contracts.evaluation import RankingResult
from contracts.rules.scoring import FORMULAS, Node
from contracts.tendering.draft import TenderDraft
from infra.texts import formats, methods
from infra.texts.catalogue import Texts

_SUMS = {
    "P1/1": "trace.price_ratio",
    "P2/1": "trace.price_linear",
    "P3/1": "trace.price_between",
    "P6/1": "trace.price_discount",
    "A2/1": "trace.price_share",
    "Q1/1": "trace.of_scale",
    "Q2/1": "trace.of_best",
}
"""The sum of each formula that is short enough to be written out."""

_PRICES = frozenset({"price", "lowest_price", "highest_price", "mean_price", "median_price"})


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


def _lines(root: Node, draft: TenderDraft, texts: Texts) -> list[dict[str, str | None]]:
    """The criteria in the order of the documents."""
    by_criterion = {node.subject: node for node in _unrounded(root).children}
    return [
        _line(criterion.name, by_criterion[criterion.id], draft, texts)
        for criterion in draft.criteria
        if criterion.id in by_criterion
    ]


def _line(criterion: str, node: Node, draft: TenderDraft, texts: Texts) -> dict[str, str | None]:
    plain = _unrounded(node)
    written = _written_out(plain)
    by_name = written is None and plain.formula in FORMULAS
    said = _sum(plain, written, draft, texts)
    return {
        "criterion": criterion,
        "sum": said if plain is node else _rounded(node, said, texts),
        "rule": methods.formula(plain.formula, "text", texts) if by_name else None,
        "shown": ranked.points(node.exact, texts.language),
        "exact": _exact(node.exact),
    }


def _unrounded(node: Node) -> Node:
    """What a rounded number was made of; a number that was not rounded itself."""
    return node.children[0] if node.rounding else node


def _rounded(node: Node, said: str, texts: Texts) -> str:
    _, decimals, mode = node.rounding.split("/")
    how = texts.say(f"trace.mode.{mode}")
    return texts.say("trace.rounded", sum=said, decimals=decimals, mode=how)


def _written_out(node: Node) -> str | None:
    """The key of the sum that is this node, when it is short: without a floor, a slope, or one of
    the cases that a formula treats apart."""
    of = {child.name: child.exact for child in node.children}
    apart = (
        "slope" in of
        or "floor" in of
        or of.get("highest_price") == of.get("lowest_price", -1)
        or of.get("ceiling") == of.get("lowest_price", -1)
    )
    return None if apart else _SUMS.get(node.formula)


def _sum(node: Node, written: str | None, draft: TenderDraft, texts: Texts) -> str:
    if written is None:
        return "; ".join(_named(node, draft, texts))
    given = {child.name: _given(child, draft, texts) for child in node.children}
    return texts.say(written, **given)


def _named(node: Node, draft: TenderDraft, texts: Texts) -> Iterator[str]:
    """The numbers under a node by their names, each with what it was itself made of."""
    for child in node.children:
        value = f"{_name(child, texts)} = {_given(child, draft, texts)}"
        below = "; ".join(_named(_unrounded(child), draft, texts))
        value = f"{value} ({below})" if below else value
        yield _rounded(child, value, texts) if child.rounding else value


def _name(node: Node, texts: Texts) -> str:
    known = f"trace.name.{node.name}"
    return texts.say(known) if texts.has(known) else methods.parameter(node.name, texts)


def _given(node: Node, draft: TenderDraft, texts: Texts) -> str:
    """A number as it was given, or as it was made."""
    value = Fraction(node.exact)
    if node.name in _PRICES or node.name in methods.AMOUNTS:
        return methods.amount(value, methods.currency(draft), texts)
    return formats.exact(value, texts.language)


def _exact(value: Fraction) -> str:
    exact = Fraction(value)
    return f"{exact.numerator}/{exact.denominator}"
