"""Pages of an evaluation: committee, declaration, examination, scores, consensus, ranking."""

from fastapi import APIRouter

from api.pages.evaluation import (
    committee,
    consensus,
    declaration,
    examination,
    ranking,
    scores,
)

router = APIRouter()
for each in (committee, declaration, examination, scores, consensus, ranking):
    router.include_router(each.router)
