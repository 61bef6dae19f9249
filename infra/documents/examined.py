"""Who submitted a bid and what its examination found; for the report and for the decision."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.award import Irregularity, Motivation, Publication, Selection, Tenderer
from infra.documents import scores, wording
from infra.documents.blocks import prose
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Cell, Column, table
from infra.documents.pen import Pen
from infra.texts import formats


def publications(pen: Pen, found: Sequence[Publication], numbers: Numbering) -> Flowable:
    """Where and when the tender was published."""
    columns = [
        Column(pen.word("head.medium"), strong=True),
        Column(pen.word("head.number_full"), width=50 * mm),
        Column(pen.word("head.day"), width=32 * mm),
    ]
    rows = [(p.medium, p.number, formats.day_short(p.day, pen.language)) for p in found]
    return table(pen, numbers.caption(pen, pen.word("award.publications")), columns, rows)


def tenderers(
    pen: Pen, found: Sequence[Tenderer], numbers: Numbering, words: str = "outcome"
) -> list[Flowable]:
    """The tenderers in the order of receipt; `words` says where the words of an outcome stand."""
    lots = any(tenderer.lots for tenderer in found)
    columns = [
        Column(pen.word("head.number"), width=9 * mm, right=True),
        Column(pen.word("head.tenderer")),
        Column(pen.word("head.result"), width=48 * mm),
    ]
    if lots:
        columns.insert(2, Column(pen.word("head.lots"), width=20 * mm))
    rows: list[list[Cell]] = []
    for tenderer in found:
        row: list[Cell] = [
            str(tenderer.number),
            wording.party(pen, tenderer.party),
            pen.word(f"{words}.{tenderer.outcome.value}"),
        ]
        if lots:
            row.insert(2, ", ".join(tenderer.lots))
        rows.append(row)
    return [
        *prose.section(pen, pen.word("award.tenderers"), numbers.next_section()),
        table(pen, numbers.caption(pen, pen.word("award.tenderers_caption")), columns, rows),
    ]


def selection(pen: Pen, found: Sequence[Selection], numbers: Numbering) -> list[Flowable]:
    """Who was selected and why; one sentence when everybody was."""
    story: list[Flowable] = prose.section(pen, pen.word("award.selection"), numbers.next_section())
    if not found:
        return [*story, prose.paragraph(pen, pen.say("award.all_selected"))]
    columns = [
        Column(pen.word("head.tenderer"), width=48 * mm, strong=True),
        Column(pen.word("head.selected"), width=26 * mm),
        Column(pen.word("head.reason"), prose=True),
    ]
    rows = [
        (s.tenderer, pen.word("selected.yes" if s.selected else "selected.no"), s.reason)
        for s in found
    ]
    return [
        *story,
        table(pen, numbers.caption(pen, pen.word("award.selection_caption")), columns, rows),
    ]


def regularity(
    pen: Pen, irregularities: Sequence[Irregularity], numbers: Numbering
) -> list[Flowable]:
    """Every irregular bid with its ground; one sentence when there is none."""
    story: list[Flowable] = prose.section(pen, pen.word("award.regularity"), numbers.next_section())
    if not irregularities:
        return [*story, prose.paragraph(pen, pen.say("award.all_regular"))]
    for found in irregularities:
        story += prose.subsection(pen, found.tenderer)
        key = "award.irregular" if found.substantial else "award.irregular_not_substantial"
        ground = pen.say(key, source=wording.source(pen, found.source))
        story.append(prose.paragraph(pen, ground))
        story.append(_irregularity(pen, found.requirement, found.finding))
    return story


def _irregularity(pen: Pen, requirement: str, finding: str) -> Flowable:
    pairs = (
        (pen.word("label.requirement"), requirement),
        (pen.word("label.finding"), finding),
    )
    return prose.labelled(pen, pairs, 35 * mm)


def motives(pen: Pen, motivation: Motivation, caption: str) -> Flowable:
    """The reasons for the scores on one criterion, bid by bid."""
    columns = [
        Column(pen.word("head.tenderer"), width=40 * mm, strong=True),
        Column(pen.word("head.score"), width=16 * mm, right=True),
        Column(pen.word("head.motive"), prose=True),
    ]
    rows = [(m.tenderer, scores.points(pen, m.points), m.text) for m in motivation.motives]
    return table(pen, caption, columns, rows)


def motivated(pen: Pen, motivation: Motivation) -> str:
    """What a table of reasons is called."""
    weight = formats.plain(motivation.weight, pen.language)
    return pen.word("award.motives", criterion=motivation.criterion, weight=weight)
