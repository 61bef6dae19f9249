"""P-12: declare before you see."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import evaluation as acts
from api.commands import RefusedError
from api.forms import Form
from api.pages import page
from api.pages.evaluation import round as rounds
from api.pages.evaluation.round import Round
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission
from contracts.base import Identifier
from contracts.evaluation import Interest
from contracts.refusals import Code, Refusal, refuse
from infra import ids

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/tenders/{tender}/evaluation/declaration")
async def declaration(tender: Identifier, visit: Looking) -> Response:
    """The page of one's own declaration."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/evaluation/declaration")
async def declare(tender: Identifier, sent: Posted) -> Response:
    """Declare, or change the declaration."""
    chosen = sent.typed.get("choice", "")
    if chosen not in set(Interest):
        missing = refuse(Code.INVALID_INPUT, field="choice")
        return await _show(sent, tender, missing, sent.texts.say("declaration.choose"))
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    work = acts.declare(
        await sent.act(),
        shown.state.aggregate,
        Interest(chosen),
        sent.typed.get("statement", ""),
    )
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal)
    path = f"/tenders/{tender}/evaluation/declaration"
    return sent.go(path, outcome.notice("done.declared"))


async def _show(
    visit: Visit, tender: str, refusal: Refusal | None = None, sentence: str = ""
) -> Response:
    shown = await visit.services.store.read(lambda c: rounds.read(c, visit, tender))
    member = shown.member(visit)
    if member is None and visit.me.person.id not in shown.state.barred:
        raise RefusedError(refuse(Code.NOT_ALLOWED))
    if refusal and not sentence:
        sentence = await visit.sentence(refusal)
    form = Form(typed={"choice": member.interest or ""} if member else {})
    if isinstance(visit, Sent):
        errors = {refusal.field: sentence} if refusal and refusal.field else {}
        form = Form(visit.typed, errors)
    why = shown.judged(visit, Permission.DECLARE_INTEREST, "declare_interest")
    return visit.render(
        "declaration.html",
        refusal,
        tender=shown.head(),
        tabs=rounds.tabs(shown, visit, "declaration"),
        tenderers=[shown.suppliers[bid.bid] for bid in shown.found.bids],
        current=_current(shown, visit),
        why=await visit.sentence(why) if why else None,
        form=form,
        command_id=ids.new_id(),
        path=shown.path("/declaration"),
        problem=sentence if refusal and not form.errors else None,
    )


def _current(shown: Round, visit: Visit) -> dict[str, Any] | None:
    """What the reader declared, in the words of the page."""
    member = shown.member(visit)
    if member is None:
        return {"choice": Interest.CONFLICT, "judged": None}
    if member.interest is None:
        return None
    return {"choice": member.interest, "judged": member.judged}
