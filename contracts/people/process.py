"""An organisation as an aggregate: what it settles once, for all its dossiers.

It has no workflow: it waits for no instant and nothing follows of itself. It is there as soon as
the organisation is; its first act writes its row.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import StrictBool, ValidationInfo, field_validator

from contracts import names
from contracts.actors import Permission
from contracts.aggregate import Command, Event, Facts, State
from contracts.base import Exact, Message, Sha256, TextHash
from contracts.rules.editions import Line, Measure, of_unit
from contracts.rules.overrides import Override


class Stage(StrEnum):
    """An organisation has one stage."""

    ACTIVE = "active"


class OrganisationState(State):
    """An organisation between two acts. What it settled lies in tables of its own, so that State
    stays as small as it is. Its agenda is empty: nobody would wake it."""

    kind: Literal["organisation"] = "organisation"
    stage: Stage = Stage.ACTIVE
    edition: str = ""
    """None is pinned: each act is judged by the law of its day."""


# --- nouns ------------------------------------------------------------------------------------


class OwnFigure(Message):
    """What a jurist writes to put a figure of the organisation's own over that of the law."""

    parameter: str
    unit: Measure
    value: StrictBool | Exact | Line
    reason: Line

    @field_validator("value", mode="before")
    @classmethod
    def _by_unit(cls, value: object, info: ValidationInfo) -> object:
        try:
            return of_unit(info.data.get("unit"), value)
        except ValueError:
            return value  # the rule refuses it, with its reason

    def put(self, by: str, at: datetime) -> Override:
        """As the rule takes it; `by` is the name of who decided it."""
        return Override(**self.model_dump(), by=by, at=at)


# --- commands ---------------------------------------------------------------------------------


class OverrideParameter(Command):
    """Put a figure of the organisation's own over that of the law; `figure` is the hash of an
    OwnFigure. It takes the place of one that was there for the same parameter."""

    permission: ClassVar[Permission] = Permission.OVERRIDE_RULE
    kind: Literal["override_parameter"] = "override_parameter"
    figure: Sha256


class WithdrawOverride(Command):
    """Go back to the figure of the law; `reason` is the hash of the text."""

    permission: ClassVar[Permission] = Permission.OVERRIDE_RULE
    kind: Literal["withdraw_override"] = "withdraw_override"
    parameter: str
    reason: TextHash


# --- events -----------------------------------------------------------------------------------


class ParameterOverridden(Event):
    """The figure holds for the dossiers that begin from `at` on. It was judged against the edition
    of this id, the law of that day."""

    kind: Literal["parameter_overridden"] = "parameter_overridden"
    parameter: str
    figure: Sha256
    edition: str


class OverrideWithdrawn(Event):
    """The law's own figure holds again for the dossiers that begin from `at` on."""

    kind: Literal["override_withdrawn"] = "override_withdrawn"
    parameter: str
    reason: TextHash


@dataclass(frozen=True)
class OwnFigureFacts(Facts):
    """What acts on own figures are judged by. The edition has those that are in force."""

    proposed: Override | None = None
    """What OverrideParameter names; None when nothing was kept under its hash."""
    in_force: frozenset[str] = frozenset()
    """The parameters for which the organisation has a figure of its own, also those that the
    edition of the day lacks."""


def begin(facts: Facts, command: Command) -> OrganisationState:
    """The State of an organisation before its first act. Its owner is said by its id, not by who
    acts on it."""
    return OrganisationState(
        aggregate=command.aggregate, organisation=names.subject_of(command.aggregate)
    )
