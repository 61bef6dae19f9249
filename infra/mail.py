"""Letters out: to a mail server when one is set, else as `.eml` files in the data folder.

A letter carries a business key; from it come its `Message-ID` and its file name, so a repeat after
a crash is the same letter: the file is overwritten, and a mail server or reader can tell.
"""

import hashlib
import re
import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import AfterValidator, StringConstraints

from contracts.base import Instant, Message
from infra import durable, threads
from infra.settings import Settings

_PATIENCE = 20.0
# What web forms accept: https://html.spec.whatwg.org/#valid-e-mail-address
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*", re.A | re.I)


class MailFailed(Exception):
    """The mail server did not take the letter; the same letter may be sent again."""

    code = "MAIL_FAILED"


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a header is one line without control characters")
    return text


def _one_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("a letter goes to one address, user@host")
    return text


OneLine = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
"""A header: a line break in it is refused, so nobody adds headers of their own."""

MailAddress = Annotated[
    str, StringConstraints(min_length=3, max_length=254), AfterValidator(_one_address)
]
"""One bare address, ASCII."""


class Letter(Message):
    """One plain text message to one person. ValidationError for anything that is no header."""

    key: OneLine
    """What it is about, for example `award-letter/<award>/<bid>`: one key, one letter."""

    to: MailAddress
    subject: OneLine
    text: str
    at: Instant
    """Its date: the instant of the event by the clock of the store, equal in every repeat."""

    @property
    def name(self) -> str:
        """The key as a name for a file or an id; two keys never share one."""
        readable = re.sub(r"[^A-Za-z0-9-]+", ".", self.key).strip(".")[:100]
        return f"{readable}.{hashlib.sha256(self.key.encode()).hexdigest()[:16]}"


class Mailer:
    """Sends with the settings of one process; it keeps no connection."""

    def __init__(self, server: str | None, sender: str, folder: Path) -> None:
        """`server` is `smtp://…` or `smtps://…`; None writes in `folder`, whose parent exists."""
        self._server = urlsplit(server) if server else None
        self._sender = _one_address(sender)
        self._folder = folder

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The mailer these settings ask for."""
        url = settings.mail_url.get_secret_value() if settings.mail_url else None
        return cls(url, settings.mail_from, settings.mail_folder)

    async def send(self, letter: Letter) -> str:
        """Send `letter` and return its `Message-ID`; MailFailed if the server refuses it."""
        message = self._compose(letter)
        if self._server is None:
            await threads.run(self._file, letter, message)
        else:
            await threads.run(_hand_over, self._server, message)
        return str(message["Message-ID"])

    def _compose(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.name}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message

    def _file(self, letter: Letter, message: EmailMessage) -> None:
        durable.make_folder(self._folder, within=self._folder.parent)
        durable.write(self._folder / f"{letter.name}.eml", message.as_bytes())


def _hand_over(server: SplitResult, message: EmailMessage) -> None:
    try:
        with closing(_connect(server)) as connection:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(message)
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()  # a bad farewell is no reason to send the letter again
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed(f"{server.hostname}: {type(error).__name__}") from error


def _connect(server: SplitResult) -> smtplib.SMTP:
    """A connection that is encrypted before a password goes over it."""
    host, tls = server.hostname or "", ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=_PATIENCE, context=tls)
    connection = smtplib.SMTP(host, server.port or 25, timeout=_PATIENCE)
    try:
        connection.ehlo()
        if server.username or connection.has_extn("starttls"):
            connection.starttls(context=tls)
    except BaseException:
        connection.close()
        raise
    return connection
