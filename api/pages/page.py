"""What every page shares: who looks, the frame around it, the form that comes back, the answer."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import errors, framing, identity, rendering
from api.acts.acting import Acting, acting
from api.commands import PendingError, RefusedError, UnreachableError
from api.forms import Form
from api.identity import Me, Parts, SignedIn
from api.services import Services
from contracts import envelope
from contracts.actors import Actor, Permission, Relation
from contracts.aggregate import State
from contracts.base import Instant, Language, Money
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from infra import ids
from infra.store import access, clock
from infra.texts import deputies
from infra.texts.catalogue import Texts

FIELDS = 5000
"""How many fields one form may send back; the largest is a score matrix."""

PENDING = "done.pending"
"""The notice that an act was taken and is still being carried out."""


@dataclass(frozen=True)
class Look:
    """Somebody looks at a page, in a language, at a moment of the authority clock."""

    request: Request
    services: Services
    language: Language
    now: Instant

    @property
    def texts(self) -> Texts:
        """The catalogue in the reader's language."""
        return Texts(self.language)

    @property
    def notice(self) -> str | None:
        """What the act before this page did, in words; only words of ours can be asked for."""
        key = f"done.{self.request.query_params.get('done', '')}"
        return self.texts.say(key) if self.texts.has(key) else None

    async def sentence(self, refusal: Refusal) -> str:
        """Why not, and what now."""
        return await errors.sentence(self.request, refusal, self.language)

    def render(self, template: str, refusal: Refusal | None = None, **context: Any) -> HTMLResponse:
        """The page; with a refusal it bears its status. `now` and `notice` are given to all."""
        status = HTTPStatus.OK if refusal is None else errors.status_of(refusal)
        context = {"now": self.now, "notice": self.notice} | context
        page = rendering.render(self.request, template, int(status), **context)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            page.headers["Retry-After"] = str(int(errors.RETRY_AFTER.total_seconds()))
        return page

    def go(self, path: str, done: str | None = None) -> Response:
        """Go to a page of ours (`path` without the language), with a notice: a key `done.*`."""
        query = f"?done={done.removeprefix('done.')}" if done else ""
        place = f"/{self.language.value}{path}{query}"
        return RedirectResponse(place, HTTPStatus.SEE_OTHER)


@dataclass(frozen=True)
class Visit(Look):
    """Somebody signed in looks at a page."""

    me: SignedIn


def _language(request: Request) -> Language:
    if request.path_params.get("lang") not in set(Language):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return rendering.language_of(request)


# Judged before anything else: an address in no language of ours is no page, whoever asks.
_Speaking = Annotated[Language, Depends(_language)]


async def _look(request: Request, services: Parts, language: _Speaking) -> Look:
    if me := await identity.find(request):
        return await _visit(request, services, language, me)
    request.state.frame, now = await framing.around(request, services, None)
    return Look(request, services, language, now)


Passing = Annotated[Look, Depends(_look)]
"""A route parameter: the page is for everybody; it is a `Visit` when somebody is signed in."""


async def _visit(request: Request, services: Parts, language: _Speaking, me: Me) -> Visit:
    request.state.frame, now = await framing.around(request, services, me)
    return Visit(request, services, language, now, me)


Looking = Annotated[Visit, Depends(_visit)]
"""A route parameter: the page is for somebody signed in; a visitor is sent to the sign-in page."""


@dataclass(frozen=True)
class Sent(Visit):
    """A form that came back: its texts as they were typed, and the key of its act."""

    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The id that the page gave to this act: sending twice is doing once."""
        return self.typed.get("command_id") or ids.new_id()

    async def act(self) -> Acting:
        """The act in hand, stamped now."""
        return await acting(self.services, self.me, self.key)

    def form(self, refusal: Refusal | None = None, sentence: str = "", field: str = "") -> Form:
        """The form to show again, with the sentence at the field of the refusal (or `field`)."""
        at_fault = refusal.field or field if refusal else ""
        return Form(typed=self.typed, errors={at_fault: sentence} if at_fault else {})


def check_token(me: SignedIn, typed: Mapping[str, str]) -> None:
    """Raises RefusedError (FORM_EXPIRED) unless the form is one of this session's pages."""
    if typed.get("form_token") != me.form_token:
        raise RefusedError(refuse(Code.FORM_EXPIRED))


async def _sent(visit: Looking) -> Sent:
    async with visit.request.form(max_files=0, max_fields=FIELDS) as form:
        # PostgreSQL keeps no zero character, and nobody types one on purpose.
        typed = {
            name: value.replace("\0", "")
            for name, value in form.multi_items()
            if isinstance(value, str)
        }
    check_token(visit.me, typed)
    return Sent(**vars(visit), typed=typed)


Posted = Annotated[Sent, Depends(_sent)]
"""A route parameter: a form of this session, without files."""


@dataclass(frozen=True)
class Outcome:
    """What became of an act on a page: done, taken but not answered yet, or refused."""

    refusal: Refusal | None = None
    pending: bool = False

    def notice(self, done: str) -> str:
        """The notice after it: that it is done, or that it is on its way."""
        return PENDING if self.pending else done


async def attempt(visit: Visit, work: Awaitable[object]) -> Outcome:
    """Carry an act out; what the engine cannot take now is a refusal too (Z-23)."""
    try:
        await work
    except RefusedError as refused:
        return Outcome(refused.refusal)
    except PendingError:
        return Outcome(pending=True)
    except UnreachableError:
        again = await visit.services.store.read(clock.now) + errors.RETRY_AFTER
        return Outcome(refuse(Code.TEMPORARILY_UNAVAILABLE, time=again))
    return Outcome()


def judged(
    actor: Actor,
    state: State,
    relations: frozenset[Relation],
    permission: Permission,
    kind: str,
    at: Instant,
    amounts: Mapping[str, Money] = MappingProxyType({}),
) -> Refusal | None:
    """Why this person cannot do this act now, None when it can be tried. `amounts` is what acts
    on this aggregate commit (`commitments.amounts`); none by default."""
    verdict = permissions.can(actor, permission, relations, amounts.get(kind))
    return access.permission_refusal(verdict) or envelope.may(state, kind, actor, at)


def by_mandate(
    visit: Visit,
    permission: Permission,
    relations: frozenset[Relation],
    amount: Money | None = None,
) -> str | None:
    """On which mandate this person would do this act, as a sentence; None in own right."""
    verdict = permissions.can(visit.me.actor, permission, relations, amount)
    if not verdict.allowed or verdict.mandate is None:
        return None
    titular = visit.me.titulars[verdict.mandate.titular]
    return deputies.ground(verdict.mandate, titular, visit.texts)


def who_can(permission: Permission, texts: Texts) -> str:
    """The roles that hold a permission, in words."""
    holders = sorted(permissions.GRANTS[permission])
    return ", ".join(texts.say(f"role.{role}") for role in holders)
