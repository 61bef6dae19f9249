"""What several documents put in the same words: amounts, sources, periods, parties, versions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from contracts.base import Money, local_date
from contracts.documents.acceptance import MemberNote
from contracts.documents.award import Decision, NoStandstill, Remedy, Standstill
from contracts.documents.imprint import (
    Calculation,
    Imprint,
    LotTitle,
    Party,
    Price,
    Unit,
)
from contracts.rules.citations import Source
from contracts.rules.deadlines import Doubt
from infra.documents.blocks.tables import Markup
from infra.documents.pen import Pen, capital, printable
from infra.texts import citations, formats, periods


def amount(pen: Pen, value: Money) -> str:
    """`€ 1.396.450,00`."""
    return formats.money(value, pen.language)


def excluding(pen: Pen, value: Money) -> str:
    """`€ 1.396.450,00 excl. btw`."""
    return pen.word("price.excluding", amount=amount(pen, value))


def inclusive(pen: Pen, value: Money) -> str:
    """`€ 1.689.704,50 incl. btw`, inside a sentence."""
    return pen.word("price.inclusive", amount=amount(pen, value))


def including(pen: Pen, price: Price) -> str:
    """`incl. 21 % btw: € 1.689.704,50`, without the rate if there are several."""
    total = amount(pen, price.including)
    if price.vat_percentage is None:
        return pen.word("price.including_mixed", amount=total)
    rate = formats.percentage(price.vat_percentage, pen.language)
    return pen.word("price.including", rate=rate, amount=total)


def decided_price(pen: Pen, value: Price) -> str:
    """Both amounts as the operative part of a decision says them."""
    amounts = {
        "excluding": amount(pen, value.excluding),
        "including": amount(pen, value.including),
    }
    if value.vat_percentage is None:
        return pen.word("price.decided_mixed", **amounts)
    return pen.word("price.decided", rate=rate(pen, value), **amounts)


def rate(pen: Pen, value: Price) -> str:
    """The rate of VAT, or a dash if several apply."""
    if value.vat_percentage is None:
        return "–"
    return formats.percentage(value.vat_percentage, pen.language)


def deducted(pen: Pen, value: Money) -> str:
    """An amount that is taken off."""
    return amount(pen, Money(amount=-value.amount, currency=value.currency))


def source(pen: Pen, found: Source) -> str:
    """`art. 11, eerste lid, van de wet van 17 juni 2013`."""
    return citations.named(found, pen.texts)


def length(pen: Pen, number: int, unit: Unit) -> str:
    """`15 kalenderdagen`."""
    return pen.texts.plural(f"documents.length.{unit.value}", number)


def counted(pen: Pen, found: Calculation) -> str:
    """`15 kalenderdagen vanaf verzending, di 10/11/2026 → wo 25/11/2026, 24.00 uur (art. …)`."""
    line = pen.word(
        "calculation",
        length=length(pen, found.length, found.unit),
        event=found.event,
        start=formats.day_short(found.starts, pen.language),
        end=formats.day_short(found.last_day, pen.language),
        source="; ".join(source(pen, each) for each in (found.source, *found.further)),
    )
    told = [line]
    if found.unshifted is not None and found.because is not None:
        moved = pen.word(
            "calculation.shift",
            day=formats.day_short(found.unshifted, pen.language),
            reason=pen.word(f"calculation.because.{found.because.value}"),
            end=formats.day_short(found.last_day, pen.language),
        )
        told.append(moved)
    if found.law is not None:
        told.append(own(pen, found.law, found.unit))
    return " ".join((*told, *unconfirmed(pen, found.doubts)))


def own(pen: Pen, law: int, unit: Unit) -> str:
    """`Eigen waarde van de organisatie; de wet: 15 kalenderdagen.`"""
    return pen.word("calculation.own", law=length(pen, law, unit))


def unconfirmed(pen: Pen, doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """What a jurist must confirm of a period, a sentence for each doubt, as plain text."""
    return tuple(printable(each, pen.style) for each in periods.remarks(doubts, pen.texts))


def lot(pen: Pen, found: LotTitle) -> str:
    """`perceel 1, Netwerkswitches`."""
    return pen.word("lot", number=found.number, title=found.title)


def party(pen: Pen, found: Party) -> Markup:
    """A tenderer in a table: its name in bold, its number and seat below it."""
    lines = [f"<b>{pen.plain(found.name)}</b>"]
    if found.enterprise_number is not None:
        lines.append(pen.say("party.number", number=found.enterprise_number))
    lines.append(pen.say("party.seat", seat=found.seat))
    if found.domicile is not None:
        lines.append(pen.say("party.domicile", domicile=found.domicile))
    return Markup("<br/>".join(lines))


def party_line(pen: Pen, found: Party) -> str:
    """A tenderer inside a sentence: name, seat and number."""
    if found.enterprise_number is None:
        return pen.word("party.line_foreign", name=found.name, seat=found.seat)
    return pen.word("party.line", name=found.name, seat=found.seat, number=found.enterprise_number)


def authority(imprint: Imprint) -> str:
    """Name and address of the authority, a line each."""
    return "\n".join((imprint.authority, ", ".join(imprint.address)))


def managed(pen: Pen, imprint: Imprint, official: str) -> str:
    """The authority, and below it who manages the contract for it."""
    return f"{authority(imprint)}\n{pen.word('acceptance.managed', name=official)}"


def delivered(pen: Pen, moment: datetime, due_on: date | None) -> str:
    """When something was delivered and, if that was agreed, when it was due and how late it is."""
    told = [formats.moment(moment, pen.language)]
    if due_on is not None:
        told.append(pen.word("acceptance.due", day=formats.day(due_on, pen.language)))
        late = (local_date(moment) - due_on).days
        if late > 0:
            told.append(pen.texts.plural("documents.acceptance.late", late))
    return "\n".join(told)


def noted(pen: Pen, note: MemberNote) -> str:
    """What a member signed along with what the committee found, as markup."""
    return pen.say("acceptance.note", name=note.name, text=note.text)


def version(pen: Pen, imprint: Imprint) -> str:
    """`Versie 1 van 22 september 2026, Nederlands`, or the draft of that day."""
    key = "version.draft" if imprint.draft else "version.issued"
    return pen.word(
        key,
        version=imprint.version,
        day=formats.day(local_date(imprint.drawn_at), pen.language),
        language=pen.word(f"language.{imprint.language.value}"),
    )


def joined(pen: Pen, names: Sequence[str]) -> str:
    """`A, B en C`."""
    if len(names) == 1:
        return names[0]
    return pen.word("list.last", first=", ".join(names[:-1]), last=names[-1])


def lines(pen: Pen, text: str) -> str:
    """What somebody wrote, as markup that keeps its line breaks."""
    return pen.plain(text).replace("\n", "<br/>")


def notice(pen: Pen, imprint: Imprint) -> str:
    """What a copy in another language says of itself; empty for the valid text."""
    if imprint.language == imprint.authentic:
        return ""
    said = pen.word(f"translation.{imprint.authentic.value}")
    if imprint.original is None:
        return said
    named = {"document": imprint.original.document, "sha256": imprint.original.sha256}
    return f"{said}. {pen.word('translation.copy', **named)}."


def decided(pen: Pen, decision: Decision) -> str:
    """Who decided, when and under which number."""
    return "\n".join(
        (
            capital(decision.body),
            pen.word(
                "decision.line",
                day=formats.day(decision.taken_on, pen.language),
                number=decision.number,
            ),
        )
    )


def standstill_sentence(pen: Pen, found: Standstill) -> str:
    """The exact standstill as markup: its length, its end and its hour."""
    return pen.say(
        "standstill.sentence",
        length=length(pen, found.calculation.length, found.calculation.unit),
        end=formats.day(found.calculation.last_day, pen.language),
    )


def no_standstill(pen: Pen, found: NoStandstill) -> str:
    """Why there is no standstill, as markup."""
    return pen.say("standstill.none", reason=found.reason, source=source(pen, found.source))


def remedy_rows(pen: Pen, remedies: Sequence[Remedy]) -> list[list[str | Markup]]:
    """For each remedy: what, within which period, where, on what ground."""
    return [
        [
            pen.word(f"remedy.{remedy.kind.value}"),
            length(pen, remedy.length, remedy.unit),
            f"{remedy.forum}\n{remedy.address}",
            _ground(pen, remedy),
        ]
        for remedy in remedies
    ]


def _ground(pen: Pen, remedy: Remedy) -> str:
    """The article, and below it the mark of a period that was not read in the law, and of one that
    is the organisation's own."""
    lines = [source(pen, remedy.source)]
    if not remedy.confirmed:
        lines.append(pen.texts.say("rules.to_confirm"))
    if remedy.law is not None:
        lines.append(own(pen, remedy.law, remedy.unit))
    return "\n".join(lines)
