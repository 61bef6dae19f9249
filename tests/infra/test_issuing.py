"""From a model to the file that is issued: the seal, and a signature for each sign-off."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from contracts.base import Language
from contracts.documents import checks
from contracts.documents.checks import Integrity, Level, Origin
from infra import issuing
from infra.signatures import checking
from infra.texts.catalogue import Texts
from tests import signed


@pytest.mark.parametrize("language", Language)
def test_three_sign_offs_and_the_seal_all_hold(tmp_path: Path, language: Language) -> None:
    seal = signed.own_seal(tmp_path)
    issued = issuing.issue(signed.certificate(language), issuing.Stamp(seal.source))
    later = datetime.now(UTC) + timedelta(seconds=30)
    file = checking.check(issued.content, checking.Known(seal.known), later)
    assert file.unaltered
    assert [(each.field, each.level, each.behalf) for each in file.signatures] == [
        ("seal", Level.OWN_SEAL, None),
        ("signature-1", Level.SIGN_OFF, "Fatima Aksoy"),
        ("signature-2", Level.SIGN_OFF, "Stijn Kade"),
        ("signature-3", Level.SIGN_OFF, "Greet Scheldeman"),
    ]
    assert [each.integrity for each in file.signatures] == [Integrity.ADDED_TO] * 3 + [
        Integrity.INTACT
    ]
    assert file.open_fields == ()
    assert len(file.versions) == 5
    assert file.versions[0] == issued.drawn
    sha256 = hashlib.sha256(issued.content).hexdigest()
    assert checks.origin(file, issued.drawn, sha256) is Origin.ISSUED
    told = [each.sig_object["/Reason"] for each in _signatures(issued.content)]
    texts = Texts(language)
    assert told == [
        texts.say("signature.reason.own"),
        *[texts.say("signature.reason.sign_off")] * 3,
    ]


def _signatures(content: bytes) -> list[Any]:
    return list(PdfFileReader(io.BytesIO(content)).embedded_regular_signatures)


def test_a_change_between_two_sign_offs_breaks_them(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    content = issuing.issue(signed.certificate(), issuing.Stamp(seal.source)).content
    place = content.index(b"/Contents <", len(content) // 2) - 200
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    later = datetime.now(UTC) + timedelta(seconds=30)
    try:
        file = checking.check(changed, checking.Known(seal.known), later)
    except checking.NotAPdf:
        return
    assert not file.unaltered


def test_the_same_model_is_drawn_the_same_and_sealed_anew(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    stamp = issuing.Stamp(seal.source)
    first, again = (issuing.issue(signed.certificate(), stamp) for _ in range(2))
    assert first.drawn == again.drawn
    assert first.content != again.content
    assert first.content.startswith(again.content[:1000])
