"""An organisation's own look: by settings, drawn, carried along, drawn again after it changed."""

import io
import itertools
import json
import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from typer.testing import CliRunner

from bestek.cli import app
from contracts.base import Language
from contracts.documents import checks
from infra import documents, issuing
from infra.documents import look
from infra.documents.style import HOUSE, LEAST_CONTRAST, PAPER, Style, contrast, shades
from infra.settings import Settings
from infra.texts.catalogue import Texts
from tests import signed
from tests.documents import archived, dressed, heard, reading

NL = Language.NL


def test_without_settings_a_document_looks_as_the_house_and_carries_no_look() -> None:
    assert look.of(Settings()) == HOUSE
    assert look.written(HOUSE) is None
    with pikepdf.open(io.BytesIO(reading.drawn("delivery", NL))) as pdf:
        assert list(pdf.attachments) == ["D-18.json"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", reading.NAMES)
def test_every_document_begins_with_the_logo_and_the_sender(name: str, language: Language) -> None:
    pdf = archived.dressed(name, language)
    tree = heard.tree(pdf)
    figures = [node for node in tree.of("Figure") if dressed.NAME in node.alternative]
    said = Texts(language).say("documents.sender.logo", name=dressed.NAME)
    assert [figure.alternative for figure in figures] == [said]
    [title] = tree.of("H1")
    wanted = [said, dressed.NAME, *dressed.ADDRESS, title.told()]
    # A web address that is longer than its line goes on without a space; here one is found.
    reading.assert_in_order(_close(tree.told()), [_close(reading.plain(each)) for each in wanted])
    shown = [number for number, images in enumerate(_images(pdf)) if images]
    assert shown == [1 if tree.of("TOC") else 0], "once, where the document itself begins"


def _close(text: str) -> str:
    return text.replace(" ", "")


def _images(pdf: bytes) -> list[list[pikepdf.Object]]:
    """The images of each page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [list(page.get_images(recursive=False).values()) for page in opened.pages]


def test_the_logo_has_the_colours_of_the_document_and_its_own_proportions() -> None:
    pdf = archived.dressed("award", NL)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        [image] = opened.pages[0].get_images(recursive=False).values()
        assert image.ColorSpace == "/DeviceRGB"
        assert image.BitsPerComponent == 8
        assert "/SMask" not in image
        assert "/Mask" not in image
        assert image.get("/Interpolate", False) is False
        assert (int(image.Width), int(image.Height)) == (1134, 378)
        drawn = opened.pages[0].Contents.read_bytes().decode("latin-1")
    [placed] = re.findall(r"([\d.]+) 0 0 ([\d.]+) 0 0 cm\s*/FormXob", drawn)
    assert float(placed[0]) / float(placed[1]) == pytest.approx(3, rel=0.001)


def test_the_head_of_a_document_stays_within_its_margins() -> None:
    for name in reading.NAMES:
        for page in reading.characters(archived.dressed(name, Language.DE)):
            shown = [c for c in page if c.text.strip()]
            assert all(c.right <= HOUSE.width - HOUSE.right + 1 for c in shown)
            assert all(c.left >= HOUSE.left - 1 for c in shown)


def test_the_same_look_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    model, texts = reading.sample("delivery", NL), Texts(NL)
    path = dressed.file(tmp_path, dressed.encoded(dressed.drawing()))
    given = Settings(
        look_name=dressed.NAME,
        look_address=dressed.ADDRESS,
        look_accent=dressed.ACCENT,
        look_logo=path,
    )
    first, again = documents.draw(model, texts, look.of(given)), archived.dressed("delivery", NL)
    assert first == again
    dressed.file(
        tmp_path, dressed.encoded(dressed.drawing().transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    )
    assert documents.draw(model, texts, look.of(given)) != first


def test_an_old_document_is_drawn_again_after_the_logo_has_changed(tmp_path: Path) -> None:
    """From the sealed file alone: it carries its data and its look."""
    stamp = issuing.Stamp(signed.own_seal(tmp_path).source)
    issued = issuing.issue(signed.certificate(), stamp, dressed.own())
    assert documents.look_of(issued.content) == dressed.own()
    again = issuing.redrawn(issued.content)
    assert issued.content.startswith(again)
    assert checks.versions(again) == (issued.drawn,)


def test_the_twin_is_found_beside_the_look() -> None:
    pdf = archived.dressed("delivery", NL)
    assert documents.twin_of(pdf) == documents.twin_of(reading.drawn("delivery", NL))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        kinds = [str(spec.AFRelationship) for spec in opened.Root.AF]
    assert kinds == ["/Data", "/Supplement"]


def test_the_command_draws_a_document_again(tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(archived.dressed("delivery", NL))
    ran = CliRunner().invoke(app, ["document", "redraw", str(path), "--lang", "en"])
    told = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert told["same"] is True
    assert told["drawn"] in checks.versions(path.read_bytes())
    path.write_bytes(_with_another_look(path.read_bytes()))
    ran = CliRunner().invoke(app, ["document", "redraw", str(path), "--lang", "en"])
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["said"].startswith("The data and the look in this file give")


def _with_another_look(pdf: bytes) -> bytes:
    """Somebody put another colour into the look of a file."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stream = opened.attachments[look.NAME].obj.EF.F
        stream.write(stream.read_bytes().replace(b"#0d6b3f", b"#12344d"))
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"geen pdf", pikepdf.__doc__.encode()])
def test_what_is_no_document_of_ours_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(content)
    ran = CliRunner().invoke(app, ["document", "redraw", str(path)])
    assert ran.exit_code == 2
    assert ran.stderr == "Dit bestand bevat geen gegevens waaruit Bestek een document tekent.\n"


