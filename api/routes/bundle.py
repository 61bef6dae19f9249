"""A ranking as one file from which anyone computes it again, for who may read the ranking."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api import evaluating, examples
from api.identity import Me, Parts
from api.routes.sheets import Round
from contracts.base import Identifier
from contracts.evaluation import bundle
from infra import threads
from infra.store.engine import Connection

router = APIRouter(prefix="/tenders/{tender}/evaluations/{number}", tags=["evaluations"])


@router.get(
    "/bundle",
    response_class=Response,
    responses={
        200: {
            "description": "The bundle: `bestek evaluate --verify FILE` computes it again.",
            "content": {
                "application/json": {"schema": {"type": "object"}, "example": examples.BUNDLE}
            },
        }
    },
)
async def exported(tender: Identifier, number: Round, me: Me, services: Parts) -> Response:
    """The evaluation with its answer, every digit of which follows from it: method, bids, agreed
    scores with their reasons, totals, trace, digest."""

    def read(connection: Connection) -> tuple[str, bundle.Ranked]:
        return evaluating.exported(connection, me, tender, number)

    reference, ranked = await services.store.read(read)
    return Response(
        await threads.run(_written, ranked),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{bundle.file_name(reference)}"'},
    )


def _written(ranked: bundle.Ranked) -> bytes:
    made: dict[str, Any] = bundle.bundle(ranked)
    return json.dumps(made, ensure_ascii=False, indent=1).encode()
