"""From proposal to conclusion, and the award as a bidder sees it."""

from datetime import date
from decimal import Decimal
from typing import Any

from api.forms import Form
from contracts.rules import deadlines
from contracts.rules.deadlines import Term
from contracts.rules.editions import Confidence
from tests.pages.gallery.sample import HASH, NOW, TENDER, Page, act, at, euro


def award(stage: str, reached: int) -> dict[str, Any]:
    return {"stage": stage, "reached": reached}


WINNER = {
    "name": "Uilenspoor Security bv",
    "total": "78,45",
    "price": euro("91250.00"),
    "vat_rate": Decimal(21),
    "including": euro("110412.50"),
}
_CRITERIA = [
    {"name": "Prijs", "weight": "40", "tone": "price"},
    {"name": "Plan van aanpak", "weight": "35,5", "tone": "1"},
    {"name": "Deskundigheid van de testers", "weight": "24,5", "tone": "2"},
]


def _parts(*widths: float) -> list[dict[str, Any]]:
    parts, x = [], 0.0
    for width, tone in zip(widths, ("price", "1", "2"), strict=True):
        parts.append({"x": x, "width": width, "tone": tone})
        x += width + 3
    return parts


_ROWS: list[dict[str, Any]] = [
    {
        "rank": rank,
        "name": name,
        "total": total,
        "lag": lag,
        "price": euro(price),
        "parts": _parts(*widths),
        "lead": rank == 1,
    }
    for rank, name, total, lag, price, widths in (
        (1, "Uilenspoor Security bv", "78,45", None, "91250.00", (352, 248, 184)),
        (2, "Kade Zeven Software bv", "71,20", "7,25", "80300.00", (400, 177, 135)),
        (3, "Meerstroom Digitaal nv", "64,02", "14,43", "104800.00", (306, 195, 139)),
    )
]
_OTHERS: list[dict[str, Any]] = [
    {
        "bid": f"01939d2c-2222-7000-8000-00000000000{n}",
        "name": row["name"],
        "total": row["total"],
        "price": row["price"],
        "text": (
            f"De gekozen offerte behaalt 78,45 punten, de offerte van {row['name']} "
            f"{row['total']}. Op “Plan van aanpak” behaalt de gekozen offerte 24,85 van 35,5 "
            "punten, tegenover 17,75."
        ),
    }
    for n, row in enumerate(_ROWS[1:], start=1)
]
_BOUND = deadlines.compute(
    Term(
        event="submission_deadline",
        length=90,
        article="RD 18 April 2017 art. 58",
        source="besluit",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    ),
    date(2026, 10, 30),
)
VALIDITY: dict[str, Any] = {
    "until": _BOUND.instant,
    "explanation": _BOUND.explanation,
    "reasons": {},
    "suspended": None,
}
_MOTIVATION = (
    "De offerte van Uilenspoor Security bv behaalt met 78,45 punten de eerste plaats.\n"
    "Het plan van aanpak werkt elke testronde uit met een hertest binnen tien werkdagen en "
    "beschrijft hoe gegevens van burgers worden afgeschermd."
)

_PROPOSAL: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "tender": TENDER,
    "winner": WINNER,
    "bidders": 3,
    "rows": _ROWS,
    "criteria": _CRITERIA,
    "others": _OTHERS,
    "motivation": _MOTIVATION,
    "validity": VALIDITY,
    "estimate": euro("96000.00"),
    "version": 2,
    "saved": {"at": at(0, 8), "who": "Bram Zandhoeve"},
    "form": Form(
        typed={"motivation": _MOTIVATION} | {f"advantage-{o['bid']}": o["text"] for o in _OTHERS}
    ),
    "propose": act("propose", "Voorleggen"),
    "ready": True,
    "editable": True,
    "returned": None,
    "proposed": None,
}

