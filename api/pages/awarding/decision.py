"""P-18, the decision: with open eyes in five minutes, then registered as the organ took it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import awarding as acts
from api.pages import page, papers, typed
from api.pages.awarding import dossier, sheets
from api.pages.awarding.dossier import File
from api.pages.page import Looking, Posted, Visit
from api.pages.ranked import earned, points
from contracts import names
from contracts.actors import Role
from contracts.awarding import DecisionSheet, Stage
from contracts.awarding.sheets import decision_problem
from contracts.base import Identifier, Money, local_date
from contracts.refusals import Refusal
from contracts.tendering import Step
from contracts.tendering.process import ApprovalGiven
from infra.store import sheets as stored
from infra.store.drafts import Saved
from infra.store.engine import Connection
from infra.store.queries import awarding
from infra.texts import formats

router = APIRouter(include_in_schema=False)

PAPERS = ("D-07", "D-12")
"""The documents that one decides with: the record of the opening, later the decision itself."""


@dataclass(frozen=True)
class _Decision:
    """The award with its decision as it is being written."""

    file: File
    saved: Saved[DecisionSheet] | None
    locked: Refusal | None

    def problem(self, visit: Visit) -> Refusal | None:
        """Why the kept decision cannot be registered yet."""
        proposal = self.file.award.proposal
        if self.saved is None or proposal is None:
            return None
        return decision_problem(self.saved.content, proposal, local_date(visit.now))


def _read(connection: Connection, visit: Visit, tender: str) -> _Decision:
    file = dossier.read(connection, visit, tender)
    state, actor = file.award.state, visit.me.actor
    saved = stored.read(connection, state.aggregate, awarding.DECISION, actor.person)
    locked = stored.edit_refusal(awarding.DECISION, state, actor, file.relations, visit.now)
    return _Decision(file, saved, locked)


@router.get("/{lang}/tenders/{tender}/decision")
async def decision(tender: Identifier, visit: Looking) -> Response:
    """The page of the decision."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/decision")
