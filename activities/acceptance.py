"""The step of an acceptance: its certificate."""

from temporalio import activity

from activities.documents import Drawer
from contracts.envelope import StepRequest, StepResult
from infra.files import FileStore
from infra.store.engine import Store
from infra.store.papers import acceptance_certificate
from infra.store.queries import acceptance as deliveries
from workflows import ports


class AcceptanceActivities(ports.Acceptance):
    """Draws the certificate of a delivery that every member of the committee accepted."""

    def __init__(self, store: Store, files: FileStore, verification: str) -> None:
        self.store = store
        self.verification = verification
        self.drawer = Drawer(store, files)

    @activity.defn
    async def draw_certificate(self, request: StepRequest) -> StepResult:
        """The certificate of acceptance (D-21); the contractor may read it."""
        acceptance = await self.store.read(lambda c: deliveries.state_of(c, request.aggregate))
        return await self.drawer.draw(
            request.key,
            request.aggregate,
            lambda c: acceptance_certificate.model(c, request.aggregate, self.verification),
            party=acceptance.supplier,
        )
