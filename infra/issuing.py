"""A document from its model to the file that is issued: drawn, then sealed. For the child process:
what draws and what seals is loaded there, each when it is its turn, and never in the program.

The bytes that are drawn depend on the model and the look alone, both of which the file carries.
Their hash is what "the same document" means (`Issued.drawn`). The seal comes after it as an
addition to the same file: no two seals are equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.base import content_hash
from contracts.documents import parse
from contracts.documents.checks import SEAL_FIELD, place_of
from contracts.documents.imprint import Document, Original, SignatureKind
from infra import documents
from infra.documents.style import HOUSE, Style
from infra.texts.catalogue import Texts
from infra.vault import seals


@dataclass(frozen=True)
class Stamp:
    """With what issued documents are sealed."""

    source: seals.Source
    timestamp_url: str | None = None
    evidence: tuple[bytes, ...] | None = None
    """The roots (DER) to which the certificates of a seal with long-term data must lead; None for
    one without such data."""


@dataclass(frozen=True)
class Issued:
    """A file as it is issued, and the hash of the bytes that were drawn before its seal."""

    content: bytes
    drawn: str
    lacking: str | None = None
    """Why the long-term data that were wanted are not in it."""


def issue(model: Document, stamp: Stamp, style: Style = HOUSE) -> Issued:
    """The document drawn in this look and sealed; a draft is drawn only, since nobody stands
    behind it yet.

    SealUnusable when it cannot be sealed, or when a certificate of its seal was revoked: it is then
    not issued at all. Long-term data that cannot be had stop nothing (`Issued.lacking`).
    """
    texts = Texts(model.imprint.language)
    drawn = documents.draw(model, texts, style)
    if model.imprint.draft:
        return Issued(drawn, content_hash(drawn))
    sealed = _sealed(drawn, model, stamp)
    if stamp.evidence is None:
        return Issued(sealed, content_hash(drawn))
    from infra.signatures import evidence

    lasting = evidence.embed(sealed, stamp.source, stamp.evidence)
    return Issued(lasting.content, content_hash(drawn), lasting.lacking)


def redrawn(content: bytes) -> bytes:
    """The document drawn again from the data and the look that a file of it carries.

    The same bytes as it was drawn, before its seal, by the same release and libraries. ValueError
    (`LookUnusable` among them) when the file carries no data of ours.
    """
    model = parse(documents.twin_of(content))
    texts = Texts(model.imprint.language)
    return documents.draw(model, texts, documents.look_of(content))


class OriginalChanged(Exception):
    """The records no longer say what the original says: a copy would say something else."""


@dataclass(frozen=True)
class Source:
    """What a copy is made from: the original as it was issued, its model as the records give it
    today, and the same in the language of the copy."""

    original: Original
    content: bytes
    again: Document
    translated: Document


def copy(source: Source, stamp: Stamp, style: Style = HOUSE) -> Issued:
    """A copy in another language, drawn and sealed. Raises OriginalChanged; SealUnusable.

    Its imprint is that of the original, so that both name the same authority, moment and entry of
    the log. Who signed the original is told; nobody signs the copy, which carries the seal alone.
    """
    printed = parse(documents.twin_of(source.content))
    if _facts(printed) != _facts(source.again):
        raise OriginalChanged(source.original.document)
    told = source.translated.imprint
    imprint = printed.imprint.model_copy(
        update={
            "language": told.language,
            "written": told.written,
            "rule_edition": told.rule_edition,
            "verification": told.verification,
            "original": source.original,
        }
    )
    signed = tuple(each for each in printed.signatures if each.kind is not None)
    update = {"imprint": imprint, "signatures": signed}
    return issue(source.translated.model_copy(update=update), stamp, style)


def _facts(model: Document) -> dict[str, Any]:
    return model.model_dump(exclude={"imprint"})


def _sealed(drawn: bytes, model: Document, stamp: Stamp) -> bytes:
    from infra.signatures import sealing

    marks = [sealing.Mark(*each) for each in _marks(model, stamp)]
    return sealing.seal(drawn, stamp.source, marks, stamp.timestamp_url)


def _marks(model: Document, stamp: Stamp) -> Iterator[tuple[str, str, str | None]]:
    """The seal, then the sign-off of each person in the order of the document: the field, the
    reason, for whom. Nobody signs with a key of their own: the installation seals that a signed-in
    person signed off, and says so."""
    texts = Texts(model.imprint.language)
    kind = "own" if stamp.source.own else "organisation"
    yield SEAL_FIELD, texts.say(f"signature.reason.{kind}"), None
    signatures = () if model.imprint.original else model.signatures
    for index, each in enumerate(signatures):
        if each.kind is SignatureKind.SIGNED_OFF:
            reason = texts.say("signature.reason.sign_off")
            yield place_of(index), reason, each.name
