"""Steps of publication and opening."""

import asyncio

from pydantic import ValidationError
from temporalio import activity

from activities.documents import Drawer
from contracts import bidding, names
from contracts.base import content_hash
from contracts.envelope import StepRequest, StepResult
from infra import faults, ids, threads
from infra.files import FileDamaged, FileMissing, FileStore
from infra.notices import release_writer as releases
from infra.store import clock, documents, records
from infra.store.engine import Connection, Store
from infra.store.papers import opening_record
from infra.store.papers.voice import Voice
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.store.undrawn import Wanted
from infra.vault.keys import Keyring
from infra.vault.sealing import SealBroken, Sealer
from workflows import ports

AT_ONCE = 4
"""Bids that are opened side by side."""


class TenderingActivities(ports.Tendering):
    """Dispatches the notice, opens the seals, draws the record of the opening."""

    def __init__(
        self,
        store: Store,
        files: FileStore,
        keyring: Keyring,
        sealer: Sealer,
        voice: Voice,
        drawer: Drawer,
    ) -> None:
        self.store = store
        self.files = files
        self.keyring = keyring
        self.sealer = sealer
        self.voice = voice
        self.drawer = drawer

    @activity.defn
    async def dispatch_notice(self, request: StepRequest) -> StepResult:
        """The notice as an OCDS release, on the portal from now on; bids can be sealed."""
        await threads.run(self.keyring.create_tender_key, names.subject_of(request.aggregate))
        done = await self.store.read(lambda c: documents.find(c, request.key))
        if done is None:
            done = await self._publish(request)
        faults.reach(faults.Point.AFTER_ACTIVITY)
        return StepResult(at=done.drawn_at, sha256=done.sha256, document=done.id)

    async def _publish(self, request: StepRequest) -> documents.Document:
        def read(connection: Connection) -> tuple[tenders.Tender, bytes]:
            tender = tenders.get(connection, request.aggregate)
            buyer = organisations.get(connection, tender.state.organisation)
            if tender.procedure is None:
                raise LookupError(tender.draft.procedure)
            notice = releases.tender_release(
                releases.Published(
                    tender=tender.id,
                    reference=tender.reference,
                    buyer=buyer,
                    draft=tender.draft,
                    procedure=tender.procedure,
                    dispatched_at=clock.now(connection),
                )
            )
            return tender, notice

        tender, content = await self.store.read(read)
        kept = await self.files.put_bytes(content)

        def register(connection: Connection) -> documents.Document:
            document = documents.Document(
                id=ids.new_id(),
                business_key=request.key,
                dossier=tender.id,
                aggregate=request.aggregate,
                kind="D-04",
                party=None,
                name=f"{tender.reference}.json",
                title=tender.draft.title,
                language="nl",
                sha256=kept.sha256,
                size=kept.size,
                drawn_at=clock.now(connection),
                drawn=kept.sha256,
            )
            return documents.add(connection, document)

        return await self.store.write(register)

    @activity.defn
    async def open_bids(self, request: StepRequest) -> StepResult:
        """Open every standing bid and compare it with what its receipt says."""
        received = await self.store.read(lambda c: bids.of_tender(c, request.aggregate))
        standing = [bid for bid in received if bid.status == "received"]
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(bid: bids.ReceivedBid) -> bidding.OpenedBid:
            async with slots:
                return await self._open(bid)

        found = await asyncio.gather(*(one(bid) for bid in standing))
        result = bidding.OpeningResult(tender=request.aggregate, bids=tuple(found))
        faults.reach(faults.Point.DURING_OPENING)

        def bind(connection: Connection) -> StepResult:
            sha256 = records.put_content(connection, result)
            return StepResult(at=clock.now(connection), sha256=sha256)

        return await self.store.write(bind)

    async def _open(self, bid: bids.ReceivedBid) -> bidding.OpenedBid:
        tender_id = names.subject_of(bid.manifest.tender)
        try:
            form = bidding.BidForm.model_validate_json(
                await self.sealer.unseal(bid.manifest.form.sha256, tender_id)
            )
            plain = [
                content_hash(await self.sealer.unseal(sealed.sha256, tender_id))
                for sealed in bid.manifest.files
            ]
        except (SealBroken, FileMissing, FileDamaged, ValidationError):
            # Told in the record; the opening of the others goes on.
            return bidding.OpenedBid(bid=bid.id, intact=False, form=None)
        intact = plain == [attachment.sha256 for attachment in form.files]
        return bidding.OpenedBid(bid=bid.id, intact=intact, form=form)

    @activity.defn
    async def draw_opening_record(self, request: StepRequest) -> StepResult:
        """The record of the opening (D-07)."""
        return await self.drawer.draw(
            Wanted(request.key, request.aggregate, "D-07"),
            lambda c: opening_record.model(c, request.aggregate, self.voice),
        )
