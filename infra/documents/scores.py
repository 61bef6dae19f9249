"""Points as a table and as bars, for the decision and the letters."""

from collections.abc import Sequence
from fractions import Fraction

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.award import Criterion, RankedBid, Ranking
from contracts.documents.imprint import exact_sum
from infra.documents import wording
from infra.documents.blocks.bars import AT_ONCE as BARS
from infra.documents.blocks.bars import Bar, ScoreBars, Segment
from infra.documents.blocks.tables import Column, table
from infra.documents.pen import Pen
from infra.texts import formats

DECIMALS = 2

NAMED = 5
"""More criteria than this are headed by their number, and named in the table of criteria."""

AT_ONCE = 10
"""More criteria than this are divided over two tables."""


def points(pen: Pen, value: str | Fraction) -> str:
    """Points with two decimals."""
    return formats.number(Fraction(value), DECIMALS, pen.language)


def weight(pen: Pen, criterion: Criterion) -> str:
    """A weight with the decimals that it has."""
    return formats.plain(criterion.weight, pen.language)


def codes(pen: Pen, criteria: Sequence[Criterion]) -> list[str]:
    """`G1`, `G2`, ...: the numbers of the criteria."""
    return [pen.word("criterion.code", number=n) for n in range(1, len(criteria) + 1)]


def criteria_table(pen: Pen, caption: str, criteria: Sequence[Criterion]) -> Flowable:
    """The criteria with number, full name and weight, and the sum of the weights."""
    columns = [
        Column(pen.word("head.code"), width=12 * mm),
        Column(pen.word("head.criterion"), strong=True),
        Column(pen.word("head.kind"), width=30 * mm),
        Column(pen.word("head.weight"), pen.word("head.points"), width=22 * mm, right=True),
    ]
    rows = [
        (code, c.name, pen.word(f"criterion.{c.kind}"), weight(pen, c))
        for code, c in zip(codes(pen, criteria), criteria, strict=True)
    ]
    total = sum((Fraction(c.weight) for c in criteria), Fraction(0))
    whole = formats.number(total, 0 if total.denominator == 1 else DECIMALS, pen.language)
    rows.append(("", pen.word("head.total"), "", whole))
    return table(pen, caption, columns, rows, total=True)


def ranking_tables(pen: Pen, captions: Sequence[str], ranking: Ranking) -> list[Flowable]:
    """Rank, tenderer, points a criterion and total; in parts if there are many criteria.

    `captions` gives a caption for each part that `parts` counts.
    """
    heads = _heads(pen, ranking.criteria)
    story: list[Flowable] = []
    for number, caption in enumerate(captions):
        first = number * AT_ONCE
        chosen = range(first, min(first + AT_ONCE, len(ranking.criteria)))
        story.append(_part(pen, caption, ranking, heads, chosen))
    return story


def parts(criteria: Sequence[Criterion]) -> int:
    """Over how many tables the criteria are divided."""
    return -(-len(criteria) // AT_ONCE)


def _heads(pen: Pen, criteria: Sequence[Criterion]) -> list[str]:
    if len(criteria) <= NAMED:
        return [criterion.label for criterion in criteria]
    return codes(pen, criteria)


def _part(
    pen: Pen, caption: str, ranking: Ranking, heads: Sequence[str], chosen: range
) -> Flowable:
    each = (23 if len(ranking.criteria) <= NAMED else 11.5) * mm
    maximum = sum((Fraction(c.weight) for c in ranking.criteria), Fraction(0))
    columns = [
        Column(pen.word("head.rank"), width=10 * mm, right=True),
        Column(pen.word("head.tenderer"), strong=True),
        *(
            Column(heads[i], weight(pen, ranking.criteria[i]), width=each, right=True)
            for i in chosen
        ),
        Column(
            pen.word("head.total"),
            formats.number(maximum, 0 if maximum.denominator == 1 else DECIMALS, pen.language),
            width=16 * mm,
            right=True,
            strong=True,
        ),
    ]
    rows = [
        (
            str(bid.rank),
            bid.tenderer,
            *(points(pen, bid.points[i]) for i in chosen),
            points(pen, bid.total),
        )
        for bid in ranking.bids
    ]
    return table(pen, caption, columns, rows)


def prices_table(pen: Pen, caption: str, ranking: Ranking) -> Flowable:
    """The verified price of each regular bid, in the order of the ranking."""
    columns = [
        Column(pen.word("head.rank"), width=10 * mm, right=True),
        Column(pen.word("head.tenderer"), strong=True),
        Column(pen.word("head.bid_price"), pen.word("head.excluding"), width=40 * mm, right=True),
    ]
    rows = [(str(b.rank), b.tenderer, wording.amount(pen, b.price)) for b in ranking.bids]
    return table(pen, caption, columns, rows)


def comparison_table(
    pen: Pen, caption: str, criteria: Sequence[Criterion], own: RankedBid, chosen: RankedBid
) -> Flowable:
    """The points of one bid beside those of the chosen bid, a criterion a row."""
    columns = [
        Column(pen.word("head.criterion"), strong=True),
        Column(pen.word("head.weight"), pen.word("head.points"), width=22 * mm, right=True),
        Column(pen.word("head.own"), width=34 * mm, right=True),
        Column(pen.word("head.chosen"), chosen.tenderer, width=46 * mm, right=True),
    ]
    rows = [
        (c.name, weight(pen, c), points(pen, mine), points(pen, theirs))
        for c, mine, theirs in zip(criteria, own.points, chosen.points, strict=True)
    ]
    total = sum((Fraction(c.weight) for c in criteria), Fraction(0))
    whole = formats.number(total, 0 if total.denominator == 1 else DECIMALS, pen.language)
    prices = (wording.amount(pen, own.price), wording.amount(pen, chosen.price))
    rows.insert(0, (pen.word("award.price_excluding"), "", *prices))
    rows.append((pen.word("head.total"), whole, points(pen, own.total), points(pen, chosen.total)))
    return table(pen, caption, columns, rows, total=True, tight=True)


def bars(pen: Pen, ranking: Ranking) -> list[Flowable]:
    """The ranking as stacked bars, in parts if there are many bids."""
    first = ranking.bids[0]
    maximum = sum((Fraction(c.weight) for c in ranking.criteria), Fraction(0))
    segments = [Segment(c.label, c.kind == "price", weight(pen, c)) for c in ranking.criteria]
    drawn = [
        Bar(
            bid.tenderer,
            tuple(Fraction(p) for p in bid.points),
            tuple(points(pen, p) for p in bid.points),
            points(pen, exact_sum(bid.points)),
        )
        for bid in ranking.bids
    ]
    alternative = pen.word("award.bars", tenderer=first.tenderer, points=points(pen, first.total))
    return [
        ScoreBars(pen, segments, drawn[i : i + BARS], maximum, alternative)
        for i in range(0, len(drawn), BARS)
    ]
