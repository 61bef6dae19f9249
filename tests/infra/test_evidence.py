"""Long-term data under a seal (PAdES B-LT): fetched when it is made, judged without a network."""

import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pydantic import ValidationError
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from contracts.base import content_hash
from contracts.documents import checks
from contracts.documents.checks import (
    Baseline,
    CertificateStanding,
    CheckedFile,
    Integrity,
    Origin,
)
from infra import issuing
from infra.settings import Settings
from infra.signatures import checking, evidence
from infra.vault.keys import SealUnusable
from infra.vault.seals import Source
from tests import certificates, issuers, signed
from tests.issuers import Issuer, Mood

SECONDS = timedelta(seconds=30)
SEALED = ("seal", "signature-1", "signature-2", "signature-3")


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuers.issuer() as found:
        yield found


def issued(issuer: Issuer, source: Source, *, lasting: bool = True) -> issuing.Issued:
    """A certificate of acceptance under the seal and three sign-offs, with a timestamp each."""
    roots = (issuer.root.der,) if lasting else None
    return issuing.issue(signed.certificate(), issuing.Stamp(source, issuer.authority(), roots))


def found(content: bytes, *roots: bytes) -> CheckedFile:
    """The file checked a moment after it was sealed."""
    return checking.check(content, checking.Known((), roots), datetime.now(UTC) + SECONDS)


def levels(file: CheckedFile) -> list[tuple[str, Baseline | None, bool]]:
    return [(each.field, each.baseline, each.vouched) for each in file.signatures]


@pytest.mark.parametrize("way", ["ocsp", "crl"])
def test_a_seal_and_three_sign_offs_last(tmp_path: Path, issuer: Issuer, way: str) -> None:
    made = issued(issuer, issuer.seal(tmp_path, way=way))
    assert made.lacking is None
    assert f"/{way}" in issuer.asked
    file = found(made.content, issuer.root.der)
    assert levels(file) == [(name, Baseline.B_LT, True) for name in SEALED]
    assert file.unaltered
    assert all(each.timestamped for each in file.signatures)
    assert file.versions[0] == made.drawn
    assert checks.origin(file, made.drawn, content_hash(made.content)) is Origin.ISSUED


def test_without_the_setting_nobody_is_asked(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path), lasting=False)
    assert set(issuer.asked) == {"/tsa"}
    assert made.lacking is None
    file = found(made.content, issuer.root.der)
    assert levels(file) == [(name, Baseline.B_T, True) for name in SEALED]


def test_the_check_asks_nobody(tmp_path: Path, issuer: Issuer) -> None:
    contents = [issued(issuer, issuer.seal(tmp_path), lasting=each) for each in (True, False)]
    asked = list(issuer.asked)
    for each in contents:
        found(each.content, issuer.root.der)
        found(each.content)
    assert issuer.asked == asked


@pytest.mark.parametrize("mood", [each for each in Mood if each is not Mood.WELL])
def test_an_issuer_that_fails_leaves_a_seal_with_its_timestamp(
    tmp_path: Path, issuer: Issuer, mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "_REQUEST", 0.5)
    issuer.mood = mood
    made = issued(issuer, issuer.seal(tmp_path))
    assert made.lacking
    file = found(made.content, issuer.root.der)
    assert levels(file) == [(name, Baseline.B_T, True) for name in SEALED]
    assert file.unaltered


def test_all_issuers_together_get_a_limited_time(
    tmp_path: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "PATIENCE", 0.5)
    issuer.mood = Mood.SLOW
    source = issuer.seal(tmp_path)
    sealed = issued(issuer, source, lasting=False).content
    started = datetime.now(UTC)
    lasting = evidence.embed(sealed, source, (issuer.root.der,))
    assert datetime.now(UTC) - started < timedelta(seconds=evidence._REQUEST)
    assert (lasting.content, lasting.lacking) == (sealed, "TimeoutError")


def test_without_a_root_there_is_nothing_to_prove(tmp_path: Path, issuer: Issuer) -> None:
    source = issuer.owner("Stad Scheldeburg").source(tmp_path)
    stamp = issuing.Stamp(source, issuer.authority(), ())
    made = issuing.issue(signed.certificate(), stamp)
    assert made.lacking
    assert {each.baseline for each in found(made.content).signatures} == {Baseline.B_T}


