"""P-16: the ranking, shown once by an act of its own; the answer first, then every number."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import evaluation as acts
from api.forms import Act, Form
from api.pages import page, papers, ranked
from api.pages.evaluation import round as rounds
from api.pages.evaluation import sensitivity, trace
from api.pages.evaluation.round import Round, Sheet
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission
from contracts.base import Identifier, Money
from contracts.documents.order import Order
from contracts.evaluation import ExaminationSheet, RankingResult, Stage
from contracts.evaluation.bundle import Ranked
from contracts.refusals import Code, Refusal, refuse
from contracts.rules.scoring import FindingCode, Row
from infra.store import documents
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import evaluation
from infra.texts import methods

router = APIRouter(include_in_schema=False)

REVEAL = Sheet(
    "reveal",
    "act.reveal_ranking",
    "/ranking/reveal",
    ("confirm.reveal.happens",),
    ("confirm.reveal.final",),
)
TIE = Sheet("tie", "act.decide_tie", "/ranking/tie", ("confirm.tie.happens",))
CONCLUDE = Sheet(
    "conclude",
    "act.conclude_evaluation",
    "/ranking/conclude",
    ("confirm.conclude.happens",),
    ("confirm.conclude.final",),
)


@dataclass(frozen=True)
class _Page:
    shown: Round
    result: RankingResult | None
    examination: ExaminationSheet | None
    ranked: Ranked | None
    """What the ranking was made from; None before it is shown."""
    report: Document | None
    """The evaluation report; None before it is drawn."""

    @property
    def phase(self) -> str:
        stage = self.shown.state.stage
        if stage in evaluation.TOTALLED and self.result is not None:
            return "ranked"
        return {Stage.CLOSED: "closed", Stage.RANKING: "ranking"}.get(stage, "locked")

    def name(self, bid: str) -> str:
        return self.shown.suppliers[bid]

    def price(self, bid: str) -> Money | None:
        """The price of a bid that was opened."""
        return next(
            (each.form.price for each in self.shown.found.bids if each.bid == bid and each.form),
            None,
        )


def _read(connection: Connection, visit: Visit, tender: str) -> _Page:
    shown = rounds.read(connection, visit, tender, Permission.READ_RANKING)
    result = evaluation.ranking(connection, shown.state)
    return _Page(
        shown,
        result,
        evaluation.examination(connection, shown.state),
        evaluation.ranked(connection, shown.found) if result else None,
        documents.find(connection, Order(document="D-10", aggregate=shown.state.aggregate).key),
    )


@router.get("/{lang}/tenders/{tender}/evaluation/ranking")
async def ranking(tender: Identifier, visit: Looking) -> Response:
    """The ranking, or what it waits for."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/evaluation/ranking/reveal")
async def reveal(tender: Identifier, sent: Posted) -> Response:
    """Have the totals made and shown."""
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    work = acts.reveal(await sent.act(), shown.state.aggregate)
    return await _answer(sent, tender, work, "done.ranking_revealed")


@router.post("/{lang}/tenders/{tender}/evaluation/ranking/tie")
async def decide_tie(tender: Identifier, sent: Posted) -> Response:
    """Apply the announced rule to equal bids."""
    bid = sent.typed.get("bid", "")
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    if bid not in shown.state.first:
        return await _show(sent, tender, refuse(Code.INVALID_INPUT, field="bid"))
    reason = sent.typed.get("reason", "")
    work = acts.decide_tie(await sent.act(), shown.state.aggregate, bid, reason)
    return await _answer(sent, tender, work, "done.tie_decided")


@router.post("/{lang}/tenders/{tender}/evaluation/ranking/conclude")
async def conclude(tender: Identifier, sent: Posted) -> Response:
    """Close the evaluation."""
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    work = acts.conclude(await sent.act(), shown.state.aggregate)
    return await _answer(sent, tender, work, "done.evaluation_concluded")


async def _answer(sent: Sent, tender: str, work: Any, done: str) -> Response:
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal)
    return sent.go(f"/tenders/{tender}/evaluation/ranking", outcome.notice(done))


async def _show(visit: Visit, tender: str, refusal: Refusal | None = None) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    shown, texts = found.shown, visit.texts
    sentence = await visit.sentence(refusal) if refusal else None
    form = Form()
    if isinstance(visit, Sent):
        errors = {refusal.field: sentence} if refusal and refusal.field and sentence else {}
        form = Form(visit.typed, errors)
    answer, more = _answer_in_words(found, visit)
    return visit.render(
        "ranking.html",
        refusal,
        tender=shown.head(),
        tabs=rounds.tabs(shown, visit, "ranking"),
        phase=found.phase,
        answer=answer,
        more=more,
        reveal=await _act(found, visit, REVEAL, "reveal_ranking", Stage.CLOSED),
        tie=await _act(found, visit, TIE, "decide_tie", Stage.RANKED) if _tied(found) else None,
        tied=[{"value": bid, "name": found.name(bid), "note": None} for bid in shown.state.first],
        conclude=None
        if _tied(found)
        else await _act(found, visit, CONCLUDE, "conclude_evaluation", Stage.RANKED),
        form=form,
        drawing=_drawing(found, visit),
        columns=[
            {"name": criterion.name, "weight": criterion.weight or 0}
            for criterion in shown.found.draft.criteria
        ],
        points=_points(found, visit),
        sums=trace.sums(found.result, shown.found.draft, found.name, texts) if found.result else [],
        excluded=_excluded(found),
        set_aside=_set_aside(found, visit),
        tie_breaks=_tie_breaks(found, visit),
        findings=_findings(found, visit),
        method=_method(found, visit),
        firm=await _firm(found, visit),
        report=papers.row(found.report, visit) if found.report else None,
        bundle=f"/api/v1/tenders/{tender}/evaluations/{shown.state.round}/bundle",
        problem=sentence if not form.errors else None,
    )


