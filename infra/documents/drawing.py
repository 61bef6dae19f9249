"""Draw a document: its model and the sentences of its language in, the bytes of a PDF out."""

from collections.abc import Callable, Iterator
from typing import Any

from pikepdf import Name
from reportlab.platypus import Flowable

from contracts.base import canonical_json, content_hash
from contracts.documents import (
    AcceptanceCertificate,
    AwardDecision,
    ConclusionLetter,
    DeliveryConfirmation,
    Document,
    EvaluationReport,
    OpeningRecord,
    ShortcomingsRecord,
    TenderDocuments,
    TendererLetter,
)
from infra.documents import (
    acceptance_certificate,
    award_decision,
    conclusion_letter,
    delivery_confirmation,
    evaluation_report,
    letters,
    look,
    opening_record,
    shortcomings_record,
    tender_documents,
)
from infra.documents.finish import Attached, finish
from infra.documents.page import assemble, sheet
from infra.documents.pen import Pen
from infra.documents.style import HOUSE, Style
from infra.texts.catalogue import Texts

Kind = Callable[[Pen, Any], str]
Story = Callable[[Pen, Any], list[Flowable]]

_DRAWN: dict[type[Document], tuple[Kind, Story]] = {
    TenderDocuments: (tender_documents.kind, tender_documents.story),
    OpeningRecord: (opening_record.kind, opening_record.story),
    EvaluationReport: (evaluation_report.kind, evaluation_report.story),
    AwardDecision: (award_decision.kind, award_decision.story),
    TendererLetter: (letters.kind, letters.story),
    ConclusionLetter: (conclusion_letter.kind, conclusion_letter.story),
    DeliveryConfirmation: (delivery_confirmation.kind, delivery_confirmation.story),
    ShortcomingsRecord: (shortcomings_record.kind, shortcomings_record.story),
    AcceptanceCertificate: (acceptance_certificate.kind, acceptance_certificate.story),
}


def draw(model: Document, texts: Texts, style: Style = HOUSE) -> bytes:
    """The PDF of a document, its model attached as JSON, and the look if it is not the house's.
    The same model in the same look gives the same bytes.

    ValueError if `texts` speak another language than the imprint; TypeError for a model that is
    none of the documents. Heavy: to be called in a thread or process, never in a workflow task.
    """
    if texts.language != model.imprint.language:
        raise ValueError(f"a document in {model.imprint.language} has texts in that language")
    if type(model) not in _DRAWN:
        raise TypeError(f"no document is drawn from {type(model).__name__}")
    kind, story = _DRAWN[type(model)]
    copies = model.imprint.original is not None
    pen = Pen(texts, style, model.imprint.written, copies)
    twin = canonical_json(model)
    imprint = model.imprint
    title = f"{kind(pen, model)} – {imprint.title}"
    pages = assemble(pen, sheet(pen, imprint, content_hash(twin)), story(pen, model), title)
    return finish(
        pages,
        title=title,
        author=imprint.authority,
        language=imprint.language.value,
        at=imprint.drawn_at,
        attached=tuple(_attached(pen, model, twin, title)),
    )


def _attached(pen: Pen, model: Document, twin: bytes, title: str) -> Iterator[Attached]:
    """The twin, and the look where it is not the house's."""
    yield Attached(f"{model.document}.json", twin, title, Name.Data)
    if (written := look.written(pen.style)) is not None:
        yield Attached(look.NAME, written, pen.word("sender.look"), Name.Supplement)
