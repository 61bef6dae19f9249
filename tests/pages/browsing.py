"""People who look at pages without script: they follow links, fill forms in and press buttons."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self

import httpx2
from fastapi import FastAPI

from infra.store import accounts, clock
from infra.store.engine import Connection, Store
from tests.builders import uid

HOST = "http://bestek.test"


@dataclass
class Form:
    """A form as the page sent it: where it goes, what stands in it, its buttons by their words."""

    action: str
    multipart: bool
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """The forms of a page, and its text as people read it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.later: list[tuple[str, tuple[str, str], str]] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._button: tuple[Form | str | None, tuple[str, str], list[str]] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select: str | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "head"):
            self._hidden += 1
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if tag == "form":
            self._form = Form(at["action"], at.get("enctype") == "multipart/form-data")
            self.forms.append(self._form)
            if "id" in at:
                self.by_id[at["id"]] = self._form
        elif tag == "button" and at.get("type") == "submit":
            owner = at.get("form") or self._form
            self._button = (owner, (at.get("name", ""), at.get("value", "")), [])
        elif tag == "textarea":
            self._area = (at.get("name", ""), [])
        elif self._form is not None:
            self._filled(tag, at)

    def _filled(self, tag: str, at: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "select":
            self._select = at["name"]
            self._form.fields.setdefault(at["name"], "")
        elif tag == "option" and self._select and "selected" in at:
            self._form.fields[self._select] = at["value"]
        elif tag == "input" and "name" in at and at.get("type") != "file":
            box = at.get("type") in ("checkbox", "radio")
            if not box or "checked" in at:
                self._form.fields[at["name"]] = at.get("value", "on")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)
        elif not self._hidden:
            self.words.append(data)
        if self._button is not None:
            self._button[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head"):
            self._hidden -= 1
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            name, text = self._area
            self._area = None
            if self._form is not None:
                self._form.fields[name] = "".join(text)
        elif tag == "button" and self._button is not None:
            owner, sends, words = self._button
            self._button = None
            said = " ".join("".join(words).split())
            if isinstance(owner, Form):
                owner.buttons[said] = sends
            elif isinstance(owner, str):
                self.later.append((owner, sends, said))

    def close(self) -> None:
        super().close()
        for owner, sends, said in self.later:
            self.by_id[owner].buttons[said] = sends


_INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
_IDS = re.compile(r'\sid="([^"]+)"')
_POINTED = re.compile(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"')
_POSTED = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)


def faults(html: str) -> list[str]:
    """What no page may have: script or style inside it, an id twice, a label without its field,
    a form that anybody could have sent."""
    ids = _IDS.findall(html)
    pointed = {one for many in _POINTED.findall(html) for one in many.split()}
    found = [f"inline: {each}" for each in _INLINE.findall(html)]
    found += [f"twice: {each}" for each, times in Counter(ids).items() if times > 1]
    found += [f"points nowhere: {each}" for each in sorted(pointed - set(ids))]
    forms = [form for form in _POSTED.findall(html) if 'name="form_token" value="' not in form]
    return found + [f"no token: {form[:100]}" for form in forms]


class Seen:
    """A page that somebody sees; it must be well made."""

    def __init__(self, who: str, answer: httpx2.Response) -> None:
        self.who = who
        self.answer = answer
        self.html = answer.text
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert faults(self.html) == [], answer.url
        self.path = answer.url.path
        read = _Forms()
        read.feed(self.html)
        read.close()
        self.forms = read.forms
        self.links = read.links
        self.text = " ".join(" ".join(read.words).replace("\N{NO-BREAK SPACE}", " ").split())

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.answer.status_code

    def form_with(self, button: str, to: str = "") -> Form:
        """The form that has this button, and goes to an address that ends so."""
        found = [form for form in self.forms if button in form.buttons and form.action.endswith(to)]
        assert found, f"no button {button!r} on {self.path}: {[f.buttons for f in self.forms]}"
        return found[0]


class People:
    """The cast, each with a session and a browser of their own, over one application."""

    def __init__(self, app: FastAPI, store: Store, language: str = "nl") -> None:
        self.app = app
        self.store = store
        self.language = language
        self._browsers: dict[str, httpx2.AsyncClient] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *why: object) -> None:
        for browser in self._browsers.values():
            await browser.aclose()

    async def session(self, who: str) -> str:
        """A new session of somebody of the cast."""
        token = f"session-of-{uid(who)}"

        def start(connection: Connection) -> None:
            accounts.start_session(connection, token, uid(who), clock.wall(connection))

        await self.store.write(start)
        return token

    async def _browser(self, who: str) -> httpx2.AsyncClient:
        if who not in self._browsers:
            cookies = {"bestek_session": await self.session(who)} if who else {}
            self._browsers[who] = httpx2.AsyncClient(
                transport=httpx2.ASGITransport(app=self.app),
                base_url=HOST,
                follow_redirects=True,
                cookies=cookies,
            )
        return self._browsers[who]

    async def see(self, who: str, path: str) -> Seen:
        """Look at a page of ours; `who` is empty for a visitor."""
        browser = await self._browser(who)
        return Seen(who, await browser.get(f"/{self.language}{path}"))

    async def fetch(self, who: str, address: str) -> httpx2.Response:
        """The answer at an address of ours that is no page."""
        browser = await self._browser(who)
        return await browser.get(address)

    async def press(
        self,
        seen: Seen,
        button: str,
        files: Mapping[str, bytes] | None = None,
        to: str = "",
        **filled: str,
    ) -> Seen:
        """Fill in fields of the form that has this button (and goes `to` an address that ends
        so), and press it. A double underscore in a name stands for a hyphen."""
        form = seen.form_with(button, to)
        more = {name.replace("__", "-"): value for name, value in filled.items()}
        sent = form.fields | more
        name, value = form.buttons[button]
        if name:
            sent[name] = value
        browser = await self._browser(seen.who)
        if not form.multipart:
            return Seen(seen.who, await browser.post(form.action, data=sent))
        parts: list[tuple[str, Any]] = [
            (each, (None, text.encode())) for each, text in sent.items()
        ]
        parts += [("upload", (each, content)) for each, content in (files or {}).items()]
        return Seen(seen.who, await browser.post(form.action, files=parts))
