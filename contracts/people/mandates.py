"""Absence and deputies: a role is lent by a decision, for some days, and may be ended early.

Like all of an organisation, a mandate waits for nothing: whether it counts is asked at each act,
for the day of the act in Brussels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from contracts import aggregate
from contracts.actors import Actor, Mandate, Permission, Role
from contracts.aggregate import Command, Decision, Event, Facts
from contracts.base import Identifier, Instant, Money, Reference, local_date
from contracts.people.process import OrganisationState
from contracts.refusals import Code, Refusal, key, person, refuse
from contracts.rules import deputies
from contracts.rules.permissions import LENT, OF_THE_OFFICE


def _not_negative(limit: Money) -> Money:
    if limit.amount < 0:
        raise PydanticCustomError("negative", "a limit is not below zero")
    return limit


Limit = Annotated[Money, AfterValidator(_not_negative)]
"""An amount excluding VAT; nought lends only what commits nothing."""


class GiveMandate(Command):
    """Lend a role from its first to its last day, both included, in Brussels. `mandate` is the id
    that it gets; the other fields are those of `Mandate`."""

    permission: ClassVar[Permission] = Permission.ARRANGE_ABSENCE
    kind: Literal["give_mandate"] = "give_mandate"
    mandate: Identifier
    role: Role
    titular: Identifier
    holder: Identifier
    decision: Reference
    decided_on: date
    limit: Limit | None = None
    acting: bool = False
    valid_from: date
    valid_to: date


class EndMandate(Command):
    """End a mandate now, before its last day. What was done on it stands."""

    permission: ClassVar[Permission] = Permission.ARRANGE_ABSENCE
    kind: Literal["end_mandate"] = "end_mandate"
    mandate: Identifier


class MandateGiven(Event):
    """A role is lent to `holder` from `valid_from` to `valid_to`, both included."""

    kind: Literal["mandate_given"] = "mandate_given"
    mandate: Identifier
    holder: Identifier
    lent: Mandate
    valid_from: date
    valid_to: date


class MandateEnded(Event):
    """The mandate counts no more, from `at` on."""

    kind: Literal["mandate_ended"] = "mandate_ended"
    mandate: Identifier


@dataclass(frozen=True)
class Given:
    """One mandate with who gave it to whom, for which days, both included."""

    id: Identifier
    holder: Identifier
    mandate: Mandate
    valid_from: date
    valid_to: date
    given_by: Identifier
    given_at: Instant
    ended_by: Identifier | None
    ended_at: Instant | None
    """When it was ended early."""

    def open_on(self, day: date) -> bool:
        """Whether it runs on a day, or is still to begin."""
        return self.ended_at is None and self.valid_to >= day

    def concerns(self, actor: Actor) -> bool:
        """Whether this person may end it: whose role it is, who holds it (and refuses it so), who
        gave it, and who may give any."""
        of_it = {self.mandate.titular, self.holder, self.given_by}
        return actor.person in of_it or gives_any(actor)


def gives_any(actor: Actor) -> bool:
    """Whether this person gives mandates for every function, not only for their own roles: the
    director general, as head of the staff."""
    return Role.DIRECTOR_GENERAL in actor.roles


@dataclass(frozen=True)
class MandateFacts(Facts):
    """What acts on mandates are judged by."""

    titular: Actor | None = None
    """Whose role is lent, for GiveMandate; None for an unknown person."""
    holder: Actor | None = None
    """To whom, for GiveMandate."""
    given: Given | None = None
    """The mandate of the organisation that EndMandate names."""


def _give(
    state: OrganisationState, facts: MandateFacts, command: GiveMandate
) -> Decision | Refusal:
    titular, holder = facts.titular, facts.holder
    if titular is None or holder is None or titular.organisation != state.organisation:
        return refuse(Code.UNKNOWN_REFERENCE)
    if titular.person != command.actor and not gives_any(facts.actor):
        return refuse(Code.MANDATE_OF_ANOTHER, name=person(titular.person))
    if why := deputies.reason(titular, command.role, holder):
        reason = key(f"cannot_deputise.{why}")
        return refuse(
            Code.CANNOT_DEPUTISE, field="holder", name=person(holder.person), reason=reason
        )
    if problem := _wrong_dates(command, local_date(facts.at)):
        return problem
    lent = Mandate(
        role=command.role,
        titular=command.titular,
        decision=command.decision,
        decided_on=command.decided_on,
        limit=command.limit,
        acting=command.acting and bool(LENT[command.role] & OF_THE_OFFICE),
    )
    event = MandateGiven(
        at=facts.at,
        actor=command.actor,
        mandate=command.mandate,
        holder=command.holder,
        lent=lent,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    return Decision((event,), {"mandate": command.mandate})


def _wrong_dates(command: GiveMandate, today: date) -> Refusal | None:
    """A mandate rests on a decision that was taken, and never reaches into the past."""
    if command.decided_on > today:
        return refuse(Code.DECISION_IN_FUTURE, field="decided_on", date=command.decided_on)
    if command.valid_from < today:
        return refuse(Code.MANDATE_BACKDATED, field="valid_from", today=today)
    if command.valid_to < command.valid_from:
        return refuse(Code.MANDATE_REVERSED, field="valid_to", start=command.valid_from)
    return None


def _end(state: OrganisationState, facts: MandateFacts, command: EndMandate) -> Decision | Refusal:
    given = facts.given
    if given is None or not given.concerns(facts.actor):
        return refuse(Code.UNKNOWN_REFERENCE)
    if not given.open_on(local_date(facts.at)):
        return refuse(Code.MANDATE_OVER)
    event = MandateEnded(at=facts.at, actor=command.actor, mandate=command.mandate)
    return Decision((event,))


DECIDE: Mapping[type[Command], aggregate.Decide] = {GiveMandate: _give, EndMandate: _end}

EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    MandateGiven: aggregate.unchanged,
    MandateEnded: aggregate.unchanged,
}
