"""Three milestones: delivered, verified, signed off by two, paid; one of them late and remedied."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from bestek.demo import cast
from bestek.demo.cast import Member
from bestek.demo.chapters import paying
from bestek.demo.tour import Tour
from bestek.demo.visitor import JourneyError
from contracts.base import BRUSSELS, local_date
from contracts.contracting import milestone_id
from contracts.names import contract as contract_name
from contracts.tendering.draft import MilestonePlan

COMMITTEE = (cast.FATIMA, cast.STIJN)

REMEDIED = 1
"""The position of the milestone whose first delivery is late and has shortcomings."""

EARLY, LATE = timedelta(days=-3), timedelta(days=4)
"""How long after its day a milestone is delivered."""


async def play(tour: Tour) -> None:
    """Deliver and accept each milestone; the last acceptance is the final one."""
    found = await tour.visitors.appears(cast.DIRK, f"/contracts/{tour.contract}")
    concluded = local_date(datetime.fromisoformat(found["concluded_at"]))
    await paying.prove_bond(tour, concluded + timedelta(days=11))
    for position, plan in enumerate(tour.purchase.draft.milestones):
        await _milestone(tour, plan, position == REMEDIED)
    path = f"/contracts/{tour.contract}"
    await tour.visitors.until(cast.DIRK, path, _is_completed, "completed")
    tour.say("Het contract is volledig uitgevoerd en definitief opgeleverd")


async def _milestone(tour: Tour, plan: MilestonePlan, remedied: bool) -> None:
    milestone = milestone_id(contract_name(tour.contract), plan.id)
    line = await _line(tour, milestone)
    due = date.fromisoformat(line["due"])
    delivered = due + (LATE if remedied else EARLY)
    await tour.on(_at(delivered, 10))
    await _deliver(tour, plan, milestone)
    path, contract = f"/deliveries/{milestone}/1", f"/contracts/{tour.contract}"
    await tour.visitors.appears(cast.DIRK, path)
    verdict = "accepted"
    if remedied:
        await tour.on(_at(due + timedelta(days=4), 14))
        before = due + timedelta(days=18)
        for member in COMMITTEE:
            await _sign_off(tour, member, plan, path, 1, _wanting(plan, before))
        tour.say(f"{plan.title}: tekortkomingen vastgesteld, te herstellen vóór {before:%d/%m/%Y}")
        await tour.on(_at(due + timedelta(days=11), 9))
        await tour.visitors.post(
            tour.purchase.winner,
            f"{path}/remedy",
            f"remedy-{plan.id}",
            {
                "note": "De terugzetting is overgedaan met de nieuwe configuratie; "
                "het verslag is bijgevoegd bij de levering."
            },
        )
    await tour.on(_at(due + timedelta(days=14), 15))
    report = _meeting(plan, verdict)
    for member in COMMITTEE:
        await _sign_off(tour, member, plan, path, 2 if remedied else 1, report)
    await tour.visitors.until(cast.DIRK, path, _has_certificate, "its certificate")
    kind = "definitief" if plan.final else "voorlopig"
    tour.say(f"{plan.title}: {kind} opgeleverd, met proces-verbaal")
    await tour.visitors.until(cast.DIRK, contract, _is_accepted(milestone), "acceptance")
    await paying.pay(tour, plan, milestone, delivered, due + timedelta(days=16))


async def _line(tour: Tour, milestone: str) -> Any:
    """The milestone as its contract shows it."""
    contract = await tour.visitors.appears(cast.DIRK, f"/contracts/{tour.contract}")
    for line in contract["milestones"]:
        if line["id"] == milestone:
            return line
    raise JourneyError(f"the contract has no milestone {milestone}")


async def _deliver(tour: Tour, plan: MilestonePlan, milestone: str) -> None:
    winner = tour.purchase.winner
    note = {
        "signatory": winner.person.name,
        "deliverables": [{"name": "Meet- en testverslag", "version": "1.0"}],
        "evidence": [
            {"criterion": criterion, "text": "Zie het meet- en testverslag, deel 2."}
            for criterion in plan.criteria
        ],
        "remarks": "",
    }
    path = f"/contracts/{tour.contract}/milestones/{milestone}/deliveries"
    await tour.visitors.post(winner, path, f"deliver-{plan.id}", note)


async def _sign_off(
    tour: Tour,
    member: Member,
    plan: MilestonePlan,
    path: str,
    round_number: int,
    report: dict[str, Any],
) -> None:
    """Report and sign, unless this member has signed this round already."""
    delivery = await tour.visitors.get(member, path)
    signed = {
        each["person"]
        for verification in delivery["rounds"]
        if verification["number"] == round_number
        for each in verification["reports"]
    }
    if member.person.id in signed or delivery["round"] > round_number:
        return
    own = await tour.visitors.get(member, f"{path}/sign-off")
    name = f"sign-{plan.id}-{round_number}"
    sha256 = own["sha256"]
    if own["version"] == 0:
        body = {"round": round_number, "version": 0, "report": report}
        saved = await tour.visitors.put(member, f"{path}/sign-off", f"{name}-draft", body)
        sha256 = saved["sha256"]
    await tour.visitors.post(member, f"{path}/sign-off", name, {"sha256": sha256})


def _meeting(plan: MilestonePlan, verdict: str) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "results": [{"criterion": each, "result": "met"} for each in plan.criteria],
    }


def _wanting(plan: MilestonePlan, before: date) -> dict[str, Any]:
    """A report that finds the last criterion not met."""
    *met, failed = plan.criteria
    return {
        "verdict": "shortcomings",
        "results": [
            *({"criterion": each, "result": "met"} for each in met),
            {
                "criterion": failed,
                "result": "not_met",
                "remark": "Na twee pogingen was de server niet volledig teruggezet.",
            },
        ],
        "shortcomings": [
            {
                "criterion": failed,
                "text": "De volledige server kon niet binnen de afgesproken tijd worden "
                "teruggezet; de databank bleef onvolledig.",
                "severity": "blocking",
            }
        ],
        "remedy_before": before.isoformat(),
    }


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BRUSSELS)


def _has_certificate(delivery: Any) -> bool:
    return delivery["certificate"] is not None and str(delivery["stage"]) == "certified"


def _is_accepted(milestone: str) -> Callable[[Any], bool]:
    """Whether the contract knows that a milestone is accepted."""

    def accepted(contract: Any) -> bool:
        return any(
            line["id"] == milestone and line["status"] == "accepted"
            for line in contract["milestones"]
        )

    return accepted


def _is_completed(contract: Any) -> bool:
    return str(contract["stage"]) == "completed"
