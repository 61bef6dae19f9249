"""D-10, the evaluation report."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from contracts.documents.report import EvaluationReport, ScoredCriterion, Seat
from infra.documents import examined, scores, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.prose import Numbering
from infra.documents.blocks.tables import Column, table
from infra.documents.pen import Pen
from infra.documents.workings import Worked, annex
from infra.texts import formats

LETTER = "A"
"""Tables of the members' scores are numbered `A.1`, `A.2`, ...; those of the workings `B.1`."""

IN_STRIP = 240
"""A subject longer than this is told in the text instead of among the facts above it."""

AT_ONCE = 6
"""The members that stand beside each other in one table."""


def kind(pen: Pen, _: EvaluationReport) -> str:
    """What the document is called."""
    return pen.word("report.kind")


def story(pen: Pen, report: EvaluationReport) -> list[Flowable]:
    """The proposal first; committee, opening, examination, scores, ranking; annexes with the scores
    of the members and the exact calculation."""
    numbers = Numbering()
    return [
        *_opening(pen, report),
        *_contract(pen, report, numbers),
        *_committee(pen, report, numbers),
        *examined.tenderers(pen, report.tenderers, numbers, "report.outcome"),
        *examined.selection(pen, report.selections, numbers),
        *examined.regularity(pen, report.irregularities, numbers),
        *_methods(pen, report, numbers),
        *_judgement(pen, report, numbers),
        *_ranking(pen, report, numbers),
        *_proposal(pen, report, numbers),
        *_given(pen, report),
        *annex(pen, [Worked(report.workings, report.proposed.price.excluding.currency)]),
    ]


def _opening(pen: Pen, report: EvaluationReport) -> list[Flowable]:
    imprint, price = report.imprint, report.proposed.price
    both = "\n".join((wording.excluding(pen, price.excluding), wording.including(pen, price)))
    facts = [
        (pen.word("label.authority"), wording.authority(imprint)),
        (pen.word("label.procedure"), report.procedure),
        (pen.word("report.proposed"), report.proposed.party.name),
        (pen.word("head.amount"), both),
        (pen.word("report.estimate"), _estimate(pen, report)),
        (pen.word("label.version"), wording.version(pen, imprint)),
    ]
    first = pen.say(
        "report.first" if len(report.ranking.bids) > 1 else "report.first_alone",
        count=len(report.ranking.bids),
        winner=report.proposed.party.name,
        points=scores.points(pen, report.ranking.bids[0].total),
        price=wording.excluding(pen, price.excluding),
    )
    notice = wording.notice(pen, imprint)
    return [
        *prose.opening(pen, kind(pen, report), imprint.title, facts, notice),
        prose.paragraph(pen, first),
    ]


def _estimate(pen: Pen, report: EvaluationReport) -> str:
    return wording.excluding(pen, report.estimate) if report.estimate else "–"


def _contract(pen: Pen, report: EvaluationReport, numbers: Numbering) -> list[Flowable]:
    opened = pen.count(
        "report.opened",
        len(report.tenderers),
        deadline=formats.moment(report.deadline, pen.language),
        opened=formats.moment(report.opened_at, pen.language),
    )
    story: list[Flowable] = [
        *prose.section(pen, pen.word("report.contract"), numbers.next_section()),
        *prose.written(pen, report.subject),
        prose.paragraph(pen, opened),
    ]
    if report.publications:
        story.append(examined.publications(pen, report.publications, numbers))
    return story


def _committee(pen: Pen, report: EvaluationReport, numbers: Numbering) -> list[Flowable]:
    columns = [
        Column(pen.word("head.name"), strong=True),
        Column(pen.word("head.capacity"), width=46 * mm),
        Column(pen.word("report.declaration"), width=40 * mm, prose=True),
        Column(pen.word("report.took_part"), width=26 * mm),
    ]
    rows = [
        (
            _seat(pen, seat),
            seat.capacity,
            _declared(pen, seat),
            pen.word("selected.yes" if seat.took_part else "selected.no"),
        )
        for seat in report.seats
    ]
    heading = prose.section(pen, pen.word("report.committee"), numbers.next_section())
    caption = _caption(pen, pen.word("report.committee_caption"), numbers)
    return [
        *heading,
        prose.paragraph(pen, pen.say("report.declared_first")),
        table(pen, caption, columns, rows),
    ]


def _caption(pen: Pen, title: str, numbers: Numbering) -> str:
    return numbers.caption(pen, title)


def _seat(pen: Pen, seat: Seat) -> str:
    return pen.word("report.chair", name=seat.name) if seat.chair else seat.name


def _declared(pen: Pen, seat: Seat) -> str:
    if seat.declared is None or seat.declared_on is None:
        return pen.word("report.undeclared")
    said = pen.word(f"report.declared.{seat.declared.value}")
    return f"{said}\n{formats.day_short(seat.declared_on, pen.language)}"


