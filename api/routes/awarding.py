"""Awards: proposal, visum, decision, letters with their proofs, standstill, conclusion."""

import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import deciding
from api.acts import awarding as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from api.routes.sheets import Round, SavedSheet, SheetHash, Text
from contracts import names
from contracts.awarding import Advantage, AwardProposal, Channel, DecisionSheet, Stage, VisumSheet
from contracts.base import Exact, Identifier, Instant, Message, Money, Sha256, content_hash
from contracts.envelope import Answer
from contracts.rules.deadlines import Explanation
from contracts.tendering.draft import Label
from infra.store.queries import awarding

router = APIRouter(prefix="/tenders/{tender}/awards", tags=["awards"])

_MONEY = {"amount": "640000.00", "currency": "EUR"}


class AwardRow(BaseModel):
    """An award in a list."""

    number: int
    stage: Stage


class SignedBody(BaseModel):
    """Who did what, when; a deputy did it on behalf of the holder of the role."""

    person: Identifier
    at: Instant
    on_behalf_of: Identifier | None


class RefusedBody(SignedBody):
    """A visum that was refused, and why."""

    reason: str


class ProofBody(BaseModel):
    """One dispatch of one letter; `sent_at` is null for a notice that did not leave."""

    channel: Channel
    to: str
    sent_at: Instant | None


class LetterBody(BaseModel):
    """One letter, its kind (`D-14a` chosen, `b` not chosen, `c` not selected, `d` irregular)."""

    document: Identifier
    kind: str
    sha256: Sha256
    addressee: Identifier | None
    proofs: list[ProofBody]


class StandstillBody(BaseModel):
    """`ends` is the first moment after the standstill; `explanation` lets it be counted again."""

    ends: Instant
    concludes_from: datetime.date
    explanation: Explanation


class AwardBody(BaseModel):
    """An award with what is bound of it; each part is null before its act."""

    number: int
    stage: Stage
    winner: Identifier
    supplier: Identifier | None
    valid_until: Instant | None = Field(
        description="The first moment at which the chosen bid no longer binds its supplier."
    )
    proposal: AwardProposal | None
    proposed: SignedBody | None
    visum: VisumSheet | None
    endorsed: SignedBody | None
    refused: RefusedBody | None
    decision: DecisionSheet | None
    registered: SignedBody | None
    letters_day: datetime.date | None
    letters: list[LetterBody]
    sent_at: Instant | None
    standstill: StandstillBody | None
    contract: Identifier | None


class OwnLetterBody(BaseModel):
    """What a tenderer reads: its own letter, once it was sent, and the standstill."""

    number: int
    letter: LetterBody
    sent_at: Instant
    standstill: StandstillBody | None


class ProposalBody(Message):
    """The proposal over the version that was read (0 for the first). Winner, amount and rate are
    those of the ranking's first bid; who gives others is told that they differ."""

    version: int = Field(ge=0, examples=[0])
    winner: Identifier | None = None
    amount: Money | None = Field(default=None, examples=[_MONEY])
    vat_rate: Exact | None = Field(default=None, examples=["21"])
    motivation: Text = Field(examples=["Het plan van aanpak heeft twee proefmigraties."])
    advantages: tuple[Advantage, ...] = Field(default=(), max_length=500)


class VisumBody(Message):
    """The visum over the version that was read (0 for the first)."""

    version: int = Field(ge=0, examples=[0])
    number: Label = Field(examples=["2026-V-0412"])
    date: datetime.date
    amount: Money = Field(description="Including VAT.", examples=[_MONEY])
    remark: Text = ""


class VisumRefusal(Message):
    """Why the visum is refused."""

    reason: Text = Field(examples=["Het krediet op 2026/ICT/215 volstaat niet."])


class DecisionBody(Message):
    """What the organ decided, over the version that was read (0 for the first)."""

    version: int = Field(ge=0, examples=[0])
    organ: Label = Field(examples=["het college van burgemeester en schepenen"])
    number: Label = Field(examples=["2026_CBS_01874"])
    date: datetime.date
    winner: Identifier
    amount: Money = Field(description="Excluding VAT.", examples=[_MONEY])


class ProposalSheetBody(BaseModel):
    """The proposal as it lies in the store, begun from the ranking while nobody wrote in it."""

    version: int
    sha256: Sha256 | None
    sheet: AwardProposal


class VisumSheetBody(BaseModel):
    """The visum as it lies in the store."""

    version: int
    sha256: Sha256 | None
    sheet: VisumSheet | None


class DecisionSheetBody(BaseModel):
    """The decision as it lies in the store."""

    version: int
    sha256: Sha256 | None
    sheet: DecisionSheet | None


@router.get("")
async def listed(tender: Identifier, me: Me, services: Parts) -> list[AwardRow]:
    """The awards of a tender."""
    found = await services.store.read(lambda c: deciding.numbers(c, me, tender))
    return [
        AwardRow(number=number, stage=state.stage) for number, state in enumerate(found, start=1)
    ]


@router.get("/{number}")
async def one(tender: Identifier, number: Round, me: Me, services: Parts) -> AwardBody:
    """One award: proposal, visum, decision, letters with their proofs, standstill."""
    found = await services.store.read(lambda c: deciding.award(c, me, tender, number))
    shown = {
        name: getattr(found, name)
        for name in ("proposal", "visum", "decision", "letters_day", "sent_at")
    }
    state = found.state
    return AwardBody(
        number=number,
        stage=state.stage,
        winner=state.winner,
        supplier=state.supplier,
        valid_until=state.valid_until,
        proposed=_signed(found.proposed),
        endorsed=_signed(found.endorsed),
        refused=_refused(found.refused),
        registered=_signed(found.registered),
        letters=[_letter(letter) for letter in found.letters],
        standstill=_standstill(found.standstill),
        contract=state.contract,
        **shown,
    )


