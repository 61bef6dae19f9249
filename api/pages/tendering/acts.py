"""The binding acts of preparation and publication, as their sheets tell them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.forms import Act
from api.pages.page import Visit, by_mandate, judged, who_can
from contracts.actors import Permission, Relation
from contracts.base import Money
from contracts.refusals import Refusal
from contracts.rules import permissions
from contracts.tendering import Stage, Step
from contracts.tendering.process import STEP_PERMISSIONS
from infra import ids
from infra.store.queries.tendering import Tender
from infra.texts import formats, refusals

Amounts = Mapping[str, Money]
"""What acts commit, by the kind of the command (`commitments.amounts`)."""


@dataclass(frozen=True)
class _Judged:
    """One act of one reader: why not now, or on which mandate."""

    permission: Permission
    refusal: Refusal | None
    mandate: str | None


def _judge(
    visit: Visit,
    tender: Tender,
    relations: frozenset[Relation],
    permission: Permission,
    kind: str,
    amounts: Amounts = MappingProxyType({}),
) -> _Judged:
    actor, state = visit.me.actor, tender.state
    return _Judged(
        permission,
        judged(actor, state, relations, permission, kind, visit.now, amounts),
        by_mandate(visit, permission, relations, amounts.get(kind)),
    )


def _made(
    visit: Visit,
    tender: Tender,
    name: str,
    found: _Judged,
    *,
    happens: Iterable[str],
    final: Iterable[str],
    step: Step | None = None,
) -> Act:
    texts, refusal = visit.texts, found.refusal
    held = permissions.holds(visit.me.actor, found.permission)
    hidden = {"action": name, "draft_hash": tender.draft_hash}
    return Act(
        name=name,
        label=texts.say(f"act.{name}"),
        path=f"/tenders/{tender.id}/approval",
        command_id=ids.new_id(),
        happens=tuple(happens),
        final=tuple(final),
        mandate=found.mandate,
        hidden=hidden | ({"step": step.value} if step else {}),
        refusal=refusals.sentence(refusal, visit.language, {}) if refusal else None,
        who=who_can(found.permission, texts) if refusal and not held else None,
    )


def editing(tender: Tender, relations: frozenset[Relation], visit: Visit) -> Refusal | None:
    """Why the reader cannot change the draft now, None when they can."""
    actor, state = visit.me.actor, tender.state
    return judged(actor, state, relations, Permission.EDIT_TENDER, "edit_draft", visit.now)


def submit(tender: Tender, relations: frozenset[Relation], visit: Visit) -> Act:
    """Put the draft before its approvers."""
    texts, permission = visit.texts, Permission.SUBMIT_FOR_APPROVAL
    found = _judge(visit, tender, relations, permission, "submit_for_approval")
    return _made(
        visit,
        tender,
        "submit",
        found,
        happens=(texts.say("submit.happens_list"), texts.say("submit.happens_both")),
        final=(texts.say("submit.final"),),
    )


def agree(
    tender: Tender, step: Step, relations: frozenset[Relation], visit: Visit, amounts: Amounts
) -> Act:
    """Agree with the version that lies there, as jurist or as finance director."""
    texts, permission = visit.texts, STEP_PERMISSIONS[step]
    found = _judge(visit, tender, relations, permission, f"approve_{step}", amounts)
    others = set(Step) - {step} - {approval.step for approval in tender.state.approvals}
    left = ", ".join(texts.say(f"approval.step_{other}") for other in sorted(others))
    return _made(
        visit,
        tender,
        "approve",
        found,
        happens=(
            texts.say("approve.happens_version", version=tender.state.round),
            texts.say("approve.happens_left", step=left)
            if left
            else texts.say("approve.happens_last"),
        ),
        final=(texts.say("approve.final"),),
        step=step,
    )


def send_back(tender: Tender, step: Step, relations: frozenset[Relation], visit: Visit) -> Act:
    """Send the version back with a reason."""
    texts, permission = visit.texts, STEP_PERMISSIONS[step]
    found = _judge(visit, tender, relations, permission, f"return_{step}")
    return _made(
        visit,
        tender,
        "return",
        found,
        happens=(texts.say("return.happens_reads"), texts.say("return.happens_lapse")),
        final=(texts.say("return.final"),),
        step=step,
    )


def publish(tender: Tender, relations: frozenset[Relation], visit: Visit, amounts: Amounts) -> Act:
    """Dispatch the notice."""
    texts, permission = visit.texts, Permission.PUBLISH_TENDER
    found = _judge(visit, tender, relations, permission, "publish_tender", amounts)
    due = tender.draft.submission_deadline
    happens = [texts.say("publish.happens_notice"), texts.say("publish.happens_public")]
    if due is not None:
        moment = formats.moment(due, visit.language)
        happens.append(texts.say("publish.happens_deadline", moment=moment))
    return _made(
        visit,
        tender,
        "publish",
        found,
        happens=happens,
        final=(texts.say("publish.final_criteria"), texts.say("publish.final_deadline")),
    )


def own_step(visit: Visit) -> Step | None:
    """The approval that the reader's roles, held or lent, give, if any."""
    actor = visit.me.actor
    return next((s for s in Step if permissions.holds(actor, STEP_PERMISSIONS[s])), None)


def of_dossier(
    tender: Tender, relations: frozenset[Relation], visit: Visit, amounts: Amounts
) -> list[Act]:
    """The acts on the page of the dossier itself."""
    if tender.state.stage is Stage.APPROVED:
        return [publish(tender, relations, visit, amounts)]
    return []
