"""Bids that were acknowledged and that the store does not know: it was restored to the past.

The signed receipt on disk is the second witness. What it says is registered again by the same
command as the first time: the same id, instant, actor and contents.
"""

import asyncio
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import ValidationError

from bestek.demo import timekeeper
from bestek.parts import Parts
from contracts import bidding
from contracts.base import content_hash
from contracts.envelope import CommitRequest
from contracts.refusals import Refusal
from infra.receipts import KeptReceipt
from infra.store import clock, commit, records
from infra.store.queries import aggregates
from infra.vault.signing import SignatureInvalid, Signer


@dataclass(frozen=True)
class Acknowledged:
    """A bid as its receipt tells it."""

    command: bidding.SubmitBid
    manifest: bidding.Manifest


@dataclass(frozen=True)
class Beyond:
    """The receipts that lie beyond the head of the store."""

    lost: tuple[Acknowledged, ...] = ()
    """In the order of receipt, so that a replacement follows what it replaces."""
    unusable: tuple[str, ...] = ()
    """Files that we did not sign, or whose manifest is not the one that was signed."""


class Refused(NamedTuple):
    """A bid that could not be registered again, and why; its receipt stays where it is."""

    command: bidding.SubmitBid
    refusal: Refusal


async def beyond(parts: Parts) -> Beyond:
    """Compare every receipt on disk with the store."""
    read = await asyncio.to_thread(lambda: list(_read_all(parts)))
    usable = [each for each in read if isinstance(each, Acknowledged)]

    def missing(connection: aggregates.Connection) -> list[Acknowledged]:
        return [
            each for each in usable if records.find_command(connection, each.command.id) is None
        ]

    lost = await parts.store.read(missing)
    lost.sort(key=lambda each: (each.command.at, each.command.bid))
    return Beyond(tuple(lost), tuple(each for each in read if isinstance(each, str)))


def _read_all(parts: Parts) -> Iterator[Acknowledged | str]:
    """Every receipt, or the name of its file where it says nothing reliable."""
    for kept in parts.receipts.all():
        try:
            yield _read(kept, parts.signer)
        except (SignatureInvalid, ValidationError, KeyError):
            yield f"{kept.tender_id}/{kept.bid_id}"


def _read(kept: KeptReceipt, signer: Signer) -> Acknowledged:
    said = signer.verify_receipt(kept.jws)
    command = bidding.SubmitBid(
        id=said["command"],
        aggregate=said["tender"],
        organisation=said["supplier"],
        actor=said["actor"],
        at=said["received_at"],
        bid=said["bid"],
        supplier=said["supplier"],
        manifest=said["manifest"],
        replaces=said["replaces"],
    )
    manifest = bidding.Manifest.model_validate(kept.manifest)
    if content_hash(manifest) != command.manifest:
        raise SignatureInvalid("the manifest is not the one that was signed")
    return Acknowledged(command, manifest)


class _NotTaken(Exception):
    """Takes back what was made ready for a bid that the store refuses."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


async def register(parts: Parts, lost: tuple[Acknowledged, ...]) -> list[Refused]:
    """Commit these bids as they were received; those that the store refuses, with the reason."""
    refused = []
    for each in lost:
        try:
            await parts.store.write(functools.partial(_register, lost=each))
        except _NotTaken as no:
            refused.append(Refused(each.command, no.refusal))
    return refused


def _register(connection: aggregates.Connection, lost: Acknowledged) -> None:
    """With what the command needs: the manifest it names, and a clock that is not before it."""
    records.put_content(connection, lost.manifest)
    if clock.is_demo(connection):
        # A demo store went back in its own time too, and no act lies in the future.
        timekeeper.move(connection, lost.command.at)
    request = CommitRequest(aggregate=lost.command.aggregate, known=0, command=lost.command)
    outcome = commit.commit_in(connection, request, direct=True)
    if outcome.refusal is not None:
        raise _NotTaken(outcome.refusal)
