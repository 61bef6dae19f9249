"""Every document is at once PDF/UA-1 and PDF/A-3a, judged by veraPDF in one start of Java."""

import io

import pikepdf
import pytest

from contracts.base import Language
from tests.documents import archived, reading, vera

pytestmark = [
    pytest.mark.xdist_group("vera"),
    pytest.mark.timeout(900),
    pytest.mark.skipif(bool(vera.missing()), reason=vera.missing()),
]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[vera.Verdict]:
    folder = tmp_path_factory.mktemp("vera")
    files = []
    for name, content in [*archived.every(), ("broken", b"")]:
        files.append(folder / f"{name}.pdf")
        files[-1].write_bytes(content or _without_language())
    return vera.judge(files, folder)


def _without_language() -> bytes:
    """A document that says neither its language nor that it is tagged: the judge must see it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(reading.drawn("acceptance-plain", Language.NL))) as pdf:
        del pdf.Root.Lang
        del pdf.Root.MarkInfo
        pdf.save(out)
    return out.getvalue()


def test_every_document_passes_both_standards(verdicts: list[vera.Verdict]) -> None:
    sound = [v for v in verdicts if v.file.stem != "broken"]
    assert [(v.file.name, v.flavour, v.broken) for v in sound if not v.passed] == []
    judged = {(v.file.stem, v.flavour) for v in sound}
    wanted = {(name, flavour) for name, _ in archived.every() for flavour in vera.FLAVOURS}
    assert judged == wanted
    assert all(v.assertions > 1000 for v in sound)


def test_the_judge_sees_what_is_wrong(verdicts: list[vera.Verdict]) -> None:
    broken = [v for v in verdicts if v.file.stem == "broken"]
    assert [v.passed for v in broken] == [False, False]
    assert all(v.broken for v in broken)
