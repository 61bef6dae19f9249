"""How far a draft is: what is missing, what the weights add up to, who and what can be chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.forms import Option
from api.pages import words
from api.pages.page import Visit
from api.pages.tendering import announcing, choosing, limits
from api.pages.tendering.announcing import Explained, Group
from contracts.actors import Role
from contracts.refusals import Code, Refusal
from contracts.tendering import TenderDraft, hindrances
from contracts.tendering.draft import WEIGHTS_TOTAL, Category
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.queries.people import Named
from infra.store.queries.tendering import Tender
from infra.texts import refusals
from infra.texts.catalogue import Texts

FIELDS = {
    "lots": "lots-0-title",
    "items": "items-0-description",
    "milestones": "milestones-0-title",
    "submission_deadline": "deadline_day",
    "opening_officers": "opening_officers-0",
    "evaluators": "evaluators-0",
    "acceptance_committee": "acceptance_committee-0",
}
"""Where on the page a part of the draft is filled in, when it is not a field of its own name."""

TEAM = {
    "opening_officers": (Role.OPENING_OFFICER,),
    "chair": (Role.COMMITTEE_CHAIR,),
    "evaluators": (Role.EVALUATOR, Role.COMMITTEE_CHAIR),
    "contract_manager": (Role.CONTRACT_MANAGER,),
    "acceptance_committee": (Role.ACCEPTANCE_MEMBER, Role.CONTRACT_MANAGER),
}
"""Who can be chosen for what."""


@dataclass(frozen=True)
class Tally:
    """A sum of weights or shares, and what it must be."""

    sum: Decimal
    target: Decimal

    @property
    def balanced(self) -> bool:
        """Whether it is right."""
        return self.sum == self.target


@dataclass(frozen=True)
class DraftState:
    """What the page says of the draft beside the form."""

    missing: list[dict[str, str]]
    refusal: Refusal | None
    """The first of what is missing."""
    weights: Tally
    shares: Tally


def state_of(tender: Tender, draft: TenderDraft, visit: Visit) -> DraftState:
    """What keeps this draft from being submitted now, with the fields where it is put right."""
    found = hindrances(draft, limits.procedure(tender, draft), tender.edition, visit.now)
    weights = (c.weight for c in draft.criteria if c.weight is not None)
    return DraftState(
        missing=[{"field": _field(each, draft), "text": _gap(each, visit)} for each in found],
        refusal=found[0] if found else None,
        weights=Tally(sum(weights, Decimal(0)), WEIGHTS_TOTAL),
        shares=Tally(sum((m.share for m in draft.milestones), Decimal(0)), WEIGHTS_TOTAL),
    )


def _field(refusal: Refusal, draft: TenderDraft) -> str:
    if refusal.field == "formula":
        prices = [n for n, c in enumerate(draft.criteria) if c.kind == "price" and not c.formula]
        return f"criteria-{prices[0]}-formula"
    if refusal.field == "criteria" and refusal.code is Code.DRAFT_INCOMPLETE:
        return "criteria-0-name"
    if refusal.code is Code.WEIGHTS_SUM and refusal.field == "milestones":
        return "milestones-0-share"
    if refusal.code is Code.WEIGHTS_SUM:
        return "criteria-0-weight"
    if refusal.code is Code.TIE_STEP_UNUSABLE:
        return f"tie_break-{int(refusal.facts['step'].value) - 1}"
    if refusal.code in (Code.CRITERIA_UNUSABLE, Code.PARAMETER_UNUSABLE):
        return _of_criterion(refusal.field or "", draft)
    return FIELDS.get(refusal.field or "", refusal.field or "title")


def _of_criterion(field: str, draft: TenderDraft) -> str:
    """The field of the form for `criteria.K2.formula` or `criteria.K2.parameters.ceiling`."""
    for place, criterion in enumerate(draft.criteria):
        start = ".".join(("criteria", criterion.id, ""))
        part = field.removeprefix(start).replace("parameters.", announcing.PARAMETER)
        if field.startswith(start) and "." not in part:
            return f"criteria-{place}-{part}"
    return "criteria"


def _gap(refusal: Refusal, visit: Visit) -> str:
    """What is missing, short; the whole sentence where something is wrong."""
    if refusal.code is Code.DRAFT_INCOMPLETE:
        return visit.texts.say(f"draft.{refusal.field}")
    return refusals.sentence(refusal, visit.language, {})


@dataclass(frozen=True)
class Choices:
    """What the lists of the form offer."""

    categories: list[Option]
    procedures: list[Option]
    shortened: list[Option]
    formulas: list[Group]
    explained: dict[str, Explained]
    """By formula: what the page says of it, and the numbers that it asks for."""
    ties: list[Option]
    kinds: list[Option]
    team: dict[str, list[Option]]

    @property
    def people(self) -> set[str]:
        """The ids of everybody who can be chosen for something."""
        return {option.value for options in self.team.values() for option in options}

    @property
    def names(self) -> dict[str, str]:
        """What each value is called, over all lists."""
        formulas = (group.options for group in self.formulas)
        lists = (
            self.categories,
            self.procedures,
            self.shortened,
            self.ties,
            self.kinds,
            *formulas,
            *self.team.values(),
        )
        return {option.value: option.name for options in lists for option in options}


def choices(connection: Connection, organisation: str, draft: TenderDraft, texts: Texts) -> Choices:
    """What can be chosen; what stands in the draft already stays among it."""
    holders = people.by_role(connection, [organisation])
    named = people.display_names(connection, _team(draft))
    formulas = announcing.groups(draft, texts)
    return Choices(
        categories=[Option(kind.value, words.category(kind, texts)) for kind in Category],
        procedures=choosing.procedures(draft, texts),
        shortened=choosing.shortened(texts),
        formulas=formulas,
        explained=announcing.explained(formulas, texts),
        ties=announcing.steps(draft, texts),
        kinds=[Option(kind, texts.say(f"draft.kind_{kind}")) for kind in ("price", "quality")],
        team={
            field: _people(
                [holder for role in roles for holder in holders.get((organisation, role), [])],
                [Named(person, named.get(person, "")) for person in _chosen(draft, field)],
            )
            for field, roles in TEAM.items()
        },
    )


def _chosen(draft: TenderDraft, field: str) -> Sequence[str]:
    value: Any = getattr(draft.team, field)
    return value if isinstance(value, tuple) else [value] if value else []


def _team(draft: TenderDraft) -> Iterable[str]:
    return (person for field in TEAM for person in _chosen(draft, field))


def _people(holders: Sequence[Named], chosen: Sequence[Named]) -> list[Option]:
    found = {person.id: person.name for person in (*holders, *chosen)}
    return [Option(person, name) for person, name in sorted(found.items(), key=lambda p: p[1])]
