"""What every write of the API asks for."""

from typing import Annotated

from fastapi import Depends, Header

from api.acts.acting import Acting, acting
from api.commands import RefusedError
from api.identity import Me, Parts
from contracts.refusals import Code, refuse

KEY_LENGTH = 100


async def _act(
    services: Parts,
    me: Me,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Names this request: the same key with the same body is answered as the "
            "first time, with another body it is refused.",
            examples=["0190d5a8-5b7e-7c11-9e2f-1d2c3b4a5f60"],
        ),
    ] = None,
) -> Acting:
    if not idempotency_key or len(idempotency_key) > KEY_LENGTH:
        raise RefusedError(refuse(Code.KEY_MISSING))
    return await acting(services, me, idempotency_key)


Act = Annotated[Acting, Depends(_act)]
"""A route parameter: the act in hand. FastAPI reads the body before it, so the stamp is last."""