def _signed(found: awarding.Signed | None) -> SignedBody | None:
    if found is None:
        return None
    return SignedBody(person=found.actor, at=found.at, on_behalf_of=found.on_behalf_of)


def _refused(found: awarding.Refused | None) -> RefusedBody | None:
    if found is None:
        return None
    return RefusedBody(
        person=found.actor, at=found.at, on_behalf_of=found.on_behalf_of, reason=found.reason
    )


def _letter(letter: awarding.Letter) -> LetterBody:
    return LetterBody(
        document=letter.document.id,
        kind=letter.kind,
        sha256=letter.document.sha256,
        addressee=letter.document.party,
        proofs=[
            ProofBody(channel=proof.channel, to=proof.to, sent_at=proof.sent_at)
            for proof in letter.proofs
        ],
    )


def _standstill(found: awarding.Standstill | None) -> StandstillBody | None:
    return StandstillBody(**vars(found)) if found else None


@router.get("/{number}/letter")
async def own_letter(tender: Identifier, number: Round, me: Me, services: Parts) -> OwnLetterBody:
    """The letter to the reader's own organisation, once it was sent."""
    found, letter, sent_at = await services.store.read(
        lambda c: deciding.own_letter(c, me, tender, number)
    )
    return OwnLetterBody(
        number=number,
        letter=_letter(letter),
        sent_at=sent_at,
        standstill=_standstill(found.standstill),
    )


@router.get("/{number}/proposal")
async def proposal(tender: Identifier, number: Round, me: Me, services: Parts) -> ProposalSheetBody:
    """The proposal that is being written, begun from the ranking."""
    found = await services.store.read(lambda c: deciding.proposal(c, me, tender, number))
    return ProposalSheetBody(version=found.version, sha256=found.sha256, sheet=found.content)


@router.put("/{number}/proposal")
async def save_proposal(
    tender: Identifier, number: Round, body: ProposalBody, act: Act
) -> SavedSheet:
    """Write the proposal; refused when somebody else saved it since `version`."""
    begun = await act.services.store.read(
        lambda c: deciding.proposal(c, act.me, tender, number).content
    )
    given = body.model_dump(exclude={"version"}, exclude_none=True, exclude_unset=True)
    sheet = AwardProposal.model_validate(begun.model_dump() | given)
    version = await acts.save_proposal(act, sheet, body.version)
    return SavedSheet(version=version, sha256=content_hash(sheet))


@router.post("/{number}/proposal")
async def propose(tender: Identifier, number: Round, body: SheetHash, act: Act) -> Answer:
    """Propose the award."""
    return await acts.propose(act, names.award(tender, number), body.sha256)


@router.get("/{number}/visum")
async def visum(tender: Identifier, number: Round, me: Me, services: Parts) -> VisumSheetBody:
    """The visum that is being written."""
    version, sha256, sheet = await services.store.read(
        lambda c: deciding.sheet(c, me, tender, number, awarding.VISUM)
    )
    return VisumSheetBody(version=version, sha256=sha256, sheet=sheet)


@router.put("/{number}/visum")
async def save_visum(tender: Identifier, number: Round, body: VisumBody, act: Act) -> SavedSheet:
    """Write the visum."""
    fields = body.model_dump(exclude={"version"})
    sheet = VisumSheet(award=names.award(tender, number), **fields)
    version = await acts.save_visum(act, sheet, body.version)
    return SavedSheet(version=version, sha256=content_hash(sheet))


@router.post("/{number}/visum")
async def grant_visum(tender: Identifier, number: Round, body: SheetHash, act: Act) -> Answer:
    """Grant the visum: endorse the commitment before it is entered into."""
    return await acts.grant_visum(act, names.award(tender, number), body.sha256)


@router.post("/{number}/visum-refusals")
async def refuse_visum(tender: Identifier, number: Round, body: VisumRefusal, act: Act) -> Answer:
    """Refuse the visum: the proposal goes back with the reason."""
    return await acts.refuse_visum(act, names.award(tender, number), body.reason)


@router.get("/{number}/decision")
async def decision(tender: Identifier, number: Round, me: Me, services: Parts) -> DecisionSheetBody:
    """The decision that is being written."""
    version, sha256, sheet = await services.store.read(
        lambda c: deciding.sheet(c, me, tender, number, awarding.DECISION)
    )
    return DecisionSheetBody(version=version, sha256=sha256, sheet=sheet)


@router.put("/{number}/decision")
async def save_decision(
    tender: Identifier, number: Round, body: DecisionBody, act: Act
) -> SavedSheet:
    """Write what the organ decided."""
    fields = body.model_dump(exclude={"version"})
    sheet = DecisionSheet(award=names.award(tender, number), **fields)
    version = await acts.save_decision(act, sheet, body.version)
    return SavedSheet(version=version, sha256=content_hash(sheet))


@router.post("/{number}/decision")
async def register(tender: Identifier, number: Round, body: SheetHash, act: Act) -> Answer:
    """Register the decision; its document and letters are drawn and sent."""
    return await acts.register(act, names.award(tender, number), body.sha256)


@router.post("/{number}/conclusion")
async def conclude(tender: Identifier, number: Round, act: Act) -> Answer:
    """Conclude the contract; the answer names its id."""
    return await acts.conclude(act, names.award(tender, number))
