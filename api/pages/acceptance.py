"""P-24 for the committee: test what was promised, sign what was tested; the contractor remedies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import reading
from api.acts import acceptance as acts
from api.forms import Act, Form, Option
from api.pages import page, papers, signing, typed
from api.pages.page import Looking, Posted, Visit
from contracts import contracting, names
from contracts.acceptance import AcceptanceState, Stage, Verdict, review
from contracts.acceptance.report import Severity, SignOffReport
from contracts.actors import Permission, Relation
from contracts.base import Identifier, Money, local_date
from contracts.people import Person
from contracts.refusals import Code, Refusal
from infra import ids
from infra.store import documents
from infra.store.documents import Document
from infra.store.drafts import Saved
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from infra.store.queries import organisations, people
from infra.store.queries import tendering as tenders
from infra.store.queries.acceptance import Delivery, Round
from infra.texts import formats

router = APIRouter(include_in_schema=False)

Number = Annotated[int, Path(ge=1, le=999)]

TONES = {
    Verdict.ACCEPTED: "ok",
    Verdict.ACCEPTED_WITH_REMARKS: "warn",
    Verdict.SHORTCOMINGS: "bad",
}


@dataclass(frozen=True)
class _Verification:
    """One delivery as one reader looks at it."""

    delivery: Delivery
    reference: str
    code: str
    value: Money | None
    relations: frozenset[Relation]
    supplier: str
    members: tuple[Person, ...]
    whole: bool
    """Whether the reader is one of the buyer's people."""
    saved: Saved[SignOffReport] | None
    """The reader's own report of the present round."""
    certificate: Document | None
    papers: tuple[Document, ...]
    """The delivery note and the records of shortcomings."""

    @property
    def state(self) -> AcceptanceState:
        """The State of the acceptance."""
        return self.delivery.state

    @property
    def path(self) -> str:
        """Where this page stands."""
        return f"/acceptances/{self.state.milestone}/{self.state.delivery}"

    @property
    def shown(self) -> Round:
        """The round whose reports are told: the last one that has any for this reader."""
        told = [each for each in self.delivery.rounds if self.told(each) and each.reports]
        return told[-1] if told else self.delivery.rounds[-1]

    def told(self, verified: Round) -> bool:
        """Whether this reader may see the reports: the contractor waits for the last signature."""
        return self.whole or verified.complete

    def who(self, person: str) -> str:
        """The name of a member."""
        return next((each.name for each in self.members if each.id == person), "–")


def _read(connection: Connection, visit: Visit, milestone: str, number: int) -> _Verification:
    state = reading.readable_delivery(connection, visit.me, milestone, number)
    found = deliveries.get(connection, state.aggregate)
    contract = found.contract
    tender = tenders.get(connection, state.tender)
    price = contracts.price_of(connection, contract)
    order = [each.id for each in contract.milestones]
    drawn = documents.get(connection, found.certificate) if found.certificate else None
    return _Verification(
        delivery=found,
        reference=tender.reference,
        code=f"M{order.index(milestone) + 1}",
        value=contracting.value_of(found.draft, price[0], found.plan) if price else None,
        relations=people.relations(connection, state.dossier, visit.me.actor.person),
        supplier=organisations.get(connection, state.supplier).name,
        members=tuple(organisations.person(connection, each) for each in state.committee),
        whole=visit.me.actor.organisation == state.organisation,
        saved=deliveries.own_report(connection, state, visit.me.actor.person),
        certificate=drawn,
        papers=deliveries.papers_of(connection, found),
    )


@router.get("/{lang}/acceptances/{milestone}/{number}")
async def verification(milestone: Identifier, number: Number, visit: Looking) -> Response:
    """The page of one delivery."""
    return await _show(visit, milestone, number)


@router.post("/{lang}/acceptances/{milestone}/{number}")
async def save(milestone: Identifier, number: Number, sent: Posted) -> Response:
    """Keep one's own report; asked to sign it, show the sheet with exactly what is signed."""
    found = await sent.services.store.read(lambda c: _read(c, sent, milestone, number))
    action = sent.typed.get("action", "save")
    if action == "add" or action.startswith("remove-"):
        kept, parts = signing.changed(sent.typed, action)
        return await _show(sent, milestone, number, kept=kept, parts=parts)
    form = typed.Reader(sent.typed, sent.language)
    report = signing.written(found.delivery, form)
    if form.errors:
        return await _show(sent, milestone, number, errors=form.errors, kept=sent.typed)
    known = int(sent.typed["version"]) if sent.typed.get("version", "").isdecimal() else 0
    outcome = await page.attempt(sent, acts.save_report(await sent.act(), report, known))
    if outcome.refusal is not None:
        errors = {"": outcome.refusal}
        return await _show(sent, milestone, number, errors=errors, kept=sent.typed)
    if action != "sign":
        return sent.go(found.path, "done.report_kept")
    problems = review(report, found.delivery.plan, local_date(sent.now))
    if problems:
        errors = {signing.field_of(each, report, found.delivery): each for each in problems}
        return await _show(sent, milestone, number, errors=errors, kept=sent.typed)
    return sent.go(f"{found.path}?sheet=sign#sign")


