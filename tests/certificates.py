"""Keys and certificates of an invented authority, for signatures in tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from infra.vault.seals import SIGNS, Source

PASSWORD = b"een lange zin"
_QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")


@dataclass(frozen=True)
class Owner:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    tells: tuple[x509.ExtensionType, ...] = ()
    """What stands in each certificate that it issues: where to ask whether it was revoked."""

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def source(self, folder: Path, name: str = "seal.p12", *others: "Owner") -> Source:
        """The PKCS#12 file that holds it, as a seal."""
        path = folder / name
        secret = serialization.BestAvailableEncryption(PASSWORD)
        above = [each.certificate for each in others]
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"seal", self.key, self.certificate, above, secret
            )
        )
        path.chmod(0o600)
        return Source(file=path, password=PASSWORD)


def owner(
    name: str,
    issuer: Owner | None = None,
    *,
    authority: bool = False,
    starts: datetime | None = None,
    days: int = 365,
    qualified: bool = False,
    timestamps: bool = False,
    register: str = "",
) -> Owner:
    """Somebody with a certificate, by default of their own making and from yesterday on; with a
    national `register` number, as identity cards have it."""
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    # pyHanko's own timestamp authority for tests signs with RSA only.
    key = rsa.generate_private_key(65537, 2048) if timestamps else _new_key()
    start = starts or datetime.now(UTC) - timedelta(days=1)
    told = [x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]
    if register:
        told.append(x509.NameAttribute(x509.NameOID.SERIAL_NUMBER, register))
    subject = x509.Name(told)
    above = issuer.certificate.subject if issuer else subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
    )
    if not authority:
        builder = builder.add_extension(SIGNS, critical=True)
    if qualified:
        builder = builder.add_extension(_qualified(), critical=False)
    if timestamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    for each in issuer.tells if issuer else ():
        builder = builder.add_extension(each, critical=False)
    return Owner(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def responder(address: str) -> x509.AuthorityInformationAccess:
    """Where to ask about one certificate (OCSP)."""
    place = x509.UniformResourceIdentifier(address)
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)]
    )


def revocation_list(address: str) -> x509.CRLDistributionPoints:
    """Where the list of all that were revoked lies (CRL)."""
    places = [x509.UniformResourceIdentifier(address)]
    return x509.CRLDistributionPoints([x509.DistributionPoint(places, None, None, None)])


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _qualified() -> x509.UnrecognizedExtension:
    """The statement that a certificate is a qualified one (ETSI EN 319 412-5, 4.2.1)."""

    class Statement(core.Sequence):  # type: ignore[misc]
        _fields = [("statement", core.ObjectIdentifier)]

    class Statements(core.SequenceOf):  # type: ignore[misc]
        _child_spec = Statement

    told = Statements([Statement({"statement": "0.4.0.1862.1.1"})])
    return x509.UnrecognizedExtension(_QC_STATEMENTS, told.dump())
