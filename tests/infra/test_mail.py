"""Letters to a mail server or a folder, each of them once."""

import asyncio
import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from infra.mail import Letter, Mailer, MailFailed
from infra.settings import Settings

LETTER = Letter(
    key="award-letter/0197/één bod",
    to="els@leverancier.example",
    subject="Gunningsbeslissing “Servers”",
    text="Geachte,\n\nU vindt de beslissing in het portaal.\n",
    at=datetime(2026, 1, 12, 8, 0, tzinfo=UTC),
)


def _read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


async def test_without_a_server_a_letter_is_a_file(folder: Path) -> None:
    settings = Settings(data_folder=folder.parent, mail_from="bestek@stad.example")
    sent = await Mailer.of(settings).send(LETTER)
    message = _read((folder / f"{LETTER.name}.eml").read_bytes())
    assert sent == message["Message-ID"] == f"<{LETTER.name}@stad.example>"
    assert message["To"] == "els@leverancier.example"
    assert message["From"] == "bestek@stad.example"
    assert message["Subject"] == LETTER.subject
    assert message["Date"] == "Mon, 12 Jan 2026 08:00:00 +0000"
    assert message.get_content().splitlines() == LETTER.text.splitlines()


async def test_a_repeated_letter_is_the_same_file(folder: Path) -> None:
    mailer = Mailer(None, "bestek@stad.example", folder)
    await mailer.send(LETTER)
    before = _contents(folder)
    await mailer.send(LETTER)
    assert _contents(folder) == before
    assert len(before) == 1


def test_two_keys_never_share_a_name() -> None:
    names = {LETTER.model_copy(update={"key": key}).name for key in ("a/b", "a.b", "a b", "é", "è")}
    assert len(names) == 5
    assert all(name.isascii() and "/" not in name for name in names)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hallo\r\nBcc: iedereen@example.org"},
        {"subject": "Hallo\nBcc: iedereen@example.org"},
        {"subject": "Hallo\x0bwereld"},
        {"subject": "Hallo\u2028wereld"},
        {"subject": ""},
        {"to": "els@example.org\r\nBcc: x@example.org"},
        {"to": "els@example.org, jan@example.org"},
        {"to": "Els <els@example.org>"},
        {"to": "els"},
        {"to": "@example.org"},
        {"to": "els@"},
        {"to": ""},
        {"key": "a\nb"},
    ],
)
def test_what_is_no_header_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Letter.model_validate(LETTER.model_dump() | wrong)


def test_a_sender_that_is_no_address_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="address"):
        Mailer(None, "bestek", folder)


class _Server:
    """As much of a mail server as one letter needs."""

    def __init__(self, *, refuses: bool = False, hangs_up: bool = False) -> None:
        self.letters: list[bytes] = []
        self.heard: list[bytes] = []
        self._refuses = refuses
        self._hangs_up = hangs_up

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            self.heard.append(word)
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.letters.append(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(self._answer(word))
            if word == b"QUIT" or (self.letters and self._hangs_up):
                break
        writer.close()
        await writer.wait_closed()

    def _answer(self, word: bytes) -> bytes:
        if word == b"EHLO":
            return b"250-here\r\n250 AUTH PLAIN\r\n"
        return b"550 nobody here\r\n" if self._refuses and word == b"RCPT" else b"250 fine\r\n"


async def _send(server: _Server, user: str = "") -> str:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        url = SecretStr(f"smtp://{user}127.0.0.1:{port}")
        return await Mailer.of(Settings(mail_url=url)).send(LETTER)


async def test_a_server_is_handed_the_letter() -> None:
    server = _Server()
    sent = await _send(server)
    [letter] = server.letters
    message = _read(letter.removesuffix(b".\r\n"))
    assert message["Message-ID"] == sent
    assert message["Subject"] == LETTER.subject


async def test_a_letter_that_was_taken_is_sent_whatever_comes_after() -> None:
    server = _Server(hangs_up=True)
    await _send(server)
    assert len(server.letters) == 1


async def test_a_refusal_is_reported_without_the_address() -> None:
    with pytest.raises(MailFailed, match="SMTPRecipientsRefused") as failure:
        await _send(_Server(refuses=True))
    assert "els" not in str(failure.value)


async def test_a_password_never_goes_over_an_open_line() -> None:
    server = _Server()
    with pytest.raises(MailFailed, match="SMTPNotSupportedError"):
        await _send(server, user="bestek:hush@")
    assert server.heard == [b"EHLO"]


async def test_an_absent_server_is_a_failure(folder: Path) -> None:
    with pytest.raises(MailFailed, match="ConnectionRefusedError"):
        await Mailer("smtp://127.0.0.1:1", "bestek@stad.example", folder).send(LETTER)
