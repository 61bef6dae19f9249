"""What can be told of a file that somebody holds: its signatures, and whether we issued it.

A file grows by additions only: what was drawn stands first, each signature behind it. So the hash
of every earlier version follows from the file itself, and every version of a document leads back
to the one that the audit log names.
"""

import hashlib
import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Instant, Message, Sha256

END_OF_VERSION = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
"""What ends each version of a PDF file (ISO 32000-1, 7.5.5)."""

MOST_VERSIONS = 200
"""No document of ours is signed so often; what comes later in a file is not looked at."""


SEAL_FIELD = "seal"
"""The field of the organisation's seal, the first signature of every issued document."""


def place_of(index: int) -> str:
    """The name of the field of a document's signature, by its place in the model from 0."""
    return f"signature-{index + 1}"


class Level(StrEnum):
    """How much a signature proves; its sentence stands under `signature.level.*`."""

    OWN_SEAL = "own_seal"
    """A technical seal that an installation made for itself; not qualified."""
    SEAL = "seal"
    """The organisation's seal, with a certificate that somebody else issued."""
    SIGN_OFF = "sign_off"
    """A person who was signed in signed off; the installation sealed that fact. Not qualified."""
    ADVANCED = "advanced"
    """A signature with a certificate that does not say that it is qualified."""
    QUALIFIED = "qualified"
    """The certificate says that it is qualified (eIDAS, art. 28 or 38), and its issuer is among
    the trusted. The European trusted lists themselves are not asked."""


class Baseline(StrEnum):
    """What a PAdES signature brings along to be checked with (ETSI EN 319 142-1); said under
    `signature.baseline.*`. The highest whose parts are in the file and verify, without a network.
    """

    B_B = "b_b"
    """The signature alone."""
    B_T = "b_t"
    """A timestamp shows that it existed at that moment."""
    B_LT = "b_lt"
    """Also what shows, for each certificate of signer and timestamp up to its root, that it was not
    revoked at that moment."""
    B_LTA = "b_lta"
    """Also a timestamp over the whole document, with those data in it."""


class Trust(StrEnum):
    """What is known of who issued the certificate."""

    OWN = "own"
    """It is one that this installation seals or sealed with."""
    TRUSTED = "trusted"
    """A certificate of the trusted list stands above it."""
    UNKNOWN = "unknown"


class Integrity(StrEnum):
    """Whether what was signed is what lies here."""

    INTACT = "intact"
    ADDED_TO = "added_to"
    """Intact; afterwards only signatures were added, as the signature itself allows."""
    BROKEN = "broken"


class CertificateStanding(StrEnum):
    """The certificate at the moment of signing."""

    VALID = "valid"
    ENDED_SINCE = "ended_since"
    """Valid when it signed; it has ended since."""
    REVOKED = "revoked"
    """The file itself holds its issuer's word that it was revoked before it signed."""
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"


class FoundSignature(Message):
    """One signature in a file, as it is found: nothing of it is believed that is not checked."""

    field: str
    integrity: Integrity
    signer: str
    """The name in the certificate; empty when the signature cannot be read at all."""
    behalf: str | None = None
    """Who signed off, where the installation sealed that for a person."""
    level: Level | None = None
    """None when the signature cannot be read."""
    trust: Trust = Trust.UNKNOWN
    signed_at: Instant | None = None
    timestamped: bool = False
    """Whether a timestamp authority witnessed the moment; else it is the signer's own word."""
    certificate: CertificateStanding | None = None
    certificate_sha256: Sha256 | None = None
    certificate_ends: Instant | None = None
    claims_qualified: bool = False
    """Whether the certificate says that it is qualified, whoever issued it."""
    family_name: str | None = None
    given_names: str | None = None
    """The two parts of a person's name, where the certificate tells them apart. Nothing else of
    the person is read: an identity card also states the national register number."""
    baseline: Baseline | None = None
    """None when the signature is broken or not a PAdES one."""
    vouched: bool = True
    """Whether the certificates behind the baseline lead to trusted roots, as far as it needs any;
    else the parts verify, but who gave them is not known here."""
    signs: Annotated[int, Field(ge=0)] = 0
    """How many bytes of the file it signs, from the first on; 0 when it cannot be read."""

    @property
    def holds(self) -> bool:
        """Whether what was signed is unaltered and the certificate was valid when it signed."""
        good = {CertificateStanding.VALID, CertificateStanding.ENDED_SINCE}
        return self.integrity is not Integrity.BROKEN and self.certificate in good


