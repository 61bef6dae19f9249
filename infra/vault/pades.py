"""A seal as pyHanko signs with it. Only the child process that finishes documents loads this."""

from collections.abc import Iterator
from contextlib import contextmanager

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from infra.vault import seals, tokens


@contextmanager
def signer(source: seals.Source) -> Iterator[Signer]:
    """What signs with the seal; SealUnusable when its key cannot be read."""
    if source.token is not None:
        held = asn1_x509.Certificate.load(tokens.certificate_of(source.token))
        with tokens.session(source.token) as session:
            yield PKCS11Signer(
                session,
                signing_cert=held,
                key_label=source.token.label,
                # Many tokens hash for RSA only; with elliptic curves all take a finished hash.
                use_raw_mechanism=held.public_key.algorithm == "ec",
            )
        return
    key, certificate, chain = seals.key_and_chain(source)
    above = [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(above)
    yield SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
