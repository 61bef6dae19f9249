"""D-12, the reasoned award decision."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from contracts.documents.award import (
    AwardDecision,
    LotAward,
    NoStandstill,
)
from contracts.rules.deadlines import Doubt
from infra.documents import examined, scores, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.remedies import remedies_table
from infra.documents.pen import Pen, capital
from infra.documents.workings import Worked, annex
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
        *examined.tenderers(pen, decision.tenderers, numbers),
        *examined.selection(pen, decision.selections, numbers),
        *examined.regularity(pen, decision.irregularities, numbers),
        *_comparison(pen, decision, numbers),
        *_credit(pen, decision, numbers),
        *_articles(pen, decision, numbers),
        *_standstill(pen, decision, numbers),
        *_remedies(pen, decision, numbers),
        *annex(pen, _worked(decision)),
    ]


def _worked(decision: AwardDecision) -> Iterator[Worked]:
    for award in decision.awards:
        if award.workings is not None:
            yield Worked(award.workings, award.price.excluding.currency, award.lot)


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
        story.append(examined.publications(pen, decision.publications, numbers))
    return story


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
        return numbers.caption(pen, title + lot)

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
        story.append(
            examined.motives(pen, motivation, caption(examined.motivated(pen, motivation)))
        )
    if award.not_chosen:
        story += prose.subsection(pen, pen.word("award.not_chosen"))
        reasons = ((other.tenderer, other.reason) for other in award.not_chosen)
        story.append(prose.labelled(pen, reasons, 55 * mm))
    return story


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
        if found.law is not None:
            text = f"{text} {pen.plain(wording.own(pen, found.law, found.unit))}"
        if not found.confirmed:
            remarks = map(pen.plain, wording.unconfirmed(pen, [Doubt.SOURCE]))
            text = " ".join((text, *remarks))
    return [*story, prose.paragraph(pen, text)]


def _remedies(pen: Pen, decision: AwardDecision, numbers: Numbering) -> list[Flowable]:
    story: list[Flowable] = prose.section(pen, pen.word("remedy.heading"), numbers.next_section())
    story.append(prose.paragraph(pen, pen.say("remedy.first")))
    caption = numbers.caption(pen, pen.word("remedy.caption"))
    story.append(remedies_table(pen, caption, wording.remedy_rows(pen, decision.remedies)))
    made = pen.say("award.made", day=formats.day(decision.decision.taken_on, pen.language))
    return [
        *story,
        *signatures.closing(pen, decision.signatures, [prose.paragraph(pen, made)]),
    ]
