"""D-14, the letter that tells a tenderer the award decision."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from contracts.documents.award import NoStandstill, Standstill
from contracts.documents.letter import Category, TendererLetter
from infra.documents import letterhead, scores, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.remedies import remedies_table
from infra.documents.blocks.standstill import StandstillDays
from infra.documents.blocks.tables import Column, table
from infra.documents.pen import Pen, Run, capital, reached
from infra.texts import formats


def kind(pen: Pen, _: TendererLetter) -> str:
    """What the document is called."""
    return pen.word("letter.kind")


def story(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    """Address, decision, what it means for this tenderer, standstill, remedies, contact."""
    return [
        *_opening(pen, letter),
        *_decision(pen, letter),
        *_pieces(pen, letter),
        *_grounds(pen, letter),
        *_comparisons(pen, letter),
        *_standstill(pen, letter),
        *_remedies(pen, letter),
        *_sending(pen, letter),
        *_closing(pen, letter),
    ]


def _opening(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    means = capital(" · ".join(pen.word(f"means.{d.means.value}") for d in letter.dispatches))
    return letterhead.opening(pen, kind(pen, letter), letter.imprint, letter.addressee, means)


def _decision(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    """The salutation and what was decided, for each category in its own words."""
    decision = letter.decision
    lots = "; ".join(wording.lot(pen, lot) for lot in letter.lots)
    values: dict[str, str | Run] = {
        "title": Run(letter.imprint.title, language=letter.imprint.written),
        "reference": letter.imprint.reference,
        "body": capital(decision.body),
        "day": formats.day(decision.taken_on, pen.language),
        "number": decision.number,
    }
    category = letter.category.value
    story: list[Flowable] = [
        prose.paragraph(pen, pen.say("letter.salutation")),
        prose.paragraph(pen, pen.say(f"letter.decided.{category}", **values)),
    ]
    if lots and letter.category is not Category.CHOSEN:
        story.append(prose.paragraph(pen, pen.say("letter.lots", lots=lots)))
    if letter.category is Category.CHOSEN:
        story += _awarded(pen, letter)
    story.append(prose.paragraph(pen, pen.say(f"letter.reasons.{category}")))
    return story


def _awarded(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    columns = [
        Column(pen.word("head.what_awarded"), strong=True),
        Column(pen.word("head.amount"), pen.word("head.excluding"), width=36 * mm, right=True),
        Column(pen.word("head.vat"), width=20 * mm, right=True),
        Column(pen.word("head.amount"), pen.word("head.including"), width=36 * mm, right=True),
    ]
    rows = [
        (
            capital(wording.lot(pen, part.lot)) if part.lot else letter.imprint.title,
            wording.amount(pen, part.price.excluding),
            wording.rate(pen, part.price),
            wording.amount(pen, part.price.including),
        )
        for part in letter.awarded
    ]
    bound = pen.say(
        "letter.not_bound",
        day=formats.day(letter.concludes_from, pen.language) if letter.concludes_from else "",
    )
    return [
        table(pen, "", columns, rows),
        prose.paragraph(pen, bound),
    ]


def _pieces(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    if not letter.pieces:
        return []
    columns = [
        Column(pen.word("head.piece"), strong=True),
        Column(pen.word("head.last_day"), width=40 * mm),
    ]
    rows = [(p.piece, formats.day_short(p.last_day, pen.language)) for p in letter.pieces]
    return [
        *prose.part(pen, pen.word("letter.pieces")),
        prose.paragraph(pen, pen.say("letter.pieces_first")),
        table(pen, "", columns, rows),
    ]


def _grounds(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    if not letter.irregularities:
        return []
    story: list[Flowable] = prose.part(pen, pen.word("letter.grounds"))
    for found in letter.irregularities:
        pairs = (
            (pen.word("label.requirement"), found.requirement),
            (pen.word("label.finding"), found.finding),
            (pen.word("label.ground"), wording.source(pen, found.source)),
        )
        story.append(prose.labelled(pen, pairs, 35 * mm))
    return story


def _comparisons(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    if not letter.comparisons:
        return []
    story: list[Flowable] = prose.part(pen, pen.word("letter.points"))
    for found in letter.comparisons:
        caption = capital(wording.lot(pen, found.lot)) if found.lot else ""
        story.append(scores.comparison_table(pen, caption, found.criteria, found.own, found.chosen))
    return story


def _standstill(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    story: list[Flowable] = prose.part(pen, pen.word("standstill.heading"))
    found = letter.standstill
    if isinstance(found, NoStandstill):
        return [*story, prose.paragraph(pen, wording.no_standstill(pen, found))]
    warn = pen.say("letter.warn", address=reached(letter.warn_at))
    return [*story, *_days(pen, found), prose.paragraph(pen, warn)]


def _days(pen: Pen, found: Standstill) -> list[Flowable]:
    sentence = wording.standstill_sentence(pen, found)
    conclude = pen.say("standstill.concludes", day=formats.day(found.concludes_from, pen.language))
    holidays = [
        capital(
            pen.say(
                "standstill.holiday",
                day=formats.day_short(holiday.day, pen.language),
                name=holiday.name,
            )
        )
        for holiday in found.holidays
    ]
    rule = " ".join([pen.plain(wording.counted(pen, found.calculation)), *holidays])
    drawing = StandstillDays(pen, found, pen.word("standstill.alternative"))
    return [
        prose.paragraph(pen, f"{sentence} {conclude}"),
        KeepTogether([drawing, prose.note(pen, rule)]),
    ]


def _remedies(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    return [
        *prose.part(pen, pen.word("remedy.heading")),
        prose.paragraph(pen, pen.say("remedy.first")),
        remedies_table(pen, "", wording.remedy_rows(pen, letter.remedies)),
    ]


def _sending(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    if not letter.dispatches:
        return []
    columns = [
        Column(pen.word("head.means"), width=38 * mm, strong=True),
        Column(pen.word("head.to")),
        Column(pen.word("head.sent"), width=33 * mm),
        Column(pen.word("head.proof"), width=38 * mm),
    ]
    rows = [
        (
            capital(pen.word(f"means.{d.means.value}")),
            d.to.replace("@", "@\n"),
            formats.day_short(d.sent_on, pen.language),
            d.proof or "–",
        )
        for d in letter.dispatches
    ]
    return [
        *prose.part(pen, pen.word("letter.sending")),
        table(pen, "", columns, rows),
    ]


def _closing(pen: Pen, letter: TendererLetter) -> list[Flowable]:
    contact = letter.contact
    story: list[Flowable] = []
    if letter.annexes:
        story += prose.part(pen, pen.word("letter.annexes"))
        story += prose.listed(pen, letter.annexes)
    before = letterhead.closing(pen, letter.contact)
    if not letter.signatures:
        sender = (contact.name, contact.capacity, letter.imprint.authority)
        before.append(prose.paragraph(pen, "<br/>".join(map(pen.plain, sender))))
    return [*story, Spacer(0, 4 * mm), *signatures.signatures(pen, [], letter.signatures, before)]
