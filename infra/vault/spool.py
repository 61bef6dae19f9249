"""Clear text between the network and its seal: on disk only under a key that lives in memory.

The file has no name and the key is never written, so after a crash nothing readable is left. A
slow sender or reader then holds a spool, not a thread and not the content in memory.
"""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20


class Spool:
    """Written once, rewound, read once. Blocking. `folder` says on which disk."""

    def __init__(self, folder: Path) -> None:
        self._cipher = Cipher(ChaCha20(os.urandom(32), os.urandom(16)), mode=None)
        self._stream = self._cipher.encryptor()
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by close)

    def write(self, block: bytes) -> int:
        """Park `block`."""
        self._file.write(self._stream.update(block))
        return len(block)

    def flush(self) -> None:
        """Nothing to do: who writes is also who reads."""

    def rewind(self) -> None:
        """From now on `read` gives what was written, from its start."""
        self._file.seek(0)
        self._stream = self._cipher.decryptor()

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; empty at the end."""
        return self._stream.update(self._file.read(size))

    def close(self) -> None:
        """Forget everything."""
        self._file.close()