def test_a_root_beside_the_seal_in_its_file_counts(tmp_path: Path, issuer: Issuer) -> None:
    stamp = issuing.Stamp(issuer.seal(tmp_path), issuer.authority(), ())
    assert issuing.issue(signed.certificate(), stamp).lacking is None


def test_the_seal_of_the_installation_itself_has_nobody_to_ask(
    tmp_path: Path, issuer: Issuer
) -> None:
    seal = signed.own_seal(tmp_path)
    made = issued(issuer, seal.source)
    assert made.lacking
    file = checking.check(
        made.content, checking.Known(seal.known, (issuer.root.der,)), datetime.now(UTC) + SECONDS
    )
    assert levels(file) == [(name, Baseline.B_T, True) for name in SEALED]


@pytest.mark.parametrize("way", ["ocsp", "crl"])
@pytest.mark.parametrize("whose", ["seal", "timestamp"])
def test_what_was_revoked_seals_nothing(
    tmp_path: Path, issuer: Issuer, way: str, whose: str
) -> None:
    source = issuer.seal(tmp_path, way=way)
    address = issuer.authority()
    issuer.revoke(issuer.issued[0] if whose == "seal" else issuer.issued[1])
    stamp = issuing.Stamp(source, address, (issuer.root.der,))
    with pytest.raises(SealUnusable, match="revoked"):
        issuing.issue(signed.certificate(), stamp)


def test_who_does_not_know_the_issuer_is_told_so(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path))
    assert levels(found(made.content)) == [(name, Baseline.B_LT, False) for name in SEALED]
    another = certificates.owner("Een andere", authority=True)
    assert levels(found(made.content, another.der)) == levels(found(made.content))


def test_three_people_sign_behind_it_and_all_hold(tmp_path: Path, issuer: Issuer) -> None:
    stamp = issuing.Stamp(issuer.seal(tmp_path), issuer.authority(), (issuer.root.der,))
    made = issuing.issue(signed.acceptance(), stamp)
    content = made.content
    places = found(content).open_fields
    people = [issuer.owner(name).source(tmp_path, name) for name in ("An", "Bob", "Cem")]
    for person, place in zip(people, places, strict=True):
        content = signed.countersigned(content, person, place)
    file = found(content, issuer.root.der)
    assert file.unaltered
    assert levels(file) == [
        ("seal", Baseline.B_LT, True),
        *[(place, Baseline.B_B, True) for place in places],
    ]
    assert checks.origin(file, made.drawn, content_hash(made.content)) is Origin.SIGNED_SINCE


def test_another_page_behind_the_data_is_detected(tmp_path: Path, issuer: Issuer) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(issued(issuer, issuer.seal(tmp_path)).content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)
    file = found(_written(writer), issuer.root.der)
    assert not file.unaltered
    assert {each.integrity for each in file.signatures} == {Integrity.BROKEN}
    assert {each.baseline for each in file.signatures} == {None}


def test_a_change_of_the_data_takes_the_level_away(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path))
    content, sha256 = made.content, content_hash(made.content)
    start = content.rindex(b"%%EOF", 0, len(content) - 10)
    # In the middle of what the issuer signed about the certificate of the seal.
    answer = content.index(b"stream", start) + 60
    for place in (answer, *random.Random(5).sample(range(start + 6, len(content)), 40)):  # noqa: S311
        changed = bytearray(content)
        changed[place] ^= 1
        try:
            file = found(bytes(changed), issuer.root.der)
        except checking.NotAPdf:
            continue
        came = checks.origin(file, made.drawn, sha256)
        assert came is Origin.ALTERED, place
        if place == answer:
            assert Baseline.B_LT not in {each.baseline for each in file.signatures}


def test_the_data_taken_away_leave_what_is_left(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path))
    shorter = made.content[: made.content.rindex(b"%%EOF", 0, len(made.content) - 10) + 6]
    file = found(shorter, issuer.root.der)
    assert levels(file) == [(name, Baseline.B_T, True) for name in SEALED]
    assert checks.origin(file, made.drawn, content_hash(made.content)) is Origin.ALTERED


