"""The keys of the installation and of each tender, as files that only their owner may read.

`master.age-key` is an age X25519 identity, made once. `tenders/<tender>.age` is the identity of
one tender, encrypted to the master: the stock `age` program opens it, so an auditor needs none of
our code. Who has the master and the files can read every bid: back the two up apart.
"""

import re
from pathlib import Path

from pyrage import DecryptError, decrypt, encrypt, x25519

from infra import durable

_TENDER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class KeyMissing(Exception):
    """A key that must exist does not, or no longer."""

    code = "KEY_MISSING"


class KeyDestroyed(KeyMissing):
    """The key of this tender was destroyed on purpose; what was sealed to it stays closed."""

    code = "KEY_DESTROYED"


class KeyExposed(Exception):
    """Others on this machine may read a private key; it is not used until that is mended."""

    code = "KEY_EXPOSED"


class SealUnusable(Exception):
    """A seal cannot be opened, or its certificate is not valid now; the message says what."""

    code = "SEAL_UNUSABLE"


def read_private(path: Path) -> bytes:
    """A private key's file; KeyExposed unless only its owner may read it."""
    if path.stat().st_mode & 0o077:
        raise KeyExposed(f"{path} must be readable by its owner only: chmod 600 {path}")
    return path.read_bytes()


class Keyring:
    """The age keys below `folder`, whose parent must exist. Blocking, but short."""

    def __init__(self, folder: Path) -> None:
        """Open the keys, making the master the first time.

        KeyMissing if tender keys are there and the master is not: a new one would open none.
        """
        self._tenders = folder / "tenders"
        durable.make_folder(self._tenders, within=folder.parent)
        master = folder / "master.age-key"
        if not master.exists():
            self._make_master(master)
        self._master = x25519.Identity.from_str(_secret_line(read_private(master)))

    def _make_master(self, path: Path) -> None:
        if any(self._tenders.iterdir()):
            raise KeyMissing(f"{path} is gone while tender keys need it; restore it from its copy")
        durable.write_once(path, _identity_file(x25519.Identity.generate()))

    def create_tender_key(self, tender_id: str) -> str:
        """Make the key of a tender and return its recipient; a repeat returns the same.

        KeyDestroyed after `destroy`.
        """
        self._refuse_destroyed(tender_id)
        secret = _identity_file(x25519.Identity.generate())
        sealed = encrypt(secret, [self._master.to_public()], armored=True)
        durable.write_once(self._path(tender_id), sealed)
        return self.tender_recipient(tender_id)

    def tender_recipient(self, tender_id: str) -> str:
        """The public half (`age1…`), to which bids are sealed; KeyMissing or KeyDestroyed."""
        return str(self.tender_identity(tender_id).to_public())

    def tender_identity(self, tender_id: str) -> x25519.Identity:
        """The private half, for `infra.vault.sealing` alone; KeyMissing or KeyDestroyed."""
        self._refuse_destroyed(tender_id)
        try:
            secret = decrypt(self._path(tender_id).read_bytes(), [self._master])
        except FileNotFoundError:
            raise KeyMissing(f"tender {tender_id} has no key") from None
        except DecryptError as error:
            raise KeyMissing(f"the master key does not open tender {tender_id}") from error
        return x25519.Identity.from_str(_secret_line(secret))

    def destroy(self, tender_id: str) -> None:
        """Make everything sealed to this tender unreadable here, for good; a repeat does nothing.

        Copies of the key in backups end with those backups.
        """
        durable.write_once(self._tombstone(tender_id), b"")
        durable.remove(self._path(tender_id))

    def _refuse_destroyed(self, tender_id: str) -> None:
        if self._tombstone(tender_id).exists():
            raise KeyDestroyed(f"the key of tender {tender_id} was destroyed")

    def _path(self, tender_id: str) -> Path:
        if not _TENDER.fullmatch(tender_id):
            raise ValueError("a tender is named by its uuid")
        return self._tenders / f"{tender_id}.age"

    def _tombstone(self, tender_id: str) -> Path:
        return self._path(tender_id).with_suffix(".destroyed")


def _identity_file(identity: x25519.Identity) -> bytes:
    return f"# public key: {identity.to_public()}\n{identity}\n".encode()


def _secret_line(content: bytes) -> str:
    for line in content.decode().splitlines():
        if line and not line.startswith("#"):
            return line
    raise KeyMissing("the key file holds no key")
