"""A document signed with a tool of one's own: handed in, judged, kept, shown, and found again."""

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sqlalchemy import delete

from contracts import names
from contracts.base import content_hash
from contracts.names import subject_of
from infra.store import audit, documents, records
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.papers import acceptance_certificate, signatories
from infra.store.papers.voice import Voice
from infra.store.queries import history, signatures
from infra.store.tables.people import roles
from infra.store.undrawn import Wanted
from infra.vault.seals import Source
from tests import certificates, contracted, signed
from tests.builders import uid
from tests.certificates import Owner
from tests.pages import site
from tests.pages.browsing import HOST, Seen
from tests.pages.site import Site
from tests.performed import FIRST, KADE, deliver, move, sign

REGISTER = "85073003328"
"""A number of the form of a national register number."""

TENDER = subject_of(contracted.TENDER)
BUTTON = "Ondertekend exemplaar indienen"
ADDED = "Elders"
DIRKS = "signature-3"
"""The managing official's place on the certificate, behind those of the two members."""


@dataclass
class Issued:
    """A site with an issued certificate of acceptance, and who vouches for whom."""

    site: Site
    document: Document
    content: bytes
    root: Owner
    folder: Path

    @property
    def page(self) -> str:
        """Where its signatures stand."""
        return f"/documents/{self.document.id}/signatures"

    def source(self, name: str, issuer: Owner | None, **how: Any) -> Source:
        """What somebody signs with."""
        found = certificates.owner(name, issuer, **how)
        return found.source(self.folder, f"{content_hash(str((name, how)).encode())}.p12")

    async def signed(self, source: Source, field: str = DIRKS) -> bytes:
        """The document under one more signature."""
        make: Callable[[], bytes] = lambda: (  # noqa: E731
            signed.approved(self.content, source)
            if field == ADDED
            else signed.countersigned(self.content, source, field)
        )
        return await asyncio.to_thread(make)

    async def hand_in(self, who: str, content: bytes) -> Seen:
        """The page after somebody sent this file."""
        form = (await self.site.people.see(who, self.page)).form_with(BUTTON)
        parts: list[Any] = [(name, (None, text.encode())) for name, text in form.fields.items()]
        parts.append(("file", ("getekend.pdf", content)))
        browser = await self.site.people._browser(who)
        return Seen(who, await browser.post(form.action, files=parts))

    async def post(self, who: str, content: bytes) -> Any:
        """The answer of the JSON API to this file."""
        key = content_hash(who.encode() + content)
        return await self.ask("POST", who, "", content, key)

    async def ask(
        self, method: str, who: str, path: str, content: bytes = b"", key: str = ""
    ) -> Any:
        """The answer of the JSON API."""
        browser = await self.site.people._browser(who)
        token = browser.cookies["bestek_session"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key[:60]}
        transport = httpx2.ASGITransport(app=self.site.app)
        async with httpx2.AsyncClient(transport=transport, base_url=HOST) as http:
            address = f"/api/v1{self.page}{path}"
            return await http.request(method, address, headers=headers, content=content)

    async def code(self, who: str, content: bytes) -> str:
        """Why the JSON API refuses this file."""
        answer = await self.post(who, content)
        assert answer.status_code in {409, 422}, answer.text
        return str(answer.json()["code"])


@pytest.fixture
async def issued(tmp_path: Path) -> AsyncIterator[Issued]:
    """A certificate that two members signed off, with the managing official's place open."""
    root = certificates.owner("Vertrouwd", authority=True)
    trusted = tmp_path / "trusted"
    trusted.mkdir()
    (trusted / "root.pem").write_bytes(root.pem)
    async with site.opened(tmp_path, trusted_certificates=trusted) as found:
        await contracted.conclude(found.store)
        await move(found.store, 67)
        await deliver(found.store)
        await sign(found.store, "Fatima")
        await sign(found.store, "Stijn")
        done = await found.running.parts.drawer().draw(
            Wanted(f"{FIRST}/D-21", FIRST, "D-21", KADE),
            lambda c: acceptance_certificate.model(
                c, FIRST, Voice("https://x.example/nl/documents")
            ),
        )
        document = await found.store.read(lambda c: documents.get(c, done.document or ""))
        assert document is not None
        content = await found.running.parts.files.read(document.sha256)
        yield Issued(found, document, content, root, tmp_path)


