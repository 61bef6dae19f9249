"""The annex that works a ranking out: formulas, every step of every bid, ties, how to verify."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak

from contracts.base import Language, Money
from contracts.documents.imprint import LotTitle
from contracts.documents.workings import Step, Term, TieLine, WorkedBid, Workings
from infra.documents import scores, wording
from infra.documents.blocks import prose
from infra.documents.blocks.tables import GAP, Column, Markup, table
from infra.documents.page import grouped
from infra.documents.pen import Pen
from infra.texts import formats, methods

LETTER = "B"
"""Tables of the annex are numbered `B.1`, `B.2`, ..."""

CENTS = 2
FINEST = 6
"""A number that went in and has more decimals than this is shown rounded, beside its fraction."""

EXACT = 44 * mm

PRICES = frozenset({"price", "lowest_price", "highest_price", "mean_price", "median_price"})


@dataclass(frozen=True)
class Worked:
    """The workings of a ranking, of which lot (None for the whole), in which currency."""

    workings: Workings
    currency: str
    lot: LotTitle | None = None


def annex(pen: Pen, rankings: Iterable[Worked]) -> list[Flowable]:
    """The workings of each ranking, on a new page; nothing where there are none."""
    story: list[Flowable] = []
    first = 1
    for worked in rankings:
        written = _Annex(pen, worked, first)
        story += [PageBreak(), *written.story()]
        first = written.next
    return story


class _Annex:
    """Writes the workings of one ranking; `next` is the number of the next table."""

    def __init__(self, pen: Pen, worked: Worked, first: int) -> None:
        self.pen, self.workings, self.next = pen, worked.workings, first
        self.currency, self.lot = worked.currency, worked.lot

    def story(self) -> list[Flowable]:
        """From how was counted to how it is verified."""
        return [
            *self._opening(),
            self._formulas(),
            *(self._bid(bid) for bid in self.workings.bids),
            *self._ties(),
            *self._left_out(),
            *self._verifying(),
        ]

    def _caption(self, title: str) -> str:
        number = f"{LETTER}.{self.next}"
        self.next += 1
        return self.pen.word("table", number=number, title=title)

    def _opening(self) -> list[Flowable]:
        pen, lot = self.pen, self.lot
        heading = pen.word("workings.heading")
        if lot is not None:
            heading = pen.word("workings.heading_lot", lot=wording.lot(pen, lot))
        rounded = any(
            bid.rounding or any(step.rounding for step in bid.steps) for bid in self.workings.bids
        )
        said = [
            pen.say("workings.exact"),
            pen.say("workings.rounded" if rounded else "workings.not_rounded"),
            pen.say(
                "workings.normalised" if self.workings.normalised else "workings.not_normalised"
            ),
        ]
        return [*prose.section(pen, heading), prose.paragraph(pen, " ".join(said))]

    def _formulas(self) -> Flowable:
        pen = self.pen
        columns = [
            Column(pen.word("workings.formula"), width=16 * mm, strong=True),
            Column(pen.word("workings.named"), width=44 * mm),
            Column(pen.word("workings.rule"), prose=True),
        ]
        rows = [
            (name, *(methods.formula(name, part, pen.texts) for part in ("name", "text")))
            for name in self.workings.formulas
        ]
        return table(pen, self._caption(pen.word("workings.formulas")), columns, rows)

    def _bid(self, bid: WorkedBid) -> Flowable:
        pen = self.pen
        columns = [
            Column(pen.word("head.criterion"), width=41 * mm, strong=True),
            Column(pen.word("workings.formula"), width=14 * mm),
            Column(pen.word("workings.terms")),
            Column(pen.word("workings.fraction"), width=EXACT, right=True),
            Column(pen.word("head.score"), width=17 * mm, right=True),
        ]
        rows = [self._step(step) for step in bid.steps]
        rows.append(
            (
                pen.word("head.total"),
                "",
                self._rounding(bid.rounding),
                self._fraction(bid.total),
                scores.points(pen, bid.total),
            )
        )
        title = pen.word("workings.bid", tenderer=bid.tenderer, rank=bid.rank)
        return table(pen, self._caption(title), columns, rows, total=True, tight=True)

    def _step(self, step: Step) -> tuple[str | Markup, ...]:
        pen = self.pen
        terms = [self._term(term) for term in step.terms]
        if step.rounding:
            terms.append(self._rounding(step.rounding))
        return (
            step.criterion,
            step.formula,
            "; ".join(terms),
            self._fraction(step.points),
            scores.points(pen, step.points),
        )

    def _rounding(self, announced: str) -> str:
        if not announced:
            return ""
        _, decimals, mode = announced.split("/")
        how = self.pen.word(f"workings.mode.{mode}")
        return self.pen.word("workings.rounding", decimals=decimals, how=how)

    def _term(self, term: Term) -> str:
        """`laagste prijs € 1.279.980,00`."""
        name = term.term
        if self.pen.texts.has(f"documents.workings.term.{name}"):
            said = self.pen.word(f"workings.term.{name}")
        else:
            said = _inside(methods.parameter(name, self.pen.texts), self.pen.language)
        return self.pen.word("workings.named_value", name=said, value=self._number(term))

    def _number(self, term: Term) -> str:
        """The number as it was given; one without an end, rounded beside its fraction."""
        exact = Fraction(term.value)
        money = term.term in PRICES or term.term in methods.AMOUNTS
        decimals = CENTS if money else FINEST
        shown = round(exact, decimals)
        value = Decimal(shown.numerator) / Decimal(shown.denominator)
        if money:
            written = formats.money(Money(amount=value, currency=self.currency), self.pen.language)
        else:
            written = formats.plain(value, self.pen.language)
        return written if shown == exact else f"{written} ({exact})"

    def _fraction(self, exact: str) -> Markup:
        """`895986/27929`; one that is too wide goes on after its line."""
        value = Fraction(exact)
        written = f"{value.numerator}/{value.denominator}"
        look = self.pen.style
        if stringWidth(written, look.semibold, look.cell.size) > EXACT - GAP:
            written = f"{value.numerator}/<br/>{value.denominator}"
        return Markup(written)

    def _ties(self) -> list[Flowable]:
        pen = self.pen
        if not self.workings.ties:
            return []
        columns = [
            Column(pen.word("head.rank"), width=12 * mm, right=True),
            Column(pen.word("workings.step"), width=40 * mm, strong=True),
            Column(pen.word("workings.values")),
            Column(pen.word("workings.order"), width=48 * mm),
        ]
        rows = [self._tie(line) for line in self.workings.ties]
        return [table(pen, self._caption(pen.word("workings.ties")), columns, rows)]

    def _tie(self, line: TieLine) -> tuple[str, ...]:
        pen = self.pen
        found = [
            pen.word(
                "workings.named_value", name=each.tenderer, value=self._found(line, each.value)
            )
            for each in line.values
        ]
        order = [" = ".join(group) for group in line.order]
        step = pen.word(f"workings.by.{line.by}", criterion=line.of or "")
        return str(line.rank), step, "\n".join(found), "\n".join(order)

    def _found(self, line: TieLine, value: str | None) -> str:
        if value is None:
            return "–"
        if line.by == "price":
            return self._number(Term(term="price", value=value))
        if line.by == "lots":
            return value
        return f"{scores.points(self.pen, value)} ({value})"

    def _left_out(self) -> list[Flowable]:
        pen = self.pen
        if not self.workings.left_out:
            return []
        columns = [
            Column(pen.word("head.tenderer"), width=70 * mm, strong=True),
            Column(pen.word("head.reason")),
        ]
        rows = [
            (each.tenderer, pen.word(f"workings.because.{each.because}"))
            for each in self.workings.left_out
        ]
        return [table(pen, self._caption(pen.word("workings.left_out")), columns, rows)]

    def _verifying(self) -> list[Flowable]:
        pen = self.pen
        pairs = (
            (pen.word("workings.file"), self.workings.file),
            (pen.word("workings.command"), f"bestek evaluate --verify {self.workings.file}"),
            (pen.word("workings.fingerprint"), grouped(self.workings.fingerprint)),
        )
        return [
            *prose.subsection(pen, pen.word("workings.verify")),
            prose.paragraph(pen, pen.say("workings.verify_how")),
            prose.labelled(pen, pairs, 45 * mm),
        ]


def _inside(name: str, language: Language) -> str:
    """A name that stands inside a line: without its capital, except where nouns have one."""
    return name if language is Language.DE else name[:1].lower() + name[1:]
