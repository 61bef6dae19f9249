"""What every write of the API asks for."""

from typing import Annotated

from fastapi import Depends, Header, Request

from api.acts.acting import Acting, acting
from api.commands import RefusedError
from api.identity import Me, Parts
from contracts.refusals import Code, refuse

KEY_LENGTH = 100
ZERO = b"\\u0000"
"""PostgreSQL keeps this character in no text, and nobody writes it on purpose."""


async def _act(
    request: Request,
    services: Parts,
    me: Me,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Names this request: the same key with the same body is answered as the "
            "first time, with another body it is refused. What is written with PUT is guarded by "
            "its `version` instead: the same content again is no change.",
            examples=["0190d5a8-5b7e-7c11-9e2f-1d2c3b4a5f60"],
        ),
    ] = None,
) -> Acting:
    if not idempotency_key or len(idempotency_key) > KEY_LENGTH:
        raise RefusedError(refuse(Code.KEY_MISSING))
    json = request.headers.get("content-type", "").startswith("application/json")
    if json and ZERO in await request.body():
        raise RefusedError(refuse(Code.INVALID_INPUT))
    return await acting(services, me, idempotency_key)


Act = Annotated[Acting, Depends(_act)]
"""A route parameter: the act in hand. FastAPI reads the body before it, so the stamp is last."""