async def test_a_signature_of_the_managing_official_is_taken_in_and_shown(issued: Issued) -> None:
    listed = await issued.site.people.see("Dirk", f"/tenders/{TENDER}/documents")
    assert f"/nl{issued.page}" in listed.links
    before = await issued.site.people.see("Dirk", issued.page)
    assert "Nog te ondertekenen" in before.text
    assert before.text.count("Afgetekend in Bestek op") == 2
    source = issued.source("Dirk", issued.root, qualified=True, register=REGISTER)
    copy = await issued.signed(source)
    entries = await issued.site.store.read(audit.count)
    version = (await issued.site.store.read(lambda c: records.read_seen(c, FIRST)))[0].version

    after = await issued.hand_in("Dirk", copy)
    assert "Het ondertekende exemplaar is nagezien en bewaard." in after.text
    assert "Nog te ondertekenen" not in after.text
    assert "Gekwalificeerd volgens het certificaat" in after.text
    assert "volgens de ondertekenaar zelf" in after.text
    again = await issued.hand_in("Dirk", copy)
    assert again.text.count("Ondertekend exemplaar 1") == 1
    assert "Ondertekend exemplaar 2" not in again.text

    # One transaction: its entry in the log, its event, its row, and the wake of the workflow.
    assert await issued.site.store.read(audit.count) == entries + 1
    assert await issued.site.store.read(audit.first_fault) is None
    [last] = (await issued.site.store.read(lambda c: history.of_aggregate(c, FIRST)))[-1:]
    assert last.event.kind == "signed_file_recorded"
    seen, _ = await issued.site.store.read(lambda c: records.read_seen(c, FIRST))
    assert seen.version == version + 1
    assert await issued.site.running.parts.files.read(content_hash(copy)) == copy

    read = await issued.site.people.fetch("Noor", f"/nl{issued.page}/{content_hash(copy)}")
    assert read.content == copy
    body = (await issued.ask("GET", "Noor", "")).json()
    assert [each["field"] for each in body["places"]] == [
        "signature-1",
        "signature-2",
        DIRKS,
    ]
    [found] = body["copies"]
    assert [each["level"] for each in found["signatures"]] == ["qualified"]

    for text in (after.html, str(body), _everything(issued.folder)):
        assert REGISTER not in text


def _everything(folder: Path) -> str:
    """All that the database holds, as text."""
    with sqlite3.connect(folder / "bestek.db") as database:
        return "\n".join(database.iterdump())


async def test_the_verification_page_knows_the_copy(issued: Issued) -> None:
    copy = await issued.signed(issued.source("Dirk", issued.root, register=REGISTER))
    assert (await issued.post("Dirk", copy)).status_code == 201
    files = {"file": ("kopie.pdf", copy, "application/pdf")}
    browser = await issued.site.people._browser("")
    page = Seen("", await browser.post("/nl/documents", files=files))
    assert "later ook ondertekend" in page.text
    assert "Dit ondertekende exemplaar is bij ons in ontvangst genomen op" in page.text
    assert REGISTER not in page.html
    files = {"file": ("kopie.pdf", issued.content, "application/pdf")}
    page = Seen("", await browser.post("/nl/documents", files=files))
    assert "in ontvangst genomen" not in page.text


async def test_who_may_see_a_copy_and_who_may_bring_one(issued: Issued) -> None:
    copy = await issued.signed(issued.source("Dirk", issued.root))
    assert (await issued.post("Fatima", copy)).status_code == 201
    firm = "Kade Zeven person"
    party = await issued.ask("GET", firm, "")
    assert party.json()["copies"] == []
    assert len(party.json()["places"]) == 3
    place = f"/{content_hash(copy)}"
    assert (await issued.ask("GET", firm, place)).status_code == 404
    assert (await issued.ask("GET", "Els", place)).status_code == 200
    assert (await issued.ask("GET", "Zilverdijk person", "")).status_code == 404
    assert (await issued.post("Els", copy)).status_code == 403
    assert "Ondertekend bestand" not in (await issued.site.people.see("Els", issued.page)).text


