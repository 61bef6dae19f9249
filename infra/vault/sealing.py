"""Sealed files: what a bidder hands in, encrypted before it touches the disk.

The contract, which stays when sealing to one key of the tender makes way for sealing to several
parties (this module is then the only one to change):

* `seal_*` reads clear text once and leaves only an age file in the file store, named by the hash
  of the *sealed* bytes. That hash and size are what receipts, records and commands carry; no hash
  of the clear text leaves this module, because a short bid could be guessed from it.
* Sealing the same content twice gives two different files; a caller that repeats keeps the hash
  it recorded first.
* `unseal*` opens what was sealed to that tender, whole and unaltered, or raises before the first
  byte. It does not ask who may and when: the opening is a committed act, and only the steps after
  it call this.
* Clear text is never written aside; what must wait does so in a `Spool`.
* A sealed file outlives its key: `Keyring.destroy` is how its content is erased.
"""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from pathlib import Path
from typing import Protocol

import pyrage

from infra import files, threads
from infra.vault.keys import Keyring
from infra.vault.spool import Spool

_BLOCK = 1024 * 1024


class SealBroken(Exception):
    """The sealed file does not open with the key of this tender."""

    code = "SEAL_BROKEN"

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"sealed file {sha256} does not open")


class Readable(Protocol):
    """A blocking source of bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""


class Sealer:
    """Seals into and opens from one file store, with the keys of one installation."""

    def __init__(self, keyring: Keyring, store: files.FileStore) -> None:
        self._keyring = keyring
        self._store = store

    async def seal_stream(
        self, chunks: AsyncIterable[bytes], tender_id: str, limit: int | None = None
    ) -> files.StoredFile:
        """Seal what `chunks` brings; `limit` counts its clear bytes (`files.FileTooLarge`).

        KeyMissing and KeyDestroyed come before the first chunk is taken.
        """
        recipient = await threads.run(self._keyring.tender_recipient, tender_id)
        spool = await threads.run(Spool, self._store.incoming_folder())
        try:
            taken = 0
            async for block in files.blocks(chunks):
                taken += len(block)
                if limit is not None and taken > limit:
                    raise files.FileTooLarge(limit)
                await threads.run(spool.write, block)
            spool.rewind()
            return await threads.run(self._seal, spool, recipient)
        finally:
            spool.close()

    async def seal_file(
        self, source: Path, tender_id: str, limit: int | None = None
    ) -> files.StoredFile:
        """Seal the file at `source`, which is only read; errors as `seal_stream`."""
        return await threads.run(self._seal_file, source, tender_id, limit)

    def _seal_file(self, source: Path, tender_id: str, limit: int | None) -> files.StoredFile:
        recipient = self._keyring.tender_recipient(tender_id)
        if limit is not None and source.stat().st_size > limit:
            raise files.FileTooLarge(limit)
        with source.open("rb") as opened:
            return self._seal(opened, recipient)

    def _seal(self, source: Readable, recipient: str) -> files.StoredFile:
        with self._store.incoming() as incoming:
            pyrage.encrypt_io(source, incoming, [pyrage.x25519.Recipient.from_str(recipient)])
            return incoming.keep()

    async def unseal(self, sha256: str, tender_id: str) -> bytes:
        """The clear content in memory; errors as `unseal_stream`."""
        async with aclosing(self.unseal_stream(sha256, tender_id)) as stream:
            return b"".join([block async for block in stream])

    async def unseal_stream(self, sha256: str, tender_id: str) -> AsyncGenerator[bytes, None]:
        """The clear content in blocks.

        `files.FileMissing`, `files.FileDamaged`, KeyMissing, KeyDestroyed and SealBroken come
        before the first block.
        """
        await self._store.verify(sha256)
        spool = await threads.run(self._unseal, sha256, tender_id)
        try:
            while block := await threads.run(spool.read, _BLOCK):
                yield block
        finally:
            spool.close()

    def _unseal(self, sha256: str, tender_id: str) -> Spool:
        identity = self._keyring.tender_identity(tender_id)
        spool = Spool(self._store.incoming_folder())
        try:
            with self._store.open(sha256) as source:
                pyrage.decrypt_io(source, spool, [identity])
        except (pyrage.DecryptError, OSError) as error:
            spool.close()
            raise SealBroken(sha256) from error
        spool.rewind()
        return spool
