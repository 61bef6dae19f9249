"""Draw a document: its model and the sentences of its language in, the bytes of a PDF out."""

from collections.abc import Callable
from typing import Any

from reportlab.platypus import Flowable

from contracts.base import canonical_json, content_hash
from contracts.documents import (
    AcceptanceCertificate,
    AwardDecision,
    Document,
    OpeningRecord,
    TendererLetter,
)
from infra.documents import acceptance_certificate, award_decision, letters, opening_record
from infra.documents.finish import finish
from infra.documents.page import assemble, sheet
from infra.documents.pen import Pen
from infra.documents.style import HOUSE, Style
from infra.texts.catalogue import Texts

Kind = Callable[[Pen, Any], str]
Story = Callable[[Pen, Any], list[Flowable]]

_DRAWN: dict[type[Document], tuple[Kind, Story]] = {
    OpeningRecord: (opening_record.kind, opening_record.story),
    AwardDecision: (award_decision.kind, award_decision.story),
    TendererLetter: (letters.kind, letters.story),
    AcceptanceCertificate: (acceptance_certificate.kind, acceptance_certificate.story),
}


def draw(model: Document, texts: Texts, style: Style = HOUSE) -> bytes:
    """The PDF of a document, its model attached as JSON. The same model gives the same bytes.

    ValueError if `texts` speak another language than the imprint; TypeError for a model that is
    none of the documents. Heavy: to be called in a thread or process, never in a workflow task.
    """
    if texts.language != model.imprint.language:
        raise ValueError(f"a document in {model.imprint.language} has texts in that language")
    if type(model) not in _DRAWN:
        raise TypeError(f"no document is drawn from {type(model).__name__}")
    kind, story = _DRAWN[type(model)]
    pen = Pen(texts, style)
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
        name=f"{model.document}.json",
        twin=twin,
    )
