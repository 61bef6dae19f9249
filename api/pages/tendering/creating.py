"""P-05 in its simplest form: a need becomes a dossier."""

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.acts import tendering as act_on
from api.commands import RefusedError
from api.forms import Form
from api.pages import words
from api.pages.page import Looking, Posted, Sent, Visit
from api.pages.tendering import draft_form
from contracts import names
from contracts.actors import Permission
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Category
from infra import ids
from infra.store import access

router = APIRouter(include_in_schema=False)


def may_create(visit: Visit) -> None:
    """Raises RefusedError for who opens no dossiers."""
    verdict = permissions.can(visit.me.actor, Permission.CREATE_TENDER, frozenset())
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)


@router.get("/{lang}/tenders/new")
async def new(visit: Looking) -> Response:
    """The form with what a dossier begins with."""
    may_create(visit)
    return _page(visit, Form(), ids.new_id())


@router.post("/{lang}/tenders/new")
async def create(sent: Posted) -> Response:
    """Open a dossier, from the form or with what an import read."""
    may_create(sent)
    if "imported" in sent.typed:
        return await _opened(sent, _imported(sent.typed["imported"]))
    read = draft_form.read(sent.typed, TenderDraft(), sent.language, ())
    wrong = dict(read.errors)
    if not read.draft.title:
        wrong = {"title": refuse(Code.TEXT_MISSING, "title")} | wrong
    if wrong:
        return await _refused(sent, wrong)
    return await _opened(sent, read.draft)


def _imported(text: str) -> TenderDraft:
    """The draft that travelled with the account of its import."""
    try:
        return TenderDraft.model_validate_json(text)
    except ValidationError as error:
        raise RefusedError(refuse(Code.INVALID_INPUT)) from error


async def _opened(sent: Sent, draft: TenderDraft) -> Response:
    answer = await act_on.create(await sent.act(), draft)
    return sent.go(f"/tenders/{names.subject_of(answer.aggregate)}/draft", "tender_created")


async def _refused(sent: Sent, wrong: dict[str, Refusal]) -> Response:
    told = {name: await sent.sentence(refusal) for name, refusal in wrong.items()}
    return _page(sent, Form(sent.typed, told), sent.key, next(iter(wrong.values())))


def _page(visit: Visit, form: Form, key: str, refusal: Refusal | None = None) -> Response:
    return visit.render(
        "new_tender.html",
        refusal,
        form=form,
        command_id=key,
        categories=[
            {"value": kind.value, "name": words.category(kind, visit.texts)} for kind in Category
        ],
    )
