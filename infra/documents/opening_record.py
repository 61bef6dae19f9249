"""D-07, the record of the opening of bids."""

from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.base import local_date
from contracts.documents.opening import OpenedBid, OpeningRecord
from infra.documents import page, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Cell, Column, Markup, table
from infra.documents.pen import Pen
from infra.texts import formats


def kind(pen: Pen, _: OpeningRecord) -> str:
    """What the document is called."""
    return pen.word("opening.kind")


def story(pen: Pen, record: OpeningRecord) -> list[Flowable]:
    """Session, bids, what happened besides, signatures."""
    numbers = Numbering()
    return [
        *_opening(pen, record),
        *_session(pen, record, numbers),
        *_bids(pen, record, numbers),
        *_events(pen, record, numbers),
        *_closing(pen, record, numbers),
    ]


def _opening(pen: Pen, record: OpeningRecord) -> list[Flowable]:
    imprint = record.imprint
    session = pen.word(
        "opening.session",
        moment=formats.moment(record.opened_at, pen.language),
        place=record.place,
    )
    facts = [
        (pen.word("label.authority"), wording.authority(imprint)),
        (pen.word("label.procedure"), record.procedure),
        (pen.word("label.deadline"), formats.moment(record.deadline, pen.language)),
        (pen.word("label.opening"), session),
        (pen.word("label.channel"), pen.word(f"channel.{record.channel.value}")),
        (pen.word("label.version"), wording.version(pen, imprint)),
    ]
    first = _first_sentence(pen, record)
    return [
        *prose.opening(pen, kind(pen, record), imprint.title, facts, wording.notice(pen, imprint)),
        prose.paragraph(pen, first),
    ]


def _first_sentence(pen: Pen, record: OpeningRecord) -> str:
    values = {
        "names": wording.joined(pen, [officer.name for officer in record.officers]),
        "day": formats.day(local_date(record.opened_at), pen.language),
        "hour": formats.hour(record.opened_at, pen.language),
    }
    if not record.bids:
        return pen.say("opening.first_none", **values)
    return pen.count("opening.first", len(record.bids), **values)


def _session(pen: Pen, record: OpeningRecord, numbers: Numbering) -> list[Flowable]:
    columns = [
        Column(pen.word("head.name"), strong=True),
        Column(pen.word("head.capacity")),
        Column(pen.word("head.confirmed"), width=44 * mm),
    ]
    rows = [
        (o.name, o.capacity, formats.moment_short(o.confirmed_at, pen.language, seconds=True))
        for o in record.officers
    ]
    heading = prose.section(pen, pen.word("opening.officers"), numbers.next_section())
    caption = numbers.caption(pen, pen.word("opening.officers_caption"))
    lots = [
        prose.paragraph(pen, pen.say("opening.lots", lots="; ".join(named)))
        for named in [[wording.lot(pen, lot) for lot in record.lots]]
        if named
    ]
    return [*heading, *lots, table(pen, caption, columns, rows)]


def _bids(pen: Pen, record: OpeningRecord, numbers: Numbering) -> list[Flowable]:
    heading = prose.section(pen, pen.word("opening.bids"), numbers.next_section())
    if not record.bids:
        return [*heading, prose.paragraph(pen, pen.say("opening.no_bids"))]
    return [*heading, _register(pen, record, numbers), _fingerprints(pen, record, numbers)]


def _register(pen: Pen, record: OpeningRecord, numbers: Numbering) -> Flowable:
    priced = any(bid.price is not None for bid in record.bids)
    columns = [
        Column(pen.word("head.number"), width=9 * mm, right=True),
        Column(pen.word("head.tenderer")),
        Column(pen.word("head.received"), width=28 * mm),
        Column(pen.word("head.check"), width=22 * mm),
    ]
    if record.lots:
        columns.insert(2, Column(pen.word("head.lots"), width=18 * mm))
    if priced:
        columns.append(
            Column(pen.word("head.price"), pen.word("head.excluding"), width=29 * mm, right=True)
        )
    rows = [_bid(pen, bid, lots=bool(record.lots), priced=priced) for bid in record.bids]
    caption = numbers.caption(pen, pen.word("opening.register"))
    return table(pen, caption, columns, rows)


def _bid(pen: Pen, bid: OpenedBid, *, lots: bool, priced: bool) -> list[Cell]:
    cells: list[Cell] = [
        str(bid.number),
        _submitted(pen, bid),
        formats.moment_short(bid.received_at, pen.language, seconds=True),
        pen.word("check.intact" if bid.intact else "check.broken"),
    ]
    if lots:
        cells.insert(2, ", ".join(bid.lots))
    if priced:
        cells.append(
            wording.amount(pen, bid.price) if bid.price is not None else pen.word("check.no_price")
        )
    return cells


