"""The step of an acceptance: its certificate."""

from temporalio import activity

from activities.documents import Drawer
from contracts.envelope import StepRequest, StepResult
from infra.store.engine import Store
from infra.store.papers import acceptance_certificate
from infra.store.papers.voice import Voice
from infra.store.queries import acceptance as deliveries
from infra.store.undrawn import Wanted
from workflows import ports


class AcceptanceActivities(ports.Acceptance):
    """Draws the certificate of a delivery that every member of the committee accepted."""

    def __init__(self, store: Store, drawer: Drawer, voice: Voice) -> None:
        self.store = store
        self.voice = voice
        self.drawer = drawer

    @activity.defn
    async def draw_certificate(self, request: StepRequest) -> StepResult:
        """The certificate of acceptance (D-21); the contractor may read it."""
        acceptance = await self.store.read(lambda c: deliveries.state_of(c, request.aggregate))
        return await self.drawer.draw(
            Wanted(request.key, request.aggregate, "D-21", acceptance.supplier),
            lambda c: acceptance_certificate.model(c, request.aggregate, self.voice),
        )
