"""The lists: what waits, and the tenders."""

from datetime import datetime
from typing import Any

from api.pages.grounds import Ground
from tests.pages.gallery.sample import NOW, TENDER, Page, at, euro

CHOSEN = Ground("gekozen door de aanbestedende overheid", law=False, sure=True)
MILESTONE = Ground("dag van de mijlpaal in de opdrachtdocumenten", law=False, sure=True)
STANDSTILL = Ground("wachttermijn, art. 11 van de wet van 17 juni 2013", law=True, sure=False)


def _task(title: str, due: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "path": f"/tenders/{TENDER['id']}",
        "reference": TENDER["reference"],
        "subject": TENDER["title"],
        "due": due,
        "ground": None,
        "asker": None,
        "behalf": None,
        "size": None,
        **more,
    }


WORKLIST = Page(
    "worklist.html",
    "/",
    {
        "now": NOW,
        "can_create": True,
        "groups": [
            {
                "name": "overdue",
                "tasks": [
                    _task("Werk het ontwerp af na de opmerkingen van de jurist", at(-4)),
                    _task("Stel de beoordelingscommissie aan", at(-3), asker="Noor Vandekreek"),
                ],
            },
            {
                "name": "today",
                "tasks": [
                    _task("Bevestig uw deel van de opening", at(0, 16), size="± 10 min"),
                    _task("Lees het bestek na", at(0, 17), behalf="Ilse Vlasakker"),
                ],
            },
            {
                "name": "legal",
                "tasks": [
                    _task(
                        "Verstuur de gunningsbrieven",
                        at(2),
                        ground=Ground("verbintenistermijn van de offerte", law=True, sure=False),
                        asker="Wouter Kasteelberg",
                    )
                ],
            },
            {
                "name": "later",
                "tasks": [
                    _task("Sluit de opdracht", at(9), asker="Kade Zeven Software bv"),
                    _task("Maak de opdracht bekend", None),
                ],
            },
        ],
        "waiting": [
            {
                "title": "Geef het kredietadvies",
                "path": "/tenders/1",
                "reference": TENDER["reference"],
                "subject": TENDER["title"],
                "who": "Koenraad Zilverboom",
                "since": at(-4),
                "due": at(1),
                "ground": None,
            },
            {
                "title": "Bevestig de levering van mijlpaal 3",
                "path": "/contracts/1",
                "reference": "SB-2025-009",
                "subject": "Integratieplatform en koppelingen",
                "who": "Waterkering Data nv",
                "since": at(-17),
                "due": at(-1),
                "ground": MILESTONE,
            },
        ],
        "done": [
            {
                "at": at(0, 8),
                "title": "Leg het ontwerp voor ter goedkeuring",
                "path": "/tenders/1",
                "reference": TENDER["reference"],
            }
        ],
        "dates": [
            {
                "due": at(1),
                "what": "Einde wachttermijn",
                "ground": STANDSTILL,
                "path": "/",
                "reference": "SB-2026-018",
            },
            {
                "due": at(3),
                "what": "Uiterste datum voor de offertes",
                "ground": CHOSEN,
                "path": "/",
                "reference": "SB-2026-044",
            },
        ],
        "next_date": None,
    },
)

NOTHING = Page(
    "worklist.html",
    "/",
    {
        "now": NOW,
        "can_create": False,
        "groups": [],
        "waiting": [],
        "done": [],
        "dates": [],
        "next_date": {
            "due": at(8),
            "what": "Uiterste datum voor de offertes SB-2026-044",
            "ground": CHOSEN,
        },
    },
)

TENDERS = Page(
    "tenders.html",
    "/tenders",
    {
        "now": NOW,
        "total": 5,
        "can_create": True,
        "filter": {"text": "", "stage": ""},
        "stages": ["preparing", "approval", "published", "evaluating", "standstill", "concluded"],
        "rows": [
            {
                "path": "/tenders/1",
                "reference": reference,
                "title": title,
                "procedure": "Openbare procedure",
                "stage": stage,
                "turn": turn,
                "since": at(-4) if turn else None,
                "due": due,
                "due_what": what,
                "ground": (STANDSTILL if "wacht" in what.lower() else CHOSEN) if what else None,
                "estimate": euro(amount),
            }
            for reference, title, stage, turn, due, what, amount in (
                (
                    "SB-2026-031",
                    "Zaaksysteem omgevingsvergunningen",
                    "evaluating",
                    "Griet Wilgendam",
                    at(0, 14),
                    "Consensus",
                    "1450000.00",
                ),
                (
                    "SB-2026-044",
                    "Aanmeldzuilen en volgnummersysteem stadsloketten",
                    "published",
                    None,
                    at(3),
                    "Uiterste datum voor de offertes",
                    "185000.00",
                ),
                (
                    "SB-2026-018",
                    "Netwerkswitches",
                    "standstill",
                    "Bram Zandhoeve",
                    at(1),
                    "Einde wachttermijn",
                    "720000.00",
                ),
                (
                    "SB-2026-052",
                    TENDER["title"],
                    "approval",
                    "Koenraad Zilverboom",
                    None,
                    None,
                    "96000.00",
                ),
                (
                    "SB-2025-009",
                    "Integratieplatform en koppelingen",
                    "concluded",
                    None,
                    None,
                    None,
                    "640000.00",
                ),
            )
        ],
    },
)
