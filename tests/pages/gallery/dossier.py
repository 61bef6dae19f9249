"""The page of one tender, at three stages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from api.pages.grounds import Ground
from contracts.rules.deadlines import Because, Direction, Explanation, Shift, Unit
from contracts.rules.editions import Basis, Confidence
from tests.pages.gallery.sample import HASH, NOW, TENDER, Page, act, at, euro


def _standstill() -> Explanation:
    return Explanation(
        event="award_letters_dispatched",
        start=date(2026, 11, 12),
        length=15,
        unit=Unit.CALENDAR_DAYS,
        direction=Direction.FORWARD,
        parts=(),
        counted=date(2026, 11, 27),
        shifts=(
            Shift(from_day=date(2026, 11, 28), to_day=date(2026, 11, 29), because=Because.SATURDAY),
            Shift(from_day=date(2026, 11, 29), to_day=date(2026, 11, 30), because=Because.SUNDAY),
        ),
        result=date(2026, 11, 30),
        article="wet van 17 juni 2013, art. 11",
        source="wet",
        confidence=Confidence.HIGH,
        basis=Basis.LAW,
        edition="be-2026-01",
    )


_COURSE = (
    ("preparation", "ma 14/09 – vr 2/10"),
    ("approval", "di 6/10"),
    ("publication", "wo 7/10"),
    ("submission", "do 12/11"),
    ("opening", "do 12/11"),
    ("evaluation", "tot vr 4/12"),
    ("award", "college, ma 14/12"),
    ("standstill", "15 dagen"),
    ("conclusion", None),
)


def _course(now: str) -> list[dict[str, Any]]:
    names = [name for name, _ in _COURSE]
    place = names.index(now)
    return [
        {
            "step": name,
            "when": when,
            "state": "done" if n < place else "now" if n == place else "planned",
            "gone": 60,
        }
        for n, (name, when) in enumerate(_COURSE)
    ]


def _criterion(name: str, weight: str, how: str, *terms: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": "",
        "weight": Decimal(weight),
        "how": how,
        "terms": list(terms),
    }


_DOSSIER: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "returned": None,
    "failed": None,
    "links": [],
    "parts": [
        {"name": "Dossier", "path": f"/tenders/{TENDER['id']}", "here": True},
        {"name": "Ontwerp", "path": f"/tenders/{TENDER['id']}/draft", "here": False},
        {"name": "Goedkeuring", "path": f"/tenders/{TENDER['id']}/approval", "here": False},
    ],
    "lots": [{"title": "Penetratietesten", "value": euro("96000.00")}],
    "places": ["BE211 (Arr. Antwerpen)", "BE234"],
    "items": [
        {
            "description": "Penetratietest van een toepassing",
            "cpv": "72810000-1",
            "meaning": "Computerauditdiensten",
            "quantity": "12",
        },
        {
            "description": "Jaarlijkse beveiligingsaudit",
            "cpv": "72810000-1",
            "meaning": None,
            "quantity": "1",
        },
    ],
    "criteria": [
        _criterion("Prijs", "40", "Laagste prijs gedeeld door de eigen prijs."),
        _criterion("Plan van aanpak", "35.5", "Score van 0 tot 10.", "Minimum: 60 %."),
        _criterion("Deskundigheid van de testers", "24.5", "Score van 0 tot 10."),
    ],
    "ties": ["de laagste prijs", "loting, met getuigen"],
    "turns": [
        {
            "who": "Bram Zandhoeve",
            "role": "dossierbeheerder",
            "what": "Sluit de opdracht",
            "due": at(9),
            "ground": Ground("verbintenistermijn van de offerte", law=True, sure=False),
            "standing": "now",
        },
        {
            "who": "Koenraad Zilverboom",
            "role": "financieel directeur",
            "what": "Visum verlenen",
            "due": None,
            "standing": "wait",
        },
        {
            "who": "Lieve Korendreef",
            "role": "openingsverantwoordelijke",
            "what": "Samen de offertes openen",
            "due": at(3),
            "ground": None,
            "standing": "idle",
        },
    ],
    "amounts": [
        {"name": "Raming excl. btw", "value": "€\xa096.000,00", "note": "incl. opties"},
        {"name": "Visum", "value": "€\xa092.400,00", "note": "2026-V-0412"},
        {"name": "Gunning excl. btw", "value": "€\xa091.250,00", "note": "Uilenspoor Security bv"},
    ],
    "documents": [
        {
            "name": "Gunningsbeslissing",
            "path": "/documents/1",
            "kind": "PDF",
            "note": "versie 1",
            "size": 96_412,
            "sha256": HASH,
            "signing": None,
        },
        {
            "name": "Proces-verbaal van opening",
            "path": "/documents/2",
            "kind": "PDF",
            "note": None,
            "size": 1_912_000,
            "sha256": HASH,
            "signing": None,
        },
    ],
    "history": [
        {
            "at": at(-12),
            "who": "Wouter Kasteelberg",
            "text": "Gunningsbeslissing geregistreerd",
            "mark": "4f1c…e2",
        },
        {"at": at(-13), "who": None, "text": "Gunningsbrieven verzonden", "mark": None},
    ],
    "bids": {"sealed": False, "opens": None, "count": 4, "path": "/tenders/1/opening"},
}

TENDER_STANDSTILL = Page(
    "tender.html",
    f"/tenders/{TENDER['id']}",
    {
        **_DOSSIER,
        "tender": {**TENDER, "stage": "standstill"},
        "course": _course("standstill"),
        "acts": [
            act(
                "conclude",
                "Sluit de opdracht",
                refusal=(
                    "De wachttermijn loopt tot maandag 30 november 2026, 24.00 uur. De opdracht "
                    "kan gesloten worden vanaf dinsdag 1 december 2026."
                ),
                who="Bram Zandhoeve, vanaf 1 december",
            ),
            act("proof", "Voeg bewijs toe"),
        ],
        "own": [],
        "limit": {
            "title": "Einde van de wachttermijn",
            "due": datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
            "explanation": _standstill(),
            "reasons": {},
            "text": "Tot dan kan een inschrijver de schorsing van de beslissing vragen.",
        },
    },
)

TENDER_PUBLISHED = Page(
    "tender.html",
    f"/tenders/{TENDER['id']}",
    {
        **_DOSSIER,
        "tender": {**TENDER, "stage": "published"},
        "course": _course("submission"),
        "acts": [],
        "amounts": [],
        "own": [],
        "limit": {
            "title": "Uiterste datum en uur voor de offertes",
            "due": at(2, 10),
            "explanation": None,
            "reasons": {},
            "text": None,
        },
        "bids": {"sealed": True, "opens": at(2, 10), "count": None, "path": None},
        "documents": [],
    },
)

TENDER_DRAFT = Page(
    "tender.html",
    f"/tenders/{TENDER['id']}",
    {
        **_DOSSIER,
        "tender": {**TENDER, "stage": "preparing"},
        "course": _course("preparation"),
        "notice": "Het ontwerp is teruggestuurd",
        "returned": {
            "who": "Ilse Duinmeers",
            "at": at(-1),
            "reason": "De verbintenistermijn van 60 dagen is te kort voor een beslissing in maart.",
        },
        "acts": [],
        "links": [
            {"label": "Vul de behoefte aan", "path": f"/tenders/{TENDER['id']}/draft"},
        ],
        "amounts": [],
        "own": [],
        "limit": None,
        "bids": {"sealed": False, "opens": None, "count": None, "path": None},
        "documents": [],
    },
)
