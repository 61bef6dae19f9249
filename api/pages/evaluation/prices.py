"""The price signal beside the examination (P-14): what to question first. It decides nothing."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from api.pages.evaluation.round import Round
from contracts.evaluation.price_signal import DUTY, RULE, PriceSignal, price_signal
from contracts.evaluation.sheets import ExaminationSheet
from infra.texts import formats, methods, screening
from infra.texts.catalogue import Texts

DECIMALS = 2
"""Of a deviation in percent."""


def told(shown: Round, sheet: ExaminationSheet, texts: Texts) -> dict[str, Any]:
    """The signal as its section shows it. Only for who may see the prices at that moment."""
    found = shown.found
    signal = price_signal(found.draft, shown.tender.procedure, found.bids, sheet)
    currency = methods.currency(found.draft)
    figures = signal.rule.figures
    return {
        "answer": _answer(signal, texts),
        "applies": signal.rule.applies,
        "rows": list(_rows(shown, signal, texts)),
        "rule": screening.text(RULE if signal.rule.applies else DUTY, texts),
        "figures": [screening.figure(each, currency, texts) for each in figures],
        "notes": [screening.note(each, texts) for each in signal.rule.notes],
    }


def _answer(signal: PriceSignal, texts: Texts) -> str:
    if signal.rule.reason is not None:
        reason = screening.reason(signal.rule.reason, texts)
        return texts.say("screening.page.elsewhere", reason=reason)
    if not signal.to_question:
        return texts.say("screening.page.none")
    return texts.plural("screening.page.suspects", len(signal.to_question))


def _rows(shown: Round, signal: PriceSignal, texts: Texts) -> Iterator[dict[str, Any]]:
    for number, bid in enumerate(shown.found.bids, start=1):
        if bid.form is None or bid.bid not in signal.deviations:
            continue
        yield {
            "number": number,
            "supplier": shown.suppliers[bid.bid],
            "price": bid.form.price,
            "deviation": _percent(signal.deviations[bid.bid], texts),
            "question": bid.bid in signal.to_question,
        }


def _percent(deviation: Fraction, texts: Texts) -> str:
    return formats.percentage(deviation, texts.language, DECIMALS)
