"""D-19, the record of shortcomings of a delivery."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.shortcomings import ShortcomingsRecord
from infra.documents import wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Column, Markup, table
from infra.documents.pen import Pen
from infra.texts import formats


def kind(pen: Pen, _: ShortcomingsRecord) -> str:
    """What the document is called."""
    return pen.word("shortcomings.kind")


def story(pen: Pen, record: ShortcomingsRecord) -> list[Flowable]:
    """What was found, who was there, what is asked, how to answer; signatures."""
    numbers = Numbering()
    return [
        *_opening(pen, record),
        *_findings(pen, record, numbers),
        *_present(pen, record, numbers),
        *_remedy(pen, record, numbers),
        *_defence(pen, record, numbers),
    ]


def _opening(pen: Pen, record: ShortcomingsRecord) -> list[Flowable]:
    imprint = record.imprint
    facts = [
        (pen.word("label.contractor"), wording.party_line(pen, record.contractor)),
        (pen.word("label.authority"), wording.managed(pen, imprint, record.managing_official)),
        (pen.word("delivery.milestone"), record.milestone),
        (pen.word("label.delivered"), formats.moment(record.delivered_at, pen.language)),
        (pen.word("shortcomings.round"), _round(pen, record)),
        (pen.word("label.version"), wording.version(pen, imprint)),
    ]
    days = [formats.day(day, pen.language) for day in record.found_on]
    notice = wording.notice(pen, imprint)
    return [
        *prose.opening(pen, kind(pen, record), imprint.title, facts, notice),
        prose.paragraph(pen, pen.say("shortcomings.first", days=wording.joined(pen, days))),
    ]


def _round(pen: Pen, record: ShortcomingsRecord) -> str:
    if record.round == 1:
        return pen.word("shortcomings.of_delivery")
    return pen.texts.say("documents.shortcomings.of_remedy", number=record.round - 1)


def _findings(pen: Pen, record: ShortcomingsRecord, numbers: Numbering) -> list[Flowable]:
    columns = [
        Column(pen.word("head.number"), width=9 * mm, right=True),
        Column(pen.word("shortcomings.requirement_and_fact"), prose=True),
        Column(pen.word("head.severity"), width=22 * mm),
        Column(pen.word("shortcomings.found_by"), width=34 * mm),
        Column(pen.word("head.remedy_by"), width=30 * mm),
    ]
    rows = [
        (
            each.number,
            Markup(f"<b>{pen.plain(each.requirement)}</b><br/>{wording.lines(pen, each.fact)}"),
            pen.word(f"severity.{each.severity.value}"),
            f"{each.found_by}\n{formats.day_short(each.found_on, pen.language)}",
            formats.day_short(each.remedy_by, pen.language),
        )
        for each in record.findings
    ]
    return [
        *prose.part(pen, pen.word("shortcomings.findings"), numbers.next_section()),
        table(pen, "", columns, rows, tight=True),
        *(prose.paragraph(pen, wording.noted(pen, note)) for note in record.notes),
    ]


def _present(pen: Pen, record: ShortcomingsRecord, numbers: Numbering) -> list[Flowable]:
    return [
        *prose.part(pen, pen.word("shortcomings.present"), numbers.next_section()),
        prose.labelled(pen, ((each.name, each.capacity) for each in record.present)),
    ]


def _remedy(pen: Pen, record: ShortcomingsRecord, numbers: Numbering) -> list[Flowable]:
    last = formats.day(record.remedy_by, pen.language)
    return [
        *prose.part(pen, pen.word("shortcomings.remedy"), numbers.next_section()),
        prose.paragraph(pen, pen.count("shortcomings.asked", len(record.findings), day=last)),
    ]


def _defence(pen: Pen, record: ShortcomingsRecord, numbers: Numbering) -> list[Flowable]:
    period = record.defence
    answer = pen.say("shortcomings.answer", length=wording.length(pen, period.length, period.unit))
    made = formats.day(period.starts, pen.language)
    dated = pen.say(
        "shortcomings.dated",
        start=made,
        day=formats.day(period.last_day, pen.language),
    )
    source = wording.source(pen, record.source)
    before = [
        prose.paragraph(pen, pen.say("shortcomings.measures", source=source)),
        prose.paragraph(pen, pen.say("shortcomings.made", day=made)),
    ]
    return [
        *prose.part(pen, pen.word("shortcomings.defence"), numbers.next_section()),
        prose.paragraph(pen, f"{answer} {dated}"),
        prose.note(pen, pen.plain(wording.counted(pen, period))),
        *signatures.closing(pen, record.signatures, before, close=True),
    ]
