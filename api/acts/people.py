"""Acts on an organisation: lending a role, and ending that early."""

from datetime import date

from pydantic import Field

from api.acts.acting import Acting
from contracts import names
from contracts.actors import Role
from contracts.base import Identifier, Message, Reference
from contracts.envelope import Answer
from contracts.people import mandates
from contracts.people.mandates import GiveMandate, Limit


class Lending(Message):
    """A role that is lent to a deputy, as somebody asks for it."""

    role: Role = Field(examples=["jurist"])
    titular: Identifier | None = Field(
        None, description="Whose role it is: the reader's own when it is left out."
    )
    holder: Identifier = Field(examples=["0190d5a8-5b7e-7c11-9e2f-1d2c3b4a5f61"])
    decision: Reference = Field(examples=["2026_CBS_00012"])
    decided_on: date = Field(examples=["2026-01-05"])
    limit: Limit | None = Field(None, examples=[{"amount": "30000.00", "currency": "EUR"}])
    acting: bool = Field(
        False,
        description="Whether the decision appoints the deputy as acting holder of the office: a "
        "visum asks for it.",
    )
    valid_from: date = Field(examples=["2026-01-12"])
    valid_to: date = Field(examples=["2026-01-30"])


def giving(act: Acting, asked: Lending) -> GiveMandate:
    """The command that lends the role."""
    fields = asked.model_dump() | {"limit": asked.limit, "mandate": act.new_id()}
    fields["titular"] = asked.titular or act.me.actor.person
    return GiveMandate(**act.fields(_organisation(act)), **fields)


async def give(act: Acting, asked: Lending) -> Answer:
    """Lend a role; the answer names the mandate. Raises RefusedError (Z-18 with the reason)."""
    return await act.arrive(giving(act, asked))


async def end(act: Acting, mandate: str) -> Answer:
    """End a mandate now. Raises RefusedError."""
    command = mandates.EndMandate(**act.fields(_organisation(act)), mandate=mandate)
    return await act.arrive(command)


def _organisation(act: Acting) -> str:
    return names.organisation(act.me.actor.organisation)
