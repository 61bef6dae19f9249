"""What the pages of an evaluation share: the round that is shown, who reads it, the tabs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api import reading
from api.commands import RefusedError
from api.forms import Act
from api.pages import page
from api.pages.page import Visit
from contracts.actors import Permission, Relation
from contracts.evaluation import EvaluationState, Stage
from contracts.evaluation.state import Member
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from infra import ids
from infra.store.engine import Connection
from infra.store.queries import evaluation, organisations, people
from infra.store.queries.evaluation import Evaluation, Reader
from infra.store.queries.tendering import Tender
from infra.texts.catalogue import Texts

EXAMINED = frozenset(set(Stage) - {Stage.DECLARING})
"""The stages in which there is something to examine, or was."""

SCORED = frozenset(EXAMINED - {Stage.EXAMINING})
"""The stages in which members score, or have."""

SETTLED = frozenset({Stage.CLOSED, Stage.RANKING, Stage.RANKED, Stage.CONCLUDED})
"""The stages after the consensus."""


@dataclass(frozen=True)
class Round:
    """The last round of a tender's evaluation, as one reader finds it."""

    tender: Tender
    relations: frozenset[Relation]
    state: EvaluationState
    found: Evaluation
    suppliers: dict[str, str]
    """The names of the tenderers, by bid."""
    people: dict[str, str]
    """The names of the committee, by person."""

    def head(self) -> dict[str, Any]:
        """The tender as the heads of pages show it."""
        return head(self.tender, self.state.stage)

    def may(self, visit: Visit, permission: Permission) -> bool:
        """Whether the reader's roles and relations hold a permission."""
        return permissions.can(visit.me.actor, permission, self.relations).allowed

    def judged(self, visit: Visit, permission: Permission, kind: str) -> Refusal | None:
        """Why the reader cannot do an act now."""
        return page.judged(visit.me.actor, self.state, self.relations, permission, kind, visit.now)

    def member(self, visit: Visit) -> Member | None:
        """The reader as a member of the committee."""
        return self.state.member(visit.me.person.id)

    def path(self, rest: str = "") -> str:
        """An address below the evaluation of this tender."""
        return f"/tenders/{self.tender.id}/evaluation{rest}"


def head(tender: Tender, stage: str | None) -> dict[str, Any]:
    """The tender as the heads of pages show it, with the stage of its evaluation."""
    return {
        "id": tender.id,
        "reference": tender.reference,
        "title": tender.draft.title,
        "stage": stage,
    }


def own_tender(connection: Connection, visit: Visit, tender_id: str) -> Tender:
    """A tender of the reader's own organisation. Raises RefusedError."""
    tender = reading.readable_tender(connection, visit.me, tender_id)
    if tender.state.organisation != visit.me.actor.organisation:
        raise RefusedError(refuse(Code.NOT_ALLOWED))
    return tender


def read(
    connection: Connection, visit: Visit, tender_id: str, permission: Permission | None = None
) -> Round:
    """The last round. Raises RefusedError: UNKNOWN_REFERENCE when there is none, or why the
    reader may not read it (`permission`; a member sees bids and scores only once admitted)."""
    tender = own_tender(connection, visit, tender_id)
    rounds = evaluation.rounds(connection, tender_id)
    if not rounds:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    found = evaluation.read(connection, rounds[-1].aggregate)
    held = reading.relations_of(connection, visit.me, tender_id)
    if permission is not None:
        reader = Reader(visit.me.actor, held, visit.now)
        if refusal := reader.refusal(found.state, permission):
            raise RefusedError(refusal)
    named = organisations.named(connection, found.suppliers.values())
    members = [member.person for member in found.state.members]
    return Round(
        tender=tender,
        relations=held,
        state=found.state,
        found=found,
        suppliers={bid: named[supplier] for bid, supplier in found.suppliers.items()},
        people=people.display_names(connection, members),
    )


def tabs(shown: Round, visit: Visit, here: str) -> list[dict[str, Any]]:
    """The parts of the evaluation that this reader has, those to come with their lock."""
    texts, stage = visit.texts, shown.state.stage
    member = shown.member(visit)
    reads = shown.may(visit, Permission.READ_EVALUATION)
    found = [_tab(shown, texts, here, "committee", "", True)]
    if member is not None:
        found.append(_tab(shown, texts, here, "declaration", "/declaration", True))
    if reads or shown.may(visit, Permission.EXAMINE_BIDS):
        ready, later = stage in EXAMINED, "evaluation.after_committee"
        found.append(_tab(shown, texts, here, "examination", "/examination", ready, later))
    if member is not None:
        ready, later = stage in SCORED, "evaluation.after_examination"
        note = "evaluation.handed_in" if member.scored else None
        found.append(_tab(shown, texts, here, "scores", "/scores", ready, later, note))
    if reads:
        ready, later = stage in evaluation.TOGETHER, "evaluation.after_scores"
        found.append(_tab(shown, texts, here, "consensus", "/consensus", ready, later))
    if shown.may(visit, Permission.READ_RANKING):
        ready, later = stage in SETTLED, "evaluation.after_consensus"
        found.append(_tab(shown, texts, here, "ranking", "/ranking", ready, later))
    return found


_NAMES = {
    "committee": "evaluation.tab_committee",
    "declaration": "evaluation.tab_declaration",
    "examination": "evaluation.tab_examination",
    "scores": "evaluation.tab_scores",
    "consensus": "evaluation.tab_consensus",
    "ranking": "evaluation.tab_ranking",
}


def _tab(
    shown: Round,
    texts: Texts,
    here: str,
    name: str,
    rest: str,
    ready: bool,
    later: str = "",
    note: str | None = None,
) -> dict[str, Any]:
    said = note if ready else later
    return {
        "name": texts.say(_NAMES[name]),
        "path": shown.path(rest) if ready else None,
        "here": name == here,
        "note": texts.say(said) if said else None,
    }


@dataclass(frozen=True)
class Sheet:
    """What the one sheet of a binding act says: keys of the catalogue."""

    name: str
    label: str
    rest: str
    """Where the act goes, below the evaluation."""
    happens: tuple[str, ...]
    final: tuple[str, ...] = ()


async def act(
    shown: Round,
    visit: Visit,
    sheet: Sheet,
    permission: Permission,
    kind: str,
    *,
    told: Iterable[str] = (),
    refusal: Refusal | None = None,
    hidden: Mapping[str, str] | None = None,
) -> Act:
    """A binding act of the evaluation, greyed with the reason when it cannot be done now."""
    texts = visit.texts
    refusal = refusal or shown.judged(visit, permission, kind)
    forbidden = refusal is not None and refusal.code is Code.NOT_ALLOWED
    return Act(
        name=sheet.name,
        label=texts.say(sheet.label),
        path=shown.path(sheet.rest),
        command_id=ids.new_id(),
        happens=tuple(texts.say(key) for key in sheet.happens),
        final=tuple(texts.say(key) for key in sheet.final),
        told=tuple(told),
        mandate=page.by_mandate(visit, permission, shown.relations),
        refusal=await visit.sentence(refusal) if refusal else None,
        who=page.who_can(permission, texts) if forbidden else None,
        hidden=hidden or {},
    )
