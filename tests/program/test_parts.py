"""The parts of a program as the settings ask for them."""

from pathlib import Path

from bestek import web
from bestek.parts import Parts
from infra.settings import Settings
from tests import certificates
from tests.documents import dressed


async def test_the_look_of_the_settings_reaches_who_draws(tmp_path: Path) -> None:
    settings = Settings(
        data_folder=tmp_path / "data",
        look_name=dressed.NAME,
        look_address=dressed.ADDRESS,
        look_accent=dressed.ACCENT,
        look_logo=dressed.file(tmp_path, dressed.encoded(dressed.drawing())),
    )
    parts = await Parts.open(settings, "127.0.0.1:1", lazy=True)
    try:
        assert parts.style == dressed.own()
        assert parts.drawer().style == parts.style
        assert web.services(parts).style == parts.style
    finally:
        await parts.close()


async def test_long_term_data_lead_to_the_trusted_roots(tmp_path: Path) -> None:
    root = certificates.owner("Vertrouwd", authority=True)
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "root.pem").write_bytes(root.pem)
    for wanted, evidence in ((True, (root.der,)), (False, None)):
        settings = Settings(
            data_folder=tmp_path / "data",
            timestamp_url="https://tsa.example",
            trusted_certificates=tmp_path / "roots",
            seal_long_term=wanted,
        )
        parts = await Parts.open(settings, "127.0.0.1:1", lazy=True)
        try:
            assert parts.drawer().timestamp_url == "https://tsa.example"
            assert parts.drawer().evidence == evidence
        finally:
            await parts.close()
