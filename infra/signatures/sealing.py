"""The organisation's seal under a finished document, and what people signed off under theirs.

Each is an incremental update: the bytes that were drawn stay the first bytes of the file, so that
their hash can be computed from every later version.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from infra.vault import keys, pades, seals

_DIGEST = "sha256"
_PATIENCE = 20
"""Seconds that a timestamp authority may take."""


@dataclass(frozen=True)
class Mark:
    """One signature to be made: in which field, what it stands for, and for whom."""

    field: str
    reason: str
    behalf: str | None = None


def seal(
    document: bytes,
    source: seals.Source,
    marks: Sequence[Mark],
    timestamp_url: str | None = None,
) -> bytes:
    """The document with one signature a mark, in order: PAdES baseline B-B, or B-T with a
    timestamp authority. A field that does not exist is made for the first mark only.

    None of them certifies the document: others may then still add the field in which they sign,
    as their tools do. Any other change breaks what was signed before it. Raises SealUnusable when
    the key cannot be read or the timestamp authority fails.
    """
    timestamper = HTTPTimeStamper(timestamp_url, timeout=_PATIENCE) if timestamp_url else None
    with pades.signer(source) as signer:
        for number, mark in enumerate(marks):
            try:
                document = _signed(document, signer, mark, timestamper, existing=number > 0)
            except OSError as error:
                raise keys.SealUnusable(
                    f"The timestamp authority {timestamp_url} does not answer as it should."
                ) from error
    return document


def _signed(
    document: bytes, signer: Signer, mark: Mark, timestamper: TimeStamper | None, *, existing: bool
) -> bytes:
    wanted = PdfSignatureMetadata(
        field_name=mark.field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm=_DIGEST,
        reason=mark.reason,
        name=mark.behalf,
    )
    out = io.BytesIO()
    PdfSigner(wanted, signer=signer, timestamper=timestamper).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(document)), existing_fields_only=existing, output=out
    )
    return out.getvalue()
