"""A form with files, read as it comes in: fields as texts, each file as a stream of bytes.

Starlette's own form parser writes files aside in clear text; what a bidder sends must not lie on
a disk before it is sealed. Nothing here touches a disk.
"""

from collections import deque
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.commands import RefusedError
from contracts.refusals import Code, refuse

LONGEST_FIELD = 64 * 1024
"""Bytes of one text field."""

PARTS = 500
"""Fields and files of one form."""


@dataclass(frozen=True)
class TextField:
    """A field that was typed or chosen."""

    name: str
    value: str


@dataclass(frozen=True)
class FileField:
    """A file. Its `content` is read to its end before the next field is asked for."""

    name: str
    file_name: str
    media_type: str
    content: AsyncIterator[bytes]


@dataclass
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    header: bytes = b""
    value: bytes = b""

    def named(self, what: bytes) -> str:
        disposition = self.headers.get(b"content-disposition", b"")
        return parse_options_header(disposition)[1].get(what, b"").decode(errors="replace")

    @property
    def is_file(self) -> bool:
        disposition = self.headers.get(b"content-disposition", b"")
        return b"filename" in parse_options_header(disposition)[1]

    @property
    def media_type(self) -> str:
        kind = self.headers.get(b"content-type", b"").decode("latin-1")
        return kind[:200] or "application/octet-stream"


_Event = tuple[str, bytes]


class _Events:
    """What the parser found in the bytes it was given, in order."""

    def __init__(self, boundary: bytes) -> None:
        self.found: deque[_Event] = deque()
        self._part = _Part()
        self.parts: deque[_Part] = deque()
        self.whole = False
        """Whether the closing boundary has been seen."""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._content,
                "on_part_end": lambda: self.found.append(("end", b"")),
                "on_end": self._end,
            },
        )

    def take(self, block: bytes) -> None:
        """Parse the next bytes."""
        self._parser.write(block)

    def _end(self) -> None:
        self.whole = True

    def _begin(self) -> None:
        self._part = _Part()

    def _header_field(self, source: bytes, start: int, end: int) -> None:
        self._part.header += source[start:end].lower()

    def _header_value(self, source: bytes, start: int, end: int) -> None:
        self._part.value += source[start:end]

    def _header_end(self) -> None:
        self._part.headers[self._part.header] = self._part.value
        self._part.header = self._part.value = b""

    def _headers_finished(self) -> None:
        self.parts.append(self._part)
        self.found.append(("begin", b""))

    def _content(self, source: bytes, start: int, end: int) -> None:
        self.found.append(("content", source[start:end]))


class _Reader:
    """Walks through the events, asking for more bytes when there are none left."""

    def __init__(self, boundary: bytes, body: AsyncIterable[bytes]) -> None:
        self._events = _Events(boundary)
        self._body = aiter(body)

    async def next(self) -> _Event | None:
        while not self._events.found:
            block = await anext(self._body, None)
            if block is None:
                if not self._events.whole:
                    raise _unusable()
                return None
            if block:
                self._events.take(block)
        return self._events.found.popleft()

    def part(self) -> _Part:
        return self._events.parts.popleft()

    async def content(self) -> AsyncIterator[bytes]:
        """The bytes of the part in hand, to its end."""
        while (event := await self.next()) is not None and event[0] == "content":
            yield event[1]


async def fields(
    content_type: str, body: AsyncIterable[bytes]
) -> AsyncIterator[TextField | FileField]:
    """The fields of a `multipart/form-data` body, in the order in which they were sent.

    Raises RefusedError (INVALID_INPUT) for what is no such form, or one with a field too long.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise _unusable()
    try:
        reader = _Reader(options[b"boundary"], body)
        for _ in range(PARTS):
            if await reader.next() is None:
                return
            yield await _field(reader)
    except FormParserError as error:
        raise _unusable() from error
    raise _unusable()


async def _field(reader: _Reader) -> TextField | FileField:
    part = reader.part()
    name = part.named(b"name")
    if part.is_file:
        return FileField(name, part.named(b"filename"), part.media_type, reader.content())
    value = b""
    async for block in reader.content():
        value += block
        if len(value) > LONGEST_FIELD:
            raise _unusable()
    return TextField(name, value.decode(errors="replace"))


async def whole(chunks: AsyncIterable[bytes], most: int) -> bytes:
    """All bytes of a file; RefusedError (FILE_TOO_LARGE, field `file`) as soon as there are more
    than `most`."""
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > most:
            raise RefusedError(refuse(Code.FILE_TOO_LARGE, "file", limit=most))
    return bytes(content)


def _unusable() -> RefusedError:
    return RefusedError(refuse(Code.INVALID_INPUT))