async def _firm(found: _Page, visit: Visit) -> dict[str, Any] | None:
    """How firm the ranking is; None before it is shown."""
    if found.ranked is None or found.phase != "ranked":
        return None
    known = sensitivity.Asked(found.shown.state.ranking or "", found.ranked)
    chosen = visit.request.query_params.get("weight", "")
    firm = await sensitivity.of(known)
    return sensitivity.shown(firm, found.ranked, chosen, found.name, visit.texts)


def _tied(found: _Page) -> bool:
    """Whether a tie in the first place waits for its decision."""
    return found.phase == "ranked" and found.shown.state.winner is None


async def _act(found: _Page, visit: Visit, sheet: Sheet, kind: str, stage: Stage) -> Act | None:
    """An act of the chair, in its stage; others see it greyed."""
    if found.shown.state.stage is not stage:
        return None
    told: Iterable[str] = found.shown.people.values()
    if sheet is CONCLUDE:
        told = [visit.texts.say("role.file_manager")]
    return await rounds.act(found.shown, visit, sheet, Permission.REVEAL_RANKING, kind, told=told)


def _answer_in_words(found: _Page, visit: Visit) -> tuple[str, str | None]:
    """The outcome, and what there is to add."""
    texts = visit.texts
    if found.result is None or found.phase != "ranked":
        said = {
            "closed": "ranking.closed",
            "ranking": "ranking.is_busy",
            "locked": "ranking.locked",
        }
        return texts.say(said[found.phase]), None
    rows = found.result.rows
    first = rows[0]
    total = ranked.points(first.exact, visit.language)
    tied = found.result.first
    if len(tied) > 1:
        names = ", ".join(found.name(bid) for bid in tied)
        winner = found.shown.state.winner
        more = (
            texts.say("ranking.tie_settled", name=found.name(winner))
            if winner
            else texts.say("ranking.tie_open")
        )
        return texts.say("ranking.tie", names=names, total=total), more
    if len(rows) == 1 and found.result.set_aside:
        return texts.say("ranking.first_left", name=found.name(first.bid), total=total), None
    if len(rows) == 1:
        return texts.say("ranking.first_alone", name=found.name(first.bid), total=total), None
    lead = Fraction(first.exact) - Fraction(rows[1].exact)
    if not lead:
        names = ", ".join(found.name(row.bid) for row in rows if row.exact == first.exact)
        answer = texts.say("ranking.tie", names=names, total=total)
        return answer, texts.say("ranking.tie_broken", name=found.name(first.bid))
    answer = texts.say(
        "ranking.first",
        name=found.name(first.bid),
        total=total,
        lead=ranked.points(lead, visit.language),
        second=found.name(rows[1].bid),
    )
    return answer, texts.say("ranking.small_lead") if lead < 1 else None


def _drawing(found: _Page, visit: Visit) -> dict[str, Any] | None:
    if found.result is None:
        return None
    winner = found.shown.state.winner
    draft = found.shown.found.draft
    return ranked.drawn(draft, found.result.rows, found.name, found.price, winner, visit.language)


def _points(found: _Page, visit: Visit) -> list[dict[str, Any]]:
    def cells(row: Row) -> list[str]:
        return [
            ranked.points(ranked.earned(row, criterion.id), visit.language)
            for criterion in found.shown.found.draft.criteria
        ]

    return [
        {
            "supplier": found.name(row.bid),
            "cells": cells(row),
            "total": ranked.points(row.exact, visit.language),
        }
        for row in (found.result.rows if found.result else ())
    ]


def _excluded(found: _Page) -> list[dict[str, str]]:
    """The bids that were set aside, with the reason."""
    rows = found.examination.rows if found.examination else ()
    return [
        {"supplier": found.name(row.bid), "reason": row.reason}
        for row in rows
        if row.bid in found.shown.state.excluded
    ]


def _set_aside(found: _Page, visit: Visit) -> list[dict[str, str]]:
    """The bids that the announced method sets aside, with what it asked and what they did."""
    if found.result is None:
        return []
    draft, texts = found.shown.found.draft, visit.texts
    return [
        {
            "supplier": found.name(each.bid),
            "reason": " ".join(
                f"{methods.required(finding, draft, texts)} {methods.met(finding, draft, texts)}"
                for finding in methods.set_aside(found.result, each.bid)
            ),
        }
        for each in found.result.set_aside
    ]


def _tie_breaks(found: _Page, visit: Visit) -> list[str]:
    """Each step of the announced chain that was taken, and what came of it."""
    draft = found.shown.found.draft
    return [
        methods.tie_broken(step, draft, found.name, visit.texts)
        for step in (found.result.tie_breaks if found.result else ())
    ]


def _findings(found: _Page, visit: Visit) -> list[str]:
    """What a person must look at."""
    said = []
    for finding in found.result.findings if found.result else ():
        if finding.code is FindingCode.NEGATIVE_POINTS:
            name = found.name(finding.bid)
            said.append(visit.texts.say("ranking.finding_negative", name=name))
        elif finding.code is FindingCode.TIE:
            said.append(visit.texts.say("ranking.finding_tie"))
    return said


def _method(found: _Page, visit: Visit) -> list[dict[str, Any]]:
    """What the result can be computed again from."""
    if found.result is None:
        return []
    texts, state = visit.texts, found.shown.state
    rows = (
        ("ranking.formulas", ", ".join(found.result.rule_versions), False),
        ("ranking.consensus_hash", found.result.consensus, True),
        ("ranking.result_hash", state.ranking or "", True),
    )
    return [
        {"name": texts.say(key), "value": value, "hash": is_hash} for key, value, is_hash in rows
    ]
