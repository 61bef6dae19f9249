"""Receipts that outlive a store."""

import asyncio
from pathlib import Path

import pytest

from infra import ids
from infra.receipts import KeptReceipt, ReceiptBook

TENDER, BID = "01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"
MANIFEST = {"sha256": "0" * 64, "size": 12}


def _times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.fixture
def book(tmp_path: Path) -> ReceiptBook:
    return ReceiptBook(tmp_path / "receipts")


async def test_a_receipt_and_its_manifest_lie_by_tender_and_bid(
    book: ReceiptBook, tmp_path: Path
) -> None:
    await book.write(TENDER, BID, "a.b.c", MANIFEST)
    folder = tmp_path / "receipts" / TENDER
    assert (folder / f"{BID}.jws").read_text() == "a.b.c"
    assert list(book.all()) == [KeptReceipt(TENDER, BID, "a.b.c", MANIFEST)]


async def test_without_receipts_the_list_is_empty(book: ReceiptBook) -> None:
    assert list(book.all()) == []


async def test_a_repeat_changes_nothing(book: ReceiptBook, tmp_path: Path) -> None:
    await book.write(TENDER, BID, "a.b.c", MANIFEST)
    before = _times(tmp_path)
    await asyncio.gather(*(book.write(TENDER, BID, "a.b.c", MANIFEST) for _ in range(4)))
    assert _times(tmp_path) == before


async def test_another_receipt_for_the_same_bid_does_not_take_its_place(book: ReceiptBook) -> None:
    receipts = {f"a.b.{turn}": {"version": turn} for turn in range(8)}
    await asyncio.gather(*(book.write(TENDER, BID, jws, receipts[jws]) for jws in receipts))
    assert {kept.jws: kept.manifest for kept in book.all()} == receipts
    assert {kept.bid_id for kept in book.all()} == {BID}


async def test_the_receipts_of_one_tender_are_listed_apart(book: ReceiptBook) -> None:
    other = ids.new_id()
    await book.write(TENDER, BID, "a.b.c", MANIFEST)
    await book.write(other, ids.new_id(), "d.e.f", MANIFEST)
    assert [kept.jws for kept in book.all(TENDER)] == ["a.b.c"]
    assert len(list(book.all())) == 2


async def test_a_manifest_that_a_crash_left_alone_is_no_receipt(
    book: ReceiptBook, tmp_path: Path
) -> None:
    await book.write(TENDER, BID, "a.b.c", MANIFEST)
    (tmp_path / "receipts" / TENDER / f"{BID}.jws").unlink()
    assert list(book.all()) == []
    await book.write(TENDER, BID, "a.b.d", {"version": 2})
    assert list(book.all()) == [KeptReceipt(TENDER, BID, "a.b.d", {"version": 2})]


@pytest.mark.parametrize(("tender", "bid"), [("..", BID), (TENDER, "../x"), (TENDER, "")])
async def test_only_uuids_name_a_receipt(book: ReceiptBook, tender: str, bid: str) -> None:
    with pytest.raises(ValueError, match="uuid"):
        await book.write(tender, bid, "a.b.c", MANIFEST)
