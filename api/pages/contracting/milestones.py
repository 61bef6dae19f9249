"""P-23, milestones: plan, forecast and reality side by side."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.drawings import gantt
from api.pages.contracting import shown
from api.pages.contracting.shown import File
from api.pages.page import Looking, Visit
from contracts.base import Identifier, Money, local_date
from contracts.contracting import Status
from infra.store.queries.contracting import MilestoneLine
from infra.texts import formats
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

_DAY = timedelta(days=1)


@router.get("/{lang}/contracts/{contract}/milestones")
async def milestones(contract: Identifier, visit: Looking) -> Response:
    """The drawing and the table."""
    file = await visit.services.store.read(lambda c: shown.read(c, visit, contract))
    lines, today = file.contract.milestones, local_date(visit.now)
    drawn = _drawn(file, visit)
    planned = [line for line in lines if line.status is Status.PLANNED]
    following = min(planned, key=lambda line: line.due, default=None)
    return visit.render(
        "milestones.html",
        contract=file.head(visit),
        next={
            "title": following.title,
            "due": following.due,
            "late": following.due < today,
        }
        if following
        else None,
        accepted=sum(line.status is Status.ACCEPTED for line in lines),
        count=len(lines),
        broad=gantt.draw(drawn, today, gantt.BROAD) if drawn else None,
        narrow=gantt.draw(drawn, today, gantt.NARROW) if drawn else None,
        rows=[_row(file, line, visit) for line in lines],
        total=total(file),
        action=file.action(visit),
    )


def total(file: File) -> Money | None:
    """What all milestones together are worth; None when a price could not be read."""
    price = file.contract.price
    values = [line.value.amount for line in file.contract.milestones if line.value]
    return Money(amount=sum(values, Decimal(0)), currency=price.currency) if price else None


def _row(file: File, line: MilestoneLine, visit: Visit) -> dict[str, Any]:
    happened = line.status is not Status.PLANNED
    return {
        "code": file.code(line),
        "title": line.title,
        "path": file.place(line),
        "due": line.due,
        "forecast": line.forecast,
        "delivered": local_date(line.delivered_at) if line.delivered_at else None,
        "slip": slip(line.slip, visit.texts) if happened or line.slip > 0 else None,
        "late": line.slip > 0,
        "accepted": local_date(line.accepted_at) if line.accepted_at else None,
        "accept_by": file.limits.get(line.id),
        "standing": file.standing(line, visit),
        "value": line.value,
        "certificate": f"/documents/{line.certificate}" if line.certificate else None,
    }


def slip(days: int, texts: Texts) -> str:
    """*7 dagen te laat*, *2 dagen vroeger*."""
    if days > 0:
        return texts.plural("milestones.late", days)
    if days < 0:
        return texts.plural("milestones.early", -days)
    return texts.say("milestones.on_day")


def _drawn(file: File, visit: Visit) -> list[gantt.Line]:
    """Each milestone from the day after the one before it was planned."""
    found = []
    begins = local_date(file.contract.concluded_at)
    for line in file.contract.milestones:
        found.append(_line(file, line, min(begins, line.due), visit))
        begins = max(begins, line.due + _DAY)
    return found


def _line(file: File, line: MilestoneLine, begins: date, visit: Visit) -> gantt.Line:
    delivered = local_date(line.delivered_at) if line.delivered_at else None
    limit = file.limits.get(line.id)
    note = ""
    if line.slip > 0:
        note = slip(line.slip, visit.texts)
    elif limit is not None:
        day = formats.day_short(limit, visit.language)
        note = visit.texts.say("milestones.note_verify", day=day)
    return gantt.Line(
        code=file.code(line),
        title=line.title,
        begins=min(begins, delivered) if delivered else begins,
        due=line.due,
        delivered=delivered,
        accepted=local_date(line.accepted_at) if line.accepted_at else None,
        judged_by=limit,
        note=note,
        late=line.slip > 0,
    )
