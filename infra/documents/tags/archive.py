"""What PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of the file as a whole."""

import functools
import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

PRODUCER = "Bestek (ReportLab, pikepdf)"

_CREATED = slice(24, 36)
_IDENTITY = slice(84, 100)
"""In the head of a colour profile: when it was made, and a hash that its maker may leave out."""

_FIRST_OF_2024 = bytes.fromhex("07e800010001000000000000")

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Bestek</xmp:CreatorTool>
<xmp:CreateDate>{at}</xmp:CreateDate>
<xmp:ModifyDate>{at}</xmp:ModifyDate>
<xmp:MetadataDate>{at}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
"""Written by hand: no library writes the extension schema that PDF/A asks for `pdfuaid`."""


def conform(pdf: pikepdf.Pdf, *, title: str, author: str, language: str, at: datetime) -> None:
    """Language, metadata, colours and page settings of a file whose structure is written.

    `at` is an aware moment: every date in the file. ValueError for a naive one.
    """
    if at.tzinfo is None:
        raise ValueError("a document is of a moment with its time zone")
    moment = at.astimezone(UTC)
    root = pdf.Root
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _intend(pdf)
    _describe(pdf, title=title, author=author, at=stamp(moment))
    written = _XMP.format(
        title=_xml(title),
        author=_xml(author),
        language=language,
        at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        producer=PRODUCER,
    )
    packet = pdf.make_stream(written.encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    root.Metadata = packet
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S


def stamp(moment: datetime) -> str:
    """A moment as a PDF writes it: `D:20261109130000Z`."""
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def _xml(text: str) -> str:
    """Text in XML, without the characters that XML 1.0 cannot hold."""
    return escape(_NOT_XML.sub("", text))


def _describe(pdf: pikepdf.Pdf, *, title: str, author: str, at: str) -> None:
    information = pdf.docinfo
    for key in list(information.keys()):
        del information[key]
    information[Name.Title] = String(title)
    information[Name.Author] = String(author)
    information[Name.Creator] = String("Bestek")
    information[Name.Producer] = String(PRODUCER)
    information[Name.CreationDate] = String(at)
    information[Name.ModDate] = String(at)


def _intend(pdf: pikepdf.Pdf) -> None:
    """All colours are meant as sRGB."""
    profile = pdf.make_stream(_srgb())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([intent])


@functools.cache
def _srgb() -> bytes:
    """The profile that LittleCMS makes, without the moment at which it made it."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_CREATED] = _FIRST_OF_2024
    made[_IDENTITY] = bytes(16)
    return bytes(made)
