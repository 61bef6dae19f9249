"""Acts around bids: uploading, handing in, opening."""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator

from api.acts.acting import Acting
from api.commands import RefusedError
from contracts import bidding, names
from contracts.actors import Permission
from contracts.base import canonical_json, content_hash
from contracts.envelope import Answer
from contracts.refusals import Code, refuse
from infra import faults, files
from infra.store import access, records, uploads
from infra.store.engine import Connection
from infra.store.queries import people
from infra.vault.keys import KeyMissing


async def seal_upload(
    act: Acting, tender: str, content: AsyncIterable[bytes]
) -> bidding.SealedFile:
    """Seal a file of a bid while it comes in; nobody can read it before the opening.

    The same file under the same key is sealed once. Raises RefusedError (FILE_TOO_LARGE,
    KEY_REUSED, UNKNOWN_REFERENCE, NOT_ALLOWED).
    """
    begin = f"upload/{act.command_id}/"

    def look(connection: Connection) -> uploads.Upload | None:
        _may_bid(connection, act, tender)
        return uploads.beginning(connection, begin)

    done = await act.services.store.read(look)
    passed = hashlib.sha256()
    kept = None
    if done is None:
        kept = await _seal(act, tender, _hashed(content, passed))
    else:
        async for _ in _hashed(content, passed):
            pass
    # Its mark is part of the key: without our own key nobody can try a guess on it.
    key = begin + act.services.signer.mark(passed.hexdigest())
    if kept is not None:
        party = act.me.actor.organisation
        upload = uploads.Upload(kept.sha256, kept.size, tender, party, act.at, key)
        done = await act.services.store.write(lambda c: uploads.add(c, upload))
    if done is None or (done.key, done.tender) != (key, tender):
        raise RefusedError(refuse(Code.KEY_REUSED))
    return bidding.SealedFile(sha256=done.sha256, size=done.size)


async def _hashed(content: AsyncIterable[bytes], passed: "hashlib._Hash") -> AsyncIterator[bytes]:
    async for block in content:
        passed.update(block)
        yield block


async def _seal(act: Acting, tender: str, content: AsyncIterable[bytes]) -> files.StoredFile:
    limit = act.services.settings.max_file_bytes
    try:
        return await act.services.sealer.seal_stream(content, tender, limit)
    except files.FileTooLarge as error:
        raise RefusedError(refuse(Code.FILE_TOO_LARGE, field="file", limit=limit)) from error
    except KeyMissing as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error


def _may_bid(connection: Connection, act: Acting, tender: str) -> None:
    state = records.read_state(connection, names.tender(tender))
    if state is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    actor = act.me.actor
    held = people.relations(connection, tender, actor.person)
    if refusal := access.refusal(connection, state, actor, Permission.SUBMIT_BID, held):
        raise RefusedError(refusal)


async def submit(
    act: Acting,
    tender: str,
    form: bidding.BidForm,
    sealed: tuple[bidding.SealedFile, ...],
    replaces: str | None,
) -> str:
    """Hand in a bid: seal its form, commit its manifest, keep and answer the signed receipt.

    The receipt (JWS) is on disk beside the ciphertext before it is answered. Raises RefusedError.
    """
    await act.services.store.read(lambda c: _own_uploads(c, act, tender, sealed))
    bid = act.new_id()
    aggregate = names.tender(tender)
    sealed_form = await _sealed_form(act, tender, bid, form)
    manifest = bidding.Manifest(
        bid=bid,
        tender=aggregate,
        supplier=act.me.actor.organisation,
        form=sealed_form,
        files=sealed,
    )
    command = bidding.SubmitBid(
        **act.fields(aggregate),
        bid=bid,
        supplier=act.me.actor.organisation,
        manifest=act.bind(manifest),
        replaces=replaces,
    )
    answer = await act.arrive(command)
    return await _receipt(act, command, manifest, answer)


def _own_uploads(
    connection: Connection, act: Acting, tender: str, sealed: tuple[bidding.SealedFile, ...]
) -> None:
    _may_bid(connection, act, tender)
    for position, file in enumerate(sealed):
        found = uploads.find(connection, file.sha256)
        own = found is not None and (found.tender, found.supplier, found.size) == (
            tender,
            act.me.actor.organisation,
            file.size,
        )
        if not own:
            raise RefusedError(refuse(Code.FILE_MISSING, field=f"files.{position}"))


async def _sealed_form(
    act: Acting, tender: str, bid: str, form: bidding.BidForm
) -> bidding.SealedFile:
    """Sealing twice gives two ciphertexts: a repeat of the act takes the first."""
    key = f"{bid}/{content_hash(form)}"
    done = await act.services.store.read(lambda c: uploads.of_key(c, key))
    if done is None:
        kept = await act.services.sealer.seal_stream(_whole(canonical_json(form)), tender)
        done = uploads.Upload(
            kept.sha256, kept.size, tender, act.me.actor.organisation, act.at, key
        )
        upload = done
        done = await act.services.store.write(lambda c: uploads.add(c, upload))
    return bidding.SealedFile(sha256=done.sha256, size=done.size)


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _receipt(
    act: Acting, command: bidding.SubmitBid, manifest: bidding.Manifest, answer: Answer
) -> str:
    payload = {
        "bid": command.bid,
        "tender": command.aggregate,
        "supplier": command.supplier,
        "actor": command.actor,
        "manifest": command.manifest,
        "received_at": answer.answer["received_at"],
        "command": command.id,
        "leaf": answer.answer["leaf"],
        "replaces": command.replaces,
    }
    receipt = act.services.signer.sign_receipt(payload)
    tender = names.subject_of(command.aggregate)
    await act.services.receipts.write(
        tender, command.bid, receipt, manifest.model_dump(mode="json")
    )
    faults.reach(faults.Point.AFTER_RECEIPT_WRITTEN)
    return receipt


async def confirm_opening(act: Acting, tender: str) -> Answer:
    """Confirm one's part in the opening; the second officer opens the bids."""
    command = bidding.ConfirmOpening(**act.fields(names.tender(tender)))
    return await act.send(command)


async def decide_late(act: Acting, tender: str, bid: str, admit: bool, reason: str) -> Answer:
    """Admit or leave sealed a bid that came in time but was committed after the close."""
    bound = act.bind_text(reason, "reason")
    command = bidding.DecideLateBid(
        **act.fields(names.tender(tender)), bid=bid, admit=admit, reason=bound
    )
    return await act.send(command)
