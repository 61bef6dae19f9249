"""Signing in and out, and the front door."""

import secrets
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api import framing, identity, rendering
from api.commands import RefusedError
from api.forms import Form
from api.pages.page import FIELDS, Look, Passing, Posted, Visit
from contracts.actors import Role
from contracts.people import OrganisationKind
from contracts.refusals import Code, refuse
from infra.store import clock
from infra.store.engine import Connection
from infra.store.queries import organisations, people

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front(request: Request) -> Response:
    """To the pages in the language of the person, or of the visitor's browser."""
    me = await identity.find(request)
    language = me.person.language if me else rendering.accepted(request)
    headers = {"Vary": "Accept-Language, Cookie"}
    return RedirectResponse(f"/{language.value}/", HTTPStatus.SEE_OTHER, headers=headers)


@router.get("/{lang}/sign-in")
async def door(look: Passing, next: str = "/") -> Response:
    """The form, and in a demo the invented people beside it."""
    if isinstance(look, Visit):
        return look.go(_ours(next))
    return await _door(look, Form(), _ours(next))


@router.post("/{lang}/sign-in")
async def sign_in(look: Passing) -> Response:
    """Sign in with a local account, or in a demo as one of its people."""
    async with look.request.form(max_files=0, max_fields=FIELDS) as form:
        typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    back = _ours(typed.get("next", "/"))
    try:
        _check_visitor(look.request, typed)
        if person := typed.get("person"):
            token = await identity.sign_in_as(look.services, person)
        else:
            token = await identity.sign_in(
                look.services,
                look.request.app.state.attempts,
                typed.get("email", ""),
                typed.get("password", ""),
            )
    except RefusedError as refused:
        form_shown = Form(typed={"email": typed.get("email", "")})
        return await _door(look, form_shown, back, refused)
    return await _signed_in(look, token, back)


@router.get("/{lang}/sign-in/link/{token}")
async def by_link(look: Passing, token: str) -> Response:
    """Sign in by a link."""
    try:
        session = await identity.sign_in_by_link(look.services, token)
    except RefusedError as refused:
        return await _door(look, Form(), "/", refused)
    return await _signed_in(look, session, "/")


@router.post("/{lang}/sign-out")
async def sign_out(sent: Posted) -> Response:
    """End the session."""
    await identity.sign_out(sent.services, sent.me.token)
    answer = sent.go("/sign-in")
    answer.delete_cookie(identity.COOKIE)
    return answer


async def _signed_in(look: Look, token: str, back: str) -> Response:
    """On to where the person wanted to be, with the session in a cookie that no script reads."""
    if isinstance(look, Visit):
        await identity.sign_out(look.services, look.me.token)
    answer = look.go(back)
    answer.set_cookie(
        identity.COOKIE, token, httponly=True, samesite="lax", secure=_is_secure(look)
    )
    answer.delete_cookie(framing.VISITOR)
    return answer


async def _door(look: Look, form: Form, back: str, refused: RefusedError | None = None) -> Response:
    refusal = refused.refusal if refused else None
    value = look.request.cookies.get(framing.VISITOR) or secrets.token_urlsafe(32)
    frame = look.request.state.frame
    look.request.state.frame = replace(frame, form_token=framing.visitors_token(value))
    answer = look.render(
        "sign_in.html",
        refusal,
        form=form,
        problem=await look.sentence(refusal) if refusal else None,
        next=back,
        people=await look.services.store.read(_people),
    )
    answer.set_cookie(
        framing.VISITOR, value, httponly=True, samesite="lax", secure=_is_secure(look)
    )
    return answer


def _check_visitor(request: Request, typed: dict[str, str]) -> None:
    value = request.cookies.get(framing.VISITOR)
    if not value or typed.get("form_token") != framing.visitors_token(value):
        raise RefusedError(refuse(Code.FORM_EXPIRED))


def _people(connection: Connection) -> list[dict[str, Any]]:
    """The invented people of a demo: those of the buyer first, in the order of their roles."""
    found, now = [], clock.now(connection)
    for person_id in identity.demo_people(connection):
        person = organisations.person(connection, person_id)
        actor = people.actor(connection, person_id, now)
        if actor is None:
            continue
        card = organisations.get(connection, person.organisation)
        role = min(actor.roles, key=list(Role).index)
        order = (card.kind is OrganisationKind.SUPPLIER, list(Role).index(role), person.name)
        found.append((order, {"id": person.id, "name": person.name, "role": f"role.{role}"}))
        found[-1][1]["organisation"] = card.name
    return [shown for _, shown in sorted(found, key=lambda pair: pair[0])]


def _ours(path: str) -> str:
    """A path of ours to go back to: whatever else was asked for is the front page."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"


def _is_secure(look: Look) -> bool:
    """Whether people reach us over HTTPS, also when something before us takes it off."""
    public = look.services.settings.base_url or ""
    return look.request.url.scheme == "https" or public.startswith("https:")