PROPOSAL = Page(
    "award_proposal.html",
    f"/tenders/{TENDER['id']}/award",
    {
        **_PROPOSAL,
        "award": award("proposing", 1),
        "returned": {
            "who": "Koenraad Zilverboom",
            "at": at(-1),
            "reason": "Het voorstel vermeldt de jaarlijkse kost na de eerste ronde niet.",
        },
    },
)

PROPOSAL_REFUSED = Page(
    "award_proposal.html",
    f"/tenders/{TENDER['id']}/award",
    {
        **_PROPOSAL,
        "award": award("proposing", 1),
        "form": Form(
            typed={"motivation": ""},
            errors={"motivation": "Hier is tekst nodig. Vul het veld in en verstuur opnieuw."},
        ),
    },
)

PROPOSAL_READ = Page(
    "award_proposal.html",
    f"/tenders/{TENDER['id']}/award",
    {
        **_PROPOSAL,
        "award": award("visum", 2),
        "editable": False,
        "proposed": {"who": "Bram Zandhoeve", "at": at(-1)},
        "propose": act("propose", "Voorleggen", refusal="Dit kan niet in deze stap."),
    },
)

_CHECKS = [
    {
        "state": state,
        "name": name,
        "text": text,
        "path": path,
    }
    for state, name, text, path in (
        (
            "ok",
            "Het voorstel volgt de rangschikking",
            "Eerste plaats met 78,45 punten.",
            "/tenders/1/ranking",
        ),
        (
            "warn",
            "Het bedrag blijft binnen de raming",
            "€\xa04.750,00 boven de raming van €\xa086.500,00 excl. btw.",
            None,
        ),
        ("ok", "Het krediet is aangeduid", "Budgetsleutel 2026/0119-00/6140000.", None),
        ("ok", "De offerte bindt nog", "Tot vrijdag 12 februari 2027, 24.00 uur.", None),
    )
]

_VISUM: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "tender": TENDER,
    "award": award("visum", 2),
    "winner": WINNER,
    "budget_line": "2026/0119-00/6140000",
    "estimate": euro("86500.00"),
    "checks": _CHECKS,
    "advice": {"who": "Koenraad Zilverboom", "at": at(-48)},
    "spread": [
        {
            "title": "Eerste ronde testen",
            "when": "gepland 90 dagen na de sluiting",
            "share": "60\xa0%",
            "amount": euro("66247.50"),
        },
        {
            "title": "Eindverslag",
            "when": "gepland 180 dagen na de sluiting",
            "share": "40\xa0%",
            "amount": euro("44165.00"),
        },
    ],
    "form": Form(typed={"date": "24/11/2026", "amount": "110.412,50"}),
    "version": 0,
    "saved": None,
    "grant": act("grant", "Visum verlenen"),
    "refuse": act("refuse", "Visum weigeren"),
    "ready": True,
    "refusing": False,
    "editable": True,
    "visum": None,
    "refused": None,
}

VISUM = Page("visum.html", f"/tenders/{TENDER['id']}/visum", _VISUM)

VISUM_REFUSED = Page(
    "visum.html",
    f"/tenders/{TENDER['id']}/visum",
    {
        **_VISUM,
        "form": Form(
            typed={"number": "2026-V-0412", "date": "24/11/2026", "amount": "91.250,00"},
            errors={
                "amount": "Het visum dekt €\xa091.250,00. Het gunningsbedrag is €\xa0110.412,50. "
                "Vraag een aangepast visum."
            },
        ),
    },
)

_GIVEN = {
    "number": "2026-V-0412",
    "date": date(2026, 11, 20),
    "amount": euro("110412.50"),
    "remark": "",
    "who": "Koenraad Zilverboom",
    "at": at(-4),
}

VISUM_GIVEN = Page(
    "visum.html",
    f"/tenders/{TENDER['id']}/visum",
    {**_VISUM, "award": award("deciding", 3), "editable": False, "visum": _GIVEN},
)

