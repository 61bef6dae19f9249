"""What is found of the signatures of a PDF file: `infra.signatures.checking` says what for."""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from asn1crypto import cms, core, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from contracts.base import content_hash
from contracts.documents.checks import (
    SEAL_FIELD,
    CertificateStanding,
    CheckedFile,
    FoundSignature,
    Integrity,
    Level,
    Trust,
    versions,
)
from infra.signatures import baselines
from infra.signatures.checking import Known, NotAPdf

# What it finds wrong with a file from anybody is told in the answer, not in our log.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)

_USES = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)
_QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
_QC_COMPLIANCE = "0.4.0.1862.1.1"
"""The statement by which an issuer says that a certificate is qualified (ETSI EN 319 412-5)."""

_NUMBER = re.compile(r"\S*\d(?:[ .-]?\d){5,}\S*")
"""What may be a personal number: six figures or more, as one types them."""


def check(content: bytes, known: Known, at: datetime) -> CheckedFile:
    """As `infra.signatures.checking.check`."""
    try:
        reader = PdfFileReader(io.BytesIO(content))
        signatures = tuple(
            _found(each, content, known, at) for each in reader.embedded_regular_signatures
        )
        places = tuple(name for name, value, _ in enumerate_sig_fields(reader) if value is None)
    except Exception as error:
        # A file from anybody fails wherever its damage is first met, in any layer.
        raise NotAPdf(str(error)) from error
    twin = _twin(reader)
    return CheckedFile(
        sha256=content_hash(content),
        size=len(content),
        versions=versions(content),
        twin_sha256=content_hash(twin) if twin is not None else None,
        signatures=signatures,
        open_fields=places,
        draft=_draft(twin),
    )


def _twin(reader: PdfFileReader) -> bytes | None:
    """The first associated file, where our documents keep their data."""
    try:
        return bytes(reader.root["/AF"][0]["/EF"]["/F"].data)
    except Exception:
        return None  # none, or none that can be read


def _draft(twin: bytes | None) -> bool:
    """Whether these data say that they are those of a draft."""
    try:
        return json.loads(twin or b"{}")["imprint"]["draft"] is True
    except (ValueError, LookupError, TypeError, RecursionError):
        return False  # no data of ours


def _found(
    signature: EmbeddedPdfSignature, content: bytes, known: Known, at: datetime
) -> FoundSignature:
    try:
        return _read(signature, content, known, at)
    except Exception:
        # Made by anybody and perhaps damaged anywhere: what cannot be read proves nothing.
        return FoundSignature(field=signature.field_name, integrity=Integrity.BROKEN, signer="")


def _read(
    signature: EmbeddedPdfSignature, content: bytes, known: Known, at: datetime
) -> FoundSignature:
    status = _status(signature, known, at)
    moment, witnessed = _moment(status)
    if moment is not None and moment < at:
        # What counts is the certificate when it signed, not now.
        status = _status(signature, known, moment)
    certificate: x509.Certificate = signature.signer_cert
    der = certificate.dump()
    trust = Trust.OWN if der in known.own else Trust.TRUSTED if status.trusted else Trust.UNKNOWN
    behalf = signature.sig_object.get("/Name") if trust is Trust.OWN else None
    level = _level(signature, certificate, trust)
    integrity = _integrity(signature, status, content, trust)
    brought = baselines.of(signature, status, known.roots, moment or at)
    return FoundSignature(
        field=signature.field_name,
        integrity=integrity,
        signer=_name(certificate),
        behalf=str(behalf) if behalf and level is Level.SIGN_OFF else None,
        level=level,
        trust=trust,
        signed_at=moment,
        timestamped=witnessed and not brought.stamp_revoked,
        # A moment still to come is nobody's word: then what counts is now.
        certificate=CertificateStanding.REVOKED
        if brought.revoked
        else _standing(certificate, min(moment or at, at), at),
        certificate_sha256=content_hash(der),
        certificate_ends=certificate.not_valid_after,
        claims_qualified=_claims_qualified(certificate),
        family_name=_part(certificate, "surname"),
        given_names=_part(certificate, "given_name"),
        baseline=None if integrity is Integrity.BROKEN else brought.baseline,
        vouched=brought.vouched,
        signs=_signs(signature),
    )


def _signs(signature: EmbeddedPdfSignature) -> int:
    """How many bytes of the file a signature covers, its own gap included."""
    _, _, end, last = (int(each) for each in signature.byte_range)
    return end + last