def _submitted(pen: Pen, bid: OpenedBid) -> Markup:
    signed = pen.say("opening.signatory", name=bid.signatory)
    return Markup(f"{wording.party(pen, bid.tenderer).text}<br/>{signed}")


def _fingerprints(pen: Pen, record: OpeningRecord, numbers: Numbering) -> Flowable:
    columns = [
        Column(pen.word("head.number"), width=9 * mm, right=True),
        Column(pen.word("head.files"), width=22 * mm, right=True),
        Column(pen.word("head.fingerprint")),
    ]
    rows = [(str(b.number), str(b.files), page.grouped(b.fingerprint)) for b in record.bids]
    caption = numbers.caption(pen, pen.word("opening.fingerprints"))
    return table(pen, caption, columns, rows)


def _events(pen: Pen, record: OpeningRecord, numbers: Numbering) -> list[Flowable]:
    """What was withdrawn, came late or failed; what did not happen is said in one list."""
    story: list[Flowable] = prose.section(pen, pen.word("opening.events"), numbers.next_section())
    none = pen.word("opening.none")
    told: list[tuple[str, list[Flowable]]] = [
        (pen.word("opening.replaced"), _replaced(pen, record, numbers)),
        (pen.word("opening.late"), _late(pen, record, numbers)),
        (pen.word("opening.outages"), _outages(pen, record)),
        (pen.word("opening.remarks"), _remarks(pen, record)),
    ]
    empty = [(label, none) for label, content in told if not content]
    for _, content in told:
        story += content
    if empty:
        story.append(prose.labelled(pen, empty, 75 * mm))
    return story


def _replaced(pen: Pen, record: OpeningRecord, numbers: Numbering) -> list[Flowable]:
    if not record.replaced:
        return []
    columns = [
        Column(pen.word("head.tenderer"), strong=True),
        Column(pen.word("head.received"), width=38 * mm),
        Column(pen.word("head.withdrawn"), width=38 * mm),
        Column(pen.word("head.what"), width=36 * mm),
    ]
    rows = [
        (
            bid.tenderer,
            formats.moment_short(bid.received_at, pen.language, seconds=True),
            formats.moment_short(bid.withdrawn_at, pen.language, seconds=True),
            pen.word("opening.withdrawn")
            if bid.replaced_by is None
            else pen.word("opening.replaced_by", number=bid.replaced_by),
        )
        for bid in record.replaced
    ]
    caption = numbers.caption(pen, pen.word("opening.replaced"))
    return [table(pen, caption, columns, rows)]


def _late(pen: Pen, record: OpeningRecord, numbers: Numbering) -> list[Flowable]:
    if not record.late:
        return []
    columns = [
        Column(pen.word("head.tenderer"), strong=True, width=48 * mm),
        Column(pen.word("head.arrived"), width=48 * mm),
        Column(pen.word("head.outcome"), prose=True),
    ]
    rows = [
        (bid.tenderer, _to_the_thousandth(pen, bid.arrived_at), bid.outcome) for bid in record.late
    ]
    caption = numbers.caption(pen, pen.word("opening.late"))
    return [table(pen, caption, columns, rows)]


def _outages(pen: Pen, record: OpeningRecord) -> list[Flowable]:
    if not record.outages:
        return []
    story = prose.subsection(pen, pen.word("opening.outages"))
    for outage in record.outages:
        between = pen.say(
            "opening.outage",
            start=formats.moment_short(outage.began_at, pen.language, seconds=True),
            end=formats.moment_short(outage.ended_at, pen.language, seconds=True),
        )
        story += [prose.paragraph(pen, between), *prose.written(pen, outage.description)]
    return story


def _remarks(pen: Pen, record: OpeningRecord) -> list[Flowable]:
    if not record.remarks:
        return []
    story = prose.subsection(pen, pen.word("opening.remarks"))
    for remark in record.remarks:
        story += prose.written(pen, remark)
    return story


def _closing(pen: Pen, record: OpeningRecord, numbers: Numbering) -> list[Flowable]:
    closed = pen.say("opening.closed", moment=formats.moment(record.closed_at, pen.language))
    return signatures.closing(
        pen, record.signatures, [prose.paragraph(pen, closed)], numbers.next_section()
    )


def _to_the_thousandth(pen: Pen, moment: datetime) -> str:
    """A moment with its milliseconds: a late bid may be late by less than a second."""
    shown = formats.moment_short(moment, pen.language, seconds=True)
    return pen.word("moment.thousandths", moment=shown, ms=f"{moment.microsecond // 1000:03}")
