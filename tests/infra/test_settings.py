"""What the environment says, and what is refused of it."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bestek.errors import CannotGoOn
from bestek.options import settings_of
from infra.settings import Settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("BESTEK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_a_word_one_machine_is_served(tmp_path: Path) -> None:
    settings = Settings()
    assert settings.data_folder == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/store.db"
    assert not settings.is_postgresql
    assert settings.temporal_address is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8420)
    assert settings.public_url(8420) == "http://127.0.0.1:8420"
    assert (settings.max_file_bytes, settings.max_body_bytes) == (200 * 1024**2, 64 * 1024)


def test_reading_the_settings_touches_no_disk(tmp_path: Path) -> None:
    assert not Settings().data_folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_variables_are_heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BESTEK_DATA", "elsewhere")
    monkeypatch.setenv("BESTEK_PORT", "0")
    monkeypatch.setenv("BESTEK_BASE_URL", "https://bestek.example/")
    monkeypatch.setenv("BESTEK_TEMPORAL_ADDRESS", "temporal:7233")
    settings = Settings()
    assert settings.data_folder == tmp_path / "elsewhere"
    assert settings.files_folder == tmp_path / "elsewhere" / "files"
    assert settings.port == 0
    assert settings.public_url(1) == "https://bestek.example"
    assert settings.temporal_address == "temporal:7233"


def test_the_look_of_documents_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTEK_LOOK_NAME", "Stad Scheldeburg")
    monkeypatch.setenv("BESTEK_LOOK_ADDRESS", "Grote Markt 1 | 9140 Scheldeburg || ")
    monkeypatch.setenv("BESTEK_LOOK_ACCENT", "#0D6B3F")
    settings = Settings()
    assert settings.look_name == "Stad Scheldeburg"
    assert settings.look_address == ("Grote Markt 1", "9140 Scheldeburg")
    assert settings.look_accent == "#0d6b3f"


@pytest.mark.parametrize("colour", ["0d6b3f", "green", "#0d6", "#0d6b3f00", "#0d6b3g", ""])
def test_a_colour_is_written_in_six_figures(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTEK_LOOK_ACCENT", colour)
    with pytest.raises(CannotGoOn) as told:
        settings_of()
    assert str(told.value) == (
        "A setting is wrong. BESTEK_LOOK_ACCENT: a colour is written as # and six hexadecimal "
        "figures: #0d6b3f."
    )


@pytest.mark.parametrize("name", ["BESTEK_LOOK_LOGO", "BESTEK_LOOK_ADDRESS"])
def test_a_logo_or_an_address_has_a_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "logo.png")
    with pytest.raises(CannotGoOn, match="needs the name that goes with it"):
        settings_of()


def test_a_folder_stays_the_same_when_the_process_moves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(data_folder=Path("here"))
    monkeypatch.chdir("/")
    assert settings.lock_file == tmp_path / "here" / "bestek.lock"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@db/bestek",
        "postgres://u:p@db/bestek",
        "postgresql+asyncpg://u:p@db/bestek",
    ],
)
def test_postgresql_is_spoken_through_its_asynchronous_driver(url: str) -> None:
    settings = Settings(store_url=url)
    assert settings.database_url == "postgresql+asyncpg://u:p@db/bestek"
    assert settings.is_postgresql


@pytest.mark.parametrize(
    "wrong",
    [
        {"BESTEK_STORE_URL": "mysql://db/bestek"},
        {"BESTEK_PORT": "65536"},
        {"BESTEK_PORT": "many"},
        {"BESTEK_BASE_URL": "javascript:alert(1)"},
        {"BESTEK_MAIL_URL": "http://mail"},
        {"BESTEK_MAX_FILE_BYTES": "0"},
        {"BESTEK_MAX_BODY_BYTES": str(2 * 1024**2)},
    ],
)
def test_a_wrong_value_is_refused(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_the_mail_password_is_not_shown() -> None:
    settings = Settings(mail_url=SecretStr("smtps://user:hush@mail.example"))
    assert "hush" not in repr(settings)


def test_the_data_folder_is_its_owners(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path / "deep" / "down")
    settings.prepare()
    settings.prepare()
    assert stat.S_IMODE(settings.data_folder.stat().st_mode) == 0o700


def test_a_fault_counts_only_under_test() -> None:
    assert Settings(fault="after_commit").fault_point is None
    assert Settings(fault="after_commit", test=True).fault_point == "after_commit"
