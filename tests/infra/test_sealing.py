"""Bids that lie sealed from the first byte."""

import asyncio
import contextlib
import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pyrage
import pytest

from infra import ids
from infra.files import FileDamaged, FileMissing, FileStore, FileTooLarge
from infra.vault.keys import KeyDestroyed, KeyMissing, Keyring
from infra.vault.sealing import SealBroken, Sealer
from infra.vault.spool import Spool

TENDER, OTHER = "01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"
CANARY = b"the price is 612450.00 euro;"
CONTENT = CANARY * 100_000


async def chunks(content: bytes = CONTENT, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def given_out(stream: AsyncIterator[bytes], blocks: list[bytes]) -> None:
    async for block in stream:
        blocks.append(block)


def _files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _opened_below(folder: Path) -> list[Path]:
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            if str(folder) in os.readlink(handle):
                found.append(handle)
    return found


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    keyring = Keyring(tmp_path / "keys")
    keyring.create_tender_key(TENDER)
    keyring.create_tender_key(OTHER)
    return keyring


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def sealer(keyring: Keyring, store: FileStore) -> Sealer:
    return Sealer(keyring, store)


async def test_what_was_sealed_opens_again(sealer: Sealer, store: FileStore) -> None:
    sealed = await sealer.seal_stream(chunks(), TENDER)
    assert store.path_of(sealed.sha256).stat().st_size == sealed.size > len(CONTENT)
    assert await sealer.unseal(sealed.sha256, TENDER) == CONTENT


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 1024 * 1024 + 1])
async def test_every_size_opens_again(sealer: Sealer, size: int) -> None:
    content = os.urandom(size)
    sealed = await sealer.seal_stream(chunks(content), TENDER)
    assert await sealer.unseal(sealed.sha256, TENDER) == content


async def test_a_file_is_sealed_like_a_stream(sealer: Sealer, tmp_path: Path) -> None:
    (tmp_path / "bid").write_bytes(CONTENT)
    sealed = await sealer.seal_file(tmp_path / "bid", TENDER, limit=len(CONTENT))
    assert await sealer.unseal(sealed.sha256, TENDER) == CONTENT
    with pytest.raises(FileTooLarge):
        await sealer.seal_file(tmp_path / "bid", TENDER, limit=len(CONTENT) - 1)


async def test_the_sealed_file_is_plain_age(
    sealer: Sealer, store: FileStore, keyring: Keyring
) -> None:
    sealed = await sealer.seal_stream(chunks(), TENDER)
    lying = store.path_of(sealed.sha256).read_bytes()
    assert lying.startswith(b"age-encryption.org/v1\n")
    assert pyrage.decrypt(lying, [keyring.tender_identity(TENDER)]) == CONTENT


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at open files in /proc")
async def test_nothing_clear_lies_on_disk_while_a_bid_comes_in(
    sealer: Sealer, tmp_path: Path
) -> None:
    halfway, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield CONTENT
        halfway.set()
        await go_on.wait()

    task = asyncio.create_task(sealer.seal_stream(slow(), TENDER))
    await halfway.wait()
    parked = _opened_below(tmp_path)
    assert parked, "the spool is an open file without a name"
    for path in parked + _files_below(tmp_path):
        assert CANARY not in path.read_bytes()
    go_on.set()
    await task


async def test_the_same_bid_sealed_twice_looks_different(sealer: Sealer) -> None:
    first = await sealer.seal_stream(chunks(), TENDER)
    second = await sealer.seal_stream(chunks(), TENDER)
    assert first.sha256 != second.sha256


async def test_another_tenders_key_does_not_open_it(sealer: Sealer) -> None:
    sealed = await sealer.seal_stream(chunks(), TENDER)
    with pytest.raises(SealBroken) as refused:
        await sealer.unseal(sealed.sha256, OTHER)
    assert refused.value.sha256 == sealed.sha256


