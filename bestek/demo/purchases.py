"""What the demo buys: a real IT purchase, and a published worked example of bid evaluation."""

from datetime import datetime, timedelta
from decimal import Decimal
from importlib import resources

from bestek.demo import cast
from bestek.demo.cast import Member
from bestek.demo.tour import Offer, Purchase, brussels
from contracts.base import Money
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Team
from infra.notices import case_file
from infra.notices.case_file import CaseFile

TEAM = Team(
    opening_officers=(cast.BRAM.person.id, cast.LIEVE.person.id),
    chair=cast.GRIET.person.id,
    evaluators=(cast.TINE.person.id, cast.YASSIN.person.id),
    contract_manager=cast.DIRK.person.id,
    acceptance_committee=(cast.FATIMA.person.id, cast.STIJN.person.id),
)
"""Who does what. The chair scores too: three members."""


class CaseUnreadableError(Exception):
    """A case that ships with the demo cannot be read."""


def _case(name: str) -> tuple[bytes, CaseFile]:
    content = resources.files("bestek.demo").joinpath(f"cases/{name}").read_bytes()
    case = case_file.load(content)
    if not isinstance(case, CaseFile):
        raise CaseUnreadableError(f"{name}: {case.code}")
    return content, case


def _complete(case: CaseFile, deadline: datetime) -> TenderDraft:
    # Validated again, so that it is the very message that the API will read: same bytes, same hash.
    fields = case.draft.model_dump() | {"team": TEAM, "submission_deadline": deadline}
    return TenderDraft.model_validate(fields)


def _offer(
    bidder: Member,
    price: str,
    handed_in: datetime,
    given: dict[str, tuple[int, int, int]],
    agreed: dict[str, Decimal],
    motivation: str,
    irregular: str = "",
) -> Offer:
    return Offer(
        bidder=bidder,
        price=Money(amount=Decimal(price)),
        handed_in=handed_in,
        given={name: tuple(Decimal(each) for each in scores) for name, scores in given.items()},
        agreed=agreed,
        motivation=motivation,
        irregular=irregular,
    )


def servers_and_storage() -> Purchase:
    """Servers, storage, backup and disaster recovery: technical 75, price 25.

    The bids are fictional. Kade Zeven is not the cheapest and wins on its technical answer:
    75 x 90/100 + 25 x 548,200/612,400 = 67.5 + 22.3792... = 89.88.
    """
    content, case = _case("servers-and-storage.toml")
    deadline = brussels(2026, 3, 2, 11)
    technical = "technisch"
    offers = (
        _offer(
            cast.KATRIEN,
            "612400.00",
            brussels(2026, 2, 24, 16, 20),
            {technical: (95, 90, 85)},
            {technical: Decimal(90)},
            "De offerte behandelt alle gevraagde punten en toont met metingen hoe de uitwijk "
            "naar het cloudplatform binnen de gevraagde tijd verloopt. De back-up van gegevens in "
            "de cloud is sterker uitgewerkt dan bij de andere inschrijvers.",
        ),
        _offer(
            cast.SANDER,
            "579900.00",
            brussels(2026, 2, 27, 11, 5),
            {technical: (75, 80, 70)},
            {technical: Decimal(75)},
            "Een goede en volledige oplossing. Het herstel na een ramp is beschreven, maar de "
            "proef ervan blijft algemeen; de samenwerking met VMware is goed aangetoond.",
        ),
        _offer(
            cast.CLAIRE,
            "548200.00",
            brussels(2026, 3, 2, 10, 41),
            {technical: (55, 65, 60)},
            {technical: Decimal(60)},
            "De meeste punten zijn uitgewerkt. Voor het terugzetten van volledige diensten op een "
            "cloudplatform met meer regio's ontbreekt een stappenplan.",
        ),
    )
    late = _offer(cast.JONAS, "531000.00", deadline + timedelta(seconds=9), {}, {}, "")
    return Purchase(
        name="servers",
        source="servers-and-storage.toml",
        content=content,
        draft=_complete(case, deadline),
        offers=offers,
        late=late,
        winner=cast.KATRIEN,
        begin=brussels(2026, 1, 12, 9),
    )


