"""The parts of a running program, put together in one place: tests use the same."""

from dataclasses import dataclass
from typing import Self

from temporalio.client import Client

from infra.files import FileStore
from infra.mail import Mailer
from infra.receipts import ReceiptBook
from infra.settings import Settings
from infra.store.engine import Store
from infra.temporal import connect, waking
from infra.vault.keys import Keyring
from infra.vault.sealing import Sealer
from infra.vault.signing import Signer


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
    client: Client
    wake: waking.Wake

    @classmethod
    async def open(cls, settings: Settings, temporal_address: str, *, lazy: bool = False) -> Self:
        """Open store, files and keys of the data folder, and a client of Temporal."""
        settings.prepare()
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
            client=client,
            wake=waking.waker(client),
        )

    @property
    def address(self) -> str:
        """What links in letters start with."""
        return self.settings.public_url(self.settings.port)

    @property
    def verification(self) -> str:
        """The address that printed documents give for checking them."""
        return f"{self.address}/nl/documents"

    async def close(self) -> None:
        """Give the store's threads and connections back."""
        await self.store.close()
