"""Certificates in files: those of the trusted list, of seals, of proofs. None of it is secret."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


class NoCertificate(Exception):
    """A file that should hold certificates holds none that can be read."""

    code = "NO_CERTIFICATE"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} holds no certificate")


def certificates_in(content: bytes, name: str) -> tuple[bytes, ...]:
    """The certificates (DER) of the file `name`, PEM or DER; NoCertificate when there is none."""
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            found = x509.load_pem_x509_certificates(content)
        else:
            found = [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise NoCertificate(name) from error
    return tuple(each.public_bytes(Encoding.DER) for each in found)


def in_folder(folder: Path) -> tuple[bytes, ...]:
    """The certificates (DER) of every file in a folder, by name; NoCertificate names one without.

    OSError when the folder cannot be read.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple(each for path in files for each in certificates_in(path.read_bytes(), str(path)))


def as_pem(certificate: bytes) -> str:
    """A certificate (DER) as PEM text."""
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM).decode()