@pytest.mark.parametrize(
    "carried",
    [
        b"",
        b"{}x",
        b'{"look":2}',
        b'{"look":1,"accent":"red"}',
        b'{"look":1,"accent":"#8ba2f2"}',
        b'{"look":1,"name":"x","logo":"***"}',
        b'{"look":1,"name":"x","logo":"AAAA"}',
        b'{"look":1,"logo":null,"tail":1}',
    ],
)
def test_a_look_that_is_none_is_refused(carried: bytes) -> None:
    with pytest.raises(look.LookUnusable):
        look.parse(carried)


@pytest.mark.parametrize("name", ["accent", "ink", "meta", "label"])
def test_a_colour_that_does_not_stand_out_is_told_at_the_start(name: str) -> None:
    with pytest.raises(look.LookUnusable) as told:
        look.of(Settings.model_validate({f"look_{name}": "#8ba2f2"}))
    assert str(told.value) == (
        f"A colour of BESTEK_LOOK_… cannot be used. {name}: #8ba2f2 on #ffffff has a contrast of "
        "2.46; text needs at least 4.5."
    )


def test_a_logo_that_cannot_be_used_is_told_at_the_start(tmp_path: Path) -> None:
    path = dressed.file(tmp_path, b"geen beeld")
    with pytest.raises(look.LookUnusable, match=r"neither a PNG nor a JPEG.*BESTEK_LOOK_LOGO"):
        look.of(Settings(look_name="Stad Scheldeburg", look_logo=path))


def test_a_look_without_a_name_has_no_logo() -> None:
    with pytest.raises(ValueError, match="name that is read aloud"):
        Style(logo=dressed.own().logo)


def _hex(number: int) -> str:
    return f"#{number:06x}"


def test_every_colour_that_may_be_the_accent_has_four_shades_that_can_be_read() -> None:
    steps = range(0, 256, 15)
    colours = (_hex(r << 16 | g << 8 | b) for r, g, b in itertools.product(steps, repeat=3))
    taken = [each for each in colours if contrast(each, PAPER) >= LEAST_CONTRAST]
    assert len(taken) > 1000
    for accent in taken:
        four = shades(accent, HOUSE.ink)
        assert len(set(four)) == 4
        lightness = [contrast(shade, "#000000") for shade in four]
        assert lightness == sorted(lightness)
        Style(accent=accent, quality=four)