def felp() -> Purchase:
    """The worked example of an assessment method, 80 for quality and 20 for price, four bids.

    The agreed score of a bid is the quality total that the source publishes; each member gives
    the same one, so that nothing but the published figures goes in.
    """
    content, case = _case("felp-80-20.toml")
    deadline = brussels(2027, 1, 21, 10)
    bidders = (cast.KATRIEN, cast.SANDER, cast.CLAIRE, cast.JONAS)
    offers = tuple(
        Offer(
            bidder=bidder,
            price=bid.price,
            handed_in=deadline - timedelta(days=5 - position),
            given={name: (score,) * 3 for name, score in bid.scores.items()},
            agreed=dict(bid.scores),
            motivation=f"Het kwaliteitstotaal van offerte {bid.bidder} in het voorbeeld.",
        )
        for position, (bidder, bid) in enumerate(zip(bidders, case.bids, strict=True))
    )
    return Purchase(
        name="felp",
        source="felp-80-20.toml",
        content=content,
        draft=_complete(case, deadline),
        offers=offers,
        late=None,
        winner=bidders[1],
        begin=brussels(2026, 11, 30),
    )


def case_system() -> Purchase:
    """A purchase that the demo leaves open: with the one missing score it depends who wins.

    Zilverdijk's links (F2) got 8, 9 and 6: an agreed 8 makes Kade Zeven first with 86.48, a 9
    Zilverdijk with 86.72.
    """
    content, case = _case("zaaksysteem.toml")
    deadline = brussels(2027, 7, 27, 10)
    criteria = ("F1", "F2", "F3", "P1", "P2", "D1", "D2")
    table = (
        (cast.KATRIEN, "1396450.00", (8, 9, 8, 8, 9, 8, 9), _THOROUGH),
        (cast.SANDER, "1482600.00", (9, None, 9, 8, 8, 9, 9), _COMPLETE),
        (cast.CLAIRE, "1611900.00", (9, 9, 8, 9, 8, 8, 8), _STRONG),
        (cast.JONAS, "1279980.00", (6, 6, 7, 5, 6, 7, 6), _SUFFICIENT),
    )
    offers = tuple(
        _offer(
            bidder,
            price,
            deadline - timedelta(days=position, hours=2),
            {name: _members(score) for name, score in zip(criteria, scores, strict=True)},
            {
                name: Decimal(score)
                for name, score in zip(criteria, scores, strict=True)
                if score is not None
            },
            motivation,
        )
        for position, (bidder, price, scores, motivation) in enumerate(table, start=1)
    )
    irregular = _offer(
        cast.LOTTE, "1355000.00", deadline - timedelta(hours=3), {}, {}, "", _RESERVATION
    )
    return Purchase(
        name="zaaksysteem",
        source="zaaksysteem.toml",
        content=content,
        draft=_complete(case, deadline),
        offers=(*offers, irregular),
        late=None,
        winner=cast.KATRIEN,
        begin=brussels(2027, 6, 1, 9),
    )


_THOROUGH = (
    "Een volledig uitgewerkte aanpak met twee proefmigraties en een terugvalplan; de rapportering "
    "beantwoordt de gestelde vragen met voorbeelden."
)
_COMPLETE = (
    "Een rijpe oplossing met een sterke behandeling van adviesvragen. De dienstverlening wordt "
    "maandelijks gemeten en besproken."
)
_STRONG = (
    "Inhoudelijk de sterkste koppelingen en een degelijke migratie; de dienstverlening is minder "
    "concreet gemeten."
)
_SUFFICIENT = (
    "De eisen worden gehaald. De migratie is algemeen beschreven, zonder proef, en de opleiding is "
    "beperkt tot een handleiding en een webinar."
)
_RESERVATION = (
    "De offerte maakt voorbehoud bij de aansprakelijkheid, die op straffe van nietigheid is "
    "voorgeschreven (koninklijk besluit plaatsing, art. 76, § 1)."
)


def _members(agreed: int | None) -> tuple[int, int, int]:
    """What the members gave: near to what they agree on later, or the open cell's 8, 9 and 6."""
    return (8, 9, 6) if agreed is None else (agreed, agreed, max(agreed - 1, 0))
