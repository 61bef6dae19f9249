"""Brings a document to whom it is for: in the inbox on the portal, and announced by e-mail."""

import logging

from pydantic import ValidationError

from infra import ids, mail
from infra.store import clock, messages
from infra.store.engine import Connection, Store
from infra.store.papers import document_notice
from infra.store.papers.letter_notice import Notice

log = logging.getLogger(__name__)


class Notifier:
    """Sends each notice once: its keys are made of the document's id."""

    def __init__(self, store: Store, mailer: mail.Mailer, address: str) -> None:
        """`address` is what links in notices start with."""
        self.store = store
        self.mailer = mailer
        self.address = address

    async def announce(self, document: str | None) -> None:
        """Tell the addressee of a document that it is there; nothing for a document that is not
        sent to anybody. MailFailed when the mail server did not take it: to be tried again."""
        notice = await self.store.read(lambda c: document_notice.of(c, document, self.address))
        if notice is None:
            return
        sent = await self.store.write(lambda c: _in_inbox(c, notice))
        try:
            await self.mailer.send(
                mail.Letter(
                    key=sent.business_key,
                    to=notice.to.email,
                    subject=notice.subject,
                    text=notice.body,
                    at=sent.sent_at,
                )
            )
        except ValidationError:
            # No address can be mended by trying; the message lies in the inbox.
            log.warning("no notice of %s: its address is none", sent.business_key)


def _in_inbox(connection: Connection, notice: Notice) -> messages.Message:
    document = notice.document
    return messages.add(
        connection,
        messages.Message(
            id=ids.new_id(),
            business_key=f"document/{document.id}",
            organisation=notice.to.id,
            dossier=document.dossier,
            subject=notice.subject,
            body=notice.body,
            document=document.id,
            sent_at=clock.now(connection),
        ),
    )