def _methods(pen: Pen, report: EvaluationReport, numbers: Numbering) -> list[Flowable]:
    columns = [
        Column(pen.word("head.code"), width=12 * mm),
        Column(pen.word("head.criterion"), width=43 * mm, strong=True),
        Column(pen.word("head.weight"), pen.word("head.points"), width=18 * mm, right=True),
        Column(pen.word("report.method"), prose=True),
    ]
    rows = [
        (code, each.criterion, formats.plain(each.weight, pen.language), each.how)
        for code, each in zip(
            scores.codes(pen, report.ranking.criteria), report.methods, strict=True
        )
    ]
    heading = prose.section(pen, pen.word("report.methods"), numbers.next_section())
    caption = _caption(pen, pen.word("report.methods_caption"), numbers)
    return [*heading, table(pen, caption, columns, rows)]


def _judgement(pen: Pen, report: EvaluationReport, numbers: Numbering) -> list[Flowable]:
    """The agreed reasons, in which the bids are compared, criterion by criterion."""
    story: list[Flowable] = prose.section(pen, pen.word("report.judgement"), numbers.next_section())
    story.append(prose.paragraph(pen, pen.say("report.agreed")))
    for motivation in report.motivations:
        caption = _caption(pen, examined.motivated(pen, motivation), numbers)
        story.append(examined.motives(pen, motivation, caption))
    return story


def _ranking(pen: Pen, report: EvaluationReport, numbers: Numbering) -> list[Flowable]:
    ranking = report.ranking
    story: list[Flowable] = prose.section(pen, pen.word("report.ranking"), numbers.next_section())
    story.append(scores.prices_table(pen, _titled(pen, "award.prices", numbers), ranking))
    captions = [
        _titled(pen, "award.points", numbers) for _ in range(scores.parts(ranking.criteria))
    ]
    story += scores.ranking_tables(pen, captions, ranking)
    story += scores.bars(pen, ranking)
    story += prose.subsection(pen, pen.word("report.remarks"))
    if not report.remarks:
        return [*story, prose.paragraph(pen, pen.say("report.no_remarks"))]
    for remark in report.remarks:
        story += prose.written(pen, remark)
    return story


def _titled(pen: Pen, key: str, numbers: Numbering) -> str:
    return _caption(pen, pen.word(key), numbers)


def _proposal(pen: Pen, report: EvaluationReport, numbers: Numbering) -> list[Flowable]:
    proposed = report.proposed
    said = pen.say(
        "report.proposes",
        title=report.imprint.title,
        winner=wording.party_line(pen, proposed.party),
        price=wording.decided_price(pen, proposed.price),
    )
    story: list[Flowable] = prose.section(pen, pen.word("report.proposal"), numbers.next_section())
    story.append(prose.paragraph(pen, said))
    if report.budget_line is not None:
        story.append(prose.paragraph(pen, pen.say("report.budget", budget=report.budget_line)))
    made = prose.paragraph(pen, pen.say("report.made", edition=report.imprint.rule_edition))
    return [*story, *signatures.closing(pen, report.signatures, [made], numbers.next_section())]


def _given(pen: Pen, report: EvaluationReport) -> list[Flowable]:
    """What each member gave alone; a table for each criterion and each six members."""
    if not report.scores:
        return []
    members = tuple(
        (pen.word("report.member", number=number), seat.name)
        for number, seat in enumerate(report.sitting, start=1)
    )
    return [
        PageBreak(),
        *prose.section(pen, pen.word("report.given")),
        prose.paragraph(pen, pen.say("report.given_first")),
        prose.labelled(pen, members, 20 * mm),
        *_given_tables(pen, report),
    ]


def _given_tables(pen: Pen, report: EvaluationReport) -> Iterator[Flowable]:
    number = 0
    for scored in report.scores:
        for first in range(0, len(report.sitting), AT_ONCE):
            number += 1
            title = pen.word(
                "report.scores_of",
                criterion=scored.criterion,
                highest=formats.plain(scored.highest, pen.language),
            )
            caption = pen.word("table", number=f"{LETTER}.{number}", title=title)
            chosen = range(first, min(first + AT_ONCE, len(report.sitting)))
            yield _given_table(pen, caption, scored, chosen)


def _given_table(pen: Pen, caption: str, scored: ScoredCriterion, chosen: range) -> Flowable:
    columns = [
        Column(pen.word("head.tenderer"), strong=True),
        *(
            Column(pen.word("report.member", number=n + 1), width=15 * mm, right=True)
            for n in chosen
        ),
        Column(pen.word("report.together"), width=20 * mm, right=True, strong=True),
    ]
    rows = [
        (
            row.tenderer,
            *(scores.points(pen, row.given[n]) for n in chosen),
            scores.points(pen, row.agreed),
        )
        for row in scored.rows
    ]
    return table(pen, caption, columns, rows, tight=True)
