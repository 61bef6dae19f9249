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
    agreed: dict[str, Decimal],
    motivation: str,
    spread: tuple[int, int, int] = (0, 0, 0),
) -> Offer:
    return Offer(
        bidder=bidder,
        price=Money(amount=Decimal(price)),
        handed_in=handed_in,
        agreed=agreed,
        spread=tuple(Decimal(step) for step in spread),
        motivation=motivation,
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
            {technical: Decimal(90)},
            "De offerte behandelt alle gevraagde punten en toont met metingen hoe de uitwijk "
            "naar het cloudplatform binnen de gevraagde tijd verloopt. De back-up van gegevens in "
            "de cloud is sterker uitgewerkt dan bij de andere inschrijvers.",
            (5, 0, -5),
        ),
        _offer(
            cast.SANDER,
            "579900.00",
            brussels(2026, 2, 27, 11, 5),
            {technical: Decimal(75)},
            "Een goede en volledige oplossing. Het herstel na een ramp is beschreven, maar de "
            "proef ervan blijft algemeen; de samenwerking met VMware is goed aangetoond.",
            (0, 5, -5),
        ),
        _offer(
            cast.CLAIRE,
            "548200.00",
            brussels(2026, 3, 2, 10, 41),
            {technical: Decimal(60)},
            "De meeste punten zijn uitgewerkt. Voor het terugzetten van volledige diensten op een "
            "cloudplatform met meer regio's ontbreekt een stappenplan.",
            (-5, 5, 0),
        ),
    )
    late = _offer(cast.JONAS, "531000.00", deadline + timedelta(seconds=9), {}, "")
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
    deadline = brussels(2027, 3, 4, 10)
    bidders = (cast.KATRIEN, cast.SANDER, cast.CLAIRE, cast.JONAS)
    offers = tuple(
        _offer(
            bidder,
            str(bid.price.amount),
            deadline - timedelta(days=5 - position),
            dict(bid.scores),
            f"Het kwaliteitstotaal van offerte {bid.bidder} in het gepubliceerde voorbeeld.",
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
        begin=brussels(2027, 1, 11),
    )
