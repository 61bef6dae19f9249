"""D-21, the certificate of provisional or final acceptance: on one page where it can be."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from contracts.base import local_date
from contracts.documents.acceptance import (
    AcceptanceCertificate,
    Bond,
    BondRelease,
    Delay,
    MemberNote,
    Share,
)
from infra.documents import wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Cell, Column, bare, table
from infra.documents.pen import Pen
from infra.texts import formats

GAP = 9 * mm


def kind(pen: Pen, certificate: AcceptanceCertificate) -> str:
    """What the document is called."""
    return pen.word(f"acceptance.kind.{certificate.kind.value}")


def story(pen: Pen, certificate: AcceptanceCertificate) -> list[Flowable]:
    """The verdict and its moment; tests, remarks, settlement and what follows; sign-offs."""
    numbers = Numbering()
    return [
        *_opening(pen, certificate),
        *_tests(pen, certificate, numbers),
        *_remarks(pen, certificate, numbers),
        *_settlement(pen, certificate, numbers),
        *_closing(pen, certificate),
    ]


def _opening(pen: Pen, certificate: AcceptanceCertificate) -> list[Flowable]:
    """The word of acceptance first, then its moment, large, then what it is about."""
    imprint = certificate.imprint
    verdict = f"acceptance.verdict.{certificate.kind.value}"
    effective = formats.day(certificate.effective_on, pen.language)
    heading: list[Flowable] = [
        Paragraph(pen.plain(kind(pen, certificate)), pen.set.kind),
        Paragraph(pen.say(verdict), pen.set.title),
        Spacer(0, 1 * mm),
        Paragraph(pen.say("acceptance.effective", day=effective), pen.set.moment),
    ]
    if certificate.open_remarks:
        heading.append(Paragraph(pen.say("acceptance.with_remarks"), pen.set.subsection))
    if notice := wording.notice(pen, imprint):
        heading.append(Paragraph(pen.plain(notice), pen.set.note))
    return [
        *heading,
        Spacer(0, 3 * mm),
        prose.strip(pen, _facts(pen, certificate)),
        Spacer(0, 3 * mm),
        prose.paragraph(pen, _granted(pen, certificate)),
    ]


def _facts(pen: Pen, certificate: AcceptanceCertificate) -> list[tuple[str, str]]:
    imprint = certificate.imprint
    subject = (imprint.title, certificate.milestone or pen.word("acceptance.whole"))
    managed = pen.word("acceptance.managed", name=certificate.managing_official)
    contractor = certificate.contractor
    number = contractor.enterprise_number
    named = contractor.name if number is None else f"{contractor.name} ({number})"
    return [
        (pen.word("label.contract"), "\n".join(subject)),
        (pen.word("label.contractor"), f"{named}\n{contractor.seat}"),
        (pen.word("label.authority"), f"{wording.authority(imprint)}\n{managed}"),
        (pen.word("label.delivered"), _delivered(pen, certificate)),
    ]


def _delivered(pen: Pen, certificate: AcceptanceCertificate) -> str:
    """When it was delivered and, if that was agreed, when it was due."""
    delivered = formats.moment(certificate.delivered_at, pen.language)
    if certificate.due_on is None:
        return delivered
    due = formats.day(certificate.due_on, pen.language)
    lines = [delivered, pen.word("acceptance.due", day=due)]
    if certificate.days_late:
        lines.append(pen.texts.plural("documents.acceptance.late", certificate.days_late))
    return "\n".join(lines)


def _granted(pen: Pen, certificate: AcceptanceCertificate) -> str:
    subject = certificate.milestone or certificate.imprint.title
    effective = formats.day(certificate.effective_on, pen.language)
    rest = certificate.open_remarks
    key = f"acceptance.granted.{certificate.kind.value}"
    if not rest:
        return pen.say(key, subject=subject, day=effective)
    return pen.count(
        "acceptance.granted_with_remarks",
        len(rest),
        subject=subject,
        day=effective,
        remedied=formats.day(max(remark.remedy_by for remark in rest), pen.language),
    )


def _tests(pen: Pen, certificate: AcceptanceCertificate, numbers: Numbering) -> list[Flowable]:
    columns = [
        Column(pen.word("head.number"), width=15 * mm, strong=True),
        Column(pen.word("head.criterion"), prose=True),
        Column(pen.word("head.tester"), width=30 * mm),
        Column(pen.word("head.day"), width=26 * mm),
        Column(pen.word("head.result"), width=24 * mm),
    ]
    rows = [
        (
            test.number,
            test.criterion if test.remark is None else f"{test.criterion}\n{test.remark}",
            test.tester,
            formats.day_short(test.tested_on, pen.language),
            pen.word(f"test.{test.result.value}"),
        )
        for test in certificate.tests
    ]
    return [
        *prose.part(pen, pen.word("acceptance.tests"), numbers.next_section()),
        _table(pen, "acceptance.tests_caption", columns, rows, numbers),
        *(prose.paragraph(pen, _note(pen, note)) for note in certificate.notes),
    ]


def _note(pen: Pen, note: MemberNote) -> str:
    return pen.say("acceptance.note", name=note.name, text=note.text)


def _remarks(pen: Pen, certificate: AcceptanceCertificate, numbers: Numbering) -> list[Flowable]:
    if not certificate.remarks:
        return []
    columns = [
        Column(pen.word("head.number"), width=15 * mm, strong=True),
        Column(pen.word("head.remark"), prose=True),
        Column(pen.word("head.severity"), width=24 * mm),
        Column(pen.word("head.remedy_by"), width=37 * mm),
        Column(pen.word("head.remedied"), width=27 * mm),
    ]
    rows = [
        (
            remark.number,
            remark.text,
            pen.word(f"severity.{remark.severity.value}"),
            formats.day_short(remark.remedy_by, pen.language),
            formats.day_short(remark.remedied_on, pen.language)
            if remark.remedied_on is not None
            else pen.word("acceptance.open"),
        )
        for remark in certificate.remarks
    ]
    return [
        *prose.part(pen, pen.word("acceptance.remarks"), numbers.next_section()),
        _table(pen, "acceptance.remarks_caption", columns, rows, numbers),
    ]


def _settlement(pen: Pen, certificate: AcceptanceCertificate, numbers: Numbering) -> list[Flowable]:
    """Amounts at the left, what follows at the right."""
    left = (pen.style.text_width - GAP) / 2
    right = pen.style.text_width - GAP - left
    heading = prose.part(pen, pen.word("acceptance.settlement"), numbers.next_section())
    amounts = _amounts(pen, certificate, numbers, left)
    amounts.spaceBefore = 0
    pair = Table(
        [[amounts, "", _consequences(pen, certificate)]],
        colWidths=[left, GAP, right],
        style=bare(pen),
        spaceAfter=2 * mm,
    )
    return [*heading, pair]


def _amounts(
    pen: Pen, certificate: AcceptanceCertificate, numbers: Numbering, width: float
) -> Table:
    found = certificate.settlement
    rows: list[tuple[Cell, Cell]] = [(_value(pen, found.share), wording.amount(pen, found.value))]
    if found.delay is not None:
        rows.append((_delay(pen, found.delay), wording.deducted(pen, found.delay.fine)))
    rows += [(r.reason, wording.deducted(pen, r.amount)) for r in found.reductions]
    rows.append((pen.word("acceptance.payable"), wording.amount(pen, found.payable)))
    vat = formats.percentage(found.vat_percentage, pen.language)
    total = wording.amount(pen, found.payable_including)
    rows.append((pen.word("acceptance.payable_including", rate=vat), total))
    columns = [
        Column(pen.word("head.item")),
        Column(pen.word("head.amount"), width=30 * mm, right=True),
    ]
    caption = pen.word("table", number=numbers.next_table(), title=pen.word("acceptance.amounts"))
    return table(pen, caption, columns, rows, total=True, tight=True, width=width)


def _value(pen: Pen, share: Share | None) -> str:
    """What the amount is, and how it follows from the contract price."""
    named = pen.word("acceptance.value")
    if share is None:
        return named
    key = "acceptance.value_rest" if share.rest else "acceptance.value_share"
    made = pen.word(
        key,
        share=formats.percentage(share.percentage, pen.language),
        price=wording.amount(pen, share.price),
    )
    return f"{named}\n{made}"


def _delay(pen: Pen, delay: Delay) -> str:
    return pen.texts.plural(
        "documents.acceptance.delay",
        delay.days,
        rate=formats.percentage(delay.rate, pen.language),
        base=wording.amount(pen, delay.base),
        cap=formats.percentage(delay.cap, pen.language),
        source=wording.source(pen, delay.source),
    )


def _consequences(pen: Pen, certificate: AcceptanceCertificate) -> list[Flowable]:
    """What begins or ends with this acceptance."""
    told: list[tuple[str, str]] = []
    if certificate.warranty is not None:
        until = formats.day(certificate.warranty.last_day, pen.language)
        told.append(
            (
                pen.word("acceptance.warranty"),
                pen.word("acceptance.warranty_until", day=until)
                + "\n"
                + wording.counted(pen, certificate.warranty),
            )
        )
    if certificate.bond is not None:
        told.append((pen.word("acceptance.bond"), _bond(pen, certificate.bond)))
    if certificate.settlement.payable.amount > 0:
        invoice = pen.word("acceptance.payment_follows", reference=certificate.imprint.reference)
        told.append((pen.word("acceptance.payment"), invoice))
    story: list[Flowable] = []
    for label, value in told:
        story += [*prose.fact(pen, label, value), Spacer(0, 2 * mm)]
    return story[:-1]


def _bond(pen: Pen, bond: Bond) -> str:
    if bond.release is BondRelease.NONE:
        return pen.word("acceptance.bond.none", amount=wording.amount(pen, bond.amount))
    return pen.word(
        f"acceptance.bond.{bond.release.value}",
        amount=wording.amount(pen, bond.amount),
        released=wording.amount(pen, bond.released),
        source=wording.source(pen, bond.source),
    )


def _closing(pen: Pen, certificate: AcceptanceCertificate) -> list[Flowable]:
    imprint = certificate.imprint
    made = pen.say(
        "acceptance.made",
        day=formats.day(local_date(imprint.drawn_at), pen.language),
        version=imprint.version,
        language=pen.word(f"language.{imprint.language.value}"),
    )
    if not certificate.remarks:
        made = f"{pen.say('acceptance.no_remarks')} {made}"
    return signatures.closing(pen, certificate.signatures, [prose.paragraph(pen, made)], close=True)


def _table(
    pen: Pen,
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    numbers: Numbering,
) -> Table:
    caption = pen.word("table", number=numbers.next_table(), title=pen.word(key))
    return table(pen, caption, columns, rows, tight=True)
