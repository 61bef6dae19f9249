"""A drawn document and its seals, for tests."""

import functools
import io
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from contracts.base import Language
from contracts.documents import Document
from contracts.documents.acceptance import AcceptanceKind
from contracts.documents.checks import SEAL_FIELD
from contracts.documents.imprint import SignatureKind
from infra import documents, issuing
from infra.signatures import sealing
from infra.texts.catalogue import Texts
from infra.vault import pades, seals
from tests.documents import samples

NAME = "Stad Scheldeburg"


@functools.cache
def drawn() -> bytes:
    """The record of an opening as it is drawn, before its seal."""
    return documents.draw(samples.opening_record(Language.NL), Texts(Language.NL))


def own_seal(folder: Path) -> seals.Seal:
    """The seal that an installation makes for itself."""
    return seals.open_seal(folder / "keys", None, NAME, datetime.now(UTC))


def sealed(source: seals.Source) -> bytes:
    """The record under one seal."""
    return sealing.seal(drawn(), source, [sealing.Mark(SEAL_FIELD, "Zegel")])


def countersigned(content: bytes, source: seals.Source, field: str) -> bytes:
    """The file with the signature of somebody else in a field that it has, as another tool does."""
    out = io.BytesIO()
    with pades.signer(source) as signer:
        meta = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        PdfSigner(meta, signer=signer).sign_pdf(writer, existing_fields_only=True, output=out)
    return out.getvalue()


def approved(content: bytes, source: seals.Source) -> bytes:
    """The file with a signature that another tool added, in a field of its own making."""
    out = io.BytesIO()
    with pades.signer(source) as signer:
        meta = PdfSignatureMetadata(field_name="Elders", subfilter=SigSeedSubFilter.PADES)
        PdfSigner(meta, signer=signer).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content)), output=out
        )
    return out.getvalue()


def acceptance(language: Language = Language.NL) -> Document:
    """A certificate with three places that are still to be signed."""
    model = certificate(language)
    return model.model_copy(
        update={
            "signatures": tuple(
                each.model_copy(update={"kind": None, "signed_at": None})
                for each in model.signatures
            )
        }
    )


def certificate(language: Language = Language.NL) -> Document:
    """A certificate that three members of the committee signed off."""
    model = samples.acceptance_certificate(language, AcceptanceKind.PROVISIONAL)
    first = next(each for each in model.signatures if each.kind is SignatureKind.SIGNED_OFF)
    members = ("Fatima Aksoy", "Stijn Kade", "Greet Scheldeman")
    signatures = tuple(first.model_copy(update={"name": name}) for name in members)
    return model.model_copy(update={"signatures": signatures})


def signed_off(folder: Path) -> bytes:
    """That certificate as it is issued: under the seal and three sign-offs."""
    return issuing.issue(certificate(), issuing.Stamp(own_seal(folder).source)).content
