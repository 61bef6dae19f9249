"""The parts of a program as the settings ask for them."""

from pathlib import Path

from bestek import web
from bestek.parts import Parts
from infra.settings import Settings
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
