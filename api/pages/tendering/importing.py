"""A notice or a case file becomes a draft: what was taken over, what has no place, what is missing.

Nothing is kept until the reader has seen the account: the draft travels in the form.
"""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import multipart
from api.commands import RefusedError
from api.forms import Form
from api.multipart import FileField
from api.pages import page
from api.pages.page import Looking, Visit
from api.pages.tendering.creating import may_create
from contracts.base import canonical_json
from contracts.refusals import Code, Refusal, fact, refuse
from infra import ids, threads
from infra.notices import importing, reading, report
from infra.notices.results import ImportResult

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/tenders/import")
async def ask(visit: Looking) -> Response:
    """The form that asks for a file."""
    may_create(visit)
    return _page(visit, Form())


@router.post("/{lang}/tenders/import")
async def read(visit: Looking) -> Response:
    """The account of the file that was sent, with the draft it would become."""
    may_create(visit)
    try:
        name, content = await _file(visit)
        found = await threads.run(importing.import_bytes, content, name, language=visit.language)
        if found.refusal is not None:
            sentence = report.sentence(found.refusal, visit.language)
            raise RefusedError(refuse(Code.IMPORT_REFUSED, "file", reason=fact(sentence)))
    except RefusedError as refused:
        if refused.refusal.field != "file":
            raise
        sentence = await visit.sentence(refused.refusal)
        return _page(visit, Form(errors={"file": sentence}), refusal=refused.refusal)
    return _page(visit, Form(), account=_account(found, name, visit))


async def _file(visit: Visit) -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent. Raises RefusedError."""
    typed: dict[str, str] = {}
    kind = visit.request.headers.get("content-type", "")
    async for field in multipart.fields(kind, visit.request.stream()):
        if not isinstance(field, FileField):
            typed[field.name] = field.value
            continue
        # The token stands before the file, so that nothing is read for a forged request.
        page.check_token(visit.me, typed)
        content = await multipart.whole(field.content, reading.LARGEST)
        if field.file_name and content:
            return field.file_name, content
    raise RefusedError(refuse(Code.FILE_MISSING, "file"))


def _account(found: ImportResult, name: str, visit: Visit) -> dict[str, Any]:
    sections = report.sections(found, visit.language)
    return {
        "name": name,
        "title": found.draft.title or visit.texts.say("draft.untitled"),
        "sections": [
            {"key": key, "heading": section.heading, "lines": section.lines}
            for key, section in zip(("taken", "unplaced", "missing"), sections, strict=True)
        ],
        "draft": canonical_json(found.draft).decode(),
        "command_id": ids.new_id(),
    }


def _page(
    visit: Visit,
    form: Form,
    account: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    return visit.render("import.html", refusal, form=form, account=account, limit=reading.LARGEST)
