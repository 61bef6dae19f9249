"""What shows later that no certificate of a seal was revoked when it sealed: PAdES baseline B-LT.

It is asked of the issuers right after the seal, at the addresses in the certificates, and added
behind it. It is kept when the check finds, without a network, that it proves what it should.
"""

import asyncio
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import RevokedError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.path import ValidationPath

from contracts.documents.checks import Baseline
from infra.signatures import baselines
from infra.vault import keys, seals

# An issuer that does not answer is told in the answer of `embed`, once.
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

PATIENCE = 15.0
"""Seconds that all issuers of a seal together may take."""

_REQUEST = 5.0
"""Seconds that one of them may."""

_CLOCKS = timedelta(minutes=1)
"""How far the clock of an issuer may run ahead of ours."""


@dataclass(frozen=True)
class Lasting:
    """A sealed document, with what could be had."""

    content: bytes
    lacking: str | None = None
    """Why nothing was added, or None."""


def embed(document: bytes, source: seals.Source, roots: tuple[bytes, ...]) -> Lasting:
    """The sealed document with long-term data for each of its signatures, or as it was when the
    issuers do not prove all that it takes. Waits for the network, `PATIENCE` seconds at most.

    SealUnusable when an issuer answers that a certificate of the seal or of its timestamp was
    revoked.
    """
    anchors = tuple(_anchors(source, roots))
    try:
        lasting = asyncio.run(_embedded(document, anchors))
    except RevokedError as revoked:
        raise keys.SealUnusable(
            f"A certificate of the seal or of its timestamp was revoked: {revoked}"
        ) from revoked
    except (Exception, MemoryError) as failure:
        # Whatever a stranger's server answers, the seal itself is good.
        return Lasting(document, str(failure) or type(failure).__name__)
    if not _lasts(lasting, anchors):
        return Lasting(document, "what the issuers answered does not prove it")
    return Lasting(lasting)


def _anchors(source: seals.Source, roots: tuple[bytes, ...]) -> Iterator[bytes]:
    """The roots that the administrator named, also those above the seal in its own file."""
    yield from roots
    if source.file is not None and not source.own:
        for each in seals.key_and_chain(source)[2]:
            if each.subject == each.issuer:
                yield each.public_bytes(Encoding.DER)


async def _embedded(document: bytes, anchors: tuple[bytes, ...]) -> bytes:
    issuers = AIOHttpFetcherBackend(per_request_timeout=_REQUEST)
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(each) for each in anchors],
        allow_fetching=True,
        revocation_mode="require",
        time_tolerance=_CLOCKS,
        fetcher_backend=issuers,
    )
    reader = PdfFileReader(io.BytesIO(document))
    paths: list[ValidationPath] = []
    try:
        async with asyncio.timeout(PATIENCE):
            for signature in reader.embedded_regular_signatures:
                paths += await collect_validation_info(signature, context)
    finally:
        await issuers.close()  # type: ignore[no-untyped-call]
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=paths, validation_context=context
    )
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _lasts(document: bytes, anchors: tuple[bytes, ...]) -> bool:
    """Whether each signature in it is B-LT, as the check finds without a network."""
    reader, now = PdfFileReader(io.BytesIO(document)), datetime.now(UTC)
    known = ValidationContext(
        trust_roots=[x509.Certificate.load(each) for each in anchors], allow_fetching=False
    )
    return all(
        baselines.of(each, validate_pdf_signature(each, known), anchors, now)
        == baselines.Brought(Baseline.B_LT)
        for each in reader.embedded_regular_signatures
    )
