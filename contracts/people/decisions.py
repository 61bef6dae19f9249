"""How acts on an organisation are judged (`decide`) and what an event makes of it (`evolve`)."""

from collections.abc import Mapping

from contracts import aggregate
from contracts.aggregate import Command, Decision, Event, Task
from contracts.people import process
from contracts.people.process import OrganisationState, OwnFigureFacts
from contracts.refusals import Code, Refusal, key, parameter_named, refuse
from contracts.rules.errors import RuleError
from contracts.rules.overrides import overridden


def _override(
    state: OrganisationState, facts: OwnFigureFacts, command: process.OverrideParameter
) -> Decision | Refusal:
    proposed = facts.proposed
    if proposed is None:
        return refuse(Code.UNKNOWN_REFERENCE)
    try:
        found = overridden(facts.edition, [proposed]).parameter(proposed.parameter)
    except RuleError as wrong:
        return _unusable(wrong)
    if found.override is not None and found.value == found.override.original:
        return refuse(Code.OVERRIDE_CHANGES_NOTHING, field="value")
    event = process.ParameterOverridden(
        at=facts.at,
        actor=command.actor,
        parameter=proposed.parameter,
        figure=command.figure,
        edition=facts.edition.id,
    )
    return Decision((event,))


def _unusable(wrong: RuleError) -> Refusal:
    """Why a figure cannot be used, as the rule that judges it says."""
    facts = wrong.facts
    match wrong.code:
        case "parameter_unknown":
            return refuse(
                Code.PARAMETER_UNKNOWN,
                field="parameter",
                parameter=parameter_named(facts["parameter"]),
                edition=facts["edition"],
            )
        case "override_unit_differs":
            return refuse(
                Code.OVERRIDE_UNIT_DIFFERS,
                field="unit",
                unit=key(f"rules.measure.{facts['unit']}"),
                expected=key(f"rules.measure.{facts['expected']}"),
            )
        case "override_out_of_range":
            return refuse(
                Code.OVERRIDE_OUT_OF_RANGE,
                field="value",
                least=int(facts["least"]),
                most=int(facts["most"]),
                unit=key(f"rules.measure.{facts['unit']}"),
            )
        case "override_value_unusable":
            return refuse(
                Code.OVERRIDE_VALUE_UNUSABLE,
                field="value",
                unit=key(f"rules.measure.{facts['unit']}"),
            )
        case _:
            raise wrong


def _withdraw(
    state: OrganisationState, facts: OwnFigureFacts, command: process.WithdrawOverride
) -> Decision | Refusal:
    if command.parameter not in facts.in_force:
        return refuse(Code.OVERRIDE_MISSING, parameter=parameter_named(command.parameter))
    event = process.OverrideWithdrawn(
        at=facts.at, actor=command.actor, parameter=command.parameter, reason=command.reason
    )
    return Decision((event,))


DECIDE: Mapping[type[Command], aggregate.Decide] = {
    process.OverrideParameter: _override,
    process.WithdrawOverride: _withdraw,
}

EVOLVE: Mapping[type[Event], aggregate.Evolve] = {
    process.ParameterOverridden: aggregate.unchanged,
    process.OverrideWithdrawn: aggregate.unchanged,
}


def tasks(state: OrganisationState) -> tuple[Task, ...]:
    """Nobody is waited for."""
    return ()
