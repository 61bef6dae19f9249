"""Issues a document once: drawn and sealed in a process of its own, into the files, registered
under its business key."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from activities.notifications import Notifier
from activities.relay import Outgoing
from contracts.documents.imprint import Document, Original
from contracts.documents.order import Order
from contracts.documents.undrawn import Reason
from contracts.envelope import StepResult
from infra import faults, ids, issuing
from infra.confined import Confined, TooHeavy
from infra.documents.style import HOUSE, Style
from infra.files import FileStore
from infra.store import clock, documents, outbox, undrawn
from infra.store.engine import Connection, Store
from infra.store.papers import copied, ordered
from infra.store.papers.copied import Copied
from infra.store.papers.voice import Voice
from infra.store.undrawn import Wanted
from infra.texts.catalogue import Texts
from infra.vault.keys import SealUnusable
from infra.vault.seals import Seal, Validity

log = logging.getLogger(__name__)

ModelOf = Callable[[Connection], Document | Copied]
"""Builds a document's model, or what a copy is drawn from, from the records."""


class Stopped(Exception):
    """A document that failed too often for a reason that trying again does not mend: it waits for
    a person. Its arguments are its business key and the reason."""


class _RefusedError(Exception):
    """The records make no valid model."""


class _NotDrawnError(Exception):
    """The drawing failed for another reason than its weight or its seal."""


_REASONS: Mapping[type[Exception], Reason] = {
    TooHeavy: Reason.TOO_HEAVY,
    SealUnusable: Reason.SEAL,
    issuing.OriginalChanged: Reason.CHANGED,
    _RefusedError: Reason.REFUSED,
    _NotDrawnError: Reason.NOT_DRAWN,
}


@dataclass(frozen=True)
class Drawer:
    """Draws models to PDF files and seals them. A key that is done is answered from the register.

    A document that cannot be sealed is not issued: SealUnusable, and the step is tried again.
    """

    store: Store
    files: FileStore
    press: Confined
    seal: Seal
    timestamp_url: str | None = None
    evidence: tuple[bytes, ...] | None = None
    """The roots of seals with long-term data, or none (`issuing.Stamp`)."""
    style: Style = HOUSE
    """How documents of this installation look."""

    async def draw(self, wanted: Wanted, model_of: ModelOf) -> StepResult:
        """The document that is wanted, issued now if it was not before.

        A failure is recorded for people to see, and raised. Stopped when nothing is tried any
        more: a person must ask for it, and until then no work is spent on it.
        """
        done = await self.store.read(lambda c: documents.find(c, wanted.key))
        if done is None:
            await self._may_be_tried(wanted)
            try:
                done = await self._issue(wanted, model_of)
            except Exception as failure:
                await self._note(wanted, failure)
                raise
        return StepResult(at=done.drawn_at, sha256=done.sha256, document=done.id)

    async def _may_be_tried(self, wanted: Wanted) -> None:
        before = await self.store.read(lambda c: undrawn.find(c, wanted.key))
        if before is not None and before.stopped:
            raise Stopped(before.business_key, before.reason)

    async def _note(self, wanted: Wanted, failure: Exception) -> None:
        reason = _reason(failure)
        noted = await self.store.write(lambda c: undrawn.note(c, wanted, reason))
        if noted.stopped:
            raise Stopped(noted.business_key, reason) from failure

    async def _model(self, wanted: Wanted, model_of: ModelOf) -> tuple[Document | Copied, str]:
        def read(connection: Connection) -> tuple[Document | Copied, str]:
            return model_of(connection), documents.dossier_of(connection, wanted.aggregate)

        try:
            return await self.store.read(read)
        except (ValueError, LookupError) as refused:
            raise _RefusedError(wanted.key) from refused

    async def _issued(self, wanted: Wanted, made: Document | Copied) -> issuing.Issued:
        validity = await self.store.read(lambda c: self.seal.validity(clock.wall(c)))
        if validity in {Validity.EXPIRED, Validity.NOT_YET_VALID}:
            raise SealUnusable(f"the certificate of the seal is {validity}")
        stamp = issuing.Stamp(self.seal.source, self.timestamp_url, self.evidence)
        try:
            if isinstance(made, Copied):
                source = await self._source(made)
                return await self.press.run(issuing.copy, source, stamp, self.style)
            return await self.press.run(issuing.issue, made, stamp, self.style)
        except (TooHeavy, SealUnusable, issuing.OriginalChanged, OSError):
            raise
        except Exception as failure:
            raise _NotDrawnError(wanted.key) from failure

    async def _source(self, made: Copied) -> issuing.Source:
        original = made.original
        content = await self.files.read(original.sha256)
        named = Original(document=original.id, sha256=original.sha256)
        return issuing.Source(named, content, made.again, made.translated)

    async def _issue(self, wanted: Wanted, model_of: ModelOf) -> documents.Document:
        made, dossier = await self._model(wanted, model_of)
        issued = await self._issued(wanted, made)
        if issued.lacking is not None:
            log.warning("%s is sealed without long-term data: %s", wanted.key, issued.lacking)
        model = made.translated if isinstance(made, Copied) else made
        kept = await self.files.put_bytes(issued.content)
        faults.reach(faults.Point.AFTER_DOCUMENT_WRITTEN)
        word = Texts(model.imprint.language).say(f"documents.file.{model.document}")
        document = documents.Document(
            id=ids.new_id(),
            business_key=wanted.key,
            dossier=dossier,
            aggregate=wanted.aggregate,
            kind=model.document,
            party=wanted.party,
            name=f"{model.imprint.reference}_{word}.pdf",
            title=model.imprint.title,
            language=model.imprint.language,
            sha256=kept.sha256,
            size=kept.size,
            drawn_at=model.imprint.drawn_at,
            drawn=issued.drawn,
            original=made.original.id if isinstance(made, Copied) else None,
        )

        def register(connection: Connection) -> documents.Document:
            undrawn.clear(connection, wanted.key)
            return documents.add(connection, document)

        return await self.store.write(register)


def _reason(failure: Exception) -> Reason:
    """Why a document failed, as people are told it."""
    return next((each for kind, each in _REASONS.items() if isinstance(failure, kind)), Reason.AWAY)


class Desk(Outgoing):
    """Draws what a commit asked for; a loop of its own, so that no follow-up waits for it."""

    topics = frozenset({"document"})
    longest_pause = timedelta(minutes=10)

    def __init__(self, drawer: Drawer, notifier: Notifier, voice: Voice) -> None:
        super().__init__(drawer.store)
        self.drawer = drawer
        self.notifier = notifier
        self.voice = voice

    async def deliver(self, row: outbox.Row) -> bool:
        """Draw one document and announce it; what goes wrong is tried again, and does not keep
        other documents waiting. What stopped is off the desk: a person lays it there again."""
        order = Order.model_validate_json(row.body)
        try:
            await self._answer(order)
        except Stopped:
            log.exception("document %s waits for a person", order.key)
        except Exception:
            log.exception("document %s is not drawn yet", order.key)
            return False
        return True

    async def _answer(self, order: Order) -> None:
        party = await self.store.read(lambda c: ordered.party(c, order))
        wanted = Wanted(order.key, order.aggregate, order.document, party, order)

        def made_of(connection: Connection) -> Document | Copied:
            if order.original is not None:
                return copied.models(connection, order, self.voice)
            return ordered.model(connection, order, self.voice)

        done = await self.drawer.draw(wanted, made_of)
        await self.notifier.announce(done.document)