@router.post("/{lang}/acceptances/{milestone}/{number}/sign")
async def sign(milestone: Identifier, number: Number, sent: Posted) -> Response:
    """Sign the version that was read."""
    aggregate = names.acceptance(milestone, number)
    work = acts.sign_off(await sent.act(), aggregate, sent.typed.get("sha256", ""))
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, milestone, number, errors={"": outcome.refusal})
    path = f"/acceptances/{milestone}/{number}"
    return sent.go(path, outcome.notice("done.signed_off"))


@router.post("/{lang}/acceptances/{milestone}/{number}/remedy")
async def remedy(milestone: Identifier, number: Number, sent: Posted) -> Response:
    """Confirm that the shortcomings are remedied."""
    aggregate = names.acceptance(milestone, number)
    note = sent.typed.get("note", "")
    outcome = await page.attempt(sent, acts.confirm_remedy(await sent.act(), aggregate, note))
    if outcome.refusal is not None:
        field = "note" if outcome.refusal.field == "note" else ""
        errors = {field: outcome.refusal}
        return await _show(sent, milestone, number, errors=errors, kept=sent.typed)
    path = f"/acceptances/{milestone}/{number}"
    return sent.go(path, outcome.notice("done.remedy_confirmed"))


async def _show(
    visit: Visit,
    milestone: str,
    number: int,
    *,
    errors: Mapping[str, Refusal] | None = None,
    kept: Mapping[str, str] | None = None,
    parts: int | None = None,
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, milestone, number))
    errors, state = errors or {}, found.state
    asked = visit.request.query_params.get("sheet") == "sign"
    act = await _sign_act(found, visit)
    filled = kept if kept is not None else signing.filled(found.saved, found.delivery)
    said = {name: await visit.sentence(why) for name, why in errors.items()}
    return visit.render(
        "acceptance.html",
        next(iter(errors.values()), None),
        contract={
            "id": names.subject_of(state.contract),
            "reference": found.reference,
            "title": found.delivery.draft.title,
        },
        milestone={
            "id": state.milestone,
            "code": found.code,
            "title": found.delivery.plan.title,
            "value": found.value,
            "final": found.delivery.plan.final,
        },
        acceptance={"stage": state.stage, "round": state.round, "path": found.path},
        verdict=_verdict(found, visit),
        limit={
            "ends": found.delivery.rounds[-1].ends.instant,
            "explanation": found.delivery.rounds[-1].ends.explanation,
            "reasons": found.delivery.edition.reasons,
        }
        if state.stage is Stage.VERIFYING
        else None,
        delivered={"at": found.delivery.delivered_at, "note": found.delivery.note},
        criteria=_criteria(found, visit),
        members=_members(found, visit),
        found=_found(found, visit),
        rounds=[
            {"number": each.number, "at": each.received_at, "remedy": each.remedy}
            for each in found.delivery.rounds
        ],
        editable=act.refusal is None,
        parts=parts if parts is not None else signing.parts(filled),
        **_options(found, visit),
        form=Form(typed=filled, errors=said),
        version=found.saved.version if found.saved else 0,
        saved={"at": found.saved.saved_at} if found.saved else None,
        sign=act,
        signing=_signing(found, visit) if asked and not errors and kept is None else None,
        remedy=await _remedy(found, visit),
        remedying="note" in errors,
        certificate=papers.row(found.certificate, visit) if found.certificate else None,
        papers=[papers.row(each, visit) for each in found.papers],
    )


def _verdict(found: _Verification, visit: Visit) -> str:
    texts, state = visit.texts, found.state
    if state.stage is Stage.VERIFYING:
        count = len(state.committee)
        signed = count - len(state.unsigned)
        return texts.say(
            "acceptance.verdict_verifying", name=found.supplier, signed=signed, count=count
        )
    if state.stage is Stage.REMEDYING and state.remedy_before is not None:
        day = formats.day(state.remedy_before, visit.language)
        return texts.say("acceptance.verdict_remedying", name=found.supplier, day=day)
    if state.stage is Stage.ACCEPTED or state.accepted_at is None:
        return texts.say("acceptance.verdict_accepted")
    day = formats.day(local_date(state.accepted_at), visit.language)
    if found.delivery.plan.final:
        return texts.say("acceptance.verdict_final", day=day)
    return texts.say("acceptance.verdict_certified", day=day)


def _criteria(found: _Verification, visit: Visit) -> list[dict[str, Any]]:
    """Each criterion with the contractor's evidence and what each member found."""
    evidence = {each.criterion: each.text for each in found.delivery.note.evidence}
    reports = found.shown.reports if found.told(found.shown) else ()
    return [
        {
            "name": criterion,
            "evidence": evidence.get(criterion, ""),
            "results": [
                signing.result(row, found.who(signed.person), visit)
                for signed in reports
                for row in signed.report.results
                if row.criterion == criterion
            ],
        }
        for criterion in found.delivery.criteria
    ]


