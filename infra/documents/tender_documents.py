"""D-02, the tender documents: administrative part, performance, inventory."""

from collections.abc import Iterable

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.tender import Bought, TenderDocuments
from infra.documents import wording
from infra.documents.blocks import prose
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Cell, Column, Markup, table
from infra.documents.pen import Pen
from infra.texts import formats


def kind(pen: Pen, _: TenderDocuments) -> str:
    """What the document is called."""
    return pen.word("tender.kind")


def story(pen: Pen, tender: TenderDocuments) -> list[Flowable]:
    """What is bought and how bids are handed in; criteria; performance; inventory."""
    numbers = Numbering()
    return [
        *_opening(pen, tender),
        *_subject(pen, tender, numbers),
        *_lots(pen, tender, numbers),
        *_submission(pen, tender, numbers),
        *_criteria(pen, tender, numbers),
        *_performance(pen, tender, numbers),
        *_deliveries(pen, tender, numbers),
        *_inventory(pen, tender, numbers),
    ]


def open_field(pen: Pen) -> Markup:
    """What stands, in red, where a draft is not filled in yet."""
    return Markup(f'<font color="{pen.style.alarm}">{pen.say("tender.open")}</font>')


def _told(pen: Pen, text: str | None) -> Cell:
    return open_field(pen) if text is None else text


def _stated(pen: Pen, rows: Iterable[tuple[str, Cell]]) -> Flowable:
    """Names at the left and what holds at the right, as a table of their own."""
    columns = [
        Column(pen.word("tender.what"), width=48 * mm, strong=True),
        Column(pen.word("tender.holds"), prose=True),
    ]
    return table(pen, "", columns, list(rows), tight=True)


def _opening(pen: Pen, tender: TenderDocuments) -> list[Flowable]:
    imprint = tender.imprint
    facts = [
        (pen.word("label.authority"), wording.authority(imprint)),
        (pen.word("label.procedure"), tender.procedure),
        (pen.word("label.deadline"), _deadline(pen, tender)),
        (pen.word("label.reference"), imprint.reference),
        (pen.word("label.channel"), pen.word("channel.bestek")),
        (pen.word("label.version"), wording.version(pen, imprint)),
    ]
    first = pen.say("tender.draft_first" if imprint.draft else "tender.first")
    return [
        *prose.opening(pen, kind(pen, tender), imprint.title, facts, wording.notice(pen, imprint)),
        prose.paragraph(pen, first),
    ]


def _deadline(pen: Pen, tender: TenderDocuments) -> str:
    if tender.deadline is None:
        return pen.word("tender.open")
    return formats.moment(tender.deadline, pen.language)


