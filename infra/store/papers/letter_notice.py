"""The message that brings an award letter: in the inbox on the portal, and announced by e-mail.

It holds no price, no name of a tenderer and no score (whoever reads it must sign in for those);
it is the same for everybody, so that its subject does not tell the outcome either.
"""

from dataclasses import dataclass

from contracts import awarding
from contracts.base import Language
from contracts.people import OrganisationCard
from infra.store import documents
from infra.store.engine import Connection
from infra.store.papers import awarded, contacts, evaluated
from infra.store.queries import organisations
from infra.texts import formats
from infra.texts.catalogue import Texts

SUBJECT = 200
"""The longest subject; a longer title is cut."""


@dataclass(frozen=True)
class Notice:
    """What is said about one letter, and to whom."""

    document: documents.Document
    to: OrganisationCard
    subject: str
    body: str


def notices(connection: Connection, aggregate: str, address: str) -> tuple[Notice, ...]:
    """A notice for each letter that was drawn last. `address` is what links start with."""
    found = awarded.read(connection, aggregate)
    drawn = evaluated.last(found.happened, awarding.process.DocumentsDrawn)
    texts = Texts(Language.NL)
    body = _body(connection, found, drawn, address, texts)
    subject = texts.say(
        "award.notice.subject",
        reference=found.tender.reference,
        title=found.tender.draft.title,
        day=formats.day_short(drawn.day, texts.language),
    )
    rows = []
    for each in drawn.documents:
        document = documents.get(connection, each.document)
        if document is not None and document.party is not None:
            to = organisations.get(connection, document.party)
            rows.append(Notice(document, to, one_line(subject), body))
    return tuple(rows)


def one_line(text: str) -> str:
    """A text as one line of a header: no line breaks, nothing invisible, not too long."""
    joined = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return joined if len(joined) <= SUBJECT else joined[: SUBJECT - 1] + "…"


def _body(
    connection: Connection,
    found: awarded.Awarded,
    drawn: awarding.process.DocumentsDrawn,
    address: str,
    texts: Texts,
) -> str:
    """What it is about, until when one can react, where to read it, who explains."""
    contact = contacts.file_manager(connection, found.state.tender)
    computed = awarded.standstill(found, drawn.day)
    ends = (
        texts.say("award.notice.standstill", day=formats.day(computed.last_day, texts.language))
        if computed
        else texts.say("award.notice.no_standstill")
    )
    return texts.say(
        "award.notice.body",
        title=found.tender.draft.title,
        reference=found.tender.reference,
        day=formats.day(found.decision.date, texts.language),
        standstill=ends,
        replaces=_replaces(found, texts),
        link=f"{address}/{texts.language}/tenders/{found.tender.id}",
        name=contact.name,
        capacity=contact.capacity,
        telephone=contact.telephone,
        authority=organisations.get(connection, found.state.organisation).name,
        department=found.tender.department,
    )


def _replaces(found: awarded.Awarded, texts: Texts) -> str:
    """That an earlier letter no longer counts, if letters for another day may have left."""
    days = [e.day for e in found.happened if isinstance(e, awarding.LettersOutdated)]
    if not days:
        return ""
    said = formats.day(days[-1], texts.language)
    return "\n" + texts.say("award.notice.replaces", day=said) + "\n"
