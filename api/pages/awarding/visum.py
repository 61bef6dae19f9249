"""P-17, the visum: what Bestek has checked, and the finance director's judgement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import awarding as acts
from api.pages import grounds, page, typed
from api.pages.awarding import dossier, sheets
from api.pages.awarding.dossier import File
from api.pages.page import Looking, Posted, Visit
from api.pages.ranked import points
from contracts import contracting, names
from contracts.awarding import Stage, VisumSheet
from contracts.awarding.sheets import visum_problem
from contracts.base import Identifier, Money, local_date
from contracts.refusals import Refusal
from contracts.rules import deadlines
from contracts.tendering import Step
from contracts.tendering.process import ApprovalGiven
from infra.store import sheets as stored
from infra.store.drafts import Saved
from infra.store.engine import Connection
from infra.store.queries import awarding
from infra.texts import formats

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Visum:
    """The award with its visum as it is being written."""

    file: File
    saved: Saved[VisumSheet] | None
    locked: Refusal | None

    def problem(self, visit: Visit) -> Refusal | None:
        """Why the kept visum cannot be granted yet."""
        proposal = self.file.award.proposal
        if self.saved is None or proposal is None:
            return None
        return visum_problem(self.saved.content, proposal, local_date(visit.now))


def _read(connection: Connection, visit: Visit, tender: str) -> _Visum:
    file = dossier.read(connection, visit, tender)
    state, actor = file.award.state, visit.me.actor
    saved = stored.read(connection, state.aggregate, awarding.VISUM, actor.person)
    locked = stored.edit_refusal(awarding.VISUM, state, actor, file.relations, visit.now)
    return _Visum(file, saved, locked)


@router.get("/{lang}/tenders/{tender}/visum")
async def visum(tender: Identifier, visit: Looking) -> Response:
    """The page of the visum."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/visum")
