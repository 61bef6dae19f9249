"""D-18, the contractor's confirmation of a delivery."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.delivery import DeliveryConfirmation
from infra.documents import page, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Column, table
from infra.documents.pen import Pen
from infra.texts import formats


def kind(pen: Pen, _: DeliveryConfirmation) -> str:
    """What the document is called."""
    return pen.word("delivery.kind")


def story(pen: Pen, confirmed: DeliveryConfirmation) -> list[Flowable]:
    """What is delivered, what shows it, what is open, until when it is verified; who confirms."""
    numbers = Numbering()
    return [
        *_opening(pen, confirmed),
        *_parts(pen, confirmed, numbers),
        *_criteria(pen, confirmed, numbers),
        *_open_points(pen, confirmed, numbers),
        *_verification(pen, confirmed, numbers),
    ]


def _opening(pen: Pen, confirmed: DeliveryConfirmation) -> list[Flowable]:
    imprint = confirmed.imprint
    delivered = wording.delivered(pen, confirmed.received_at, confirmed.due_on)
    facts = [
        (pen.word("label.contractor"), wording.party_line(pen, confirmed.contractor)),
        (pen.word("label.authority"), wording.managed(pen, imprint, confirmed.managing_official)),
        (pen.word("delivery.milestone"), confirmed.milestone),
        (pen.word("label.delivered"), delivered),
        (pen.word("delivery.number"), pen.word("delivery.nth", number=confirmed.delivery)),
        (pen.word("label.version"), wording.version(pen, imprint)),
    ]
    asked = pen.say(
        f"delivery.first.{'final' if confirmed.final else 'provisional'}",
        contractor=confirmed.contractor.name,
        milestone=confirmed.milestone,
        moment=formats.moment(confirmed.received_at, pen.language),
    )
    notice = wording.notice(pen, imprint)
    return [
        *prose.opening(pen, kind(pen, confirmed), imprint.title, facts, notice),
        prose.paragraph(pen, asked),
    ]


def _file(pen: Pen, name: str | None, fingerprint: str | None) -> list[str]:
    """A file by its name, and below it its fingerprint."""
    if name is None:
        return []
    return [name] if fingerprint is None else [name, page.grouped(fingerprint)]


def _parts(pen: Pen, confirmed: DeliveryConfirmation, numbers: Numbering) -> list[Flowable]:
    heading = prose.part(pen, pen.word("delivery.parts"), numbers.next_section())
    if not confirmed.parts:
        return [*heading, prose.paragraph(pen, pen.say("delivery.no_parts"))]
    columns = [
        Column(pen.word("delivery.part"), width=50 * mm, strong=True),
        Column(pen.word("delivery.part_version"), width=30 * mm),
        Column(pen.word("delivery.file")),
    ]
    rows = [
        (each.name, each.version or "–", "\n".join(_file(pen, each.file, each.fingerprint)) or "–")
        for each in confirmed.parts
    ]
    return [*heading, table(pen, "", columns, rows, tight=True)]


def _criteria(pen: Pen, confirmed: DeliveryConfirmation, numbers: Numbering) -> list[Flowable]:
    columns = [
        Column(pen.word("head.number"), width=9 * mm, right=True),
        Column(pen.word("head.criterion"), width=60 * mm, strong=True),
        Column(pen.word("delivery.evidence"), prose=True),
    ]
    none = pen.word("delivery.no_evidence")
    rows = [
        (
            each.number,
            each.criterion,
            "\n".join([each.evidence or "", *_file(pen, each.file, each.fingerprint)]).strip()
            or none,
        )
        for each in confirmed.criteria
    ]
    return [
        *prose.part(pen, pen.word("delivery.criteria"), numbers.next_section()),
        table(pen, "", columns, rows, tight=True),
    ]


def _open_points(pen: Pen, confirmed: DeliveryConfirmation, numbers: Numbering) -> list[Flowable]:
    heading = prose.part(pen, pen.word("delivery.open"), numbers.next_section())
    if confirmed.open_points is None:
        return [*heading, prose.paragraph(pen, pen.say("delivery.nothing_open"))]
    return [*heading, *prose.written(pen, confirmed.open_points)]


def _verification(pen: Pen, confirmed: DeliveryConfirmation, numbers: Numbering) -> list[Flowable]:
    last = formats.day(confirmed.verification.last_day, pen.language)
    before = [
        prose.paragraph(pen, pen.say("delivery.verified", day=last)),
        prose.note(pen, pen.plain(wording.counted(pen, confirmed.verification))),
    ]
    return [
        *prose.part(pen, pen.word("delivery.verification"), numbers.next_section()),
        *before,
        *signatures.closing(
            pen,
            confirmed.signatures,
            [prose.paragraph(pen, pen.say("delivery.signed", name=confirmed.signatory))],
            close=True,
        ),
    ]
