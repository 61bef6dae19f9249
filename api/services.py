"""What the web front stands on: handed over once by whoever starts it."""

from dataclasses import dataclass

from api.commands import Commands
from infra.files import FileStore
from infra.receipts import ReceiptBook
from infra.settings import Settings
from infra.store.engine import Store
from infra.vault.keys import Keyring
from infra.vault.sealing import Sealer
from infra.vault.signing import Signer


@dataclass(frozen=True)
class Services:
    """The parts that routes and pages use; reachable as `request.app.state.services`."""

    settings: Settings
    store: Store
    files: FileStore
    keyring: Keyring
    sealer: Sealer
    signer: Signer
    receipts: ReceiptBook
    commands: Commands