async def test_a_signature_that_does_not_count_is_refused_and_not_kept(issued: Issued) -> None:
    named = issued.source("Dirk", issued.root)
    stijn = await issued.signed(issued.source("Stijn", issued.root))
    assert await issued.code("Stijn", stijn) == "signer_not_named"
    noor = await issued.signed(issued.source("Noor", issued.root), ADDED)
    page = await issued.hand_in("Noor", noor)
    assert "Noor ondertekende, maar op deze plaats ondertekent Fatima (acceptance_member)" in (
        page.text
    )
    stranger = await issued.signed(issued.source("Dirk", None))
    assert await issued.code("Noor", stranger) == "signer_unproven"
    past, later = datetime.now(UTC) - timedelta(days=9), datetime.now(UTC) + timedelta(days=5)
    old = await issued.signed(issued.source("Dirk", issued.root, starts=past, days=3))
    assert await issued.code("Dirk", old) == "certificate_expired"
    early = await issued.signed(issued.source("Dirk", issued.root, starts=later))
    assert await issued.code("Dirk", early) == "certificate_not_yet_valid"

    good = await issued.signed(named)
    changed = bytearray(good)
    changed[len(issued.content) + 200] ^= 1
    assert await issued.code("Dirk", bytes(changed)) == "signed_file_altered"
    assert await issued.code("Dirk", _annotated(good)) == "signed_file_altered"
    assert await issued.code("Dirk", good + b"% erbij\n%%EOF\n") == "signed_file_altered"
    assert await issued.code("Dirk", issued.content) == "signed_by_nobody"
    elsewhere = await asyncio.to_thread(signed.approved, signed.drawn(), named)
    assert await issued.code("Dirk", elsewhere) == "signed_another_file"
    assert await issued.code("Dirk", b"geen pdf") == "file_unreadable"
    assert await issued.code("Dirk", b"") == "file_missing"

    def lose(connection: Connection) -> None:
        connection.execute(delete(roles).where(roles.c.person == uid("Dirk")))

    await issued.site.store.write(lose)
    assert await issued.code("Noor", good) == "signer_wrong_role"
    assert (
        await issued.site.store.read(lambda c: signatures.of_document(c, issued.document.id)) == []
    )
    kept = issued.site.running.parts.files
    assert not any(kept.exists(content_hash(each)) for each in (stijn, noor, stranger, old, good))


def _annotated(content: bytes) -> bytes:
    """The file with a note on its first page, added behind the last signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    made: Any = generic
    name = generic.pdf_name
    box = made.ArrayObject([made.NumberObject(each) for each in (10, 10, 40, 40)])
    told = {"/Type": name("/Annot"), "/Subtype": name("/Text"), "/Rect": box}
    note = made.DictionaryObject({name(key): value for key, value in told.items()})
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    writer.register_annotation(page, writer.add_object(note))  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


async def test_a_draft_and_a_letter_are_not_signed(issued: Issued) -> None:
    """A draft has no seal; a letter to a tenderer has no place to sign."""
    drawer = issued.site.running.parts.drawer()
    model = await issued.site.store.read(
        lambda c: acceptance_certificate.model(c, FIRST, Voice("x"))
    )
    imprint = model.imprint.model_copy(update={"draft": True})
    draft = model.model_copy(update={"imprint": imprint})
    done = await drawer.draw(Wanted(f"{FIRST}/draft", FIRST, "D-21"), lambda _: draft)
    found = await issued.site.store.read(lambda c: documents.get(c, done.document or ""))
    assert found is not None
    other = replace(
        issued,
        document=found,
        content=await issued.site.running.parts.files.read(found.sha256),
    )
    assert await other.code("Dirk", await other.signed(issued.source("Dirk", issued.root))) == (
        "signed_draft"
    )
    letter = replace(
        issued.document, id=uid("letter"), business_key="letter", kind="D-02", sha256="b" * 64
    )
    await issued.site.store.write(lambda c: documents.add(c, letter))
    none = replace(issued, document=letter)
    copy = replace(letter, id=uid("copy"), business_key="copy", kind="D-21", original=letter.id)
    assert await issued.site.store.read(lambda c: signatories.of(c, copy)) == ()
    assert (
        "heeft geen plaats om te ondertekenen"
        in (await issued.site.people.see("Dirk", none.page)).text
    )
    assert names.has_workflow(letter.aggregate)
