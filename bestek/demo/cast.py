"""The people of the demonstration: a fictional city, and the suppliers that bid. All invented."""

from dataclasses import dataclass

from contracts.actors import Role
from contracts.base import Language
from contracts.people import OrganisationCard, OrganisationKind, Person
from infra import ids
from infra.store import accounts, clock, people
from infra.store.engine import Connection

NAMESPACE = "7c0f1f5e-0d0b-5b5e-9a5a-1e5f0a2b3c4d"
"""Under it the ids of the cast are derived from names: every demo has the same people."""

CITY = OrganisationCard(
    id=ids.derived(NAMESPACE, "Stad Scheldeburg"),
    kind=OrganisationKind.BUYER,
    name="Stad Scheldeburg",
    enterprise_number="0999.067.831",
    address="Grote Markt 1\n9999 Scheldeburg",
    seat="Scheldeburg",
    email="aankoop@scheldeburg.example",
    prefix="SB",
)

DDI = "Digitale Dienstverlening en ICT"
PURCHASING = "Aankoop en Logistiek"


@dataclass(frozen=True)
class Member:
    """Somebody of the cast, with what they may do and how the demo signs them in."""

    person: Person
    roles: tuple[Role, ...]

    @property
    def token(self) -> str:
        """The token of the demo's sign-in link: known, because a demo hides nothing."""
        return ids.derived(NAMESPACE, f"link/{self.person.id}")


def _member(
    organisation: OrganisationCard,
    name: str,
    function: str,
    department: str,
    *roles: Role,
    language: Language = Language.NL,
) -> Member:
    address = name.lower().replace(" ", ".")
    domain = organisation.email.split("@")[1]
    person = Person(
        id=ids.derived(NAMESPACE, name),
        organisation=organisation.id,
        name=name,
        function=function,
        department=department,
        email=f"{address}@{domain}",
        language=language,
        phone="+32 9 999 01 00",
    )
    return Member(person, roles)


NOOR = _member(CITY, "Noor Vandekreek", "projectleider", DDI, Role.PROJECT_MANAGER)
BRAM = _member(
    CITY,
    "Bram Zandhoeve",
    "dossierbeheerder",
    PURCHASING,
    Role.FILE_MANAGER,
    Role.OPENING_OFFICER,
)
LIEVE = _member(
    CITY, "Lieve Korendreef", "openingsverantwoordelijke", PURCHASING, Role.OPENING_OFFICER
)
ILSE = _member(CITY, "Ilse Duinmeers", "jurist", "Juridische Zaken", Role.JURIST)
KOENRAAD = _member(
    CITY, "Koenraad Zilverboom", "financieel directeur", "Financiën", Role.FINANCE_DIRECTOR
)
WOUTER = _member(
    CITY,
    "Wouter Kasteelberg",
    "algemeen directeur",
    "Algemene directie",
    Role.DIRECTOR_GENERAL,
)
GRIET = _member(
    CITY, "Griet Wilgendam", "voorzitter beoordelingscommissie", DDI, Role.COMMITTEE_CHAIR
)
TINE = _member(CITY, "Tine Ravelkamp", "systeembeheerder", DDI, Role.EVALUATOR)
YASSIN = _member(CITY, "Yassin Oosterwind", "infrastructuurarchitect", DDI, Role.EVALUATOR)
DIRK = _member(CITY, "Dirk Meersdonk", "leidend ambtenaar", DDI, Role.CONTRACT_MANAGER)
FATIMA = _member(
    CITY,
    "Fatima Bosvelden",
    "diensthoofd",
    "Burgerzaken en Onthaal",
    Role.ACCEPTANCE_MEMBER,
)
STIJN = _member(
    CITY, "Stijn Polderaar", "technisch beheerder", "Informatieveiligheid", Role.ACCEPTANCE_MEMBER
)
ELS = _member(CITY, "Els Waterschans", "auditor", "Interne audit", Role.AUDITOR)
JORIS = _member(CITY, "Joris Kabelaar", "beheerder", DDI, Role.ADMINISTRATOR)

OFFICIALS = (
    NOOR,
    BRAM,
    LIEVE,
    ILSE,
    KOENRAAD,
    WOUTER,
    GRIET,
    TINE,
    YASSIN,
    DIRK,
    FATIMA,
    STIJN,
    ELS,
    JORIS,
)


def _supplier(name: str, number: str | None, street: str, seat: str, mail: str) -> OrganisationCard:
    return OrganisationCard(
        id=ids.derived(NAMESPACE, name),
        kind=OrganisationKind.SUPPLIER,
        name=name,
        enterprise_number=number,
        address=f"{street}\n{seat}",
        seat=seat.split(" ", 1)[1],
        email=f"offertes@{mail}",
    )


KADE_ZEVEN = _supplier(
    "Kade Zeven Software bv", "0999.001.218", "Kade 7", "9999 Scheldeburg", "kadezeven.example"
)
ZILVERDIJK = _supplier(
    "Zilverdijk Informatica nv",
    "0999.012.304",
    "Zilverdijk 12",
    "9998 Dijkegem",
    "zilverdijk.example",
)
MEERSTROOM = _supplier(
    "Meerstroom Digitaal bv",
    "0999.023.487",
    "Sluislaan 3",
    "9997 Meerle-aan-Zee",
    "meerstroom.example",
)
LINDEKREEK = _supplier(
    "Lindekreek IT bv", "0999.034.573", "Lindestraat 44", "9996 Kreekdonk", "lindekreek.example"
)

BRUGWACHTER = _supplier(
    "Brugwachter Systemen nv",
    "0999.045.659",
    "Brugstraat 5",
    "9995 Brugge-over",
    "brugwachter.example",
)

KATRIEN = _member(KADE_ZEVEN, "Katrien Bovendijk", "zaakvoerder", "Directie", Role.SUPPLIER)
SANDER = _member(ZILVERDIJK, "Sander Veldtoren", "bestuurder", "Directie", Role.SUPPLIER)
CLAIRE = _member(
    MEERSTROOM,
    "Claire Montrivière",
    "administratrice",
    "Direction",
    Role.SUPPLIER,
    language=Language.FR,
)
JONAS = _member(LINDEKREEK, "Jonas Heidebos", "accountmanager", "Verkoop", Role.SUPPLIER)

LOTTE = _member(BRUGWACHTER, "Lotte Sluiswachter", "verkoopdirecteur", "Verkoop", Role.SUPPLIER)

SUPPLIERS = (KADE_ZEVEN, ZILVERDIJK, MEERSTROOM, LINDEKREEK, BRUGWACHTER)
BIDDERS = (KATRIEN, SANDER, CLAIRE, JONAS, LOTTE)


def seed(connection: Connection) -> None:
    """Register the cast and its sign-in links; a repeat changes nothing."""
    for card in (CITY, *SUPPLIERS):
        people.add_organisation(connection, card)
    expires_at = clock.wall(connection) + accounts.DEMO_LINK
    for member in (*OFFICIALS, *BIDDERS):
        people.add_person(connection, member.person, member.roles)
        accounts.renew_link(connection, member.token, member.person.id, expires_at)
