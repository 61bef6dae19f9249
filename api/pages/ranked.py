"""A ranking as `_ranked.html` draws it: one bar a bid, price first and grey, quality in blues."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from api.drawings import stacked
from contracts.base import Language, Money
from contracts.rules.scoring import Row
from contracts.tendering.draft import WEIGHTS_TOTAL, TenderDraft
from infra.texts import formats

DECIMALS = 2


def points(value: Fraction, language: Language) -> str:
    """`78,45`: what people read of an exact number of points."""
    return formats.number(Fraction(value), DECIMALS, language)


def earned(row: Row, criterion: str) -> Fraction:
    """What a bid earned on one criterion."""
    return next(Fraction(each.exact) for each in row.points if each.criterion == criterion)


def drawn(
    draft: TenderDraft,
    rows: Sequence[Row],
    name: Callable[[str], str],
    price: Callable[[str], Money | None],
    lead: str | None,
    language: Language,
) -> dict[str, Any]:
    """`rows` and `criteria` of the drawing; `name` and `price` are asked by bid, and `lead` is
    the bid that stands out."""
    criteria = draft.criteria
    tones = stacked.tones(criterion.kind == "price" for criterion in criteria)
    first = Fraction(rows[0].exact) if rows else Fraction(0)
    return {
        "rows": [
            {
                "rank": row.rank,
                "name": name(row.bid),
                "total": points(row.exact, language),
                "lag": points(first - row.exact, language) if row.exact != first else None,
                "price": price(row.bid),
                "parts": stacked.parts(
                    [
                        (tone, earned(row, criterion.id))
                        for tone, criterion in zip(tones, criteria, strict=True)
                    ],
                    Fraction(WEIGHTS_TOTAL),
                ),
                "lead": row.bid == lead,
            }
            for row in rows
        ],
        "criteria": [
            {
                "name": criterion.name,
                "weight": formats.plain(criterion.weight or 0, language),
                "tone": tone,
            }
            for tone, criterion in zip(tones, criteria, strict=True)
        ],
    }
