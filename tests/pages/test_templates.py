"""Every page speaks four languages, and holds nothing that the content policy would block."""

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from starlette.testclient import TestClient

from api import assets, rendering
from contracts.base import Language
from tests.pages import gallery, showing

INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(showing.application(tmp_path_factory.mktemp("data"))) as client:
        yield client


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", gallery.PAGES)
def test_a_page_is_whole_in_every_language(
    client: TestClient, name: str, language: Language
) -> None:
    answer = client.get(f"/{language}/gallery/{name}")
    assert answer.status_code == 200
    assert f'<html lang="{language}-' in answer.text
    assert answer.text.count("<h1") == 1
    assert not INLINE.search(answer.text)
    assert not ELSEWHERE.search(answer.text)
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("name", gallery.PAGES)
def test_every_id_is_one_and_every_label_finds_its_field(client: TestClient, name: str) -> None:
    page = client.get(f"/nl/gallery/{name}").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    pointed = re.findall(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {one for many in pointed for one in many.split()} <= set(ids)


def test_every_form_bears_its_token(client: TestClient) -> None:
    for name in gallery.PAGES:
        page = client.get(f"/nl/gallery/{name}").text
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.DOTALL):
            assert 'name="form_token" value="token"' in form


def test_a_page_says_its_demo_time(client: TestClient) -> None:
    assert "demo-tijd: dinsdag 24 november 2026, 8.30" in client.get("/nl/gallery/worklist").text


def test_a_refused_act_says_why_and_has_no_sheet(client: TestClient) -> None:
    page = client.get("/nl/gallery/tender-standstill").text
    assert 'aria-describedby="conclude-why"' in page
    assert '<dialog class="sheet" id="conclude"' not in page
    assert '<dialog class="sheet" id="proof"' in page


def test_before_the_opening_not_even_the_number_of_bids_shows(client: TestClient) -> None:
    page = client.get("/nl/gallery/tender-published").text
    assert "Verzegeld tot de opening" in page
    assert "geopend" not in page


def test_the_menu_marks_where_one_is(client: TestClient) -> None:
    page = client.get("/nl/gallery/draft").text
    assert '<a href="/nl/tenders" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1


def test_the_same_page_stands_in_each_language(client: TestClient) -> None:
    page = client.get("/fr/gallery/tenders").text
    assert 'href="/de/tenders" lang="de"' in page


def test_a_missing_variable_is_told() -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendering.environment(Language.NL).get_template("error.html").render()


def test_what_people_type_is_never_markup() -> None:
    typed = rendering.environment(Language.NL).from_string("{{ name }}").render(name="<b>&")
    assert typed == "&lt;b&gt;&amp;"


def test_every_answer_bears_the_headers(client: TestClient) -> None:
    for path in ("/nl/gallery/worklist", "/nl/nowhere", "/static/base.css"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/nl/gallery/worklist").headers["cache-control"] == "no-store"


def test_a_static_file_is_kept_by_its_version(client: TestClient) -> None:
    kept = client.get(assets.address("base.css")).headers["cache-control"]
    asked = client.get("/static/base.css").headers["cache-control"]
    assert "immutable" in kept
    assert "immutable" not in asked


def test_the_fonts_are_whole_and_made_once(client: TestClient, tmp_path: Path) -> None:
    from api import fonts

    first = fonts.make(tmp_path)
    made = {path.name: path.stat().st_mtime_ns for path in first.iterdir()}
    assert fonts.make(tmp_path) == first
    assert {path.name: path.stat().st_mtime_ns for path in first.iterdir()} == made
    font = client.get("/static/fonts/SourceSansPro-Regular.woff2")
    assert font.content[:4] == b"wOF2"


def test_a_style_asks_for_nothing_that_is_not_there() -> None:
    for sheet in assets.STATIC.glob("*.css"):
        for named in re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8")):
            assert named.startswith("fonts/") or (assets.STATIC / named).exists()


def test_every_icon_asked_for_is_in_the_sprite(client: TestClient) -> None:
    drawn = set(re.findall(r'id="([a-z-]+)"', (assets.STATIC / "icons.svg").read_text("utf-8")))
    for name in gallery.PAGES:
        asked = re.findall(
            r"icons\.svg\?v=[0-9a-f]+#([a-z-]+)", client.get(f"/nl/gallery/{name}").text
        )
        assert set(asked) <= drawn
