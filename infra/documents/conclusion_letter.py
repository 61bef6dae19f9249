"""D-15, the letter that concludes the contract."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from contracts.documents.conclusion import AskedBond, ConclusionLetter, OrderedPaper
from infra.documents import letterhead, wording
from infra.documents.blocks import prose, signatures
from infra.documents.blocks.tables import Column, table
from infra.documents.pen import Pen, capital
from infra.texts import formats

RANK = 7 * mm
"""The room for the rank of a document."""


def kind(pen: Pen, _: ConclusionLetter) -> str:
    """What the document is called."""
    return pen.word("conclusion.kind")


def story(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    """The approval and its day; what the contract consists of; what the contractor does first."""
    return [
        *_opening(pen, letter),
        *_papers(pen, letter),
        *_deliveries(pen, letter),
        *_proofs(pen, letter),
        *_invoicing(pen, letter),
        *_closing(pen, letter),
    ]


def _opening(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    means = capital(f"{pen.word('means.platform')} · {pen.word('means.email')}")
    head = letterhead.opening(pen, kind(pen, letter), letter.imprint, letter.addressee, means)
    approved = pen.say("conclusion.approved", day=formats.day(letter.bid_on, pen.language))
    if letter.decision is not None:
        approved += " " + pen.say(
            "conclusion.decided",
            body=letter.decision.body,
            day=formats.day(letter.decision.taken_on, pen.language),
            number=letter.decision.number,
        )
    return [
        *head,
        prose.paragraph(pen, pen.say("letter.salutation")),
        prose.paragraph(pen, approved),
        Spacer(0, 2 * mm),
        prose.strip(pen, _facts(pen, letter)),
        Spacer(0, 2 * mm),
    ]


def _facts(pen: Pen, letter: ConclusionLetter) -> list[tuple[str, str]]:
    price = letter.price
    both = (wording.excluding(pen, price.excluding), wording.including(pen, price))
    facts = [
        (pen.word("conclusion.concluded"), formats.day(letter.concluded_on, pen.language)),
        (pen.word("head.amount"), "\n".join(both)),
        (pen.word("conclusion.official"), letter.managing_official),
    ]
    if letter.duration is not None:
        last = formats.day(letter.duration.last_day, pen.language)
        months = pen.texts.plural("documents.length.months", letter.duration.months)
        lasts = pen.word("conclusion.lasts", length=months, day=last)
        facts.append((pen.word("conclusion.duration"), lasts))
    return facts


def _papers(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    papers = [
        (f"{rank}.", _paper(pen, letter, each)) for rank, each in enumerate(letter.papers, start=1)
    ]
    return [
        *prose.part(pen, pen.word("conclusion.papers")),
        prose.paragraph(pen, pen.say("conclusion.papers_first")),
        prose.labelled(pen, papers, RANK),
    ]


def _paper(pen: Pen, letter: ConclusionLetter, paper: OrderedPaper) -> str:
    return pen.word(
        f"conclusion.paper.{paper.kind.value}",
        reference=letter.imprint.reference,
        day=formats.day(paper.day, pen.language),
    )


def _deliveries(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    heading = prose.part(pen, pen.word("conclusion.start"))
    begins = prose.paragraph(pen, pen.say("conclusion.starts"))
    if not letter.deliveries:
        return [*heading, begins]
    columns = [
        Column(pen.word("head.number"), width=13 * mm),
        Column(pen.word("conclusion.delivery"), strong=True),
        Column(pen.word("head.last_day"), width=36 * mm),
        Column(
            pen.word("conclusion.share"), pen.word("conclusion.of_price"), width=28 * mm, right=True
        ),
    ]
    rows = [
        (
            each.number,
            each.title,
            formats.day_short(each.due_on, pen.language),
            formats.percentage(each.share, pen.language),
        )
        for each in letter.deliveries
    ]
    return [*heading, begins, table(pen, "", columns, rows)]


def _proofs(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    """The bond and the insurances, each with its last day."""
    story: list[Flowable] = []
    if letter.bond is not None:
        story += [*prose.part(pen, pen.word("acceptance.bond")), *_bond(pen, letter.bond)]
    if letter.insurance is not None:
        last = formats.day(letter.insurance.last_day, pen.language)
        story += [
            *prose.part(pen, pen.word("conclusion.insurance")),
            prose.paragraph(pen, pen.say("conclusion.insured", day=last)),
            prose.note(pen, pen.plain(wording.counted(pen, letter.insurance))),
        ]
    return story


def _bond(pen: Pen, bond: AskedBond) -> list[Flowable]:
    source = wording.source(pen, bond.source)
    if bond.to_confirm:
        source = f"{source}; {pen.texts.say('rules.to_confirm')}"
    if bond.rate is None or bond.amount is None or bond.proof is None:
        return [prose.paragraph(pen, pen.say("conclusion.no_bond", source=source))]
    asked = pen.say(
        "conclusion.bond",
        amount=wording.amount(pen, bond.amount),
        rate=formats.percentage(bond.rate, pen.language),
        source=source,
        day=formats.day(bond.proof.last_day, pen.language),
    )
    return [
        prose.paragraph(pen, asked),
        prose.note(pen, pen.plain(wording.counted(pen, bond.proof))),
    ]


def _invoicing(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    asked = letter.invoicing
    said = pen.say("conclusion.invoice", reference=asked.reference)
    if asked.peppol is not None:
        said += " " + pen.say("conclusion.peppol", address=asked.peppol)
    return [*prose.part(pen, pen.word("conclusion.invoicing")), prose.paragraph(pen, said)]


def _closing(pen: Pen, letter: ConclusionLetter) -> list[Flowable]:
    before = letterhead.closing(pen, letter.contact)
    return [Spacer(0, 4 * mm), *signatures.signatures(pen, [], letter.signatures, before)]
