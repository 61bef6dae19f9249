"""P-19, letters and standstill: who was told what by which channel, and when one may conclude."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import awarding as acts
from api.drawings import days
from api.pages import page, papers
from api.pages.awarding import dossier, sheets
from api.pages.awarding.dossier import STEPS, File
from api.pages.page import Looking, Posted, Visit
from contracts import names
from contracts.awarding import Stage
from contracts.base import Identifier
from contracts.refusals import Refusal
from infra.store.queries.awarding import Letter

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/tenders/{tender}/letters")
async def letters(tender: Identifier, visit: Looking) -> Response:
    """The page of letters and standstill."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/letters/conclude")
async def conclude(tender: Identifier, sent: Posted) -> Response:
    """Conclude the contract."""
    found = await sent.services.store.read(lambda c: dossier.read(c, sent, tender))
    aggregate = names.award(tender, found.number)
    outcome = await page.attempt(sent, acts.conclude(await sent.act(), aggregate))
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal)
    return sent.go(f"/tenders/{tender}/letters", outcome.notice("done.contract_concluded"))


async def _show(visit: Visit, tender: str, refusal: Refusal | None = None) -> Response:
    file = await visit.services.store.read(lambda c: dossier.read(c, visit, tender))
    if file.reached < len(STEPS):
        return visit.go(f"{file.path}/{dossier.PATHS[STEPS[file.reached - 1]]}")
    award = file.award
    act = await sheets.act(
        visit,
        file,
        "conclude",
        happens=("confirm.award.conclude", "confirm.award.conclude_starts"),
        told=(file.supplier(award.state.winner),),
        final=("confirm.award.conclude_final",),
    )
    standstill = award.standstill
    decision = [each for each in file.documents if each.kind == "D-12"]
    return visit.render(
        "letters.html",
        refusal,
        **file.shown(visit),
        problem=await visit.sentence(refusal) if refusal else None,
        sent_at=award.sent_at,
        letters=[_row(letter, file, visit) for letter in award.letters],
        decision_file=papers.row(decision[-1], visit) if decision else None,
        standstill=days.bar(
            standstill.ends, standstill.explanation, visit.now, file.tender.edition.reasons
        )
        if standstill
        else None,
        free=award.sent_at is not None and standstill is None,
        conclude=act,
        contract=f"/contracts/{award.state.contract}"
        if award.state.stage == Stage.CONCLUDED and award.state.contract
        else None,
    )


def _row(letter: Letter, file: File, visit: Visit) -> dict[str, Any]:
    """One addressee; the letter of the chosen bid is the one that says so (D-14a)."""
    bidders = {supplier: bid for bid, supplier in file.award.suppliers.items()}
    party = letter.document.party or ""
    return {
        "name": file.supplier(bidders[party]) if party in bidders else "–",
        "chosen": letter.kind == "D-14a",
        "file": papers.row(letter.document, visit),
        "proofs": [
            {"channel": proof.channel, "to": proof.to, "sent_at": proof.sent_at}
            for proof in letter.proofs
        ],
    }
