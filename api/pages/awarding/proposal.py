"""The award proposal: written from the ranking, put before the finance director."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import awarding as acts
from api.pages import page, typed
from api.pages.awarding import dossier, result, sheets
from api.pages.awarding.dossier import File
from api.pages.page import Looking, Posted, Visit
from api.pages.ranked import earned, points
from contracts import names
from contracts.awarding import AwardProposal
from contracts.awarding.sheets import proposal_problem
from contracts.base import Identifier, Language
from contracts.bidding import OpenedBid
from contracts.refusals import Refusal
from contracts.rules.scoring.result import Row
from infra.store import sheets as stored
from infra.store.drafts import Saved
from infra.store.engine import Connection
from infra.store.queries import awarding, people
from infra.texts import formats
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

DUTCH = Language.NL
"""The language of the decision and of the letters, and so of the reasons."""


@dataclass(frozen=True)
class _Proposal:
    """The award with its proposal as it is being written."""

    file: File
    saved: Saved[AwardProposal] | None
    sheet: AwardProposal
    editor: str | None
    locked: Refusal | None

    @property
    def problem(self) -> Refusal | None:
        """Why the kept proposal cannot be put forward yet."""
        file = self.file
        form = file.forms.get(file.award.state.winner)
        chosen = OpenedBid(bid=file.award.state.winner, intact=True, form=form)
        problem = proposal_problem(self.sheet, chosen, file.award.ranking.bids)
        if problem and problem.field and problem.field.endswith(".text"):
            bid = problem.field.removesuffix(".text")
            return problem.model_copy(update={"field": _field(bid)})
        return problem


def _field(bid: str) -> str:
    return f"advantage-{bid}"


def _read(connection: Connection, visit: Visit, tender: str) -> _Proposal:
    file = dossier.read(connection, visit, tender)
    state, actor = file.award.state, visit.me.actor
    saved = stored.read(connection, state.aggregate, awarding.PROPOSAL, actor.person)
    sheet = file.award.proposal or (saved.content if saved else None)
    named = people.display_names(connection, {saved.saved_by} if saved else ())
    return _Proposal(
        file=file,
        saved=saved,
        sheet=sheet or awarding.begun_proposal(connection, state),
        editor=named.get(saved.saved_by) if saved else None,
        locked=stored.edit_refusal(awarding.PROPOSAL, state, actor, file.relations, visit.now),
    )


@router.get("/{lang}/tenders/{tender}/award")
async def proposal(tender: Identifier, visit: Looking) -> Response:
    """The proposal; a bidder reads its own result here."""
    if not dossier.is_inside(visit):
        return await result.show(visit, tender)
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/award")
async def save(tender: Identifier, sent: Posted) -> Response:
    """Keep what was written; asked to put it forward, show the sheet that does."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    form = typed.Reader(sent.typed, sent.language)
    sheet = _written(found, form)
    if form.errors:
        return await _show(sent, tender, form.errors, sent.typed)
    version = int(sent.typed["version"]) if sent.typed.get("version", "").isdigit() else 0
    outcome = await page.attempt(sent, acts.save_proposal(await sent.act(), sheet, version))
    if outcome.refusal is not None:
        return await _show(sent, tender, {"": outcome.refusal}, sent.typed)
    if sent.typed.get("action") != "propose":
        return sent.go(f"/tenders/{tender}/award", "done.proposal_kept")
    kept = await sent.services.store.read(lambda c: _read(c, sent, tender))
    if kept.problem is not None:
        return await _show(sent, tender, {kept.problem.field or "": kept.problem}, sent.typed)
    return sent.go(f"/tenders/{tender}/award?sheet=propose#propose")


def _written(found: _Proposal, form: typed.Reader) -> AwardProposal:
    advantages = tuple(
        each.model_copy(update={"text": form.text(_field(each.bid), typed.TEXT)})
        for each in found.sheet.advantages
    )
    motivation = form.text("motivation", typed.TEXT)
    return found.sheet.model_copy(update={"motivation": motivation, "advantages": advantages})