async def save(tender: Identifier, sent: Posted) -> Response:
    """Keep the visum and show the sheet that grants it."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    form = typed.Reader(sent.typed, sent.language)
    sheet = _written(found.file, form)
    if sheet is None or form.errors:
        return await _show(sent, tender, form.errors, sent.typed)
    known = found.saved.version if found.saved else 0
    outcome = await page.attempt(sent, acts.save_visum(await sent.act(), sheet, known))
    if outcome.refusal is not None:
        return await _show(sent, tender, {"": outcome.refusal}, sent.typed)
    kept = await sent.services.store.read(lambda c: _read(c, sent, tender))
    if problem := kept.problem(sent):
        return await _show(sent, tender, {problem.field or "": problem}, sent.typed)
    return sent.go(f"/tenders/{tender}/visum?sheet=grant#grant")


def _written(file: File, form: typed.Reader) -> VisumSheet | None:
    for name in ("number", "date", "amount"):
        form.needs(name)
    number, day = form.text("number"), form.day("date")
    amount = form.money("amount", file.chosen.price.currency)
    if day is None or amount is None:
        return None
    return VisumSheet(
        award=names.award(file.tender.id, file.number),
        number=number,
        date=day,
        amount=amount,
        remark=form.text("remark", typed.TEXT),
    )


@router.post("/{lang}/tenders/{tender}/visum/grant")
async def grant(tender: Identifier, sent: Posted) -> Response:
    """Grant the visum that was read."""
    found = await sent.services.store.read(lambda c: dossier.read(c, sent, tender))
    aggregate = names.award(tender, found.number)
    work = acts.grant_visum(await sent.act(), aggregate, sent.typed.get("sha256", ""))
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, tender, {"": outcome.refusal})
    return sent.go(f"/tenders/{tender}/visum", outcome.notice("done.visum_granted"))


@router.post("/{lang}/tenders/{tender}/visum/refuse")
async def refuse(tender: Identifier, sent: Posted) -> Response:
    """Refuse the visum, with a reason."""
    found = await sent.services.store.read(lambda c: dossier.read(c, sent, tender))
    aggregate = names.award(tender, found.number)
    reason = sent.typed.get("reason", "")
    work = acts.refuse_visum(await sent.act(), aggregate, reason)
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        field = "reason" if outcome.refusal.field == "reason" else ""
        return await _show(sent, tender, {field: outcome.refusal}, sent.typed)
    return sent.go(f"/tenders/{tender}/visum", outcome.notice("done.visum_refused"))


async def _show(
    visit: Visit,
    tender: str,
    errors: Mapping[str, Refusal] | None = None,
    kept: Mapping[str, str] | None = None,
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    file, award, texts = found.file, found.file.award, visit.texts
    if file.reached < len(("proposal", "visum")):
        return visit.go(f"{file.path}/award")
    errors = errors or {}
    at_reason = "reason" in errors
    grants = await sheets.act(
        visit,
        file,
        "grant",
        happens=("confirm.award.grant",),
        told=(texts.say("role.file_manager"), texts.say("role.director_general")),
        final=("confirm.award.grant_final",),
        hidden={"sha256": found.saved.sha256} if found.saved else {},
    )
    refuses = await sheets.act(
        visit,
        file,
        "refuse",
        happens=("confirm.award.refuse",),
        told=(texts.say("role.file_manager"), texts.say("role.jurist")),
        final=("confirm.award.refuse_final",),
    )
    right = found.saved is not None and found.locked is None and found.problem(visit) is None
    ready = right and not errors and sheets.shown(visit, "grant")
    return visit.render(
        "visum.html",
        next(iter(errors.values()), None),
        **file.shown(visit),
        budget_line=file.tender.draft.budget_line,
        estimate=file.tender.draft.estimate,
        checks=list(_checks(file, visit)),
        advice=_advice(file),
        spread=_spread(file, visit),
        form=await sheets.refused(
            visit, kept if kept is not None else _typed(found, visit), errors
        ),
        grant=grants,
        refuse=refuses,
        refusing=at_reason,
        ready=ready,
        editable=found.locked is None,
        visum=_given(file),
        refused={
            "who": file.who(award.refused),
            "at": award.refused.at,
            "reason": award.refused.reason,
        }
        if award.refused
        else None,
    )


def _given(file: File) -> dict[str, Any] | None:
    award = file.award
    if award.visum is None or award.endorsed is None:
        return None
    given = award.visum
    return {
        "number": given.number,
        "date": given.date,
        "amount": given.amount,
        "remark": given.remark,
        "who": file.who(award.endorsed),
    }


def _typed(found: _Visum, visit: Visit) -> dict[str, str]:
    if found.saved is None:
        return {
            "date": typed.day_text(local_date(visit.now)),
            "amount": formats.number(found.file.including.amount, 2, visit.language),
        }
    sheet = found.saved.content
    return {
        "number": sheet.number,
        "date": typed.day_text(sheet.date),
        "amount": formats.number(sheet.amount.amount, 2, visit.language),
        "remark": sheet.remark,
    }


def _advice(file: File) -> dict[str, Any] | None:
    """Who agreed with the budget before the tender was published."""
    given = [
        event
        for event in file.happened
        if isinstance(event, ApprovalGiven) and event.step is Step.BUDGET
    ]
    return {"who": file.who(given[-1]), "at": given[-1].at} if given else None


def _spread(file: File, visit: Visit) -> list[dict[str, Any]]:
    """What falls due on the acceptance of each milestone, with VAT."""
    draft = file.tender.draft
    return [
        {
            "title": plan.title,
            "when": visit.texts.say("visum.days_after", days=plan.days_after_start),
            "share": formats.percentage(plan.share, visit.language),
            "amount": contracting.value_of(draft, file.including, plan),
        }
        for plan in draft.milestones
    ]


def _checks(file: File, visit: Visit) -> Iterator[dict[str, Any]]:
    """What the records show, each with where it can be seen."""
    texts, language, award = visit.texts, visit.language, file.award
    first = award.state.winner in award.ranking.first
    yield _check(
        first,
        texts.say("visum.check_first"),
        texts.say("visum.check_first_text", total=points(file.first.exact, language)),
        f"{file.path}/evaluation/ranking",
    )
    proposal = award.proposal
    opened = formats.money(file.chosen.price, language)
    yield _check(
        proposal is None or proposal.amount == file.chosen.price,
        texts.say("visum.check_price"),
        texts.say("visum.check_price_text", amount=opened),
        None,
    )
    if (estimate := file.tender.draft.estimate) is not None:
        yield _estimate(file.chosen.price, estimate, visit)
    line = file.tender.draft.budget_line
    yield _check(
        bool(line),
        texts.say("visum.check_credit"),
        texts.say("visum.check_credit_text", line=line or "–"),
        f"{file.path}/draft",
    )
    if file.others and proposal is not None:
        written = sum(bool(each.text.strip()) for each in proposal.advantages)
        yield _check(
            written == len(file.others),
            texts.say("visum.check_motives"),
            texts.plural("visum.check_motives_text", written),
            f"{file.path}/award",
        )
    if (until := award.state.valid_until) is not None:
        moment = formats.moment(until, language, closing=True)
        rule = grounds.of("rule.bid_validity", until, file.tender.edition, texts)
        yield _check(
            deadlines.is_in_time(visit.now, until),
            texts.say("visum.check_validity"),
            texts.say("visum.check_validity_text", moment=moment, rule=rule.text),
            None,
        )
    if award.state.stage == Stage.VISUM:
        name, text = texts.say("visum.check_before"), texts.say("visum.check_before_text")
        yield _check(True, name, text, None)


def _estimate(price: Money, estimate: Money, visit: Visit) -> dict[str, Any]:
    """Above the estimate asks attention; it forbids nothing."""
    texts, language = visit.texts, visit.language
    over = price.amount > estimate.amount
    difference = Money(amount=abs(price.amount - estimate.amount), currency=price.currency)
    key = "visum.check_estimate_over" if over else "visum.check_estimate_under"
    said = texts.say(
        key,
        difference=formats.money(difference, language),
        estimate=formats.money(estimate, language),
    )
    found = _check(True, texts.say("visum.check_estimate"), said, None)
    return found | {"state": "warn" if over else "ok"}


def _check(right: bool, name: str, text: str, path: str | None) -> dict[str, Any]:
    return {"state": "ok" if right else "bad", "name": name, "text": text, "path": path}
