"""How much a request may bring: bytes are counted as they come, whatever its headers say."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.settings import Settings

SHEET = 1024 * 1024
"""What a draft, a sheet or a form may take; of a form with files, its other fields."""

NOTICE = 16 * 1024 * 1024
"""What an imported notice may take: record packages hold every earlier release."""

_SHEETS = ("/tenders", "/bids", "/deliveries")
"""What is opened or handed in with its contents; other acts name contents by their hash."""


_FILES = ("/bid-files", "/signatures")
"""What is a file itself."""


class BodyTooLargeError(HTTPException):
    """More came than allowed. An HTTPException, because the framework lets only those through
    while it reads a body."""

    def __init__(self, limit: int) -> None:
        super().__init__(413)
        self.limit = limit


class BodyLimit:
    """ASGI middleware: 64 KiB for acts, more where contents or files may come.

    Raises BodyTooLargeError inside the application, which answers it as it answers every refusal.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    def _limit(self, scope: Scope) -> int:
        headers = {name.lower(): value for name, value in scope["headers"]}
        media = headers.get(b"content-type", b"")
        path = str(scope["path"])
        if media.startswith(b"multipart/form-data") or path.endswith(_FILES):
            return self.settings.max_file_bytes + SHEET
        if path.endswith("/imports"):
            return NOTICE
        if scope["method"] == "PUT" or media.startswith(b"application/x-www"):
            return SHEET
        return SHEET if path.endswith(_SHEETS) else self.settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it stays within its limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope)
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise BodyTooLargeError(limit)
            return message

        await self.app(scope, counted, send)
