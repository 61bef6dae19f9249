"""P-14: exclusion, selection and regularity of every bid, in the same order for all."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api import evaluating
from api.acts import evaluation as acts
from api.acts.acting import acting
from api.evaluating import SheetRead
from api.forms import Form
from api.pages import page
from api.pages.evaluation import prices
from api.pages.evaluation import round as rounds
from api.pages.evaluation.round import Round, Sheet
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission
from contracts.base import Identifier, Sha256
from contracts.evaluation import Examination, ExaminationSheet, Stage
from contracts.evaluation.sheets import LAW, examination_problem
from contracts.refusals import Refusal
from infra.store import drafts, sheets
from infra.store.engine import Connection
from infra.store.queries import evaluation, people

router = APIRouter(include_in_schema=False)

RECORD = Sheet(
    "record",
    "act.record_examination",
    "/examination/record",
    ("confirm.examination.happens",),
    ("confirm.examination.final",),
)
CHECKS = ("not_excluded", "selected", "regular")
_TYPED = {True: "yes", False: "no", None: ""}
_READ = {"yes": True, "no": False}


@dataclass(frozen=True)
class _Page:
    shown: Round
    sheet: SheetRead[ExaminationSheet]
    saved: drafts.Saved[ExaminationSheet] | None
    saved_by: str


def _read(connection: Connection, visit: Visit, tender: str) -> _Page:
    shown = rounds.read(connection, visit, tender, Permission.READ_EVALUATION)
    sheet = evaluating.examination(connection, visit.me, tender, shown.state.round)
    aggregate, person = shown.state.aggregate, visit.me.person.id
    saved = sheets.read(connection, aggregate, evaluation.EXAMINATION, person)
    by = people.display_names(connection, [saved.saved_by])[saved.saved_by] if saved else ""
    return _Page(shown, sheet, saved, by)


@router.get("/{lang}/tenders/{tender}/evaluation/examination")
async def examination(tender: Identifier, visit: Looking) -> Response:
    """The grid of the examination."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/evaluation/examination")
async def save(tender: Identifier, sent: Posted) -> Response:
    """Keep what was filled in; with `action=record` the sheet that records it follows."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    sheet = _filled(found.shown, sent.typed)
    version = sent.typed.get("version", "")
    known = int(version) if version.isdecimal() else -1
    outcome = await page.attempt(sent, acts.save_examination(await sent.act(), sheet, known))
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal)
    path = f"/tenders/{tender}/evaluation/examination"
    if sent.typed.get("action") != "record":
        return sent.go(path, "done.examination_saved")
    problem = examination_problem(sheet, [bid.bid for bid in found.shown.found.bids])
    if problem is not None:
        return await _show(sent, tender, problem)
    return sent.go(f"{path}#{RECORD.name}")


@router.post("/{lang}/tenders/{tender}/evaluation/examination/record")
async def record(tender: Identifier, sent: Posted) -> Response:
    """Decide, as the sheet that was read says."""
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    sha256: Sha256 = sent.typed.get("sheet", "")
    act = await acting(sent.services, sent.me, sent.key)
    outcome = await page.attempt(sent, acts.record_examination(act, shown.state.aggregate, sha256))
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal)
    path = f"/tenders/{tender}/evaluation/examination"
    return sent.go(path, outcome.notice("done.examination_recorded"))


def _filled(shown: Round, typed: Mapping[str, str]) -> ExaminationSheet:
    rows = tuple(
        Examination(
            bid=bid.bid,
            not_excluded=_READ.get(typed.get(f"not_excluded-{bid.bid}", "")),
            selected=_READ.get(typed.get(f"selected-{bid.bid}", "")),
            regular=_READ.get(typed.get(f"regular-{bid.bid}", "")),
            reason=typed.get(f"reason-{bid.bid}", "").strip(),
        )
        for bid in shown.found.bids
    )
    return ExaminationSheet(evaluation=shown.state.aggregate, rows=rows)


def _typed(sheet: ExaminationSheet) -> dict[str, str]:
    typed: dict[str, str] = {}
    for row in sheet.rows:
        for check in CHECKS:
            typed[f"{check}-{row.bid}"] = _TYPED[getattr(row, check)]
        typed[f"reason-{row.bid}"] = row.reason
    return typed


def _field(refusal: Refusal) -> str:
    """The input at fault: the rules name it `<bid>.<part>`."""
    bid, _, part = (refusal.field or "").rpartition(".")
    return f"{part}-{bid}" if bid else ""


async def _show(visit: Visit, tender: str, refusal: Refusal | None = None) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    shown, sheet = found.shown, found.sheet.content
    typed = dict(_typed(sheet))
    errors: dict[str, str] = {}
    sentence = await visit.sentence(refusal) if refusal else None
    if isinstance(visit, Sent) and any(name.startswith("regular-") for name in visit.typed):
        typed = dict(visit.typed)
    if refusal and sentence and _field(refusal):
        errors[_field(refusal)] = sentence
    why = shown.judged(visit, Permission.EXAMINE_BIDS, "edit_examination")
    rows = {row.bid: row for row in sheet.rows}
    total = len(shown.found.bids)
    return visit.render(
        "examination.html",
        refusal,
        tender=shown.head(),
        law=LAW,
        tabs=rounds.tabs(shown, visit, "examination"),
        answer=_answer(found, visit),
        bids=[
            {
                "id": bid.bid,
                "number": number,
                "supplier": shown.suppliers[bid.bid],
                "price": bid.form.price if bid.form and _sees_prices(shown, visit) else None,
                "intact": bid.intact,
            }
            for number, bid in enumerate(shown.found.bids, start=1)
        ],
        locked=await visit.sentence(why) if why else None,
        form=Form(typed, errors),
        version=found.sheet.version,
        saved={"at": found.saved.saved_at, "who": found.saved_by} if found.saved else None,
        record=await rounds.act(
            shown,
            visit,
            RECORD,
            Permission.EXAMINE_BIDS,
            "record_examination",
            told=shown.people.values(),
            hidden={"sheet": found.sheet.sha256 or ""},
        ),
        progress={"judged": sum(row.judged for row in rows.values()), "total": total},
        prices=prices.told(shown, sheet, visit.texts) if _sees_prices(shown, visit) else None,
        path=shown.path("/examination"),
        problem=sentence if not errors else None,
    )


def _sees_prices(shown: Round, visit: Visit) -> bool:
    """Prices stay hidden from those who score until the quality is settled."""
    member = shown.member(visit)
    return member is None or shown.state.stage in rounds.SETTLED


def _answer(found: _Page, visit: Visit) -> str:
    state, texts = found.shown.state, visit.texts
    total = len(found.shown.found.bids)
    if state.stage is Stage.DECLARING:
        return texts.say("examination.answer_wait")
    if state.stage is Stage.EXAMINING:
        return texts.plural("examination.answer_open", total)
    excluded = len(state.excluded)
    return texts.say("examination.answer_done", admitted=total - excluded, excluded=excluded)
