"""What an award can be told and what came of it: stages, State, commands, events, may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from contracts import aggregate, names
from contracts.actors import Actor, Permission
from contracts.aggregate import Command, Event, Facts, State, in_stages, wrong_stage
from contracts.awarding.sheets import AwardProposal, DecisionSheet, VisumSheet
from contracts.base import Identifier, Instant, Message, Sha256, TextHash, local_date
from contracts.bidding import OpenedBid
from contracts.evaluation import RankingResult
from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules import deadlines, permissions
from contracts.rules.procedures import AwardProcedure
from contracts.tendering import TenderDraft, TenderState


class Stage(StrEnum):
    """The stages of an award; their names for people stand under `stage.award.*`."""

    PROPOSING = "proposing"
    VISUM = "visum"
    DECIDING = "deciding"
    DRAWING = "drawing"
    DISPATCHING = "dispatching"
    STANDSTILL = "standstill"
    CONCLUDABLE = "concludable"
    CONCLUDED = "concluded"


class AwardState(State):
    """An award between two acts. It holds no price."""

    ENDS: ClassVar[frozenset[str]] = frozenset({Stage.CONCLUDED})

    kind: Literal["award"] = "award"
    stage: Stage = Stage.PROPOSING
    draft_hash: Sha256
    """The version of the tender that binds."""
    ranking: Sha256
    winner: Identifier
    """The bid that the evaluation put first."""
    supplier: Identifier | None = None
    """Who handed it in."""
    valid_until: Instant | None = None
    """The first moment at which that bid no longer binds its supplier."""
    proposal: Sha256 | None = None
    proposer: Identifier | None = None
    visum: Sha256 | None = None
    decision: Sha256 | None = None
    letters_day: date | None = None
    """The day for which the letters were drawn: they print a standstill counted from it."""
    standstill_ends: Instant | None = None
    """The first moment after the standstill, where the law imposes one."""
    contract: Identifier | None = None

    @property
    def tender(self) -> str:
        """The aggregate id of the tender."""
        return names.tender(self.dossier)


# --- commands ---------------------------------------------------------------------------------


class OpenAward(Command):
    """The engine: an evaluation named a bid; its award can be proposed."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    opens: ClassVar[bool] = True
    kind: Literal["open_award"] = "open_award"
    evaluation: str
    winner: Identifier
    ranking: Sha256
    draft_hash: Sha256


class ProposeAward(Command):
    """Propose the award to the first in the ranking, with reasons."""

    permission: ClassVar[Permission] = Permission.PROPOSE_AWARD
    kind: Literal["propose_award"] = "propose_award"
    proposal: Sha256


class GrantVisum(Command):
    """The finance director endorses the commitment, before it is entered into."""

    permission: ClassVar[Permission] = Permission.GRANT_VISUM
    kind: Literal["grant_visum"] = "grant_visum"
    visum: Sha256


class RefuseVisum(Command):
    """The finance director refuses; the proposal goes back. `reason` is the hash of the text."""

    permission: ClassVar[Permission] = Permission.GRANT_VISUM
    kind: Literal["refuse_visum"] = "refuse_visum"
    reason: TextHash


class RegisterDecision(Command):
    """Register what the organ decided."""

    permission: ClassVar[Permission] = Permission.REGISTER_DECISION
    kind: Literal["register_decision"] = "register_decision"
    decision: Sha256


class DrawnDocument(Message):
    """A drawn document: its id, its kind (`D-12`, `D-14a`) and the hash of its file."""

    document: Identifier
    kind: Annotated[str, StringConstraints(pattern=r"^D-[0-9]{2}[a-d]?$")]
    sha256: Sha256


class DrawnLetters(Message):
    """What came of drawing: the reasoned decision and the letters, to be sent on `day`."""

    at: Instant
    day: date
    documents: Annotated[tuple[DrawnDocument, ...], Field(min_length=1)]


class SentLetters(Message):
    """What came of the dispatch: the moment of the last one and the proof (`LetterProofs`).

    Without `proof` the letters state another day than `at`: they are not, or no longer, right.
    """

    at: Instant
    proof: Sha256 | None = None


class RecordDocuments(Command):
    """The engine: the reasoned decision (D-12) and the letters (D-14) were drawn, for dispatch on
    `day` (in Brussels)."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_documents"] = "record_documents"
    day: date
    documents: Annotated[tuple[DrawnDocument, ...], Field(min_length=1)]


class RecordLettersSent(Command):
    """The engine: the last letter was dispatched; the standstill runs from now."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_letters_sent"] = "record_letters_sent"
    proof: Sha256


