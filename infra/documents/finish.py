"""What the page maker cannot say: dates of the legal fact, language, and the twin as attachment."""

import gc
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import AttachedFileSpec, Name

from infra.documents import look
from infra.documents.page import Pages
from infra.documents.style import HOUSE, Style
from infra.documents.tags import archive

LARGE = 1_000_000
"""Bytes. What drew a file of this size is held in circles; it goes before the file is read."""


@dataclass(frozen=True)
class Attached:
    """A JSON file inside a document: its name, what it is in words, what it is to the document
    (ISO 19005-3, annex E)."""

    name: str
    content: bytes
    described: str
    relation: Name


def finish(
    drawn: Pages,
    *,
    title: str,
    author: str,
    language: str,
    at: datetime,
    attached: Sequence[Attached],
) -> bytes:
    """The finished file, PDF/UA-1 and PDF/A-3a: the files in it with the twin first, all dates
    `at`, deterministic ids, the contents in front.

    Its fields for signatures, if any, are empty and named as `infra.documents.tags.fields` says.
    """
    if len(drawn.content) > LARGE:
        gc.collect()
    stamp = archive.stamp(at)
    with pikepdf.open(io.BytesIO(drawn.content)) as pdf:
        specs = []
        for each in attached:
            spec = AttachedFileSpec(
                pdf,
                each.content,
                filename=each.name,
                description=each.described,
                mime_type="application/json",
                creation_date=stamp,
                mod_date=stamp,
            )
            spec.obj.AFRelationship = each.relation
            pdf.attachments[each.name] = spec
            specs.append(spec.obj)
        pdf.Root.AF = pikepdf.Array(specs)
        archive.conform(pdf, title=title, author=author, language=language, at=at)
        _move(pdf, drawn.moved)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def _move(pdf: pikepdf.Pdf, last: int) -> None:
    """Bring so many last pages to the front, in their order."""
    for place in range(last):
        page = pdf.pages[-last + place]
        del pdf.pages[-last + place]
        pdf.pages.insert(place, page)


def twin_of(document: bytes) -> bytes:
    """The JSON that a document carries; ValueError if it carries none."""
    for name, content in _attachments(document).items():
        if name != look.NAME:
            return content
    raise ValueError("the document carries no data")


def look_of(document: bytes) -> Style:
    """The look that a document was drawn with, which it carries; the house's if it carries none.

    ValueError, or `look.LookUnusable`, when it cannot be read.
    """
    carried = _attachments(document).get(look.NAME)
    return look.parse(carried) if carried is not None else HOUSE


def _attachments(document: bytes) -> dict[str, bytes]:
    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    except pikepdf.PdfError as error:
        raise ValueError("the file cannot be read as a PDF") from error
