"""The organisation's seal: where its key is, and what is said when it cannot be used."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr, ValidationError

from infra.settings import Settings
from infra.signatures import checking, sealing
from infra.signatures.sealing import Mark
from infra.vault import seals
from infra.vault.keys import KeyExposed, SealUnusable
from infra.vault.tokens import Token
from tests import certificates
from tests.signed import drawn

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_an_installation_makes_itself_a_seal_once(tmp_path: Path) -> None:
    first = seals.open_seal(tmp_path / "keys", None, "Stad Scheldeburg", NOW)
    again = seals.open_seal(tmp_path / "keys", None, "Een andere naam", NOW)
    assert first == again
    assert first.source.own
    assert first.known == (first.certificate,)
    path = tmp_path / "keys" / "seal.pem"
    assert path.stat().st_mode & 0o077 == 0
    certificate = x509.load_der_x509_certificate(first.certificate)
    assert "Stad Scheldeburg (Bestek)" in certificate.subject.rfc4514_string()
    assert certificate.issuer == certificate.subject


@pytest.mark.parametrize(
    ("at", "validity"),
    [
        (NOW - timedelta(days=1), seals.Validity.NOT_YET_VALID),
        (NOW, seals.Validity.VALID),
        (NOW + timedelta(days=3630), seals.Validity.EXPIRES_SOON),
        (NOW + timedelta(days=3651), seals.Validity.EXPIRED),
    ],
)
def test_the_end_of_a_certificate_is_seen_coming(
    tmp_path: Path, at: datetime, validity: seals.Validity
) -> None:
    seal = seals.open_seal(tmp_path / "keys", None, "Stad Scheldeburg", NOW)
    assert seal.validity(at) is validity


def test_a_renewed_seal_leaves_the_earlier_one_known(tmp_path: Path) -> None:
    own = seals.open_seal(tmp_path / "keys", None, "Stad Scheldeburg", NOW)
    bought = certificates.owner("Stad Scheldeburg").source(tmp_path)
    renewed = seals.open_seal(tmp_path / "keys", bought, "Stad Scheldeburg", NOW)
    assert set(renewed.known) == {own.certificate, renewed.certificate}
    assert not renewed.source.own


def test_a_wrong_password_is_one_sentence(tmp_path: Path) -> None:
    right = certificates.owner("Stad Scheldeburg").source(tmp_path)
    wrong = seals.Source(file=right.file, password=b"fout")
    with pytest.raises(SealUnusable, match="BESTEK_SEAL_PASSWORD"):
        seals.open_seal(tmp_path / "keys", wrong, "Stad Scheldeburg", NOW)


def test_a_seal_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    absent = seals.Source(file=tmp_path / "absent.p12")
    with pytest.raises(SealUnusable, match="No such file"):
        seals.open_seal(tmp_path / "keys", absent, "Stad Scheldeburg", NOW)


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    source = certificates.owner("Stad Scheldeburg").source(tmp_path)
    assert source.file is not None
    source.file.chmod(0o644)
    with pytest.raises(KeyExposed):
        seals.open_seal(tmp_path / "keys", source, "Stad Scheldeburg", NOW)


def test_settings_name_one_seal_only(tmp_path: Path) -> None:
    assert seals.source_of(Settings()) is None
    filed = Settings(seal_file=tmp_path / "s.p12", seal_password=SecretStr("geheim"))
    assert seals.source_of(filed) == seals.Source(file=tmp_path / "s.p12", password=b"geheim")
    with pytest.raises(ValidationError, match="not both"):
        Settings(seal_file=tmp_path / "s.p12", seal_module=tmp_path / "m.so")
    with pytest.raises(ValidationError, match="BESTEK_SEAL_TOKEN"):
        Settings(seal_module=tmp_path / "m.so")
    on_token = Settings(
        seal_module=tmp_path / "m.so", seal_token="t", seal_label="l", seal_pin=SecretStr("1")
    )
    assert seals.source_of(on_token) == seals.Source(token=Token(tmp_path / "m.so", "t", "l", "1"))


@pytest.mark.parametrize("url", ["ftp://tsa.example", "tsa.example"])
def test_a_timestamp_authority_is_on_the_web(url: str) -> None:
    with pytest.raises(ValidationError, match="timestamp authority"):
        Settings(timestamp_url=url)


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """A token of SoftHSM with a key and its certificate on it."""
    program = shutil.which("softhsm2-util") or os.environ.get("SOFTHSM2_UTIL")
    if program is None:
        pytest.skip("no softhsm2-util here: nothing plays a PKCS#11 token")
    library = Path(program).parents[1] / "lib" / "softhsm" / "libsofthsm2.so"
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    making = ["--init-token", "--free", "--label", "zegel", "--so-pin", "0000", "--pin", "1234"]
    subprocess.run([program, "--module", library, *making], check=True, capture_output=True)
    holder = certificates.owner("Stad Scheldeburg")
    with (
        pkcs11.lib(str(library))
        .get_token(token_label="zegel")
        .open(rw=True, user_pin="1234") as session
    ):
        _put(session, holder)
    return Token(library, "zegel", "sleutel", "1234")


def _put(session: pkcs11.Session, holder: certificates.Owner) -> None:
    from pkcs11.util import ec as curves

    assert isinstance(holder.key, ec.EllipticCurvePrivateKey)
    numbers = holder.key.private_numbers()
    marks = {pkcs11.Attribute.LABEL: "sleutel", pkcs11.Attribute.TOKEN: True}
    session.create_object(
        marks
        | {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC,
            pkcs11.Attribute.EC_PARAMS: curves.encode_named_curve_parameters("secp256r1"),
            pkcs11.Attribute.VALUE: numbers.private_value.to_bytes(32, "big"),
            pkcs11.Attribute.SIGN: True,
        }
    )
    session.create_object(
        marks
        | {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.SUBJECT: holder.certificate.subject.public_bytes(),
            pkcs11.Attribute.VALUE: holder.der,
        }
    )


def test_a_token_seals_without_giving_its_key_away(tmp_path: Path, token: Token) -> None:
    seal = seals.open_seal(tmp_path / "keys", seals.Source(token=token), "Scheldeburg", NOW)
    sealed = sealing.seal(drawn(), seal.source, [Mark("seal", "Zegel")])
    known = checking.Known(own=seal.known)
    assert checking.check(sealed, known, datetime.now(UTC)).unaltered
    wrong = Token(token.module, token.name, token.label, "9999")
    with pytest.raises(SealUnusable, match="does not open"):
        seals.open_seal(tmp_path / "keys", seals.Source(token=wrong), "Scheldeburg", NOW)
