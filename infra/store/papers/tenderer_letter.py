"""D-14, the letter that tells one tenderer the award decision.

It is drawn before it is sent, and states the exact standstill of a dispatch on the drawing day:
sent on another day it would be wrong, and is drawn again.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.base import local_date
from contracts.documents import award, letter
from contracts.documents.imprint import calculation
from contracts.rules import calendars
from infra.store.engine import Connection
from infra.store.papers import awarded, contacts, evaluated
from infra.store.papers.awarded import Awarded
from infra.store.papers.evaluated import Tenderer
from infra.store.papers.imprint import imprint, party
from infra.store.papers.voice import Voice
from infra.store.queries import organisations
from infra.texts.catalogue import Texts

_DAY = timedelta(days=1)

KINDS = {
    award.Outcome.CHOSEN: "D-14a",
    award.Outcome.NOT_CHOSEN: "D-14b",
    award.Outcome.NOT_SELECTED: "D-14c",
    award.Outcome.EXCLUDED: "D-14c",
    award.Outcome.IRREGULAR: "D-14d",
}
"""What the record calls the letter of each outcome."""


@dataclass(frozen=True)
class To:
    """Who gets a letter: about which bid, of which kind."""

    bid: str
    supplier: str
    kind: str


def addressees(connection: Connection, aggregate: str) -> tuple[To, ...]:
    """One letter for each opened bid, in the order of receipt."""
    found = awarded.read(connection, aggregate)
    return tuple(
        To(each.bid, each.card.id, KINDS[evaluated.outcome(found, each)])
        for each in found.tenderers
    )


def model(
    connection: Connection, aggregate: str, bid: str, drawn_at: datetime, voice: Voice
) -> letter.TendererLetter:
    """The letter about one bid, for dispatch on the day of `drawn_at`."""
    found = awarded.read(connection, aggregate)
    texts = voice.texts
    tenderer = found.tenderer(bid)
    category = letter.Category(evaluated.outcome(found, tenderer))
    chosen = category is letter.Category.CHOSEN
    sent_on = local_date(drawn_at)
    standstill = _standstill(found, sent_on, texts)
    return letter.TendererLetter(
        imprint=imprint(connection, found.tender, drawn_at, voice),
        category=category,
        addressee=_addressee(tenderer),
        decision=awarded.decision(found),
        awarded=(letter.Awarded(price=awarded.price(found)),) if chosen else (),
        comparisons=_comparisons(found, tenderer, category),
        irregularities=evaluated.irregularities(found, tenderer, texts),
        standstill=standstill,
        concludes_from=_concludes_from(standstill, sent_on) if chosen else None,
        warn_at=organisations.get(connection, found.state.organisation).email,
        remedies=awarded.remedies(found, texts),
        dispatches=_dispatches(tenderer, sent_on),
        contact=contacts.file_manager(connection, found.state.tender),
        annexes=_annexes(found, category, texts),
    )


def _addressee(tenderer: Tenderer) -> letter.Addressee:
    return letter.Addressee(
        party=party(tenderer.card),
        attention=tenderer.form.signatory if tenderer.form else None,
        lines=tuple(line for line in tenderer.card.address.splitlines() if line.strip()),
    )


def _comparisons(
    found: Awarded, tenderer: Tenderer, category: letter.Category
) -> tuple[letter.Comparison, ...]:
    if category is not letter.Category.NOT_CHOSEN:
        return ()
    compared = letter.Comparison(
        criteria=evaluated.criteria(found),
        own=evaluated.ranked(found, tenderer.bid),
        chosen=evaluated.ranked(found, found.state.winner),
    )
    return (compared,)


def _standstill(
    found: Awarded, sent_on: date, texts: Texts
) -> award.Standstill | award.NoStandstill:
    computed = awarded.standstill(found, sent_on)
    if computed is None:
        return awarded.no_standstill(found, texts)
    days = ((computed.last_day - sent_on).days) + 1
    inside = (sent_on + n * _DAY for n in range(1, days))
    return award.Standstill(
        calculation=calculation(computed, texts.say("award.dispatch_event")),
        holidays=tuple(
            award.Holiday(day=day, name=texts.say(f"holiday.{key}"))
            for day in inside
            if (key := calendars.holiday(day))
        ),
        concludes_from=computed.last_day + _DAY,
    )


def _concludes_from(standstill: award.Standstill | award.NoStandstill, sent_on: date) -> date:
    return standstill.concludes_from if isinstance(standstill, award.Standstill) else sent_on


def _dispatches(tenderer: Tenderer, sent_on: date) -> tuple[letter.Dispatch, ...]:
    """How the letter will leave on its day; its moments and proofs are kept with the record."""
    means = letter.DispatchMeans
    return (
        letter.Dispatch(means=means.PLATFORM, to=tenderer.name, sent_on=sent_on),
        letter.Dispatch(means=means.EMAIL, to=tenderer.card.email, sent_on=sent_on),
    )


def _annexes(found: Awarded, category: letter.Category, texts: Texts) -> tuple[str, ...]:
    """The chosen and those not chosen get the whole decision; the others the extract above."""
    if category in letter.SET_ASIDE:
        return ()
    return (texts.say("award.annex", number=found.decision.number),)
