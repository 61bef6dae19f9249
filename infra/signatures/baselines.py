"""How much a signature in a file brings along to be checked with later: its PAdES baseline level.

All from the file and the given roots, without a network. A level is told only when each of its
parts verifies: it says nothing about a part that is there and does not.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError

from contracts.documents.checks import Baseline

_NAMES_ITS_CERTIFICATE = {"signing_certificate", "signing_certificate_v2"}
"""The attribute without which a signature is none of PAdES (ETSI EN 319 142-1, 6.3)."""


_STAMPS = frozenset({"time_stamping"})
"""For what the certificate of a timestamp authority must be."""


@dataclass(frozen=True)
class Brought:
    """What a signature brings along."""

    baseline: Baseline | None = None
    vouched: bool = True
    """Whether the certificates behind it lead to the given roots, as far as it needs any."""
    revoked: bool = False
    """Whether the file holds proof that its certificate, or one above it, was revoked."""
    stamp_revoked: bool = False
    """The same of its timestamp."""


@dataclass(frozen=True)
class _Chain:
    """A certificate that must be proved, and what lies beside it."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    purposes: frozenset[str] = frozenset()


def of(
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    roots: Iterable[bytes],
    moment: datetime,
) -> Brought:
    """What this signature, whose status was found, brings along. `moment` is when it says that it
    was made, which counts when no timestamp tells it."""
    if not _is_pades(signature):
        return Brought()
    known = tuple(x509.Certificate.load(each) for each in roots)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    at = stamp.timestamp if stamp is not None and stamped else moment
    signer = _chain(signature.signed_data)
    held = _Held(signature.reader, known, at)
    if held.revoked(signer):
        return Brought(_lowest(stamped), vouched=_trusted(status), revoked=True)
    if not stamped:
        return Brought(Baseline.B_B)
    stamps = tuple(
        _chain(each, _STAMPS) for each in extract_tst_data_iter(signature.signer_info, signed=False)
    )
    if any(held.revoked(each) for each in stamps):
        return Brought(Baseline.B_B, stamp_revoked=True)
    chains = (signer, *stamps)
    for vouched in (True, False):
        if held.proves(chains, vouched=vouched):
            return _archived(signature, chains, known, at, vouched=vouched)
    return Brought(Baseline.B_T, vouched=_trusted(status))


def _lowest(stamped: bool) -> Baseline:
    return Baseline.B_T if stamped else Baseline.B_B


def _trusted(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return stamp is None or bool(stamp.trusted)


def _is_pades(signature: EmbeddedPdfSignature) -> bool:
    named = {each["type"].native for each in signature.signer_info["signed_attrs"]}
    return signature.sig_object.get("/SubFilter") == SigSeedSubFilter.PADES.value and bool(
        named & _NAMES_ITS_CERTIFICATE
    )


def _chain(signed: cms.SignedData, purposes: frozenset[str] = frozenset()) -> _Chain:
    found = extract_certificate_info(signed)
    return _Chain(found.signer_cert, tuple(found.other_certs), purposes)


class _Held:
    """The data in one version of a file by which its certificates are judged at one moment."""

    def __init__(
        self,
        version: PdfFileReader | HistoricalResolver,
        roots: tuple[x509.Certificate, ...],
        at: datetime,
    ) -> None:
        self._store = _store(version)
        self._roots = roots
        self._at = at

    def proves(self, chains: tuple[_Chain, ...], *, vouched: bool) -> bool:
        """Whether it shows of every certificate that it was not revoked, up to a root: a given one,
        or else one that the file itself brings."""
        if self._store is None:
            return False
        try:
            self._judge(self._store, chains, tuple(self._anchors(chains, vouched)))
        except Exception:
            return False  # from anybody, and in any layer: what does not verify proves nothing
        return True

    def revoked(self, chain: _Chain) -> bool:
        """Whether it shows that the certificate or one above it was revoked."""
        if self._store is None:
            return False
        for vouched in (True, False):
            try:
                self._judge(self._store, (chain,), tuple(self._anchors((chain,), vouched)))
            except RevokedError:
                return True
            except PathBuildingError:
                continue  # its issuer is not a known one: then only the file can say who is
            except Exception:
                return False  # as above
            return False
        return False

    def _anchors(self, chains: tuple[_Chain, ...], vouched: bool) -> Iterator[x509.Certificate]:
        judged = {each.certificate.dump() for each in chains}
        brought = [] if vouched or self._store is None else list(self._store.load_certs())
        beside = () if vouched else (cert for each in chains for cert in each.others)
        yield from (each for each in self._roots if each.dump() not in judged)
        # A certificate never vouches for itself: only those above it can.
        yield from (
            each
            for each in (*brought, *beside)
            if each.ca and each.self_issued and each.dump() not in judged
        )

    def _judge(
        self,
        store: DocumentSecurityStore,
        chains: tuple[_Chain, ...],
        anchors: tuple[x509.Certificate, ...],
    ) -> None:
        async def each_in_turn() -> None:
            context = self._context(store, anchors)
            for chain in chains:
                validator = CertificateValidator(chain.certificate, chain.others, context)
                await validator.async_validate_usage(  # type: ignore[no-untyped-call]
                    set(), chain.purposes
                )

        asyncio.run(each_in_turn())

    def _context(
        self, store: DocumentSecurityStore, anchors: tuple[x509.Certificate, ...]
    ) -> ValidationContext:
        return store.as_validation_context(
            {
                "trust_roots": anchors,
                "moment": self._at,
                "allow_fetching": False,
                "revocation_mode": "require",
                # The answer is asked for after the signature that it is about.
                "retroactive_revinfo": True,
            }
        )


def _store(version: PdfFileReader | HistoricalResolver) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(version)
    except Exception:
        return None  # none, or none that can be read


def _archived(
    signature: EmbeddedPdfSignature,
    chains: tuple[_Chain, ...],
    roots: tuple[x509.Certificate, ...],
    at: datetime,
    *,
    vouched: bool,
) -> Brought:
    """B-LT, or B-LTA with a timestamp over a version that already was B-LT."""
    for stamp in signature.reader.embedded_timestamp_signatures:
        if stamp.signed_revision <= signature.signed_revision:
            continue
        version = signature.reader.get_historical_resolver(stamp.signed_revision)
        if not _Held(version, roots, at).proves(chains, vouched=vouched):
            continue
        trusted = _verifies(stamp, roots)
        if trusted is not None:
            return Brought(Baseline.B_LTA, vouched=vouched and trusted)
    return Brought(Baseline.B_LT, vouched=vouched)


def _verifies(stamp: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> bool | None:
    """Whether a timestamp over the document comes from a given root; None when it does not hold."""
    try:
        told = _told(stamp)
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=told)
        status = validate_pdf_timestamp(stamp, context)
    except Exception:
        return None  # from anybody, as above
    covers = status.coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }
    kept = status.modification_level is not ModificationLevel.OTHER
    holds = status.intact and status.valid and covers and kept
    return bool(status.trusted) if holds else None


def _told(stamp: EmbeddedPdfSignature) -> datetime:
    """The moment that a timestamp over the document tells."""
    told: datetime = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return told