def _with_list(content: bytes, issuer: Issuer, *others: bytes) -> bytes:
    """The file with the issuer's list of today in it, as another tool adds it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        crls=[asn1_crl.CertificateList.load(issuer.answer("/crl", b""))],
        certs=[asn1_x509.Certificate.load(each) for each in (issuer.root.der, *others)],
    )
    return _written(writer)


@pytest.mark.parametrize("known", [True, False])
def test_a_file_that_proves_a_revocation_says_so(
    tmp_path: Path, issuer: Issuer, known: bool
) -> None:
    made = issued(issuer, issuer.seal(tmp_path), lasting=False)
    issuer.revoke(issuer.issued[0])
    file = found(_with_list(made.content, issuer), *[issuer.root.der] * known)
    assert {each.certificate for each in file.signatures} == {CertificateStanding.REVOKED}
    assert not file.unaltered


def test_what_is_revoked_later_was_good_when_it_sealed(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path), lasting=False)
    issuer.revoke(issuer.issued[0], datetime.now(UTC) + timedelta(seconds=5))
    file = found(_with_list(made.content, issuer), issuer.root.der)
    assert levels(file) == [(name, Baseline.B_LT, True) for name in SEALED]
    assert file.unaltered


def test_a_timestamp_of_a_revoked_authority_witnesses_nothing(
    tmp_path: Path, issuer: Issuer
) -> None:
    made = issued(issuer, issuer.seal(tmp_path), lasting=False)
    issuer.revoke(issuer.clock)
    file = found(_with_list(made.content, issuer), issuer.root.der)
    assert {each.baseline for each in file.signatures} == {Baseline.B_B}
    assert {each.timestamped for each in file.signatures} == {False}


def _stamped(content: bytes, issuer: Issuer) -> bytes:
    out = io.BytesIO()
    PdfTimeStamper(issuers.stamper_of(issuer.clock, issuer.root)).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), "sha256", output=out
    )
    return out.getvalue()


def test_a_timestamp_over_the_data_makes_it_an_archive(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path))
    archived = _stamped(made.content, issuer)
    file = found(archived, issuer.root.der)
    assert levels(file) == [(name, Baseline.B_LTA, True) for name in SEALED]
    assert file.unaltered
    assert levels(found(archived)) == [(name, Baseline.B_LTA, False) for name in SEALED]


def test_a_timestamp_that_does_not_hold_makes_no_archive(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path))
    archived = bytearray(_stamped(made.content, issuer))
    # The last figures of the imprint that the timestamp signs.
    place = archived.rindex(b"/Contents <") + 400
    archived[place] = ord("1") if archived[place] != ord("1") else ord("2")
    file = found(bytes(archived), issuer.root.der)
    assert Baseline.B_LTA not in {each.baseline for each in file.signatures}


def test_a_timestamp_without_the_data_makes_no_archive(tmp_path: Path, issuer: Issuer) -> None:
    made = issued(issuer, issuer.seal(tmp_path), lasting=False)
    file = found(_stamped(made.content, issuer), issuer.root.der)
    assert levels(file) == [(name, Baseline.B_T, True) for name in SEALED]


def test_a_timestamp_that_came_before_the_data_makes_no_archive(
    tmp_path: Path, issuer: Issuer
) -> None:
    made = issued(issuer, issuer.seal(tmp_path), lasting=False)
    file = found(_with_list(_stamped(made.content, issuer), issuer), issuer.root.der)
    assert levels(file) == [(name, Baseline.B_LT, True) for name in SEALED]


@pytest.mark.parametrize("trusted", [True, False])
def test_a_certificate_does_not_vouch_for_itself(
    tmp_path: Path, issuer: Issuer, trusted: bool
) -> None:
    seal = signed.own_seal(tmp_path)
    made = issued(issuer, seal.source, lasting=False)
    content = _with_list(made.content, issuer, seal.certificate)
    roots = (issuer.root.der, *[seal.certificate] * trusted)
    assert levels(found(content, *roots)) == [(name, Baseline.B_T, True) for name in SEALED]


def test_a_signature_without_a_timestamp_is_the_lowest(tmp_path: Path) -> None:
    seal = signed.own_seal(tmp_path)
    [one] = found(signed.sealed(seal.source)).signatures
    assert (one.baseline, one.vouched) == (Baseline.B_B, True)


def test_long_term_data_need_a_timestamp() -> None:
    with pytest.raises(ValidationError, match="BESTEK_TIMESTAMP_URL"):
        Settings(seal_long_term=True)
    assert Settings(seal_long_term=True, timestamp_url="https://tsa.example").seal_long_term


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
