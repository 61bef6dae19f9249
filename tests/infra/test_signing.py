"""The installation's signature."""

import base64
import hmac
import json
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from infra.vault import signing
from infra.vault.keys import KeyExposed
from infra.vault.signing import SignatureInvalid, Signer

PAYLOAD = {"bid": "één", "size": 12, "total": "612450.00"}


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer(tmp_path / "keys")


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def test_a_receipt_says_what_was_signed(signer: Signer) -> None:
    receipt = signer.sign_receipt(PAYLOAD)
    assert signer.verify_receipt(receipt) == PAYLOAD
    header = json.loads(_decoded(receipt.split(".")[0]))
    assert header == {
        "alg": "Ed25519",
        "kid": signer.public_jwk()["kid"],
        "typ": "bestek-receipt",
    }


def test_the_key_is_made_once_and_is_its_owners(signer: Signer, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = Signer(tmp_path / "keys")
    assert again.public_jwk() == signer.public_jwk()
    assert again.sign_receipt(PAYLOAD) == signer.sign_receipt(PAYLOAD)
    path.chmod(0o604)
    with pytest.raises(KeyExposed):
        Signer(tmp_path / "keys")


def test_the_public_half_alone_verifies(signer: Signer) -> None:
    public = json.loads(json.dumps(signer.public_jwk()))
    assert "d" not in public
    assert signing.verify(signer.sign_receipt(PAYLOAD), public, signing.RECEIPT) == PAYLOAD


def test_a_verifier_without_our_code_agrees(signer: Signer) -> None:
    key = load_pem_public_key(signer.public_pem())
    assert isinstance(key, Ed25519PublicKey)
    head, payload, signature = signer.sign_receipt(PAYLOAD).split(".")
    key.verify(_decoded(signature), f"{head}.{payload}".encode())
    with pytest.raises(InvalidSignature):
        key.verify(_decoded(signature), f"{head}.{payload}x".encode())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on PATH")
def test_openssl_agrees(signer: Signer, tmp_path: Path) -> None:
    head, payload, signature = signer.sign_receipt(PAYLOAD).split(".")
    (tmp_path / "key.pem").write_bytes(signer.public_pem())
    (tmp_path / "text").write_text(f"{head}.{payload}")
    (tmp_path / "signature").write_bytes(_decoded(signature))
    asked = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature"
    subprocess.run(asked.split(), cwd=tmp_path, check=True, capture_output=True)


def test_a_changed_receipt_is_refused(signer: Signer) -> None:
    receipt = signer.sign_receipt(PAYLOAD)
    for place in range(len(receipt) - 1):
        other = "A" if receipt[place] != "A" else "B"
        with pytest.raises(SignatureInvalid):
            signer.verify_receipt(receipt[:place] + other + receipt[place + 1 :])


@pytest.mark.parametrize("text", ["", "..", "a.b.c", "é", "{}", "\x00"])
def test_rubbish_is_refused(signer: Signer, text: str) -> None:
    with pytest.raises(SignatureInvalid):
        signer.verify_receipt(text)


def test_an_audit_head_is_not_a_receipt(signer: Signer) -> None:
    head = signer.sign_head({"size": 3, "root": "0" * 64})
    assert signer.verify_head(head) == {"size": 3, "root": "0" * 64}
    with pytest.raises(SignatureInvalid, match="not a signed bestek-receipt"):
        signer.verify_receipt(head)
    with pytest.raises(SignatureInvalid):
        signer.verify_head(signer.sign_receipt(PAYLOAD))


def test_another_installations_receipt_is_refused(signer: Signer, tmp_path: Path) -> None:
    stranger = Signer(tmp_path / "strange")
    with pytest.raises(SignatureInvalid):
        signer.verify_receipt(stranger.sign_receipt(PAYLOAD))


def test_the_header_does_not_choose_the_algorithm(signer: Signer) -> None:
    for algorithm in ("HS256", "none"):
        head = _encoded(json.dumps({"alg": algorithm, "typ": signing.RECEIPT}).encode())
        tag = hmac.digest(signer.public_pem(), f"{head}.e30".encode(), "sha256")
        for signature in (_encoded(tag), ""):
            with pytest.raises(SignatureInvalid):
                signer.verify_receipt(f"{head}.e30.{signature}")
