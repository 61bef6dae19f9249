"""A tender with several quality criteria, its four opened bids, and what a committee gave them."""

from decimal import Decimal

from contracts.tendering.draft import Criterion, ScaleLevel, TenderDraft
from tests import builders, opened

PRICES = {
    "Kade Zeven": "612000.00",
    "Zilverdijk": "640000.00",
    "Meerstroom": "598500.50",
    "Lindekreek": "700000.00",
}
ADMITTED = ("Kade Zeven", "Zilverdijk", "Meerstroom")
IRREGULAR = "Lindekreek"

LEVELS = (
    ScaleLevel(score=Decimal(4), meaning="Onvolledig"),
    ScaleLevel(score=Decimal(8), meaning="Voldoet ruim"),
)
WEIGHTS = {
    "Functionele dekking van de eisen": "22",
    "Koppelingen": "10",
    "Rapportering": "8",
    "Plan van aanpak en migratie": "15",
    "Informatieveiligheid": "10",
}


def draft() -> TenderDraft:
    """Price for 35, quality for 65 in five criteria."""
    quality = tuple(
        Criterion(id=f"Q{n}", name=name, kind="quality", weight=Decimal(weight), levels=LEVELS)
        for n, (name, weight) in enumerate(WEIGHTS.items(), start=1)
    )
    price = Criterion(id="P", name="Prijs", kind="price", weight=Decimal(35), formula="P1/1")
    return builders.draft(criteria=(price, *quality))


def cell(supplier: str, column: int) -> str:
    """The name of a cell's field."""
    return f"s-{opened.bid(supplier)}-{column}"


CELLS = tuple(cell(supplier, column) for column in range(len(WEIGHTS)) for supplier in ADMITTED)
"""In the order in which the page walks through them."""
