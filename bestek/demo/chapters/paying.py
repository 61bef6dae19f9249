"""The money of the contract: the contractor's bond proved, each accepted milestone paid in time."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from bestek.demo import cast
from bestek.demo.tour import Tour
from contracts.base import BRUSSELS, Language, Money
from contracts.tendering.draft import MilestonePlan
from infra.texts import formats


async def prove_bond(tour: Tour, day: date) -> None:
    """Dirk confirms the proof of the bond that arrived on a day, where one is asked."""
    await tour.on(_at(day))
    bond = (await _dues(tour))["bond"]
    if bond is None or bond["proved"] is not None or not Decimal(bond["due"]["amount"]["amount"]):
        return
    proof = {
        "amount": bond["due"]["amount"],
        "proved_on": day.isoformat(),
        "reference": f"DCK {tour.reference[-8:]}",
    }
    await tour.visitors.post(cast.DIRK, f"/contracts/{tour.contract}/bond", "bond", proof)
    tour.say(f"Dirk bevestigt de borgtocht van {_written(bond['due']['amount'])}")


async def pay(tour: Tour, plan: MilestonePlan, milestone: str, invoiced: date, day: date) -> None:
    """Koenraad has an accepted milestone paid on a day, whole, and records it."""
    await tour.on(_at(day))
    bills = {bill["milestone"]: bill for bill in (await _dues(tour))["bills"]}
    bill = bills[milestone]
    if bill["paid"] is not None:
        return
    paid = {
        "amount": bill["payable"],
        "invoiced_on": invoiced.isoformat(),
        "paid_on": day.isoformat(),
        "reference": f"{tour.reference} {plan.id}",
    }
    path = f"/contracts/{tour.contract}/milestones/{milestone}/payments"
    await tour.visitors.post(cast.KOENRAAD, path, f"pay-{plan.id}", paid)
    tour.say(f"{plan.title}: Koenraad betaalt {_written(bill['payable'])}, btw inbegrepen")


async def _dues(tour: Tour) -> Any:
    return await tour.visitors.get(cast.DIRK, f"/contracts/{tour.contract}/dues")


def _at(day: date) -> datetime:
    """Eleven o'clock in Brussels."""
    return datetime.combine(day, time(11), BRUSSELS)


def _written(amount: Any) -> str:
    return formats.money(Money.model_validate(amount), Language.NL)
