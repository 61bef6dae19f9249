"""Documents of the performance of a contract, as long as they will be."""

from datetime import date, timedelta
from decimal import Decimal

from contracts.base import Language
from contracts.documents import (
    ConclusionLetter,
    DeliveryConfirmation,
    ShortcomingsRecord,
    acceptance,
    conclusion,
    delivery,
    imprint,
    letter,
    shortcomings,
)
from contracts.rules import citations, deadlines
from infra.texts.catalogue import Texts
from tests.documents.cast import (
    PRICES,
    at,
    decided,
    digest,
    made_imprint,
    money,
    party,
    price,
    signed,
    source,
)
from tests.documents.prose import written

RULES = citations.Act.EXECUTION_2013


def said(document: str, language: Language) -> str:
    """The event that a document's period runs from."""
    return Texts(language).say(f"documents.{document}.event")


def counted(
    event: str, starts: date, length: int, last_day: date, article: str
) -> imprint.Calculation:
    """A period in calendar days of the general rules of performance; one that ends later than it
    counts was moved on from a Saturday."""
    end = starts + timedelta(days=length)
    moved = end != last_day
    return imprint.Calculation(
        event=event,
        starts=starts,
        length=length,
        unit=imprint.Unit.CALENDAR_DAYS,
        unshifted=end if moved else None,
        because=deadlines.Because.SATURDAY if moved else None,
        last_day=last_day,
        source=source(RULES, article),
    )


def conclusion_letter(language: Language, *, bare: bool = False) -> ConclusionLetter:
    """All that a conclusion can say; or, `bare`, no decision of this dossier and no bond."""
    to = party(2)
    concluded = date(2026, 11, 26)
    proof = counted(said("conclusion", language), concluded, 30, date(2026, 12, 28), "27")
    asked = conclusion.AskedBond(
        rate=Decimal(5),
        amount=money("69830.00"),
        source=source(RULES, "25"),
        to_confirm=True,
        proof=proof,
    )
    none = conclusion.AskedBond(source=source(RULES, "25", paragraph=1))
    papers = (
        conclusion.OrderedPaper(kind=conclusion.PaperKind.TENDER_DOCUMENTS, day=date(2026, 9, 1)),
        conclusion.OrderedPaper(kind=conclusion.PaperKind.BID, day=date(2026, 10, 12)),
    )
    planned = tuple(
        conclusion.PlannedDelivery(
            number=f"M{n}",
            title=written("milestone", language),
            due_on=date(2027, 1 + n, 28),
            share=share,
        )
        for n, share in enumerate((Decimal("12.5"), Decimal("37.5"), Decimal(50)), start=1)
    )
    return ConclusionLetter(
        imprint=made_imprint(language, at(26, 11, 10, 5)),
        addressee=letter.Addressee(
            party=to, attention="mevrouw Katrien Bovendijk", lines=tuple(to.seat.split(", "))
        ),
        decision=None if bare else decided(language),
        bid_on=date(2026, 10, 12),
        concluded_on=concluded,
        price=price(PRICES[0]),
        papers=papers[1:] if bare else papers,
        managing_official="Dirk Meersdonk",
        duration=None if bare else conclusion.Duration(months=60, last_day=date(2031, 11, 26)),
        deliveries=() if bare else planned,
        bond=none if bare else asked,
        insurance=None
        if bare
        else counted(said("conclusion", language), concluded, 30, date(2026, 12, 28), "24"),
        invoicing=conclusion.Invoicing(
            reference="SB-2026-031", peppol=None if bare else "0208:0999000019"
        ),
        contact=letter.Contact(
            name="Dirk Meersdonk",
            capacity=written("manager", language),
            telephone="+32 3 555 01 44",
            email="dirk.meersdonk@scheldeburg.example",
        ),
        signatures=()
        if bare
        else (signed("Bram Zandhoeve", written("officer", language), at(26, 11, 10, 5)),),
    )


def delivery_confirmation(language: Language, *, final: bool = False) -> DeliveryConfirmation:
    """A late delivery with files and an open point; or, `final`, one with words alone."""
    parts = tuple(
        delivery.DeliveredPart(
            name=written("criterion_short", language),
            version=f"{n}.0",
            file=f"oplevering-{n}-installatieverslag-zaaksysteem-scheldeburg.pdf",
            fingerprint=digest(f"part {n}"),
        )
        for n in (1, 2)
    )
    files = {"file": "meetverslag-week-46.pdf", "fingerprint": digest("evidence")}
    shown = tuple(
        delivery.ShownCriterion(
            number=str(n),
            criterion=written("criterion_test", language),
            evidence=None if n == 3 and not final else written("remark_acceptance", language),
            **(files if n == 1 and not final else {}),
        )
        for n in (1, 2, 3)
    )
    received = at(16, 11, 9, 5)
    return DeliveryConfirmation(
        imprint=made_imprint(language, received),
        contractor=party(2),
        managing_official="Dirk Meersdonk",
        milestone=written("milestone", language),
        final=final,
        delivery=1,
        received_at=received,
        due_on=date(2026, 12, 1) if final else date(2026, 10, 30),
        signatory="Mehdi Lindenhart",
        parts=() if final else parts,
        criteria=shown,
        open_points=None if final else written("outage", language),
        verification=counted(
            said("delivery", language),
            date(2026, 11, 16),
            30,
            date(2026, 12, 16),
            "156",
        ),
        signatures=(signed("Mehdi Lindenhart", party(2).name, received),),
    )


def shortcomings_record(language: Language, *, remedied: bool = False) -> ShortcomingsRecord:
    """Three findings on two days by two members; or, `remedied`, one after a remedy."""
    member = written("member", language)
    weights = tuple(acceptance.Severity)
    findings = tuple(
        shortcomings.Finding(
            number=str(n + 1),
            requirement=written("criterion_test", language),
            fact=written("finding", language),
            severity=weights[n],
            found_by=("Fatima Bosvelden", "Stijn Polderaar")[n % 2],
            found_on=date(2026, 11, 18 + 2 * (n % 2)),
            remedy_by=date(2026, 12, 4 + n),
        )
        for n in range(3)
    )
    return ShortcomingsRecord(
        imprint=made_imprint(language, at(20, 11, 15, 10)),
        contractor=party(0),
        managing_official="Dirk Meersdonk",
        milestone=written("milestone", language),
        delivered_at=at(16, 11, 9, 5),
        round=2 if remedied else 1,
        present=(
            shortcomings.Present(name="Fatima Bosvelden", capacity=member),
            shortcomings.Present(name="Stijn Polderaar", capacity=member),
        ),
        findings=findings[:1] if remedied else findings,
        notes=()
        if remedied
        else (
            acceptance.MemberNote(
                name="Stijn Polderaar", text=written("remark_acceptance", language)
            ),
        ),
        remedy_by=date(2026, 12, 6),
        source=source(RULES, "44"),
        defence=counted(
            said("shortcomings", language), date(2026, 11, 20), 15, date(2026, 12, 7), "44"
        ),
        signatures=(
            signed("Dirk Meersdonk", written("manager", language), None),
            signed("Fatima Bosvelden", member, at(18, 11, 14, 2)),
            signed("Stijn Polderaar", member, at(20, 11, 15, 10)),
        ),
    )
