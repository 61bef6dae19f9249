"""Letters and standstill, and the award as a bidder sees it."""

from datetime import UTC, date, datetime
from typing import Any

from api.drawings import days
from api.pages.grounds import Ground
from contracts.base import local_date
from contracts.rules import deadlines
from contracts.rules.deadlines import Explanation, Term
from contracts.rules.editions import Confidence
from tests.pages.gallery.awarding import VALIDITY, WINNER, award
from tests.pages.gallery.sample import HASH, NOW, TENDER, Page, act


def _standstill(sent: date) -> tuple[datetime, Explanation]:
    term = Term(
        event="award_letters_dispatched",
        length=15,
        article="Act 17 June 2013 art. 11",
        source="wet",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )
    found = deadlines.compute(term, sent)
    return found.instant, found.explanation


def _bar(sent: date, today: date) -> dict[str, Any]:
    ends, why = _standstill(sent)
    return {"ends": ends, "explanation": why, "cells": days.cells(why, today), "reasons": {}}


_SUSPENDED = {
    "days": 15,
    "cap": "45 kalenderdagen",
    "ground": Ground("art. 8, § 2, van de wet van 17 juni 2013", law=True, sure=True),
}

_LETTER_FILE = {
    "name": "Gunningsbrief",
    "path": "/documents/3",
    "kind": "PDF",
    "note": None,
    "size": 61_000,
    "sha256": HASH,
    "signing": None,
}


def _letter(name: str, chosen: bool, minute: int, taken: bool = True) -> dict[str, Any]:
    sent = datetime(2026, 10, 30, 9, minute, 12, tzinfo=UTC)
    address = name.split(" ", maxsplit=1)[0].lower()
    return {
        "name": name,
        "chosen": chosen,
        "file": _LETTER_FILE,
        "proofs": [
            {"channel": "portal", "to": f"postvak van {name}", "sent_at": sent},
            {
                "channel": "email",
                "to": f"offertes@{address}.example",
                "sent_at": sent if taken else None,
            },
        ],
    }


_LETTERS: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "tender": TENDER,
    "winner": WINNER,
    "validity": VALIDITY | {"suspended": _SUSPENDED},
    "sent_at": datetime(2026, 10, 30, 9, 42, 12, tzinfo=UTC),
    "letters": [
        _letter("Uilenspoor Security bv", True, 41),
        _letter("Kade Zeven Software bv", False, 41),
        _letter("Meerstroom Digitaal nv", False, 42, taken=False),
    ],
    "decision_file": {**_LETTER_FILE, "name": "Gemotiveerde gunningsbeslissing"},
    "free": False,
    "contract": None,
    "problem": None,
}
LETTERS = Page(
    "letters.html",
    f"/tenders/{TENDER['id']}/letters",
    {
        **_LETTERS,
        "now": datetime(2026, 11, 9, 8, 0, tzinfo=UTC),
        "award": award("standstill", 4),
        "standstill": _bar(date(2026, 10, 30), date(2026, 11, 9)),
        "conclude": act(
            "conclude",
            "Sluit de opdracht",
            refusal="De wachttermijn loopt tot maandag 16 november 2026, 24.00 uur. De opdracht "
            "kan gesloten worden vanaf dinsdag 17 november 2026.",
        ),
    },
)

LETTERS_FREE = Page(
    "letters.html",
    f"/tenders/{TENDER['id']}/letters",
    {
        **_LETTERS,
        "award": award("concludable", 4),
        "standstill": None,
        "free": True,
        "conclude": act("conclude", "Sluit de opdracht"),
    },
)

LETTERS_DRAWING = Page(
    "letters.html",
    f"/tenders/{TENDER['id']}/letters",
    {
        **_LETTERS,
        "award": award("drawing", 4),
        "standstill": None,
        "sent_at": None,
        "letters": [],
        "decision_file": None,
        "conclude": act("conclude", "Sluit de opdracht", refusal="Dit kan niet in deze stap."),
    },
)

_RESULT: dict[str, Any] = {
    "now": datetime(2026, 11, 9, 8, 0, tzinfo=UTC),
    "notice": None,
    "tender": {**TENDER, "buyer": "Stad Scheldeburg"},
    "chosen": False,
    "winner": "Uilenspoor Security bv",
    "decision": {
        "organ": "college van burgemeester en schepenen",
        "number": "2026/CBS/1187",
        "date": date(2026, 10, 29),
    },
    "letters": [_LETTER_FILE],
    "own": {
        "total": "71,20",
        "chosen_total": "78,45",
        "points": [
            {"criterion": "Prijs", "weight": "40", "own": "40,00", "chosen": "35,20"},
            {"criterion": "Plan van aanpak", "weight": "35,5", "own": "17,75", "chosen": "24,85"},
            {"criterion": "Deskundigheid", "weight": "24,5", "own": "13,45", "chosen": "18,40"},
        ],
    },
    "standstill": _bar(date(2026, 10, 30), local_date(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))),
    "free": False,
    "concluded": False,
    "contract": None,
}
RESULT = Page("award_result.html", f"/tenders/{TENDER['id']}/award", _RESULT)

RESULT_CHOSEN = Page(
    "award_result.html",
    f"/tenders/{TENDER['id']}/award",
    {**_RESULT, "chosen": True, "own": {**_RESULT["own"], "chosen_total": None}},
)

PAGES = {
    "letters": LETTERS,
    "letters-free": LETTERS_FREE,
    "letters-drawing": LETTERS_DRAWING,
    "result": RESULT,
    "result-chosen": RESULT_CHOSEN,
}
