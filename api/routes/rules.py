"""The law of today with the organisation's own figures: read, put, withdrawn."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, Field, StrictBool

from api import reading
from api.acts import rules as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from contracts.base import Exact, Instant, Message, Sha256
from contracts.envelope import Answer
from contracts.rules.editions import LONGEST_LINE, Basis, Confidence, Line, Measure, Parameter
from infra.store import clock
from infra.store.engine import Connection

router = APIRouter(prefix="/rules", tags=["rules"])

Value = StrictBool | Exact | Line


class Own(BaseModel):
    """Why the organisation uses another figure than the law."""

    law: Value
    """What the law says, in the unit of the parameter."""
    reason: str
    by: str
    at: Instant


class RuleBody(BaseModel):
    """One parameter of the law. Scope, source and note stand in English, as in the edition."""

    parameter: str
    unit: Measure
    value: Value
    scope: str
    article: str
    source: str
    confidence: Confidence
    confirmed: bool
    """False when a jurist must confirm it before anyone relies on it."""
    basis: Basis
    note: str
    own: Own | None


class LeftOut(BaseModel):
    """A figure of the organisation's own that the edition of today cannot take."""

    parameter: str
    unit: Measure
    value: Value
    reason: str
    by: str
    at: Instant


class RulesBody(BaseModel):
    """The edition in force today, with the figures of the organisation's own.

    `sha256` is what a dossier that began now would pin.
    """

    edition: str = Field(examples=["be-2026-01"])
    sha256: Sha256
    valid_from: date
    valid_to: date | None
    rules: list[RuleBody]
    left_out: list[LeftOut]


class FigureBody(Message):
    """A figure to use instead of that of the law, in the unit of the parameter."""

    unit: Measure = Field(examples=["calendar_days"])
    value: Value = Field(examples=["20"])
    reason: str = Field(
        max_length=LONGEST_LINE, examples=["Het reglement van de raad vraagt vijf dagen."]
    )


class WithdrawalBody(Message):
    """Why the law is followed again."""

    reason: str = Field(max_length=LONGEST_LINE, examples=["De raad volgt opnieuw de wet."])


@router.get("")
async def listed(me: Me, services: Parts) -> RulesBody:
    """Every parameter of the law in force today, for the people of a buyer."""
    law = await services.store.read(lambda c: _law(c, me))
    return RulesBody(
        edition=law.edition.id,
        sha256=law.edition.sha256,
        valid_from=law.edition.valid_from,
        valid_to=law.edition.valid_to,
        rules=[_rule(name, each) for name, each in law.edition.parameters.items()],
        left_out=[
            LeftOut(**each.figure.model_dump(), by=each.by, at=each.at) for each in law.left_out
        ],
    )


@router.get("/{parameter}")
async def one(parameter: str, me: Me, services: Parts) -> RuleBody:
    """One parameter."""
    law = await services.store.read(lambda c: _law(c, me))
    return _rule(parameter, reading.parameter_of(law, parameter))


@router.post("/{parameter}/own-figures")
async def put(parameter: str, body: FigureBody, act: Act) -> Answer:
    """Use another figure than the law for the dossiers that begin from now on. It takes the place
    of one that was put before; dossiers that run keep what they began with."""
    return await acts.put(act, parameter, body.unit, body.value, body.reason)


@router.post("/{parameter}/withdrawals")
async def withdraw(parameter: str, body: WithdrawalBody, act: Act) -> Answer:
    """Follow the law again for the dossiers that begin from now on."""
    return await acts.withdraw(act, parameter, body.reason)


def _law(connection: Connection, me: Me) -> reading.Law:
    return reading.law(connection, me, clock.now(connection))


def _rule(name: str, found: Parameter) -> RuleBody:
    own = None
    if replaced := found.override:
        own = Own(law=replaced.original, reason=replaced.reason, by=replaced.by, at=replaced.at)
    fields = found.model_dump(exclude={"override", "fact"})
    return RuleBody(parameter=name, confirmed=found.confirmed, own=own, **fields)
