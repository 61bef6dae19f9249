"""Signed receipts on disk, beside the sealed files: `receipts/<tender>/<bid>.jws` and `.json`.

A bid is acknowledged only after `write` returned. The folder is then the second witness: a store
that was restored to an earlier moment registers again what lies here beyond its head. A receipt
is never overwritten; another one for the same bid lies beside it as `<bid>.2.jws`.
"""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from contracts.base import canonical_json
from infra import durable, threads

_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class KeptReceipt(NamedTuple):
    """What was acknowledged: the signed receipt, unchecked, and the manifest of the bid."""

    tender_id: str
    bid_id: str
    jws: str
    manifest: dict[str, Any]


class ReceiptBook:
    """The receipts below `folder`, whose parent must exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    async def write(self, tender_id: str, bid_id: str, jws: str, manifest: dict[str, Any]) -> None:
        """Keep a receipt so that it survives a power cut; a repeat changes nothing.

        `manifest` is JSON, decimals as text: what is needed to register the bid again.
        """
        await threads.run(self._write, tender_id, bid_id, jws, manifest)

    def _write(self, tender_id: str, bid_id: str, jws: str, manifest: dict[str, Any]) -> None:
        if not (_NAME.fullmatch(tender_id) and _NAME.fullmatch(bid_id)):
            raise ValueError("a tender and a bid are named by their uuid")
        folder = self._folder / tender_id
        with self._lock:
            durable.make_folder(folder, within=self._folder.parent)
            receipt = _first_free(folder, bid_id, jws)
            if receipt is not None:
                durable.write(receipt.with_suffix(".json"), canonical_json(manifest))
                durable.write_once(receipt, jws.encode())

    def all(self, tender_id: str | None = None) -> Iterator[KeptReceipt]:
        """Every receipt, or those of one tender, in the order of their names. Blocking."""
        for path in sorted(self._folder.glob(f"{tender_id or '*'}/*.jws")):
            yield KeptReceipt(
                tender_id=path.parent.name,
                bid_id=path.name.split(".", 1)[0],
                jws=path.read_text(),
                manifest=durable.read_json(path.with_suffix(".json")),
            )


def _first_free(folder: Path, bid_id: str, jws: str) -> Path | None:
    """The name for this receipt; None if it is there already."""
    path, number = folder / f"{bid_id}.jws", 1
    while path.exists():
        if path.read_text() == jws:
            return None
        number += 1
        path = folder / f"{bid_id}.{number}.jws"
    return path
