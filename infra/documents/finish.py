"""What the page maker cannot say: dates of the legal fact, language, and the twin as attachment."""

import io
from datetime import UTC, datetime

import pikepdf
from pikepdf import AttachedFileSpec, Dictionary, Name, String


def finish(
    pages: bytes, *, title: str, author: str, language: str, at: datetime, name: str, twin: bytes
) -> bytes:
    """The finished file: `twin` attached as `name` (JSON), all dates `at`, deterministic ids."""
    stamp = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        spec = AttachedFileSpec(
            pdf,
            twin,
            filename=name,
            description=title,
            mime_type="application/json",
            creation_date=stamp,
            mod_date=stamp,
        )
        spec.obj.AFRelationship = Name.Data
        pdf.attachments[name] = spec
        root = pdf.Root
        root.AF = pikepdf.Array([spec.obj])
        root.Lang = String(language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        information = pdf.docinfo
        information[Name.Title] = String(title)
        information[Name.Author] = String(author)
        information[Name.Creator] = String("Bestek")
        information[Name.CreationDate] = String(stamp)
        information[Name.ModDate] = String(stamp)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def twin_of(document: bytes) -> bytes:
    """The JSON that a document carries; ValueError if it carries none."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for spec in pdf.attachments.values():
            return spec.get_file().read_bytes()
    raise ValueError("the document carries no data")
