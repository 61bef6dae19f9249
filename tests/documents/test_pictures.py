"""The small pictures of the documents show each sample, with all its pages."""

import pypdfium2

from contracts.base import Language
from infra import documents
from infra.texts.catalogue import Texts
from tests.documents import gallery, pictures


def test_every_sample_has_its_picture_and_nothing_else_has() -> None:
    shown = {each.stem for each in pictures.FOLDER.glob("*.png")}
    assert shown == set(gallery.every(Language.NL))


def test_a_picture_has_room_for_every_page() -> None:
    content = documents.draw(gallery.every(Language.NL)["report"], Texts(Language.NL))
    with pypdfium2.PdfDocument(content) as opened:
        pages = len(opened)
    assert pages > 12
    picture = pictures.sheet(content, wide=60)
    assert picture.width == 6 * 68 + 8
    assert picture.height == -(-pages // 6) * (85 + 8) + 8
