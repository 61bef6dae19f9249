"""D-12, the reasoned award decision."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.award import (
    AwardDecision,
    LotAward,
    Motivation,
    NoStandstill,
)
from infra.documents import scores, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.remedies import remedies_table
from infra.documents.blocks.tables import Cell, Column, table
from infra.documents.pen import Pen, capital
from infra.documents.workings import annex
from infra.texts import formats

IN_STRIP = 240
"""A subject longer than this is told in the text instead of among the facts above it."""


def kind(pen: Pen, _: AwardDecision) -> str:
    """What the document is called."""
    return pen.word("award.kind")


def story(pen: Pen, decision: AwardDecision) -> list[Flowable]:
    """The decision first; then facts, tenderers, selection, regularity, comparison, articles; an
    annex works the ranking out."""
    numbers = Numbering()
    return [
        *_opening(pen, decision),
        *_background(pen, decision, numbers),
        *_tenderers(pen, decision, numbers),
        *_selection(pen, decision, numbers),
        *_regularity(pen, decision, numbers),
        *_comparison(pen, decision, numbers),
        *_credit(pen, decision, numbers),
        *_articles(pen, decision, numbers),
        *_standstill(pen, decision, numbers),
        *_remedies(pen, decision, numbers),
        *annex(pen, decision.awards),
    ]


def _opening(pen: Pen, decision: AwardDecision) -> list[Flowable]:
    imprint, total = decision.imprint, decision.total
    both = "\n".join((wording.excluding(pen, total.excluding), wording.including(pen, total)))
    facts = [
        (pen.word("label.authority"), wording.authority(imprint)),
        (pen.word("label.decision"), wording.decided(pen, decision.decision)),
        (pen.word("label.amount"), both),
        (pen.word("label.procedure"), decision.procedure),
        (pen.word("label.version"), wording.version(pen, imprint)),
    ]
    if len(decision.subject) <= IN_STRIP:
        facts.insert(2, (pen.word("label.subject"), decision.subject))
    first = [
        prose.paragraph(
            pen,
            pen.say(
                "award.first_lot" if award.lot else "award.first",
                body=capital(decision.decision.body),
                lot=wording.lot(pen, award.lot) if award.lot else "",
                winner=award.winner.name,
                price=wording.excluding(pen, award.price.excluding),
            ),
        )
        for award in decision.awards
    ]
    notice = wording.notice(pen, imprint)
    return [*prose.opening(pen, kind(pen, decision), imprint.title, facts, notice), *first]


def _background(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("award.background"), numbers.next_section())
    if len(decision.subject) > IN_STRIP:
        story += prose.subsection(pen, pen.word("label.subject"))
        story += prose.written(pen, decision.subject)
    story.append(prose.paragraph(pen, pen.say("award.procedure", procedure=decision.procedure)))
    if decision.negotiation is not None:
        story += prose.subsection(pen, pen.word("award.negotiation"))
        story += prose.written(pen, decision.negotiation)
    for text in decision.background:
        story += prose.written(pen, text)
    if decision.publications:
        columns = [
            Column(pen.word("head.medium"), strong=True),
            Column(pen.word("head.number_full"), width=50 * mm),
            Column(pen.word("head.day"), width=32 * mm),
        ]
        rows = [
            (p.medium, p.number, formats.day_short(p.day, pen.language))
            for p in decision.publications
        ]
        story.append(_table(pen, "award.publications", columns, rows, numbers))
    return story


def _tenderers(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    lots = any(tenderer.lots for tenderer in decision.tenderers)
    columns = [
        Column(pen.word("head.number"), width=9 * mm, right=True),
        Column(pen.word("head.tenderer")),
        Column(pen.word("head.result"), width=48 * mm),
    ]
    if lots:
        columns.insert(2, Column(pen.word("head.lots"), width=20 * mm))
    rows: list[list[Cell]] = []
    for tenderer in decision.tenderers:
        row: list[Cell] = [
            str(tenderer.number),
            wording.party(pen, tenderer.party),
            pen.word(f"outcome.{tenderer.outcome.value}"),
        ]
        if lots:
            row.insert(2, ", ".join(tenderer.lots))
        rows.append(row)
    return [
        *prose.section(pen, pen.word("award.tenderers"), numbers.next_section()),
        _table(pen, "award.tenderers_caption", columns, rows, numbers),
    ]


def _selection(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("award.selection"), numbers.next_section())
    if not decision.selections:
        return [*story, prose.paragraph(pen, pen.say("award.all_selected"))]
    columns = [
        Column(pen.word("head.tenderer"), width=48 * mm, strong=True),
        Column(pen.word("head.selected"), width=26 * mm),
        Column(pen.word("head.reason"), prose=True),
    ]
    rows = [
        (s.tenderer, pen.word("selected.yes" if s.selected else "selected.no"), s.reason)
        for s in decision.selections
    ]
    return [*story, _table(pen, "award.selection_caption", columns, rows, numbers)]


def _regularity(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("award.regularity"), numbers.next_section())
    if not decision.irregularities:
        return [*story, prose.paragraph(pen, pen.say("award.all_regular"))]
    for found in decision.irregularities:
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


def _comparison(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("award.comparison"), numbers.next_section())
    for award in decision.awards:
        story += _lot(pen, award, numbers)
    return story


def _lot(pen: Pen, award: LotAward, numbers: Numbering) -> list[Flowable]:
    ranking = award.ranking
    lot = pen.word("award.in_lot", number=award.lot.number) if award.lot else ""
    story: list[Flowable] = []
    if award.lot:
        story += prose.subsection(pen, capital(wording.lot(pen, award.lot)))

    def caption(title: str) -> str:
        return pen.word("table", number=numbers.next_table(), title=title + lot)

    story.append(scores.criteria_table(pen, caption(pen.word("award.criteria")), ranking.criteria))
    captions = [caption(pen.word("award.points")) for _ in range(scores.parts(ranking.criteria))]
    story += scores.ranking_tables(pen, captions, ranking)
    story += scores.bars(pen, ranking)
    story.append(scores.prices_table(pen, caption(pen.word("award.prices")), ranking))
    story += prose.subsection(pen, pen.word("award.advantages", tenderer=award.winner.name))
    story += prose.written(pen, award.advantages)
    if award.motivations:
        story += prose.subsection(pen, pen.word("award.motivations"))
    for motivation in award.motivations:
        story.append(_motives(pen, motivation, caption(_motivated(pen, motivation))))
    if award.not_chosen:
        story += prose.subsection(pen, pen.word("award.not_chosen"))
        reasons = ((other.tenderer, other.reason) for other in award.not_chosen)
        story.append(prose.labelled(pen, reasons, 55 * mm))
    return story


def _motives(pen: Pen, motivation: Motivation, caption: str) -> Flowable:
    columns = [
        Column(pen.word("head.tenderer"), width=40 * mm, strong=True),
        Column(pen.word("head.score"), width=16 * mm, right=True),
        Column(pen.word("head.motive"), prose=True),
    ]
    rows = [(m.tenderer, scores.points(pen, m.points), m.text) for m in motivation.motives]
    return table(pen, caption, columns, rows)


def _motivated(pen: Pen, motivation: Motivation) -> str:
    weight = formats.plain(motivation.weight, pen.language)
    return pen.word("award.motives", criterion=motivation.criterion, weight=weight)


def _credit(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("award.credit"), numbers.next_section())
    visum = decision.visum
    if visum is None:
        return [*story, prose.paragraph(pen, pen.say("award.no_visum"))]
    text = pen.say(
        "award.visum",
        officer=visum.officer,
        day=formats.day(visum.granted_on, pen.language),
        number=visum.number,
        amount=wording.inclusive(pen, visum.amount),
    )
    return [*story, prose.paragraph(pen, text)]


def _articles(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    """The operative part: report, award, credit, notification, and what else was decided."""
    body = decision.decision.body
    articles = [
        pen.say(
            "award.article.report",
            body=capital(body),
            day=formats.day(decision.report_on, pen.language),
        )
    ]
    articles += [_award_article(pen, decision, award) for award in decision.awards]
    if decision.budget_line is not None:
        articles.append(_credit_article(pen, decision, decision.budget_line))
    articles.append(pen.say("award.article.notice"))
    articles += [pen.plain(text) for text in decision.further_articles]
    story: list[Flowable] = prose.section(pen, pen.word("award.articles"), numbers.next_section())
    for number, article in enumerate(articles, start=1):
        numbered = f"{pen.say('award.article', number=number)} {article}"
        story.append(prose.paragraph(pen, numbered))
    return story


def _award_article(pen: Pen, decision: AwardDecision, award: LotAward) -> str:
    return pen.say(
        "award.article.award_lot" if award.lot else "award.article.award",
        title=decision.imprint.title,
        lot=wording.lot(pen, award.lot) if award.lot else "",
        winner=wording.party_line(pen, award.winner),
        price=wording.decided_price(pen, award.price),
    )


def _credit_article(pen: Pen, decision: AwardDecision, budget_line: str) -> str:
    if decision.visum is None:
        return pen.say("award.article.credit_only", budget=budget_line)
    return pen.say(
        "award.article.credit",
        budget=budget_line,
        number=decision.visum.number,
        day=formats.day(decision.visum.granted_on, pen.language),
    )


def _standstill(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(
        pen, pen.word("standstill.heading"), numbers.next_section()
    )
    found = decision.standstill
    if isinstance(found, NoStandstill):
        text = wording.no_standstill(pen, found)
    else:
        text = pen.say(
            "award.standstill",
            length=wording.length(pen, found.length, found.unit),
            source=wording.source(pen, found.source),
        )
    return [*story, prose.paragraph(pen, text)]


def _remedies(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("remedy.heading"), numbers.next_section())
    story.append(prose.paragraph(pen, pen.say("remedy.first")))
    caption = pen.word("table", number=numbers.next_table(), title=pen.word("remedy.caption"))
    story.append(remedies_table(pen, caption, wording.remedy_rows(pen, decision.remedies)))
    made = pen.say("award.made", day=formats.day(decision.decision.taken_on, pen.language))
    return [
        *story,
        *signatures.closing(pen, decision.signatures, [prose.paragraph(pen, made)]),
    ]


def _table(
    pen: Pen,
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    numbers: Numbering,
) -> Flowable:
    caption = pen.word("table", number=numbers.next_table(), title=pen.word(key))
    return table(pen, caption, columns, rows)
