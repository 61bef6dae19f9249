"""The draft, and the chain that approves it."""

from datetime import date
from decimal import Decimal
from typing import Any

from api.forms import Form
from api.pages.tendering import announcing, choosing
from contracts.base import Money
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Category
from infra import rulebook
from infra.texts.catalogue import Texts
from tests.pages.gallery.sample import NOW, TENDER, Page, act, at

_PEOPLE = [
    {"value": f"person-{n}", "name": name}
    for n, name in enumerate(
        (
            "Bram Zandhoeve",
            "Lieve Korendreef",
            "Griet Wilgendam",
            "Tine Ravelkamp",
            "Dirk Meersdonk",
        )
    )
]

_TYPED = {
    "title": TENDER["title"],
    "description": "Jaarlijkse penetratietesten van de stadstoepassingen en één beveiligingsaudit.",
    "category": "services",
    "procedure": "open",
    "cpv": "72810000-1",
    "places-0": "BE211",
    "estimate": "96.000,00",
    "vat_rate": "21",
    "budget_line": "2026/0119-00/6140000",
    "estimate_method": "Marktconsultatie van mei 2026",
    "lots-0-id": "L1",
    "lots-0-title": "Penetratietesten",
    "lots-0-value": "96.000,00",
    "items-0-id": "I1",
    "items-0-description": "Penetratietest van een toepassing",
    "items-0-cpv": "72810000-1",
    "items-0-quantity": "12",
    "items-0-unit": "test",
    "criteria-0-id": "C1",
    "criteria-0-name": "Prijs",
    "criteria-0-kind": "price",
    "criteria-0-weight": "40",
    "criteria-0-formula": "P6/1",
    "criteria-0-p_ceiling": "1.500.000,00",
    "criteria-1-id": "C2",
    "criteria-1-name": "Plan van aanpak",
    "criteria-1-kind": "quality",
    "criteria-1-weight": "59",
    "criteria-1-scale_max": "10",
    "criteria-1-description": "Aanpak, planning en bescherming van gegevens.",
    "deadline_day": "31/11/2026",
    "deadline_hour": "10.00",
    "validity_days": "180",
    "contract_months": "36",
    "milestones-0-id": "M1",
    "milestones-0-title": "Eerste ronde testen",
    "milestones-0-days_after_start": "90",
    "milestones-0-share": "100",
    "milestones-0-criteria": "Verslag per toepassing\nHertest van kritieke bevindingen",
    "milestones-0-final": "yes",
    "opening_officers-0": "person-0",
    "opening_officers-1": "person-1",
    "chair": "person-2",
}

_FORMULAS = announcing.groups(TenderDraft(), Texts("nl"))
_BEGUN = TenderDraft(category=Category.SERVICES, estimate=Money(amount=Decimal(96000)))

_DRAFT: dict[str, Any] = {
    "tender": {**TENDER, "stage": "preparing"},
    "version": 4,
    "saved": {"at": at(0, 9), "who": "Bram Zandhoeve"},
    "locked": None,
    "form": Form(typed=_TYPED),
    "rows": {
        "lots": 1,
        "items": 1,
        "criteria": 2,
        "milestones": 1,
        "opening_officers": 2,
        "evaluators": 3,
        "acceptance_committee": 2,
        "tie_break": 2,
        "places": 2,
    },
    "offered": choosing.told(_BEGUN, rulebook.edition_for(date(2026, 11, 23)), Texts("nl")),
    "proposals": {
        "bond_percent": "Voorstel van de wet: 5\xa0% (art. 25).",
        "fine_percent": "Voorstel, te bevestigen door de jurist: 0,1\xa0% (art. 154).",
        "fine_ceiling_percent": "De wet van deze opdracht geeft geen voorstel.",
        "payment_days": "Voorstel van de wet: 30 dagen (art. 160).",
        "warranty_months": "Voorstel, te bevestigen door de jurist: 1 jaar (art. 65).",
    },
    "codes": {
        "loaded": ("cpv", "nuts"),
        "means": {"cpv": "Computerauditdiensten", "places-0": "Arr. Antwerpen"},
    },
    "options": {
        "categories": [
            {"value": "goods", "name": "Leveringen"},
            {"value": "services", "name": "Diensten"},
        ],
        "procedures": choosing.procedures(_BEGUN, Texts("nl")),
        "shortened": choosing.shortened(Texts("nl")),
        "formulas": _FORMULAS,
        "explained": announcing.explained(_FORMULAS, Texts("nl")),
        "ties": announcing.steps(TenderDraft(), Texts("nl")),
        "kinds": [
            {"value": "price", "name": "Prijs, met een formule"},
            {"value": "quality", "name": "Kwaliteit, met een score"},
        ],
        "team": {
            "opening_officers": _PEOPLE,
            "chair": _PEOPLE,
            "evaluators": _PEOPLE,
            "contract_manager": _PEOPLE,
            "acceptance_committee": _PEOPLE,
        },
    },
    "state": {
        "weights": {"sum": Decimal(99), "target": Decimal(100), "balanced": False},
        "shares": {"sum": Decimal(100), "target": Decimal(100), "balanced": True},
        "missing": [
            {"field": "criteria-0-weight", "text": "De wegingen tellen op tot 99 en niet 100."},
            {"field": "evaluators-0", "text": "Ten minste drie beoordelaars"},
        ],
    },
    "submit": act("submit", "Voorleggen"),
    "returned": None,
    "problem": None,
    "source": {
        "name": "Contracts Finder, ocds-r6ebe6-0000580017",
        "licence": "Open Government Licence v3",
        "note": "Het bedrag is overgenomen als euro.",
    },
    "notice": None,
    "conflict": None,
}

