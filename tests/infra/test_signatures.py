"""Seals in documents: made, found again, and every change after them detected."""

import hashlib
import io
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from contracts.documents import checks
from contracts.documents.checks import CertificateStanding, Integrity, Level, Origin, Trust
from infra.signatures import checking, sealing
from infra.vault.keys import SealUnusable
from tests import certificates, issuers, signed

SECONDS = timedelta(seconds=30)


def found(content: bytes, own: tuple[bytes, ...] = (), roots: tuple[bytes, ...] = ()) -> Any:
    """The file checked a moment after it was sealed."""
    return checking.check(content, checking.Known(own, roots), datetime.now(UTC) + SECONDS)


def test_a_seal_leaves_the_drawn_bytes_as_they_were(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    sealed = signed.sealed(seal.source)
    assert sealed.startswith(signed.drawn())
    file = found(sealed, seal.known)
    drawn = hashlib.sha256(signed.drawn()).hexdigest()
    assert file.versions == (drawn, file.sha256)
    [one] = file.signatures
    assert (one.field, one.integrity, one.trust) == ("seal", Integrity.INTACT, Trust.OWN)
    assert (one.level, one.certificate) == (Level.OWN_SEAL, CertificateStanding.VALID)
    assert one.signer == f"{signed.NAME} (Bestek)"
    assert file.unaltered
    assert checks.origin(file, drawn, file.sha256) is Origin.ISSUED
    assert checks.origin(found(signed.drawn()), drawn, file.sha256) is Origin.DRAWN


def test_a_stranger_sees_that_it_is_unaltered_but_not_from_whom(tmp_path: Path) -> None:
    [one] = found(signed.sealed(signed.own_seal(tmp_path).source)).signatures
    assert (one.integrity, one.trust, one.level) == (
        Integrity.INTACT,
        Trust.UNKNOWN,
        Level.ADVANCED,
    )


def test_a_change_of_any_byte_is_detected(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    sealed = signed.sealed(seal.source)
    start = sealed.index(b"/Contents <")
    places = random.Random(20261123)  # noqa: S311 (places, no secret)
    # All over the file, and closer where no signature covers its own bytes.
    tried = [places.randrange(len(sealed)) for _ in range(60)]
    tried += [places.randrange(start, sealed.index(b">", start)) for _ in range(120)]
    for place in tried:
        changed = bytearray(sealed)
        changed[place] ^= 1
        try:
            file = found(bytes(changed), seal.known)
        except checking.NotAPdf:
            continue
        assert not file.unaltered, place


@pytest.mark.parametrize("ending", ["% erbij\n", "% erbij\nstartxref\n{place}\n%%EOF\n"])
def test_bytes_after_the_seal_are_detected(tmp_path: Path, ending: str) -> None:
    seal = signed.own_seal(tmp_path)
    sealed = signed.sealed(seal.source)
    place = sealed.rsplit(b"startxref", 1)[1].split()[0].decode()
    file = found(sealed + ending.format(place=place).encode(), seal.known)
    assert not file.unaltered
    assert checks.origin(file, file.versions[0], file.versions[1]) is Origin.ALTERED


def test_another_content_in_a_version_after_the_seal_is_detected(tmp_path: Path) -> None:
    """A version that is written as it should be, in which a page shows something else: no signed
    byte is changed."""
    seal = signed.own_seal(tmp_path)
    sealed = signed.sealed(seal.source)
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)
    file = found(_written(writer), seal.known)
    [one] = file.signatures
    assert (one.integrity, file.unaltered) == (Integrity.BROKEN, False)


def test_another_signature_is_added_and_both_hold(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    root = certificates.owner("Vertrouwd", authority=True)
    person = certificates.owner("An Peeters", root, qualified=True).source(tmp_path)
    marks = [sealing.Mark("seal", "Zegel")]
    sealed = sealing.seal(_with_field("An"), seal.source, marks)
    both = signed.countersigned(sealed, person, "An")
    file = found(both, seal.known, (root.der,))
    assert file.unaltered
    first, second = file.signatures
    assert (first.integrity, second.integrity) == (Integrity.ADDED_TO, Integrity.INTACT)
    assert (second.signer, second.level, second.trust) == (
        "An Peeters",
        Level.QUALIFIED,
        Trust.TRUSTED,
    )
    issued = hashlib.sha256(sealed).hexdigest()
    assert checks.origin(file, file.versions[0], issued) is Origin.SIGNED_SINCE
    [_, stranger] = found(both, seal.known).signatures
    assert (stranger.level, stranger.claims_qualified) == (Level.ADVANCED, True)


def test_an_expired_certificate_is_told(tmp_path: Path) -> None:
    past = datetime.now(UTC) - timedelta(days=10)
    old = certificates.owner("Oud", starts=past, days=5)
    [one] = found(signed.sealed(old.source(tmp_path)), (old.der,)).signatures
    assert (one.certificate, one.holds) == (CertificateStanding.EXPIRED, False)
    early = certificates.owner("Vroeg", starts=datetime.now(UTC) + timedelta(days=5))
    [one] = found(signed.sealed(early.source(tmp_path, "e.p12")), (early.der,)).signatures
    assert (one.certificate, one.holds) == (CertificateStanding.NOT_YET_VALID, False)


def test_a_certificate_that_ended_since_still_counts(tmp_path: Path) -> None:
    short = certificates.owner("Kort", days=2)
    sealed = signed.sealed(short.source(tmp_path))
    later = datetime.now(UTC) + timedelta(days=30)
    [one] = checking.check(sealed, checking.Known((short.der,)), later).signatures
    assert (one.certificate, one.holds) == (CertificateStanding.ENDED_SINCE, True)


def test_an_issued_certificate_is_the_seal_of_the_organisation(tmp_path: Path) -> None:
    root = certificates.owner("Vertrouwd", authority=True)
    city = certificates.owner("Stad Scheldeburg", root)
    sealed = signed.sealed(city.source(tmp_path, "s.p12", root))
    [known] = found(sealed, (city.der,)).signatures
    assert (known.level, known.trust) == (Level.SEAL, Trust.OWN)
    [trusted] = found(sealed, (), (root.der,)).signatures
    assert (trusted.level, trusted.trust) == (Level.ADVANCED, Trust.TRUSTED)


def test_a_timestamp_authority_witnesses_the_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = certificates.owner("Vertrouwd", authority=True)
    authority = certificates.owner("Tijd", root, timestamps=True)
    stamper = issuers.stamper_of(authority, root)
    monkeypatch.setattr(sealing, "HTTPTimeStamper", lambda url, timeout: stamper)
    seal = signed.own_seal(tmp_path)
    marks = [sealing.Mark("seal", "Zegel")]
    sealed = sealing.seal(signed.drawn(), seal.source, marks, "http://tsa.example")
    [one] = found(sealed, seal.known, (root.der,)).signatures
    assert one.timestamped
    assert one.holds
    [one] = found(sealed, seal.known).signatures
    assert not one.timestamped
    assert one.holds


def test_a_timestamp_authority_that_is_away_leaves_nothing(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    marks = [sealing.Mark("seal", "Zegel")]
    with pytest.raises(SealUnusable, match="timestamp authority"):
        sealing.seal(signed.drawn(), seal.source, marks, "http://127.0.0.1:1/")


@pytest.mark.parametrize("content", [b"", b"hallo", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_told(content: bytes) -> None:
    with pytest.raises(checking.NotAPdf):
        found(content)


def _with_field(name: str) -> bytes:
    """The record with an empty place to sign."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.drawn()))
    append_signature_field(writer, SigFieldSpec(name))
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
