"""Refusals as answers: RFC 9457 problems for programs, a page with a sentence for people."""

import logging
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api import framing, identity, invalid, rendering
from api.commands import PendingError, RefusedError, UnreachableError
from api.headers import HEADERS
from api.limits import BodyTooLargeError
from api.services import Services
from contracts.base import Language
from contracts.refusals import Code, Refusal, refuse
from infra import ids
from infra.store import clock
from infra.store.engine import StoreAwayError
from infra.store.queries import people
from infra.texts import refusals
from infra.texts.catalogue import Texts

_log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
RETRY_AFTER = timedelta(seconds=5)
_SECONDS = str(int(RETRY_AFTER.total_seconds()))
_RETRY: dict[int, str] = {
    HTTPStatus.SERVICE_UNAVAILABLE: _SECONDS,
    HTTPStatus.TOO_MANY_REQUESTS: str(int(identity.ATTEMPTS_WITHIN)),
}

AUTOSAVE = "x-autosave"
"""The header of a form that a page sends by itself: it is answered in JSON, and the page tells."""

STATUS: dict[Code, int] = {
    Code.UNKNOWN_REFERENCE: HTTPStatus.NOT_FOUND,
    Code.PARAMETER_UNKNOWN: HTTPStatus.NOT_FOUND,
    Code.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    Code.SEPARATION_OF_DUTIES: HTTPStatus.FORBIDDEN,
    Code.CONFLICT_DECLARED: HTTPStatus.FORBIDDEN,
    Code.SIGN_IN_REQUIRED: HTTPStatus.UNAUTHORIZED,
    Code.SIGN_IN_FAILED: HTTPStatus.UNAUTHORIZED,
    Code.LINK_USED: HTTPStatus.UNAUTHORIZED,
    Code.TOO_MANY_ATTEMPTS: HTTPStatus.TOO_MANY_REQUESTS,
    Code.FORM_EXPIRED: HTTPStatus.FORBIDDEN,
    Code.FILE_TOO_LARGE: 413,
    Code.BODY_TOO_LARGE: 413,
    Code.KEY_MISSING: HTTPStatus.BAD_REQUEST,
    Code.TEMPORARILY_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.STORE_BEHIND: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.INVALID_INPUT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_A_NUMBER: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NUMBER_OUT_OF_RANGE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.AMOUNT_TOO_PRECISE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.CURRENCY_DIFFERS: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_A_DATE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_A_TIME: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_A_CPV_CODE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.CPV_CHECK_DIGIT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_A_NUTS_CODE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NUTS_COUNTRY_LETTERS: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_A_LEVEL: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TEXT_TOO_LONG: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.LOCAL_TIME_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.LOCAL_TIME_AMBIGUOUS: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.BODY_NOT_JSON: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.FIELD_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.FIELD_UNKNOWN: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TEXT_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.FILE_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.DRAFT_INCOMPLETE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.WEIGHTS_SUM: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PERIOD_TOO_SHORT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.OWN_PERIOD_TOO_SHORT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.OVERRIDE_UNIT_DIFFERS: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.OVERRIDE_VALUE_UNUSABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.OVERRIDE_OUT_OF_RANGE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.OVERRIDE_CHANGES_NOTHING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.DEADLINE_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.BOND_NEEDS_REASON: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PAYMENT_PERIOD_OUTSIDE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PAYMENT_PERIOD_UNFOUNDED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.TERM_NOT_IN_LAW: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PROCEDURE_UNKNOWN: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PROCEDURE_NOT_RUN: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PROCEDURE_ABOVE_LIMIT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PROCEDURE_CLOSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.CHOICE_UNREASONED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NOT_SHORTENED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.SHORTENING_UNREASONED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.ESTIMATE_CURRENCY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.SCORE_OUT_OF_SCALE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.MOTIVATION_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""Every other refusal is a conflict with the present state of things (409)."""


class Problem(BaseModel):
    """An RFC 9457 problem: `code` is stable, `detail` is the sentence in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    code: Code
    field: str | None = None
    facts: dict[str, str] = {}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(refusal.code, HTTPStatus.CONFLICT)


def language_of(request: Request) -> Language:
    """The page's language, or for the API the first we speak of what the client accepts."""
    if _is_page(request):
        return rendering.language_of(request)
    return rendering.accepted(request)


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/")


async def sentence(request: Request, refusal: Refusal, language: Language) -> str:
    """Why, and what now, with people by their names."""
    services: Services = request.app.state.services
    ids = [fact.value for fact in refusal.facts.values() if fact.type == "person"]
    named = await services.store.read(lambda c: people.display_names(c, ids)) if ids else {}
    return refusals.sentence(refusal, language, named, program=not _is_page(request))


async def problem(request: Request, refusal: Refusal, status: int | None = None) -> JSONResponse:
    """A refusal for a program; `status` is given where the framework has its own."""
    status = status or status_of(refusal)
    language = language_of(request)
    body = Problem(
        type=f"urn:bestek:refusal:{refusal.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=await sentence(request, refusal, language),
        code=refusal.code,
        field=refusal.field,
        facts={name: fact.value for name, fact in refusal.facts.items()},
    )
    headers = {"Content-Language": language.value}
    if status in _RETRY:
        headers["Retry-After"] = _RETRY[status]
    return JSONResponse(
        body.model_dump(mode="json"), status_code=status, media_type=PROBLEM, headers=headers
    )


async def page(request: Request, refusal: Refusal) -> Response:
    """A refusal for a person, when no form can show it beside its field."""
    if AUTOSAVE in request.headers:
        told = await sentence(request, refusal, rendering.language_of(request))
        return JSONResponse({"message": told}, status_of(refusal))
    if refusal.code is Code.SIGN_IN_REQUIRED:
        return _to_sign_in(request)
    status = status_of(refusal)
    if status == HTTPStatus.NOT_FOUND:
        return await _framed(request, "not_found.html", status)
    told = await sentence(request, refusal, rendering.language_of(request))
    page = await _framed(request, "error.html", status, title="error.title", sentence=told)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        page.headers["Retry-After"] = _SECONDS
    return page


def _to_sign_in(request: Request) -> Response:
    """The sign-in page, and from there back: to the page itself, or to where its form stood."""
    language = rendering.language_of(request).value
    asked = urlsplit(str(request.url))
    if request.method not in ("GET", "HEAD"):
        asked = urlsplit(request.headers.get("referer", ""))
    path = asked.path.removeprefix(f"/{language}") or "/"
    place = f"{path}?{asked.query}" if asked.query else path
    return RedirectResponse(f"/{language}/sign-in?next={quote(place)}", HTTPStatus.SEE_OTHER)


async def _framed(
    request: Request, template: str, status: int, title: str = "error.title", **context: Any
) -> Response:
    """An error as a page, with the frame around it also where no page was reached."""
    if not hasattr(request.state, "frame"):
        services: Services = request.app.state.services
        me = await identity.find(request)
        request.state.frame, _ = await framing.around(request, services, me)
    said = Texts(rendering.language_of(request)).say(title)
    context = {"title": said, "mark": None, "back": "/"} | context
    return rendering.render(request, template, status, **context)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return await answer(request, error.refusal)


async def answer(request: Request, refusal: Refusal) -> Response:
    """The refusal in the form that the request asks for."""
    if request.url.path.startswith("/api/"):
        return await problem(request, refusal)
    return await page(request, refusal)


async def _unreachable(request: Request, error: Exception) -> Response:
    services: Services = request.app.state.services
    again = await services.store.read(clock.now) + RETRY_AFTER
    return await answer(request, refuse(Code.TEMPORARILY_UNAVAILABLE, time=again))


async def _away(request: Request, error: Exception) -> Response:
    """Without the store: what it would tell of people and of time is not needed."""
    if _is_page(request):
        return await _failed(request, error)
    again = datetime.now(UTC) + RETRY_AFTER
    return await answer(request, refuse(Code.TEMPORARILY_UNAVAILABLE, time=again))


async def _pending(request: Request, error: Exception) -> Response:
    if not isinstance(error, PendingError):
        raise error
    if _is_page(request):
        told = Texts(rendering.language_of(request)).say("done.pending")
        return await _framed(
            request, "error.html", HTTPStatus.ACCEPTED, title="error.pending", sentence=told
        )
    place = f"/api/v1/commands/{error.command.split('/', 1)[1]}"
    return JSONResponse(
        {"command": error.command, "status": "pending", "location": place},
        status_code=HTTPStatus.ACCEPTED,
        headers={"Location": place, "Retry-After": _SECONDS},
    )


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return await answer(request, invalid.refusal(error.errors()))


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if isinstance(error, BodyTooLargeError):
        return await answer(request, refuse(Code.BODY_TOO_LARGE, limit=error.limit))
    if error.status_code == HTTPStatus.NOT_FOUND:
        return await answer(request, refuse(Code.UNKNOWN_REFERENCE))
    if _is_page(request):
        wrong_method = error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        return await answer(
            request, refuse(Code.UNKNOWN_REFERENCE if wrong_method else Code.INVALID_INPUT)
        )
    code = _HTTP.get(HTTPStatus(error.status_code), Code.BODY_NOT_JSON)
    told = await problem(request, refuse(code), error.status_code)
    told.headers.update(error.headers or {})
    return told


_HTTP = {HTTPStatus.METHOD_NOT_ALLOWED: Code.UNKNOWN_REFERENCE}
"""What the framework itself refuses; the rest is a body that cannot be read."""


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of ours: told with a number that leads to it in the log, and nothing else."""
    mark = ids.new_id()[-12:].upper()
    _log.error("%s %s failed [%s]", request.method, request.url.path, mark, exc_info=error)
    language = language_of(request)
    told = Texts(language).say("error.failed")
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if not _is_page(request):
        body = {"type": "urn:bestek:failure", "title": status.phrase, "status": int(status)}
        body |= {"detail": told, "code": "failed", "mark": mark}
        return JSONResponse(body, status, media_type=PROBLEM, headers=HEADERS)
    # Without the store, which may be what failed.
    page = rendering.render(
        request,
        "error.html",
        int(status),
        title=Texts(language).say("error.failed_title"),
        sentence=told,
        mark=mark,
        back="/",
    )
    page.headers.update(HEADERS)
    return page


def install(app: FastAPI) -> None:
    """Answer every expected error of the application."""
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(UnreachableError, _unreachable)
    app.add_exception_handler(PendingError, _pending)
    app.add_exception_handler(StoreAwayError, _away)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)
