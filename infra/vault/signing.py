"""The installation's signature under receipts and audit heads: Ed25519, as compact JWS.

`signing.pem` is made once and signs everything (RFC 8037, algorithm name of RFC 9864); the public
half is given to suppliers and auditors, and `verify` needs nothing else. The `typ` in the header
says what was signed, so a signed head is never taken for a receipt. Signatures are deterministic:
the same payload gives the same receipt again.
"""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from contracts.base import canonical_json, content_hash
from infra import durable
from infra.vault import keys

ALGORITHM = "Ed25519"
RECEIPT = "bestek-receipt"
HEAD = "bestek-audit-head"
MARK = "bestek-mark"


class SignatureInvalid(Exception):
    """This is not something that the key signed, or not of the kind that was asked."""

    code = "SIGNATURE_INVALID"


class Signer:
    """The signing key in `folder`, whose parent must exist; made the first time. Blocking."""

    def __init__(self, folder: Path) -> None:
        """Open the key; `keys.KeyExposed` if others may read it."""
        durable.make_folder(folder, within=folder.parent)
        path = folder / "signing.pem"
        if not path.exists():
            durable.write_once(path, _new_key())
        key = OKPKey.import_key(keys.read_private(path))
        self._key = key
        self._key_id = key.thumbprint()

    def sign_receipt(self, payload: dict[str, Any]) -> str:
        """A receipt over `payload` (JSON values, decimals as text), signed."""
        return self._sign(RECEIPT, payload)

    def verify_receipt(self, receipt: str) -> dict[str, Any]:
        """What this installation signed as a receipt; SignatureInvalid otherwise."""
        return verify(receipt, self.public_jwk(), RECEIPT)

    def sign_head(self, payload: dict[str, Any]) -> str:
        """The head of the audit log (size, root, instant), signed."""
        return self._sign(HEAD, payload)

    def verify_head(self, head: str) -> dict[str, Any]:
        """What this installation signed as an audit head; SignatureInvalid otherwise."""
        return verify(head, self.public_jwk(), HEAD)

    def mark(self, sha256: str) -> str:
        """A mark of clear content by its hash: equal for equal content. Who lacks the key cannot
        try a guess on it, as on the hash."""
        return content_hash(self._sign(MARK, {"sha256": sha256}).encode())

    def public_jwk(self) -> dict[str, Any]:
        """The public half as a JSON Web Key; `kid` is its RFC 7638 thumbprint."""
        return {
            **self._key.as_dict(private=False),
            "alg": ALGORITHM,
            "use": "sig",
            "kid": self._key_id,
        }

    def public_pem(self) -> bytes:
        """The public half as PEM, for `openssl`."""
        return self._key.as_pem(private=False)

    def _sign(self, kind: str, payload: dict[str, Any]) -> str:
        header = {"alg": ALGORITHM, "kid": self._key_id, "typ": kind}
        return jws.serialize_compact(
            header, canonical_json(payload), self._key, algorithms=[ALGORITHM]
        )


def verify(signed: str, public_jwk: dict[str, Any], kind: str) -> dict[str, Any]:
    """The payload of `signed` if `public_jwk` signed it as `kind`; SignatureInvalid otherwise."""
    try:
        key = OKPKey.import_key(public_jwk)
        found = jws.deserialize_compact(signed, key, algorithms=[ALGORITHM])
        payload = json.loads(found.payload)
    except (JoseError, ValueError) as error:
        raise SignatureInvalid(f"not a signed {kind}") from error
    if found.protected.get("typ") != kind or not isinstance(payload, dict):
        raise SignatureInvalid(f"not a signed {kind}")
    return payload


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
