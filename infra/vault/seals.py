"""The organisation's seal: which key and certificate stand under every document that is issued.

A PKCS#12 file or a PKCS#11 token by settings; else `seal.pem`, a key with a certificate of its own
that the installation makes once: a technical seal, which proves that a file comes from here and is
unaltered, but not, as a qualified seal does (eIDAS, art. 35), who stands behind it. Certificates
are no secret: each one that was ever used stays in `seals/`, so that old documents are still
recognised after a renewal. The key itself is used in `infra.vault.pades`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12

from infra import durable
from infra.settings import Settings
from infra.vault import tokens
from infra.vault.keys import SealUnusable, read_private
from infra.vault.tokens import Token

YEARS = 10
"""How long a seal that the installation makes for itself is valid."""

WARNING = timedelta(days=30)
"""How long before its end a certificate is told to need renewal."""

SIGNS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
"""A signature is binding (non-repudiation), and the certificate issues no others."""


@dataclass(frozen=True)
class Source:
    """Where the key of a seal is: a file (PKCS#12, or the PEM of the installation) or a token."""

    file: Path | None = None
    password: bytes | None = None
    token: Token | None = None
    own: bool = False
    """Whether the installation made it for itself."""


class Validity(StrEnum):
    """A certificate at a moment."""

    VALID = "valid"
    EXPIRES_SOON = "expires_soon"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Seal:
    """The seal of an installation: where its key is, its certificate (DER), and all there were."""

    source: Source
    certificate: bytes
    known: tuple[bytes, ...]
    """Every certificate (DER) that this installation sealed with, the present one included."""

    @property
    def valid_until(self) -> datetime:
        """The last moment at which the certificate is valid."""
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc

    def validity(self, at: datetime) -> Validity:
        """How the certificate stands at `at`."""
        certificate = x509.load_der_x509_certificate(self.certificate)
        if at < certificate.not_valid_before_utc:
            return Validity.NOT_YET_VALID
        if at > certificate.not_valid_after_utc:
            return Validity.EXPIRED
        soon = at > certificate.not_valid_after_utc - WARNING
        return Validity.EXPIRES_SOON if soon else Validity.VALID


def source_of(settings: Settings) -> Source | None:
    """Where the settings say that the seal is; None for one of the installation's own."""
    if settings.seal_file is not None:
        password = settings.seal_password
        return Source(
            file=settings.seal_file,
            password=password.get_secret_value().encode() if password else None,
        )
    if settings.seal_module is None or settings.seal_token is None or settings.seal_label is None:
        return None
    pin = settings.seal_pin.get_secret_value() if settings.seal_pin else None
    return Source(token=Token(settings.seal_module, settings.seal_token, settings.seal_label, pin))


def open_seal(folder: Path, source: Source | None, name: str, at: datetime) -> Seal:
    """The seal by `source`, or the installation's own in `folder` (whose parent must exist), made
    at `at` for the organisation `name` the first time. Blocking.

    SealUnusable when the key cannot be read; `keys.KeyExposed` if others may read it.
    """
    durable.make_folder(folder / "seals", within=folder.parent)
    if source is None:
        path = folder / "seal.pem"
        if not path.exists():
            durable.write_once(path, _new_seal(name, at))
        source = Source(file=path, own=True)
    certificate = certificate_of(source)
    return Seal(source, certificate, _remembered(folder / "seals", certificate))


def _remembered(folder: Path, certificate: bytes) -> tuple[bytes, ...]:
    found = x509.load_der_x509_certificate(certificate)
    name = found.fingerprint(hashes.SHA256()).hex()
    durable.write_once(folder / f"{name}.pem", found.public_bytes(serialization.Encoding.PEM))
    return tuple(
        x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.DER)
        for path in sorted(folder.glob("*.pem"))
    )


def certificate_of(source: Source) -> bytes:
    """The certificate (DER) of a seal; SealUnusable when its key cannot be read."""
    if source.token is not None:
        return tokens.certificate_of(source.token)
    return key_and_chain(source)[1].public_bytes(serialization.Encoding.DER)


def key_and_chain(
    source: Source,
) -> tuple[bytes, x509.Certificate, tuple[x509.Certificate, ...]]:
    """The private key (PKCS#8, DER), its certificate and those above it, from a file.

    For `infra.vault.pades` alone. SealUnusable when the file cannot be read so.
    """
    path = source.file
    if path is None:
        raise SealUnusable("The seal lies in no file.")
    try:
        content = read_private(path)
    except OSError as error:
        raise SealUnusable(f"The seal {path} cannot be read: {error.strerror}.") from error
    try:
        if source.own:
            key, certificate = _own(content)
            chain: tuple[x509.Certificate, ...] = ()
        else:
            key, certificate, chain = _of_pkcs12(content, source.password)
    except ValueError as error:
        raise SealUnusable(
            f"The seal {path} does not open: it is damaged or BESTEK_SEAL_PASSWORD is not its own."
        ) from error
    return key, certificate, chain


def _own(content: bytes) -> tuple[bytes, x509.Certificate]:
    key = serialization.load_pem_private_key(content, password=None)
    return _pkcs8(key), x509.load_pem_x509_certificate(content)


def _of_pkcs12(
    content: bytes, password: bytes | None
) -> tuple[bytes, x509.Certificate, tuple[x509.Certificate, ...]]:
    key, certificate, others = pkcs12.load_key_and_certificates(content, password)
    if key is None or certificate is None:
        raise ValueError("the file holds no key with its certificate")
    return _pkcs8(key), certificate, tuple(others)


def _pkcs8(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _new_seal(name: str, at: datetime) -> bytes:
    """A key and the certificate that it signs for itself, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{name[:48]} (Bestek)"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + timedelta(days=YEARS * 365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(SIGNS, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
