"""What all pages of the gallery are made of: the moment, the dossier, the frame, an act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from api import frame
from api.forms import Act
from api.frame import Frame
from contracts.actors import Role
from contracts.base import Money

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


def at(days: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, 24, hour - 1, 0, tzinfo=UTC) + timedelta(days=days)


def euro(amount: str) -> Money:
    return Money(amount=Decimal(amount))


def act(name: str, label: str, refusal: str | None = None, who: str | None = None) -> Act:
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
