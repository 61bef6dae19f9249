"""Reading a notice or a case file into a draft, with an account of it. Nothing is kept."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from api import errors
from api.commands import RefusedError
from api.identity import Me
from contracts.actors import Permission
from contracts.refusals import Code, fact, refuse
from contracts.rules import permissions
from contracts.tendering import TenderDraft
from infra import threads
from infra.notices import importing, report
from infra.store import access

router = APIRouter(prefix="/imports", tags=["imports"])


class Finding(BaseModel):
    """One thing that was found: its place in the source, and the sentence."""

    path: str
    sentence: str


class ImportBody(BaseModel):
    """The draft, what was taken over, what has no place in it, and what is still missing."""

    draft: TenderDraft
    reference_hint: str | None
    taken: list[Finding]
    unplaced: list[Finding]
    missing: list[Finding]


NOTICE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {
                    "ocid": "ocds-b5fd17-1",
                    "tag": ["tender"],
                    "tender": {"id": "1", "title": "Servers en opslag"},
                },
            }
        },
    }
}


@router.post("", openapi_extra=NOTICE)
async def read(request: Request, me: Me, name: str = "import") -> ImportBody:
    """Read the raw body: any OCDS release or package, or a case file of Bestek."""
    verdict = permissions.can(me.actor, Permission.CREATE_TENDER, frozenset())
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
    language = errors.language_of(request)
    content = await request.body()
    found = await threads.run(importing.import_bytes, content, name, language=language)
    if found.refusal is not None:
        sentence = report.sentence(found.refusal, language)
        raise RefusedError(refuse(Code.IMPORT_REFUSED, reason=fact(sentence)))
    sections = [
        [Finding(path=line.path, sentence=line.sentence) for line in section.lines]
        for section in report.sections(found, language)
    ]
    taken, unplaced, missing = sections
    return ImportBody(
        draft=found.draft,
        reference_hint=found.reference_hint,
        taken=taken,
        unplaced=unplaced,
        missing=missing,
    )
