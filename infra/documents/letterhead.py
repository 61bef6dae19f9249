"""How a letter begins: who sends it and when, to whom, what it is about; and how it ends."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from contracts.base import local_date
from contracts.documents.imprint import Imprint
from contracts.documents.letter import Addressee, Contact
from infra.documents import wording
from infra.documents.blocks import prose, sender
from infra.documents.blocks.tables import bare, fitting
from infra.documents.pen import Pen, reached
from infra.documents.tags.flowables import Layout, Text
from infra.texts import formats

ADDRESS = 80 * mm
"""The address stands at the right, where the window of an envelope shows it."""

GAP = 8 * mm


def opening(pen: Pen, kind: str, imprint: Imprint, to: Addressee, means: str) -> list[Flowable]:
    """Sender and address, the kind of letter and its subject; `means` says how it travels."""
    story: list[Flowable] = [
        _head(pen, imprint, to, means),
        Spacer(0, 9 * mm),
        *prose.headed(pen, kind, pen.plain(imprint.title), pen.foreign),
        Spacer(0, 4 * mm),
    ]
    if notice := wording.notice(pen, imprint):
        story.append(prose.note(pen, pen.plain(notice)))
    return story


def closing(pen: Pen, contact: Contact) -> list[Flowable]:
    """Who explains, and the greeting."""
    explained = pen.say(
        "letter.contact",
        name=contact.name,
        capacity=contact.capacity,
        telephone=contact.telephone,
        email=reached(contact.email),
    )
    return [prose.paragraph(pen, explained), prose.paragraph(pen, pen.say("letter.greeting"))]


def _head(pen: Pen, imprint: Imprint, to: Addressee, means: str) -> Layout:
    """Facts at the left, the address at the right."""
    facts = (
        (pen.word("label.sender"), wording.authority(imprint)),
        (pen.word("label.date"), formats.day(local_date(imprint.drawn_at), pen.language)),
        (pen.word("label.reference"), imprint.reference),
        (pen.word("label.version"), wording.version(pen, imprint)),
    )
    room = pen.style.text_width - ADDRESS
    left = [*sender.beside(pen, room - GAP), *prose.facts(pen, facts, 1.5 * mm, room - GAP)]
    lines = [to.party.name, *([to.attention] if to.attention else []), *to.lines]
    address = f"<b>{pen.plain(lines[0])}</b><br/>" + "<br/>".join(map(pen.plain, lines[1:]))
    right = [
        Text(pen.plain(means), pen.set.label),
        Spacer(0, 2 * mm),
        Text(address, fitting(pen, pen.set.address, address, ADDRESS)),
    ]
    return Layout(
        [[left, right]],
        colWidths=[room, ADDRESS],
        style=[
            *bare(pen),
            ("RIGHTPADDING", (0, 0), (0, 0), GAP),
            ("TOPPADDING", (1, 0), (1, 0), 12 * mm),
        ],
    )