class RecordOutdatedLetters(Command):
    """The engine: the letters could not be sent on their day; they state a wrong standstill."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_outdated_letters"] = "record_outdated_letters"


class ConcludeContract(Command):
    """Conclude the contract by notifying the chosen supplier (RD of 18 April 2017, art. 88).
    `contract` is the id that the new contract gets."""

    permission: ClassVar[Permission] = Permission.CONCLUDE_CONTRACT
    kind: Literal["conclude_contract"] = "conclude_contract"
    contract: Identifier


# --- events -----------------------------------------------------------------------------------


class AwardOpened(Event):
    """An award began. `validity` says how long the chosen bid binds, and why."""

    kind: Literal["award_opened"] = "award_opened"
    winner: Identifier
    supplier: Identifier
    valid_until: Instant
    validity: deadlines.Explanation


class AwardProposed(Event):
    """An award was proposed."""

    kind: Literal["award_proposed"] = "award_proposed"
    proposal: Sha256


class VisumGranted(Event):
    """The commitment was endorsed."""

    kind: Literal["visum_granted"] = "visum_granted"
    visum: Sha256


class VisumRefused(Event):
    """The endorsement was refused with a reason."""

    kind: Literal["visum_refused"] = "visum_refused"
    proposal: Sha256
    reason: TextHash


class DecisionRegistered(Event):
    """The organ decided as proposed."""

    kind: Literal["decision_registered"] = "decision_registered"
    decision: Sha256


class DocumentsDrawn(Event):
    """The decision and its letters exist; the letters are for dispatch on `day`."""

    kind: Literal["documents_drawn"] = "documents_drawn"
    day: date
    documents: tuple[DrawnDocument, ...]


class LettersSent(Event):
    """The last letter left at `at`. With a standstill, `ends` is the first moment after it and
    `standstill` says how it was counted. `valid_until` is how long the chosen bid binds from now
    on: the standstill suspends that period (Act of 17 June 2013, art. 8)."""

    kind: Literal["letters_sent"] = "letters_sent"
    proof: Sha256
    ends: Instant | None = None
    standstill: deadlines.Explanation | None = None
    valid_until: Instant


class LettersOutdated(Event):
    """The letters for `day` did not all leave on it: they are drawn and sent again, because the
    standstill that they state runs from another day."""

    kind: Literal["letters_outdated"] = "letters_outdated"
    day: date


class StandstillEnded(Event):
    """The standstill passed."""

    kind: Literal["standstill_ended"] = "standstill_ended"


class ContractConcluded(Event):
    """The contract was concluded with the supplier of the chosen bid."""

    kind: Literal["contract_concluded"] = "contract_concluded"
    contract: Identifier
    bid: Identifier
    supplier: Identifier


@dataclass(frozen=True)
class AwardFacts(Facts):
    """What the acts of an award are judged by; each act uses what its comment says."""

    tender: TenderState | None = None
    """For OpenAward."""
    supplier: str | None = None
    """Who handed in the chosen bid, for OpenAward."""
    bid: OpenedBid | None = None
    """The chosen bid as it was opened, for OpenAward and ProposeAward."""
    ranking: RankingResult | None = None
    """The ranking of the evaluation, for ProposeAward."""
    draft: TenderDraft | None = None
    """The version of `draft_hash`, for ProposeAward and RecordLettersSent."""
    procedure: AwardProcedure | None = None
    """What the tender runs by, for ProposeAward and RecordLettersSent."""
    proposal: AwardProposal | None = None
    """The sheet that ProposeAward names; afterwards the one that the State names."""
    visum: VisumSheet | None = None
    """The sheet that GrantVisum names."""
    decision: DecisionSheet | None = None
    """The sheet that RegisterDecision names."""


# --- may --------------------------------------------------------------------------------------


def _may_register(state: AwardState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage is Stage.VISUM:
        return refuse(Code.VISUM_MISSING)
    if state.stage is not Stage.DECIDING:
        return wrong_stage(state)
    if actor.person == state.proposer:
        rule = permissions.Rule.PROPOSER
        return refuse(Code.SEPARATION_OF_DUTIES, rule=key(f"permission_rule.{rule}"))
    return None


def _may_conclude(state: AwardState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage not in (Stage.STANDSTILL, Stage.CONCLUDABLE):
        return wrong_stage(state)
    ends = state.standstill_ends
    if ends is not None and deadlines.is_in_time(at, ends):
        return refuse(Code.STANDSTILL_RUNS, end=ends, earliest=local_date(ends))
    if state.valid_until is not None and not deadlines.is_in_time(at, state.valid_until):
        last_day = local_date(state.valid_until - timedelta(microseconds=1))
        return refuse(Code.VALIDITY_ENDED, date=last_day)
    return None


MAY: Mapping[str, aggregate.May] = {
    "edit_proposal": in_stages(Stage.PROPOSING),
    "propose_award": in_stages(Stage.PROPOSING),
    "edit_visum": in_stages(Stage.VISUM),
    "grant_visum": in_stages(Stage.VISUM),
    "refuse_visum": in_stages(Stage.VISUM),
    "edit_decision": _may_register,
    "register_decision": _may_register,
    "record_documents": in_stages(Stage.DRAWING),
    "record_letters_sent": in_stages(Stage.DISPATCHING),
    "record_outdated_letters": in_stages(Stage.DISPATCHING),
    "conclude_contract": _may_conclude,
}
"""`edit_*` judge drafts, not commands."""


def begin(facts: AwardFacts, command: OpenAward) -> AwardState:
    """The State of a new award, before its first event; its law is that of the tender."""
    return AwardState(
        aggregate=command.aggregate,
        organisation=command.organisation,
        edition=facts.tender.edition if facts.tender else facts.edition.sha256,
        draft_hash=command.draft_hash,
        ranking=command.ranking,
        winner=command.winner,
    )
