"""Draws a document once: in a thread, into the files, registered under its business key."""

from collections.abc import Callable

from contracts.documents.imprint import Document
from contracts.envelope import StepResult
from infra import documents as drawing
from infra import faults, ids, threads
from infra.files import FileStore
from infra.store import documents
from infra.store.engine import Connection, Store
from infra.texts.catalogue import Texts

ModelOf = Callable[[Connection], Document]
"""Builds a document's model from the records."""


class Drawer:
    """Draws models to PDF files. A key that is done is answered from the register."""

    def __init__(self, store: Store, files: FileStore) -> None:
        self.store = store
        self.files = files

    async def draw(
        self, key: str, aggregate: str, model_of: ModelOf, party: str | None = None
    ) -> StepResult:
        """The document under `key`, drawn now if it was not drawn before."""
        done = await self.store.read(lambda c: documents.find(c, key))
        if done is None:
            done = await self._draw_now(key, aggregate, model_of, party)
        return StepResult(at=done.drawn_at, sha256=done.sha256, document=done.id)

    async def _draw_now(
        self, key: str, aggregate: str, model_of: ModelOf, party: str | None
    ) -> documents.Document:
        def read(connection: Connection) -> tuple[Document, str]:
            return model_of(connection), documents.dossier_of(connection, aggregate)

        model, dossier = await self.store.read(read)
        texts = Texts(model.imprint.language)
        content = await threads.run(drawing.draw, model, texts)
        kept = await self.files.put_bytes(content)
        faults.reach(faults.Point.AFTER_DOCUMENT_WRITTEN)
        name = f"{model.imprint.reference}_{texts.say(f'documents.file.{model.document}')}.pdf"
        document = documents.Document(
            id=ids.new_id(),
            business_key=key,
            dossier=dossier,
            aggregate=aggregate,
            kind=model.document,
            party=party,
            name=name,
            title=model.imprint.title,
            language=model.imprint.language,
            sha256=kept.sha256,
            size=kept.size,
            drawn_at=model.imprint.drawn_at,
        )
        return await self.store.write(lambda c: documents.add(c, document))