def _subject(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    estimate = wording.excluding(pen, tender.estimate) if tender.estimate else None
    rows: list[tuple[str, Cell]] = [
        (pen.word("tender.category"), _told(pen, tender.category)),
        (pen.word("tender.cpv"), _told(pen, _bought(tender.bought))),
        (pen.word("report.estimate"), _told(pen, estimate)),
        (pen.word("label.procedure"), "\n".join((tender.procedure, *tender.grounds))),
    ]
    story: list[Flowable] = prose.section(pen, pen.word("tender.subject"), numbers.next_section())
    if tender.subject is None:
        story.append(prose.paragraph(pen, open_field(pen).text))
    else:
        story += prose.written(pen, tender.subject)
    return [*story, _stated(pen, rows)]


def _bought(found: Bought | None) -> str | None:
    if found is None:
        return None
    return found.code if found.meaning is None else f"{found.code} – {found.meaning}"


def _lots(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    heading = prose.section(pen, pen.word("tender.lots"), numbers.next_section())
    if not tender.lots:
        return [*heading, prose.paragraph(pen, pen.say("tender.no_lots"))]
    columns = [
        Column(pen.word("head.number"), width=15 * mm),
        Column(pen.word("tender.lot"), width=60 * mm, strong=True),
        Column(pen.word("tender.description"), prose=True),
    ]
    rows = [(each.number, _told(pen, each.title), each.description or "–") for each in tender.lots]
    caption = numbers.caption(pen, pen.word("tender.lots"))
    return [*heading, table(pen, caption, columns, rows)]


def _submission(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    deadline = None if tender.deadline is None else _deadline(pen, tender)
    validity = pen.texts.plural("documents.length.calendar_days", tender.validity_days)
    rows: list[tuple[str, Cell]] = [
        (pen.word("tender.channel"), pen.word("tender.channel_how")),
        (pen.word("label.deadline"), _told(pen, deadline)),
        (pen.word("tender.late"), pen.word("tender.late_how")),
        (pen.word("label.opening"), pen.word("tender.opening_how")),
        (pen.word("tender.validity"), pen.word("tender.validity_how", length=validity)),
    ]
    return [
        *prose.section(pen, pen.word("tender.submission"), numbers.next_section()),
        _stated(pen, rows),
    ]


def _criteria(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    heading = prose.section(pen, pen.word("report.methods"), numbers.next_section())
    if not tender.criteria:
        return [*heading, prose.paragraph(pen, open_field(pen).text)]
    columns = [
        Column(pen.word("head.criterion"), width=45 * mm, strong=True),
        Column(pen.word("head.kind"), width=20 * mm),
        Column(pen.word("head.weight"), pen.word("head.points"), width=24 * mm, right=True),
        Column(pen.word("report.method"), prose=True),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            _told(pen, each.name),
            pen.word(f"criterion.{each.kind}"),
            open_field(pen) if each.weight is None else formats.plain(each.weight, pen.language),
            "\n".join(filter(None, (each.description, each.how))),
        )
        for each in tender.criteria
    ]
    title = pen.word("report.methods_caption")
    caption = numbers.caption(pen, title)
    normal = "workings.normalised" if tender.normalised else "workings.not_normalised"
    story = [*heading, table(pen, caption, columns, rows), prose.paragraph(pen, pen.say(normal))]
    story += prose.subsection(pen, pen.word("tender.ties"))
    if tender.ties:
        return [*story, *prose.listed(pen, tender.ties)]
    return [*story, prose.paragraph(pen, pen.say("tender.no_ties"))]


def _performance(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    months = tender.months
    lasts = None if months is None else pen.texts.plural("documents.length.months", months)
    rows: list[tuple[str, Cell]] = [
        (pen.word("conclusion.official"), _told(pen, tender.managing_official)),
        (pen.word("conclusion.duration"), _told(pen, lasts)),
        (pen.word("tender.renewal"), tender.renewal or pen.word("tender.no_renewal")),
        *((each.name, f"{each.value}\n{each.note}") for each in tender.terms),
    ]
    return [
        *prose.section(pen, pen.word("tender.performance"), numbers.next_section()),
        _stated(pen, rows),
    ]


def _deliveries(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    heading = prose.section(pen, pen.word("tender.deliveries"), numbers.next_section())
    if not tender.deliveries:
        return [*heading, prose.paragraph(pen, open_field(pen).text)]
    columns = [
        Column(pen.word("head.number"), width=13 * mm),
        Column(pen.word("conclusion.delivery"), width=45 * mm, strong=True),
        Column(pen.word("tender.term"), pen.word("tender.from_conclusion"), width=32 * mm),
        Column(
            pen.word("conclusion.share"), pen.word("conclusion.of_price"), width=20 * mm, right=True
        ),
        Column(pen.word("tender.tested"), prose=True),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            each.number,
            _told(pen, each.title),
            pen.texts.plural("documents.length.calendar_days", each.days),
            formats.percentage(each.share, pen.language),
            "\n".join(each.criteria) or pen.word("tender.as_a_whole"),
        )
        for each in tender.deliveries
    ]
    caption = numbers.caption(pen, pen.word("tender.deliveries"))
    kinds = {each.final for each in tender.deliveries}
    said = "tender.acceptance_final" if True in kinds else "tender.acceptance"
    return [
        *heading,
        table(pen, caption, columns, rows),
        prose.paragraph(pen, pen.say(said)),
    ]


def _inventory(pen: Pen, tender: TenderDocuments, numbers: Numbering) -> list[Flowable]:
    heading = prose.section(pen, pen.word("tender.inventory"), numbers.next_section())
    if not tender.items:
        return [*heading, prose.paragraph(pen, pen.say("tender.no_items"))]
    columns = [
        Column(pen.word("head.number"), width=10 * mm, right=True),
        Column(pen.word("tender.item"), strong=True),
        Column(pen.word("tender.cpv"), width=48 * mm, prose=True),
        Column(pen.word("tender.quantity"), width=30 * mm, right=True),
        Column(pen.word("head.lots"), width=18 * mm),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            each.number,
            _told(pen, each.description),
            _bought(each.bought) or "–",
            "–"
            if each.quantity is None
            else f"{formats.plain(each.quantity, pen.language)} {each.unit or ''}".strip(),
            each.lot or "–",
        )
        for each in tender.items
    ]
    caption = numbers.caption(pen, pen.word("tender.inventory"))
    return [*heading, table(pen, caption, columns, rows)]
