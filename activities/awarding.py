"""Steps of an award: the decision and its letters are drawn, and each letter is sent once."""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError
from temporalio import activity

from activities.documents import Drawer
from contracts import awarding
from contracts.awarding import (
    Channel,
    DrawnDocument,
    DrawnLetters,
    LetterProof,
    LetterProofs,
    SentLetters,
)
from contracts.base import local_date
from contracts.envelope import StepRequest, StepResult
from infra import faults, ids, mail
from infra.store import clock, messages, records
from infra.store.engine import Connection, Store
from infra.store.papers import award_decision, evaluated, letter_notice, tenderer_letter
from infra.store.papers.voice import Voice
from infra.store.undrawn import Wanted
from workflows import ports

MAIL_ATTEMPTS = 5
"""How often a notice is offered to the mail server before the dispatch goes on without it: the
letter itself lies in the inbox on the portal, and the proof says that the notice did not leave."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Delivered:
    """A letter in the inbox of its addressee."""

    notice: letter_notice.Notice
    sent_at: datetime

    def proof(self, channel: Channel, to: str, sent_at: datetime | None) -> LetterProof:
        document = self.notice.document
        return LetterProof(
            document=document.id,
            sha256=document.sha256,
            addressee=self.notice.to.id,
            channel=channel,
            to=to,
            sent_at=sent_at,
        )


@dataclass(frozen=True)
class _Delivery:
    """All letters of one day, in their inboxes."""

    day: date
    letters: tuple[_Delivered, ...]


class AwardingActivities(ports.Awarding):
    """Draws D-12 and the letters D-14, and dispatches them on the day that they state."""

    def __init__(
        self, store: Store, drawer: Drawer, mailer: mail.Mailer, voice: Voice, address: str
    ) -> None:
        """`address` is what links in notices start with."""
        self.store = store
        self.mailer = mailer
        self.voice = voice
        self.address = address
        self.drawer = drawer

    @activity.defn
    async def draw_award_letters(self, request: StepRequest) -> DrawnLetters:
        """The decision, drawn once; the letters, drawn once for the present day."""
        aggregate = request.aggregate
        now = await self.store.read(clock.now)
        decision = await self.drawer.draw(
            Wanted(f"{aggregate}/D-12", aggregate, "D-12"),
            lambda c: award_decision.model(c, aggregate, self.voice),
        )
        drawn = [_drawn("D-12", decision)]
        for to in await self.store.read(lambda c: tenderer_letter.addressees(c, aggregate)):
            drawn.append(await self._letter(aggregate, to, now))
        return DrawnLetters(at=now, day=local_date(now), documents=tuple(drawn))

    async def _letter(self, aggregate: str, to: tenderer_letter.To, now: datetime) -> DrawnDocument:
        # The day is part of the key: a letter that states another day is another letter.
        done = await self.drawer.draw(
            Wanted(f"{aggregate}/D-14/{local_date(now)}/{to.bid}", aggregate, "D-14", to.supplier),
            lambda c: tenderer_letter.model(c, aggregate, to.bid, now, self.voice),
        )
        return _drawn(to.kind, done)

    @activity.defn
    async def dispatch_award_letters(self, request: StepRequest) -> SentLetters:
        """Put each letter in its inbox and announce it, unless its day has passed."""
        delivered = await self.store.write(lambda c: self._deliver(c, request.aggregate))
        if delivered is None:
            return SentLetters(at=await self.store.read(clock.now))
        faults.reach(faults.Point.AFTER_LETTERS_DELIVERED)
        proofs: list[LetterProof] = []
        for letter in delivered.letters:
            inbox = letter.proof(Channel.PORTAL, letter.notice.to.name, letter.sent_at)
            proofs += [inbox, await self._announce(letter)]
        proof = LetterProofs(award=request.aggregate, day=delivered.day, letters=tuple(proofs))
        sha256 = await self.store.write(lambda c: records.put_content(c, proof))
        return SentLetters(at=proof.last_sent_at, proof=sha256)

    def _deliver(self, connection: Connection, aggregate: str) -> _Delivery | None:
        """All letters at one moment, in one transaction; None when their day has passed."""
        happened = tuple(records.read_events(connection, aggregate))
        day = evaluated.last(happened, awarding.process.DocumentsDrawn).day
        now = clock.now(connection)
        if local_date(now) != day:
            return None
        notices = letter_notice.notices(connection, aggregate, self.address)
        return _Delivery(day, tuple(_in_inbox(connection, notice, now) for notice in notices))

    async def _announce(self, letter: _Delivered) -> LetterProof:
        """Tell the addressee by e-mail that the letter is there; when that was done, if it was."""
        to = letter.notice.to.email
        try:
            await self.mailer.send(
                mail.Letter(
                    key=_key(letter.notice),
                    to=to,
                    subject=letter.notice.subject,
                    text=letter.notice.body,
                    at=letter.sent_at,
                )
            )
        except (mail.MailFailed, ValidationError) as failure:
            # No address can be mended by trying; a server may come back.
            if isinstance(failure, mail.MailFailed) and activity.info().attempt < MAIL_ATTEMPTS:
                raise
            log.warning("no notice of letter %s: %s", _key(letter.notice), type(failure).__name__)
            return letter.proof(Channel.EMAIL, to, None)
        return letter.proof(Channel.EMAIL, to, await self.store.read(clock.now))


def _key(notice: letter_notice.Notice) -> str:
    """What makes it one letter, however often it is tried."""
    return f"award-letter/{notice.document.id}"


def _drawn(kind: str, done: StepResult) -> DrawnDocument:
    if done.document is None:
        raise LookupError("a drawn document is registered")
    return DrawnDocument(document=done.document, kind=kind, sha256=done.sha256)


def _in_inbox(connection: Connection, notice: letter_notice.Notice, now: datetime) -> _Delivered:
    document = notice.document
    message = messages.add(
        connection,
        messages.Message(
            id=ids.new_id(),
            business_key=_key(notice),
            organisation=notice.to.id,
            dossier=document.dossier,
            subject=notice.subject,
            body=notice.body,
            document=document.id,
            sent_at=now,
        ),
    )
    return _Delivered(notice, message.sent_at)
