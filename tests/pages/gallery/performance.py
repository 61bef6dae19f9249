"""The contract: on one page, its milestones, what is delivered."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from api.drawings import gantt, steps
from api.forms import Form
from contracts.contracting.process import Deliverable, DeliveryNote, Evidence
from contracts.rules import deadlines
from contracts.rules.deadlines import Term
from contracts.rules.editions import Confidence
from tests.pages.gallery.sample import NOW, TENDER, Page, act, euro

CONTRACT: dict[str, Any] = {
    "id": "01939d2c-3333-7000-8000-000000000001",
    "tender": TENDER["id"],
    "reference": "SB-2026-031",
    "title": "Netwerkvernieuwing in 14 gebouwen",
    "stage": "running",
    "meta": [
        "Opdrachtnemer: Octaveer nv",
        "Gesloten op maandag 2 maart 2026",
        "Leidend ambtenaar: Dirk Meersdonk",
    ],
}
MILESTONE: dict[str, Any] = {
    "id": "01939d2c-4444-7000-8000-000000000004",
    "code": "M4",
    "title": "Uitrol scholen en sportcentra",
    "due": date(2026, 11, 20),
    "value": euro("112700.00"),
    "final": False,
}
CRITERIA = [
    "Dekking van ten minste −67 dBm in elk lokaal",
    "Overschakeling binnen 3 seconden bij uitval",
    "Installatieplannen zoals uitgevoerd",
]
VERIFIED = deadlines.compute(
    Term(
        event="delivery_confirmed",
        length=30,
        article="RD 14 January 2013 art. 120",
        source="kb",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    ),
    date(2026, 11, 18),
)
NOTE = DeliveryNote(
    milestone=MILESTONE["id"],
    signatory="Hanne Octaveer",
    deliverables=(
        Deliverable(name="Switches en toegangspunten", version="187 stuks"),
        Deliverable(name="Meetverslag draadloze dekking", version="1.2"),
    ),
    evidence=(
        Evidence(criterion=CRITERIA[0], text="Meetverslag: 412 van 412 lokalen voldoen."),
        Evidence(criterion=CRITERIA[1], text="Test op 17/11 in 3 gebouwen: 1,4 tot 2,1 seconden."),
        Evidence(criterion=CRITERIA[2]),
    ),
    remarks="De plannen van sporthal Elzenbos volgen op 24 november.",
)
TODAY = date(2026, 11, 24)

CONTRACTS = Page(
    "contracts.html",
    "/contracts",
    {
        "now": NOW,
        "notice": None,
        "rows": [
            {
                "path": "/contracts/1",
                "reference": reference,
                "title": title,
                "party": party,
                "stage": stage,
                "concluded": concluded,
                "accepted": accepted,
                "milestones": count,
                "due": due,
                "late": late,
            }
            for reference, title, party, stage, concluded, accepted, count, due, late in (
                (
                    "SB-2026-031",
                    CONTRACT["title"],
                    "Octaveer nv",
                    "running",
                    date(2026, 3, 2),
                    3,
                    6,
                    date(2027, 1, 29),
                    False,
                ),
                (
                    "SB-2025-009",
                    "Integratieplatform en koppelingen",
                    "Waterkering Data nv",
                    "running",
                    date(2025, 9, 15),
                    2,
                    4,
                    date(2026, 11, 6),
                    True,
                ),
                (
                    "SB-2024-077",
                    "Aanmeldzuilen",
                    "Zilverdijk nv",
                    "completed",
                    date(2024, 11, 4),
                    3,
                    3,
                    None,
                    False,
                ),
            )
        ],
    },
)
NO_CONTRACTS = Page("contracts.html", "/contracts", {"now": NOW, "notice": None, "rows": []})

LINES = [
    gantt.Line(
        code="M1",
        title="Ontwerp en plaatsbeschrijving",
        begins=date(2026, 3, 2),
        due=date(2026, 4, 24),
        delivered=date(2026, 4, 22),
        accepted=date(2026, 5, 6),
    ),
    gantt.Line(
        code="M2",
        title="Levering van actieve apparatuur",
        begins=date(2026, 4, 25),
        due=date(2026, 6, 12),
        delivered=date(2026, 6, 19),
        accepted=date(2026, 7, 3),
        note="7 dagen te laat",
        late=True,
    ),
    gantt.Line(
        code="M3",
        title="Uitrol stadhuis en bibliotheek",
        begins=date(2026, 6, 13),
        due=date(2026, 9, 11),
        delivered=date(2026, 9, 10),
        accepted=date(2026, 10, 2),
    ),
    gantt.Line(
        code="M4",
        title="Uitrol scholen en sportcentra",
        begins=date(2026, 9, 12),
        due=date(2026, 11, 20),
        delivered=date(2026, 11, 18),
        judged_by=date(2026, 12, 18),
        note="nazicht uiterlijk vr 18/12/2026",
    ),
    gantt.Line(
        code="M5",
        title="Wifi op buitenlocaties",
        begins=date(2026, 11, 21),
        due=date(2027, 1, 29),
    ),
    gantt.Line(
        code="M6",
        title="Kennisoverdracht en documentatie van het hele netwerk",
        begins=date(2027, 1, 30),
        due=date(2027, 3, 12),
    ),
]
_STANDINGS = (
    ("ok", "Aanvaard"),
    ("ok", "Aanvaard"),
    ("ok", "Aanvaard"),
    ("now", "In nazicht"),
    ("idle", "Gepland"),
    ("idle", "Gepland"),
)
_SLIPS = ("2 dagen vroeger", "7 dagen te laat", "1 dag vroeger", "2 dagen vroeger", None, None)
_VALUES = ("38900.00", "168400.00", "96500.00", "112700.00", "41250.00", "28500.00")
_ROWS = [
    {
        "code": line.code,
        "title": line.title,
        "path": "/contracts/1/milestones/1",
        "due": line.due,
        "forecast": line.due,
        "delivered": line.delivered,
        "slip": slip,
        "late": line.late,
        "accepted": line.accepted,
        "accept_by": line.judged_by,
        "standing": {"tone": tone, "word": word},
        "value": euro(value),
        "certificate": "/documents/1" if line.accepted else None,
    }
    for line, (tone, word), slip, value in zip(LINES, _STANDINGS, _SLIPS, _VALUES, strict=True)
]

MILESTONES = Page(
    "milestones.html",
    f"/contracts/{CONTRACT['id']}/milestones",
    {
        "now": NOW,
        "notice": None,
        "contract": CONTRACT,
        "next": {"title": "Wifi op buitenlocaties", "due": date(2027, 1, 29), "late": False},
        "accepted": 3,
        "count": 6,
        "broad": gantt.draw(LINES, TODAY, gantt.BROAD),
        "narrow": gantt.draw(LINES, TODAY, gantt.NARROW),
        "rows": _ROWS,
        "total": euro("486250.00"),
        "action": {"label": "Teken M4 af", "path": "/acceptances/1/1"},
    },
)

_STEPS = [steps.Step(line.due, Decimal(value)) for line, value in zip(LINES, _VALUES, strict=True)]
_DONE = [
    steps.Step(line.accepted, Decimal(value))
    for line, value in zip(LINES, _VALUES, strict=True)
    if line.accepted
]

ONE_PAGE = Page(
    "contract.html",
    f"/contracts/{CONTRACT['id']}",
    {
        "now": NOW,
        "notice": "De opdracht is gesloten.",
        "contract": CONTRACT,
        "missing": None,
        "verdict": "Octaveer nv levert voor €\xa0486.250,00 excl. btw, in 6 mijlpalen.",
        "figures": [
            {
                "name": "Prijs excl. btw",
                "value": "€\xa0486.250,00",
                "note": "€\xa0588.362,50 incl. 21\xa0% btw",
            },
            {"name": "Looptijd", "value": "36 maanden", "note": "tot en met vr 2/3/2029"},
            {"name": "Aanvaard", "value": "62,5\xa0%", "note": "3 van 6 mijlpalen"},
            {"name": "Aan zet", "value": "Nazicht M4", "note": "tegen vr 18/12/2026"},
        ],
        "parties": [
            {
                "title": title,
                "name": name,
                "lines": ["Dok 7", "9999 Scheldeburg", "0999.123.456", "contact@dok.example"],
            }
            for title, name in (
                ("Opdrachtnemer", "Octaveer nv"),
                ("Aanbestedende overheid", "Stad Scheldeburg"),
            )
        ],
        "calendar": [
            {
                "day": line.due,
                "what": f"Levering {line.code}. {line.title}",
                "rule": "89 dagen na de sluiting",
                "path": "/contracts/1/milestones/1",
                "gone": line.due < TODAY,
            }
            for line in LINES
        ]
        + [
            {
                "day": date(2029, 3, 2),
                "what": "Einde van de looptijd",
                "rule": "36 maanden vanaf de sluiting",
                "path": None,
                "gone": False,
            }
        ],
        "renewal": "Eén verlenging van 12 maanden, te beslissen vóór het einde van de looptijd.",
        "people": [
            {"name": "Leidend ambtenaar", "value": "Dirk Meersdonk"},
            {"name": "Opleveringscommissie", "value": "Fatima Berg, Stijn Dauwe"},
        ],
        "grounds": [
            {"name": "Opdracht", "value": "SB-2026-031"},
            {
                "name": "Besluit",
                "value": "2026/CBS/0211 van ma 9/2/2026, college van burgemeester en schepenen",
            },
            {"name": "Visum", "value": "2026-V-0078 van vr 6/2/2026"},
            {"name": "Regeleditie", "value": "be-2026-01"},
        ],
        "papers": [
            {
                "name": "Kennisgeving van sluiting",
                "path": "/documents/1",
                "kind": "PDF",
                "note": "opgemaakt ma 2/3/2026, 10.05",
                "size": 52_733,
                "sha256": "7c" * 32,
                "signing": None,
            }
        ],
        "payment": [
            {
                "title": f"{line.code}. {line.title}",
                "share": "20\xa0%",
                "value": euro(value),
                "standing": {"tone": tone, "word": word},
            }
            for line, value, (tone, word) in zip(LINES, _VALUES, _STANDINGS, strict=True)
        ],
        "paid": {
            "accepted": euro("303800.00"),
            "verifying": euro("112700.00"),
            "planned": euro("69750.00"),
            "total": euro("486250.00"),
            "shares": ["62,5\xa0%", "23,2\xa0%", "14,3\xa0%"],
        },
        "burn": steps.draw(date(2026, 3, 2), _STEPS, _DONE, Decimal(486250), TODAY),
        "action": {"label": "Teken M4 af", "path": "/acceptances/1/1"},
    },
)

_DELIVERY: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "contract": CONTRACT,
    "milestone": MILESTONE,
    "late": None,
    "criteria": CRITERIA,
    "parts": 3,
    "form": Form(),
    "gap": None,
    "confirm": act("confirm", "Levering bevestigen"),
    "confirming": None,
    "received": None,
}
DELIVERY = Page(
    "delivery.html", f"/contracts/{CONTRACT['id']}/milestones/{MILESTONE['id']}", _DELIVERY
)
_TYPED = {
    "deliverables-0-name": "Switches en toegangspunten",
    "deliverables-0-version": "187 stuks",
    "evidence-0": "Meetverslag: 412 van 412 lokalen voldoen.",
    "signatory": "Hanne Octaveer",
}
DELIVERY_REFUSED = Page(
    "delivery.html",
    f"/contracts/{CONTRACT['id']}/milestones/{MILESTONE['id']}",
    {
        **_DELIVERY,
        "late": "Deze levering is 4 dagen te laat.",
        "gap": "2 van 3 eisen hebben geen bewijs. U kunt indienen, maar vermeld hieronder waarom.",
        "form": Form(
            typed=_TYPED,
            errors={"remarks": "Hier is tekst nodig. Vul het veld in en verstuur opnieuw."},
        ),
    },
)
DELIVERY_CONFIRMING = Page(
    "delivery.html",
    f"/contracts/{CONTRACT['id']}/milestones/{MILESTONE['id']}",
    {
        **_DELIVERY,
        "form": Form(typed=_TYPED),
        "confirming": {
            "signatory": "Hanne Octaveer",
            "deliverables": ["Switches en toegangspunten (187 stuks)"],
            "shown": 2,
            "count": 3,
        },
    },
)
DELIVERY_RECEIVED = Page(
    "delivery.html",
    f"/contracts/{CONTRACT['id']}/milestones/{MILESTONE['id']}",
    {
        **_DELIVERY,
        "received": {
            "at": datetime(2026, 11, 18, 13, 22, 5, tzinfo=UTC),
            "ends": VERIFIED.instant,
            "explanation": VERIFIED.explanation,
            "reasons": {},
            "note": NOTE,
            "acceptance": "/acceptances/1/1",
            "verifying": True,
        },
    },
)

PAGES = {
    "contracts": CONTRACTS,
    "contracts-none": NO_CONTRACTS,
    "contract": ONE_PAGE,
    "milestones": MILESTONES,
    "delivery": DELIVERY,
    "delivery-refused": DELIVERY_REFUSED,
    "delivery-confirming": DELIVERY_CONFIRMING,
    "delivery-received": DELIVERY_RECEIVED,
}
