"""The invented city of Scheldeburg, its tenderers and what several sample documents share."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from hashlib import sha256

from contracts.base import BRUSSELS, Language, Money
from contracts.documents import Imprint, award, imprint
from contracts.rules import citations, deadlines
from tests.documents.prose import criterion, written

PARTIES = (
    ("Kade Zeven Software bv", "0999.001.218", "Kaaistraat 7 bus 12, 9140 Scheldeburg"),
    ("Zilverdijk Informatica nv", "0999.012.304", "Zilverdijk 118, 2830 Willebroek"),
    (
        "Samenwerkingsverband Meerstroom Digitaal en Vlaamse Waterweg Dataplatformen bv",
        "0999.023.487",
        "Koning Albert II-laan 35 bus 104, 1030 Brussel",
    ),
    ("Lindekreek IT bv", "0999.034.573", "Lindekreek 3, 9000 Gent"),
    ("Brugwachter Systemen nv", "0999.045.659", "Brugstraat 22, 8000 Brugge"),
)
PRICES = ("1396450.00", "1482600.00", "1611900.00", "1279980.00")
SCORES = (
    (8, 9, 8, 8, 9, 8, 9),
    (9, 8, 9, 8, 8, 9, 9),
    (9, 9, 8, 9, 8, 8, 8),
    (6, 6, 7, 5, 6, 7, 6),
)
WEIGHTS = (35, 12, 10, 8, 12, 8, 9, 6)
REMEDIES = citations.Act.REMEDIES_2013


def at(day: int, month: int, hour: int, minute: int, second: int = 0, micro: int = 0) -> datetime:
    """A moment of 2026 on the clock of Brussels, as an instant."""
    local = datetime(2026, month, day, hour, minute, second, micro, tzinfo=BRUSSELS)
    return local.astimezone(UTC)


def money(amount: str | Decimal) -> Money:
    return Money(amount=Decimal(amount))


def price(amount: str, rate: str = "21") -> imprint.Price:
    total = (Decimal(amount) * (100 + Decimal(rate)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return imprint.Price(
        excluding=money(amount), vat_percentage=Decimal(rate), including=money(total)
    )


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def party(number: int) -> imprint.Party:
    name, enterprise, seat = PARTIES[number]
    return imprint.Party(name=name, enterprise_number=enterprise, seat=seat)


def source(act: citations.Act, article: str, **more: int) -> citations.Source:
    return citations.Source(act=act, article=article, **more)


def made_imprint(language: Language, drawn_at: datetime, **changes: object) -> Imprint:
    fields: dict[str, object] = {
        "authority": "Stad Scheldeburg",
        "department": "Aankoop en Logistiek",
        "address": ("Grote Markt 1", "9140 Scheldeburg"),
        "reference": "SB-2026-031",
        "title": written("title", language),
        "language": language,
        "drawn_at": drawn_at,
        "rule_edition": "be-2026-01",
        "audit": imprint.AuditMark(leaf=18406, tree_head=digest("head")),
        "verification": "https://bestek.scheldeburg.example/v/7F3K-92QD",
        "demo": True,
    }
    return Imprint.model_validate(fields | changes)


def signed(name: str, capacity: str, moment: datetime | None) -> imprint.Signature:
    kind = imprint.SignatureKind.SIGNED_OFF if moment else None
    return imprint.Signature(name=name, capacity=capacity, kind=kind, signed_at=moment)


def criteria(language: Language) -> tuple[award.Criterion, ...]:
    return tuple(
        award.Criterion(
            name=criterion(n, language)[0],
            label=criterion(n, language)[1],
            kind="quality" if n else "price",
            weight=Decimal(weight),
        )
        for n, weight in enumerate(WEIGHTS)
    )


def ranking(language: Language, chosen: slice = slice(None)) -> award.Ranking:
    """Exact points, the price by the rule of three; `chosen` takes some of the criteria."""
    lowest = min(Fraction(p) for p in PRICES)
    rows = []
    for n, own in enumerate(PRICES):
        quality = [Fraction(w * s, 10) for w, s in zip(WEIGHTS[1:], SCORES[n], strict=True)]
        points = [lowest / Fraction(own) * WEIGHTS[0], *quality][chosen]
        rows.append((sum(points, Fraction(0)), n, points))
    rows.sort(key=lambda row: -row[0])
    bids = tuple(
        award.RankedBid(
            rank=place,
            tenderer=PARTIES[n][0],
            price=money(PRICES[n]),
            points=tuple(map(str, points)),
            total=str(total),
        )
        for place, (total, n, points) in enumerate(rows, start=1)
    )
    return award.Ranking(criteria=criteria(language)[chosen], bids=bids)


def remedies(language: Language) -> tuple[award.Remedy, ...]:
    council = written("council", language)
    address = "Wetenschapsstraat 33, 1040 Brussel"
    days = imprint.Unit.CALENDAR_DAYS
    return (
        award.Remedy(
            kind=award.RemedyKind.EXTREME_URGENCY,
            length=15,
            unit=days,
            source=source(REMEDIES, "23", paragraph=3),
            forum=council,
            address=address,
        ),
        award.Remedy(
            kind=award.RemedyKind.ANNULMENT,
            length=60,
            unit=days,
            source=source(REMEDIES, "23", paragraph=2),
            forum=council,
            address=address,
        ),
    )


def decided(language: Language) -> award.Decision:
    return award.Decision(
        body=written("body", language), number="2026_CBS_01874", taken_on=date(2026, 11, 9)
    )


def irregularity(language: Language) -> award.Irregularity:
    return award.Irregularity(
        tenderer=PARTIES[4][0],
        requirement=written("requirement", language),
        finding=written("finding", language),
        source=source(citations.Act.AWARD_2017, "76", paragraph=1),
    )


def standstill(language: Language) -> award.Standstill:
    return award.Standstill(
        calculation=imprint.Calculation(
            event=written("dispatch_event", language),
            starts=date(2026, 11, 10),
            length=15,
            unit=imprint.Unit.CALENDAR_DAYS,
            last_day=date(2026, 11, 25),
            source=source(REMEDIES, "11", subparagraph=1),
            doubts=(deadlines.Doubt.HOLIDAY_LIST,),
        ),
        holidays=(award.Holiday(day=date(2026, 11, 11), name=written("holiday", language)),),
        concludes_from=date(2026, 11, 26),
    )