def _members(found: _Verification, visit: Visit) -> list[dict[str, Any]]:
    """Who signed the present round; the contractor learns each verdict after the last signature."""
    last = found.delivery.rounds[-1]
    signed = {each.person: each for each in last.reports} if found.told(last) else {}
    shown = []
    for member in found.members:
        own, given = member.id == visit.me.actor.person, signed.get(member.id)
        tone, word = "idle", visit.texts.say("acceptance.not_signed")
        if own and member.id in found.state.unsigned and found.state.stage is Stage.VERIFYING:
            tone, word = "now", visit.texts.say("acceptance.your_turn")
        if given is not None and given.report.verdict is not None:
            tone = TONES[given.report.verdict]
            word = visit.texts.say(f"acceptance.verdict.{given.report.verdict}")
        shown.append(
            {
                "name": member.name,
                "role": member.function or None,
                "at": given.at if given else None,
                "tone": tone,
                "word": word,
                "own": own,
            }
        )
    return shown


def _found(found: _Verification, visit: Visit) -> list[dict[str, Any]]:
    """The shortcomings of the last round that found any."""
    wanting = [
        each
        for each in found.delivery.rounds
        if found.told(each) and any(signed.report.shortcomings for signed in each.reports)
    ]
    if not wanting:
        return []
    return [
        {
            "criterion": each.criterion,
            "text": each.text,
            "severity": visit.texts.say(f"acceptance.severity.{each.severity}"),
            "who": found.who(signed.person),
            "before": signed.report.remedy_before,
        }
        for signed in wanting[-1].reports
        for each in signed.report.shortcomings
    ]


def _options(found: _Verification, visit: Visit) -> dict[str, list[Option]]:
    texts = visit.texts
    notes = {
        Verdict.ACCEPTED: texts.say("acceptance.accepted_note"),
        Verdict.ACCEPTED_WITH_REMARKS: texts.say("acceptance.remarks_note"),
        Verdict.SHORTCOMINGS: texts.say("acceptance.shortcomings_note"),
    }
    offered = [
        each
        for each in Verdict
        if each is not Verdict.ACCEPTED_WITH_REMARKS or not found.delivery.plan.final
    ]
    return {
        "criteria_options": [
            Option(str(n), name) for n, name in enumerate(found.delivery.criteria)
        ],
        "severities": [
            Option(each.value, texts.say(f"acceptance.severity.{each}")) for each in Severity
        ],
        "verdicts": [
            Option(each.value, texts.say(f"acceptance.verdict.{each}"), notes[each])
            for each in offered
        ],
    }


async def _sign_act(found: _Verification, visit: Visit) -> Act:
    texts, state = visit.texts, found.state
    refusal = page.judged(
        visit.me.actor, state, found.relations, Permission.SIGN_OFF, "sign_off", visit.now
    )
    # Who has no part in it reads along: nothing is greyed for them.
    member = visit.me.actor.person in state.committee and state.stage is Stage.VERIFYING
    return Act(
        name="sign",
        label=texts.say("act.sign_off") if member else "",
        path=f"{found.path}/sign",
        command_id=ids.new_id(),
        happens=(texts.say("confirm.sign.happens"), texts.say("confirm.sign.last")),
        told=(texts.say("contract.manager"), found.supplier),
        final=(texts.say("confirm.sign.final"),),
        hidden={"sha256": found.saved.sha256} if found.saved else {},
        refusal=await visit.sentence(refusal) if refusal else None,
    )


def _signing(found: _Verification, visit: Visit) -> dict[str, Any] | None:
    """What the reader is about to sign; None while their report cannot be signed."""
    if found.saved is None:
        return None
    report, today = found.saved.content, local_date(visit.now)
    if report.verdict is None or review(report, found.delivery.plan, today):
        return None
    person = visit.me.person
    signer = f"{person.name}, {person.function}" if person.function else person.name
    return signing.shown(report, found.saved.sha256, signer, visit)


async def _remedy(found: _Verification, visit: Visit) -> dict[str, Any] | None:
    """The contractor's confirmation, for the contractor."""
    state, texts = found.state, visit.texts
    if found.whole or state.stage is not Stage.REMEDYING:
        return None
    refusal = page.judged(
        visit.me.actor,
        state,
        found.relations,
        Permission.CONFIRM_REMEDY,
        "confirm_remedy",
        visit.now,
    )
    act = Act(
        name="remedy",
        label=texts.say("act.confirm_remedy"),
        path=f"{found.path}/remedy",
        command_id=ids.new_id(),
        happens=(texts.say("confirm.remedy.happens"),),
        told=tuple(member.name for member in found.members),
        final=(texts.say("confirm.remedy.final"),),
        refusal=await visit.sentence(refusal) if refusal else None,
        who=found.supplier if refusal and refusal.code is Code.NOT_ALLOWED else None,
    )
    return {"act": act, "before": state.remedy_before}
