"""The keys of the installation and of each tender."""

import stat
from pathlib import Path

import pyrage
import pytest

from infra import ids
from infra.vault.keys import KeyDestroyed, KeyExposed, KeyMissing, Keyring

TENDER = "01930000-0000-7000-8000-000000000001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_the_master_is_made_once_and_is_its_owners(folder: Path) -> None:
    Keyring(folder)
    master = folder / "master.age-key"
    made = master.read_text()
    assert stat.S_IMODE(master.stat().st_mode) == 0o600
    Keyring(folder)
    assert master.read_text() == made


def test_a_tender_has_one_key_however_often_it_is_made(folder: Path) -> None:
    recipient = Keyring(folder).create_tender_key(TENDER)
    assert recipient.startswith("age1")
    assert Keyring(folder).create_tender_key(TENDER) == recipient
    assert Keyring(folder).tender_recipient(TENDER) == recipient
    assert Keyring(folder).create_tender_key(ids.new_id()) != recipient


def test_a_tender_key_lies_encrypted_to_the_master_as_a_plain_age_file(folder: Path) -> None:
    recipient = Keyring(folder).create_tender_key(TENDER)
    lying = (folder / "tenders" / f"{TENDER}.age").read_bytes()
    assert lying.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert b"AGE-SECRET-KEY" not in lying
    master = (folder / "master.age-key").read_text().splitlines()[-1]
    clear = pyrage.decrypt(lying, [pyrage.x25519.Identity.from_str(master)])
    assert clear.startswith(f"# public key: {recipient}\nAGE-SECRET-KEY-1".encode())


def test_a_key_that_others_may_read_is_not_used(folder: Path) -> None:
    Keyring(folder)
    (folder / "master.age-key").chmod(0o640)
    with pytest.raises(KeyExposed, match="chmod 600"):
        Keyring(folder)


def test_a_lost_master_is_not_silently_replaced(folder: Path) -> None:
    Keyring(folder).create_tender_key(TENDER)
    (folder / "master.age-key").unlink()
    with pytest.raises(KeyMissing, match="restore it"):
        Keyring(folder)


def test_another_master_opens_no_tender(folder: Path, tmp_path: Path) -> None:
    Keyring(folder).create_tender_key(TENDER)
    Keyring(tmp_path / "other")
    (tmp_path / "other" / "master.age-key").replace(folder / "master.age-key")
    with pytest.raises(KeyMissing, match="does not open"):
        Keyring(folder).tender_recipient(TENDER)


def test_a_tender_without_a_key_says_so(folder: Path) -> None:
    with pytest.raises(KeyMissing, match="has no key"):
        Keyring(folder).tender_recipient(TENDER)


def test_a_destroyed_key_does_not_come_back(folder: Path) -> None:
    keyring = Keyring(folder)
    keyring.create_tender_key(TENDER)
    keyring.destroy(TENDER)
    keyring.destroy(TENDER)
    for asking in (keyring.create_tender_key, keyring.tender_recipient, keyring.tender_identity):
        with pytest.raises(KeyDestroyed):
            asking(TENDER)
        assert not (folder / "tenders" / f"{TENDER}.age").exists()


@pytest.mark.parametrize("name", ["../master", "", f"{TENDER[:-1]}A", f"{TENDER}/x"])
def test_only_a_uuid_names_a_tender(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="uuid"):
        Keyring(folder).create_tender_key(name)