async def save(tender: Identifier, sent: Posted) -> Response:
    """Keep what the organ decided and show the sheet that registers it."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    form = typed.Reader(sent.typed, sent.language)
    sheet = _written(found.file, form)
    if sheet is None or form.errors:
        return await _show(sent, tender, form.errors, sent.typed)
    known = found.saved.version if found.saved else 0
    outcome = await page.attempt(sent, acts.save_decision(await sent.act(), sheet, known))
    if outcome.refusal is not None:
        return await _show(sent, tender, {"": outcome.refusal}, sent.typed)
    kept = await sent.services.store.read(lambda c: _read(c, sent, tender))
    if problem := kept.problem(sent):
        return await _show(sent, tender, {problem.field or "": problem}, sent.typed)
    return sent.go(f"/tenders/{tender}/decision?sheet=register#register")


def _written(file: File, form: typed.Reader) -> DecisionSheet | None:
    for name in ("organ", "date", "number", "amount"):
        form.needs(name)
    day, amount = form.day("date"), form.money("amount", file.chosen.price.currency)
    if day is None or amount is None:
        return None
    return DecisionSheet(
        award=names.award(file.tender.id, file.number),
        organ=form.text("organ"),
        number=form.text("number"),
        date=day,
        winner=file.award.state.winner,
        amount=amount,
    )


@router.post("/{lang}/tenders/{tender}/decision/register")
async def register(tender: Identifier, sent: Posted) -> Response:
    """Register the decision that was read; its letters follow."""
    found = await sent.services.store.read(lambda c: dossier.read(c, sent, tender))
    aggregate = names.award(tender, found.number)
    work = acts.register(await sent.act(), aggregate, sent.typed.get("sha256", ""))
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, tender, {"": outcome.refusal})
    return sent.go(f"/tenders/{tender}/letters", outcome.notice("done.decision_registered"))


async def _show(
    visit: Visit,
    tender: str,
    errors: Mapping[str, Refusal] | None = None,
    kept: Mapping[str, str] | None = None,
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    file = found.file
    proposal = file.award.proposal
    if proposal is None:
        return visit.go(f"{file.path}/award")
    errors = errors or {}
    act = await sheets.act(
        visit,
        file,
        "register",
        happens=("confirm.award.register", "confirm.award.register_sent"),
        told=tuple(sorted({file.supplier(row.bid) for row in file.rows})),
        final=("confirm.award.register_final",),
        hidden={"sha256": found.saved.sha256} if found.saved else {},
    )
    right = found.saved is not None and found.locked is None and found.problem(visit) is None
    ready = right and not errors and sheets.shown(visit, "register")
    advantages = {each.bid: each.text for each in proposal.advantages}
    return visit.render(
        "decision.html",
        next(iter(errors.values()), None),
        **file.shown(visit),
        **file.ranking(visit),
        reasons=list(_reasons(file, visit)),
        motivation=proposal.motivation,
        others=[
            {
                "name": file.supplier(row.bid),
                "total": points(row.exact, visit.language),
                "text": advantages.get(row.bid, ""),
            }
            for row in file.others
        ],
        money=_money(file, visit),
        chain=_chain(file, visit),
        papers=[papers.row(each, visit) for each in file.documents if each.kind in PAPERS],
        bundle=f"/api/v1{file.path}/evaluations/{file.evaluation}/bundle",
        form=await sheets.refused(
            visit, kept if kept is not None else _typed(found, visit), errors
        ),
        register=act,
        ready=ready,
        editable=found.locked is None,
        decision=_taken(file),
    )


def _taken(file: File) -> dict[str, Any] | None:
    award = file.award
    if award.decision is None or award.registered is None:
        return None
    taken = award.decision
    return {
        "organ": taken.organ,
        "number": taken.number,
        "date": taken.date,
        "who": file.who(award.registered),
    }


def _typed(found: _Decision, visit: Visit) -> dict[str, str]:
    """What was kept; else the proposed amount, since the organ mostly decides as proposed."""
    if found.saved is None:
        return {"amount": formats.number(found.file.chosen.price.amount, 2, visit.language)}
    sheet = found.saved.content
    return {
        "organ": sheet.organ,
        "number": sheet.number,
        "date": typed.day_text(sheet.date),
        "amount": formats.number(sheet.amount.amount, 2, visit.language),
    }


def _reasons(file: File, visit: Visit) -> Iterator[str]:
    """Five reasons at most, each from the records."""
    texts, language, first = visit.texts, visit.language, file.first
    total = points(first.exact, language)
    second = file.others[0] if file.others else None
    if second is None:
        yield texts.say("decision.reason_only", total=total)
    else:
        yield texts.say(
            "decision.reason_rank",
            count=len(file.rows),
            total=total,
            second=file.supplier(second.bid),
            own=points(second.exact, language),
        )
        yield from _lead(file, visit)
        yield _cheapest(file, visit)
    if (estimate := file.tender.draft.estimate) is not None:
        yield _against(file.chosen.price, estimate, visit)
    if (visum := file.award.visum) is None:
        yield texts.say("decision.reason_no_visum")
    else:
        yield texts.say(
            "decision.reason_visum",
            number=visum.number,
            day=formats.day(visum.date, language),
            amount=formats.money(visum.amount, language),
        )


def _lead(file: File, visit: Visit) -> Iterator[str]:
    """Where the first goes furthest before the second."""
    second = file.others[0]
    gains = [
        (earned(file.first, each.id) - earned(second, each.id), each)
        for each in file.tender.draft.criteria
    ]
    gain, criterion = max(gains, key=lambda pair: pair[0])
    if gain > 0:
        yield visit.texts.say(
            "decision.reason_gain",
            criterion=criterion.name,
            points=points(earned(file.first, criterion.id), visit.language),
            weight=formats.plain(criterion.weight or 0, visit.language),
            own=points(earned(second, criterion.id), visit.language),
        )


def _cheapest(file: File, visit: Visit) -> str:
    """Why not the cheapest, which is what people ask first."""
    texts, language = visit.texts, visit.language
    lowest = min(file.rows, key=lambda row: file.forms[row.bid].price.amount)
    price = file.forms[lowest.bid].price
    if price.amount == file.chosen.price.amount:
        return texts.say("decision.reason_lowest")
    less = Money(amount=file.chosen.price.amount - price.amount, currency=price.currency)
    return texts.say(
        "decision.reason_not_lowest",
        name=file.supplier(lowest.bid),
        difference=formats.money(less, language),
        lag=points(Fraction(file.first.exact) - Fraction(lowest.exact), language),
    )


def _against(price: Money, estimate: Money, visit: Visit) -> str:
    over = price.amount > estimate.amount
    difference = Money(amount=abs(price.amount - estimate.amount), currency=price.currency)
    return visit.texts.say(
        "visum.check_estimate_over" if over else "visum.check_estimate_under",
        difference=formats.money(difference, visit.language),
        estimate=formats.money(estimate, visit.language),
    )


def _money(file: File, visit: Visit) -> list[dict[str, Any]]:
    """From the estimate by the visum to the award."""
    texts, language = visit.texts, visit.language
    estimate, visum = file.tender.draft.estimate, file.award.visum
    rate = formats.percentage(file.chosen.vat_rate, language)
    including = formats.money(file.including, language)
    return [
        {
            "name": texts.say("tender.estimate"),
            "value": formats.money(estimate, language) if estimate else "–",
            "note": _share(file.chosen.price, estimate, visit) if estimate else None,
        },
        {
            "name": texts.say("decision.visum"),
            "value": formats.money(visum.amount, language) if visum else "–",
            "note": visum.number if visum else None,
        },
        {
            "name": texts.say("decision.award"),
            "value": formats.money(file.chosen.price, language),
            "note": texts.say("decision.award_note", amount=including, rate=rate),
        },
    ]


def _share(price: Money, estimate: Money, visit: Visit) -> str | None:
    """How far the award lies from the estimate, in percent of it."""
    if not estimate.amount or price.amount == estimate.amount:
        return None
    far = Fraction(abs(price.amount - estimate.amount)) * 100 / Fraction(estimate.amount)
    share = formats.percentage(far, visit.language, 1)
    key = "decision.over" if price.amount > estimate.amount else "decision.under"
    return visit.texts.say(key, share=share)


def _chain(file: File, visit: Visit) -> list[dict[str, Any]]:
    """Who agreed with what, in the order of the procedure."""
    texts, award = visit.texts, file.award
    agreed: dict[Step, ApprovalGiven] = {
        event.step: event for event in file.happened if isinstance(event, ApprovalGiven)
    }
    links = [
        _link(texts.say("decision.link_legal"), agreed.get(Step.LEGAL), file, "approval"),
        _link(texts.say("decision.link_budget"), agreed.get(Step.BUDGET), file, "approval"),
        _link(
            texts.say("decision.link_ranking"),
            dossier.last(file.happened, "evaluation_concluded"),
            file,
            "evaluation/ranking",
        ),
        _link(
            texts.say("award.step_proposal"),
            dossier.last(file.happened, "award_proposed"),
            file,
            "award",
        ),
    ]
    if award.endorsed is not None:
        at = award.endorsed.at
        who = file.who(award.endorsed)
        links.append(_done(texts.say("award.step_visum"), who, at, f"{file.path}/visum"))
    else:
        links.append(_waits(texts.say("award.step_visum"), Role.FINANCE_DIRECTOR, visit, now=True))
    if award.registered is not None:
        who = file.who(award.registered)
        links.append(_done(texts.say("award.step_decision"), who, award.registered.at, None))
    else:
        now = award.state.stage == Stage.DECIDING
        title = texts.say("award.step_decision")
        links.append(_waits(title, Role.DIRECTOR_GENERAL, visit, now=now))
    return [link for link in links if link is not None]


def _link(title: str, event: Any, file: File, path: str) -> dict[str, Any] | None:
    if event is None:
        return None
    return _done(title, file.who(event), event.at, f"{file.path}/{path}")


def _done(title: str, who: str | None, at: datetime, path: str | None) -> dict[str, Any]:
    return {"title": title, "who": who, "role": None, "at": at, "state": "done", "path": path}


def _waits(title: str, role: Role, visit: Visit, *, now: bool) -> dict[str, Any]:
    return {
        "title": title,
        "who": None,
        "role": visit.texts.say(f"role.{role}"),
        "at": None,
        "state": "now" if now else "planned",
        "path": None,
    }