_DECISION: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "tender": TENDER,
    "award": award("deciding", 3),
    "winner": WINNER,
    "rows": _ROWS,
    "criteria": _CRITERIA,
    "others": _OTHERS,
    "motivation": _MOTIVATION,
    "validity": VALIDITY,
    "reasons": [
        "Eerste van 3 offertes met 78,45 punten; de tweede, Kade Zeven Software bv, heeft er "
        "71,20.",
        "Grootste voorsprong op “Plan van aanpak”: 24,85 van 35,5 punten, tegenover 17,75.",
        "Niet de laagste prijs: Kade Zeven Software bv vraagt €\xa010.950,00 minder, maar behaalt "
        "7,25 punten minder.",
        "€\xa04.750,00 onder de raming van €\xa096.000,00 excl. btw.",
        "Visum 2026-V-0412 van vrijdag 20 november 2026 dekt €\xa0110.412,50 incl. btw.",
    ],
    "money": [
        {"name": "Raming excl. btw", "value": "€\xa096.000,00", "note": None},
        {"name": "Visum incl. btw", "value": "€\xa0110.412,50", "note": "2026-V-0412"},
        {
            "name": "Gunning excl. btw",
            "value": "€\xa091.250,00",
            "note": "€\xa0110.412,50 incl. 21\xa0% btw",
        },
    ],
    "chain": [
        {
            "title": title,
            "who": who,
            "role": None,
            "at": at(-day),
            "state": "done",
            "path": path,
        }
        for title, who, day, path in (
            ("Juridisch nazicht", "Ilse Duinmeers", 50, "/tenders/1/approval"),
            ("Kredietadvies", "Koenraad Zilverboom", 48, "/tenders/1/approval"),
            ("Beoordeling en rangschikking", "Griet Wilgendam", 8, "/tenders/1/ranking"),
            ("Gunningsvoorstel", "Bram Zandhoeve", 6, "/tenders/1/award"),
            ("Visum", "Koenraad Zilverboom", 4, "/tenders/1/visum"),
        )
    ]
    + [
        {
            "title": "Beslissing",
            "who": "Wouter Kasteelberg",
            "role": None,
            "at": None,
            "state": "now",
            "path": None,
        }
    ],
    "papers": [
        {
            "name": "Proces-verbaal van opening",
            "path": "/documents/2",
            "kind": "PDF",
            "note": None,
            "size": 182_000,
            "sha256": HASH,
            "signing": None,
        }
    ],
    "form": Form(typed={"amount": "91.250,00"}),
    "version": 0,
    "register": act("register", "Registreer besluit"),
    "ready": True,
    "editable": True,
    "bundle": "/api/v1/tenders/1/evaluations/1/bundle",
    "report": {
        "name": "Verslag van nazicht",
        "path": "/documents/1",
        "kind": "PDF",
        "note": "opgemaakt do 29/10/2026, 16.20",
        "size": 148_902,
        "sha256": "7c" * 32,
        "signing": None,
    },
    "decision": None,
}

DECISION = Page("decision.html", f"/tenders/{TENDER['id']}/decision", _DECISION)

DECISION_REFUSED = Page(
    "decision.html",
    f"/tenders/{TENDER['id']}/decision",
    {
        **_DECISION,
        "editable": False,
        "register": act(
            "register",
            "Registreer besluit",
            refusal="U diende het gunningsvoorstel in en kunt er daarom niet zelf over beslissen. "
            "Vraag een collega.",
            who="algemeen directeur",
        ),
    },
)

PAGES = {
    "award-proposal": PROPOSAL,
    "award-proposal-refused": PROPOSAL_REFUSED,
    "award-proposal-read": PROPOSAL_READ,
    "visum": VISUM,
    "visum-refused": VISUM_REFUSED,
    "visum-given": VISUM_GIVEN,
    "decision": DECISION,
    "decision-refused": DECISION_REFUSED,
}
