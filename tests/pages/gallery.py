"""Every page template with an invented context: what the pages are looked at and measured with.

The people, places and figures are those of the demo; nothing here reads a store.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from api import frame
from api.forms import Act, Form
from api.frame import Frame
from contracts.actors import Role
from contracts.base import Money
from contracts.rules.deadlines import Because, Direction, Explanation, Shift, Unit
from contracts.rules.editions import Basis, Confidence

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
ROLES = (Role.FILE_MANAGER, Role.OPENING_OFFICER)
TENDER = {
    "id": "01939d2c-0000-7000-8000-000000000031",
    "reference": "SB-2026-052",
    "title": "Penetratietesten en beveiligingsaudit 2027",
    "procedure": "Openbare procedure",
    "category": "Diensten",
    "manager": "Bram Zandhoeve",
}
HASH = "9c1e47ab03d2f5e86b701c94aa3f58d1e0274bc691f80d3e72a5c4b9166f8ed0"


@dataclass(frozen=True)
class Page:
    """One page of the gallery: which template, at which address, with what."""

    template: str
    path: str
    context: Mapping[str, Any]
    signed_in: bool = True


def the_frame(page: Page) -> Frame:
    """The frame around a page of the gallery."""
    if not page.signed_in:
        return Frame(organisation="Stad Scheldeburg", demo_now=NOW, form_token="token")
    return Frame(
        organisation="Stad Scheldeburg",
        person="Bram Zandhoeve",
        roles=ROLES,
        menu=frame.menu(frozenset(ROLES), 2),
        demo_now=NOW,
        form_token="token",
    )


def _at(days: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, 24, hour - 1, 0, tzinfo=UTC) + timedelta(days=days)


def _euro(amount: str) -> Money:
    return Money(amount=Decimal(amount))


def _act(name: str, label: str, refusal: str | None = None, who: str | None = None) -> Act:
    return Act(
        name=name,
        label=label,
        path=f"/tenders/{TENDER['id']}/{name}",
        command_id="01939d2c-1111-7000-8000-000000000001",
        happens=(
            "De aankondiging wordt verzonden naar het Bulletin der Aanbestedingen.",
            "De termijn voor de offertes begint te lopen bij de verzending.",
        ),
        told=("Ilse Duinmeers", "Koenraad Zilverboom", "Noor Vandekreek"),
        final=("De criteria en hun wegingen liggen vast.",),
        refusal=refusal,
        who=who,
    )


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


def _task(title: str, due: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "path": f"/tenders/{TENDER['id']}",
        "reference": TENDER["reference"],
        "subject": TENDER["title"],
        "due": due,
        "legal": False,
        "rule": None,
        "asker": None,
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
                    _task("Werk het ontwerp af na de opmerkingen van de jurist", _at(-4)),
                    _task("Stel de beoordelingscommissie aan", _at(-3), asker="Noor Vandekreek"),
                ],
            },
            {
                "name": "today",
                "tasks": [_task("Bevestig uw deel van de opening", _at(0, 16), size="± 10 min")],
            },
            {
                "name": "legal",
                "tasks": [
                    _task(
                        "Verstuur de gunningsbrieven",
                        _at(2),
                        legal=True,
                        rule="Verbintenistermijn, 90 dagen",
                        asker="Wouter Kasteelberg",
                    )
                ],
            },
            {
                "name": "later",
                "tasks": [
                    _task("Sluit de opdracht", _at(9), asker="Kade Zeven Software bv"),
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
                "since": _at(-4),
                "due": _at(1),
            },
            {
                "title": "Bevestig de levering van mijlpaal 3",
                "path": "/contracts/1",
                "reference": "SB-2025-009",
                "subject": "Integratieplatform en koppelingen",
                "who": "Waterkering Data nv",
                "since": _at(-17),
                "due": _at(-1),
            },
        ],
        "done": [
            {
                "at": _at(0, 8),
                "title": "Leg het ontwerp voor ter goedkeuring",
                "path": "/tenders/1",
                "reference": TENDER["reference"],
            }
        ],
        "dates": [
            {"due": _at(1), "what": "Einde wachttermijn", "path": "/", "reference": "SB-2026-018"},
            {
                "due": _at(3),
                "what": "Uiterste datum voor de offertes",
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
        "next_date": {"due": _at(8), "what": "Uiterste datum voor de offertes SB-2026-044"},
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
                "since": _at(-4) if turn else None,
                "due": due,
                "due_what": what,
                "estimate": _euro(amount),
            }
            for reference, title, stage, turn, due, what, amount in (
                (
                    "SB-2026-031",
                    "Zaaksysteem omgevingsvergunningen",
                    "evaluating",
                    "Griet Wilgendam",
                    _at(0, 14),
                    "Consensus",
                    "1450000.00",
                ),
                (
                    "SB-2026-044",
                    "Aanmeldzuilen en volgnummersysteem stadsloketten",
                    "published",
                    None,
                    _at(3),
                    "Uiterste datum voor de offertes",
                    "185000.00",
                ),
                (
                    "SB-2026-018",
                    "Netwerkswitches",
                    "standstill",
                    "Bram Zandhoeve",
                    _at(1),
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


_DOSSIER: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "returned": None,
    "lots": [{"title": "Penetratietesten", "value": _euro("96000.00")}],
    "items": [
        {"description": "Penetratietest van een toepassing", "cpv": "72810000-1", "quantity": "12"},
        {"description": "Jaarlijkse beveiligingsaudit", "cpv": "72810000-1", "quantity": "1"},
    ],
    "criteria": [
        {"name": "Prijs", "weight": Decimal(40), "how": "laagste prijs / prijs × 40"},
        {"name": "Plan van aanpak", "weight": Decimal("35.5"), "how": "score van 0 tot 10"},
        {"name": "Deskundigheid van de testers", "weight": Decimal("24.5"), "how": "score 0–10"},
    ],
    "turns": [
        {
            "who": "Bram Zandhoeve",
            "role": "dossierbeheerder",
            "what": "Sluit de opdracht",
            "due": _at(9),
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
            "due": _at(3),
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
        },
        {
            "name": "Proces-verbaal van opening",
            "path": "/documents/2",
            "kind": "PDF",
            "note": None,
            "size": 1_912_000,
            "sha256": HASH,
        },
    ],
    "history": [
        {
            "at": _at(-12),
            "who": "Wouter Kasteelberg",
            "text": "registreerde de gunningsbeslissing",
            "mark": "4f1c…e2",
        },
        {"at": _at(-13), "who": None, "text": "De gunningsbrieven zijn verzonden", "mark": None},
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
            _act(
                "conclude",
                "Sluit de opdracht",
                refusal=(
                    "De wachttermijn loopt tot maandag 30 november 2026, 24.00 uur. De opdracht "
                    "kan gesloten worden vanaf dinsdag 1 december 2026."
                ),
                who="Bram Zandhoeve, vanaf 1 december",
            ),
            _act("proof", "Voeg bewijs toe"),
        ],
        "limit": {
            "title": "Einde van de wachttermijn",
            "due": datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
            "explanation": _standstill(),
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
        "limit": {
            "title": "Uiterste datum en uur voor de offertes",
            "due": _at(2, 10),
            "explanation": None,
            "text": None,
        },
        "bids": {"sealed": True, "opens": _at(2, 10), "count": None, "path": None},
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
            "at": _at(-1),
            "reason": "De verbintenistermijn van 60 dagen is te kort voor een beslissing in maart.",
        },
        "acts": [_act("submit", "Voorleggen"), _act("draft", "Ontwerp bewerken")],
        "amounts": [],
        "limit": None,
        "bids": {"sealed": False, "opens": None, "count": None, "path": None},
        "documents": [],
    },
)

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
    "criteria-0-formula": "P1/1",
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

_DRAFT: dict[str, Any] = {
    "tender": {**TENDER, "stage": "preparing"},
    "version": 4,
    "saved": {"at": _at(0, 9), "who": "Bram Zandhoeve"},
    "locked": None,
    "form": Form(typed=_TYPED),
    "rows": {"lots": 1, "items": 1, "criteria": 2, "milestones": 1},
    "options": {
        "categories": [
            {"value": "goods", "name": "Leveringen"},
            {"value": "services", "name": "Diensten"},
        ],
        "procedures": [{"value": "open", "name": "Openbare procedure"}],
        "formulas": [{"value": "P1/1", "name": "laagste prijs / prijs × punten"}],
        "kinds": [
            {"value": "price", "name": "Prijs, met een formule"},
            {"value": "quality", "name": "Kwaliteit, met een score"},
        ],
        "people": _PEOPLE,
    },
    "weights": {"sum": Decimal(99), "target": Decimal(100), "balanced": False},
    "shares": {"sum": Decimal(100), "target": Decimal(100), "balanced": True},
    "missing": [
        {"field": "criteria", "text": "De wegingen tellen op tot 99 en moeten 100 zijn."},
        {"field": "evaluators-0", "text": "Ten minste drie beoordelaars"},
    ],
    "submit": _act(
        "submit",
        "Voorleggen",
        refusal="Er ontbreken nog 2 onderdelen. Vul ze in voor u voorlegt.",
    ),
    "source": {
        "name": "Contracts Finder, ocds-r6ebe6-0000580017",
        "licence": "Open Government Licence v3",
        "note": "Het bedrag is overgenomen als euro.",
    },
    "notice": None,
    "conflict": None,
}

DRAFT = Page("draft.html", f"/tenders/{TENDER['id']}/draft", _DRAFT)

DRAFT_REFUSED = Page(
    "draft.html",
    f"/tenders/{TENDER['id']}/draft",
    {
        **_DRAFT,
        "conflict": {"who": "Noor Vandekreek", "at": _at(0, 9), "path": "/tenders/1/compare"},
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
        "missing": [],
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
        "draft_path": f"/tenders/{TENDER['id']}/draft",
        "chain": [
            {
                "step": "prepare",
                "who": "Bram Zandhoeve",
                "role": "dossierbeheerder",
                "state": "done",
                "at": _at(-4),
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
                "at": _at(-2),
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
                "since": _at(-4),
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
            {"act": _act("approve", "Goedkeuren"), "reason": False, "kind": ""},
            {"act": _act("return", "Terugsturen"), "reason": True, "kind": "2"},
        ],
    },
)

SIGN_IN = Page(
    "sign_in.html",
    "/sign-in",
    {"form": Form(), "problem": None, "next": "/nl/", "people": []},
    signed_in=False,
)

SIGN_IN_DEMO = Page(
    "sign_in.html",
    "/sign-in",
    {
        "form": Form(typed={"email": "bram@scheldeburg.example"}),
        "problem": "E-mailadres en wachtwoord passen niet bij elkaar.",
        "next": "/nl/",
        "people": [
            {"name": name, "role": role, "organisation": "Stad Scheldeburg", "path": "/sign-in/x"}
            for name, role in (
                ("Noor Vandekreek", "role.project_manager"),
                ("Bram Zandhoeve", "role.file_manager"),
                ("Ilse Duinmeers", "role.jurist"),
                ("Koenraad Zilverboom", "role.finance_director"),
                ("Griet Wilgendam", "role.committee_chair"),
            )
        ],
    },
    signed_in=False,
)

ERROR = Page(
    "error.html",
    "/tenders",
    {
        "title": "Dit kan nu niet",
        "sentence": "Het systeem is even niet bereikbaar voor deze stap. Uw gegevens staan veilig.",
        "mark": "7F3K-22A1",
        "back": "/tenders",
    },
)

NOT_FOUND = Page("not_found.html", "/nowhere", {})

PAGES: Mapping[str, Page] = {
    "worklist": WORKLIST,
    "worklist-empty": NOTHING,
    "tenders": TENDERS,
    "tender-standstill": TENDER_STANDSTILL,
    "tender-published": TENDER_PUBLISHED,
    "tender-draft": TENDER_DRAFT,
    "draft": DRAFT,
    "draft-refused": DRAFT_REFUSED,
    "draft-locked": DRAFT_LOCKED,
    "approval": APPROVAL,
    "sign-in": SIGN_IN,
    "sign-in-demo": SIGN_IN_DEMO,
    "error": ERROR,
    "not-found": NOT_FOUND,
}
