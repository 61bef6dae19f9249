"""The page where anybody checks a copy: what it tells, and what it does not."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from activities.documents import Drawer
from api import app as application
from api.pages import verification
from contracts.base import Language, content_hash
from contracts.documents import checks
from contracts.documents.checks import InclusionProof
from contracts.documents.imprint import Document as Model
from infra import confined
from infra.signatures import proofs
from infra.store import documents
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.undrawn import Wanted
from infra.texts import formats
from tests import certificates, opened, signed
from tests.builders import uid
from tests.documents import samples
from tests.pages import site
from tests.pages.browsing import HOST
from tests.pages.site import Site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A site whose store has one opened tender."""
    async with site.opened(tmp_path) as found:
        await found.store.write(opened.tender)
        yield found


@pytest.fixture
async def visitor(here: Site) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser of somebody who is not signed in."""
    transport = httpx2.ASGITransport(app=here.app)
    async with httpx2.AsyncClient(transport=transport, base_url=HOST) as browser:
        yield browser


async def issued(here: Site, key: str = "D-07", model: Model | None = None) -> Document:
    """A document drawn, sealed and registered."""
    drawer: Drawer = here.running.parts.drawer()
    drawn = model or samples.opening_record(Language.NL)

    def model_of(_: Connection) -> Model:
        return drawn

    done = await drawer.draw(Wanted(key, opened.TENDER, drawn.document), model_of)
    found: Document | None = await here.store.read(lambda c: documents.get(c, done.document or ""))
    assert found is not None
    return found


async def checked(visitor: httpx2.AsyncClient, content: bytes, language: str = "nl") -> Any:
    """What the page says of a file."""
    return await visitor.post(
        f"/{language}/documents", files={"file": ("kopie.pdf", content, "application/pdf")}
    )


async def test_an_issued_document_is_known_with_its_seal_and_its_proof(
    here: Site, visitor: httpx2.AsyncClient
) -> None:
    document = await issued(here)
    content = await here.running.parts.files.read(document.sha256)
    assert content.startswith(signed.drawn())
    assert document.drawn == content_hash(signed.drawn())
    answer = await checked(visitor, content)
    assert answer.status_code == 200
    assert "Dit is het document zoals het werd uitgereikt" in answer.text
    assert "Technisch zegel van de installatie; niet gekwalificeerd" in answer.text
    assert "Proces-verbaal van opening" in answer.text
    assert document.dossier not in answer.text
    assert document.id not in answer.text
    proof = await visitor.get(f"/nl/documents/proof/{document.sha256}")
    found = InclusionProof.model_validate_json(proof.content)
    entry = proofs.entry_of(found)
    assert (entry["drawn"], entry["issued"]) == (document.drawn, document.sha256)
    assert found.leaf == document.leaf
    assert json.loads(proof.content)["key"]["kid"]


@pytest.mark.parametrize("language", Language)
async def test_a_stranger_hears_only_that_it_is_not_ours(
    here: Site, visitor: httpx2.AsyncClient, language: Language
) -> None:
    await issued(here)
    answer = await checked(visitor, b"%PDF-1.7 van elders", language.value)
    assert answer.status_code == 200
    assert 'class="seal seal--bad"' in answer.text
    assert "/documents/proof/" not in answer.text
    assert (await visitor.get(f"/{language}/documents/proof/{'0' * 64}")).status_code == 404
    assert (await visitor.get(f"/{language}/documents/proof/x")).status_code in {404, 422}


async def test_a_copy_without_its_seal_and_an_altered_one_are_told_apart(
    here: Site, visitor: httpx2.AsyncClient
) -> None:
    document = await issued(here)
    content = await here.running.parts.files.read(document.sha256)
    bare = await checked(visitor, signed.drawn())
    assert "zonder zegel" in bare.text
    assert "Dit bestand draagt geen zegel of handtekening." in bare.text
    longer = await checked(visitor, content + b"% erbij\n%%EOF\n")
    assert "Dit bestand is gewijzigd na de uitreiking" in longer.text
    changed = bytearray(content)
    changed[2000] ^= 1
    assert "Niet door ons uitgereikt" in (await checked(visitor, bytes(changed))).text


async def test_a_copy_that_somebody_signed_since_is_still_ours(
    here: Site, visitor: httpx2.AsyncClient, tmp_path: Path
) -> None:
    document = await issued(here)
    content = await here.running.parts.files.read(document.sha256)
    file = checks.versions(content)
    assert file[0] == document.drawn
    stranger = certificates.owner("An Peeters").source(tmp_path)
    both = await asyncio.to_thread(signed.approved, content, stranger)
    answer = await checked(visitor, both)
    assert "later ook ondertekend" in answer.text
    assert "An Peeters" in answer.text
    assert "certificaat niet in de vertrouwde lijst" in answer.text


async def test_a_superseded_document_says_so(here: Site, visitor: httpx2.AsyncClient) -> None:
    first = await issued(here)
    model = samples.opening_record(Language.NL)
    later = model.imprint.drawn_at.replace(year=model.imprint.drawn_at.year + 1)
    imprint = model.imprint.model_copy(update={"drawn_at": later})
    await issued(here, "D-07/2", model.model_copy(update={"imprint": imprint}))
    content = await here.running.parts.files.read(first.sha256)
    said = formats.moment_short(later, Language.NL)
    assert f"Het exemplaar van {said} nam de plaats" in (await checked(visitor, content)).text


async def test_a_file_that_is_too_large_or_too_heavy_is_one_sentence(
    here: Site, visitor: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = await issued(here)
    content = await here.running.parts.files.read(document.sha256)

    async def heavy(*_: object) -> None:
        raise confined.TooHeavy

    with monkeypatch.context() as patched:
        patched.setattr(confined.Confined, "run", heavy)
        answer = await checked(visitor, content)
        assert answer.status_code == 422
        assert "Dit bestand kan niet worden gelezen" in answer.text
    monkeypatch.setattr(verification, "MOST_BYTES", 1000)
    answer = await checked(visitor, content)
    assert answer.status_code == 422
    assert "Dit bestand is te groot" in answer.text


async def test_one_address_cannot_try_without_end(visitor: httpx2.AsyncClient) -> None:
    answers = [
        (await checked(visitor, b"%PDF van elders")).status_code
        for _ in range(application.CHECKS + 1)
    ]
    assert answers == [200] * application.CHECKS + [429]


async def test_a_draft_carries_no_seal(here: Site) -> None:
    model = samples.opening_record(Language.NL)
    imprint = model.imprint.model_copy(update={"draft": True})
    draft = await issued(here, "draft", model.model_copy(update={"imprint": imprint}))
    assert draft.drawn == draft.sha256
    assert uid("tender") == draft.dossier