async def test_a_changed_byte_is_noticed_before_anything_is_given_out(
    sealer: Sealer, store: FileStore
) -> None:
    sealed = await sealer.seal_stream(chunks(), TENDER)
    path = store.path_of(sealed.sha256)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    given: list[bytes] = []
    with pytest.raises(FileDamaged):
        await given_out(sealer.unseal_stream(sealed.sha256, TENDER), given)
    assert given == []


@pytest.mark.parametrize("cut", [1, 70_000])
async def test_a_truncated_age_file_gives_nothing(
    sealer: Sealer, store: FileStore, keyring: Keyring, cut: int
) -> None:
    recipient = pyrage.x25519.Recipient.from_str(keyring.tender_recipient(TENDER))
    stored = await store.put_bytes(pyrage.encrypt(CONTENT, [recipient])[:-cut])
    given: list[bytes] = []
    with pytest.raises(SealBroken):
        await given_out(sealer.unseal_stream(stored.sha256, TENDER), given)
    assert given == []


async def test_what_was_never_sealed_does_not_open(sealer: Sealer, store: FileStore) -> None:
    stored = await store.put_bytes(b"just a file")
    with pytest.raises(SealBroken):
        await sealer.unseal(stored.sha256, TENDER)
    with pytest.raises(FileMissing):
        await sealer.unseal("0" * 64, TENDER)


async def test_without_a_key_no_byte_is_taken(sealer: Sealer) -> None:
    untouched = chunks()
    with pytest.raises(KeyMissing):
        await sealer.seal_stream(untouched, ids.new_id())
    assert await anext(untouched) == CONTENT[:100_000]


async def test_a_destroyed_key_closes_its_bids_for_good(sealer: Sealer, keyring: Keyring) -> None:
    sealed = await sealer.seal_stream(chunks(), TENDER)
    keyring.destroy(TENDER)
    with pytest.raises(KeyDestroyed):
        await sealer.unseal(sealed.sha256, TENDER)


async def test_the_limit_counts_clear_bytes(sealer: Sealer, store: FileStore) -> None:
    await sealer.seal_stream(chunks(), TENDER, limit=len(CONTENT))
    with pytest.raises(FileTooLarge):
        await sealer.seal_stream(chunks(), TENDER, limit=len(CONTENT) - 1)
    assert list(store.incoming_folder().iterdir()) == []


async def test_a_broken_upload_leaves_nothing(sealer: Sealer, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield CONTENT
        raise ConnectionResetError

    before = _files_below(tmp_path)
    with pytest.raises(ConnectionResetError):
        await sealer.seal_stream(broken(), TENDER)
    assert _files_below(tmp_path) == before


async def test_many_slow_senders_do_not_wait_for_each_other(sealer: Sealer) -> None:
    """More at once than the event loop has threads."""
    everyone_is_in = asyncio.Barrier(50)

    async def slow(content: bytes) -> AsyncIterator[bytes]:
        yield content
        await everyone_is_in.wait()
        yield content

    sealing = [sealer.seal_stream(slow(b"%d" % n), TENDER) for n in range(50)]
    sealed = await asyncio.wait_for(asyncio.gather(*sealing), 60)
    opened = [await sealer.unseal(each.sha256, TENDER) for each in sealed]
    assert opened == [b"%d%d" % (n, n) for n in range(50)]


async def test_a_reader_may_stop_early(sealer: Sealer) -> None:
    sealed = await sealer.seal_stream(chunks(), TENDER)
    async with contextlib.aclosing(sealer.unseal_stream(sealed.sha256, TENDER)) as stream:
        assert (await anext(stream)).startswith(CANARY)


def test_a_spool_gives_back_what_it_took(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for block in (CANARY, b"", CANARY * 1000):
        assert spool.write(block) == len(block)
    spool.rewind()
    found = io.BytesIO()
    while block := spool.read(777):
        found.write(block)
    assert found.getvalue() == CANARY * 1001
    assert list(tmp_path.iterdir()) == []
    spool.close()
