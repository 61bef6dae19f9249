"""Documents of a dossier that could not be drawn: what went wrong, and the act that tries again."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import documents as acts
from api.commands import RefusedError
from api.pages import papers
from api.pages.page import Posted, Visit, by_mandate, who_can
from contracts.actors import Permission
from contracts.base import Identifier
from contracts.documents.order import Order
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import access
from infra.store.undrawn import Undrawn
from infra.texts import formats, refusals

router = APIRouter(include_in_schema=False)


def told(found: Undrawn, visit: Visit, parties: Mapping[str, str]) -> dict[str, Any]:
    """A document as `dossier_documents.html` tells of it: {stopped, title, text, retry (the fields
    of its form, or none), why (why this person cannot have it tried, or none)}."""
    texts = visit.texts
    name = texts.say(papers.NAMES[found.kind]) if found.kind in papers.NAMES else found.kind
    order = Order.model_validate_json(found.ordered) if found.ordered else None
    if order is not None and order.original is not None:
        language = texts.say(f"papers.language.{order.language}")
        name = texts.say("papers.in_language", name=name, language=language)
    if found.party is not None and found.party in parties:
        name = f"{name}, {texts.say('papers.for_party', name=parties[found.party])}"
    moment = formats.moment_short(found.failed_at, visit.language)
    said = [
        texts.say(f"undrawn.reason.{found.reason}"),
        texts.plural("undrawn.tried", found.failures, moment=moment),
        texts.say("undrawn.stopped" if found.stopped else "undrawn.goes_on"),
    ]
    if found.ordered is None:
        said.append(texts.say("undrawn.waits"))
    return {
        "stopped": found.stopped,
        "title": texts.say("undrawn.title", name=name),
        "text": " ".join(said),
        **_offered(found, visit),
    }


def _offered(found: Undrawn, visit: Visit) -> dict[str, Any]:
    """The act, for a document that waits for it; no relation to a dossier gives or takes it."""
    if not found.stopped:
        return {"retry": None, "why": None}
    act = Permission.RETRY_DOCUMENT
    refused = access.permission_refusal(permissions.can(visit.me.actor, act, frozenset()))
    if refused is not None:
        sentence = refusals.sentence(refused, visit.language, {})
        who = visit.texts.say("confirm.who_can", who=who_can(act, visit.texts))
        return {"retry": None, "why": f"{sentence} {who}"}
    fields = {"document": found.business_key, "tries": str(found.tries)}
    return {"retry": fields, "why": by_mandate(visit, act, frozenset())}


@router.post("/{lang}/tenders/{tender}/documents/retry")
async def retry(tender: Identifier, sent: Posted) -> Response:
    """Have a document that stopped tried again; sent twice, it is tried once."""
    key, tries = sent.typed.get("document", ""), sent.typed.get("tries", "")
    if not (tries.isascii() and tries.isdecimal()):
        raise RefusedError(refuse(Code.INVALID_INPUT))
    await sent.services.store.write(lambda c: acts.try_again(c, sent.me, tender, key, int(tries)))
    return sent.go(f"/tenders/{tender}/documents", "done.document_tried")
