"""The acceptance of one delivery: what can be told of it, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from contracts import aggregate, names
from contracts.acceptance.report import SignOffReport, Verdict
from contracts.actors import Actor, Permission
from contracts.aggregate import Command, Event, Facts, State, in_stages
from contracts.base import Identifier, Instant, Message, Sha256, TextHash
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines
from contracts.tendering.draft import TenderDraft


class Stage(StrEnum):
    """The stages of an acceptance; their names for people stand under `stage.acceptance.*`."""

    VERIFYING = "verifying"
    REMEDYING = "remedying"
    ACCEPTED = "accepted"
    CERTIFIED = "certified"


class Signature(Message):
    """A sign-off of the present round."""

    person: Identifier
    verdict: Verdict


class AcceptanceState(State):
    """An acceptance between two acts."""

    ENDS: ClassVar[frozenset[str]] = frozenset({Stage.CERTIFIED})

    kind: Literal["acceptance"] = "acceptance"
    stage: Stage = Stage.VERIFYING
    tender: str
    contract: str
    milestone: Identifier
    delivery: int
    supplier: Identifier
    draft_hash: Sha256
    """The version of the draft whose plan says what is tested."""
    committee: tuple[Identifier, ...]
    verification_ends: Instant
    """The first moment at which the verification of this round is late."""
    round: int = 1
    """1 for the delivery itself, one more for each remedy."""
    signed: tuple[Signature, ...] = ()
    remedy_before: date | None = None
    """The last day that a member gave in this round, so that no shortcoming is late before its
    own day; the first day that is too late."""
    accepted_at: Instant | None = None

    @property
    def dossier(self) -> str:
        """The id of the tender that the delivery goes back to."""
        return names.subject_of(self.tender)

    @property
    def unsigned(self) -> tuple[Identifier, ...]:
        """The members who have still to sign off this round."""
        signed = {signature.person for signature in self.signed}
        return tuple(person for person in self.committee if person not in signed)


# --- commands ---------------------------------------------------------------------------------


class OpenAcceptance(Command):
    """The engine: a delivery was confirmed and must be verified."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    opens: ClassVar[bool] = True
    kind: Literal["open_acceptance"] = "open_acceptance"
    tender: str
    contract: str
    milestone: Identifier
    delivery: int
    supplier: Identifier
    draft_hash: Sha256
    committee: tuple[Identifier, ...]
    verification_ends: Instant
    edition: Sha256
    """The law of the contract."""


class SignOff(Command):
    """A member of the committee signs what they tested; `report` is the hash of a
    SignOffReport."""

    permission: ClassVar[Permission] = Permission.SIGN_OFF
    kind: Literal["sign_off"] = "sign_off"
    report: Sha256


class ConfirmRemedy(Command):
    """An arrival: the contractor says that the shortcomings are remedied; `note` is the hash of
    the text."""

    permission: ClassVar[Permission] = Permission.CONFIRM_REMEDY
    kind: Literal["confirm_remedy"] = "confirm_remedy"
    note: TextHash


class RecordCertificate(Command):
    """The engine: the certificate of acceptance (D-21) was drawn."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_certificate"] = "record_certificate"
    document: Identifier
    sha256: Sha256


# --- events -----------------------------------------------------------------------------------


class AcceptanceOpened(Event):
    """The verification of a delivery began."""

    kind: Literal["acceptance_opened"] = "acceptance_opened"
    contract: str
    milestone: Identifier
    delivery: int
    committee: tuple[Identifier, ...]
    verification_ends: Instant


class SignedOff(Event):
    """A member signed their report of a round."""

    kind: Literal["signed_off"] = "signed_off"
    report: Sha256
    round: int
    verdict: Verdict
    remedy_before: date | None


class ShortcomingsRecorded(Event):
    """Every member signed and at least one found that the delivery cannot be accepted yet."""

    kind: Literal["shortcomings_recorded"] = "shortcomings_recorded"
    round: int
    remedy_before: date
    remedy_ends: Instant


class RemedyOverdue(Event):
    """The remedy's day passed. Nothing is refused by itself; the managing official decides."""

    kind: Literal["remedy_overdue"] = "remedy_overdue"


class RemedyConfirmed(Event):
    """The contractor says the shortcomings are remedied, stamped `received_at`: the committee
    verifies again, in a period that starts again."""

    kind: Literal["remedy_confirmed"] = "remedy_confirmed"
    note: TextHash
    round: int
    received_at: Instant
    verification: deadlines.Computed


class VerificationOverdue(Event):
    """The verification period passed without every sign-off. Nobody accepts tacitly."""

    kind: Literal["verification_overdue"] = "verification_overdue"


class DeliveryAccepted(Event):
    """Every member of the committee accepted, with remarks or without."""

    kind: Literal["delivery_accepted"] = "delivery_accepted"
    round: int
    with_remarks: bool


class CertificateRecorded(Event):
    """The certificate of acceptance exists."""

    kind: Literal["certificate_recorded"] = "certificate_recorded"
    document: Identifier
    sha256: Sha256


@dataclass(frozen=True)
class AcceptanceFacts(Facts):
    """What SignOff and ConfirmRemedy are judged by; the others need no more than the base facts."""

    draft: TenderDraft
    """The version that the State's `draft_hash` names."""
    report: SignOffReport | None = None
    """The sheet that SignOff names; None when there is none."""


# --- may --------------------------------------------------------------------------------------


def _may_sign(state: AcceptanceState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage is not Stage.VERIFYING:
        return aggregate.wrong_stage(state)
    if actor.person not in state.committee:
        return refuse(Code.NOT_ALLOWED)
    if actor.person not in state.unsigned:
        return refuse(Code.ALREADY_SIGNED_OFF)
    return None


def _may_remedy(state: AcceptanceState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage is not Stage.REMEDYING:
        return aggregate.wrong_stage(state)
    if actor.organisation != state.supplier:
        return refuse(Code.NOT_ALLOWED)
    return None


MAY: Mapping[str, aggregate.May] = {
    "edit_report": _may_sign,
    "sign_off": _may_sign,
    "confirm_remedy": _may_remedy,
    "record_certificate": in_stages(Stage.ACCEPTED),
}
"""`edit_report` judges a draft, not a command."""


def begin(facts: Facts, command: OpenAcceptance) -> AcceptanceState:
    """The State of a new acceptance, before its first event."""
    return AcceptanceState(
        aggregate=command.aggregate,
        organisation=command.organisation,
        edition=command.edition,
        tender=command.tender,
        contract=command.contract,
        milestone=command.milestone,
        delivery=command.delivery,
        supplier=command.supplier,
        draft_hash=command.draft_hash,
        committee=command.committee,
        verification_ends=command.verification_ends,
    )