def _status(signature: EmbeddedPdfSignature, known: Known, moment: datetime) -> PdfSignatureStatus:
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(each) for each in (*known.roots, *known.own)],
        allow_fetching=False,
        moment=moment,
    )
    return validate_pdf_signature(signature, context, key_usage_settings=_USES)


def _moment(status: PdfSignatureStatus) -> tuple[datetime | None, bool]:
    """When it was signed, and whether a timestamp that we can check says so."""
    stamp = status.timestamp_validity
    if stamp is not None and stamp.trusted:
        return stamp.timestamp.astimezone(UTC), True
    told = status.signer_reported_dt
    return (told.astimezone(UTC) if told is not None and told.tzinfo else None), False


def _integrity(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, content: bytes, trust: Trust
) -> Integrity:
    if not (status.intact and status.valid and _wrapped(signature, content)):
        return Integrity.BROKEN
    if trust is Trust.OWN and not _as_we_write(signature):
        return Integrity.BROKEN
    if status.timestamp_validity is not None and not status.timestamp_validity.intact:
        return Integrity.BROKEN
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Integrity.INTACT
    # Bytes that belong to no version change nothing that a reader shows, and are a change still.
    whole = signature.reader.xrefs.total_revisions == len(versions(content))
    if status.coverage is SignatureCoverageLevel.ENTIRE_REVISION and status.docmdp_ok and whole:
        return Integrity.ADDED_TO
    return Integrity.BROKEN


def _wrapped(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the gap that no signature covers holds the signature and nothing else: one case of
    hexadecimal figures, and noughts behind its end."""
    start, length, end, _ = (int(each) for each in signature.byte_range)
    gap = content[start + length : end]
    if gap[:1] != b"<" or gap[-1:] != b">" or gap not in {gap.lower(), gap.upper()}:
        return False
    held = bytes.fromhex(gap[1:-1].decode())
    used = len(cms.ContentInfo.load(held).dump())
    return not any(held[used:])


def _as_we_write(signature: EmbeddedPdfSignature) -> bool:
    """Whether the few fields around a signature that it does not cover itself are as ours are."""
    told, signer = signature.signed_data, signature.signer_info
    algorithm = signer["digest_algorithm"].dump()
    return (
        [each.dump() for each in told["digest_algorithms"]] == [algorithm]
        and (told["version"].native, signer["version"].native) == ("v1", "v1")
        and told["crls"].native is None
        and len(told["signer_infos"]) == 1
    )


def _level(signature: EmbeddedPdfSignature, certificate: x509.Certificate, trust: Trust) -> Level:
    if trust is Trust.OWN:
        if signature.field_name != SEAL_FIELD:
            return Level.SIGN_OFF
        return Level.OWN_SEAL if certificate.self_signed == "maybe" else Level.SEAL
    if trust is Trust.TRUSTED and _claims_qualified(certificate):
        return Level.QUALIFIED
    return Level.ADVANCED


def _claims_qualified(certificate: x509.Certificate) -> bool:
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == _QC_STATEMENTS:
            return _QC_COMPLIANCE in set(_statements(extension["extn_value"].contents))
    return False


def _statements(content: bytes) -> Iterator[str]:
    for each in core.SequenceOf.load(content, spec=core.Sequence):
        yield core.ObjectIdentifier.load(each[0].dump()).dotted


def _name(certificate: x509.Certificate) -> str:
    """The name that people know: the common name, else the organisation, else the whole."""
    for part in ("common_name", "organization_name"):
        if (name := _part(certificate, part)) is not None:
            return name
    return "–"


def _part(certificate: x509.Certificate, part: str) -> str | None:
    """One part of the subject's name without the numbers that some issuers write into it (a
    national register number is nobody's business here); None when there is none."""
    told = certificate.subject.native.get(part)
    if told is None:
        return None
    text = " ".join(told) if isinstance(told, list) else str(told)
    return _NUMBER.sub("", text).strip(" ,;-/") or None


def _standing(
    certificate: x509.Certificate, signed_at: datetime, at: datetime
) -> CertificateStanding:
    if signed_at < certificate.not_valid_before:
        return CertificateStanding.NOT_YET_VALID
    if signed_at > certificate.not_valid_after:
        return CertificateStanding.EXPIRED
    ended = at > certificate.not_valid_after
    return CertificateStanding.ENDED_SINCE if ended else CertificateStanding.VALID
