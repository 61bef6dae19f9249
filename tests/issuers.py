"""An issuer of certificates on a port of this machine: its responder (OCSP), its list of what was
revoked (CRL) and its timestamp authority, each as good or as bad as a test wants it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from infra.vault.seals import Source
from tests import certificates
from tests.certificates import Owner

SLOWLY = 30.0
"""Seconds that a slow issuer takes: more than anybody waits."""


class Mood(StrEnum):
    """How an issuer answers when it is asked about a certificate."""

    WELL = "well"
    AWAY = "away"
    GARBAGE = "garbage"
    ERROR = "error"
    SLOW = "slow"


@dataclass
class Issuer:
    """A root, what it issued, and what it tells of that."""

    port: int
    root: Owner = field(default_factory=lambda: certificates.owner("Vertrouwd", authority=True))
    mood: Mood = Mood.WELL
    revoked: dict[int, datetime] = field(default_factory=dict)
    """Serial numbers, and since when."""
    issued: list[Owner] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    over: threading.Event = field(default_factory=threading.Event)

    def owner(self, name: str, *, way: str = "ocsp", timestamps: bool = False) -> Owner:
        """Somebody with a certificate, of which this issuer tells the state by `way`."""
        port = self.port if self.mood is not Mood.AWAY else 1
        address = f"http://127.0.0.1:{port}/{way}"
        tells = certificates.responder if way == "ocsp" else certificates.revocation_list
        above = replace(self.root, tells=(tells(address),))
        made = certificates.owner(name, above, timestamps=timestamps)
        self.issued.append(made)
        return made

    def authority(self) -> str:
        """The address of the timestamp authority, which has a certificate of this issuer."""
        self.clock = self.owner("Tijd", timestamps=True)
        return f"http://127.0.0.1:{self.port}/tsa"

    def seal(self, folder: Path, name: str = "Stad Scheldeburg", way: str = "ocsp") -> Source:
        """A seal with a certificate of this issuer."""
        return self.owner(name, way=way).source(folder, f"{name}.p12", self.root)

    def revoke(self, who: Owner, since: datetime | None = None) -> None:
        """Revoke a certificate, by default an hour ago."""
        moment = since or datetime.now(UTC) - timedelta(hours=1)
        self.revoked[who.certificate.serial_number] = moment

    def answer(self, path: str, question: bytes) -> bytes:
        """What is answered, or ValueError for an error."""
        self.asked.append(path)
        if path == "/tsa":
            return self._stamp(question)
        if self.mood is Mood.SLOW:
            self.over.wait(SLOWLY)
        if self.mood is Mood.GARBAGE:
            return b"<html>Onderhoud</html>"
        if self.mood is Mood.ERROR:
            raise ValueError("nothing today")
        return self._list() if path == "/crl" else self._state(question)

    def _state(self, question: bytes) -> bytes:
        serial = ocsp.load_der_ocsp_request(question).serial_number
        certificate = next(
            each.certificate for each in self.issued if each.certificate.serial_number == serial
        )
        since = self.revoked.get(serial)
        now = datetime.now(UTC)
        built = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate,
            issuer=self.root.certificate,
            algorithm=hashes.SHA1(),  # noqa: S303 (the name of the certificate in the question)
            cert_status=ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + timedelta(hours=1),
            revocation_time=since,
            revocation_reason=None,
        )
        by = built.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root.certificate)
        answer = by.sign(self.root.key, hashes.SHA256())
        return answer.public_bytes(serialization.Encoding.DER)

    def _list(self) -> bytes:
        now = datetime.now(UTC)
        built = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(now - timedelta(minutes=5))
            .next_update(now + timedelta(days=1))
        )
        for serial, since in self.revoked.items():
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
            built = built.add_revoked_certificate(one.build())
        return built.sign(self.root.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _stamp(self, question: bytes) -> bytes:
        stamper = stamper_of(self.clock, self.root)
        answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()
        return answer


def stamper_of(authority: Owner, root: Owner) -> DummyTimeStamper:
    """A timestamp authority in this process."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([asn1_x509.Certificate.load(root.der)])
    private = authority.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(authority.der),
        tsa_key=asn1_keys.PrivateKeyInfo.load(private),
        certs_to_embed=store,
    )


_KINDS = {
    "/tsa": "application/timestamp-reply",
    "/ocsp": "application/ocsp-response",
    "/crl": "application/pkix-crl",
}


@contextmanager
def issuer() -> Iterator[Issuer]:
    """An issuer that answers while the test runs."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, question: bytes) -> None:
            try:
                content = found.answer(self.path, question)
            except ValueError:
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Type", _KINDS[self.path])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: the test looks at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    found = Issuer(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
