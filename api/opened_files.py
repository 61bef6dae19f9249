"""The files of opened bids, for who may read bids: unsealed for one answer, never laid aside."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from api import evaluating, reading
from api.commands import RefusedError
from api.identity import SignedIn
from api.services import Services
from contracts import names
from contracts.actors import Permission
from contracts.bidding import SealedFile
from contracts.refusals import Code, refuse
from infra.store.engine import Connection
from infra.store.queries import bidding


@dataclass(frozen=True)
class _Place:
    """Which sealed file, and what its bidder called it."""

    sealed: SealedFile
    name: str


async def answer(
    services: Services, me: SignedIn, tender: str, bid: str, position: int
) -> Response:
    """One file of an opened bid as a download. Raises RefusedError; UNKNOWN_REFERENCE before the
    opening, and for a bid or file that is none."""
    place = await services.store.read(lambda c: _find(c, me, tender, bid, position))
    content = await services.sealer.unseal(place.sealed.sha256, tender)
    return Response(
        content,
        # What a bidder sent is never shown in our own page, whatever it says it is.
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(place.name)}"},
    )


def _find(connection: Connection, me: SignedIn, tender: str, bid: str, position: int) -> _Place:
    reading.readable_tender(connection, me, tender, Permission.READ_BIDS)
    evaluating.require_sight_of_bids(connection, me, tender)
    aggregate = names.tender(tender)
    forms = {opened.bid: opened.form for opened in bidding.opened(connection, aggregate)}
    received = {each.id: each for each in bidding.of_tender(connection, aggregate)}
    form = forms.get(bid)
    if form is None or not 0 <= position < min(len(form.files), len(received[bid].manifest.files)):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return _Place(received[bid].manifest.files[position], form.files[position].name)
