"""The organisations that take part in a purchase, the people who act for them, and what a buyer
settles for all its dossiers."""

from collections.abc import Mapping

from contracts import aggregate
from contracts.aggregate import Command, Event
from contracts.people import decisions, mandates
from contracts.people.cards import OrganisationCard, OrganisationKind, Person
from contracts.people.decisions import tasks
from contracts.people.mandates import Given, MandateFacts
from contracts.people.process import OrganisationState, OwnFigure, begin

DECIDE: Mapping[type[Command], aggregate.Decide] = {**decisions.DECIDE, **mandates.DECIDE}
EVOLVE: Mapping[type[Event], aggregate.Evolve] = {**decisions.EVOLVE, **mandates.EVOLVE}

__all__ = [
    "DECIDE",
    "EVOLVE",
    "Given",
    "MandateFacts",
    "OrganisationCard",
    "OrganisationKind",
    "OrganisationState",
    "OwnFigure",
    "Person",
    "begin",
    "tasks",
]
