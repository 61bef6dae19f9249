"""People, drafts and dossiers for tests, complete enough to pass every check."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from contracts.actors import Role
from contracts.base import Money, content_hash
from contracts.people import OrganisationCard, OrganisationKind, Person
from contracts.tendering.draft import (
    Category,
    Criterion,
    Item,
    Lot,
    MilestonePlan,
    Team,
    TenderDraft,
)
from infra.store import people

START = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
"""Monday 12 January 2026, 9.00 in Brussels: where every test store's time begins."""

DEADLINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def uid(name: str) -> str:
    """A steady id for a name."""
    digits = content_hash(name.encode())
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


CITY = uid("Stad Scheldeburg")

ROLES: dict[str, tuple[Role, ...]] = {
    "Noor": (Role.PROJECT_MANAGER,),
    "Bram": (Role.FILE_MANAGER, Role.OPENING_OFFICER),
    "Lieve": (Role.OPENING_OFFICER,),
    "Ilse": (Role.JURIST,),
    "Koenraad": (Role.FINANCE_DIRECTOR,),
    "Wouter": (Role.DIRECTOR_GENERAL,),
    "Griet": (Role.COMMITTEE_CHAIR,),
    "Tine": (Role.EVALUATOR,),
    "Yassin": (Role.EVALUATOR,),
    "Pieter": (Role.EVALUATOR,),
    "Dirk": (Role.CONTRACT_MANAGER,),
    "Fatima": (Role.ACCEPTANCE_MEMBER,),
    "Stijn": (Role.ACCEPTANCE_MEMBER,),
    "Els": (Role.AUDITOR,),
    "Joris": (Role.ADMINISTRATOR,),
}
SUPPLIERS = ("Kade Zeven", "Zilverdijk", "Meerstroom", "Lindekreek")


def add_cast(connection: Connection) -> None:
    """The city, its people, and four suppliers with one person each."""
    people.add_organisation(
        connection,
        OrganisationCard(
            id=CITY,
            kind=OrganisationKind.BUYER,
            name="Stad Scheldeburg",
            enterprise_number=None,
            address="Kaai 1\n9999 Scheldeburg",
            seat="Scheldeburg",
            email="info@scheldeburg.example",
        ),
    )
    for name, roles in ROLES.items():
        _add_person(connection, name, CITY, roles)
    for name in SUPPLIERS:
        people.add_organisation(
            connection,
            OrganisationCard(
                id=uid(name),
                kind=OrganisationKind.SUPPLIER,
                name=f"{name} nv",
                address="Dok 7\n9999 Scheldeburg",
                seat="Scheldeburg",
                email=f"{uid(name)[:8]}@example.org",
            ),
        )
        _add_person(connection, f"{name} person", uid(name), (Role.SUPPLIER,))


NEIGHBOUR = uid("Gemeente Polderkant")


def add_neighbour(connection: Connection) -> None:
    """Another buyer with a file manager of its own."""
    card = OrganisationCard(
        id=NEIGHBOUR,
        kind=OrganisationKind.BUYER,
        name="Gemeente Polderkant",
        address="Dorp 1\n9998 Polderkant",
        seat="Polderkant",
        email="info@polderkant.example",
    )
    people.add_organisation(connection, card)
    _add_person(connection, "Nele", NEIGHBOUR, (Role.FILE_MANAGER,))


def _add_person(
    connection: Connection, name: str, organisation: str, roles: tuple[Role, ...]
) -> None:
    person = Person(
        id=uid(name),
        organisation=organisation,
        name=name,
        function=roles[0].value,
        department="Digitale Dienstverlening en ICT",
        email=f"{name.replace(' ', '.').lower()}@scheldeburg.example",
    )
    people.add_person(connection, person, roles)


def draft(**changes: Any) -> TenderDraft:
    """A draft that passes every check, with changes."""
    complete = TenderDraft(
        title="Servers en opslag",
        description="Servers, opslag, back-up en uitwijk.",
        category=Category.SERVICES,
        cpv="48800000",
        estimate=Money(amount=Decimal(650000)),
        lots=(Lot(id="1", title="Geheel"),),
        items=(Item(id="1", description="Servers", cpv="48820000", lot="1"),),
        criteria=(
            Criterion(id="K1", name="Technisch", kind="quality", weight=Decimal(75)),
            Criterion(id="K2", name="Prijs", kind="price", weight=Decimal(25), formula="P1/1"),
        ),
        submission_deadline=DEADLINE,
        contract_months=36,
        milestones=(
            MilestonePlan(id="M1", title="Levering", days_after_start=60, share=Decimal(40)),
            MilestonePlan(id="M2", title="Back-up", days_after_start=120, share=Decimal(40)),
            MilestonePlan(
                id="M3", title="Uitwijk", days_after_start=180, share=Decimal(20), final=True
            ),
        ),
        budget_line="2026/ICT/215",
        team=Team(
            opening_officers=(uid("Bram"), uid("Lieve")),
            chair=uid("Griet"),
            evaluators=(uid("Tine"), uid("Yassin")),
            contract_manager=uid("Dirk"),
            acceptance_committee=(uid("Fatima"), uid("Stijn")),
        ),
    )
    return complete.model_copy(update=changes)
