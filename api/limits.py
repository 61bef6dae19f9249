"""How much a request may bring: bytes are counted as they come, whatever its headers say."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.refusals import Code
from infra.settings import Settings

FORM_EXTRA = 1024 * 1024
"""What the other fields of a form with a file may take."""

SHEETS = ("/draft", "/examination", "/scores/mine", "/consensus", "/proposal")
"""How the address ends of what people write at length."""


class _TooLargeError(Exception):
    """More came than allowed."""


class BodyLimit:
    """ASGI middleware: 64 KiB for acts, more where a file may come."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    def _limit(self, scope: Scope) -> int:
        headers = {name.lower(): value for name, value in scope["headers"]}
        media = headers.get(b"content-type", b"")
        path = str(scope["path"])
        if media.startswith(b"multipart/form-data") or path.endswith("/bid-files"):
            return self.settings.max_file_bytes + FORM_EXTRA
        if path.endswith(SHEETS) or media.startswith(b"application/x-www"):
            return FORM_EXTRA
        return self.settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it stays within its limit; 413 beyond it."""
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
                raise _TooLargeError
            return message

        try:
            await self.app(scope, counted, send)
        except _TooLargeError:
            answer = JSONResponse(
                {"code": Code.BODY_TOO_LARGE, "status": 413},
                413,
                media_type="application/problem+json",
            )
            await answer(scope, receive, send)
