"""Deliveries: what was handed over, the sign-offs of the committee, remedies."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from api import reading
from api.acts import acceptance as acts
from api.identity import Me, Parts, SignedIn
from api.routes.acting import Act
from contracts import names
from contracts.acceptance import SignOffReport, Stage, Verdict, review
from contracts.acceptance.report import CriterionResult, Shortcoming
from contracts.base import Identifier, Instant, Message, Sha256, content_hash, local_date
from contracts.contracting import DeliveryNote
from contracts.envelope import Answer
from contracts.rules import permissions
from contracts.tendering.draft import Text
from infra.store import clock
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries
from infra.store.queries import people

router = APIRouter(prefix="/deliveries/{milestone}/{number}", tags=["deliveries"])

Number = Annotated[int, Path(ge=1, le=999, description="The deliveries of a milestone, from 1.")]


class SignedBody(BaseModel):
    """A member's signed report."""

    person: Identifier
    name: str
    at: Instant
    report: SignOffReport


class RoundBody(BaseModel):
    """One verification, of the delivery or of a remedy. `ends` is the first instant at which it is
    late, `last_day` the day that this closes; `remedy` is the contractor's note it began with."""

    number: int
    received_at: Instant
    ends: Instant
    last_day: date
    remedy: str | None
    reports: list[SignedBody]
    complete: bool
    remedy_before: date | None


class DeliveryBody(BaseModel):
    """A delivery. Its contractor reads the reports of a round once every member has signed."""

    contract: Identifier
    tender: Identifier
    milestone: Identifier
    number: int
    title: str
    final: bool
    stage: Stage
    round: int
    criteria: list[str]
    due: date
    delivered_at: Instant
    note: DeliveryNote
    committee: list[Identifier]
    unsigned: list[Identifier]
    rounds: list[RoundBody]
    certificate: Identifier | None


class ReportFields(Message):
    """What a member reports: a result for each criterion, what is wrong, and a verdict that
    follows from it."""

    verdict: Verdict | None = None
    results: tuple[CriterionResult, ...] = Field(
        max_length=200,
        examples=[[{"criterion": "De meetproef haalt de norm", "result": "met"}]],
    )
    shortcomings: tuple[Shortcoming, ...] = Field(
        default=(),
        max_length=200,
        examples=[
            [
                {
                    "criterion": "De meetproef haalt de norm",
                    "text": "De meetproef haalt 82 % van de norm.",
                    "severity": "blocking",
                }
            ]
        ],
    )
    remedy_before: date | None = Field(
        default=None,
        description="The first day on which a remedy is too late; with any shortcoming.",
        examples=["2027-02-01"],
    )
    remark: Text = ""


class ReportBody(Message):
    """A report over the version that was read (0 for the first) of a round."""

    round: int = Field(ge=1, examples=[1])
    version: int = Field(ge=0, examples=[0])
    report: ReportFields


class Finding(BaseModel):
    """What keeps a report from being signed."""

    code: str
    field: str | None


class OwnReport(BaseModel):
    """One's own report as it lies in the store; sign it by its `sha256`."""

    round: int
    version: int
    sha256: Sha256 | None
    report: SignOffReport | None
    findings: list[Finding]


class SavedReport(BaseModel):
    """The version that was written, and the hash to sign it by."""

    version: int
    sha256: Sha256


class SignatureBody(Message):
    """The version of one's own report that is signed: the hash that was read."""

    sha256: Sha256


class RemedyBody(Message):
    """What was remedied."""

    note: str = Field(max_length=20_000, examples=["Twee schijven zijn vervangen op 12 maart."])


@router.get("")
async def one(milestone: Identifier, number: Number, me: Me, services: Parts) -> DeliveryBody:
    """One delivery: criteria, reports, shortcomings, sign-offs and remedies."""

    def read(connection: Connection) -> DeliveryBody:
        state = reading.readable_delivery(connection, me, milestone, number)
        return _body(connection, me, deliveries.get(connection, state.aggregate))

    return await services.store.read(read)


def _body(connection: Connection, me: SignedIn, found: deliveries.Delivery) -> DeliveryBody:
    whole = permissions.visible(me.actor).whole
    signers = [each.person for verified in found.rounds for each in verified.reports]
    named = people.display_names(connection, signers)
    state = found.state
    return DeliveryBody(
        contract=names.subject_of(state.contract),
        tender=state.dossier,
        milestone=state.milestone,
        number=state.delivery,
        title=found.plan.title,
        final=found.plan.final,
        stage=state.stage,
        round=state.round,
        criteria=list(found.criteria),
        due=found.due,
        delivered_at=found.delivered_at,
        note=found.note,
        committee=list(state.committee),
        unsigned=list(state.unsigned) if whole else [],
        rounds=[_round(each, named, whole) for each in found.rounds],
        certificate=found.certificate,
    )


def _round(verified: deliveries.Round, named: dict[str, str], whole: bool) -> RoundBody:
    shown = verified.reports if whole or verified.complete else ()
    return RoundBody(
        number=verified.number,
        received_at=verified.received_at,
        ends=verified.ends.instant,
        last_day=verified.ends.last_day,
        remedy=verified.remedy,
        reports=[
            SignedBody(person=each.person, name=named[each.person], at=each.at, report=each.report)
            for each in shown
        ],
        complete=verified.complete,
        remedy_before=verified.remedy_before,
    )


@router.get("/sign-off")
async def own_report(milestone: Identifier, number: Number, me: Me, services: Parts) -> OwnReport:
    """One's own report of the present round, with what still keeps it from being signed."""

    def read(connection: Connection) -> OwnReport:
        state = reading.readable_delivery(connection, me, milestone, number)
        saved = deliveries.own_report(connection, state, me.actor.person)
        if saved is None:
            return OwnReport(round=state.round, version=0, sha256=None, report=None, findings=[])
        plan = deliveries.get(connection, state.aggregate).plan
        today = local_date(clock.now(connection))
        found = review(saved.content, plan, today)
        return OwnReport(
            round=state.round,
            version=saved.version,
            sha256=saved.sha256,
            report=saved.content,
            findings=[Finding(code=each.code, field=each.field) for each in found],
        )

    return await services.store.read(read)


@router.put("/sign-off")
async def save_report(
    milestone: Identifier, number: Number, body: ReportBody, act: Act
) -> SavedReport:
    """Write one's own report; refused when another window saved it since `version`."""
    report = SignOffReport(
        acceptance=names.acceptance(milestone, number),
        round=body.round,
        **dict(body.report),
    )
    version = await acts.save_report(act, report, body.version)
    return SavedReport(version=version, sha256=content_hash(report))


@router.post("/sign-off")
async def sign_off(milestone: Identifier, number: Number, body: SignatureBody, act: Act) -> Answer:
    """Sign one's own report off. The last member's signature accepts the delivery, or sends its
    shortcomings to the contractor."""
    return await acts.sign_off(act, names.acceptance(milestone, number), body.sha256)


@router.post("/remedy")
async def confirm_remedy(
    milestone: Identifier, number: Number, body: RemedyBody, act: Act
) -> Answer:
    """Confirm that the shortcomings are remedied: the committee verifies again."""
    return await acts.confirm_remedy(act, names.acceptance(milestone, number), body.note)