class CheckedFile(Message):
    """A PDF file as it is found."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]
    versions: tuple[Sha256, ...]
    """The hash of the file as it stood at the end of each version, the oldest first."""
    twin_sha256: Sha256 | None
    """The hash of the data inside, which the footer of our documents prints."""
    signatures: tuple[FoundSignature, ...]
    open_fields: tuple[str, ...]
    """Places to sign that are still empty."""
    draft: bool = False
    """Whether the data inside say that it is a draft."""

    @property
    def unaltered(self) -> bool:
        """Whether every signature in it holds; a file without one proves nothing by itself."""
        return bool(self.signatures) and all(each.holds for each in self.signatures)


class Origin(StrEnum):
    """What a file is beside the document that was issued; said under `check.origin.*`."""

    ISSUED = "issued"
    """The same, byte for byte."""
    SIGNED_SINCE = "signed_since"
    """The same with signatures added behind it, each of which holds."""
    DRAWN = "drawn"
    """The same without its seal."""
    ALTERED = "altered"
    """It begins like the document, and what comes behind that is not allowed."""
    UNKNOWN = "unknown"


def origin(found: CheckedFile, drawn: str, issued: str) -> Origin:
    """What a file is beside the document with the hashes `drawn` and, under its seal, `issued`."""
    if found.sha256 == issued:
        return Origin.ISSUED
    if found.sha256 == drawn:
        return Origin.DRAWN
    if issued in found.versions and found.unaltered:
        return Origin.SIGNED_SINCE
    return Origin.ALTERED if {drawn, issued} & set(found.versions) else Origin.UNKNOWN


class InclusionProof(Message):
    """That an entry stands in the audit log (RFC 9162, 2.1.3): enough to check it without us.

    The path leads from the entry to the root of the log as it was right after the entry; all its
    nodes lie to the left, the nearest first.
    """

    proof: int = 1
    """The version of this shape."""
    entry: str
    """The entry as it was written: canonical JSON."""
    leaf: Annotated[int, Field(ge=0)]
    path: tuple[Sha256, ...]
    head: str
    """Size, root and moment of the log, signed by the installation (compact JWS, Ed25519)."""
    key: dict[str, str]
    """The public key of that signature (JSON Web Key); compare its `kid` with the published one."""
    certificates: tuple[str, ...] = ()
    """The certificates (PEM) that the installation seals or sealed with."""


def versions(content: bytes) -> tuple[str, ...]:
    """The SHA-256 of the file as it stood at the end of each version, oldest first; what lies
    behind the last end counts as a version of its own."""
    found: list[str] = []
    digest, taken = hashlib.sha256(), 0
    for end in END_OF_VERSION.finditer(content):
        if len(found) == MOST_VERSIONS:
            break
        digest.update(content[taken : end.end()])
        taken = end.end()
        found.append(digest.copy().hexdigest())
    if taken < len(content):
        digest.update(content[taken:])
        found.append(digest.hexdigest())
    return tuple(found)


def root_above(entry: str, path: tuple[str, ...]) -> str:
    """The root of the log that this entry ended, from its path; hexadecimal."""
    node = hashlib.sha256(b"\x00" + entry.encode()).digest()
    for left in path:
        node = hashlib.sha256(b"\x01" + bytes.fromhex(left) + node).digest()
    return node.hex()


def issued_entry(document: str, kind: str, drawn: str, issued: str, at: Instant) -> dict[str, str]:
    """The audit entry of a document that was issued: its hash as drawn, and under its seal."""
    return {
        "act": "document_issued",
        "document": document,
        "kind": kind,
        "drawn": drawn,
        "issued": issued,
        "at": at.isoformat(),
    }
