"""What the web front stands on: handed over once by whoever starts it."""

from dataclasses import dataclass

from api.commands import Commands
from infra.confined import Confined
from infra.documents.style import Style
from infra.files import FileStore
from infra.receipts import ReceiptBook
from infra.settings import Settings
from infra.signatures.checking import Known
from infra.store.engine import Store
from infra.vault.keys import Keyring
from infra.vault.sealing import Sealer
from infra.vault.seals import Seal
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
    seal: Seal
    style: Style
    """How documents look."""
    press: Confined
    """Where drafts are drawn."""
    reader: Confined
    """Where files from anybody are read."""
    known: Known
    """The certificates that signatures are compared with."""
    commands: Commands
