"""From the import of a notice to the dispatch of our own."""

from datetime import timedelta
from typing import Any

from bestek.demo import cast
from bestek.demo.tour import Tour
from bestek.demo.visitor import JourneyError
from contracts.base import Language, content_hash
from contracts.tendering import TenderDraft
from infra.texts import formats


async def play(tour: Tour) -> None:
    """Import, complete, submit, return, submit again, approve twice, publish."""
    begin = tour.purchase.begin
    complete = tour.purchase.draft
    await tour.on(begin)
    first = await _create(tour)
    tour.say(f"{tour.reference}: Noor maakt een ontwerp uit {tour.purchase.source}")
    earlier = _first_version(complete)
    version = await _save(tour, "draft-1", earlier, first)
    await _submit(tour, "submit-1", earlier)
    await tour.on(begin + timedelta(days=2, hours=1))
    await _return(tour, earlier)
    tour.say("Ilse stuurt het bestek terug met een opmerking; Noor werkt het bij")
    await tour.on(begin + timedelta(days=3))
    await _save(tour, "draft-2", complete, version)
    await _submit(tour, "submit-2", complete)
    await tour.on(begin + timedelta(days=7, hours=2))
    await _approve(tour, cast.KOENRAAD, "budget", complete)
    await tour.on(begin + timedelta(days=7, hours=6))
    await _approve(tour, cast.ILSE, "legal", complete)
    tour.say("Koenraad en Ilse keuren de voorwaarden goed")
    await tour.on(begin + timedelta(days=8, hours=1))
    await tour.visitors.post(
        cast.BRAM, f"{tour.path}/publication", "publish", {"draft_hash": content_hash(complete)}
    )
    await tour.visitors.until(cast.BRAM, tour.path, _is_published, "published")
    if deadline := complete.submission_deadline:
        until = formats.deadline_moment(deadline, Language.NL)
        tour.say(f"Bekendgemaakt; offertes {until}")


async def _create(tour: Tour) -> int:
    """The dossier with the draft that the import gave; the version of its draft."""
    purchase = tour.purchase
    found = await tour.visitors.import_file(cast.NOOR, purchase.source, purchase.content)
    tour.found["import"] = {part: len(found[part]) for part in ("taken", "unplaced", "missing")}
    answer = await tour.visitors.post(cast.NOOR, "/tenders", "create", {"draft": found["draft"]})
    tour.tender = answer["aggregate"].split("/")[1]
    tour.reference = answer["answer"]["reference"]
    return 1


async def _save(tour: Tour, name: str, draft: TenderDraft, version: int) -> int:
    """Write the draft unless the journey is past it already; the version after it."""
    tender = await tour.visitors.get(cast.NOOR, tour.path)
    if tender["draft_version"] > version:
        return version + 1
    body = {"draft": draft.model_dump(mode="json"), "version": version}
    saved = await tour.visitors.put(cast.NOOR, f"{tour.path}/draft", name, body)
    written: int = saved["version"]
    if written != version + 1:
        raise JourneyError(f"the draft is at version {written}, not {version + 1}")
    return written


def _first_version(complete: TenderDraft) -> TenderDraft:
    """What is submitted first: it does not say how the estimate was made."""
    return complete.model_copy(update={"estimate_method": ""})


async def _submit(tour: Tour, name: str, draft: TenderDraft) -> None:
    await tour.visitors.post(
        cast.NOOR,
        f"{tour.path}/submissions-for-approval",
        name,
        {"draft_hash": content_hash(draft)},
    )


async def _return(tour: Tour, draft: TenderDraft) -> None:
    body = {
        "step": "legal",
        "decision": "return",
        "draft_hash": content_hash(draft),
        "reason": "Het dossier zegt niet hoe de raming tot stand kwam en wat ze meetelt. "
        "Vul dit aan vóór de lancering (koninklijk besluit plaatsing, art. 6 en 7).",
    }
    await tour.visitors.post(cast.ILSE, f"{tour.path}/approvals", "return-1", body)


async def _approve(tour: Tour, who: cast.Member, step: str, draft: TenderDraft) -> None:
    body = {"step": step, "decision": "approve", "draft_hash": content_hash(draft)}
    await tour.visitors.post(who, f"{tour.path}/approvals", f"approve-{step}", body)


def _is_published(tender: Any) -> bool:
    return str(tender["stage"]) not in ("approved", "publishing")
