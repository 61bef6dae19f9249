"""A form with files is read field by field, whatever the size of the blocks it comes in."""

from collections.abc import AsyncIterator

import pytest

from api import multipart
from api.commands import RefusedError
from api.multipart import FileField, TextField

KIND = "multipart/form-data; boundary=edge"
BODY = (
    "--edge\r\n"
    'Content-Disposition: form-data; name="price"\r\n\r\n'
    "612.000,00\r\n"
    "--edge\r\n"
    'Content-Disposition: form-data; name="upload"; filename="plan van aanpak é.pdf"\r\n'
    "Content-Type: application/pdf\r\n\r\n"
    "%PDF \r\n--edg not the edge\r\n"
    "--edge\r\n"
    'Content-Disposition: form-data; name="upload"; filename=""\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
    "\r\n"
    "--edge\r\n"
    'Content-Disposition: form-data; name="action"\r\n\r\n'
    "check\r\n"
    "--edge--\r\n"
).encode()


async def _blocks(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def _read(body: bytes, size: int, kind: str = KIND) -> list[tuple[str, str, bytes]]:
    found: list[tuple[str, str, bytes]] = []
    async for part in multipart.fields(kind, _blocks(body, size)):
        match part:
            case TextField():
                found.append((part.name, "", part.value.encode()))
            case FileField():
                content = b"".join([block async for block in part.content])
                found.append((part.name, part.file_name, content))
    return found


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
async def test_fields_and_files_come_in_their_order(size: int) -> None:
    assert await _read(BODY, size) == [
        ("price", "", b"612.000,00"),
        ("upload", "plan van aanpak é.pdf", b"%PDF \r\n--edg not the edge"),
        ("upload", "", b""),
        ("action", "", b"check"),
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (BODY[:-60], KIND),
        (b"no form at all", KIND),
        (BODY, "application/json"),
        (BODY, "multipart/form-data"),
    ],
)
async def test_what_is_no_whole_form_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await _read(body, 100, kind)
    assert refused.value.refusal.code == "invalid_input"


async def test_a_field_without_end_is_refused() -> None:
    start = BODY.split(b"612")[0]
    with pytest.raises(RefusedError):
        await _read(start + b"1" * (multipart.LONGEST_FIELD + 1), 4096)
