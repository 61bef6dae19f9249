"""The signatures of a PDF file from anywhere, checked against the certificates that we know.

It asks nobody on the network: whether a certificate was revoked is known only where the file brings
the proof along (`infra.signatures.baselines`), and the pages say so. What reads files is loaded
with the first one, in the child process that checks it.
"""

from dataclasses import dataclass
from datetime import datetime

from contracts.documents.checks import CheckedFile


class NotAPdf(Exception):
    """The file cannot be read as a PDF; nothing can be told of its signatures."""

    code = "NOT_A_PDF"


@dataclass(frozen=True)
class Known:
    """The certificates (DER) that signatures are compared with."""

    own: tuple[bytes, ...] = ()
    """Those that the installation seals or sealed with."""
    roots: tuple[bytes, ...] = ()
    """Those whose issued certificates are trusted."""


def check(content: bytes, known: Known, at: datetime) -> CheckedFile:
    """What can be told of this file at `at`; NotAPdf when it cannot be read."""
    from infra.signatures import found

    return found.check(content, known, at)
