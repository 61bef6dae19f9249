"""Tender documents as they were published, and as a draft with nearly nothing in it."""

from decimal import Decimal

from contracts.base import Language
from contracts.documents import TenderDocuments, tender
from infra.texts.catalogue import Texts
from tests.documents.cast import at, criteria, made_imprint, money
from tests.documents.prose import written


def tender_documents(language: Language) -> TenderDocuments:
    """Two lots, eight criteria, three deliveries, an inventory."""
    bought = tender.Bought(code="72260000-5", meaning=written("lot_1", language))
    return TenderDocuments(
        imprint=made_imprint(language, at(1, 9, 10, 0), lots=("1", "2")),
        subject=written("subject", language),
        category=written("lot_2", language),
        bought=bought,
        estimate=money("1500000.00"),
        procedure=written("procedure", language),
        grounds=(written("requirement", language),),
        lots=tuple(
            tender.OfferedLot(
                number=number,
                title=written(f"lot_{number}", language),
                description=written("subject", language),
            )
            for number in ("1", "2")
        ),
        deadline=at(13, 10, 10, 0),
        validity_days=120,
        criteria=tuple(
            tender.AnnouncedCriterion(
                name=each.name,
                kind=each.kind,
                weight=each.weight,
                description=written("advantages", language),
                how=written("not_chosen", language),
            )
            for each in criteria(language)
        ),
        normalised=True,
        ties=(written("requirement", language), written("finding", language)),
        managing_official="Dirk Meersdonk",
        months=60,
        renewal=written("outage", language),
        deliveries=tuple(
            tender.AskedDelivery(
                number=f"M{number}",
                title=written("milestone", language),
                days=60 * number,
                share=share,
                criteria=(
                    written("criterion_test", language),
                    written("criterion_short", language),
                ),
                final=number == 3,
            )
            for number, share in enumerate((Decimal("12.5"), Decimal("37.5"), Decimal(50)), start=1)
        ),
        terms=tuple(
            tender.AnnouncedTerm(
                name=Texts(language).say(f"terms.{term}"),
                value=value,
                note=written("requirement", language),
            )
            for term, value in (("bond_percent", "5 %"), ("fine_percent", "0,1 %"))
        ),
        items=tuple(
            tender.InventoryItem(
                number=str(number),
                description=written("criterion_short", language),
                bought=bought if number == 1 else None,
                quantity=Decimal(quantity),
                unit=written("holiday", language) if number == 2 else None,
                lot="1",
            )
            for number, quantity in ((1, "1250"), (2, "12.5"))
        ),
    )


def tender_draft(language: Language) -> TenderDocuments:
    """What somebody began yesterday."""
    return TenderDocuments(
        imprint=made_imprint(language, at(20, 8, 16, 42), draft=True, version=3),
        procedure=written("procedure", language),
        lots=(tender.OfferedLot(number="1"),),
        validity_days=90,
        criteria=(tender.AnnouncedCriterion(kind="quality", how=written("not_chosen", language)),),
        items=(tender.InventoryItem(number="1"),),
    )