DRAFT = Page("draft.html", f"/tenders/{TENDER['id']}/draft", _DRAFT)

CODES = Page(
    "codes.html",
    "/codes/cpv",
    {
        "scheme": "cpv",
        "loaded": True,
        "filter": {"text": "audit"},
        "rows": [
            {"code": "72810000-1", "text": "Computerauditdiensten"},
            {"code": "72800000-8", "text": "Uitvoeren van computeraudits en computertests"},
        ],
    },
)

DRAFT_REFUSED = Page(
    "draft.html",
    f"/tenders/{TENDER['id']}/draft",
    {
        **_DRAFT,
        "conflict": {
            "who": "Noor Vandekreek",
            "at": at(0, 9),
            "version": 5,
            "rows": [{"part": "Titel", "before": "Penetratietesten", "after": TENDER["title"]}],
        },
        "form": Form(
            typed=_TYPED,
            errors={
                "criteria": ("De wegingen tellen op tot 99 en moeten 100 zijn. Verschil: 1."),
                "deadline_day": (
                    "“31/11/2026” is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld "
                    "27/11/2026."
                ),
            },
        ),
    },
)

DRAFT_LOCKED = Page(
    "draft.html",
    f"/tenders/{TENDER['id']}/draft",
    {
        **_DRAFT,
        "tender": {**TENDER, "stage": "published"},
        "locked": (
            "De criteria zijn bekendgemaakt en kunnen hier niet meer wijzigen. Vóór de uiterste "
            "datum kan enkel een rechtzettingsbericht met aangepaste termijn."
        ),
    },
)

APPROVAL = Page(
    "approval.html",
    f"/tenders/{TENDER['id']}/approval",
    {
        "tender": {**TENDER, "stage": "approval"},
        "now": NOW,
        "version": 4,
        "notice": None,
        "form": Form(),
        "problem": None,
        "open": None,
        "draft_path": f"/tenders/{TENDER['id']}/draft",
        "chain": [
            {
                "step": "prepare",
                "who": "Bram Zandhoeve",
                "role": "dossierbeheerder",
                "state": "done",
                "at": at(-4),
                "since": None,
                "waited": None,
                "remark": None,
                "version": 4,
            },
            {
                "step": "legal",
                "who": "Ilse Duinmeers",
                "role": "jurist overheidsopdrachten",
                "state": "done",
                "at": at(-2),
                "since": None,
                "waited": None,
                "remark": "Akkoord. De verbintenistermijn is nu 180 dagen.",
                "version": 4,
            },
            {
                "step": "budget",
                "who": "Koenraad Zilverboom",
                "role": "financieel directeur",
                "state": "now",
                "at": None,
                "since": at(-4),
                "waited": 4,
                "remark": None,
                "version": 4,
            },
            {
                "step": "publish",
                "who": None,
                "role": "dossierbeheerder",
                "state": "planned",
                "at": None,
                "since": None,
                "waited": None,
                "remark": None,
                "version": None,
            },
        ],
        "changes": [
            {"part": "Verbintenistermijn", "before": "60 dagen", "after": "180 dagen"},
            {"part": "Weging van plan van aanpak", "before": "30", "after": "35,5"},
        ],
        "summary": [
            {"name": "Raming excl. btw", "value": "€\xa096.000,00"},
            {"name": "Budgetsleutel", "value": "2026/0119-00/6140000"},
            {"name": "Procedure", "value": "Openbare procedure"},
            {"name": "Criteria", "value": "Prijs 40 · Plan van aanpak 35,5 · Deskundigheid 24,5"},
            {"name": "Uiterste datum", "value": "maandag 11 januari 2027, 10.00\xa0uur"},
        ],
        "acts": [
            {"act": act("approve", "Goedkeuren"), "reason": False, "kind": ""},
            {"act": act("return", "Terugsturen"), "reason": True, "kind": "2"},
        ],
    },
)
