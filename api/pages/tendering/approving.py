"""P-08, the chain of approval: who must agree, with which version, since when."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import tendering as act_on
from api.commands import RefusedError
from api.forms import Form
from api.pages import words
from api.pages.page import Looking, Posted, Sent, Visit, attempt
from api.pages.tendering import acts, differences, dossier, draft_form
from api.pages.tendering.dossier import Dossier
from api.pages.tendering.draft_state import choices
from contracts.actors import Role
from contracts.base import Identifier, local_date
from contracts.envelope import Answer
from contracts.refusals import Code, refuse
from contracts.rules import calendars
from contracts.tendering import Stage, Step, TenderDraft, process
from contracts.tendering.process import STEP_ROLES
from infra.store import records
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.queries.tendering import Tender
from infra.texts import choice, deputies, formats, methods, terms
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

DONE = {
    "submit": "done.submitted",
    "approve": "done.approved",
    "return": "done.returned",
    "publish": "done.publication_ordered",
}
BEFORE_ORDER = frozenset({Stage.PREPARING, Stage.APPROVAL, Stage.APPROVED})


@router.get("/{lang}/tenders/{tender}/approval")
async def approval(tender: Identifier, visit: Looking) -> Response:
    """The chain, what is asked to agree with, and what changed since the version before."""
    context = await visit.services.store.read(lambda c: _read(c, visit, tender))
    return visit.render("approval.html", form=Form(), problem=None, open=None, **context)


@router.post("/{lang}/tenders/{tender}/approval")
async def act(tender: Identifier, sent: Posted) -> Response:
    """Submit, approve, send back or publish the version that the reader saw."""
    action = sent.typed.get("action", "")
    outcome = await attempt(sent, _act(sent, tender, action))
    if outcome.refusal is None:
        after = f"/tenders/{tender}" if action == "publish" else f"/tenders/{tender}/approval"
        return sent.go(after, outcome.notice(DONE[action]))
    sentence = await sent.sentence(outcome.refusal)
    context = await sent.services.store.read(lambda c: _read(c, sent, tender))
    at_field = outcome.refusal.code is Code.TEXT_MISSING
    form = Form(sent.typed, {"return-reason": sentence} if at_field else {})
    return sent.render(
        "approval.html",
        outcome.refusal,
        form=form,
        problem=None if at_field else sentence,
        open=action if at_field else None,
        **context,
    )


async def _act(sent: Sent, tender: str, action: str) -> Answer:
    acting, version = await sent.act(), sent.typed.get("draft_hash", "")
    step = sent.typed.get("step", "")
    if action == "submit":
        return await act_on.submit(acting, tender, version)
    if action == "publish":
        return await act_on.publish(acting, tender, version)
    if action == "approve" and step in set(Step):
        return await act_on.approve(acting, tender, Step(step), version)
    if action == "return" and step in set(Step):
        reason = sent.typed.get("return-reason", "")
        return await act_on.send_back(acting, tender, Step(step), version, reason)
    raise RefusedError(refuse(Code.INVALID_INPUT))


def _read(connection: Connection, visit: Visit, tender_id: str) -> dict[str, Any]:
    found = dossier.look(connection, visit, tender_id)
    tender = found.tender
    preparing = tender.state.stage is Stage.PREPARING
    version = tender.state.round + preparing
    return {
        "tender": {
            "id": tender.id,
            "reference": tender.reference,
            "title": tender.draft.title or visit.texts.say("draft.untitled"),
            "stage": tender.state.stage,
        },
        "version": version,
        "chain": _Chain(connection, found).links(),
        "changes": _changes(connection, found, version),
        "summary": [*_summary(connection, tender, visit), *_terms(tender, visit)],
        "draft_path": f"/tenders/{tender.id}/draft",
        "acts": _acts(found),
    }


def _acts(found: Dossier) -> list[dict[str, Any]]:
    """The acts of this stage: greyed, with who can, for everybody else."""
    tender, relations, visit = found.tender, found.relations, found.visit
    match tender.state.stage:
        case Stage.APPROVAL:
            given = {approval.step for approval in tender.state.approvals}
            step = acts.own_step(visit) or next(each for each in Step if each not in given)
            send_back = acts.send_back(tender, step, relations, visit)
            found_acts = [(acts.agree(tender, step, relations, visit, found.amounts), False, "")]
            # Who cannot agree is told why once.
            if send_back.refusal is None:
                found_acts.append((send_back, True, "2"))
        case Stage.APPROVED:
            found_acts = [(acts.publish(tender, relations, visit, found.amounts), False, "")]
        case _:
            found_acts = []
    return [{"act": act, "reason": reason, "kind": kind} for act, reason, kind in found_acts]


class _Chain:
    """The links of the chain, from the present round of approvals."""

    def __init__(self, connection: Connection, found: Dossier) -> None:
        self.connection = connection
        self.found = found
        self.visit = found.visit
        self.state = found.tender.state
        self.events = [each.event for each in found.history]
        self.holders = people.by_role(connection, [self.state.organisation])
        submissions = [e for e in self.events if isinstance(e, process.TenderSubmitted)]
        self.submission = submissions[-1] if submissions else None

    def links(self) -> list[dict[str, Any]]:
        """Prepared, agreed twice, published."""
        return [self._prepared(), *(self._step(step) for step in Step), self._published()]

    def _prepared(self) -> dict[str, Any]:
        if self.state.stage is Stage.PREPARING or self.submission is None:
            return self._link("prepare", Role.PROJECT_MANAGER, "now", since=self.state.since)
        return self._link("prepare", Role.PROJECT_MANAGER, "done", by=self.submission)

    def _step(self, step: Step) -> dict[str, Any]:
        role = STEP_ROLES[step]
        given = self._last(process.ApprovalGiven, step)
        returned = self._last(process.TenderReturned, step)
        if self.state.stage is Stage.PREPARING:
            if returned is None:
                return self._link(step, role, "planned")
            remark = records.read_text(self.connection, returned.reason)
            return self._link(step, role, "returned", by=returned, remark=remark)
        if given is not None:
            return self._link(step, role, "done", by=given)
        since = self.submission.at if self.submission else self.state.since
        return self._link(step, role, "now", since=since)

    def _published(self) -> dict[str, Any]:
        role = Role.FILE_MANAGER
        if self.state.stage is Stage.APPROVED:
            return self._link("publish", role, "now", since=self.state.since)
        orders = [e for e in self.events if isinstance(e, process.PublicationOrdered)]
        if orders and self.state.stage not in BEFORE_ORDER:
            return self._link("publish", role, "done", by=orders[-1])
        return self._link("publish", role, "planned")

    def _last(self, kind: type[Any], step: Step) -> Any:
        """The last such event of the present round."""
        since = self.submission.at if self.submission else None
        mine = [e for e in self.events if isinstance(e, kind) and e.step is step]
        return mine[-1] if mine and since is not None and mine[-1].at >= since else None

    def _link(
        self,
        step: str,
        role: Role,
        state: str,
        *,
        by: Any = None,
        since: datetime | None = None,
        remark: str | None = None,
    ) -> dict[str, Any]:
        holders = self.holders.get((self.state.organisation, role), [])
        alone = holders[0].name if len(holders) == 1 and state == "now" else None
        return {
            "step": str(step),
            "who": deputies.who(by, self.found.named, self.visit.texts) if by else alone,
            "role": self.visit.texts.say(f"role.{role}"),
            "state": state,
            "at": by.at if by else None,
            "since": since,
            "waited": _working_days(since, self.visit.now) if since else None,
            "remark": remark,
            "version": self.state.round if by else None,
        }


def _working_days(since: datetime, now: datetime) -> int:
    """Working days after the day of `since`, today included."""
    return calendars.working_days(local_date(since) + timedelta(days=1), local_date(now))


def _changes(connection: Connection, found: Dossier, version: int) -> list[dict[str, str]] | None:
    """What differs from the version that was submitted before this one."""
    submitted: Sequence[str] = [
        each.event.draft_hash
        for each in found.history
        if isinstance(each.event, process.TenderSubmitted)
    ]
    earlier = version - 1
    if not 0 < earlier <= len(submitted):
        return None
    visit, draft = found.visit, found.tender.draft
    before = records.bound(connection, submitted[earlier - 1], TenderDraft)
    organisation = found.tender.state.organisation
    named = choices(connection, organisation, before, visit.texts).names
    named |= choices(connection, organisation, draft, visit.texts).names
    language = visit.language
    return differences.between(
        draft_form.fill(before, language), draft_form.fill(draft, language), named, visit.texts
    )


def _summary(connection: Connection, tender: Tender, visit: Visit) -> list[dict[str, str]]:
    """What is asked to agree with, in a few lines."""
    draft, texts, language = tender.draft, visit.texts, visit.language
    criteria = " · ".join(
        f"{c.name} {formats.plain(c.weight, language)}" for c in draft.criteria if c.weight
    )
    months = draft.contract_months
    due = draft.submission_deadline
    rows = [
        ("tender.estimate", formats.money(draft.estimate, language) if draft.estimate else ""),
        ("draft.budget_line", draft.budget_line),
        ("draft.procedure", words.procedure(draft.procedure, texts)),
        *_choice(tender, texts),
        ("draft.places", " · ".join(words.places(connection, draft, texts))),
        ("draft.criteria", criteria),
        ("draft.formula", " ".join(_formula(draft, texts))),
        ("draft.s_ties", " · ".join(methods.tie_break(draft, texts))),
        ("draft.submission_deadline", formats.moment(due, language) if due else ""),
        ("notice.contract_months", texts.plural("notice.months", months) if months else ""),
        ("draft.renewal", draft.renewal),
    ]
    return [{"name": texts.say(name), "value": value or "–"} for name, value in rows]


def _choice(tender: Tender, texts: Texts) -> Iterator[tuple[str, str]]:
    """On which ground the procedure stands open, what is announced of it, why it was chosen."""
    draft = tender.draft
    if tender.procedure is not None:
        grounds = choice.grounds(draft, tender.procedure, tender.edition, texts)
        yield "draft.procedure_ground", " ".join(grounds)
        if announced := choice.announced(draft, tender.procedure, texts):
            yield "draft.announced", " ".join(announced)
    if draft.procedure_reasons:
        yield "draft.procedure_reasons", draft.procedure_reasons


def _terms(tender: Tender, visit: Visit) -> list[dict[str, str]]:
    """The terms of the performance that are agreed with, each with where it stands."""
    return [
        {"name": each.name, "value": f"{each.value} · {each.note}"}
        for each in terms.told(tender.draft, tender.edition, visit.texts, announced=False)
    ]


def _formula(draft: TenderDraft, texts: Texts) -> Iterator[str]:
    """How the price gets its points, with its numbers."""
    currency = methods.currency(draft)
    for criterion in draft.criteria:
        if criterion.kind == "price":
            yield methods.how(criterion, texts)
            yield from (f"{term}." for term in methods.terms(criterion, currency, texts))