@router.post("/{lang}/tenders/{tender}/award/propose")
async def propose(tender: Identifier, sent: Posted) -> Response:
    """Put forward the version that was read."""
    found = await sent.services.store.read(lambda c: dossier.read(c, sent, tender))
    aggregate = names.award(tender, found.number)
    work = acts.propose(await sent.act(), aggregate, sent.typed.get("sha256", ""))
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, tender, {"": outcome.refusal})
    return sent.go(f"/tenders/{tender}/visum", outcome.notice("done.award_proposed"))


async def _show(
    visit: Visit,
    tender: str,
    errors: Mapping[str, Refusal] | None = None,
    kept: Mapping[str, str] | None = None,
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    file, texts = found.file, visit.texts
    errors = errors or {}
    right = found.saved is not None and found.locked is None and found.problem is None
    ready = right and not errors and sheets.shown(visit, "propose")
    propose = await sheets.act(
        visit,
        file,
        "propose",
        happens=("confirm.award.propose", "confirm.award.propose_visum"),
        told=(texts.say("role.finance_director"),),
        final=("confirm.award.propose_final",),
        hidden={"sha256": found.saved.sha256} if found.saved else {},
    )
    refused = file.award.refused
    return visit.render(
        "award_proposal.html",
        next(iter(errors.values()), None),
        **file.shown(visit),
        **file.ranking(visit),
        bidders=len(file.rows),
        others=_others(found, visit),
        motivation=found.sheet.motivation,
        estimate=file.tender.draft.estimate,
        form=await sheets.refused(visit, kept if kept is not None else _typed(found), errors),
        version=found.saved.version if found.saved else 0,
        saved={"at": found.saved.saved_at, "who": found.editor}
        if found.saved and file.award.proposal is None
        else None,
        propose=propose,
        ready=ready,
        editable=found.locked is None,
        returned={"who": file.who(refused), "at": refused.at, "reason": refused.reason}
        if refused
        else None,
        proposed={"who": file.who(file.award.proposed), "at": file.award.proposed.at}
        if file.award.proposed
        else None,
    )


def _others(found: _Proposal, visit: Visit) -> list[dict[str, Any]]:
    texts = {each.bid: each.text for each in found.sheet.advantages}
    return [
        {
            "bid": row.bid,
            "name": found.file.supplier(row.bid),
            "total": points(row.exact, visit.language),
            "price": found.file.forms[row.bid].price,
            "text": texts.get(row.bid, ""),
        }
        for row in found.file.others
    ]


def _typed(found: _Proposal) -> dict[str, str]:
    """The kept texts; before anything was kept, what the ranking says in Dutch sentences."""
    sheet = found.sheet
    if found.saved is not None:
        written = {_field(each.bid): each.text for each in sheet.advantages}
        return {"motivation": sheet.motivation} | written
    file, dutch = found.file, Texts(DUTCH)
    first = dutch.say(
        "proposal.text_first",
        name=file.supplier(file.first.bid),
        total=points(file.first.exact, DUTCH),
    )
    compared = {_field(row.bid): " ".join(_compared(file, row, dutch)) for row in file.others}
    return {"motivation": first} | compared


def _compared(file: File, other: Row, dutch: Texts) -> list[str]:
    """How the first goes before another: in all, then on each criterion where it earned more."""
    sentences = [
        dutch.say(
            "proposal.text_other",
            total=points(file.first.exact, DUTCH),
            name=file.supplier(other.bid),
            own=points(other.exact, DUTCH),
        )
    ]
    for criterion in file.tender.draft.criteria:
        ahead, behind = (earned(row, criterion.id) for row in (file.first, other))
        if ahead > behind:
            sentences.append(
                dutch.say(
                    "proposal.text_better",
                    criterion=criterion.name,
                    points=points(Fraction(ahead), DUTCH),
                    weight=formats.plain(criterion.weight or 0, DUTCH),
                    own=points(Fraction(behind), DUTCH),
                )
            )
    return sentences
