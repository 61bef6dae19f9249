"""D-21, the certificate of provisional or final acceptance: on one page where it can be."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from contracts.base import local_date
from contracts.documents.acceptance import (
    AcceptanceCertificate,
    Bond,
    BondRelease,
    Delay,
    Share,
)
from infra.documents import wording
from infra.documents.blocks import prose, sender, signatures
from infra.documents.blocks.grid import RowTable
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Cell, Column, bare, table
from infra.documents.pen import Pen
from infra.documents.tags.flowables import Layout, Text
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
        *sender.above(pen),
        *prose.headed(pen, kind(pen, certificate), pen.say(verdict)),
        Spacer(0, 1 * mm),
        Text(pen.say("acceptance.effective", day=effective), pen.set.moment),
    ]
    if certificate.open_remarks:
        heading.append(Text(pen.say("acceptance.with_remarks"), pen.set.subsection))
    if notice := wording.notice(pen, imprint):
        heading.append(prose.note(pen, pen.plain(notice)))
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
    contractor = certificate.contractor
    number = contractor.enterprise_number
    named = contractor.name if number is None else f"{contractor.name} ({number})"
    return [
        (pen.word("label.contract"), "\n".join(subject)),
        (pen.word("label.contractor"), f"{named}\n{contractor.seat}"),
        (
            pen.word("label.authority"),
            wording.managed(pen, imprint, certificate.managing_official),
        ),
        (
            pen.word("label.delivered"),
            wording.delivered(pen, certificate.delivered_at, certificate.due_on),
        ),
    ]


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
        table(
            pen,
            numbers.caption(pen, pen.word("acceptance.tests_caption")),
            columns,
            rows,
            tight=True,
        ),
        *(prose.paragraph(pen, wording.noted(pen, note)) for note in certificate.notes),
    ]


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
        table(
            pen,
            numbers.caption(pen, pen.word("acceptance.remarks_caption")),
            columns,
            rows,
            tight=True,
        ),
    ]


def _settlement(pen: Pen, certificate: AcceptanceCertificate, numbers: Numbering) -> list[Flowable]:
    """Amounts at the left, what follows at the right."""
    left = (pen.style.text_width - GAP) / 2
    right = pen.style.text_width - GAP - left
    heading = prose.part(pen, pen.word("acceptance.settlement"), numbers.next_section())
    amounts = _amounts(pen, certificate, numbers, left)
    amounts.spaceBefore = 0
    pair = Layout(
        [[amounts, [], _consequences(pen, certificate, right)]],
        colWidths=[left, GAP, right],
        style=bare(pen),
        spaceAfter=2 * mm,
    )
    return [*heading, pair]


def _amounts(
    pen: Pen, certificate: AcceptanceCertificate, numbers: Numbering, width: float
) -> RowTable:
    found = certificate.settlement
    rows: list[tuple[Cell, Cell]] = [(_value(pen, found.share), wording.amount(pen, found.value))]
    if found.delay is not None:
        taken = "–" if found.delay.proposed else wording.deducted(pen, found.delay.fine)
        rows.append((_delay(pen, found.delay), taken))
    rows += [(r.reason, wording.deducted(pen, r.amount)) for r in found.reductions]
    rows.append((pen.word("acceptance.payable"), wording.amount(pen, found.payable)))
    vat = formats.percentage(found.vat_percentage, pen.language)
    total = wording.amount(pen, found.payable_including)
    rows.append((pen.word("acceptance.payable_including", rate=vat), total))
    columns = [
        Column(pen.word("head.item")),
        Column(pen.word("head.amount"), width=30 * mm, right=True),
    ]
    caption = numbers.caption(pen, pen.word("acceptance.amounts"))
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
    said = [_computed(pen, delay)]
    if delay.to_confirm:
        said.append(pen.word("acceptance.delay_unconfirmed"))
    if delay.proposed:
        amount = wording.amount(pen, delay.fine)
        said.append(pen.word("acceptance.delay_proposed", amount=amount))
    return "\n".join(said)


def _computed(pen: Pen, delay: Delay) -> str:
    return pen.texts.plural(
        "documents.acceptance.delay",
        delay.days,
        rate=formats.percentage(delay.rate, pen.language),
        base=wording.amount(pen, delay.base),
        cap=formats.percentage(delay.cap, pen.language),
        source=wording.source(pen, delay.source),
    )


def _consequences(pen: Pen, certificate: AcceptanceCertificate, room: float) -> list[Flowable]:
    """What begins or ends with this acceptance, in a column so wide."""
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
    return prose.facts(pen, told, 2 * mm, room)


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
