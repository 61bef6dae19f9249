"""Scores as they are typed: read in the reader's language, judged by the criterion's scale."""

from decimal import Decimal

from contracts.evaluation.sheets import LOWEST
from contracts.refusals import Code, Refusal, refuse
from contracts.tendering.draft import Criterion
from infra.texts import formats
from infra.texts.catalogue import Texts

DECIMALS = 2


def read(text: str, criterion: Criterion, texts: Texts) -> Decimal | Refusal | None:
    """The score that was typed, None for an empty cell, or why it is none (Z-14)."""
    if not text.strip():
        return None
    try:
        value = formats.parse_decimal(text, texts.language)
    except ValueError:
        return out_of_scale(criterion)
    exponent = value.as_tuple().exponent
    too_fine = isinstance(exponent, int) and -exponent > DECIMALS
    if too_fine or not LOWEST <= value <= criterion.scale_max:
        return out_of_scale(criterion)
    return value


def out_of_scale(criterion: Criterion) -> Refusal:
    """The refusal of what is no score on this criterion's scale."""
    return refuse(Code.SCORE_OUT_OF_SCALE, min=LOWEST, max=criterion.scale_max)
