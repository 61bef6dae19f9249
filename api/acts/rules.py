"""Acts on the figures that an organisation uses instead of those of the law."""

from decimal import Decimal
from typing import Any

from api.acts.acting import Acting
from api.commands import RefusedError
from contracts import names
from contracts.envelope import Answer
from contracts.people import OwnFigure
from contracts.people.process import OverrideParameter, WithdrawOverride
from contracts.refusals import Code, refuse
from contracts.rules.editions import LONGEST_LINE, Measure


async def put(
    act: Acting, parameter: str, unit: Measure, value: bool | Decimal | str, reason: str
) -> Answer:
    """Put a figure over that of the law, for the dossiers that begin from now on.

    Raises RefusedError, with TEXT_MISSING and TEXT_TOO_LONG for the reason.
    """
    own = OwnFigure(parameter=parameter, unit=unit, value=value, reason=_said(reason))
    command = OverrideParameter(**_fields(act), figure=act.bind(own))
    return await act.arrive(command)


async def withdraw(act: Acting, parameter: str, reason: str) -> Answer:
    """Go back to the figure of the law. Raises RefusedError as `put`."""
    bound = act.bind(_said(reason))
    command = WithdrawOverride(**_fields(act), parameter=parameter, reason=bound)
    return await act.arrive(command)


def _fields(act: Acting) -> dict[str, Any]:
    return act.fields(names.organisation(act.me.actor.organisation))


def _said(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise RefusedError(refuse(Code.TEXT_MISSING, field="reason"))
    if len(said) > LONGEST_LINE:
        raise RefusedError(
            refuse(Code.TEXT_TOO_LONG, field="reason", length=len(said), limit=LONGEST_LINE)
        )
    return said
