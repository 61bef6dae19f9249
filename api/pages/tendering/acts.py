"""The binding acts of preparation and publication, as their sheets tell them."""

from collections.abc import Iterable

from api.forms import Act
from api.pages.page import Visit, judged, who_can
from contracts.actors import Permission, Relation
from contracts.refusals import Refusal
from contracts.rules import permissions
from contracts.tendering import Stage, Step
from contracts.tendering.process import STEP_PERMISSIONS
from infra import ids
from infra.store.queries.tendering import Tender
from infra.texts import formats, refusals


def _made(
    visit: Visit,
    tender: Tender,
    name: str,
    permission: Permission,
    refusal: Refusal | None,
    *,
    happens: Iterable[str],
    final: Iterable[str],
    step: Step | None = None,
) -> Act:
    texts = visit.texts
    hidden = {"action": name, "draft_hash": tender.draft_hash}
    return Act(
        name=name,
        label=texts.say(f"act.{name}"),
        path=f"/tenders/{tender.id}/approval",
        command_id=ids.new_id(),
        happens=tuple(happens),
        final=tuple(final),
        hidden=hidden | ({"step": step.value} if step else {}),
        refusal=refusals.sentence(refusal, visit.language, {}) if refusal else None,
        who=who_can(permission, texts) if refusal and not _holds(visit, permission) else None,
    )


def _holds(visit: Visit, permission: Permission) -> bool:
    return bool(visit.me.actor.roles & permissions.GRANTS[permission].keys())


def editing(tender: Tender, relations: frozenset[Relation], visit: Visit) -> Refusal | None:
    """Why the reader cannot change the draft now, None when they can."""
    actor, state = visit.me.actor, tender.state
    return judged(actor, state, relations, Permission.EDIT_TENDER, "edit_draft", visit.now)


def submit(tender: Tender, relations: frozenset[Relation], visit: Visit) -> Act:
    """Put the draft before its approvers."""
    texts, permission = visit.texts, Permission.SUBMIT_FOR_APPROVAL
    actor, state = visit.me.actor, tender.state
    refusal = judged(actor, state, relations, permission, "submit_for_approval", visit.now)
    return _made(
        visit,
        tender,
        "submit",
        permission,
        refusal,
        happens=(texts.say("submit.happens_list"), texts.say("submit.happens_both")),
        final=(texts.say("submit.final"),),
    )


def agree(tender: Tender, step: Step, relations: frozenset[Relation], visit: Visit) -> Act:
    """Agree with the version that lies there, as jurist or as finance director."""
    texts, permission = visit.texts, STEP_PERMISSIONS[step]
    actor, state = visit.me.actor, tender.state
    refusal = judged(actor, state, relations, permission, f"approve_{step}", visit.now)
    others = set(Step) - {step} - {approval.step for approval in state.approvals}
    left = ", ".join(texts.say(f"approval.step_{other}") for other in sorted(others))
    return _made(
        visit,
        tender,
        "approve",
        permission,
        refusal,
        happens=(
            texts.say("approve.happens_version", version=state.round),
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
    actor, state = visit.me.actor, tender.state
    refusal = judged(actor, state, relations, permission, f"return_{step}", visit.now)
    return _made(
        visit,
        tender,
        "return",
        permission,
        refusal,
        happens=(texts.say("return.happens_reads"), texts.say("return.happens_lapse")),
        final=(texts.say("return.final"),),
        step=step,
    )


def publish(tender: Tender, relations: frozenset[Relation], visit: Visit) -> Act:
    """Dispatch the notice."""
    texts, permission = visit.texts, Permission.PUBLISH_TENDER
    actor, state = visit.me.actor, tender.state
    refusal = judged(actor, state, relations, permission, "publish_tender", visit.now)
    due = tender.draft.submission_deadline
    happens = [texts.say("publish.happens_notice"), texts.say("publish.happens_public")]
    if due is not None:
        moment = formats.moment(due, visit.language)
        happens.append(texts.say("publish.happens_deadline", moment=moment))
    return _made(
        visit,
        tender,
        "publish",
        permission,
        refusal,
        happens=happens,
        final=(texts.say("publish.final_criteria"), texts.say("publish.final_deadline")),
    )


def own_step(visit: Visit) -> Step | None:
    """The approval that the reader's roles give, if any."""
    return next((step for step in Step if _holds(visit, STEP_PERMISSIONS[step])), None)


def of_dossier(tender: Tender, relations: frozenset[Relation], visit: Visit) -> list[Act]:
    """The acts on the page of the dossier itself."""
    if tender.state.stage is Stage.APPROVED:
        return [publish(tender, relations, visit)]
    return []
