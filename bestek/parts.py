"""The parts of a running program, put together in one place: tests use the same."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from temporalio.client import Client

from activities.documents import Drawer
from infra.confined import Confined, Limits
from infra.documents import look
from infra.documents.style import Style
from infra.files import FileStore
from infra.mail import Mailer
from infra.receipts import ReceiptBook
from infra.settings import Settings
from infra.signatures.checking import Known
from infra.store.engine import Store
from infra.store.papers.voice import Voice
from infra.temporal import connect, waking
from infra.vault import certificates, seals
from infra.vault.keys import Keyring
from infra.vault.sealing import Sealer
from infra.vault.signing import Signer

READING = Limits(seconds=15)
"""What checking one file may take: a visitor waits for it, and the next one behind."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """What API and worker are made from. Opened once a process."""

    settings: Settings
    store: Store
    files: FileStore
    keyring: Keyring
    sealer: Sealer
    signer: Signer
    mailer: Mailer
    receipts: ReceiptBook
    seal: seals.Seal
    style: Style
    """How its documents look."""
    press: Confined
    """Where documents are drawn and sealed."""
    reader: Confined
    """Where files from anybody are read."""
    known: Known
    """The certificates that signatures are compared with."""
    client: Client
    wake: waking.Wake

    @classmethod
    async def open(cls, settings: Settings, temporal_address: str, *, lazy: bool = False) -> Self:
        """Open store, files, keys and seal of the data folder, and a client of Temporal.

        SealUnusable when the seal of the settings cannot be read, NoCertificate when a file of
        the trusted list holds none, LookUnusable when documents cannot look as the settings say.
        """
        settings.prepare()
        style = look.of(settings)
        seal = _open_seal(settings)
        client = await connect.connect(temporal_address, settings.namespace, lazy=lazy)
        files = FileStore(settings.files_folder)
        keyring = Keyring(settings.keys_folder)
        return cls(
            settings=settings,
            store=Store(settings.database_url),
            files=files,
            keyring=keyring,
            sealer=Sealer(keyring, files),
            signer=Signer(settings.keys_folder),
            mailer=Mailer.of(settings),
            receipts=ReceiptBook(settings.receipts_folder),
            seal=seal,
            style=style,
            press=Confined(),
            reader=Confined(READING),
            known=Known(seal.known, _trusted(settings)),
            client=client,
            wake=waking.waker(client),
        )

    @property
    def address(self) -> str:
        """What links in letters start with."""
        return self.settings.public_url(self.settings.port)

    @property
    def voice(self) -> Voice:
        """How documents speak, and where they say that they can be checked."""
        return Voice(self.address)

    def drawer(self) -> Drawer:
        """What issues documents."""
        return Drawer(
            self.store,
            self.files,
            self.press,
            self.seal,
            timestamp_url=self.settings.timestamp_url,
            evidence=self.known.roots if self.settings.seal_long_term else None,
            style=self.style,
        )

    async def close(self) -> None:
        """Give the store's threads and connections and the child process back."""
        await self.press.close()
        await self.reader.close()
        await self.store.close()


def _trusted(settings: Settings) -> tuple[bytes, ...]:
    folder = settings.trusted_certificates
    return certificates.in_folder(folder) if folder is not None else ()


def _open_seal(settings: Settings) -> seals.Seal:
    """The seal of these settings; its certificate's end is told in the log before it comes."""
    now = datetime.now(UTC)
    seal = seals.open_seal(
        settings.keys_folder, seals.source_of(settings), settings.organisation, now
    )
    if (validity := seal.validity(now)) is not seals.Validity.VALID:
        _log.warning(
            "the certificate of the seal is %s (valid until %s); see docs/operating, Seal",
            validity,
            seal.valid_until.isoformat(),
        )
    return seal
